import type { Draw } from '../../generate/draw.ts'
import type { HostName, WorldHost } from './hosts.ts'
import { HTTPS_HOSTS, type WorldFault } from './start-sixteen.ts'

/** Of a host that answers so, nothing more is asked after a few requests; others are tried again for each of their columns. */
const ENDS_SOON: readonly WorldFault[] = ['521', '412', '202', 'shell', 'firewall', 'captcha', 'robots']
const FEW_COLUMNS = 2

/** Puts each fault on a host of its own. */
export function drawFaults(
  draw: Draw,
  hosts: readonly WorldHost[],
  faults: readonly WorldFault[],
): ReadonlyMap<HostName, WorldFault> {
  const drawn = new Map<HostName, WorldFault>()
  // Those that only some hosts can have come first.
  const inTurn = faults.toSorted((a, b) => suitable(hosts, a).length - suitable(hosts, b).length)
  for (const fault of inTurn) {
    const free = suitable(hosts, fault).filter(({ name }) => !drawn.has(name))
    drawn.set(draw.pick(free).name, fault)
  }
  return drawn
}

function suitable(hosts: readonly WorldHost[], fault: WorldFault): readonly WorldHost[] {
  const inOrder = hosts.filter(({ named }) => named === undefined)
  if (fault === 'tls-old' || fault === 'tls-expired') return inOrder.filter(({ name }) => HTTPS_HOSTS.includes(name))
  const plain = inOrder.filter(({ name }) => !HTTPS_HOSTS.includes(name))
  return ENDS_SOON.includes(fault) ? plain : plain.filter(({ columns }) => columns.length <= FEW_COLUMNS)
}
