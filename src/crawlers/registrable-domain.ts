import { getDomain } from 'tldts'
import { hostKind } from './address-kind.ts'

/**
 * What shares one clock: everything under a registrable domain, as the Public Suffix List has it. `gov.cn` is a public suffix there, so
 * that all hosts of `zibo.gov.cn` are one. An IP address is one machine, whatever its ports; on this machine
 * each port is a sample site of its own.
 */
export function registrableDomain(url: URL): string {
  if (hostKind(url.hostname) === 'loopback') return url.host
  return getDomain(url.hostname) ?? url.hostname
}
