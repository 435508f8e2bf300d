import type { Registry } from '../../model/portal.ts'
import { checkPortals } from '../check-portals.ts'
import { PortalsFileError } from '../portals-file.ts'
import type { Path } from '../portals-references.ts'
import { suggest } from '../suggest.ts'
import { toRegistry } from '../to-registry.ts'
import { type DistrictContent, type Entry, type PortalContent, portalsContent } from './portals-content.ts'
import { type CsvCell, readCsv } from './read-csv.ts'
import {
  AUTHORITY_HEADINGS,
  COLUMN_HEADINGS,
  DISTRICT_HEADINGS,
  type Headings,
  PORTAL_HEADINGS,
  TABLES,
  type TableName,
} from './tables.ts'

export type TableSource = { readonly name: string; readonly text: string }

/** A row with the place of each cell. */
type Row = { readonly file: string; readonly start: CsvCell; readonly cells: ReadonlyMap<string, CsvCell> }
/** A table as read; `problems` are sentences with their place. */
type TableRead = { readonly table: TableName | null; readonly rows: readonly Row[]; readonly problems: readonly string[] }
/** An entry made of a row, and the cell each of its facts stands in. */
type Placed = { readonly entry: Entry; readonly row: Row | null; readonly headingOf: (key: string) => string }

/**
 * Reads tables of authorities, columns and districts, told apart by their headings. They speak for the districts that they name; what no
 * table tells of those (their settings, say, or their portals) stays as `registered`.
 * @throws PortalsFileError telling all problems at once, each as `file:line:column`
 */
export function readRegistryTables(sources: readonly TableSource[], registered: Registry, today: Date): Registry {
  const tables = sources.map(readTable)
  const rowsIn = (table: TableName) => tables.flatMap((each) => (each.table === table ? each.rows : []))
  const told = tables.flatMap(({ problems }) => problems)
  const { districts, portals, conflicts } = entriesOf(rowsIn('districts'), rowsIn('authorities'), rowsIn('columns'), registered)
  const content = {
    districts: districts.map(({ placed, authorities }) => ({
      ...placed.entry,
      authorities: authorities.map(({ entry }) => entry),
    })),
    portals: portals.map(({ placed, columns }) => ({ ...placed.entry, columns: columns.map(({ entry }) => entry) })),
  }
  const { file, problems } = checkPortals(content)
  const placeOf = (path: Path, key?: string): string => {
    const [list, index, inner, innerIndex, ...rest] = path
    const outer = list === 'districts' ? districts[index as number] : portals[index as number]
    if (outer === undefined) return sources[0]?.name ?? ''
    const within = 'columns' in outer ? outer.columns : outer.authorities
    const isInner = (inner === 'authorities' || inner === 'columns') && typeof innerIndex === 'number'
    const placed = isInner ? within[innerIndex] : outer.placed
    return placeIn(placed ?? outer.placed, String((isInner ? rest[0] : inner) ?? key ?? 'id'))
  }
  const all = [
    ...told,
    ...conflicts,
    ...(problems ?? []).map(({ path, key, message }) => `${placeOf(path, key)}: ${inRow(message)}`),
  ]
  if (all.length > 0 || file === null) throw new PortalsFileError(all)
  return toRegistry(file, today.getFullYear())
}

function readTable({ name, text }: TableSource): TableRead {
  const { records, unclosed } = readCsv(text.replace(/^\uFEFF/, ''))
  const at = (cell: CsvCell) => `${name}:${cell.line}:${cell.column}`
  const failed = (problem: string): TableRead => ({ table: null, rows: [], problems: [problem] })
  if (unclosed !== null) return failed(`${at(unclosed)}: the quotation mark that opens this cell is never closed; close it`)
  const [header, ...body] = records
  if (header === undefined)
    return failed(`${name}:1:1: the table is empty; its first line holds the headings (see docs/portals.md)`)
  const headings = header.map(({ text }) => text.trim().toLowerCase())
  const table = headings.includes('kind') ? 'authorities' : headings.includes('url') ? 'columns' : 'districts'
  const known = Object.keys(TABLES[table].headings)
  const strange = header.filter((_, h) => headings[h] !== '' && !known.includes(headings[h]!))
  const missing = TABLES[table].needed.filter((heading) => !headings.includes(heading))
  const tooLong = body.filter((record) => record.slice(header.length).some(({ text }) => text.trim() !== ''))
  const problems = [
    ...strange.map(
      (cell) => `${at(cell)}: there is no heading "${cell.text}" in a table of ${table}; ${suggest(cell.text, known)}`,
    ),
    ...missing.map((heading) => `${at(header[0]!)}: the heading "${heading}" is missing from this table of ${table}; add it`),
    ...tooLong.map((record) => `${at(record[header.length]!)}: the row has more cells than there are headings; remove them`),
  ]
  const rows = body.map((record) => ({
    file: name,
    start: record[0]!,
    cells: new Map(record.flatMap((cell, c) => (cell.text.trim() === '' || !headings[c] ? [] : [[headings[c], cell] as const]))),
  }))
  return { table, rows: missing.length > 0 ? [] : rows, problems }
}

function entriesOf(
  districtRows: readonly Row[],
  authorityRows: readonly Row[],
  columnRows: readonly Row[],
  registered: Registry,
) {
  const known = portalsContent(registered)
  const inTables = new Map([
    ...[...authorityRows, ...columnRows].map((row) => [textIn(row, 'district'), row] as const),
    ...districtRows.map((row) => [textIn(row, 'id'), row] as const),
  ])
  const conflicts: string[] = []
  const districts = [...inTables].map(([id, mention]) => {
    const row = districtRows.find((each) => textIn(each, 'id') === id)
    const before = known.districts.find((district) => district['id'] === id)
    const own = authorityRows.filter((each) => textIn(each, 'district') === id)
    const named = own.find((each) => each.cells.has('district_name')) ?? mention
    const { authorities: _, ...settings } = before ?? ({ authorities: [] } as DistrictContent)
    const placed: Placed = row
      ? placedAt(row, DISTRICT_HEADINGS)
      : {
          entry: { ...settings, id, ...given('name', textIn(named, 'district_name')) },
          row: named,
          headingOf: (key) => (key === 'name' ? 'district_name' : 'district'),
        }
    const authorities =
      own.length > 0
        ? own.map((each) => placedAt(each, AUTHORITY_HEADINGS))
        : (before?.authorities ?? []).map(registeredAs(named))
    return { placed, authorities }
  })

  const portalRows = Map.groupBy(columnRows, (row) => textIn(row, 'portal'))
  const inRows = [...portalRows.values()].map(([first, ...others]) => {
    conflicts.push(...others.flatMap((other) => conflictsBetween(first!, other)))
    const { entry } = placedAt(first!, PORTAL_HEADINGS)
    const { portal, portal_name, ...rest } = entry
    const placed: Placed = {
      entry: { ...rest, ...given('id', portal), ...given('name', portal_name), ...given('district', textIn(first!, 'district')) },
      row: first!,
      headingOf: (key) => (key === 'id' ? 'portal' : key === 'name' ? 'portal_name' : key),
    }
    return { placed, columns: [first!, ...others].map((row) => placedAt(row, COLUMN_HEADINGS)) }
  })
  const spokenFor = new Set(columnRows.map((row) => textIn(row, 'district')))
  const kept = known.portals
    .filter((portal) => inTables.has(String(portal['district'])) && !spokenFor.has(String(portal['district'])))
    .map((portal) => keptPortal(portal, inTables.get(String(portal['district']))!))
  return { districts, portals: [...inRows, ...kept], conflicts }
}

function keptPortal({ columns, ...portal }: PortalContent, mention: Row) {
  const as = registeredAs(mention)
  return { placed: as(portal), columns: columns.map(as) }
}

/** What is registered already has no place in the tables; what is wrong with it is told at the row that names its district. */
function registeredAs(row: Row): (entry: Entry) => Placed {
  return (entry) => ({ entry, row, headingOf: () => 'district' })
}

function placedAt(row: Row, headings: Headings): Placed {
  const facts = Object.entries(headings).flatMap(([heading, form]) => {
    const cell = row.cells.get(heading)
    return cell === undefined ? [] : [[heading, form.read(cell.text.trim())] as const]
  })
  return { entry: Object.fromEntries(facts), row, headingOf: (key) => key }
}

/** What two rows of one portal say of it differently. */
function conflictsBetween(first: Row, other: Row): string[] {
  return ['district', ...Object.keys(PORTAL_HEADINGS)].flatMap((heading) => {
    const [a, b] = [textIn(first, heading), textIn(other, heading)]
    if (a === b) return []
    const { line, column } = other.cells.get(heading) ?? other.start
    return [
      `${other.file}:${line}:${column}: "${heading}" of portal "${textIn(first, 'portal')}" is "${b}" here and "${a}" in line ${first.start.line}; make them the same`,
    ]
  })
}

function placeIn({ row, headingOf }: Placed, key: string): string {
  if (row === null) return ''
  const { line, column } = row.cells.get(headingOf(key)) ?? row.start
  return `${row.file}:${line}:${column}`
}

/** A row needs no number of the entry that it became. */
function inRow(message: string): string {
  return message.replace(/\b(?:districts|portals)\[\d+\]\.(?:(?:authorities|columns)\[\d+\]\.)?/, '')
}

function textIn(row: Row, heading: string): string {
  return row.cells.get(heading)?.text.trim() ?? ''
}

function given(key: string, value: unknown): Entry {
  return value === undefined || value === '' ? {} : { [key]: value }
}
