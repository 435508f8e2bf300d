import { readConfig } from '../config.ts'
import { keepNightly, scheduleNightly } from '../jobs/schedule.ts'
import { sweep, sweepRegularly } from '../jobs/sweep.ts'
import { closeInOrder } from './close-in-order.ts'
import { importPortals } from './import-portals.ts'
import { openWork } from './open-work.ts'
import { serveStatus } from './serve-status.ts'
import { showAlive } from './show-alive.ts'
import { stopSignal, untilStopped } from './stop-signal.ts'
import { watchSchema } from './watch-schema.ts'

/** Keeps the nightly crawl scheduled and lost work found; `gouji worker` processes do the work. */
export async function run(options: { readonly portals?: string }): Promise<void> {
  const config = readConfig()
  const stopping = stopSignal()
  const opened: (() => Promise<void>)[] = []
  try {
    const { context, close } = await openWork(config)
    opened.push(close)
    if (options.portals !== undefined) await importPortals(context.db, options.portals)
    const next = await scheduleNightly(context, config.cron)
    await sweep(context)
    opened.push(sweepRegularly(context, () => keepNightly(context, config.cron)))
    opened.push(await serveStatus(config, context))
    opened.push(await showAlive(context, { role: 'schedule', queues: [] }))
    const schema = watchSchema(context)
    opened.push(schema.close)
    process.stderr.write(
      `the next crawl starts ${next.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })} (Asia/Shanghai); Ctrl-C stops\n`,
    )
    await untilStopped(AbortSignal.any([stopping, schema.outgrown]))
  } finally {
    await closeInOrder(opened)
  }
}
