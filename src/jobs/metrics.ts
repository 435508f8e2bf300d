import { setTimeout } from 'node:timers/promises'
import * as account from '../../db/account.ts'
import type { Db } from '../../db/connect.ts'
import * as deletions from '../../db/deletions.ts'
import { type Metric, toExposition } from '../model/exposition.ts'
import { conditionOf, type PortalCondition } from '../model/portal-condition.ts'
import { type LoopDelay, watchLoop } from './loop-delay.ts'
import { type QueueFigures, queueFigures } from './queue-figures.ts'
import type { Queues } from './queues.ts'

/** Counts that grow with the tables are not older than this, and take at most a twentieth of the time. */
const COUNT_EVERY_MS = 60_000
const COUNT_SHARE = 20
const QUEUES_MS = 3_000

const CONDITIONS = ['never', 'running', 'healthy', 'trying', 'unhealthy'] as const satisfies readonly PortalCondition[]

/** The queues, opened when they are first asked for; null where they cannot be reached. */
export type OpenQueues = () => Promise<Queues | null>

export type Metrics = { readonly text: () => Promise<string> }

/**
 * What Prometheus is told, read from the rows when it asks. What takes longer as the tables grow is counted beside that, at most once a
 * minute, and told with its age. Where the queues do not answer, the rest is told all the same.
 */
export function createMetrics({ db, queues }: { readonly db: Db; readonly queues: OpenQueues }): Metrics {
  const large = kept(() => countLarge(db))
  const loopDelay = watchLoop()
  return {
    text: async () => {
      const now = Date.now()
      const [owed, runs, undelivered, deleted, counted, figures] = await Promise.all([
        account.owedNow(db),
        account.lastRuns(db),
        account.undelivered(db),
        deletions.inAll(db),
        large(),
        figuresInTime(queues, now),
      ])
      return toExposition([
        ...owedMetrics(owed),
        ...runMetrics(runs),
        gauge('gouji_deliveries', 'Messages to officers that are owed, or have failed.', [
          { labels: { state: 'owed' }, value: undelivered.owed },
          { labels: { state: 'failed' }, value: undelivered.failed },
        ]),
        {
          name: 'gouji_deleted_rows_total',
          help: 'Rows of bookkeeping that retention deleted, by kind.',
          type: 'counter',
          samples: deleted.map(({ kind, rows }) => ({ labels: { kind }, value: rows })),
        },
        gauge('gouji_queues_up', 'Whether the queues answer.', [{ value: figures === null ? 0 : 1 }]),
        ...queueMetrics(figures ?? []),
        ...largeMetrics(counted.value),
        gauge('gouji_counts_age_seconds', 'How long ago captures, findings and portals were counted.', [
          { value: seconds(now - counted.at) },
        ]),
        ...loopMetrics(loopDelay()),
        gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', [{ value: process.memoryUsage.rss() }]),
        {
          name: 'process_cpu_seconds_total',
          help: 'Total user and system CPU time spent in seconds.',
          type: 'counter',
          samples: [{ value: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6 }],
        },
      ])
    },
  }
}

/** Null where the queues do not answer in time: clients of a Redis that is gone wait for it to come back. */
async function figuresInTime(queues: OpenQueues, now: number): Promise<QueueFigures[] | null> {
  const late = new AbortController()
  const timeout = setTimeout(QUEUES_MS, null, { signal: late.signal }).catch(() => null)
  const figures = async () => {
    const opened = await queues()
    return opened === null ? null : await queueFigures(opened, now)
  }
  try {
    return await Promise.race([figures().catch(() => null), timeout])
  } finally {
    late.abort()
  }
}

type Counted<Value> = { readonly value: Value; readonly at: number; readonly tookMs: number }

/** The last result of `count`, which is renewed behind the one who asks; only the first one waits. */
function kept<Value>(count: () => Promise<Value>): () => Promise<Counted<Value>> {
  let last: Counted<Value> | null = null
  let running: Promise<Counted<Value>> | null = null
  const renew = async (): Promise<Counted<Value>> => {
    const began = Date.now()
    try {
      const value = await count()
      last = { value, at: began, tookMs: Date.now() - began }
      return last
    } finally {
      running = null
    }
  }
  return async () => {
    const isOld = last === null || Date.now() - last.at > Math.max(COUNT_EVERY_MS, COUNT_SHARE * last.tookMs)
    if (isOld && running === null) running = renew()
    if (last === null) return await (running ?? renew())
    // Whoever asks next finds that it failed by the age of the counts.
    running?.catch(() => undefined)
    return last
  }
}

type Large = Awaited<ReturnType<typeof countLarge>>

async function countLarge(db: Db) {
  const [captures, findings, crawls] = await Promise.all([
    account.captureCounts(db),
    account.findingCounts(db),
    account.lastCrawls(db),
  ])
  return { captures, findings, portals: Map.groupBy(crawls, conditionOf) }
}

function largeMetrics({ captures, findings, portals }: Large): Metric[] {
  return [
    gauge(
      'gouji_captures',
      'Documents seen at an address, by what became of them.',
      captures.map(({ state, count }) => ({ labels: { state }, value: count })),
    ),
    gauge(
      'gouji_findings',
      'Findings by severity, state and what officers decided.',
      findings.map(({ severity, state, decision, count }) => ({ labels: { severity, state, decision }, value: count })),
    ),
    gauge(
      'gouji_portals',
      'Registered portals by how their last crawls went.',
      CONDITIONS.map((condition) => ({ labels: { condition }, value: portals.get(condition)?.length ?? 0 })),
    ),
  ]
}

function owedMetrics({ capturesPending, versionsUnchecked, auditsOwed, runsRunning }: account.Owed): Metric[] {
  return [
    gauge('gouji_captures_pending', 'Documents that wait to be read.', [{ value: capturesPending }]),
    gauge('gouji_versions_unchecked', 'Reports that wait to be checked.', [{ value: versionsUnchecked }]),
    gauge('gouji_audits_owed', 'Districts and years whose filing status is to be worked out.', [{ value: auditsOwed }]),
    gauge('gouji_runs_running', 'Runs that have begun and not ended.', [{ value: runsRunning }]),
  ]
}

function runMetrics(runs: Awaited<ReturnType<typeof account.lastRuns>>): Metric[] {
  return [
    gauge(
      'gouji_last_run_state',
      'The newest run of each kind, 1 at its state.',
      runs.map(({ kind, state }) => ({ labels: { kind, state }, value: 1 })),
    ),
    gauge(
      'gouji_last_run_started_timestamp_seconds',
      'When it began.',
      runs.map(({ kind, startedAt }) => ({ labels: { kind }, value: seconds(startedAt.getTime()) })),
    ),
    gauge(
      'gouji_last_run_ended_timestamp_seconds',
      'When it ended; absent while it goes on.',
      runs.flatMap(({ kind, endedAt }) => (endedAt ? [{ labels: { kind }, value: seconds(endedAt.getTime()) }] : [])),
    ),
  ]
}

function loopMetrics(delay: LoopDelay | null): Metric[] {
  const help = (which: string) =>
    `By how many seconds this process came late to what it had to do, since the last scrape: ${which}.`
  const samples = (value: number | undefined) => (value === undefined ? [] : [{ value }])
  return [
    gauge('nodejs_eventloop_lag_p50_seconds', help('in half of the time'), samples(delay?.p50)),
    gauge('nodejs_eventloop_lag_p99_seconds', help('in one of a hundred times'), samples(delay?.p99)),
    gauge('nodejs_eventloop_lag_max_seconds', help('at most'), samples(delay?.max)),
  ]
}

function queueMetrics(figures: readonly QueueFigures[]): Metric[] {
  const states = ['waiting', 'active', 'delayed'] as const
  return [
    gauge(
      'gouji_queue_jobs',
      'Jobs in each queue.',
      figures.flatMap((queue) => states.map((state) => ({ labels: { queue: queue.name, state }, value: queue[state] }))),
    ),
    gauge(
      'gouji_queue_oldest_seconds',
      'Age of the job that waits longest; 0 where none waits.',
      figures.map(({ name, oldestMs }) => ({ labels: { queue: name }, value: seconds(oldestMs ?? 0) })),
    ),
  ]
}

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, help, type: 'gauge', samples }
}

function seconds(ms: number): number {
  return ms / 1000
}
