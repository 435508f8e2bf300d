import { shanghaiToday } from '../../src/jobs/shanghai-time.ts'
import { type Draw, drawFrom } from '../generate/draw.ts'
import type { Night } from '../portals/district/sample-report.ts'
import { type Content, differenceOf } from './content.ts'
import { FAULTS, type Fault } from './faults.ts'
import { runNight, type Strike } from './night.ts'
import type { Intention } from './officer.ts'
import { type ChaosPortals, openChaosPortals } from './portals.ts'
import { type BackendKind, openWorld, type World } from './world.ts'

export type ChaosOptions = {
  readonly seed: number
  readonly backend: BackendKind
  /** The faults of each night, by name. */
  readonly rounds: readonly (readonly string[])[]
  /** Id of the one portal to be crawled; null: all. */
  readonly portal: string | null
  /** How many nights there are in a world before a new one is made. */
  readonly nights: Night
  readonly say: (line: string) => void
}

export type Tally = {
  readonly faults: number
  readonly lost: number
  readonly doubled: number
  readonly wrong: number
  readonly notRun: number
}

export const NOTHING: Tally = { faults: 0, lost: 0, doubled: 0, wrong: 0, notRun: 0 }

export function added(a: Tally, b: Tally): Tally {
  return {
    faults: a.faults + b.faults,
    lost: a.lost + b.lost,
    doubled: a.doubled + b.doubled,
    wrong: a.wrong + b.wrong,
    notRun: a.notRun + b.notRun,
  }
}

/** What a night without faults leaves, and how many requests it makes. Deadlines are judged by the day in China. */
type Undisturbed = { readonly day: string; readonly content: Content; readonly requests: number }

/** Lines told of each kind of difference. */
const TOLD = 12

/** Every fault that a backend can have alone, in an order drawn from the seed, then nights with several at once. */
export function plannedRounds(backend: BackendKind, { seed, only }: { seed: number; only: string }): string[][] {
  const draw = drawFrom(seed)
  const possible = FAULTS.filter((fault) => (fault.only ?? backend) === backend && fault.name.includes(only))
  const alone = shuffled(possible, draw).map(({ name }) => [name])
  if (only !== '') return alone
  const mixed = possible.filter(({ stays, mayBePartial }) => !stays && !mayBePartial)
  return [...alone, ...[1, 2].map(() => [draw.pick(mixed), draw.pick(mixed), draw.pick(mixed)].map(({ name }) => name))]
}

/** Lets faults strike nights of the sample portals, and compares what each leaves with a night without faults. */
export async function runChaos(options: ChaosOptions): Promise<Tally> {
  const { seed, backend, rounds, nights, say } = options
  const draw = drawFrom(seed + 1)
  const portals = await openChaosPortals(options.portal)
  let world: World | null = null
  let night: Night = 1
  let tally = NOTHING
  const closeWorld = async () => {
    await world?.close()
    world = null
  }
  try {
    let undisturbed = await undisturbedNights(portals, options)
    const waiting = [...rounds]
    for (let names = waiting.shift(); names !== undefined; names = waiting.shift()) {
      const faults = names.map(faultNamed)
      const keeps = faults.find((fault) => fault.keeps !== undefined)?.keeps
      if (world !== null && keeps !== undefined && (world as World).keeps !== keeps) await closeWorld()
      if (world === null) {
        if (undisturbed.some(({ day }) => day !== shanghaiToday())) undisturbed = await undisturbedNights(portals, options)
        night = 1
        portals.forget()
        world = await openWorld({ backend, portals, keeps: keeps ?? draw.chance(0.5) })
      }
      const result = await struckNight(world, {
        faults,
        night,
        draw: drawFrom(seed + 7 * draw.int(1_000_000)),
        undisturbed: undisturbed[night - 1]!,
      })
      if (undisturbed.some(({ day }) => day !== shanghaiToday())) {
        say(`${names.join(' + ')} · midnight came in between: once more`)
        waiting.unshift(names)
        await closeWorld()
        continue
      }
      for (const line of result.lines) say(line)
      tally = added(tally, result.tally)
      const { lost, doubled, wrong } = result.tally
      if (night === nights || faults.some(({ stays }) => stays) || lost + doubled + wrong > 0) await closeWorld()
      else night = 2
    }
    return tally
  } finally {
    await closeWorld()
    await portals.close()
  }
}

function faultNamed(name: string): Fault {
  const fault = FAULTS.find((each) => each.name === name)
  if (!fault) throw new Error(`There is no fault "${name}". There are: ${FAULTS.map((each) => each.name).join(', ')}.`)
  return fault
}

async function undisturbedNights(portals: ChaosPortals, { backend, nights, say }: ChaosOptions): Promise<Undisturbed[]> {
  const world = await openWorld({ backend, portals, keeps: true })
  const undisturbed: Undisturbed[] = []
  try {
    for (const night of nights === 1 ? ([1] as const) : ([1, 2] as const)) {
      const before = portals.requests().length
      const intentions = await intentionsFor(world, night)
      const day = shanghaiToday()
      const { content, state, why, wrong, seconds } = await runNight(world, { night, strikes: [], intentions, requests: null })
      if (content === null || wrong.length > 0 || state !== 'complete')
        throw new Error(`night ${night} without faults: ${state}\n${[...why, ...wrong].join('\n')}`)
      const requests = portals.requests().length - before
      const things = [...content].map(([kind, { length }]) => `${length} ${kind}`).join(', ')
      say(`night ${night} without faults · ${seconds} s · ${requests} requests · ${things}`)
      undisturbed.push({ day, content, requests })
    }
    return undisturbed
  } finally {
    await world.close()
  }
}

/** In the second night an officer decides on findings of the first, while it goes on. */
async function intentionsFor({ db }: World, night: Night): Promise<Intention[]> {
  if (night === 1) return []
  const open = await db
    .selectFrom('findings')
    .select(['id', 'fingerprint'])
    .where('state', '=', 'open')
    .orderBy('fingerprint')
    .limit(10)
    .execute()
  return open.map(({ id, fingerprint }) => ({ findingId: id, note: `已核对 ${fingerprint}` }))
}

type Round = {
  readonly faults: readonly Fault[]
  readonly night: Night
  readonly draw: Draw
  readonly undisturbed: Undisturbed
}

async function struckNight(world: World, round: Round): Promise<{ lines: string[]; tally: Tally }> {
  const { night, draw, undisturbed } = round
  const reasons = round.faults.map((fault) => ({ fault, reason: fault.notHere?.(world) ?? null }))
  const notRun = reasons.filter(({ reason }) => reason !== null).map(({ fault, reason }) => `${fault.name} · NOT RUN: ${reason}`)
  const faults = reasons.filter(({ reason }) => reason === null).map(({ fault }) => fault)
  if (faults.length === 0) return { lines: notRun, tally: { ...NOTHING, notRun: notRun.length } }

  const moments = faults.map((fault) => {
    const stage = draw.pick(fault.stages)
    return { fault, stage, share: stage === 'before' ? 0 : draw.int(90) / 100 }
  })
  const strikes = moments.map(({ fault, ...moment }): Strike => ({ ...moment, act: () => fault.strike(world, draw) }))
  const ownEnds = () => world.programs.flatMap((program) => program.ownEnds())
  const endsBefore = ownEnds().length
  const { requests } = undisturbed
  const first = await runNight(world, { night, strikes, intentions: await intentionsFor(world, night), requests })
  const isCompletedLater = first.state === 'partial' && faults.some(({ mayBePartial }) => mayBePartial)
  const last = isCompletedLater
    ? await runNight(world, { night, strikes: [], intentions: [], requests, first: first.began })
    : { ...first, wrong: [] }
  const wrong = [
    ...first.wrong,
    ...last.wrong,
    ...(last.state === 'complete' ? [] : [`the run ended as ${last.state}`, ...last.why]),
  ]
  const { lost, doubled } = last.content === null ? { lost: [], doubled: [] } : differenceOf(undisturbed.content, last.content)
  const when = moments.map(({ stage, share }) => (stage === 'before' ? stage : `${stage} ${Math.round(share * 100)} %`))
  const outcome = `${first.state ?? 'NOT ENDED'} after ${first.seconds} s${isCompletedLater ? `, the next run ${last.state}` : ''}`
  const told = `${faults.map(({ name }) => name).join(' + ')} · night ${night}, ${when.join(' + ')} · ${first.done.join('; ')} · ${outcome}`
  return {
    lines: [
      ...notRun,
      `${told} · ${lost.length} lost, ${doubled.length} doubled`,
      ...some('WRONG', wrong),
      ...some('lost', lost),
      ...some('doubled', doubled),
      ...some('note', ownEnds().slice(endsBefore)),
    ],
    tally: {
      faults: faults.length,
      lost: lost.length,
      doubled: doubled.length,
      wrong: wrong.length,
      notRun: notRun.length,
    },
  }
}

function some(what: string, things: readonly string[]): string[] {
  const rest = things.length - TOLD
  return [...things.slice(0, TOLD).map((thing) => `  ${what}: ${thing}`), ...(rest > 0 ? [`  ${what}: and ${rest} more`] : [])]
}

function shuffled<T>(all: readonly T[], draw: Draw): T[] {
  const rest = [...all]
  return all.map(() => rest.splice(draw.int(rest.length - 1), 1)[0]!)
}
