/**
 * How a host is reached: strictly; with old ciphers and renegotiation; over a certificate that cannot be verified, where nothing is sent;
 * or always by one scheme, whichever its addresses name.
 */
export type HostWay = 'strict' | 'legacy' | 'unverified' | 'http' | 'https'

/** How an answer came: `legacy` is a valid certificate over old TLS, `plain` is HTTP. */
export type TlsState = 'verified' | 'legacy' | 'unverified' | 'plain'

/** Why nothing more is asked of a host. */
export type HostStop = { readonly outcome: 'blocked' | 'later' | 'needs-human'; readonly reason: string }

/** What happened at a host today, in China, over all crawls on all machines. */
export type HostDay = {
  readonly requests: number
  /** Refusals. */
  readonly blocks: number
  readonly stop: HostStop | null
  /** What it shows for an address that does not exist, in words; empty where it says so by its status; null when it was not asked. */
  readonly notThere: string | null
}

/** What is remembered of a host from night to night. */
export type HostMemory = {
  readonly way: HostWay
  /** Since when its robots.txt answers with server errors (ISO); null while it does not. */
  readonly robotsFailingSince: string | null
  /** A browser had to pass a challenge of the host lately. */
  readonly needsBrowser: boolean
}

type Turn = { readonly domain: string; readonly host: string; readonly holder: string; readonly pauseMs: number }

/** What all crawls have in common about the hosts they ask: one clock for each registrable domain, and the account of each host. */
export type HostLedger = {
  /** Takes the turn of a domain and counts a request of the host. Gives 0, or the milliseconds after which to ask again. */
  readonly takeTurn: (turn: Turn) => Promise<number>
  /** Says that the holder still works on its request: a turn that is not kept is taken away. */
  readonly keepTurn: (domain: string, holder: string) => Promise<void>
  readonly endTurn: (domain: string, holder: string) => Promise<void>
  readonly today: (host: string) => Promise<HostDay>
  /** Counts a refusal and gives how many there were today. */
  readonly countBlock: (host: string) => Promise<number>
  readonly stopToday: (host: string, stop: HostStop) => Promise<void>
  readonly keepNotThere: (host: string, words: string) => Promise<void>
  readonly recall: (host: string) => Promise<HostMemory>
  readonly remember: (host: string, memory: Partial<HostMemory>) => Promise<void>
}
