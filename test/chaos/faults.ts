import { setTimeout as delay } from 'node:timers/promises'
import type { Draw } from '../generate/draw.ts'
import type { Program } from './program.ts'
import type { BackendKind, World } from './world.ts'

/** When a fault strikes: how far the night is, and whether it may be before it has begun. */
export type Stage = 'before' | 'crawl' | 'extract' | 'check' | 'audit'

export type Fault = {
  readonly name: string
  /** Where it can happen; left out: on every backend. */
  readonly only?: BackendKind
  /** Whether Redis is to keep on disk what it holds, where that matters. */
  readonly keeps?: boolean
  readonly stages: readonly Stage[]
  /** Why it cannot be tried in this world; null where it can. */
  readonly notHere?: (world: World) => string | null
  /** Strikes, and ends when everything runs again. Returns what was done, in words. */
  readonly strike: (world: World, draw: Draw) => Promise<string>
  /** The night may end as `partial`, since something was away for longer than a night waits; the next one has to bring all. */
  readonly mayBePartial?: boolean
  /** What it changes stays (a wrong clock; findings that came and went): no other night follows in the same world. */
  readonly stays?: boolean
}

const LONG_STAGES = ['crawl', 'extract', 'check'] as const
const ALL_STAGES = ['crawl', 'extract', 'check', 'audit'] as const

export const FAULTS: readonly Fault[] = [
  {
    name: 'kill a worker',
    stages: ALL_STAGES,
    strike: async ({ workers }, draw) => await killed([draw.pick(workers)], draw),
  },
  { name: 'kill all workers', stages: ALL_STAGES, strike: async ({ workers }, draw) => await killed(workers, draw) },
  {
    name: 'kill workers again and again',
    stages: LONG_STAGES,
    strike: async ({ workers }, draw) => {
      const times = 3 + draw.int(2)
      for (let time = 0; time < times; time++) {
        await killed([draw.pick(workers)], draw)
        await delay(1_000 + draw.int(4_000))
      }
      return `kill -9 of workers, ${times} times`
    },
  },
  {
    name: 'freeze a worker',
    stages: LONG_STAGES,
    strike: async ({ workers }, draw) => {
      const worker = draw.pick(workers)
      worker.freeze()
      const seconds = 35 + draw.int(20)
      await delay(seconds * 1_000)
      worker.thaw()
      return `${worker.name} stood still for ${seconds} s, longer than its locks hold`
    },
  },
  {
    name: 'drain the workers',
    stages: LONG_STAGES,
    strike: async ({ workers }) => {
      const statuses: (number | null)[] = []
      for (const worker of workers) {
        statuses.push(await worker.stop())
        worker.start()
        await worker.said(/^working on/)
      }
      if (statuses.some((status) => status !== 0))
        throw new Error(`a worker that was asked to stop ended with ${statuses.join(', ')}`)
      return 'SIGTERM to one worker after the other, each started again'
    },
  },
  {
    name: 'kill the scheduler',
    stages: ['before', ...LONG_STAGES],
    strike: async ({ scheduler }, draw) => await killed([scheduler], draw),
  },
  {
    name: 'two schedulers',
    stages: ['before'],
    strike: async ({ scheduler, secondScheduler }, draw) => {
      secondScheduler.start()
      await secondScheduler.said(/the next crawl starts/)
      await delay(draw.int(8_000))
      await killed([scheduler], draw)
      return 'two schedulers, one of them killed and started again'
    },
  },
  { name: 'kill the web process', stages: LONG_STAGES, strike: async ({ web }, draw) => await killed([web], draw) },
  {
    name: 'kill everything of ours',
    stages: ALL_STAGES,
    strike: async ({ workers, scheduler, web }, draw) => await killed([...workers, scheduler, web], draw),
  },
  {
    name: 'restart PostgreSQL',
    stages: ALL_STAGES,
    strike: async (world, draw) => `PostgreSQL stopped, ${await withoutPostgres(world, 'fast', draw)}`,
  },
  {
    name: 'stop PostgreSQL at once',
    stages: ALL_STAGES,
    strike: async (world, draw) => `PostgreSQL stopped at once, ${await withoutPostgres(world, 'immediate', draw)}`,
  },
  {
    name: 'kill PostgreSQL',
    stages: ALL_STAGES,
    strike: async (world, draw) => `kill -9 of PostgreSQL, ${await withoutPostgres(world, 'kill', draw)}`,
  },
  {
    name: 'restart Redis, which keeps',
    only: 'redis',
    keeps: true,
    stages: ['before', ...ALL_STAGES],
    strike: async (world, draw) => `Redis stopped, ${await withoutRedis(world, 'gently', draw)}`,
  },
  {
    name: 'kill Redis, which keeps',
    only: 'redis',
    keeps: true,
    stages: ['before', ...ALL_STAGES],
    strike: async (world, draw) => `kill -9 of Redis, ${await withoutRedis(world, 'kill', draw)}`,
  },
  {
    name: 'lose Redis',
    only: 'redis',
    keeps: false,
    stages: ['before', ...ALL_STAGES],
    strike: async (world, draw) => `Redis stopped and everything in it lost, ${await withoutRedis(world, 'kill', draw)}`,
  },
  {
    name: 'switch the machine off',
    stages: ALL_STAGES,
    strike: async (world, draw) => {
      const ours = [...world.workers, world.scheduler, world.web]
      await Promise.all([...ours.map((program) => program.kill()), world.postgres.stop('immediate'), world.redis?.stop('kill')])
      const away = await pause(draw)
      await Promise.all([world.postgres.start(), world.redis?.start()])
      for (const program of ours) program.start()
      return `kill -9 of everything, servers too, ${away}`
    },
  },
  {
    name: 'fill the disk',
    stages: ['crawl'],
    notHere: ({ disk }) => (typeof disk === 'string' ? disk : null),
    strike: async ({ disk }, draw) => {
      if (typeof disk === 'string') throw new Error(disk)
      disk.fill()
      const seconds = 10 + draw.int(30)
      await delay(seconds * 1_000)
      disk.makeRoom()
      return `no room for snapshots for ${seconds} s`
    },
  },
  {
    name: 'cut the portals for a moment',
    stages: ['crawl'],
    mayBePartial: true,
    stays: true,
    strike: async ({ portals }, draw) => `the portals were cut, ${await withoutPortals(portals, 300 + draw.int(500))}`,
  },
  {
    name: 'cut the portals',
    stages: ['crawl'],
    mayBePartial: true,
    stays: true,
    strike: async ({ portals }, draw) => `the portals were cut, ${await withoutPortals(portals, 20_000 + draw.int(20_000))}`,
  },
  {
    name: 'skew a clock',
    stays: true,
    stages: ['before', 'crawl'],
    strike: async ({ workers }, draw) => {
      const worker = draw.pick(workers)
      const minutes = draw.pick([-180, -17, 17, 180])
      worker.configure({ clockShiftMs: minutes * 60_000 })
      await worker.kill()
      worker.start()
      return `the clock of ${worker.name} is ${Math.abs(minutes)} min ${minutes > 0 ? 'fast' : 'slow'}`
    },
  },
]

async function killed(programs: readonly Program[], draw: Draw): Promise<string> {
  await Promise.all(programs.map((program) => program.kill()))
  const away = await pause(draw)
  for (const program of programs) program.start()
  return `kill -9 of ${programs.map(({ name }) => name).join(', ')}, ${away}`
}

async function withoutPostgres({ postgres }: World, how: 'fast' | 'immediate' | 'kill', draw: Draw): Promise<string> {
  await postgres.stop(how)
  const away = await pause(draw)
  await postgres.start()
  return away
}

async function withoutRedis({ redis }: World, how: 'gently' | 'kill', draw: Draw): Promise<string> {
  await redis?.stop(how)
  const away = await pause(draw)
  await redis?.start()
  return away
}

async function withoutPortals(portals: World['portals'], awayMs: number): Promise<string> {
  await portals.cut()
  await delay(awayMs)
  await portals.restore()
  return `away for ${(awayMs / 1_000).toFixed(1)} s`
}

async function pause(draw: Draw): Promise<string> {
  const milliseconds = 100 + draw.int(draw.chance(0.3) ? 12_000 : 3_000)
  await delay(milliseconds)
  return `away for ${(milliseconds / 1_000).toFixed(1)} s`
}
