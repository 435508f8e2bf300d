import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ACT_NAMES, type Act, actRule, STATUS_TITLES, STATUSES } from '../../src/model/decision.ts'

const DOCS = readFileSync(join(import.meta.dirname, '../../docs/review.md'), 'utf8')

test('docs/review.md prints the table of acts and states', () => {
  expect(DOCS).toContain(
    `| act | ${STATUSES.map((status) => `${STATUS_TITLES[status].zh} ${status}`).join(' | ')} | while one waits 待审批 | needs | role |`,
  )
  const cells = (act: Act) => STATUSES.map((status) => (actRule(act).from.includes(status) ? (actRule(act).to ?? 'yes') : '–'))
  const waiting = { 'none waits': 'no', 'one waits': 'only', either: 'yes' } as const
  for (const act of ACT_NAMES) {
    const { zh, needs, least, proposal } = actRule(act)
    expect(DOCS).toContain(
      `| ${zh} \`${act}\` | ${cells(act).join(' | ')} | ${waiting[proposal]} | ${needs.join(', ') || '–'} | ${least} |`,
    )
  }
})
