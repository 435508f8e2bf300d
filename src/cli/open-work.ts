import { availableParallelism } from 'node:os'
import { assertBucketAnswers, openBucketStore } from '../../db/bucket-snapshot-store.ts'
import { todayOf } from '../../db/clock.ts'
import { openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { openSnapshotStore, type SnapshotStore } from '../../db/snapshot-store.ts'
import type { Config } from '../config.ts'
import { openReadingThreads } from '../extract/reading-threads.ts'
import { type Backend, createBackend } from '../jobs/backend.ts'
import type { JobContext } from '../jobs/context.ts'
import { createQueues } from '../jobs/queues.ts'
import { openTraces } from '../jobs/traces.ts'
import { closeInOrder } from './close-in-order.ts'
import { keepTime } from './keep-time.ts'
import { openLog } from './log.ts'
import { placeOfQueues } from './open-queues.ts'
import { openTracing } from './open-tracing.ts'

/** Database at the newest schema, snapshots and queues: what every command that works through jobs needs. */
export type Work = {
  readonly context: JobContext
  readonly backend: Backend
  /** Ends the reading threads and closes queues and database; workers must have been closed before. */
  readonly close: () => Promise<void>
}

/** @throws SetupError where the database, Redis or the object storage does not answer */
export async function openWork(config: Config, options: { onPage?: (url: string) => void } = {}): Promise<Work> {
  const log = openLog(config)
  const tracing = await openTracing(config, log)
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir })
  // What was done last is told when nothing is done any more.
  const opened = [...(tracing === null ? [] : [tracing.close]), database.close]
  try {
    await migrateToLatest(database.db)
    opened.push(await keepTime({ db: database.db, log }))
    if (typeof config.snapshots !== 'string') await assertBucketAnswers(config.snapshots)
    const backend = await createBackend(placeOfQueues(config, database))
    const queues = createQueues(backend, log)
    opened.push(queues.close)
    const reading = openReadingThreads({ threads: availableParallelism() })
    opened.push(reading.close)
    const context: JobContext = {
      db: database.db,
      snapshots: openSnapshots(config),
      queues,
      reading,
      log,
      traces: tracing === null ? undefined : openTraces({ db: database.db, log, record: tracing.record }),
      dataDir: config.dataDir,
      chromiumPath: config.chromiumPath,
      contact: config.contact,
      manners: config.manners,
      keep: config.keep,
      notify: config.notify,
      today: () => todayOf(database.db),
      onPage: options.onPage,
    }
    return { context, backend, close: () => closeInOrder(opened) }
  } catch (error) {
    await closeInOrder(opened)
    throw error
  }
}

/** Asks nothing: whoever only looks at snapshots starts without them. */
export function openSnapshots({ snapshots }: Config): SnapshotStore {
  return typeof snapshots === 'string' ? openSnapshotStore(snapshots) : openBucketStore(snapshots)
}
