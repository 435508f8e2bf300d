import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ACT_NAMES, type Act, actRule, mayBeDone, STATUS_TITLES, STATUSES } from '../../src/model/decision.ts'

const DOCS = readFileSync(join(import.meta.dirname, '../../docs/review.md'), 'utf8')

test('docs/review.md prints the table of acts and states', () => {
  expect(DOCS).toContain(
    `| act | ${STATUSES.map((status) => `${STATUS_TITLES[status].zh} ${status}`).join(' | ')} | needs | role |`,
  )
  const cells = (act: Act) => STATUSES.map((status) => (mayBeDone(act, status) ? (actRule(act).to ?? 'yes') : '–'))
  for (const act of ACT_NAMES) {
    const { zh, needs, least } = actRule(act)
    expect(DOCS).toContain(`| ${zh} \`${act}\` | ${cells(act).join(' | ')} | ${needs.join(', ') || '–'} | ${least} |`)
  }
})
