import type { Logger } from 'pino'
import type { Db } from '../../db/connect.ts'
import type { SnapshotStore } from '../../db/snapshot-store.ts'
import type { ReadingThreads } from '../extract/reading-threads.ts'
import type { Manners } from '../model/manners.ts'
import type { Retention } from '../model/retention.ts'
import type { Notify } from './deliver/send.ts'
import type { Queues } from './queues.ts'
import type { Traces } from './traces.ts'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

/** What it takes to find out from the rows what is to be done, and to queue it. */
export type QueueContext = Pick<JobContext, 'db' | 'queues'>

/** What every processor is given. */
export type JobContext = {
  readonly db: Db
  readonly snapshots: SnapshotStore
  readonly queues: Queues
  readonly reading: ReadingThreads
  readonly log: Log
  /** Left out: no traces are made. */
  readonly traces?: Traces | undefined
  /** Folder for summaries and the crawler's working files. */
  readonly dataDir: string
  readonly chromiumPath: string | null
  readonly contact: string | null
  readonly manners: Manners
  /** How long bookkeeping is kept; left out: for ever. */
  readonly keep?: Retention | undefined
  /** Those for sample portals; left out: no quiet hours and every article each night, since their nights follow each other within minutes. */
  readonly sampleManners?: Manners
  /** Who is told of a night. */
  readonly notify: Notify
  /** Today in Asia/Shanghai, YYYY-MM-DD, by the clock that all machines share: deadlines are judged by it. */
  readonly today: () => Promise<string>
  /** Called after each request of a crawl, for progress lines. */
  readonly onPage?: (url: string) => void
}
