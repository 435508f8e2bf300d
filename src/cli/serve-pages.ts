import { join } from 'node:path'
import type { Db } from '../../db/connect.ts'
import type { SnapshotStore } from '../../db/snapshot-store.ts'
import type { Config } from '../config.ts'
import type { OpenQueues } from '../jobs/metrics.ts'
import { isLoopback } from '../model/loopback.ts'
import type { RecordSpan } from '../model/trace.ts'
import { BOARD_PATH, type QueueBoard } from '../review/queue-board.ts'
import type { AnsweredRequest } from '../review/tell-requests.ts'
import { answerSpan } from './answer-span.ts'
import { evidenceWriter } from './evidence-writer.ts'
import { openLog } from './log.ts'
import { openReadingDesk } from './open-reading-desk.ts'
import { paperFolder, siteOf } from './paper-place.ts'
import { paperWriter } from './paper-writer.ts'
import type { createQueueBoard } from './queue-board.ts'

/** BullMQ's dashboard, made when somebody first looks at it: its files are loaded then. */
function openBoard(queues: OpenQueues): QueueBoard {
  let opened: ReturnType<typeof createQueueBoard> | null = null
  return async () => {
    const known = opened === null ? await queues() : null
    if (known !== null) opened = (await import('./queue-board.ts')).createQueueBoard(known, BOARD_PATH)
    return opened
  }
}

/** Serves the review pages at the configured address. */
export async function servePages(
  config: Config,
  data: {
    readonly db: Db
    readonly snapshots: SnapshotStore
    readonly queues: OpenQueues
    readonly record?: RecordSpan | undefined
  },
): Promise<{ url: string; close(): Promise<void> }> {
  const [{ createReviewApp }, { serveReview }, { createMetrics }, { openCrawlDesk, registryDesk }] = await Promise.all([
    import('../review/app.ts'),
    import('../review/serve-review.ts'),
    import('../jobs/metrics.ts'),
    import('./open-desk.ts'),
  ])
  const log = openLog(config)
  const crawls = openCrawlDesk({ ...data, manners: config.manners })
  const writeEvidence = evidenceWriter(data)
  const onError = (err: Error, path: string) => log.error({ err, path }, 'a review page could not be made')
  const { record } = data
  const onAnswer = record && ((answered: AnsweredRequest) => record(answerSpan(answered)))
  const reading = openReadingDesk()
  const metrics = { text: createMetrics(data).text, token: config.metrics.token }
  const oidc = config.oidc === null ? undefined : (await import('../review/oidc.ts')).openOidc(config.oidc)
  const app = createReviewApp({
    ...data,
    thisMachine: isLoopback(config.host),
    secondApprover: config.secondApprover,
    oidc,
    passwords: config.passwords,
    desk: registryDesk,
    crawls,
    metrics,
    board: openBoard(data.queues),
    reading,
    writeEvidence,
    writePaper: paperWriter(data.db, {
      folder: paperFolder(config),
      site: siteOf(config.notify.publicUrl),
      chromiumPath: config.chromiumPath,
    }),
    releaseFolder: join(config.dataDir, 'releases'),
    onAnswer,
    onError,
  })
  const served = await serveReview({ app, host: config.host, port: config.port })
  const close = async () => {
    await served.close()
    await reading.close()
  }
  return { url: served.url, close }
}
