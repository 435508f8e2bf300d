import type { HostDay, HostLedger, HostMemory } from '../model/host-ledger.ts'

const UNKNOWN: HostMemory = { way: 'strict', robotsFailingSince: null, needsBrowser: false }
const NEW_DAY: HostDay = { requests: 0, blocks: 0, stop: null, notThere: null }

/** When the last request of a domain ended, and who has one on its way: one clock for all crawls of this process. */
const clocks = new Map<string, { holder: string | null; endedAt: number }>()
const HELD_POLL_MS = 50

/** The ledger of a crawl that keeps nothing: one that a person tries, or a test. Only the clocks are shared, within this process. */
export function openMemoryLedger(): HostLedger {
  const days = new Map<string, HostDay>()
  const memories = new Map<string, HostMemory>()
  const today = (host: string) => days.get(host) ?? NEW_DAY
  const note = (host: string, change: Partial<HostDay>) => days.set(host, { ...today(host), ...change })
  const recall = (host: string) => memories.get(host) ?? UNKNOWN
  return {
    takeTurn: async ({ domain, host, holder, pauseMs }) => {
      const clock = clocks.get(domain) ?? { holder: null, endedAt: 0 }
      clocks.set(domain, clock)
      if (clock.holder !== null) return HELD_POLL_MS
      const wait = clock.endedAt + pauseMs - Date.now()
      if (wait > 0) return wait
      clock.holder = holder
      note(host, { requests: today(host).requests + 1 })
      return 0
    },
    keepTurn: async () => undefined,
    endTurn: async (domain, holder) => {
      if (clocks.get(domain)?.holder === holder) clocks.set(domain, { holder: null, endedAt: Date.now() })
    },
    today: async (host) => today(host),
    countBlock: async (host) => {
      note(host, { blocks: today(host).blocks + 1 })
      return today(host).blocks
    },
    stopToday: async (host, stop) => void note(host, { stop }),
    keepNotThere: async (host, notThere) => void note(host, { notThere }),
    recall: async (host) => recall(host),
    remember: async (host, memory) => void memories.set(host, { ...recall(host), ...memory }),
  }
}
