import type { Cell, Cells } from '../src/model/report.ts'
import { cellKeysOf, type Edition } from '../src/model/template.ts'
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
