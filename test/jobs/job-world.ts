import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { vi } from 'vitest'
import * as captures from '../../db/captures.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import { openSnapshotStore } from '../../db/snapshot-store.ts'
import * as snapshots from '../../db/snapshots.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { openReadingThreads } from '../../src/extract/reading-threads.ts'
import { type Backend, createBackend } from '../../src/jobs/backend.ts'
import type { JobContext } from '../../src/jobs/context.ts'
import { createProcessors } from '../../src/jobs/processors.ts'
import { QUEUE_NAMES } from '../../src/jobs/queue-names.ts'
import { createQueues } from '../../src/jobs/queues.ts'
import type { RunSummary } from '../../src/jobs/run-summary.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { createWorkers, type Processors } from '../../src/jobs/workers.ts'
import { PLAIN_MANNERS } from '../../src/model/manners.ts'
import { samplePortalsYaml } from '../portals/portals-yaml.ts'
import { openTestDatabase } from '../test-database.ts'
import { silentLog } from './silent-log.ts'

export type JobWorld = {
  readonly context: JobContext
  readonly backend: Backend
  /** Address of its database. */
  readonly url: string
  readonly processors: Processors
  /** Records documents as seen in a run, as a crawl of the shared column of the townships would. */
  readonly see: (runId: number, documents: readonly SeenDocument[]) => Promise<captures.RecordedCapture[]>
  readonly startRun: () => Promise<number>
  /** Sweeps, lets real workers do what is queued, and returns the summary when the run is closed. */
  readonly finish: (runId: number) => Promise<RunSummary>
  readonly close: () => Promise<void>
}

type SeenDocument = {
  readonly url: string
  readonly bytes: Uint8Array | string
  readonly authorityId?: string
  readonly listTitle?: string
  readonly attachmentOf?: string
  readonly date?: string
}

/** The sample district in a database of its own, with queues in PostgreSQL or Redis; today is 23 November 2026. */
export async function openJobWorld({ redisUrl = null }: { redisUrl?: string | null } = {}): Promise<JobWorld> {
  const database: OpenDatabase = await openTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'gouji-jobs-'))
  const backend = await createBackend({ redisUrl, databaseUrl: database.url })
  const queues = createQueues(backend, silentLog, { retryDelayMs: 20 })
  const reading = openReadingThreads({ threads: 2 })
  const store = openSnapshotStore(join(dataDir, 'snapshots'))
  const { db } = database
  const yaml = samplePortalsYaml({ main: '127.0.0.1:1', gongkai: '127.0.0.1:2', townships: '127.0.0.1:3' })
  await registry.importRegistry(db, readPortalsFile(yaml, 'portals.yaml'))
  const context: JobContext = {
    db,
    snapshots: store,
    queues,
    reading,
    log: silentLog,
    dataDir,
    chromiumPath: null,
    contact: null,
    manners: PLAIN_MANNERS,
    notify: { targets: [], mailServer: null, publicUrl: null },
    today: async () => '2026-11-23',
  }
  const column = await db
    .selectFrom('portal_columns')
    .select('id')
    .where('portal_id', '=', 'yunlan-townships')
    .executeTakeFirstOrThrow()

  return {
    context,
    backend,
    url: database.url,
    processors: createProcessors(context),
    startRun: async () => (await runs.start(db, { kind: 'manual' })).id,
    see: async (runId, documents) => {
      const seen: captures.SeenCapture[] = []
      for (const document of documents) {
        const bytes = Buffer.from(document.bytes)
        const sha256 = await store.put(bytes)
        await snapshots.record(db, { sha256, bytes: bytes.length, mediaType: null })
        seen.push({
          url: document.url,
          sha256,
          columnId: column.id,
          authorityId: document.authorityId ?? null,
          districtId: 'yunlan',
          listTitle: document.listTitle ?? null,
          dates: document.date ? [{ date: document.date, from: 'list' }] : [],
          attachmentOf: document.attachmentOf ?? null,
        })
      }
      return await captures.record(db, runId, seen)
    },
    finish: async (runId) => {
      await sweep(context)
      const workers = createWorkers(backend, createProcessors(context), { queues: QUEUE_NAMES, concurrency: 2, log: silentLog })
      try {
        return await vi.waitFor(
          async () => {
            const run = await runs.get(db, runId)
            if (run?.state === 'running') throw new Error(`run ${runId} goes on`)
            return run?.summary as RunSummary
          },
          { timeout: 50_000, interval: 50 },
        )
      } finally {
        await workers.close()
      }
    },
    close: async () => {
      await reading.close()
      await queues.close()
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const TABLES = {
  runs: ['started_at', 'ended_at', 'summary'],
  portal_crawls: ['started_at', 'ended_at'],
  column_readings: ['read_at'],
  run_audits: ['done_at'],
  captures: ['first_seen_at', 'last_seen_at'],
  reports: ['first_seen_at'],
  report_versions: ['extracted_at', 'checked_at'],
  cells: [],
  findings: ['opened_at', 'updated_at', 'closed_at'],
  decisions: ['decided_at'],
  filings: ['computed_at'],
} as const

/** Every row that jobs write, without the moments at which they were written. */
export async function rowsOf({ context: { db } }: JobWorld): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {}
  for (const [table, moments] of Object.entries(TABLES)) {
    const { rows } = await sql<{ row: object }>`
      SELECT to_jsonb(t) - ${[...moments]}::text[] AS row FROM ${sql.table(table)} t ORDER BY (to_jsonb(t) - ${[...moments]}::text[])::text`.execute(
      db,
    )
    all[table] = rows.map(({ row }) => row)
  }
  return all
}
