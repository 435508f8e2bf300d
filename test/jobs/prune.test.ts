import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { connect, type Db } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as deletions from '../../db/deletions.ts'
import * as fetches from '../../db/fetches.ts'
import { evidenceOf } from '../../db/filing-evidence.ts'
import { assessFilings } from '../../src/jobs/assess-filings.ts'
import { foresee, prune } from '../../src/jobs/prune.ts'
import { accountOf } from '../../src/jobs/run-summary.ts'
import { LEAST_DAYS } from '../../src/model/retention.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { NoEvidence, writeEvidence } from '../../src/release/evidence/write-evidence.ts'
import type { HostName } from '../portals/sixteen/hosts.ts'
import { type Night, type NightWorld, openNightWorld } from './night-world.ts'
import { shiftBack } from './shift-time.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts')
const PORTALS: readonly HostName[] = ['gaoxin', 'gbk', 'jpaas']
/** Days between the nights, the first of which lie in the year before. */
const APART = 80
const TIGHTEST = { requestsDays: LEAST_DAYS, runsDays: LEAST_DAYS }
const ASK_ALL = { quiet: null, budget: 2_000, recheckDays: 0 }
const PATIENCE_MS = 900_000
const NEVER = new AbortController().signal

let nights: NightWorld
let folder: string
let calm: Night
let before: Awaited<ReturnType<typeof everything>>

const night = (sampleManners = ASK_ALL) => nights.night({ sampleManners }, { portals: PORTALS })
const pathsOf = ({ asked }: Night) =>
  asked.map(({ host, path }) => `${host} ${path.replace(/token\d+|gouji-\w+/g, '')}`).toSorted()

/** Seven nights in fourteen months: a host in trouble, reports put right, nights without anything new. */
beforeAll(async () => {
  nights = await openNightWorld({ pace: 0.005 })
  folder = await mkdtemp(join(tmpdir(), 'gouji-prune-'))
  const { db } = nights.context
  for (let n = 1; n <= 5; n++) {
    if (n === 3) nights.world.setFault('gbk', 'softblock')
    if (n === 4) nights.world.setFault('gbk', null)
    if (n === 5) nights.world.correct()
    await night()
    await shiftBack(db, APART)
  }
  await night()
  calm = await night({ ...ASK_ALL, recheckDays: 7 })
  const finding = await db.selectFrom('findings').select('id').where('state', '=', 'open').orderBy('id').executeTakeFirstOrThrow()
  const by = { name: '王芳', account: null }
  await decisions.act(db, { act: 'confirm', targets: [{ findingId: finding.id, expected: null }], by })
  before = await everything()
}, PATIENCE_MS)

afterAll(async () => {
  await nights.close()
  await rm(folder, { recursive: true, force: true })
})

const KEPT = [
  ...[
    'authorities',
    'districts',
    'portals',
    'portal_columns',
    'registry_changes',
    'rule_changes',
    'column_readings',
    'entry_lists',
  ],
  ...[
    'snapshots',
    'captures',
    'reports',
    'report_versions',
    'cells',
    'findings',
    'decisions',
    'filings',
    'district_checks',
    'run_audits',
  ],
] as const

/** All that must never change: rows, evidence of every report and absence, boards as of any day, and what the next night will ask by. */
async function everything() {
  const { db } = nights.context
  const tables: Record<string, string> = {}
  for (const table of KEPT) {
    const { rows } = await sql<{ text: string | null }>`
      SELECT string_agg(to_jsonb(t)::text, chr(10) ORDER BY to_jsonb(t)::text) AS text FROM ${sql.table(table)} t`.execute(db)
    tables[table] = sha256Of(rows[0]?.text ?? '')
  }
  return { tables, evidence: await allEvidence(), boards: await allBoards(db), known: await allKnown(db) }
}

async function allEvidence(): Promise<Record<string, string>> {
  const { db, snapshots } = nights.context
  const reports = await db.selectFrom('reports').select('id').orderBy('id').execute()
  const absent = await sql<{ authority: string; year: number }>`
    SELECT authority_id AS authority, year FROM filings WHERE report_id IS NULL ORDER BY 1, 2`.execute(db)
  const all: Record<string, string> = {}
  for (const subject of [...reports.map(({ id }) => ({ report: id })), ...absent.rows]) {
    const out = join(folder, 'evidence.wacz')
    all[JSON.stringify(subject)] = await writeEvidence({ db, snapshots, subject, out, format: 'wacz' }).then(
      async () => sha256Of(await readFile(out)),
      (error) => {
        if (error instanceof NoEvidence) return error.message
        throw error
      },
    )
  }
  return all
}

async function allBoards(db: Db): Promise<Record<string, unknown>> {
  const districts = await db.selectFrom('districts').select(['id', 'years']).orderBy('id').execute()
  const boards: Record<string, unknown> = {}
  for (const { id: district, years } of districts)
    for (const year of years)
      for (const asOf of ['2026-02-01', '2026-04-01', '2026-07-15', '2026-11-23']) {
        const assessed = await assessFilings(db, { district, year, asOf, onlyKnownThen: true })
        boards[`${district} ${year} ${asOf}`] = { assessed, evidence: await evidenceOf(db, { district, year, asOf }) }
      }
  return boards
}

async function allKnown(db: Db): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ url: string }>`SELECT DISTINCT url FROM fetches ORDER BY url`.execute(db)
  const known: Record<string, unknown> = {}
  for (const { url } of rows) known[url] = await fetches.known(db, url)
  return known
}

/** Requests that are there, that are recorded as deleted, and that their crawls and neighbours count. */
async function requests() {
  const { rows } = await sql<{ there: number; recorded: number; byCrawl: number; repeated: number }>`
    SELECT (SELECT count(*) FROM fetches) AS there, (SELECT coalesce(sum(rows), 0) FROM deletions WHERE kind = 'request') AS recorded,
      (SELECT coalesce(sum(fetches_deleted), 0) FROM portal_crawls) AS "byCrawl", (SELECT sum(repeated) FROM fetches) AS repeated`.execute(
    nights.context.db,
  )
  return rows[0]!
}

describe('retention with the tightest settings', { timeout: PATIENCE_MS }, () => {
  let made: number
  let foreseen: Awaited<ReturnType<typeof foresee>>

  test('without settings nothing is deleted', async () => {
    made = (await requests()).there
    expect(await prune(nights.context, NEVER)).toEqual([])
    expect(await requests()).toMatchObject({ there: made, recorded: 0 })
    foreseen = await foresee(nights.context.db, TIGHTEST)
    expect(foreseen.find(({ kind }) => kind === 'request')?.rows).toBeGreaterThan(100)
  })

  test('a process that is killed while it deletes leaves nothing half deleted', async () => {
    const { db, dataDir } = nights.context
    const held = await sql<{ id: number }>`
      SELECT f.id FROM fetches f JOIN portal_crawls c ON c.id = f.portal_crawl_id WHERE c.run_id = 2 AND f.outcome = 'unchanged' ORDER BY f.id`.execute(
      db,
    )
    const other = connect(nights.url)
    const child = spawn(process.execPath, [MAIN, 'prune'], {
      env: { ...process.env, DATABASE_URL: nights.url, GOUJI_DATA: dataDir, GOUJI_KEEP_REQUESTS_DAYS: String(LEAST_DAYS) },
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    try {
      await other.transaction().execute(async (trx) => {
        await sql`SELECT FROM fetches WHERE id = ANY(${held.rows.map(({ id }) => id)}) FOR UPDATE`.execute(trx)
        await vi.waitFor(
          async () => {
            const { rows } =
              await sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(db)
            if (rows.length === 0) throw new Error('it does not wait yet')
          },
          { timeout: 60_000, interval: 50 },
        )
        child.kill('SIGKILL')
        await ended
      })
    } finally {
      await other.destroy()
    }
    const { there, recorded, byCrawl } = await requests()
    expect([there + recorded, byCrawl]).toEqual([made, recorded])
  })

  test('two at once delete all of it once, as foreseen, and each record is counted', async () => {
    const other = { ...nights.context, db: connect(nights.url) }
    try {
      const outcomes = await Promise.all([nights.context, other].map((each) => prune({ ...each, keep: TIGHTEST }, NEVER)))
      // Who found the other one at work has left the rest to it.
      expect(outcomes.some((outcome) => outcome !== null)).toBe(true)
    } finally {
      await other.db.destroy()
    }
    const { there, recorded, byCrawl, repeated } = await requests()
    expect([there + recorded, byCrawl]).toEqual([made, recorded])
    expect(recorded).toBe(foreseen.filter(({ kind }) => kind === 'request').reduce((sum, { rows }) => sum + rows, 0))
    expect(recorded).toBeGreaterThan(made / 4)
    expect(repeated).toBeLessThanOrEqual(recorded)
    expect((await deletions.inAll(nights.context.db)).map(({ kind, keepDays }) => [kind, keepDays])).toContainEqual([
      'run-details',
      LEAST_DAYS,
    ])
  })

  test('evidence of every report and absence, boards as of any day, reports, cells, findings and decisions are the same to the byte', async () => {
    expect(Object.keys(before.evidence).length).toBeGreaterThan(20)
    expect(await everything()).toEqual(before)
  })

  test('pruned again there is nothing more to delete', async () => {
    const there = await requests()
    expect(await prune({ ...nights.context, keep: TIGHTEST }, NEVER)).toEqual([])
    expect(await foresee(nights.context.db, TIGHTEST)).toEqual([])
    expect(await requests()).toEqual(there)
  })

  test('an old account has all its figures and none of its lists, and its text is gone', async () => {
    const { db, dataDir } = nights.context
    const account = await accountOf(db, 1)
    if (account === null || !('run' in account)) throw new Error('no account')
    expect(account.run.state).toBeDefined()
    expect(account.entries).toMatchObject({ refused: [], refusedInAll: expect.any(Number) })
    const { entries } = account
    expect((entries.refusedInAll ?? 0) + entries.opened + entries.unopened).toBe(entries.total)
    expect(account.notReports.flatMap(({ items }) => items)).toEqual([])
    const files = await readdir(join(dataDir, 'summaries'))
    expect([files.includes('run-1.txt'), files.includes('run-7.txt')]).toEqual([false, true])
  })

  test('the next night asks for the lists only, finds nothing new and nothing gone, and tells what was deleted', async () => {
    const next = await night({ ...ASK_ALL, recheckDays: 7 })
    expect(pathsOf(next)).toEqual(pathsOf(calm))
    expect(next.summary.reports).toEqual({ ...calm.summary.reports, new: 0, changed: 0 })
    expect(next.summary.findings).toEqual({ ...calm.summary.findings, opened: 0, closed: 0 })
    expect(next.summary.filings).toEqual(calm.summary.filings)
    expect(next.summary.deleted?.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['request', 'run-details']))
    const after = await everything()
    const still = ['reports', 'report_versions', 'cells', 'decisions', 'snapshots', 'entry_lists'] as const
    expect(still.map((table) => after.tables[table])).toEqual(still.map((table) => before.tables[table]))
  })
})
