import { getNextMillis } from 'bullmq'
import { alone } from '../../db/locks.ts'
import * as schedules from '../../db/schedules.ts'
import { SetupError } from '../model/setup-error.ts'
import type { JobContext } from './context.ts'
import { jobOptions } from './queues.ts'
import { TIME_ZONE } from './shanghai-time.ts'
import { startNightlyRun } from './start-run.ts'

/** Id of the one schedule there is. */
export const NIGHTLY = 'nightly'

type Scheduling = Pick<JobContext, 'db' | 'queues' | 'log'>

const HOUR_MS = 3_600_000
/** A tick further back is not looked for: a cron pattern comes round within four years and a day. */
const FAR_BACK_MS = 1_470 * 24 * HOUR_MS
/** Queues that fire by another machine's clock may be so much early. */
const EARLY_MS = 5_000

/**
 * Starts a run at each tick of `cron`, by the clock of Asia/Shanghai, and returns the next one. Any number of schedulers may call it:
 * the schedule is one row, and the last pattern given is the one that counts. @throws SetupError when `cron` is not a cron pattern
 */
export async function scheduleNightly({ db, queues }: Pick<JobContext, 'db' | 'queues'>, cron: string): Promise<Date> {
  const next = nextTick(cron, new Date())
  const template = { name: NIGHTLY, data: { nightly: true }, opts: jobOptions(queues) }
  // Schedulers that start at the same moment would lock each other out within the queue's tables.
  await alone(db, 'schedule', async (trx) => {
    await schedules.set(trx, NIGHTLY, cron)
    await queues.of('crawl').upsertJobScheduler(NIGHTLY, { pattern: cron, tz: TIME_ZONE }, template)
  })
  return next
}

/**
 * Puts the schedule back where the queues have lost it (a Redis that keeps nothing on disk was restarted), and starts the night that
 * should have begun while nobody was there to begin it.
 */
export async function keepNightly(context: Scheduling, cron: string): Promise<void> {
  const known = await context.queues.of('crawl').getJobScheduler(NIGHTLY)
  if (!known) await scheduleNightly(context, cron)
  await schedules.markSeen(context.db, NIGHTLY)
  await startDueNight(context)
}

/**
 * Starts the run of the last tick, unless it was started before. Which tick that is follows from the pattern and the database's clock alone:
 * it does not matter how often, from which machine, or after how long a downtime this is called. Of several missed nights the last is
 * done, since one crawl sees what all of them would have seen.
 */
export async function startDueNight(context: Scheduling): Promise<void> {
  const schedule = await schedules.get(context.db, NIGHTLY)
  if (schedule === null) return
  const tick = lastTick(schedule.pattern, new Date(schedule.now.getTime() + EARLY_MS))
  if (tick !== null && tick >= schedule.since) await startNightlyRun(context, `${NIGHTLY} ${tick.toISOString()}`)
}

/** The newest tick up to and including `now`; null where the pattern has had none. */
export function lastTick(cron: string, now: Date): Date | null {
  for (let back = HOUR_MS; back < FAR_BACK_MS; back *= 2) {
    let last: Date | null = null
    for (let tick = nextTick(cron, new Date(now.getTime() - back)); tick <= now; tick = nextTick(cron, tick)) last = tick
    if (last !== null) return last
  }
  return null
}

/** The first tick after `after`. */
function nextTick(cron: string, after: Date): Date {
  try {
    return new Date(getNextMillis(after.getTime(), { pattern: cron, tz: TIME_ZONE }) as number)
  } catch (cause) {
    throw new SetupError(
      `GOUJI_CRON is "${cron}", which is not a cron pattern (${(cause as Error).message}). Give five fields, such as "30 2 * * *" for half past two.`,
      { cause },
    )
  }
}
