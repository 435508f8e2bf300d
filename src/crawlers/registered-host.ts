import { hostKind } from './address-kind.ts'

/** What is wrong with a host as written in a portals file, and what to do; null where it can be used. */
export function hostProblem(host: string, sample: boolean): string | null {
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null
  if (url === null || hostOf(host, 'http:') === null)
    return `"${host}" is not a host; write it as in the address, without scheme and path, such as www.example.gov.cn`
  const kind = hostKind(url.hostname)
  if (sample)
    return kind === 'loopback'
      ? null
      : `"${host}" is not on this machine; a sample portal must be on 127.0.0.1 – or remove "sample: true"`
  if (kind === 'loopback' || kind === 'private')
    return `"${host}" is an address of this machine or of a private network; only a portal marked "sample: true" may be on 127.0.0.1`
  return null
}

/** The host as `URL.host` gives it for this scheme, or null where `host` holds more than a host and a port. */
export function hostOf(host: string, protocol: string): string | null {
  const url = URL.canParse(`${protocol}//${host}`) ? new URL(`${protocol}//${host}`) : null
  return url !== null && url.href === `${protocol}//${url.host}/` && !host.endsWith('/') ? url.host : null
}
