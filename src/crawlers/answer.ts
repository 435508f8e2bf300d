import type { FetchOutcome } from '../model/crawl.ts'
import { said } from '../model/crawl-words.ts'
import type { TlsState } from '../model/host-ledger.ts'
import { RefusedAddress, type Reply, TooLarge } from './send.ts'

/** What came back for an address, after redirects. `bytes` is null unless the outcome is `ok` or `unchanged`. */
export type Answer = {
  readonly url: string
  readonly finalUrl: string
  readonly status: number | null
  readonly outcome: FetchOutcome
  readonly bytes: Uint8Array | null
  readonly sha256: string | null
  /** The decoded text, for pages; null for files. */
  readonly text: string | null
  readonly contentType: string | null
  readonly lastModified: string | null
  /** How the last answer came; null where none did, or where it was known already. */
  readonly tls: TlsState | null
  /** What went wrong, in a few words. */
  readonly error: string | null
  /** Nothing more is asked of the host in this crawl. */
  readonly isHostStopped: boolean
}

/** Over a certificate that cannot be verified nothing is sent but the plain question for a page. */
export class NothingSent extends Error {}

/** What a request that brought no answer comes to. */
export function failureOf(failure: Error): { outcome: FetchOutcome; error: string } {
  if (failure instanceof RefusedAddress || failure instanceof NothingSent)
    return { outcome: 'refused-host', error: failure.message }
  if (failure instanceof TooLarge) return { outcome: 'too-large', error: failure.message }
  const { code = '' } = failure as NodeJS.ErrnoException
  return { outcome: 'later', error: NETWORK_ERRORS[code] ?? failure.message }
}

const NETWORK_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: said('connection-refused'),
  ECONNRESET: said('connection-closed'),
  ENOTFOUND: said('name-unknown'),
  EAI_AGAIN: said('name-service-away'),
  ETIMEDOUT: said('no-answer'),
  EHOSTUNREACH: said('host-unreachable'),
  ENETUNREACH: said('network-unreachable'),
  CERT_HAS_EXPIRED: said('certificate-expired'),
  DEPTH_ZERO_SELF_SIGNED_CERT: said('certificate-own'),
  ERR_TLS_CERT_ALTNAME_INVALID: said('certificate-of-other'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: said('certificate-unverified'),
}

/** Why an answer is no page, in a few words. */
export function reasonOf(outcome: FetchOutcome, reply: Reply): string {
  switch (outcome) {
    case 'gone':
      return said('page-gone', reply.status)
    case 'soft-404':
      return said('says-gone')
    case 'blocked':
      return said('request-refused', reply.status)
    case 'needs-human':
      return said('captcha')
    default:
      if (reply.status === 304) return said('unchanged-unknown')
      return reply.status === 200 ? said('answer-empty') : said('server-error', reply.status)
  }
}

/** An article or column that leads to the home page is not there any more. */
export function isHomePage(start: string, end: string): boolean {
  const [from, to] = [new URL(start), new URL(end)]
  return from.pathname.length > 1 && from.href !== to.href && /^\/(?:index\.\w+)?$/.test(to.pathname) && to.search === ''
}

/** Seconds after which the host asks to come back; null where it says none. */
export function retryAfterOf(reply: Reply): number | null {
  const value = reply.headers['retry-after']
  if (value === undefined) return null
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000
  return Number.isNaN(seconds) ? null : Math.max(0, Math.ceil(seconds))
}

export function charsetOf(contentType: string | null): string | undefined {
  return contentType?.match(/charset\s*=\s*["']?([\w-]+)/i)?.[1]
}
