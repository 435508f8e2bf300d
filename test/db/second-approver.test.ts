import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as accounts from '../../db/accounts.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as findingList from '../../db/finding-list.ts'
import * as findings from '../../db/findings.ts'
import type { FindingRow } from '../../db/tables.ts'
import { ACT_NAMES, type Act, actRule, type DecidingAct } from '../../src/model/decision.ts'
import type { Actor } from '../../src/model/role.ts'
import type { CellKey } from '../../src/model/template.ts'
import { openTestDatabase } from '../test-database.ts'
import { A1, publish, reportOf, seed } from './rows.ts'

const CELL = 't3.new_received.total' as const satisfies CellKey
const OTHER = 't3.carried_in.total' as const satisfies CellKey

let open: OpenDatabase
let runId: number
let li: Actor
let zhao: Actor
let filers = 0
beforeAll(async () => {
  open = await openTestDatabase()
  runId = (await seed(open.db)).runId
  const personOf = async (login: string, name: string, role: 'officer' | 'supervisor'): Promise<Actor> => {
    const account = await accounts.add(open.db, { login, name, role, districts: null })
    return { name: `${name} (${login})`, account: account!.id }
  }
  li = await personOf('li', '李', 'officer')
  zhao = await personOf('zhao', '赵', 'supervisor')
})
afterAll(() => open.close())

let about: typeof A1
let id: number
beforeEach(async () => {
  filers += 1
  about = { ...A1, filer: `name:第${filers}局` }
  await check('1', 12)
  id = (await open.db.selectFrom('findings').select('id').where('filer', '=', about.filer).executeTakeFirstOrThrow()).id
})

/** A version that prints this in the finding's cell; `found` false: it no longer shows the fault. */
async function check(bytes: string, cell: number, found = true): Promise<void> {
  const page = { runId, url: `https://www.example.gov.cn/${about.filer}`, bytes: about.filer + bytes }
  const { reportId, versionId } = await publish(open.db, page, reportOf({ [CELL]: cell, [OTHER]: Number(bytes) }), about)
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
  await findings.reconcile(open.db, { ...about, scope: 'report', reportId, versionId }, found ? [finding] : [])
}

const DETAILS = { reason: 'scope', due: '2027-01-31', assignee: 'li' } as const
type Wanted = {
  readonly by?: Actor
  readonly expected?: number | null
  readonly asks?: readonly DecidingAct[]
  readonly note?: string
}
const act = (name: Act, { by = li, expected = null, asks = ['notify', 'dismiss'], note = '理由' }: Wanted = {}) =>
  decisions.act(open.db, { act: name, ...DETAILS, note, targets: [{ findingId: id, expected }], by, secondApprover: asks })
const row = async () => (await findings.get(open.db, id)) as FindingRow
const entries = async () => (await decisions.historyOf(open.db, id)).map((entry) => entry.act)

test('an act of which a second person is asked waits, and holds once a supervisor has approved, both in the history', async () => {
  expect(await act('dismiss')).toMatchObject({ done: [id] })
  expect(await row()).toMatchObject({
    status: 'undecided',
    decision_reason: null,
    entries: 1,
    proposal: { act: 'dismiss', reason: 'scope', due: null, by: '李 (li)', byAccount: li.account },
  })
  const { rows } = await findingList.list(open.db, { approval: 'waiting' }, { limit: 10 })
  expect(rows.map((found) => found.id)).toContain(id)
  expect(await act('approve', { by: zhao, note: '' })).toMatchObject({ done: [id] })
  expect(await row()).toMatchObject({ status: 'dismissed', decision_reason: 'scope', proposal: null, entries: 2 })
  expect(await decisions.historyOf(open.db, id)).toMatchObject([
    { act: 'propose', decided_by: '李 (li)', decision: 'undecided', note: '理由' },
    {
      act: 'approve',
      decided_by: '赵 (zhao)',
      decision: 'dismissed',
      before: { proposal: { by: '李 (li)' } },
      after: { proposal: null },
    },
  ])
})

test('acts that no second person is asked for hold at once', async () => {
  await act('confirm')
  expect(await row()).toMatchObject({ status: 'confirmed', proposal: null })
  await act('notify', { asks: [] })
  expect(await row()).toMatchObject({ status: 'notified', proposal: null })
})

test('nobody approves what they proposed, a supervisor either', async () => {
  await act('dismiss', { by: zhao })
  expect(await act('approve', { by: zhao })).toMatchObject({ done: [], refused: [{ id, why: 'own-proposal' }] })
  expect(await act('withdraw')).toMatchObject({ done: [], refused: [{ id, why: 'not-own-proposal' }] })
  expect(await act('withdraw', { by: zhao })).toMatchObject({ done: [id] })
  expect(await row()).toMatchObject({ status: 'undecided', proposal: null })
})

test('what is returned is the work of who proposed it again, with the note', async () => {
  await act('notify')
  await act('return', { by: zhao, note: '期限太短' })
  expect(await row()).toMatchObject({ status: 'undecided', proposal: null, assignee: '李 (li)', assignee_account: li.account })
  expect((await decisions.historyOf(open.db, id)).at(-1)).toMatchObject({
    act: 'return',
    note: '期限太短',
    decided_by: '赵 (zhao)',
  })
})

test('while a proposal waits it can be answered, assigned and commented on, not decided otherwise', async () => {
  await act('dismiss')
  for (const name of ACT_NAMES.filter((each) => actRule(each).proposal === 'none waits')) {
    const status = name === 'reopen' ? 'status' : 'proposed'
    expect(await act(name, { by: zhao }), name).toMatchObject({ done: [], refused: [{ id, why: status }] })
  }
  expect(await act('assign')).toMatchObject({ done: [id] })
  expect(await act('comment')).toMatchObject({ done: [id] })
  await act('approve', { by: zhao })
  expect(await row()).toMatchObject({ status: 'dismissed', assignee: '李 (li)' })
  expect(await act('approve', { by: zhao })).toMatchObject({ refused: [{ id, why: 'nothing-proposed' }] })
})

test('who approves what somebody touched meanwhile is told', async () => {
  await act('dismiss')
  const { entries: seen } = await row()
  await act('comment')
  expect(await act('approve', { by: zhao, expected: seen })).toMatchObject({ done: [], conflicts: [id] })
  expect(await row()).toMatchObject({ status: 'undecided' })
})

describe('undoing', () => {
  test('takes a proposal back, an approval to the proposal, and no more than that', async () => {
    const { batch: proposedBy } = await act('dismiss')
    const approved = await act('approve', { by: zhao })
    const takeBack = (batch: string, by: Actor, overrules = false) => decisions.undo(open.db, { batch, by, overrules })
    expect(await takeBack(proposedBy, li)).toMatchObject({ done: [], acted: [id] })
    expect(await takeBack(approved.batch, li)).toMatchObject({ done: [], notYours: [id] })
    expect(await takeBack(approved.batch, zhao)).toMatchObject({ done: [id] })
    expect(await row()).toMatchObject({ status: 'undecided', proposal: { act: 'dismiss', by: '李 (li)' } })
    await act('withdraw')
    expect(await entries()).toEqual(['propose', 'approve', 'undo', 'withdraw'])
  })

  test('of a proposal that nobody answered leaves nothing waiting', async () => {
    const { batch } = await act('notify')
    expect(await decisions.undo(open.db, { batch, by: li, overrules: false })).toMatchObject({ done: [id] })
    expect(await row()).toMatchObject({ status: 'undecided', proposal: null })
  })
})

describe('what waits lapses with an entry', () => {
  test('when the cells change', async () => {
    await act('dismiss')
    await check('2', 13)
    expect(await row()).toMatchObject({ status: 'undecided', proposal: null, entries: 2 })
    expect((await decisions.historyOf(open.db, id)).at(-1)).toMatchObject({
      act: 'lapsed',
      decided_by: 'gouji',
      before: { proposal: { act: 'dismiss' } },
      after: { proposal: null },
    })
  })

  test('when the fault is gone', async () => {
    await act('dismiss')
    await check('2', 13, false)
    expect(await row()).toMatchObject({ status: 'rectified', proposal: null })
    expect(await entries()).toEqual(['propose', 'lapsed'])
  })

  test('beside the decision that is withdrawn for the same reason, each with its entry', async () => {
    await act('confirm')
    await act('notify')
    await check('2', 13)
    expect(await row()).toMatchObject({ status: 'undecided', proposal: null, entries: 4 })
    expect(await entries()).toEqual(['confirm', 'propose', 'lapsed', 'changed'])
  })

  test('and stays when a new version leaves the cells as they were', async () => {
    await act('dismiss')
    await check('2', 12)
    expect(await row()).toMatchObject({ proposal: { act: 'dismiss' }, entries: 1 })
  })
})
