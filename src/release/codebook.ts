import { type CellKey, cellKeysOf, type Edition, TABLE3_COLUMNS, TEMPLATES } from '../model/template.ts'
import type { ReleaseTable } from './table.ts'

// biome-ignore lint/suspicious/noExplicitAny: tables of any row type are described alike
type AnyTable = ReleaseTable<any>

export type CodebookRow = {
  readonly file: string
  readonly column: string
  readonly type: string
  readonly key: string
  readonly zh: string
  readonly en: string
}

/** One row for each column of each table, from the definitions that the writer uses. */
export function codebookRows(tables: readonly AnyTable[]): readonly CodebookRow[] {
  return tables.flatMap(({ name, key, columns }) =>
    columns.map((column) => ({
      file: `${name}.csv`,
      column: column.name,
      type: column.type,
      key: key.includes(column.name) ? 'yes' : '',
      zh: column.zh,
      en: column.en,
    })),
  )
}

export type CellKeyRow = {
  readonly edition: Edition
  readonly key: CellKey
  readonly table: string
  readonly group: string
  readonly row: string
  readonly column: string
  readonly unit: string
}

/** One row for each cell key of each edition, with its official labels. */
export function cellKeyRows(): readonly CellKeyRow[] {
  return (['2019', '2021'] as const).flatMap((edition) =>
    cellKeysOf(edition).map((key) => ({ edition, key, ...labelsOf(key, edition) })),
  )
}

function labelsOf(key: CellKey, edition: Edition): Omit<CellKeyRow, 'edition' | 'key'> {
  const [table, first, last] = key.split('.') as [string, string, string?]
  const { t2, t3, t4 } = TEMPLATES[edition]
  if (table === 't2') {
    const cell = t2.find((each) => each.key === first)
    return { table: '二', group: cell?.block ?? '', row: cell?.row ?? '', column: cell?.column ?? '', unit: cell?.unit ?? '' }
  }
  if (table === 't3') {
    const row = t3.find((each) => each.key === first)
    const column = TABLE3_COLUMNS.find((each) => each.key === last)
    return { table: '三', group: row?.group ?? '', row: row?.label ?? '', column: column?.header.join('／') ?? '', unit: '件' }
  }
  const cell = t4.find((each) => each.key === first)
  return { table: '四', group: '', row: cell?.group.join('／') ?? '', column: cell?.label ?? '', unit: '件' }
}

/** The codebook for people, in Chinese and English. */
export function codebookText(tables: readonly AnyTable[]): string {
  const parts = tables.map(({ name, zh, en, key, columns }) =>
    [
      `## ${name}.csv`,
      '',
      zh,
      '',
      `${en}. Key: ${key.join(', ')}.`,
      '',
      '| column | type | 含义 | meaning |',
      '|---|---|---|---|',
      ...columns.map((column) => `| ${column.name} | ${column.type} | ${column.zh} | ${column.en} |`),
      '',
    ].join('\n'),
  )
  return [...INTRODUCTION, ...parts].join('\n')
}

const INTRODUCTION = [
  '# 数据字典 Codebook',
  '',
  '编码 UTF-8，无 BOM；行尾为换行符；空字段表示没有值。`cells.csv` 的 `value` 为空绝不等于 0，原因见 `kind`。',
  '文字按原样保存：在电子表格软件中打开时请按“文本”导入，避免以等号开头的内容被当作公式。',
  '',
  'UTF-8 without BOM, line feeds, an empty field where there is no value. An empty `value` in `cells.csv` is never zero; `kind` says why it is empty.',
  'Texts are kept as printed: import them as text into a spreadsheet, so that nothing that begins with an equals sign is taken for a formula.',
  '',
  '`cell-keys.csv` lists every cell key of both form editions with its official labels. `t3.other_all.*` may also occur in the 2021 edition,',
  'where a report prints （六）其他处理 as one row.',
  '',
]
