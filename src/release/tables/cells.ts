import type { ReleaseColumn, ReleaseTable } from '../table.ts'
import { DISTRICT, EDITION, FILER, SHA256, TO_DISTRICT, TO_REPORT, VERSION, YEAR } from './common-columns.ts'

/** Why a cell has no number, or that it has one. */
export const KIND_COLUMN: ReleaseColumn = {
  name: 'kind',
  type: 'text',
  zh: '所印内容的种类：value 为空时说明原因',
  en: 'what is printed: says why there is no value',
  values: {
    number: { zh: '数字', en: 'a number' },
    blank: { zh: '空白，不等于 0', en: 'blank, which is not zero' },
    slash: { zh: '斜线', en: 'a slash' },
    dash: { zh: '横线', en: 'a dash' },
    word: { zh: '文字', en: 'a word' },
    missing: { zh: '表中无此格', en: 'the table has no such cell' },
    unreadable: { zh: '无法读出', en: 'could not be read' },
  },
}

export const CELLS: ReleaseTable = {
  name: 'cells',
  zh: '单元格：表二、表三、表四的每个数值格一行（长表）',
  en: 'Cells: one row for each value cell of tables 2, 3 and 4 (long form)',
  key: ['filer', 'year', 'key'],
  foreignKeys: [TO_REPORT, TO_DISTRICT],
  columns: [
    YEAR,
    FILER,
    DISTRICT,
    EDITION,
    VERSION,
    { name: 'key', type: 'text', zh: '单元格编号，见 cell_keys', en: 'key of the cell, see cell_keys' },
    {
      name: 'raw',
      type: 'text',
      zh: '所印原文；空文字表示未印任何内容',
      en: 'text as printed; an empty text: nothing is printed',
    },
    {
      name: 'value',
      type: 'number',
      unit: '见 cell_keys 的 unit',
      zh: '数值',
      en: 'the number',
      missing: { zh: '没有可读的数字，绝不等于 0；原因见 kind', en: 'no number could be read, never zero; kind says why' },
    },
    KIND_COLUMN,
    {
      name: 'confidence',
      type: 'number',
      zh: '可信度 0 至 1，低于 0.9 的请对照原文',
      en: 'from 0 to 1; below 0.9 compare with the snapshot',
    },
    {
      name: 'remark',
      type: 'text',
      zh: '数字旁的单位或说明',
      en: 'unit or remark printed beside the number',
      missing: { zh: '未印', en: 'none is printed' },
    },
    SHA256,
  ],
}
