import { openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { readConfig } from '../config.ts'
import { closeInOrder } from './close-in-order.ts'
import { firstLinkText } from './first-link.ts'
import { openLog } from './log.ts'
import { lookAtQueues, placeOfQueues } from './open-queues.ts'
import { openTracing } from './open-tracing.ts'
import { openSnapshots } from './open-work.ts'
import { requirePort } from './require-port.ts'
import { servePages } from './serve-pages.ts'
import { stopSignal, untilStopped } from './stop-signal.ts'
import { watchSchema } from './watch-schema.ts'

/** Serves the review pages until it is asked to stop. */
export async function run(): Promise<void> {
  const config = readConfig()
  const stopping = stopSignal()
  await requirePort(config.host, config.port)
  const opened: (() => Promise<void>)[] = []
  try {
    const log = openLog(config)
    const tracing = await openTracing(config, log)
    if (tracing !== null) opened.push(tracing.close)
    const { db, url, close } = await openDatabase(config)
    opened.push(close)
    await migrateToLatest(db)
    const look = lookAtQueues(placeOfQueues(config, { url }), log)
    opened.push(look.close)
    const pages = await servePages(config, { db, snapshots: openSnapshots(config), queues: look.queues, record: tracing?.record })
    opened.push(pages.close)
    const schema = watchSchema({ db, log })
    opened.push(schema.close)
    process.stderr.write(
      `核查页面 review pages: ${pages.url}\n${await firstLinkText(db, config, pages.url)}按 Ctrl-C 停止 Ctrl-C stops\n`,
    )
    await untilStopped(AbortSignal.any([stopping, schema.outgrown]))
  } finally {
    await closeInOrder(opened)
  }
}
