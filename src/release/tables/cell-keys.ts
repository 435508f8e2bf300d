import { type CellKey, cellKeysOf, type Edition, TABLE3_COLUMNS, TEMPLATES } from '../../model/template.ts'
import type { ReleasedRow, ReleaseTable } from '../table.ts'

export const CELL_KEYS: ReleaseTable = {
  name: 'cell_keys',
  zh: '单元格编号：两版格式的每个数值格一行，附官方表头；2021 年格式的报告将（六）其他处理印为一行时，另有 t3.other_all.*',
  en: 'Cell keys: one row for each value cell of both editions, with its official labels. Where a report prints （六）其他处理 as one row, t3.other_all.* also occurs in the edition of 2021',
  key: ['edition', 'key'],
  columns: [
    { name: 'edition', type: 'text', zh: '格式版本', en: 'form edition' },
    { name: 'key', type: 'text', zh: '单元格编号', en: 'key of the cell' },
    { name: 'table', type: 'text', zh: '表', en: 'table' },
    { name: 'group', type: 'text', zh: '大项', en: 'group of rows', missing: { zh: '不属于大项', en: 'in no group' } },
    { name: 'row', type: 'text', zh: '行', en: 'row' },
    { name: 'column', type: 'text', zh: '列', en: 'column' },
    { name: 'unit', type: 'text', zh: '单位', en: 'unit' },
  ],
}

export type CellLabels = {
  readonly table: string
  readonly group: string | null
  readonly row: string
  readonly column: string
  readonly unit: string
}

export function cellKeyRows(): readonly ReleasedRow[] {
  return (['2019', '2021'] as const).flatMap((edition) =>
    cellKeysOf(edition).map((key): ReleasedRow => {
      const { table, group, row, column, unit } = labelsOf(key, edition)
      return [edition, key, table, group, row, column, unit]
    }),
  )
}

/** The official labels of a cell of an edition. */
export function labelsOf(key: CellKey, edition: Edition): CellLabels {
  const [table, first, last] = key.split('.') as [string, string, string?]
  const { t2, t3, t4 } = TEMPLATES[edition]
  if (table === 't2') {
    const cell = t2.find((each) => each.key === first)
    return { table: '二', group: cell?.block ?? null, row: cell?.row ?? '', column: cell?.column ?? '', unit: cell?.unit ?? '' }
  }
  if (table === 't3') {
    const row = t3.find((each) => each.key === first)
    const column = TABLE3_COLUMNS.find((each) => each.key === last)
    return { table: '三', group: row?.group ?? null, row: row?.label ?? '', column: column?.header.join('／') ?? '', unit: '件' }
  }
  const cell = t4.find((each) => each.key === first)
  return { table: '四', group: null, row: cell?.group.join('／') ?? '', column: cell?.label ?? '', unit: '件' }
}
