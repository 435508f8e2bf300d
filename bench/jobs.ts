import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '../db/connect.ts'
import { migrateToLatest } from '../db/migrate.ts'
import { openTestRedis, redisMissing } from '../test/jobs/redis-server.ts'
import { measureLatency } from './jobs-latency.ts'
import { compareWithBare, type Place, type Spent, timeProcesses } from './jobs-queues.ts'
import { compareWithCopy } from './jobs-store.ts'

const PROCESSES = [1, 2, 4]

/**
 * What jobs cost: jobs a second of our queues and workers against bare BullMQ, both with processors that do nothing, on both backends, and
 * with several processes; reports stored a second against a bare `COPY` of the same rows; memory over all the jobs; and the time from a
 * snapshot to its findings while nothing else is done. `--jobs N` and `--reports N` a round, `--rounds N`, `--only TEXT` of queues, store,
 * latency.
 */
export async function measureJobs(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      jobs: { type: 'string', default: '2000' },
      rounds: { type: 'string', default: '5' },
      reports: { type: 'string', default: '300' },
      only: { type: 'string', default: '' },
    },
  })
  const [jobs, rounds, reports] = [Number(values.jobs), Number(values.rounds), Number(values.reports)]
  const isWanted = (name: string) => name.includes(values.only)
  const [load = 0] = loadavg()
  console.log(`load of the machine ${load.toFixed(1)} on ${availableParallelism()} cores`)
  const dataDir = await mkdtemp(join(tmpdir(), 'gouji-bench-'))
  const database = await openDatabase({ databaseUrl: null, dataDir })
  await migrateToLatest(database.db)
  const missing = redisMissing()
  if (missing !== null) console.log(`Redis ${missing}`)
  const redis = missing === null ? await openTestRedis() : null
  const places = { PostgreSQL: { redisUrl: null, databaseUrl: database.url } } as Record<string, Place>
  if (redis !== null) places['Redis'] = { redisUrl: redis.url, databaseUrl: database.url }

  if (isWanted('store')) {
    const { rows, ours, copy } = await compareWithCopy(database.url, { reports, rounds })
    const [own, bare] = [median(ours.map(({ wall }) => wall)), median(copy)]
    console.log(`\nreports stored and their findings reconciled, ${reports} a round of ${rounds}, ${(rows / reports).toFixed(0)} rows each
  as the jobs do   ${aSecond(reports, own)} reports a second, ${(median(ours.map(({ cpu }) => cpu)) / reports).toFixed(2)} ms of processor time of Node each
  COPY of the rows ${aSecond(reports, bare)} reports a second: ${percent(bare, own)}`)
  }
  for (const [name, place] of Object.entries(places)) {
    if (isWanted('queues')) await printQueues(name, place, { jobs, rounds })
    if (isWanted('latency')) {
      const env = { GOUJI_DATA: dataDir, GOUJI_LOG_LEVEL: 'warn', ...(place.redisUrl !== null && { REDIS_URL: place.redisUrl }) }
      const times = await measureLatency(env, { reports: 20 })
      console.log(
        `\n${name}: from a snapshot to its findings ${median(times).toFixed(0)} ms (${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)})`,
      )
    }
  }
  await redis?.close()
  await database.close()
  await rm(dataDir, { recursive: true, force: true })
}

async function printQueues(name: string, place: Place, { jobs, rounds }: { jobs: number; rounds: number }): Promise<void> {
  const { ours, bare, megabytes } = await compareWithBare(place, { jobs, rounds })
  const [first = 0] = megabytes
  const line = (who: string, spent: readonly Spent[]) =>
    `  ${who.padEnd(16)}${aSecond(jobs, median(spent.map(({ wall }) => wall)))} jobs a second, ${(median(spent.map(({ cpu }) => cpu)) / jobs).toFixed(3)} ms of processor time each`
  const ratios = ours.map(({ wall }, round) => bare[round]!.wall / wall)
  console.log(`\n${name}: empty jobs, added and worked on, ${jobs} a round of ${rounds}
${line('ours', ours)}
${line('bare BullMQ', bare)}
  ours ${(100 * median(ratios)).toFixed(0)} % of the bare one (rounds ${ratios.map((ratio) => (100 * ratio).toFixed(0)).join(', ')})
  memory ${first.toFixed(0)} MB after the first ${jobs} jobs, ${megabytes.at(-1)!.toFixed(0)} MB after ${jobs * (rounds + 1)}`)
  for (const processes of PROCESSES) {
    const wall = await timeProcesses(place, { jobs, processes })
    console.log(`  ${processes} ${processes === 1 ? 'worker ' : 'workers'}       ${aSecond(jobs, wall)} jobs a second`)
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function aSecond(count: number, ms: number): string {
  return ((1_000 * count) / ms).toFixed(0).padStart(6)
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)} %`
}
