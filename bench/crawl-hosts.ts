import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Portal, RegisteredAuthority, Registry } from '../src/model/portal.ts'
import { bodiesOf, COLUMN } from './crawl-site.ts'

export type Hosts = { readonly hosts: readonly string[]; readonly close: () => void }

/** Starts simulated portals, each with the reports of `bodies` over five years, in a process of their own. */
export async function openHosts(portals: number, bodies: number): Promise<Hosts> {
  const child = fork(join(import.meta.dirname, 'crawl-server.ts'), [String(portals), String(bodies)])
  const hosts = await new Promise<readonly string[]>((resolve, reject) => {
    child.once('message', (told) => resolve(told as readonly string[]))
    child.once('exit', (code) => reject(new Error(`the simulated portals did not start (${code})`)))
  })
  return { hosts, close: () => child.disconnect() }
}

/** A district for each host, with its bodies and their portal; `pace` in seconds. */
export function registryOf(hosts: readonly string[], bodies: number, pace: number): Registry {
  return {
    districts: hosts.map((_, n) => ({
      id: `d${n}`,
      name: '示例区',
      deadlines: [],
      holidays: [],
      rules: {},
      years: [2023, 2024, 2025],
    })),
    authorities: hosts.flatMap((_, n) => bodiesOf(bodies).map((name, body) => authorityOf(`d${n}`, `d${n}-${body}`, name))),
    portals: hosts.map((host, n): Portal => {
      const column = { url: `http://${host}${COLUMN}`, authorities: 'all' } as const
      const reach = { host, otherHosts: [], family: null, pace, sample: true }
      return { id: `p${n}`, name: '示例区门户', district: `d${n}`, ...reach, columns: [column] }
    }),
  }
}

function authorityOf(district: string, id: string, name: string): RegisteredAuthority {
  const past = { since: null, until: null, formerNames: [], successor: null }
  return { id, district, name, kind: 'gov_department', aliases: [], level: null, ...past, submitted: {}, exempt: {} }
}
