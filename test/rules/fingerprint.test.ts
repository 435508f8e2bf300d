import { expect, test } from 'vitest'
import { fingerprintOf } from '../../src/rules/fingerprint.ts'

const finding = { filer: 'shuiwuju', year: 2024, rule: 'T3-01', subject: 'column:total' }

test('the same finding has the same fingerprint', () => expect(fingerprintOf({ ...finding })).toBe(fingerprintOf(finding)))

test.each([{ filer: 'jiaoyuju' }, { year: 2023 }, { rule: 'T3-02' }, { subject: 'column:research' }])(
  'another one with %j',
  (other) => {
    expect(fingerprintOf({ ...finding, ...other })).not.toBe(fingerprintOf(finding))
  },
)

test('names cannot run together', () => {
  expect(fingerprintOf({ ...finding, rule: 'T3', subject: '-01' })).not.toBe(
    fingerprintOf({ ...finding, rule: 'T3-01', subject: '' }),
  )
})
