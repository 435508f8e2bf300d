import { BlockList, isIP } from 'node:net'

const LOOPBACK = listOf(['127.0.0.0/8', '::1/128'])

/** Ranges that never belong to a public site: private, link-local, shared, benchmarking, multicast, reserved. */
const PRIVATE = listOf([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
  // Ways from IPv6 to IPv4 that carry any address, private ones too.
  ...['::/96', '::ffff:0:0:0/96', '64:ff9b:1::/48', '2001::/32', '2002::/16'],
])

/**
 * Where a network that has IPv6 only puts IPv4 addresses (DNS64, RFC 6052): the translator hands the last four bytes on as they are, so that
 * these decide.
 */
const TRANSLATED = listOf(['64:ff9b::/96'])

export type AddressKind = 'loopback' | 'private' | 'public'

/** What an IP address is; an IPv4 address inside IPv6 counts as the IPv4 address. */
export function addressKind(address: string): AddressKind {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4'
  if (family === 'ipv6' && TRANSLATED.check(plain, family)) {
    const embedded = addressKind(embeddedIPv4(plain))
    // No translator leads to the machine it stands on: an address that says so is no public one.
    return embedded === 'public' ? 'public' : 'private'
  }
  if (LOOPBACK.check(plain, family)) return 'loopback'
  return PRIVATE.check(plain, family) ? 'private' : 'public'
}

/** The last four bytes of an IPv6 address, as an IPv4 address. */
function embeddedIPv4(address: string): string {
  const dotted = address.match(/(?:\d{1,3}\.){3}\d{1,3}$/)?.[0]
  if (dotted) return dotted
  // As URLs write it: at most one "::", no dots.
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split(':')
  const [high, low] = address.endsWith('::') ? [0, 0] : groups.slice(-2).map((group) => Number.parseInt(group || '0', 16))
  return [high! >> 8, high! & 255, low! >> 8, low! & 255].join('.')
}

/** What a host of an address says by itself, without asking the name service: null for an ordinary name. */
export function hostKind(hostname: string): AddressKind | null {
  const plain = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(plain) !== 0) return addressKind(plain)
  if (plain === 'localhost' || plain.endsWith('.localhost')) return 'loopback'
  return /^[^.]+$|\.(?:local|internal|lan|home\.arpa)$/.test(plain) ? 'private' : null
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits = ''] = range.split('/')
    list.addSubnet(network, Number(bits), isIP(network) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}
