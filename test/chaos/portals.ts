import { parse, stringify } from 'yaml'
import type { Night } from '../portals/district/sample-report.ts'
import { type LoggedRequest, type SamplePortals, startSamplePortals } from '../portals/start-sample-portals.ts'

/** The sample portals at addresses that stay the same, however often they are cut off. */
export type ChaosPortals = {
  readonly portalsYaml: string
  /** Seconds that each host wants between two requests. */
  readonly pace: ReadonlyMap<string, number>
  /** Every request since the last call of `forget`, the first one first. */
  readonly requests: () => readonly LoggedRequest[]
  readonly forget: () => void
  readonly serve: (night: Night) => Promise<void>
  /** Breaks every connection and takes no new one. */
  readonly cut: () => Promise<void>
  readonly restore: () => Promise<void>
  readonly close: () => Promise<void>
}

/** An answer takes a moment, so that two requests at once on a host are seen. */
const ANSWER_AFTER_MS = 15

/** `only`: id of the one portal to be crawled; all three are served. */
export async function openChaosPortals(only: string | null): Promise<ChaosPortals> {
  const basePort = 20_000 + Math.floor(Math.random() * 10_000)
  let night: Night = 1
  let earlier: LoggedRequest[] = []
  let forgotten = 0
  let serving: SamplePortals | null = await startSamplePortals({ basePort, night, answerAfterMs: ANSWER_AFTER_MS })
  const { portals: all, ...rest } = parse(serving.portalsYaml) as {
    portals: readonly { readonly id: string; readonly host: string; readonly pace: number }[]
  }
  const portals = all.filter(({ id }) => only === null || id === only)
  const logged = () => [...earlier, ...(serving?.log ?? [])]
  const cut = async () => {
    earlier = logged()
    const stopped = serving
    serving = null
    await stopped?.close()
  }
  const restore = async () => {
    serving ??= await startSamplePortals({ basePort, night, answerAfterMs: ANSWER_AFTER_MS })
  }
  return {
    portalsYaml: stringify({ ...rest, portals }),
    pace: new Map(portals.map(({ host, pace }) => [host, pace])),
    requests: () => logged().slice(forgotten),
    forget: () => {
      forgotten = logged().length
    },
    serve: async (wanted) => {
      night = wanted
      await cut()
      await restore()
    },
    cut,
    restore,
    close: cut,
  }
}
