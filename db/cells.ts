import type { Cell, Cells } from '../src/model/report.ts'
import { cellKeysOf, type Edition } from '../src/model/template.ts'
import type { Db } from './connect.ts'
import type { CellTable } from './tables.ts'

/** The cells of a version in printed order, those that its edition does not print last. */
export async function ofVersion(db: Db, versionId: number, edition: Edition | null): Promise<Cells> {
  return asPrinted(await rowsOf(db, [versionId]), edition)
}

/** The rows of some versions, to be told apart by `version_id`. */
export async function rowsOf(db: Db, versionIds: readonly number[]): Promise<CellRow[]> {
  return await db.selectFrom('cells').selectAll().where('version_id', 'in', versionIds).orderBy('key').execute()
}

/** The rows of one version as its cells: in printed order, those that its edition does not print last. */
export function asPrinted(rows: readonly CellRow[], edition: Edition | null): Cells {
  const place = edition ? PLACES[edition] : new Map<string, number>()
  const placeOf = (key: string) => place.get(key) ?? place.size
  const sorted = rows.toSorted((a, b) => placeOf(a.key) - placeOf(b.key))
  return Object.fromEntries(sorted.map((row) => [row.key, toCell(row)]))
}

const placesIn = (edition: Edition): ReadonlyMap<string, number> => new Map(cellKeysOf(edition).map((key, index) => [key, index]))
const PLACES: Readonly<Record<Edition, ReadonlyMap<string, number>>> = { '2019': placesIn('2019'), '2021': placesIn('2021') }

function toCell(row: Pick<CellRow, 'raw' | 'value' | 'kind' | 'confidence' | 'at' | 'remark'>): Cell {
  const { raw, value, kind, at, confidence, remark } = row
  return { raw, value, kind, at, confidence, ...(remark !== null && { remark }) }
}

type CellRow = { [Column in keyof CellTable]: Column extends 'at' ? Cell['at'] : CellTable[Column] }
