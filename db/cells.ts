import type { Cell, Cells } from '../src/model/report.ts'
import { type CellKey, cellKeysOf, type Edition } from '../src/model/template.ts'
import type { Db } from './connect.ts'
import type { CellTable } from './tables.ts'

/** The cells of a version in printed order, those that its edition does not print last. */
export async function ofVersion(db: Db, versionId: number, edition: Edition | null): Promise<Cells> {
  const rows = await db.selectFrom('cells').selectAll().where('version_id', '=', versionId).orderBy('key').execute()
  const printed: readonly string[] = edition ? cellKeysOf(edition) : []
  const place = new Map(printed.map((key, index) => [key, index]))
  const placeOf = (key: string) => place.get(key) ?? printed.length
  rows.sort((a, b) => placeOf(a.key) - placeOf(b.key))
  return Object.fromEntries(rows.map((row) => [row.key, toCell(row)]))
}

function toCell(row: Pick<CellRow, 'raw' | 'value' | 'kind' | 'confidence' | 'at' | 'remark'>): Cell {
  const { raw, value, kind, at, confidence, remark } = row
  return { raw, value, kind, at, confidence, ...(remark !== null && { remark }) }
}

type CellRow = { [Column in keyof CellTable]: Column extends 'at' ? Cell['at'] : CellTable[Column] }

export type ReleasedCell = {
  readonly filer: string
  readonly authority: string
  readonly district: string | null
  readonly year: number
  readonly version: number
  readonly key: CellKey
  readonly raw: string
  readonly value: number | null
  readonly kind: Cell['kind']
  readonly confidence: number
  readonly remark: string | null
}

/** The cells of all current versions, by filer, year and key; read in portions, so that any number fits into memory. */
export function stream(db: Db): AsyncIterable<ReleasedCell> {
  return db
    .selectFrom('reports as r')
    .innerJoin('report_versions as v', 'v.id', 'r.current_version_id')
    .innerJoin('cells as c', 'c.version_id', 'v.id')
    .select(['r.filer', 'r.authority_name as authority', 'r.district_id as district', 'r.year', 'v.version'])
    .select(['c.key', 'c.raw', 'c.value', 'c.kind', 'c.confidence', 'c.remark'])
    .orderBy('r.filer', (order) => order.collate('C'))
    .orderBy('r.year')
    .orderBy('c.key', (order) => order.collate('C'))
    .stream(2_000)
}
