import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { HostLedger } from '../model/host-ledger.ts'

/** A turn is kept up while its request goes on, so that it can be taken over soon when its process dies. */
const KEEP_EVERY_MS = 20_000

/** Who waits for a domain in this process: one after the other, so that one at a time asks the ledger. */
const queues = new Map<string, Promise<unknown>>()

/** When this process was last done with a domain, in ms of `performance.now()`: before the pause is over the ledger need not be asked. */
const ends = new Map<string, number>()

export type DomainClock = {
  /** Runs one request when it is the domain's turn, `pauseMs` after the end of the last one at the earliest. */
  readonly take: <T>(at: Place, request: () => Promise<T>, signal: AbortSignal | undefined) => Promise<T>
}
type Place = { readonly domain: string; readonly host: string; readonly pauseMs: number }

/**
 * One request at a time on a registrable domain, by whichever crawl, process or machine: turns are taken in the ledger they share. Nothing
 * but the turn itself is held while the network is waited for.
 */
export function openDomainClock(ledger: HostLedger): DomainClock {
  const holder = randomUUID()

  const inTurn = async <T>(at: Place, request: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    const pauseLeft = (ends.get(at.domain) ?? Number.NEGATIVE_INFINITY) + at.pauseMs - performance.now()
    if (pauseLeft > 0) await delay(Math.ceil(pauseLeft), undefined, { signal })
    for (;;) {
      signal?.throwIfAborted()
      const wait = await ledger.takeTurn({ ...at, holder })
      if (wait === 0) break
      await delay(Math.ceil(wait), undefined, { signal })
    }
    let lost: unknown = null
    const keeping = setInterval(() => {
      ledger.keepTurn(at.domain, holder).catch((error: unknown) => {
        lost ??= error
      })
    }, KEEP_EVERY_MS)
    const result = await request().finally(async () => {
      clearInterval(keeping)
      await ledger.endTurn(at.domain, holder)
      ends.set(at.domain, performance.now())
    })
    if (lost !== null) throw lost
    return result
  }

  return {
    take: (at, request, signal) => {
      const before = queues.get(at.domain) ?? Promise.resolve()
      const turn = before.then(() => inTurn(at, request, signal))
      const over = turn.catch(() => undefined)
      queues.set(at.domain, over)
      over.then(() => {
        if (queues.get(at.domain) === over) queues.delete(at.domain)
      })
      return turn
    },
  }
}
