import { afterEach, beforeEach, expect, test } from 'vitest'
import * as captures from '../../db/captures.ts'
import * as decisions from '../../db/decisions.ts'
import * as filings from '../../db/filings.ts'
import * as findingList from '../../db/finding-list.ts'
import * as findings from '../../db/findings.ts'
import * as registry from '../../db/registry.ts'
import { owe } from '../../db/run-audits.ts'
import { uncheckedVersions } from '../../db/run-progress.ts'
import { advanceRuns } from '../../src/jobs/advance-run.ts'
import { type JobWorld, openJobWorld, rowsOf } from './job-world.ts'
import { reportPage } from './report-page.ts'

let world: JobWorld
beforeEach(async () => {
  world = await openJobWorld()
})
afterEach(() => world.close())

const job = { signal: new AbortController().signal }
const POLICE = 'http://127.0.0.1:3/xxgk/nianbao/1.html'

/** Two years of one authority, the second with a sum that is wrong; and one paper that is no report. */
const documents = [
  { url: POLICE, bytes: reportPage('yl-gonganju', 2025), date: '2026-01-20' },
  { url: `${POLICE}?2024`, bytes: reportPage('yl-gonganju', 2024), date: '2025-01-20' },
  {
    url: `${POLICE}?notice`,
    bytes: '<html><body><p>关于做好工作的通知，请各单位按时报送。</p></body></html>',
    date: '2026-01-05',
  },
] as const

test('every job may run twice: the rows are the same', async () => {
  const { processors, see, startRun, context } = world
  const runId = await startRun()
  const seen = await see(runId, documents)
  const twice = async (work: () => Promise<void>) => {
    await work()
    const once = await rowsOf(world)
    await work()
    expect(await rowsOf(world)).toEqual(once)
  }
  for (const { id } of seen) await twice(() => processors.extract.run({ captureId: id }, job))
  for (const versionId of await uncheckedVersions(context.db)) await twice(() => processors.check.run({ versionId }, job))
  await owe(context.db, runId, [{ district: 'yunlan', year: 2025 }])
  await twice(() => processors.audit.run({ runId, district: 'yunlan', year: 2025 }, job))
  await twice(() => processors.notify.run({ runId }, job))
  const { reports, report_versions, findings: found, filings } = await rowsOf(world)
  expect([reports?.length, report_versions?.length, filings?.length]).toEqual([2, 2, 24])
  expect(found?.length).toBeGreaterThan(0)
})

test.each(['before anything', 'after extraction', 'after the checks', 'after the audit was asked for'] as const)(
  'a process that dies %s leaves nothing undone',
  async (when) => {
    const { processors, see, startRun, context, finish } = world
    const runId = await startRun()
    const seen = await see(runId, documents)
    // What follows a job is never asked for here: that is what dying after the commit means.
    if (when !== 'before anything') for (const { id } of seen) await processors.extract.run({ captureId: id }, job)
    if (when === 'after the checks' || when === 'after the audit was asked for')
      for (const versionId of await uncheckedVersions(context.db)) await processors.check.run({ versionId }, job)
    if (when === 'after the audit was asked for') {
      await advanceRuns(context)
      await context.queues.of('audit').obliterate({ force: true })
    }
    const summary = await finish(runId)
    expect(summary).toMatchObject({
      run: { state: 'complete' },
      reports: { new: 2, changed: 0, unchanged: 0, total: 2 },
      documents: { total: 3, ofReports: 2 },
      notReports: [{ count: 1 }],
      failed: [],
    })
    expect(summary.findings.byRule.find(({ rule }) => rule === 'T3-01')?.count).toBe(1)
  },
)

test('a page and its attachment are one report, whichever is read first; a page that only links is none', async () => {
  const { processors, see, startRun, context } = world
  const article = 'http://127.0.0.1:3/xxgk/nianbao/2.html'
  const page = reportPage('yl-gonganju', 2025)
  const attachment = reportPage('yl-gonganju', 2025, { change: (html) => html.replace('<h1>', '<h1>　') })
  for (const order of [
    [0, 1],
    [1, 0],
  ] as const) {
    const runId = await startRun()
    const base = `${article}?${order[0]}`
    const seen = await see(runId, [
      { url: base, bytes: page },
      { url: `${base}&file`, bytes: attachment, attachmentOf: base },
    ])
    for (const index of order) await processors.extract.run({ captureId: seen[index]?.id as number }, job)
    const rows = await Promise.all(seen.map(({ id }) => captures.get(context.db, id)))
    expect(rows.map((row) => row?.state)).toEqual(['report', 'report'])
    expect(new Set(rows.map((row) => row?.report_id)).size).toBe(1)
  }
  expect((await rowsOf(world))['reports']).toHaveLength(1)
})

test('a decision is kept when the report is checked again; a corrected version closes the finding', async () => {
  const { see, startRun, finish, context, processors } = world
  const { db } = context
  const first = await startRun()
  await see(first, documents)
  await finish(first)
  const {
    rows: [wrongSum],
  } = await findingList.list(db, { rule: 'T3-01', year: 2025 }, { limit: 1 })
  const findingId = wrongSum?.id as number
  await decisions.act(db, { act: 'confirm', targets: [{ findingId, expected: 0 }], by: { name: '核查员', account: null } })
  await processors.check.run({ versionId: wrongSum?.version_id as number }, job)
  expect(await findings.get(db, findingId)).toMatchObject({ state: 'open', decision: 'confirmed' })

  const second = await startRun()
  await see(second, [{ ...documents[0], bytes: reportPage('yl-gonganju', 2025, { night: 2 }) }, documents[1], documents[2]])
  const summary = await finish(second)
  expect(summary.reports).toEqual({ new: 0, changed: 1, unchanged: 1, total: 2 })
  // The page says nothing of its correction: that is a finding of its own.
  expect(summary.findings).toMatchObject({ opened: 1, closed: 1 })
  expect((await findingList.list(db, { rule: 'YR-12' }, { limit: 2 })).rows).toMatchObject([
    { year: 2025, severity: 'warning', state: 'open', cells: expect.arrayContaining([expect.stringMatching(/^t3\./)]) },
  ])
  expect(await findings.get(db, findingId)).toMatchObject({
    state: 'closed',
    closed_reason: 'resolved-by-correction',
    decision: 'confirmed',
  })

  const third = await startRun()
  await see(third, [{ ...documents[0], bytes: reportPage('yl-gonganju', 2025, { night: 2 }) }, documents[1], documents[2]])
  expect((await finish(third)).reports).toEqual({ new: 0, changed: 0, unchanged: 2, total: 2 })
})

test('when the report of the year before comes later, the next one is checked again beside it', async () => {
  const { see, startRun, finish, context } = world
  const rulesOf = async () =>
    (await findingList.list(context.db, { year: 2025, verdict: 'fail' }, { limit: 50 })).rows.map(({ rule }) => rule)
  const first = await startRun()
  await see(first, [{ url: `${POLICE}?edu2025`, bytes: reportPage('yl-jiaoyuju', 2025), date: '2026-01-20' }])
  await finish(first)
  const alone = await rulesOf()
  const second = await startRun()
  await see(second, [{ url: `${POLICE}?edu2024`, bytes: reportPage('yl-jiaoyuju', 2024), date: '2025-01-20' }])
  await finish(second)
  expect(alone).not.toContain('YR-01')
  expect(await rulesOf()).toContain('YR-01')
})

test('a document whose bytes are lost is tried again, then told as failed; the run ends', async () => {
  const { see, startRun, finish, context } = world
  const runId = await startRun()
  const [lost] = await see(runId, [documents[0]])
  const broken = { ...context.snapshots, get: () => Promise.reject(new Error('the disk does not answer')) }
  Object.assign(context, { snapshots: broken })
  const summary = await finish(runId)
  expect(summary.failed).toMatchObject([{ reason: 'error', count: 1, items: [{ message: 'the disk does not answer' }] }])
  expect(summary.run.state).toBe('failed')
  expect(await captures.get(context.db, lost?.id as number)).toMatchObject({ state: 'failed', reason: null })
})

test('an authority that is no longer registered is expected no more: what was said of its filing is closed', async () => {
  const { startRun, context, finish } = world
  const { db } = context
  const known = await registry.loadRegistry(db)
  const [gone] = known.authorities.filter(({ id }) => id === 'yl-gonganju')
  if (!gone) throw new Error('no such authority')
  const first = await startRun()
  await owe(db, first, [{ district: 'yunlan', year: 2023 }])
  await filings.upsert(db, [
    {
      authority_id: gone.id,
      year: 2023,
      status: 'not-found',
      due: '2024-01-31',
      strength: 'law',
      basis: '《政府信息公开条例》第四十九条第一款',
      reason: null,
      published_on: null,
      published_from: null,
      days_late: null,
      backdated: false,
      report_id: null,
      evidence: { readings: [], dates: [] },
    },
  ])
  const about = { scope: 'filing', filer: gone.id, authorityId: gone.id, authorityName: gone.name, districtId: 'yunlan' } as const
  await findings.reconcile(db, { ...about, year: 2023, reportId: null, versionId: null }, [ABSENT])
  await registry.importRegistry(db, { ...known, authorities: known.authorities.filter((each) => each !== gone) })
  const summary = await finish(first)
  expect(Object.values(summary.filings.counts).reduce((sum, count) => sum + count, 0)).toBe(known.authorities.length - 1)
  expect((await findingList.list(db, { status: 'undecided' }, { limit: 10 })).rows).toEqual([])
  expect((await findingList.list(db, {}, { limit: 10 })).rows).toMatchObject([
    { state: 'closed', closed_reason: 'no-longer-found' },
  ])
})

const ABSENT: findings.FindingWithFingerprint = {
  fingerprint: 'absent',
  rule: 'TIME-01',
  ruleSet: '2',
  family: 'late',
  severity: 'error',
  verdict: 'fail',
  message: '未发现',
  messageEn: 'not found',
  cells: [],
  quote: null,
  left: null,
  right: null,
  difference: null,
  basis: '《政府信息公开条例》第四十九条',
  repair: [],
  subject: 'filing',
}
