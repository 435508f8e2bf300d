import { stringify as csvOf } from 'csv-stringify/sync'
import { stringify as yamlOf } from 'yaml'
import type { Registry } from '../../model/portal.ts'
import type { CellForm } from './cells.ts'
import { type Entry, portalsContent } from './portals-content.ts'
import { TABLES, type TableName } from './tables.ts'

/** The registry as a portals file. */
export function registryYaml(registry: Registry): string {
  return yamlOf(portalsContent(registry), { lineWidth: 0 })
}

/** The registry as three tables in UTF-8, with a byte order mark, so that spreadsheets show the names. */
export function registryTables(registry: Registry): Record<TableName, string> {
  const { districts, portals } = portalsContent(registry)
  return {
    authorities: table(
      'authorities',
      districts.flatMap(({ id, name, authorities }) =>
        authorities.map((authority) => ({ district: id, district_name: name, ...authority })),
      ),
    ),
    columns: table(
      'columns',
      portals.flatMap(({ id, name, columns, ...portal }) =>
        columns.map((column) => ({ portal: id, portal_name: name, ...portal, ...column })),
      ),
    ),
    districts: table('districts', districts),
  }
}

function table(name: TableName, rows: readonly Entry[]): string {
  const headings: readonly (readonly [string, CellForm])[] = Object.entries(TABLES[name].headings)
  const cells = rows.map((row) => headings.map(([heading, form]) => (row[heading] == null ? '' : form.write(row[heading]))))
  return csvOf(cells, { header: true, columns: headings.map(([heading]) => heading), bom: true })
}
