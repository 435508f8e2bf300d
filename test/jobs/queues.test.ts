import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jobIdOf } from '../../src/jobs/queues.ts'

const anyText = fc.string({
  unit: fc.oneof(fc.string({ unit: 'binary', maxLength: 1 }), fc.constantFrom('\0', ':', '-', '%', '\ud800', '云')),
})

test('no id of a job holds a zero byte, a colon or anything else that queues understand in a way of their own', () => {
  fc.assert(
    fc.property(anyText, (name) => {
      expect(jobIdOf('release', { name })).toMatch(/^release-[\p{L}\p{N}._%-]*$/u)
    }),
  )
})

test('two pieces of work have two ids', () => {
  const work = fc.record({ runId: fc.nat(99), district: anyText, year: fc.integer({ min: 2003, max: 2030 }) })
  fc.assert(
    fc.property(work, work, (a, b) => {
      const isSame = a.runId === b.runId && a.district === b.district && a.year === b.year
      expect(jobIdOf('audit', a) === jobIdOf('audit', b)).toBe(isSame)
    }),
  )
  expect(jobIdOf('audit', { runId: 3, district: 'yunlan', year: 2025 })).toBe('audit-3-yunlan-2025')
})
