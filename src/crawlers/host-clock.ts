import { setTimeout as delay } from 'node:timers/promises'

/** Longest pause that a host may ask for; one that asks for more is left for the next night. */
const LONGEST_PAUSE_SECONDS = 600
const BLOCKS_UNTIL_STOP = 3
const SILENCES_UNTIL_STOP = 3

/** Why nothing more is asked of a host in this crawl. */
type Stopped = { readonly outcome: 'blocked' | 'later'; readonly reason: string }

/** One turn after the other on a host, over all crawls of this process: two portals on one host share it. */
type Turn = { last: Promise<unknown>; endedAt: number }
const turns = new Map<string, Turn>()

/**
 * The clock of one host in one crawl: one request at a time, `pace` seconds from the end of one to the start of the next with
 * some jitter on top, longer after failures, none at all once the host has blocked us or kept silent three times.
 */
export class HostClock {
  readonly #turn: Turn
  #pace: number
  #notBefore = 0
  #failures = 0
  #blocks = 0
  #silences = 0
  #stopped: Stopped | null = null

  constructor(host: string, paceSeconds: number) {
    this.#turn = turns.get(host) ?? { last: Promise.resolve(), endedAt: 0 }
    turns.set(host, this.#turn)
    this.#pace = paceSeconds
  }

  /** Null while the host is asked. */
  get stopped(): Stopped | null {
    return this.#stopped
  }

  slowDown(seconds: number): void {
    this.#pace = Math.max(this.#pace, Math.min(seconds, LONGEST_PAUSE_SECONDS))
  }

  /** Runs one request when it is its turn. */
  async take<T>(request: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const turn = this.#turn.last.then(async () => {
      const jitter = 1.02 + Math.random() * 0.25
      const due = Math.max(this.#turn.endedAt + this.#pace * 1_000 * jitter, this.#notBefore)
      const wait = due - Date.now()
      if (wait > 0) await delay(wait, undefined, { signal })
      signal?.throwIfAborted()
      return request().finally(() => {
        this.#turn.endedAt = Date.now()
      })
    })
    this.#turn.last = turn.catch(() => undefined)
    return turn
  }

  answered(): void {
    this.#failures = 0
    this.#silences = 0
  }

  /** A server error or a throttle: every next one doubles the pause. `retryAfter`: seconds that the host asked for. */
  failed(retryAfter: number | null): void {
    this.#silences = 0
    if (retryAfter !== null && retryAfter > LONGEST_PAUSE_SECONDS)
      this.#stopped ??= { outcome: 'blocked', reason: `the host asks to come back after ${retryAfter} s` }
    const pause = retryAfter ?? Math.min(Math.max(this.#pace, 0.25) * 2 ** ++this.#failures, LONGEST_PAUSE_SECONDS)
    this.#notBefore = Date.now() + pause * 1_000
  }

  blocked(retryAfter: number | null): void {
    this.failed(retryAfter)
    if (++this.#blocks >= BLOCKS_UNTIL_STOP)
      this.#stopped ??= { outcome: 'blocked', reason: `the host refused ${this.#blocks} requests` }
  }

  /** No answer at all: a refused or lost connection, an unknown name, a time-out. */
  silent(reason: string): void {
    const silences = this.#silences + 1
    this.failed(null)
    this.#silences = silences
    if (silences >= SILENCES_UNTIL_STOP)
      this.#stopped ??= { outcome: 'later', reason: `the host did not answer ${silences} times in a row (${reason})` }
  }
}
