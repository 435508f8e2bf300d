import type { Edition } from '../model/template.ts'
import type { ReleaseTable } from './table.ts'
import { CELL_KEYS } from './tables/cell-keys.ts'
import { CELLS } from './tables/cells.ts'
import { CLAIMS } from './tables/claims.ts'
import { FILINGS } from './tables/filings.ts'
import { FINDINGS } from './tables/findings.ts'
import { AUTHORITIES, DISTRICTS } from './tables/registry.ts'
import { REPORTS } from './tables/reports.ts'
import { RULES_TABLE } from './tables/rules.ts'
import { SOURCES } from './tables/sources.ts'
import { wideTable } from './tables/wide.ts'

/** The tables that every release has, in the order in which they are told of. */
export const TABLES: readonly ReleaseTable[] = [
  REPORTS,
  CELLS,
  CLAIMS,
  FINDINGS,
  FILINGS,
  AUTHORITIES,
  DISTRICTS,
  SOURCES,
  CELL_KEYS,
  RULES_TABLE,
]

/** The definition of a table by its name, wide ones included; null where there is none. */
export function tableNamed(name: string): ReleaseTable | null {
  const wide = /^wide_(\d{4})_(2019|2021)$/.exec(name)
  return wide ? wideTable(Number(wide[1]), wide[2] as Edition) : (TABLES.find((table) => table.name === name) ?? null)
}
