import { isMap, isSeq, parseDocument } from 'yaml'
import { isAsked, type Portal, type PortalColumn, type Registry } from '../../model/portal.ts'
import { portalsContent } from './portals-content.ts'

/**
 * The registry with the columns of a portal beside what is there: of a portal of the same district and host, else as a portal of its own.
 * A column that is registered keeps its facts; it is seen on another day, and asked (again).
 */
export function addPortal(registry: Registry, portal: Portal): Registry {
  const known = registry.portals.find((each) => isSame(each, portal))
  if (known === undefined) return { ...registry, portals: [...registry.portals, portal] }
  const kept = known.columns.filter(({ url }) => portal.columns.every((column) => column.url !== url))
  const seen = portal.columns.map((column) => seenAgain(known.columns.find(({ url }) => url === column.url) ?? null, column))
  const grown = { ...known, columns: [...kept, ...seen] }
  return { ...registry, portals: registry.portals.map((each) => (each === known ? grown : each)) }
}

/** Which of the columns stand in the registry already, on a portal that the others would be added to. */
export function columnsThere({ portals }: Pick<Registry, 'portals'>, portal: Portal): readonly PortalColumn[] {
  const known = portals.find((each) => isSame(each, portal))
  return known?.columns.filter(({ url }) => portal.columns.some((column) => column.url === url)) ?? []
}

/** A column whose reports were seen. Whose they are is known better by who registered it than by a look for anybody's. */
function seenAgain(known: PortalColumn | null, seen: PortalColumn): PortalColumn {
  if (known === null) return seen
  const { status, ...facts } = known
  const asked = status !== undefined && isAsked(known) ? { status } : {}
  return { ...facts, ...seen, ...asked, authorities: seen.authorities === 'all' ? known.authorities : seen.authorities }
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
    else {
      known.setIn(['columns', there, 'verified_at'], column['verified_at'])
      if (column['authorities'] !== 'all') known.setIn(['columns', there, 'authorities'], column['authorities'])
      const status = known.getIn(['columns', there, 'status'])
      if (status !== undefined && status !== 'old') known.deleteIn(['columns', there, 'status'])
    }
  }
  return String(document)
}

function isSame(a: Pick<Portal, 'district' | 'host'>, b: Pick<Portal, 'district' | 'host'>): boolean {
  return a.district === b.district && a.host === b.host
}
