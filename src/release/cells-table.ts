import type { ReleasedCell } from '../../db/cells.ts'
import type { ReleaseTable } from './table.ts'

export const CELLS_TABLE: ReleaseTable<ReleasedCell> = {
  name: 'cells',
  zh: '单元格：表二、表三、表四的每个数值格一行（长表）',
  en: 'Cells: one row for each value cell of tables 2, 3 and 4 (long form)',
  key: ['filer', 'year', 'key'],
  columns: [
    { name: 'filer', type: 'text', zh: '填报机关编号，同 reports', en: 'as in reports', from: (row) => row.filer },
    { name: 'year', type: 'integer', zh: '报告年度', en: 'reporting year', from: (row) => row.year },
    { name: 'authority', type: 'text', zh: '机关名称', en: 'name of the authority', from: (row) => row.authority },
    { name: 'district', type: 'text', zh: '地区编号', en: 'id of the district', from: (row) => row.district },
    { name: 'version', type: 'integer', zh: '版本序号', en: 'number of the version', from: (row) => row.version },
    {
      name: 'key',
      type: 'text',
      zh: '单元格编号，见 cell-keys.csv',
      en: 'key of the cell, see cell-keys.csv',
      from: (row) => row.key,
    },
    { name: 'raw', type: 'text', zh: '所印原文', en: 'text as printed', from: (row) => row.raw },
    {
      name: 'value',
      type: 'number',
      zh: '数值；空表示没有可读的数字，绝不等于 0',
      en: 'the number; empty means that no number could be read, never zero',
      from: (row) => row.value,
    },
    {
      name: 'kind',
      type: 'text',
      zh: 'number 数字，blank 空白，slash 斜线，dash 横线，word 文字，missing 表中无此格，unreadable 无法读出',
      en: 'number, blank, slash, dash, word, missing (the table has no such cell) or unreadable',
      from: (row) => row.kind,
    },
    {
      name: 'confidence',
      type: 'number',
      zh: '可信度 0 至 1，低于 0.9 的请对照原文',
      en: 'from 0 to 1; below 0.9 compare with the snapshot',
      from: (row) => row.confidence,
    },
    {
      name: 'remark',
      type: 'text',
      zh: '数字旁的单位或说明',
      en: 'unit or remark printed beside the number',
      from: (row) => row.remark,
    },
  ],
}
