import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Db } from '../../db/connect.ts'
import { openSnapshotStore, type SnapshotStore } from '../../db/snapshot-store.ts'
import { type Backend, createBackend } from '../../src/jobs/backend.ts'
import { QUEUE_NAMES } from '../../src/jobs/queue-names.ts'
import { freePort } from '../jobs/redis-server.ts'
import type { ChaosPortals } from './portals.ts'
import { type OwnPostgres, openPostgres } from './postgres.ts'
import { type Program, programOf } from './program.ts'
import { type OwnRedis, openRedis } from './redis.ts'
import { openSmallDisk, type SmallDisk } from './small-disk.ts'

export type BackendKind = Backend['kind']

/** An installation as it stands on several machines: servers of its own, a folder for snapshots that all share, and every process of ours. */
export type World = {
  readonly backend: BackendKind
  /** Whether its Redis keeps on disk what it holds. */
  readonly keeps: boolean
  readonly db: Db
  readonly snapshots: SnapshotStore
  readonly portals: ChaosPortals
  readonly postgres: OwnPostgres
  /** Null where the queues are in PostgreSQL. */
  readonly redis: OwnRedis | null
  /** The disk that the snapshots are on, or why it is none of its own. */
  readonly disk: SmallDisk | string
  readonly workers: readonly Program[]
  readonly scheduler: Program
  /** A second one, which is started only by a fault. */
  readonly secondScheduler: Program
  readonly web: Program
  readonly programs: readonly Program[]
  readonly origin: string
  readonly budget: number
  /** Has the schedulers start a run some seconds from now. */
  readonly scheduleNight: () => Promise<void>
  /** Jobs that wait or are worked on, by queue, the next nights left out. */
  readonly jobsLeft: () => Promise<Readonly<Record<string, number>>>
  readonly close: () => Promise<void>
}

/** Requests a host may be asked; a night without faults asks a sixth of it at most. */
const BUDGET = 500
const LEAD_MS = 10_000
const NIGHT_IS_SET = /the next crawl starts/

type Options = {
  readonly backend: BackendKind
  readonly portals: ChaosPortals
  /** Whether Redis keeps on disk what it holds. */
  readonly keeps: boolean
}

export async function openWorld({ backend, portals, keeps }: Options): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'gouji-chaos-'))
  const data = join(folder, 'data')
  await mkdir(data)
  const portalsFile = join(folder, 'portals.yaml')
  await writeFile(portalsFile, portals.portalsYaml)
  const disk = openSmallDisk(join(data, 'snapshots'))
  const postgres = await openPostgres(folder)
  const redis = backend === 'redis' ? await openRedis(folder, { keeps }) : null
  const port = await freePort()
  const settings = {
    DATABASE_URL: postgres.url,
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    GOUJI_DATA: data,
    GOUJI_PORT: String(port),
    GOUJI_BUDGET: String(BUDGET),
    GOUJI_LOG_LEVEL: 'info',
    GOUJI_CRON: cronOf(new Date(Date.now() + 12 * 3_600_000)),
  }
  const scheduling = ['schedule', '--portals', portalsFile]
  const scheduler = programOf('scheduler', scheduling, settings)
  const secondScheduler = programOf('second scheduler', scheduling, settings)
  const workers = ['worker 1', 'worker 2'].map((name) => programOf(name, ['worker', '--concurrency', '2'], settings))
  const web = programOf('web', ['serve'], settings)
  scheduler.start()
  await scheduler.said(NIGHT_IS_SET)
  for (const program of [...workers, web]) program.start()
  for (const worker of workers) await worker.said(/^working on/)
  await web.said(/review pages/)
  const programs = [...workers, scheduler, secondScheduler, web]
  const db = connect(postgres.url)

  return {
    backend,
    keeps,
    db,
    snapshots: openSnapshotStore(join(data, 'snapshots')),
    portals,
    postgres,
    redis,
    disk,
    workers,
    scheduler,
    secondScheduler,
    web,
    programs,
    origin: `http://127.0.0.1:${port}`,
    budget: BUDGET,
    scheduleNight: async () => {
      // A busy machine may set the schedule when its tick is over: it comes again tomorrow, and another is set.
      for (let lead = LEAD_MS; ; lead *= 2) {
        await scheduler.stop()
        const tick = new Date(Date.now() + lead)
        for (const program of [scheduler, secondScheduler])
          program.configure({ settings: { ...settings, GOUJI_CRON: cronOf(tick) } })
        scheduler.start()
        await scheduler.said(NIGHT_IS_SET)
        const next = tick.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
        if (scheduler.lines().some((line) => line.includes(next))) return
      }
    },
    jobsLeft: () => jobsLeft(settings),
    close: async () => {
      for (const program of programs) program.thaw()
      await Promise.all(programs.map((program) => program.kill()))
      await db.destroy()
      await redis?.stop('kill')
      await postgres.stop('immediate')
      if (typeof disk !== 'string') disk.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The second, minute and hour of a moment in China, each day. */
function cronOf(at: Date): string {
  const [hour, minute, second] = at.toLocaleTimeString('sv-SE', { timeZone: 'Asia/Shanghai' }).split(':').map(Number)
  return `${second} ${minute} ${hour} * * *`
}

async function jobsLeft({
  DATABASE_URL,
  REDIS_URL,
}: {
  DATABASE_URL: string
  REDIS_URL?: string
}): Promise<Record<string, number>> {
  const backend = await createBackend({ databaseUrl: DATABASE_URL, redisUrl: REDIS_URL ?? null })
  const left: Record<string, number> = {}
  for (const name of QUEUE_NAMES) {
    const queue = backend.openQueue(name)
    queue.on('error', () => undefined)
    const counts = await queue.getJobCounts('wait', 'active', 'delayed', 'prioritized')
    const nights = name === 'crawl' ? await queue.getJobSchedulersCount() : 0
    await queue.close()
    for (const [state, count] of Object.entries(counts)) {
      const rest = state === 'delayed' ? count - nights : count
      if (rest > 0) left[`${name} ${state}`] = rest
    }
  }
  return left
}
