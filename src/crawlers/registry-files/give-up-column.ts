import { isMap, isSeq, parseDocument, type YAMLMap } from 'yaml'
import type { PortalColumn, Registry } from '../../model/portal.ts'

/** A column that stands at another address now: it is asked no more, and what was read there stays. */
type GivenUp = { readonly url: string; readonly note: string }

/** The registered column of an address; null where there is none. */
export function columnAt({ portals }: Pick<Registry, 'portals'>, url: string): PortalColumn | null {
  return portals.flatMap(({ columns }) => columns).find((column) => column.url === url) ?? null
}

/** The registry with a column marked as moved. */
export function giveUpColumn(registry: Registry, { url, note }: GivenUp): Registry {
  const marked = (column: PortalColumn): PortalColumn =>
    column.url === url ? { ...column, status: 'moved', note: noted(column.note, note) } : column
  return { ...registry, portals: registry.portals.map((portal) => ({ ...portal, columns: portal.columns.map(marked) })) }
}

/** The text of a portals file with a column marked as moved; comments and order stay. */
export function giveUpColumnInFile(text: string, { url, note }: GivenUp): string {
  const document = parseDocument(text)
  const portals = document.get('portals')
  for (const column of isSeq(portals) ? portals.items.flatMap(columnsOf) : []) {
    if (column.get('url') !== url) continue
    const before = column.get('note')
    column.set('status', 'moved')
    column.set('note', noted(typeof before === 'string' ? before : undefined, note))
  }
  return String(document)
}

function columnsOf(portal: unknown): YAMLMap[] {
  const columns = isMap(portal) ? portal.get('columns') : null
  return isSeq(columns) ? columns.items.filter((item) => isMap(item)) : []
}

function noted(before: string | undefined, note: string): string {
  return before === undefined || before === '' ? note : `${before}；${note}`
}
