import { stringify } from 'yaml'
import { type Addresses, type WorldHost, YEARS } from './hosts.ts'
import { registeredId } from './truth.ts'

/** The portals file of the world: each host a district and a portal of its own. `https`: hosts whose addresses say so. */
export function worldPortals(
  hosts: readonly WorldHost[],
  addresses: Addresses,
  { pace, https }: { readonly pace: number; readonly https: readonly string[] },
): string {
  const file = {
    districts: hosts.map((host) => ({
      id: host.name,
      name: host.district,
      level: 'county',
      local_due: '01-31',
      years: YEARS,
      authorities: host.authorities.map((authority) => ({ ...authority, id: registeredId(host, authority.id) })),
    })),
    portals: hosts.map((host) => ({
      id: host.name,
      name: `${host.district} ${host.name}`,
      district: host.name,
      host: addresses[host.at ?? host.name],
      other_hosts: (host.otherHosts ?? []).map((other) => addresses[other]),
      pace,
      sample: true,
      columns: host.columns.map(({ path, authorities }) => ({
        url: `${https.includes(host.name) ? 'https' : 'http'}://${addresses[host.at ?? host.name]}${path}`,
        authorities: authorities === 'all' ? 'all' : authorities.map((id) => registeredId(host, id)),
      })),
    })),
  }
  return stringify(file, { aliasDuplicateObjects: false })
}
