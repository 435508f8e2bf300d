import { getNextMillis } from 'bullmq'
import { alone } from '../../db/locks.ts'
import { SetupError } from '../model/setup-error.ts'
import type { JobContext } from './context.ts'
import { jobOptions } from './queues.ts'
import { TIME_ZONE } from './shanghai-time.ts'

/** Id of the one schedule there is. */
export const NIGHTLY = 'nightly'

/**
 * Starts a run at each tick of `cron`, by the clock of Asia/Shanghai, and returns the next one. Any number of schedulers may call it:
 * the schedule is one row, and the last pattern given is the one that counts. @throws SetupError when `cron` is not a cron pattern
 */
export async function scheduleNightly({ db, queues }: Pick<JobContext, 'db' | 'queues'>, cron: string): Promise<Date> {
  const next = nextTick(cron)
  const template = { name: NIGHTLY, data: { nightly: true }, opts: jobOptions(queues) }
  // Schedulers that start at the same moment would lock each other out within the queue's tables.
  await alone(db, 'schedule', () => queues.of('crawl').upsertJobScheduler(NIGHTLY, { pattern: cron, tz: TIME_ZONE }, template))
  return next
}

/** Puts the schedule back where the queues have lost it: a Redis that keeps nothing on disk was restarted. */
export async function keepNightly(context: Pick<JobContext, 'db' | 'queues'>, cron: string): Promise<void> {
  const known = await context.queues.of('crawl').getJobScheduler(NIGHTLY)
  if (!known) await scheduleNightly(context, cron)
}

function nextTick(cron: string): Date {
  try {
    return new Date(getNextMillis(Date.now(), { pattern: cron, tz: TIME_ZONE }) as number)
  } catch (cause) {
    throw new SetupError(
      `GOUJI_CRON is "${cron}", which is not a cron pattern (${(cause as Error).message}). Give five fields, such as "30 2 * * *" for half past two.`,
      { cause },
    )
  }
}
