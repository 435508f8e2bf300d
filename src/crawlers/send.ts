import { isUtf8 } from 'node:buffer'
import { constants } from 'node:crypto'
import type { LookupAddress, LookupOptions } from 'node:dns'
import { lookup as lookUp } from 'node:dns/promises'
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { Header } from '../model/crawl.ts'
import type { HostWay, TlsState } from '../model/host-ledger.ts'
import { addressKind, hostKind } from './address-kind.ts'
import { readBody } from './body.ts'

export { TooLarge } from './body.ts'

/**
 * How long a host may keep silent, and how long an answer may take as a whole: slow portals have large scans. After `rateAfterMs` at least
 * `leastRate` bytes must come in a second: one that drips would keep its turn for the whole time.
 */
const LIMITS = { silentMs: 60_000, wholeMs: 15 * 60_000, rateAfterMs: 90_000, leastRate: 256 }

/**
 * Whether a request went out on a connection that was kept from the last one and was closed without an answer: most likely it was closed in
 * the meantime, and the same request on a new one is answered.
 */
export function isStale(error: Error): boolean {
  return stale.has(error)
}

const stale = new WeakSet<Error>()

/** The host leads to an address that its portal may not use: this machine or a private network, or, for a sample, anything else. */
export class RefusedAddress extends Error {}

type Message = {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}
export type Reply = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Uint8Array
  readonly tls: TlsState
  readonly statusLine: string
  /** The headers in the order and letters in which they came. */
  readonly headerLines: readonly Header[]
  /** IP address that answered. */
  readonly address: string | null
}

/** How a connection is made; by which scheme stands in the address. */
type TlsWay = Exclude<HostWay, 'http' | 'https'>

export type Sender = {
  /** Sends one request and reads the whole answer; redirects are not followed. */
  readonly send: (url: URL, message: Message, signal: AbortSignal | undefined, way?: TlsWay) => Promise<Reply>
  readonly close: () => void
}

type Resolve = (hostname: string, options: LookupOptions & { all: true }) => Promise<LookupAddress[]>

/**
 * Opens connections that are kept between requests, one a host. Every address a name resolves to is checked on the very look-up
 * that the connection uses, so that a name cannot point elsewhere between check and use.
 */
export function openSender(
  allowed: 'loopback' | 'public',
  limits: Partial<typeof LIMITS> = {},
  resolve: Resolve = lookUp,
): Sender {
  const check = (address: string) => checkAddress(address, allowed)
  const lookup = (
    hostname: string,
    options: LookupOptions,
    done: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
  ) => {
    resolve(hostname, { ...options, all: true }).then(
      (addresses) => {
        try {
          for (const { address } of addresses) check(address)
        } catch (error) {
          return done(error as Error, [])
        }
        // Portals have AAAA records that nobody answers; the other addresses are tried one after the other.
        const ordered = addresses.toSorted((a, b) => a.family - b.family)
        return options.all ? done(null, ordered) : done(null, ordered[0]?.address ?? '', ordered[0]?.family)
      },
      (error: NodeJS.ErrnoException) => done(error, []),
    )
  }
  const common = { keepAlive: true, maxSockets: 1, lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 10_000 }
  const plain = new HttpAgent(common)
  const secure: Record<TlsWay, HttpsAgent> = {
    strict: new HttpsAgent(common),
    legacy: new HttpsAgent({ ...common, ...LEGACY }),
    unverified: new HttpsAgent({ ...common, ...LEGACY, rejectUnauthorized: false }),
  }
  const agents = [plain, ...Object.values(secure)]

  const attempt = (url: URL, message: Message, signal: AbortSignal | undefined, way: TlsWay): Promise<Reply> => {
    const own = hostKind(url.hostname)
    if (own !== null && /^[\d.]+$|:/.test(url.hostname)) check(url.hostname.replace(/^\[|\]$/g, ''))
    const isSecure = url.protocol === 'https:'
    return new Promise((resolve, reject) => {
      const { method, headers } = message
      const request = (isSecure ? httpsRequest : httpRequest)(url, {
        method,
        headers,
        agent: isSecure ? secure[way] : plain,
        signal,
      })
      const patience = watch({ ...LIMITS, ...limits }, (reason) => request.destroy(reason))
      const failed = (error: Error) => {
        patience.end()
        reject(patience.givenUp() ?? error)
      }
      let isAnswered = false
      request.on('error', (error: NodeJS.ErrnoException) => {
        const isClosed = error.code === 'ECONNRESET' || error.code === 'EPIPE'
        if (isClosed && request.reusedSocket && !isAnswered) stale.add(error)
        failed(error)
      })
      request.on('response', (response) => {
        isAnswered = true
        const tls = tlsStateOf(response, way)
        const address = response.socket.remoteAddress ?? null
        patience.heard(0)
        readBody(response, patience.heard).then((bytes) => {
          patience.end()
          const { statusCode: status = 0, headers } = response
          resolve({
            status,
            headers,
            bytes,
            tls,
            statusLine: statusLineOf(response),
            headerLines: headerLinesOf(response),
            address,
          })
        }, failed)
      })
      request.end(message.body ?? undefined)
    })
  }

  return {
    send: async (url, message, signal, way = 'strict') => attempt(url, message, signal, way),
    close: () => {
      for (const agent of agents) agent.destroy()
    },
  }
}

/**
 * For hosts whose TLS is older than what OpenSSL 3 accepts: renegotiation without RFC 5746, SHA-1 and short keys, TLS 1.0; and one curve,
 * since some answer with a point of it that is not on the curve they were offered.
 */
const LEGACY = {
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
  ciphers: 'DEFAULT:@SECLEVEL=0',
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.2',
  ecdhCurve: 'prime256v1',
} as const

function checkAddress(address: string, allowed: 'loopback' | 'public'): void {
  if (addressKind(address) === allowed) return
  throw new RefusedAddress(
    allowed === 'public'
      ? `its address ${address} belongs to this machine or a private network`
      : `its address ${address} is not on this machine, and the portal is marked as a sample`,
  )
}

function tlsStateOf(response: IncomingMessage, way: TlsWay): TlsState {
  const socket = response.socket as TLSSocket
  if (!socket.encrypted) return 'plain'
  if (!socket.authorized) return 'unverified'
  return way === 'strict' ? 'verified' : 'legacy'
}

function statusLineOf({ httpVersion, statusCode, statusMessage }: IncomingMessage): string {
  return `HTTP/${httpVersion} ${statusCode} ${textOf(statusMessage ?? '')}`
}

function headerLinesOf({ rawHeaders }: IncomingMessage): Header[] {
  return rawHeaders.flatMap((name, index): Header[] => (index % 2 === 0 ? [[name, textOf(rawHeaders[index + 1] ?? '')]] : []))
}

/** Node reads headers as Latin-1; portals write file names in UTF-8. */
function textOf(value: string): string {
  const bytes = Buffer.from(value, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : value
}

type Patience = {
  /** `bytes`: how many of the body have come so far. */
  readonly heard: (bytes: number) => void
  /** Why the answer was not waited for any longer; null while it is. */
  readonly givenUp: () => Error | null
  readonly end: () => void
}

/** Watches over the time that an answer takes. */
function watch({ silentMs, wholeMs, rateAfterMs, leastRate }: typeof LIMITS, stop: (reason: Error) => void): Patience {
  const started = Date.now()
  let givenUp: Error | null = null
  const giveUp = (reason: string) => {
    givenUp ??= new Error(reason)
    stop(givenUp)
  }
  let heardAt = started
  let look: NodeJS.Immediate | undefined
  // After work that kept this process busy, timers come before what has arrived meanwhile: it is read first, and then looked at.
  const silence = setTimeout(() => {
    const last = heardAt
    look = setImmediate(() => {
      if (heardAt === last) giveUp(`no answer for ${silentMs / 1_000} s`)
    })
  }, silentMs)
  return {
    heard: (bytes) => {
      heardAt = Date.now()
      silence.refresh()
      const elapsed = Date.now() - started
      if (elapsed > wholeMs) giveUp(`no complete answer within ${wholeMs / 1_000} s`)
      else if (bytes > 0 && elapsed > rateAfterMs && bytes < (leastRate * elapsed) / 1_000)
        giveUp(`less than ${leastRate} bytes a second; too slow to be read`)
    },
    givenUp: () => givenUp,
    end: () => {
      clearTimeout(silence)
      clearImmediate(look)
    },
  }
}
