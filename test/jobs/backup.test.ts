import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeBackup } from '../../db/backup/make-backup.ts'
import { restoreBackup } from '../../db/backup/restore-backup.ts'
import { verifyBackup } from '../../db/backup/verify-backup.ts'
import * as registry from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import { openSnapshotStore } from '../../db/snapshot-store.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { createBackend } from '../../src/jobs/backend.ts'
import type { JobContext } from '../../src/jobs/context.ts'
import { createProcessors } from '../../src/jobs/processors.ts'
import { QUEUE_NAMES } from '../../src/jobs/queue-names.ts'
import { createQueues } from '../../src/jobs/queues.ts'
import type { RunSummary } from '../../src/jobs/run-summary.ts'
import { continueOrStartRun } from '../../src/jobs/start-run.ts'
import { createWorkers } from '../../src/jobs/workers.ts'
import { fingerprintsOf, scratch } from '../db/backup-world.ts'
import { EXPECTED } from '../portals/district/expected.ts'
import { type SamplePortals, startSamplePortals } from '../portals/start-sample-portals.ts'
import { openTestDatabase } from '../test-database.ts'
import { type JobWorld, openJobWorld } from './job-world.ts'
import { silentLog } from './silent-log.ts'

const PORTALS = ['yunlan-main', 'yunlan-gongkai', 'yunlan-townships']
const PATIENCE_MS = 200_000

let world: JobWorld
let place: Awaited<ReturnType<typeof scratch>>
beforeAll(async () => {
  ;[world, place] = await Promise.all([openJobWorld(), scratch()])
})
afterAll(async () => {
  await world.close()
  await place.remove()
})

/** The three hosts on three ports in a row, which both nights need. */
async function openPortals(night: 1 | 2, basePort: number): Promise<SamplePortals> {
  const sample = await startSamplePortals({ basePort, night })
  await registry.importRegistry(world.context.db, readPortalsFile(sample.portalsYaml, 'portals.yaml'))
  return sample
}

/** Works until the run has ended; `meanwhile` is called once, when some reports are there. */
async function night(context: JobContext, backend: JobWorld['backend'], meanwhile?: () => Promise<void>): Promise<RunSummary> {
  const { runId } = await continueOrStartRun(context, PORTALS)
  const workers = createWorkers(backend, createProcessors(context), { queues: QUEUE_NAMES, concurrency: 2, log: silentLog })
  const isRunning = async () => (await runs.get(context.db, runId))?.state === 'running'
  try {
    if (meanwhile) {
      const some = () => context.db.selectFrom('report_versions').select('id').limit(10).execute()
      await vi.waitFor(async () => expect(await some()).toHaveLength(10), { timeout: PATIENCE_MS, interval: 20 })
      await meanwhile()
    }
    await vi.waitFor(async () => expect(await isRunning()).toBe(false), { timeout: PATIENCE_MS, interval: 50 })
    return (await runs.get(context.db, runId))?.summary as RunSummary
  } finally {
    await workers.close()
  }
}

test(
  'a backup made while workers run is of one moment; the one after the night comes back whole, and the next night runs over it',
  async () => {
    const { context, backend } = world
    const into = join(place.folder, 'backups')
    const { url } = world
    const basePort = 20_000 + 3 * Math.floor(Math.random() * 3_000)
    const first = await openPortals(1, basePort)
    let reportsThen = 0
    const summary = await night(context, backend, async () => {
      const { path, manifest } = await makeBackup({ url, snapshots: context.snapshots, into: join(into, 'during') })
      reportsThen = manifest.tables.find(({ name }) => name === 'reports')?.rows ?? 0
      expect(await verifyBackup(path)).toMatchObject({ problems: [], lacking: [] })
      // Every row that another names is there: a restore puts the foreign keys back.
      const during = await openTestDatabase({ empty: true })
      try {
        await restoreBackup({ folder: path, url: during.url, snapshots: openSnapshotStore(join(into, 'unused')) })
      } finally {
        await during.close()
      }
    })
    await first.close()
    expect(summary.reports).toEqual(EXPECTED[1].reports)
    expect(reportsThen).toBeGreaterThan(0)
    expect(reportsThen).toBeLessThanOrEqual(summary.reports.total)

    const { path, manifest } = await makeBackup({ url, snapshots: context.snapshots, into })
    expect(manifest.snapshots.lacking).toEqual([])
    const restored = await openTestDatabase({ empty: true })
    const dataDir = join(place.folder, 'restored')
    await mkdir(dataDir)
    const snapshots = openSnapshotStore(join(dataDir, 'snapshots'))
    await restoreBackup({ folder: path, url: restored.url, snapshots })
    expect(await fingerprintsOf(restored.url)).toEqual(await fingerprintsOf(url))

    const newBackend = await createBackend({ redisUrl: null, databaseUrl: restored.url })
    const queues = createQueues(newBackend, silentLog, { retryDelayMs: 20 })
    const second = await openPortals(2, basePort)
    try {
      const next = await night({ ...context, db: restored.db, snapshots, queues, dataDir }, newBackend)
      expect(next.run).toMatchObject({ state: 'complete', why: [] })
      expect(next.reports).toEqual(EXPECTED[2].reports)
    } finally {
      await second.close()
      await queues.close()
      await restored.close()
    }
  },
  3 * PATIENCE_MS,
)
