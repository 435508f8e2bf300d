import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as findings from '../../db/findings.ts'
import type { Finding } from '../../src/model/finding.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { openTestDatabase } from '../test-database.ts'
import { A1, publish, reportOf, seed, startRun } from './rows.ts'

let open: OpenDatabase
let filers = 0
beforeAll(async () => {
  open = await openTestDatabase()
  await seed(open.db)
})
afterAll(() => open.close())

/** Each test has a filer of its own. */
let about: typeof A1
beforeEach(() => {
  filers += 1
  about = { ...A1, filer: `name:第${filers}局` }
})

function findingOf(subject: string, more: Partial<Finding> = {}): findings.FindingWithFingerprint {
  const finding: Finding = {
    rule: 'T3-01',
    ruleSet: '2',
    family: 'inaccurate',
    severity: 'error',
    verdict: 'fail',
    message: `新收与结转之和不等于总计（${subject}）`,
    messageEn: 'the sums differ',
    cells: ['t3.new_received.total'],
    quote: null,
    left: 12,
    right: 21,
    difference: -9,
    basis: '国办公开办函〔2021〕30号',
    repair: [{ cell: 't3.new_received.total', from: 21, to: 12, reason: '数字颠倒', option: 0 }],
    subject,
    ...more,
  }
  return { ...finding, fingerprint: sha256Of(`${about.filer} ${about.year} ${finding.rule} ${subject}`) }
}

async function version(bytes: string, total: number) {
  const page = { runId: await startRun(open.db), url: `https://www.example.gov.cn/${about.filer}`, bytes: about.filer + bytes }
  return publish(open.db, page, reportOf({ 't3.new_received.total': total }), about)
}

const reconcile = (
  stored: { reportId: number; versionId: number } | null,
  list: findings.FindingWithFingerprint[],
  scope: 'report' | 'filing' = 'report',
) =>
  findings.reconcile(open.db, { ...about, reportId: stored?.reportId ?? null, versionId: stored?.versionId ?? null, scope }, list)

const stateOf = async (subject: string) => {
  return open.db
    .selectFrom('findings')
    .selectAll()
    .where('subject', '=', subject)
    .where('filer', '=', about.filer)
    .executeTakeFirst()
}

test('new findings open, known ones stay, gone ones close, closed ones that are back open again', async () => {
  const v1 = await version('1', 1)
  expect(await reconcile(v1, [findingOf('row:a'), findingOf('row:b')])).toEqual({ opened: 2, kept: 0, closed: 0, reopened: 0 })
  expect(await reconcile(v1, [findingOf('row:a'), findingOf('row:b')])).toEqual({ opened: 0, kept: 2, closed: 0, reopened: 0 })
  expect(await reconcile(v1, [findingOf('row:b'), findingOf('row:c')])).toEqual({ opened: 1, kept: 1, closed: 1, reopened: 0 })
  expect(await stateOf('row:a')).toMatchObject({
    state: 'closed',
    closed_reason: 'no-longer-found',
    closed_by_version_id: v1.versionId,
  })
  expect(await reconcile(v1, [findingOf('row:a')])).toEqual({ opened: 0, kept: 0, closed: 2, reopened: 1 })
  expect(await stateOf('row:a')).toMatchObject({
    state: 'open',
    closed_reason: null,
    closed_at: null,
    closed_by_version_id: null,
  })
})

test('a finding that a newer version removed is resolved by correction, with both versions linked', async () => {
  const v1 = await version('1', 1)
  await reconcile(v1, [findingOf('row:a'), findingOf('row:b')])
  const v2 = await version('2', 2)
  await reconcile(v2, [findingOf('row:b', { left: 13, difference: -8 })])
  expect(await stateOf('row:a')).toMatchObject({
    state: 'closed',
    closed_reason: 'resolved-by-correction',
    version_id: v1.versionId,
    closed_by_version_id: v2.versionId,
  })
  expect(await stateOf('row:b')).toMatchObject({ state: 'open', version_id: v2.versionId, left_value: 13, difference: -8 })
})

test('checking a version that is no longer current changes nothing', async () => {
  const v1 = await version('1', 1)
  await reconcile(v1, [findingOf('row:a')])
  const v2 = await version('2', 2)
  await reconcile(v2, [])
  expect(await reconcile(v1, [findingOf('row:a')])).toEqual({ opened: 0, kept: 0, closed: 0, reopened: 0 })
  expect((await stateOf('row:a'))?.state).toBe('closed')
})

test('a check of the filing and one of the report leave each other’s findings alone', async () => {
  const late = findingOf('filing', { rule: 'TIME-01', family: 'late' })
  expect(await reconcile(null, [late], 'filing')).toMatchObject({ opened: 1 })
  const v1 = await version('1', 1)
  expect(await reconcile(v1, [findingOf('row:a')])).toMatchObject({ opened: 1, closed: 0 })
  expect(await reconcile(v1, [], 'filing')).toMatchObject({ closed: 1 })
  expect(await stateOf('filing')).toMatchObject({ state: 'closed', closed_reason: 'resolved-by-correction' })
  expect((await stateOf('row:a'))?.state).toBe('open')
})

test('nothing is written for a finding that is as it was', async () => {
  const v1 = await version('1', 1)
  await reconcile(v1, [findingOf('row:a')])
  const before = await stateOf('row:a')
  await reconcile(v1, [findingOf('row:a')])
  expect(await stateOf('row:a')).toEqual(before)
})

test('a decision stays through every check, and says how the finding stood', async () => {
  const v1 = await version('1', 1)
  await reconcile(v1, [findingOf('row:a')])
  const { id = 0 } = (await stateOf('row:a')) ?? {}
  const by = { name: '王', account: null }
  await decisions.act(open.db, {
    act: 'dismiss',
    reason: 'scope',
    note: '口径为全县',
    targets: [{ findingId: id, expected: 0 }],
    by,
  })
  const v2 = await version('2', 1)
  await reconcile(v2, [findingOf('row:a', { message: '措辞有变' })])
  expect(await findings.get(open.db, id)).toMatchObject({ state: 'open', decision: 'dismissed', message: '措辞有变' })
  await reconcile(v2, [])
  await reconcile(v2, [findingOf('row:a')])
  expect(await findings.get(open.db, id)).toMatchObject({ state: 'open', decision: 'dismissed' })
  await decisions.act(open.db, { act: 'reopen', targets: [{ findingId: id, expected: 1 }], by: { name: '李', account: null } })
  expect(await findings.get(open.db, id)).toMatchObject({ decision: 'undecided' })
  expect(await decisions.historyOf(open.db, id)).toMatchObject([
    {
      act: 'dismiss',
      decision: 'dismissed',
      reason: 'scope',
      decided_by: '王',
      finding: { left_value: 12, version_id: v1.versionId },
    },
    { act: 'reopen', decision: 'undecided', decided_by: '李', finding: { version_id: v2.versionId } },
  ])
})

test('many checks of one report at once end as one of them', async () => {
  const v1 = await version('1', 1)
  const list = ['a', 'b', 'c', 'd'].map((subject) => findingOf(`row:${subject}`))
  const results = await Promise.all(Array.from({ length: 8 }, (_, index) => reconcile(v1, index % 2 ? list : list.toReversed())))
  expect(results.reduce((sum, { opened }) => sum + opened, 0)).toBe(4)
  expect(results.reduce((sum, { kept }) => sum + kept, 0)).toBe(28)
})

test('two findings with one fingerprint are a mistake of the rules and told as such', async () => {
  await expect(reconcile(null, [findingOf('row:a'), findingOf('row:a')], 'filing')).rejects.toThrow(
    'rule T3-01 have the same subject "row:a"',
  )
})
