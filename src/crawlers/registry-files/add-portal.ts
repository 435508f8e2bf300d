import { isMap, isSeq, parseDocument } from 'yaml'
import type { Portal, Registry } from '../../model/portal.ts'
import { portalsContent } from './portals-content.ts'

/** The registry with the columns of a portal beside what is there: of a portal of the same district and host, else as a portal of its own. */
export function addPortal(registry: Registry, portal: Portal): Registry {
  const known = registry.portals.find((each) => isSame(each, portal))
  if (known === undefined) return { ...registry, portals: [...registry.portals, portal] }
  const kept = known.columns.filter(({ url }) => portal.columns.every((column) => column.url !== url))
  const grown = { ...known, columns: [...kept, ...portal.columns] }
  return { ...registry, portals: registry.portals.map((each) => (each === known ? grown : each)) }
}

/** The text of a portals file with the columns of a portal beside what is there; comments and order stay. */
export function addToPortalsFile(text: string, portal: Portal): string {
  const document = parseDocument(text)
  const [content] = portalsContent({ districts: [], authorities: [], portals: [portal] }).portals
  const portals = document.get('portals')
  const known = isSeq(portals)
    ? portals.items.find(
        (item) => isMap(item) && isSame({ district: String(item.get('district')), host: String(item.get('host')) }, portal),
      )
    : undefined
  if (!isMap(known)) {
    document.addIn(['portals'], document.createNode(content))
    return String(document)
  }
  const columns = known.get('columns')
  for (const column of content!.columns) {
    const there = isSeq(columns) ? columns.items.findIndex((item) => isMap(item) && item.get('url') === column['url']) : -1
    if (there < 0) known.addIn(['columns'], document.createNode(column))
    else known.setIn(['columns', there, 'verified_at'], column['verified_at'])
  }
  return String(document)
}

function isSame(a: Pick<Portal, 'district' | 'host'>, b: Pick<Portal, 'district' | 'host'>): boolean {
  return a.district === b.district && a.host === b.host
}
