import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { progressOf, type RunProgress } from '../../db/run-progress.ts'
import * as runs from '../../db/runs.ts'
import type { RunSummary } from '../../src/jobs/run-summary.ts'
import type { Night } from '../portals/district/sample-report.ts'
import { type Content, contentOf } from './content.ts'
import { wrongSums } from './counts.ts'
import type { Stage } from './faults.ts'
import { decide, type Intention, silentPages } from './officer.ts'
import { tooMuchAsked } from './traffic.ts'
import type { World } from './world.ts'

/** Something that is done to a world at a moment of its night: so far in a stage (0 to 1). */
export type Strike = { readonly stage: Stage; readonly share: number; readonly act: () => Promise<string> }

export type NightOutcome = {
  /** What was done, in words. */
  readonly done: readonly string[]
  readonly state: RunSummary['run']['state'] | null
  /** Why the run did not end as complete, as its summary says. */
  readonly why: readonly string[]
  /** When the night's run, or the first of them, began. */
  readonly began: Date
  readonly seconds: number
  /** What is wrong beside the content, each as a sentence. */
  readonly wrong: readonly string[]
  /** Null where the night did not end. */
  readonly content: Content | null
}

type Plan = {
  readonly night: Night
  readonly strikes: readonly Strike[]
  readonly intentions: readonly Intention[]
  /** How many requests a night without faults makes; null where that is not known yet. */
  readonly requests: number | null
  /** When the night began that this run completes. */
  readonly first?: Date
}

const PATIENCE_MS = 8 * 60_000
const QUEUES_PATIENCE_MS = 3 * 60_000
const POLL_MS = 50

/** Lets a night go by, strikes as planned, and looks at what it has left when its run has ended and its queues are empty. */
export async function runNight(world: World, plan: Plan): Promise<NightOutcome> {
  const { db, portals } = world
  await portals.serve(plan.night)
  const asked = portals.requests().length
  const { began, last } = await stateBefore(db)
  await world.scheduleNight()
  const started = Date.now()
  const deciding = decide(world.origin, plan.intentions).then(
    () => [],
    (error: Error) => [error.message],
  )

  const waiting = [...plan.strikes]
  const striking: Promise<string>[] = []
  let run: runs.Run | null = null
  let ended = false
  const deadline = Date.now() + PATIENCE_MS
  while (!ended && Date.now() < deadline) {
    await delay(POLL_MS)
    const seen = await patiently(() => progressAfter(db, last))
    if (seen === null) continue
    run = seen.run
    const at = positionOf(seen.progress, (portals.requests().length - asked) / (plan.requests ?? 1))
    for (const strike of waiting.filter(({ stage, share }) => at >= POSITIONS[stage] + share)) {
      waiting.splice(waiting.indexOf(strike), 1)
      striking.push(strike.act().catch((error: Error) => `FAILED: ${error.message}`))
    }
    ended = run !== null && run.state !== 'running'
  }
  const done = [...(await Promise.all(striking)), ...waiting.map(({ stage }) => `the night was over before ${stage}`)]
  if (!ended || run === null) {
    const wrong = [`the night has not ended after ${PATIENCE_MS / 60_000} min: ${await diagnosis(world, run?.id ?? null)}`]
    return { done, state: null, why: [], began, seconds: secondsSince(started), wrong, content: null }
  }
  const seconds = secondsSince(started)
  const wrong = [
    ...done.filter((what) => what.startsWith('FAILED')),
    ...(await deciding),
    ...(await jobsThatStay(world)),
    ...(await silentPages(world.origin)),
    ...wrongSums(run.summary as RunSummary),
    ...(await tooMuchAsked(db, portals.requests(), { budget: world.budget, pace: portals.pace })),
    ...(await unreadable(world)),
  ]
  const state = run.state === 'running' ? null : run.state
  const why = whyOf(run.summary as RunSummary)
  return { done, state, why, began, seconds, wrong, content: await contentOf(db, began, plan.first ?? began) }
}

function whyOf({ run, portals, failed }: RunSummary): string[] {
  const problems = portals.flatMap((portal) => portal.problems.map(({ code, url, message }) => `${code} ${url} ${message}`))
  const unread = failed.flatMap(({ reason, items }) => items.map(({ url, message }) => `${reason} ${url} ${message}`))
  return [...run.why.map(({ en }) => en), ...problems, ...unread]
}

const POSITIONS: Readonly<Record<Stage, number>> = { before: -1, crawl: 0, extract: 1, check: 2, audit: 3 }

/** How far a night is: its stage, and how far it is in it. */
function positionOf(progress: RunProgress | null, crawled: number): number {
  if (progress === null) return POSITIONS.before
  const { crawls, captures, versions, audits } = progress
  const share = (done: number, total: number) => (total === 0 ? 1 : done / total)
  if (crawls.ended < crawls.total) return POSITIONS.crawl + Math.min(crawled, 0.99)
  if (captures.done < captures.total) return POSITIONS.extract + share(captures.done, captures.total)
  if (versions.checked < versions.total) return POSITIONS.check + share(versions.checked, versions.total)
  return POSITIONS.audit + share(audits.done, Math.max(audits.total, 1))
}

async function stateBefore(db: Db): Promise<{ began: Date; last: number }> {
  const { rows } = await sql<{ began: Date; last: number }>`
    SELECT clock_timestamp() AS began, coalesce((SELECT max(id) FROM runs), 0) AS last`.execute(db)
  const [row] = rows
  if (!row) throw new Error('the database gives no time')
  return row
}

async function progressAfter(db: Db, last: number): Promise<{ run: runs.Run | null; progress: RunProgress | null }> {
  const [run = null] = (await runs.latest(db, 1)).filter(({ id }) => id > last)
  return { run, progress: run && (await progressOf(db, run.id)) }
}

/** Null while the database is away. */
async function patiently<T>(ask: () => Promise<T>): Promise<T | null> {
  return await ask().catch(() => null)
}

/** A process that was killed leaves jobs that are handed out again: they end, too, and change nothing. */
async function jobsThatStay({ jobsLeft }: World): Promise<string[]> {
  const deadline = Date.now() + QUEUES_PATIENCE_MS
  for (;;) {
    const left = Object.entries((await patiently(jobsLeft)) ?? { unknown: 0 })
    if (left.length === 0) return []
    if (Date.now() > deadline) return [`jobs stay in the queues: ${left.map(([name, count]) => `${count} × ${name}`).join(', ')}`]
    await delay(500)
  }
}

async function unreadable({ db, snapshots }: World): Promise<string[]> {
  const wrong: string[] = []
  for (const { sha256 } of await db.selectFrom('snapshots').select('sha256').execute())
    if (!(await snapshots.has(sha256))) wrong.push(`snapshot ${sha256} is recorded and cannot be read`)
  return wrong
}

async function diagnosis(world: World, runId: number | null): Promise<string> {
  const progress = runId === null ? null : await patiently(() => progressOf(world.db, runId))
  const left = await patiently(world.jobsLeft)
  const said = world.programs.map(
    ({ name, lines }) =>
      `  ${name}:\n${lines()
        .slice(-6)
        .map((line) => `    ${line}`)
        .join('\n')}`,
  )
  return [`run ${JSON.stringify(progress)}, queues ${JSON.stringify(left)}`, ...said].join('\n')
}

function secondsSince(moment: number): number {
  return Math.round((Date.now() - moment) / 1_000)
}
