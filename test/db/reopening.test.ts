import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as findings from '../../db/findings.ts'
import type { FindingRow } from '../../db/tables.ts'
import type { Act, FindingStatus } from '../../src/model/decision.ts'
import type { CellKey } from '../../src/model/template.ts'
import { drawFrom } from '../generate/draw.ts'
import { openTestDatabase } from '../test-database.ts'
import { A1, publish, reportOf, seed } from './rows.ts'

const CELL = 't3.new_received.total' as const satisfies CellKey
const OTHER = 't3.carried_in.total' as const satisfies CellKey
const BY = { name: '王', account: null }

let open: OpenDatabase
let filers = 0
let runId: number
beforeAll(async () => {
  open = await openTestDatabase()
  runId = (await seed(open.db)).runId
})
afterAll(() => open.close())

let about: typeof A1
beforeEach(() => {
  filers += 1
  about = { ...A1, filer: `name:第${filers}局` }
})

/** What a version prints in the finding's cell and in another one, and what the rule says of it; null where it finds nothing. */
type Printed = {
  readonly cell: number
  readonly other?: number
  readonly found?: { left?: number; quote?: string; message?: string } | null
}

async function publishAndCheck(bytes: string, { cell, other = 0, found = {} }: Printed): Promise<void> {
  const page = { runId, url: `https://www.example.gov.cn/${about.filer}`, bytes: about.filer + bytes }
  const report = reportOf({ [CELL]: cell, [OTHER]: other })
  const { reportId, versionId } = await publish(open.db, page, report, about)
  const finding = {
    rule: 'T3-01',
    ruleSet: '2',
    family: 'inaccurate',
    severity: 'error',
    verdict: 'fail',
    message: '不相等',
    messageEn: 'not equal',
    cells: [CELL],
    quote: null,
    left: 12,
    right: 21,
    difference: -9,
    basis: '算术',
    repair: [],
    subject: 's',
    fingerprint: about.filer,
  } as const
  await findings.reconcile(
    open.db,
    { ...about, scope: 'report', reportId, versionId },
    found === null ? [] : [{ ...finding, ...found }],
  )
}

const row = async (): Promise<FindingRow> =>
  open.db.selectFrom('findings').selectAll().where('fingerprint', '=', about.filer).executeTakeFirstOrThrow()
const act = async (name: Act) =>
  decisions.act(open.db, {
    act: name,
    reason: 'scope',
    due: '2027-01-31',
    assignee: '李',
    note: '看过',
    targets: [{ findingId: (await row()).id, expected: null }],
    by: BY,
  })

const FIRST: Printed = { cell: 1 }

test.each([
  ['the same again', { cell: 1, other: 5 }, 'confirmed'],
  ['other words for it', { cell: 1, other: 5, found: { message: '差九' } }, 'confirmed'],
  ['another figure in its cell', { cell: 2 }, 'undecided'],
  ['another sum', { cell: 1, other: 5, found: { left: 13 } }, 'undecided'],
  ['another sentence', { cell: 1, other: 5, found: { quote: '共十三件' } }, 'undecided'],
  ['nothing of it', { cell: 3, found: null }, 'rectified'],
] as const)('a version with %s leaves a confirmed finding as it should', async (_, second, status) => {
  await publishAndCheck('1', FIRST)
  await act('confirm')
  await publishAndCheck('2', second)
  const after = await row()
  expect(after.status).toBe(status)
  const history = await decisions.historyOf(open.db, after.id)
  expect(history).toHaveLength(after.entries)
  if (status === 'undecided')
    expect(history.at(-1)).toMatchObject({
      act: 'changed',
      decided_by: 'gouji',
      before: { decision: 'confirmed' },
      after: { decision: 'undecided' },
      finding: { left_value: 12 },
    })
  if (status === 'rectified') expect(after.closed_by_version_id).toBeGreaterThan(after.version_id ?? 0)
})

test('a correction that is withdrawn brings the decision back, another figure reopens it', async () => {
  await publishAndCheck('1', FIRST)
  await act('notify')
  await publishAndCheck('2', { cell: 3, found: null })
  await publishAndCheck('1', FIRST)
  expect(await row()).toMatchObject({ status: 'notified', due_on: '2027-01-31' })
  await publishAndCheck('4', { cell: 3, found: null })
  await publishAndCheck('5', { cell: 4 })
  expect(await row()).toMatchObject({ status: 'undecided', due_on: null })
})

test('an act on what a check reopened meanwhile is a conflict', async () => {
  await publishAndCheck('1', FIRST)
  await act('dismiss')
  const { id, entries } = await row()
  await publishAndCheck('2', { cell: 2 })
  expect(
    await decisions.act(open.db, { act: 'comment', note: 'x', targets: [{ findingId: id, expected: entries }], by: BY }),
  ).toMatchObject({
    conflicts: [id],
  })
})

/** The same told without a database: what was decided holds as long as the figure that it was decided on is printed. */
test('any sequence of versions and acts ends as told', async () => {
  const draw = drawFrom(5)
  for (let round = 0; round < 12; round++) {
    about = { ...A1, filer: `name:随机${round}局` }
    let seen = 1
    let decision = 'undecided'
    let isOpen = true
    await publishAndCheck('0', FIRST)
    for (let step = 1; step <= 8; step++) {
      if (draw.chance(0.5)) {
        const name = draw.pick(['confirm', 'notify', 'dismiss', 'misread', 'reopen'] as const)
        const { done } = await act(name)
        if (done.length > 0)
          decision = { confirm: 'confirmed', notify: 'notified', dismiss: 'dismissed', misread: 'misread', reopen: 'undecided' }[
            name
          ]
      } else {
        const cell = draw.int(2) + 1
        isOpen = draw.chance(0.7)
        // The bytes tell apart what is printed, so that a page that comes again is the version that it was.
        await publishAndCheck(`${cell}${isOpen}`, { cell, other: isOpen ? 0 : 9, found: isOpen ? {} : null })
        if (isOpen && cell !== seen) decision = 'undecided'
        if (isOpen) seen = cell
      }
      const now = await row()
      expect(now.decision, `round ${round}, step ${step}`).toBe(decision)
      expect(now.state).toBe(isOpen ? 'open' : 'closed')
      const closed: FindingStatus[] = ['rectified', 'gone', 'dismissed', 'misread']
      if (!isOpen) expect(closed).toContain(now.status)
    }
  }
}, 120_000)
