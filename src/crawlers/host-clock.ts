import { setTimeout as delay } from 'node:timers/promises'
import { said } from '../model/crawl-words.ts'
import type { HostDay, HostLedger, HostStop } from '../model/host-ledger.ts'
import type { Manners } from '../model/manners.ts'
import { quietUntil } from '../model/quiet-time.ts'
import type { DomainClock } from './domain-clock.ts'
import { registrableDomain } from './registrable-domain.ts'

/** Longest pause that a host may ask for; one that asks for more is left for the next night. */
const LONGEST_PAUSE_SECONDS = 600
const BLOCKS_UNTIL_STOP = 3
const SILENCES_UNTIL_STOP = 3
const FAILURES_UNTIL_AWAY = 3

/** It is the time of day in which portals are left to their officers: what is left of a crawl waits until `until`, and holds nothing up. */
export class QuietNow extends Error {
  readonly until: Date

  constructor(until: Date) {
    super(`no portal is asked before ${until.toISOString()}`)
    this.until = until
  }
}

export type HostClockOptions = {
  readonly url: URL
  readonly day: HostDay
  /** Seconds between two requests to its domain. */
  readonly pace: number
  readonly turns: DomainClock
  readonly ledger: HostLedger
  readonly manners: Pick<Manners, 'quiet' | 'budget'>
}

/**
 * The clock of one host in one crawl. Its requests take turns with those of all other hosts of its domain, `pace` seconds from the end of
 * one to the start of the next with some jitter on top. What goes wrong at the host makes it wait longer by itself, and keeps no other
 * host waiting; three refusals in a day, or three silences in a row, and it is asked no more.
 */
export class HostClock {
  readonly #options: HostClockOptions
  readonly #domain: string
  readonly #host: string
  #requests: number
  #pace: number
  #notBefore = 0
  #failures = 0
  #silences = 0
  /** Silences and server errors since it last answered well. */
  #unwell = 0
  #stopped: HostStop | null

  constructor(options: HostClockOptions) {
    this.#options = options
    this.#domain = registrableDomain(options.url)
    this.#host = options.url.host
    this.#pace = options.pace
    this.#requests = options.day.requests
    this.#stopped = options.day.stop
  }

  /** Null while the host is asked. */
  get stopped(): HostStop | null {
    const { budget } = this.#options.manners
    if (this.#stopped === null && this.#requests >= budget)
      return {
        outcome: 'later',
        reason: said('budget-used', budget),
      }
    return this.#stopped
  }

  /** Whether it did not answer, or with server errors, the last times. */
  get isAway(): boolean {
    return this.#unwell >= FAILURES_UNTIL_AWAY
  }

  slowDown(seconds: number): void {
    this.#pace = Math.max(this.#pace, Math.min(seconds, LONGEST_PAUSE_SECONDS))
  }

  /** Runs one request when it is its turn. @throws QuietNow */
  async take<T>(request: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    await this.#waitForHost(signal)
    this.#requests++
    const jitter = 1.02 + Math.random() * 0.3
    const place = { domain: this.#domain, host: this.#host, pauseMs: this.#pace * 1_000 * jitter }
    const inTurn = () => {
      // The turn may have been waited for until the officers came.
      this.#minds()
      return request()
    }
    return this.#options.turns.take(place, inTurn, signal)
  }

  /** The pause that the host itself has earned; others have their turns meanwhile. */
  async #waitForHost(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      this.#minds()
      const wait = this.#notBefore - Date.now()
      if (wait <= 0) return
      await delay(wait, undefined, { signal })
    }
  }

  /** Minds the hours in which officers work. */
  #minds(): void {
    const { quiet } = this.#options.manners
    const until = quiet === null ? null : quietUntil(quiet, new Date())
    if (until !== null) throw new QuietNow(until)
  }

  answered(): void {
    this.#failures = 0
    this.#silences = 0
    this.#unwell = 0
  }

  /** A server error: the host is unwell. */
  erred(retryAfter: number | null): void {
    this.failed(retryAfter)
    this.#unwell++
  }

  /** A server error or a throttle: every next one doubles the pause. `retryAfter`: seconds that the host asked for. */
  failed(retryAfter: number | null): void {
    this.#silences = 0
    if (retryAfter !== null && retryAfter > LONGEST_PAUSE_SECONDS)
      this.#stopped ??= { outcome: 'blocked', reason: said('come-back-late', retryAfter) }
    const pause = retryAfter ?? Math.min(Math.max(this.#pace, 0.25) * 2 ** ++this.#failures, LONGEST_PAUSE_SECONDS)
    this.#notBefore = Date.now() + pause * 1_000
  }

  async blocked(retryAfter: number | null): Promise<void> {
    this.failed(retryAfter)
    const blocks = await this.#options.ledger.countBlock(this.#host)
    if (blocks >= BLOCKS_UNTIL_STOP) await this.stopToday({ outcome: 'blocked', reason: said('refused-today', blocks) })
  }

  /** Nothing more is asked of the host today, by any crawl. */
  async stopToday(stop: HostStop): Promise<void> {
    this.#stopped ??= stop
    await this.#options.ledger.stopToday(this.#host, stop)
  }

  /** No answer at all: a refused or lost connection, an unknown name, a time-out. */
  silent(reason: string): void {
    const silences = this.#silences + 1
    this.erred(null)
    this.#silences = silences
    if (silences >= SILENCES_UNTIL_STOP) this.#stopped ??= { outcome: 'later', reason: said('silent', silences, reason) }
  }
}
