import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as findings from '../../db/findings.ts'
import { ACT_NAMES, ACTS, type Act, type FindingStatus, mayBeDone, STATUSES, statusOf } from '../../src/model/decision.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { openTestDatabase } from '../test-database.ts'
import { A1, publish, reportOf, seed, startRun } from './rows.ts'

const WANG = { name: '王', account: null }
const LI = { name: '李', account: null }

let open: OpenDatabase
let filers = 0
beforeAll(async () => {
  open = await openTestDatabase()
  await seed(open.db)
})
afterAll(() => open.close())

let about: typeof A1
let ids: number[]
/** Three open findings of a filer of their own. */
beforeEach(async () => {
  filers += 1
  about = { ...A1, filer: `name:第${filers}局` }
  await check('1', ['a', 'b', 'c'])
  const rows = await open.db.selectFrom('findings').select('id').where('filer', '=', about.filer).orderBy('id').execute()
  ids = rows.map(({ id }) => id)
})

/** A version of the filer's report with these findings. */
async function check(bytes: string, subjects: readonly string[]) {
  const page = { runId: await startRun(open.db), url: `https://www.example.gov.cn/${about.filer}`, bytes: about.filer + bytes }
  const stored = await publish(open.db, page, reportOf({ 't3.new_received.total': Number(bytes) }), about)
  await findings.reconcile(
    open.db,
    { ...about, scope: 'report', reportId: stored.reportId, versionId: stored.versionId },
    subjects.map((subject) => ({
      rule: 'T3-01',
      ruleSet: '2',
      family: 'inaccurate',
      severity: 'error',
      verdict: 'fail',
      message: '不相等',
      messageEn: 'not equal',
      cells: [],
      quote: null,
      left: 1,
      right: 2,
      difference: -1,
      basis: '算术',
      repair: [],
      subject,
      fingerprint: sha256Of(`${about.filer} ${subject}`),
    })),
  )
}

const DETAILS = { reason: 'scope', due: '2027-01-31', assignee: '赵' } as const
const targets = (of: readonly number[] = ids, expected: number | null = null) => of.map((findingId) => ({ findingId, expected }))
const act = (name: Act, of = ids, by = WANG) => decisions.act(open.db, { act: name, ...DETAILS, targets: targets(of), by })
const rowOf = async (id: number) => (await findings.get(open.db, id)) as NonNullable<Awaited<ReturnType<typeof findings.get>>>

/** What brings an open finding into each state. */
const WAYS: Readonly<Record<FindingStatus, () => Promise<unknown>>> = {
  undecided: async () => undefined,
  confirmed: () => act('confirm'),
  notified: () => act('notify'),
  dismissed: () => act('dismiss'),
  misread: () => act('misread'),
  rectified: () => check('2', []),
  gone: async () => {
    const { version_id, report_id } = await rowOf(ids[0]!)
    await findings.reconcile(open.db, { ...about, scope: 'report', reportId: report_id, versionId: version_id }, [])
  },
}

describe('the table of states and acts', () => {
  test.each(STATUSES)('holds for what stands as %s', async (status) => {
    await WAYS[status]()
    const [id = 0] = ids
    for (const name of ACT_NAMES) {
      const before = await rowOf(id)
      expect(before.status).toBe(status)
      expect(statusOf(before)).toBe(status)
      const outcome = await act(name, [id])
      if (!mayBeDone(name, status)) {
        expect(outcome.refused, name).toMatchObject([{ id, status }])
        expect(await rowOf(id)).toEqual(before)
        continue
      }
      expect(outcome.done.length + outcome.unchanged.length, name).toBe(1)
      expect((await rowOf(id)).decision, name).toBe(ACTS[name].to ?? before.decision)
      await decisions.undo(open.db, { batch: outcome.batch, by: WANG, overrules: false })
    }
  })
})

test('every entry keeps who, what, before and after, and how the finding stood', async () => {
  const [id = 0] = ids
  await act('notify', [id])
  await act('assign', [id], LI)
  await decisions.act(open.db, { act: 'comment', note: '已去电', targets: targets([id]), by: LI })
  await act('dismiss', [id])
  expect(await rowOf(id)).toMatchObject({
    status: 'dismissed',
    decision_reason: 'scope',
    due_on: null,
    assignee: '赵',
    entries: 4,
  })
  const none = { decision: 'undecided', reason: null, due: null, assignee: null }
  const notified = { ...none, decision: 'notified', due: '2027-01-31' }
  const assigned = { ...notified, assignee: '赵' }
  expect(await decisions.historyOf(open.db, id)).toMatchObject([
    { act: 'notify', decided_by: '王', before: none, after: notified, finding: { left_value: 1, right_value: 2 } },
    { act: 'assign', decided_by: '李', before: notified, after: assigned },
    { act: 'comment', decided_by: '李', before: assigned, after: assigned, note: '已去电' },
    { act: 'dismiss', before: assigned, after: { decision: 'dismissed', reason: 'scope', due: null, assignee: '赵' } },
  ])
})

test('an act on many does what can be done and names the others, each in one list', async () => {
  const [a = 0, b = 0, c = 0] = ids
  await act('confirm', [b], LI)
  await act('dismiss', [c], LI)
  const outcome = await decisions.act(open.db, {
    act: 'confirm',
    targets: [...targets([a, b], 0), ...targets([c], 1), ...targets([999_999], 0)],
    by: WANG,
  })
  expect(outcome).toMatchObject({
    done: [a],
    conflicts: [b],
    refused: [{ id: c, status: 'dismissed' }],
    unknown: [999_999],
    unchanged: [],
  })
  expect((await act('assign')).done).toEqual([a, b])
  expect(await act('assign')).toMatchObject({ done: [], unchanged: [a, b] })
})

test('nothing of an act stays when it breaks off in the middle', async () => {
  const broken = open.db.transaction().execute(async (trx) => {
    await decisions.act(trx, { act: 'confirm', targets: targets(), by: WANG })
    throw new Error('broken off')
  })
  await expect(broken).rejects.toThrow('broken off')
  for (const id of ids) expect(await rowOf(id)).toMatchObject({ status: 'undecided', entries: 0 })
})

test('who acts at once is told, and so is who may not reach the district', async () => {
  const at = (name: string) => decisions.act(open.db, { act: 'confirm', targets: targets(ids, 0), by: { name, account: null } })
  const outcomes = await Promise.all(['王', '李', '赵'].map(at))
  expect(outcomes.map(({ done }) => done.length).sort()).toEqual([0, 0, 3])
  expect(outcomes.map(({ conflicts }) => conflicts.length).sort()).toEqual([0, 3, 3])
  expect(await decisions.act(open.db, { act: 'reopen', targets: targets(), by: WANG, reach: ['elsewhere'] })).toMatchObject({
    unknown: ids,
    done: [],
  })
})

describe('undoing', () => {
  test('puts back what stood before, except where somebody acted since, which is named', async () => {
    const [a = 0, b = 0, c = 0] = ids
    await act('assign', [a])
    const { batch } = await act('dismiss')
    await decisions.act(open.db, { act: 'comment', note: '且慢', targets: targets([b]), by: LI })
    expect(await decisions.undo(open.db, { batch, by: WANG, overrules: false })).toMatchObject({
      done: [a, c],
      acted: [b],
      notYours: [],
    })
    expect(await rowOf(a)).toMatchObject({ status: 'undecided', decision_reason: null, assignee: '赵', entries: 3 })
    expect(await rowOf(b)).toMatchObject({ status: 'dismissed' })
    expect((await decisions.historyOf(open.db, c)).map(({ act, undoes }) => [act, undoes === null])).toEqual([
      ['dismiss', true],
      ['undo', false],
    ])
    expect(await decisions.undo(open.db, { batch, by: WANG, overrules: false }), 'a second time').toMatchObject({ done: [] })
    expect(await decisions.batchOf(open.db, batch)).toMatchObject({ act: 'dismiss', count: 3, undone: 2, by: WANG })
  })

  test('takes back what others did only for those who may', async () => {
    const { batch } = await act('confirm')
    expect(await decisions.undo(open.db, { batch, by: LI, overrules: false })).toMatchObject({ done: [], notYours: ids })
    expect(await decisions.undo(open.db, { batch, by: LI, overrules: true })).toMatchObject({ done: ids })
  })

  test('can be undone itself', async () => {
    const { batch } = await act('notify')
    const undone = await decisions.undo(open.db, { batch, by: WANG, overrules: false })
    await decisions.undo(open.db, { batch: undone.batch, by: WANG, overrules: false })
    for (const id of ids) expect(await rowOf(id)).toMatchObject({ status: 'notified', due_on: '2027-01-31', entries: 3 })
  })
})

test('history cannot be changed or deleted, whatever program tries', async () => {
  await act('confirm')
  await expect(open.db.deleteFrom('decisions').execute()).rejects.toThrow('never changed or deleted')
  await expect(open.db.updateTable('decisions').set({ note: 'x' }).execute()).rejects.toThrow('never changed or deleted')
})
