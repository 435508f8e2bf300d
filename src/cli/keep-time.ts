import { timeOf } from '../../db/clock.ts'
import type { JobContext } from '../jobs/context.ts'

/** A clock that is set over the network is nearer than this. */
const LITTLE_SKEW_MS = 2_000
const EVERY_MS = 60_000
/** An answer that takes longer says too little of when it was given. */
const LONGEST_ANSWER_MS = 1_000

const MachineDate = globalThis.Date
const machineNow = MachineDate.now.bind(MachineDate)

/** What the clock of this machine shows, whatever time the process keeps. */
export function machineTime(): Date {
  return new MachineDate(machineNow())
}

/**
 * Lets `Date` show the time of the database in this process where the machine's clock is wrong by more than two seconds, until the returned function is
 * called; looks again every minute. Moments in the queues are compared between machines, and BullMQ has no clock to be given but `Date`: by one that is
 * hours wrong, work would be tried again at once or hours late, and with queues in PostgreSQL the jobs of other processes taken for lost.
 */
export async function keepTime({ db, log }: Pick<JobContext, 'db' | 'log'>, everyMs = EVERY_MS): Promise<() => Promise<void>> {
  let skewMs = 0
  const look = async () => {
    const [asked, before] = [performance.now(), machineNow()]
    const theirs = (await timeOf(db)).getTime()
    const took = performance.now() - asked
    const found = before + took / 2 - theirs
    if (took > LONGEST_ANSWER_MS) return
    const kept = Math.abs(found) > LITTLE_SKEW_MS ? Math.round(found) : 0
    if (Math.abs(kept - skewMs) <= LITTLE_SKEW_MS) return
    skewMs = kept
    const told = kept === 0 ? 'right again' : 'wrong: this process keeps the time of the database'
    log.warn({ skewMs }, `the clock of this machine is ${told}`)
  }
  await look()
  const corrected = correctedDate(() => skewMs)
  const before = globalThis.Date
  globalThis.Date = corrected

  let last = Promise.resolve()
  const timer = setInterval(() => {
    last = look().catch((err: Error) => log.warn({ err }, 'the time of the database could not be asked for'))
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await last
    if (globalThis.Date === corrected) globalThis.Date = before
  }
}

/** `Date` by a clock that shows so much less than the machine's. Dates made by either are of one kind. */
function correctedDate(skewMs: () => number): DateConstructor {
  const now = () => machineNow() - skewMs()
  return new Proxy(MachineDate, {
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new MachineDate(now()).toString(),
  })
}
