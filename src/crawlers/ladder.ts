import type { HostWay } from '../model/host-ledger.ts'
import type { Reply } from './send.ts'

/** What became of one attempt to reach an address. */
export type Attempt = { readonly reply: Reply; readonly failure: null } | { readonly reply: null; readonly failure: Error }

export type Reached = Attempt & { readonly way: HostWay; readonly url: URL }

const CERTIFICATE =
  /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|INVALID_CA)/
const HANDSHAKE = /^(?:EPROTO|ERR_SSL_|ERR_TLS_)/
const PLAIN_HTTP_THERE = /WRONG_VERSION_NUMBER|wrong version number|packet length too long|HTTP_REQUEST/
const LOST_IN_HANDSHAKE = /before secure TLS connection was established/
const TLS_WANTED = /plain HTTP request was sent to HTTPS port/i

/**
 * The next step down for a host (portals differ, and for one host it stays the same): strict TLS, TLS as old as the host, a certificate
 * that cannot be verified, the other scheme. Null where another way would not help.
 */
export function nextWay(way: HostWay, url: URL, { reply, failure }: Attempt): HostWay | null {
  if (way === 'http' || way === 'https') return null
  const other = url.protocol === 'https:' ? 'http' : 'https'
  // The other scheme has another port: of an address that names one it is not known.
  const hasOther = url.port === '' || url.protocol === 'https:'
  if (reply !== null) {
    const isRefused =
      reply.status === 403 || (reply.status === 400 && TLS_WANTED.test(Buffer.from(reply.bytes).toString('latin1')))
    return isRefused && hasOther ? other : null
  }
  const { code = '', message } = failure as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return url.port === '' ? other : null
  if (url.protocol === 'http:') return null
  if (PLAIN_HTTP_THERE.test(`${code} ${message}`)) return other
  if (CERTIFICATE.test(code)) return way === 'unverified' ? other : 'unverified'
  if (HANDSHAKE.test(code) || LOST_IN_HANDSHAKE.test(message)) return way === 'strict' ? 'legacy' : other
  return null
}

/** The address as this way asks for it. */
function addressBy(way: HostWay, url: URL): URL {
  if (way !== 'http' && way !== 'https') return url
  const address = new URL(url)
  address.protocol = `${way}:`
  return address
}

/** What an attempt by one way was, and which way to try next. */
type Step = { readonly reached: Reached; readonly next: HostWay | null }

/**
 * Reaches an address by the way that its host is known to need, else down the ladder, each step once. Where no step helps, what the first
 * one said is what counts. `canSwitch`: whether a refusal by one scheme is reason enough to try the other.
 */
export async function reach(
  url: URL,
  known: HostWay,
  canSwitch: boolean,
  attempt: (url: URL, way: HostWay) => Promise<Attempt>,
): Promise<Reached> {
  const step = async (way: HostWay): Promise<Step> => {
    const address = addressBy(way, url)
    const reached: Reached = { ...(await attempt(address, way)), way, url: address }
    const isSwitch = reached.reply !== null && !canSwitch
    return { reached, next: isSwitch ? null : nextWay(way, url, reached) }
  }
  const first = await step(known)
  for (let next = first.next; next !== null; ) {
    const lower = await step(next)
    if (lower.reached.reply !== null && !isRefusal(lower.reached.reply, url)) return lower.reached
    next = lower.next
  }
  return first.reached
}

/** Refused there as well, or sent back to where we came from. */
function isRefusal({ status, headers }: Reply, url: URL): boolean {
  if (status === 403 || status === 400) return true
  const { location } = headers
  return (
    status >= 300 &&
    status < 400 &&
    location !== undefined &&
    URL.canParse(location, url) &&
    new URL(location, url).href === url.href
  )
}
