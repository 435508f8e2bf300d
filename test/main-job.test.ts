import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../db/connect.ts'
import * as runs from '../db/runs.ts'
import type { RunSummary } from '../src/jobs/run-summary.ts'
import { EXPECTED, type ExpectedNight } from './portals/district/expected.ts'

const MAIN = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts')
const PATIENCE_MS = 240_000

/** The main job as an operator starts it: its own process, its own data folder, the embedded default. */
describe('the main job over the bundled sample', () => {
  let dataDir: string
  let samplePort: number

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'gouji-main-'))
    samplePort = await freePorts(3)
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  async function start(night: 1 | 2) {
    const { DATABASE_URL, REDIS_URL, ...environment } = process.env
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN, 'start', '--once', '--night', String(night)], {
      env: { ...environment, GOUJI_DATA: dataDir, GOUJI_SAMPLE_PORT: String(samplePort) },
      encoding: 'utf8',
    })
    const database = await openDatabase({ databaseUrl: null, dataDir })
    try {
      const { db } = database
      const [run] = await runs.latest(db, 1)
      const closed = await db
        .selectFrom('findings')
        .select(['authority_id as authority', 'year', 'rule', 'closed_reason as reason'])
        .where('closed_at', '>=', run?.started_at as Date)
        .orderBy('authority_id')
        .execute()
      const { snapshots } = await db
        .selectFrom('snapshots')
        .select((count) => count.fn.countAll<number>().as('snapshots'))
        .executeTakeFirstOrThrow()
      return { summary: run?.summary as RunSummary, closed, snapshots, stdout, stderr }
    } finally {
      await database.close()
    }
  }

  let snapshotsOfNight1 = 0

  test(
    'night 1 says exactly what is seeded',
    async () => {
      const { summary, closed, snapshots, stdout, stderr } = await start(1)
      snapshotsOfNight1 = snapshots
      expect(spoken(summary, closed)).toEqual(expectedOf(EXPECTED[1]))
      expect(stdout).toContain('云岚市卫生健康委员会')
      for (const stage of ['抓取 crawl', '提取 extract', '核查 check', '公布 filing']) expect(stderr).toContain(stage)
      expect(stderr).not.toMatch(/\n\s+at |"level":(?:40|50)/)
    },
    PATIENCE_MS,
  )

  test(
    'a second start finds nothing new and says so',
    async () => {
      const { summary, closed, snapshots, stdout } = await start(1)
      const { findings, filings, late, missing, backdated } = expectedOf(EXPECTED[1])
      const said = spoken(summary, closed)
      expect(said).toMatchObject({ findings, filings, late, missing, backdated, opened: 0, closed: [] })
      expect(said.reports).toEqual({ new: 0, changed: 0, unchanged: 70, total: 70 })
      expect(snapshots).toBe(snapshotsOfNight1)
      expect(stdout).toContain('没有新的或更正的报告')
    },
    PATIENCE_MS,
  )

  test(
    'night 2 says what was corrected, added and back-dated',
    async () => {
      const { summary, closed } = await start(2)
      expect(spoken(summary, closed)).toEqual(expectedOf(EXPECTED[2]))
    },
    PATIENCE_MS,
  )
})

type Closed = { readonly authority: string | null; readonly year: number; readonly rule: string; readonly reason: string | null }

/** What a summary says, in the words of `expected.ts`. */
function spoken(summary: RunSummary, closed: readonly Closed[]) {
  const { portals, reports, documents, findings, filings, entries, notReports, failed } = summary
  expect(summary.run).toMatchObject({ state: 'complete', why: [] })
  expect(failed).toEqual([])
  expectToAddUp(summary)
  return {
    portals: portals.filter(({ state }) => state === 'complete').length,
    reports,
    documents,
    findings: byRule(findings.byRule),
    bySeverity: findings.open,
    notAssessable: findings.notAssessable,
    opened: findings.opened,
    closed: closed.toSorted(byAuthority),
    filings: Object.fromEntries(Object.entries(filings.counts).filter(([, count]) => count > 0)),
    late: filings.late
      .map(({ authority, year, daysLate, strength }) => ({ authority, year, daysLate, strength }))
      .toSorted(byAuthority),
    missing: filings.missing.map(({ authority, year }) => ({ authority, year })).toSorted(byAuthority),
    backdated: filings.backdated.map(({ authority, year }) => ({ authority, year })).toSorted(byAuthority),
    notReportByTitle: [
      ...new Set(entries.refused.filter(({ judgement }) => judgement === 'not-report').map(({ title }) => title)),
    ].sort(),
    foreignByTitle: [
      ...new Set(entries.refused.filter(({ judgement }) => judgement === 'foreign').map(({ title }) => title)),
    ].sort(),
    refusedByContent: notReports
      .flatMap(({ reason, items }) => items.map(({ title }) => ({ title, reason })))
      .toSorted((a, b) => a.title.localeCompare(b.title)),
  }
}

function expectToAddUp({ portals, pages, documents, reports, notReports, failed, findings, filings }: RunSummary): void {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const countsOf = (groups: readonly { readonly count: number }[]) => sum(groups.map(({ count }) => count))
  expect(sum(portals.map(({ requests }) => requests))).toBe(pages.requests)
  expect(pages.fetched + pages.unchanged + pages.failed).toBe(pages.requests)
  expect(documents.ofReports + countsOf(notReports) + countsOf(failed)).toBe(documents.total)
  expect(reports.new + reports.changed + reports.unchanged).toBe(reports.total)
  expect(countsOf(findings.byRule)).toBe(sum(Object.values(findings.open)))
  expect(sum(Object.values(filings.counts))).toBe(24 * 3)
}

function expectedOf(night: ExpectedNight) {
  const { refusedByTitle, refusedByContent, findings, closed, late, missing, backdated, ...rest } = night
  return {
    ...rest,
    findings: byRule(findings),
    closed: closed.toSorted(byAuthority),
    late: late.toSorted(byAuthority),
    missing: missing.toSorted(byAuthority),
    backdated: backdated.toSorted(byAuthority),
    notReportByTitle: refusedByTitle.notReport.toSorted(),
    foreignByTitle: refusedByTitle.foreign.toSorted(),
    refusedByContent: refusedByContent.toSorted((a, b) => a.title.localeCompare(b.title)),
  }
}

function byRule(rows: RunSummary['findings']['byRule']): string[] {
  return rows.map(({ rule, severity, count }) => `${rule} ${severity} ×${count}`).sort()
}

function byAuthority(a: { readonly authority: string | null }, b: { readonly authority: string | null }): number {
  return (a.authority ?? '').localeCompare(b.authority ?? '')
}

/** The first of `count` ports in a row that nobody uses. */
async function freePorts(count: number): Promise<number> {
  for (let base = 20_000 + Math.floor(Math.random() * 20_000); ; base += count) {
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(base + index)))
    if (free.every(Boolean)) return base
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return await new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
