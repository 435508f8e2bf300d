import { type CellKey, TABLE_TITLES } from '../../../src/model/template.ts'
import { HEADER_ROWS } from '../divide-tables.ts'
import type { Draw } from '../draw.ts'
import { drawFigures } from '../figures.ts'
import { layOutTable } from '../form-tables.ts'
import {
  changeTables,
  headingCell,
  type PrintedCell,
  type PrintedPiece,
  type PrintedReport,
  type PrintedRow,
  type PrintedTable,
  withoutCells,
} from '../printed.ts'
import type { Quirk } from './quirk.ts'

type TableName = PrintedTable['table'] | 'all'

/** Changes the rows of tables of one name; the truth stays. */
function inRows(
  name: string,
  table: TableName,
  change: (rows: readonly PrintedRow[], draw: Draw) => readonly PrintedRow[],
  rest: Partial<Quirk> = {},
): Quirk {
  return {
    name,
    apply: (report, draw) => changeTables(report, table, (each) => ({ ...each, rows: change(each.rows, draw) })),
    ...rest,
  }
}

/** A cell of something that is not of the form. */
function extra(text: string): PrintedCell {
  return { text, columns: 1, rows: 1, heading: false }
}

function extras(count: number, text: (index: number) => string): PrintedCell[] {
  return Array.from({ length: count }, (_, index) => extra(text(index)))
}

function hasValues(row: PrintedRow): boolean {
  return row.some(({ key }) => key)
}

/** Changes the row spans of label cells that this is true for, by one up or down. */
function withSpanOff(rows: readonly PrintedRow[], isChosen: (cell: PrintedCell) => boolean, step: number): PrintedRow[] {
  return rows.map((row) => row.map((cell) => (isChosen(cell) ? { ...cell, rows: Math.max(1, cell.rows + step) } : cell)))
}

/** A row of table 3 with a single label cell in front of its values: nothing else reaches into it. */
function plainRows(rows: readonly PrintedRow[]): number[] {
  return rows.flatMap((row, index) =>
    hasValues(row) && row.every((cell) => cell.rows === 1) && row[0]!.columns === 1 ? [index] : [],
  )
}

/** Puts a row in; the spans that reach over its place grow. */
function insertRow(rows: readonly PrintedRow[], at: number, row: PrintedRow): PrintedRow[] {
  return withSpans(rows, at, 1).toSpliced(at, 0, row)
}

/** Makes the spans that reach over a row longer or shorter. */
function withSpans(rows: readonly PrintedRow[], at: number, step: number): PrintedRow[] {
  return rows.map((row, index) =>
    row.map((cell) => (index < at && index + cell.rows > at ? { ...cell, rows: cell.rows + step } : cell)),
  )
}

function without(report: PrintedReport, keys: readonly (CellKey | undefined)[]): PrintedReport {
  const gone = new Set(keys)
  return withoutCells(report, (key) => gone.has(key))
}

/** Table 3 with the figures of another year; nothing in it is of this report. */
function makeFigures({ truth }: PrintedReport, draw: Draw): PrintedTable {
  const otherAll = truth.cells.has('t3.other_all.total')
  const figures = drawFigures(draw, { edition: truth.edition, scale: 'small', otherAll })
  const table = layOutTable('t3', { edition: truth.edition, otherAll }, (key) => String(figures.get(key) ?? ''))
  return { table: 'other', rows: table.rows.map((row) => row.map(({ key, ...cell }) => cell)) }
}

/** The blocks of table 2, each beginning with its title. */
function blocksOf(rows: readonly PrintedRow[]): PrintedRow[][] {
  const blocks: PrintedRow[][] = []
  for (const row of rows) {
    if (blocks.length === 0 || row[0]!.text.startsWith('第')) blocks.push([row])
    else blocks.at(-1)!.push(row)
  }
  return blocks
}

/** Table 2 with its last two blocks beside the first ones. */
function sideBySide(rows: readonly PrintedRow[]): PrintedRow[] {
  const blocks = blocksOf(rows)
  const half = Math.ceil(blocks.length / 2)
  const [left, right] = [blocks.slice(0, half).flat(), blocks.slice(half).flat()]
  const blank = extras(4, () => '')
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [
    ...(left[index] ?? blank),
    ...(right[index] ?? blank),
  ])
}

/** Each block of table 2 as a table of its own, with rows for columns. */
function turnBlocks(rows: readonly PrintedRow[]): PrintedTable[] {
  return blocksOf(rows).map(([, ...block]) => ({
    table: 't2',
    rows: block[0]!.map((_, column) => block.map((row) => ({ ...row[column]!, columns: 1 }))),
  }))
}

/** A whole table of the year before, under words that say so, behind or before the report's own. */
function withTableOfLastYear(
  report: PrintedReport,
  draw: Draw,
  {
    table,
    isBefore,
    isTold = true,
  }: { readonly table: 't2' | 't3' | 't4'; readonly isBefore: boolean; readonly isTold?: boolean },
): PrintedReport {
  const { edition, cells } = report.truth
  const otherAll = cells.has('t3.other_all.total')
  const figures = drawFigures(draw, { edition, scale: 'small', otherAll })
  const { rows } = layOutTable(table, { edition, otherAll }, (key) => String(figures.get(key) ?? ''))
  const earlier: PrintedTable = { table: 'other', rows: rows.map((row) => row.map(({ key, ...cell }) => cell)) }
  const at = report.pieces.findIndex((piece) => piece.kind === 'table' && piece.table.table === table)
  const pieces: PrintedPiece[] = [{ kind: 'table', table: earlier }]
  if (isTold) pieces.unshift({ kind: 'text', text: isBefore ? '上年度办理情况' : '附：上年度情况' })
  if (isTold && isBefore) pieces.push({ kind: 'text', text: '本年度办理情况' })
  return { ...report, pieces: report.pieces.toSpliced(isBefore ? at : at + 1, 0, ...pieces) }
}

/** Headers and spans that are not as in the form. */
const HEADER_QUIRKS: readonly Quirk[] = [
  inRows('caption-row', 'all', (rows) => [[headingCell('统计表', 10)], ...rows]),
  {
    name: 'title-row',
    apply: (report) =>
      changeTables(report, 'all', (each) =>
        each.table === 'other' ? each : { ...each, rows: [[headingCell(TABLE_TITLES[each.table], 10)], ...each.rows] },
      ),
  },
  inRows('one-header-row', 't3', (rows) => [
    [
      headingCell('', 3),
      ...['自然人', '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计'].map((text) => headingCell(text)),
    ],
    ...rows.slice(HEADER_ROWS),
  ]),
  inRows('no-header', 't3', (rows) => rows.slice(HEADER_ROWS)),
  inRows('column-numbers', 't3', (rows) => [
    ...rows.slice(0, HEADER_ROWS),
    [headingCell('栏次', 3), ...extras(7, (index) => String(index + 1))],
    ...rows.slice(HEADER_ROWS),
  ]),
  inRows('units-row', 't3', (rows) => [
    ...rows.slice(0, HEADER_ROWS),
    [headingCell('单位', 3), ...extras(7, () => '件')],
    ...rows.slice(HEADER_ROWS),
  ]),
  inRows('result-span-long', 't3', (rows) => withSpanOff(rows, ({ text }) => text.startsWith('三、'), 1)),
  inRows('result-span-short', 't3', (rows) => withSpanOff(rows, ({ text }) => text.startsWith('三、'), -1)),
  inRows('group-span-off', 't3', (rows, draw) => {
    const group = draw.pick(['（三）', '（四）', '（五）'])
    const step = draw.pick([-1, 1])
    return withSpanOff(rows, ({ text }) => text.startsWith(group), step)
  }),
  inRows('label-spans-off', 't3', (rows, draw) =>
    rows.map((row) =>
      row.map((cell) =>
        !cell.key && cell.columns > 1 && draw.chance(0.3)
          ? { ...cell, columns: Math.max(1, cell.columns + draw.pick([-1, 1])) }
          : cell,
      ),
    ),
  ),
]

/** Rows and columns beside those of the form. */
const EXTRA_QUIRKS: readonly Quirk[] = [
  inRows('note-row', 'all', (rows) => [...rows, [headingCell('注：以上数据统计截至12月31日，共25项。', 10)]]),
  inRows('empty-first-column', 'all', (rows) => rows.map((row) => [extra(''), ...row])),
  inRows('empty-last-column', 'all', (rows) => rows.map((row) => [...row, extra('')])),
  inRows('empty-row', 'all', (rows) => [...rows, extras(6, () => '')]),
  inRows('serial-numbers', 't3', (rows) =>
    rows.map((row, index) => [extra(index === 0 ? '序号' : index < HEADER_ROWS ? '' : String(index - HEADER_ROWS + 1)), ...row]),
  ),
  inRows('remark-column', 't3', (rows, draw) =>
    rows.map((row, index) => {
      if (index === 0) return [...row, headingCell('备注', 1, HEADER_ROWS)]
      return index < HEADER_ROWS ? row : [...row, extra(draw.chance(0.1) ? '含转办' : '')]
    }),
  ),
  inRows(
    'last-year-column',
    't3',
    (rows, draw) =>
      rows.map((row, index) => {
        if (index === 0) return [...row, headingCell('上年数', 1, HEADER_ROWS)]
        return index < HEADER_ROWS ? row : [...row, extra(String(draw.int(9)))]
      }),
    { mayLose: true },
  ),
  inRows('extra-row-of-table-2', 't2', (rows, draw) => {
    const at = rows.findIndex((row) => /规范性文件/.test(row[0]!.text))
    return at === -1 ? rows : insertRow(rows, at + 1, [headingCell('其他主动公开文件'), ...extras(3, () => String(draw.int(40)))])
  }),
  inRows('extra-row-of-table-3', 't3', (rows, draw) => {
    const at = draw.pick(plainRows(rows))
    const label = draw.pick(['其中：网络申请数量', '撤回申请', '上年同期数'])
    return insertRow(rows, at, [headingCell(label), ...extras(7, () => String(draw.int(9)))])
  }),
  inRows(
    'last-year-row-of-table-4',
    't4',
    (rows, draw) => [
      ...rows.map((row, index) => {
        if (index === 0) return [headingCell('年度', 1, rows.length - 1), ...row]
        return hasValues(row) ? [extra('本年'), ...row] : row
      }),
      [extra('上年'), ...extras(15, () => String(draw.int(9)))],
    ],
    { mayLose: true },
  ),
  inRows(
    'last-year-column-of-table-2',
    't2',
    (rows, draw) =>
      rows.map((row) => {
        if (row[0]!.text === '信息内容') return [...row, headingCell('上年数')]
        return hasValues(row) ? [...row, extra(String(draw.int(99)))] : row
      }),
    { mayLose: true },
  ),
  inRows(
    'remark-column-of-table-2',
    't2',
    (rows, draw) =>
      rows.map((row) => {
        if (row[0]!.text === '信息内容') return [...row, headingCell('备注')]
        return hasValues(row) ? [...row, extra(draw.chance(0.3) ? '含修订' : '')] : row
      }),
    { mayLose: true },
  ),
  inRows(
    'columns-of-table-2-around',
    't2',
    (rows, draw) =>
      rows.map((row, index) => {
        if (row[0]!.text === '信息内容') return [headingCell('序号'), ...row, headingCell('上年数'), headingCell('同比')]
        return hasValues(row) ? [extra(String(index)), ...row, extra(String(draw.int(99))), extra(`${draw.int(30)}%`)] : row
      }),
    { mayLose: true },
  ),
  inRows('table-2-side-by-side', 't2', sideBySide, { mayLose: true }),
  {
    name: 'table-2-turned',
    mayLose: true,
    apply: (report) => changeTables(report, 't2', ({ rows }) => turnBlocks(rows)),
  },
  inRows('rows-of-table-2-moved', 't2', (rows) => {
    const at = rows.findIndex((row, index) => hasValues(row) && hasValues(rows[index + 1] ?? []))
    return at === -1 ? rows : rows.toSpliced(at, 2, rows[at + 1]!, rows[at]!)
  }),
  inRows('share-column', 't3', (rows, draw) =>
    rows.map((row, index) => {
      if (index === 0) return [...row, headingCell('占比', 1, HEADER_ROWS)]
      return index < HEADER_ROWS ? row : [...row, extra(`${draw.int(99)}.${draw.int(9)}%`)]
    }),
  ),
  inRows(
    'subtotal-rows',
    't3',
    (rows, draw) => {
      const groups = rows.flatMap((row, index) =>
        /^（[三四五]）/.test(row[0]!.text) || /^（[三四五]）/.test(row[1]?.text ?? '') ? [index] : [],
      )
      return groups.toReversed().reduce<readonly PrintedRow[]>((all, at) => {
        const group = all[at]!.find(({ text }) => /^（[三四五]）/.test(text))!
        return insertRow(all, at + group.rows, [headingCell('小计', 2), ...extras(7, () => String(draw.int(9)))])
      }, rows)
    },
    { mayLose: true },
  ),
  inRows('row-printed-twice', 't3', (rows, draw) => {
    const at = draw.pick(plainRows(rows))
    return insertRow(rows, at, rows[at]!)
  }),
  {
    name: 'last-year-table-behind',
    apply: (report, draw) => {
      const earlier = makeFigures(report, draw)
      const at = report.pieces.findIndex((piece) => piece.kind === 'table' && piece.table.table === 't3')
      return {
        ...report,
        pieces: report.pieces.toSpliced(
          at + 1,
          0,
          { kind: 'text', text: '附：上年度办理情况' },
          { kind: 'table', table: earlier },
        ),
      }
    },
  },
  {
    name: 'last-year-table-before',
    apply: (report, draw) => withTableOfLastYear(report, draw, { table: 't3', isBefore: true }),
  },
  {
    name: 'last-year-table-4-behind',
    apply: (report, draw) => withTableOfLastYear(report, draw, { table: 't4', isBefore: false }),
  },
  {
    name: 'last-year-table-2-behind',
    apply: (report, draw) => withTableOfLastYear(report, draw, { table: 't2', isBefore: false }),
  },
  inRows('share-row', 't3', (rows) => [
    ...rows,
    [headingCell('占比', 3), ...extras(7, (index) => (index === 6 ? '100%' : `${index * 3}.5%`))],
  ]),
  inRows(
    'subtotal-column',
    't3',
    (rows) =>
      rows.map((row, index) => {
        if (index === 0) return row.map((cell) => (cell.columns === 7 ? { ...cell, columns: 8 } : cell))
        if (index === 1) return row.map((cell) => (cell.columns === 5 ? { ...cell, columns: 6 } : cell))
        if (index < HEADER_ROWS) return [...row, headingCell('小计')]
        const parts = row.filter(({ key }) => key).slice(1, -1)
        const sum = parts.reduce((all, { text }) => all + (Number(text) || 0), 0)
        return parts.length === 0 ? row : [...row.slice(0, -1), extra(String(sum)), row.at(-1)!]
      }),
    { mayLose: true },
  ),
  inRows('units-in-headings', 't3', (rows) =>
    rows.map((row, index) =>
      index === 0 || index >= HEADER_ROWS
        ? row
        : row.map((cell) => (cell.columns === 1 ? { ...cell, text: `${cell.text}（件）` } : cell)),
    ),
  ),
  {
    name: 'other-table-in-text',
    apply: (report, draw) => {
      const rows = [
        ['信息类别', '数量（条）', '占比'],
        ['行政许可', String(draw.int(900)), '20%'],
        ['行政处罚', String(draw.int(90)), '3%'],
        ['规章', '3', '1%'],
        ['总计', String(900 + draw.int(90)), '100%'],
      ].map((row) => row.map(extra))
      const at = report.pieces.findIndex(({ kind }, index) => kind === 'heading' && index > 3)
      return { ...report, pieces: report.pieces.toSpliced(at, 0, { kind: 'table', table: { table: 'other', rows } }) }
    },
  },
]

/** Cells, rows and columns of the form that are not printed, or printed elsewhere. */
const MISSING_QUIRKS: readonly Quirk[] = [
  {
    name: 'row-left-out',
    apply: (report, draw) => {
      let gone: PrintedRow = []
      const changed = changeTables(report, 't3', (table) => {
        const at = draw.pick(plainRows(table.rows))
        gone = table.rows[at]!
        const rows = withSpans(table.rows, at, -1).toSpliced(at, 1)
        return { ...table, rows }
      })
      return without(
        changed,
        gone.map(({ key }) => key),
      )
    },
  },
  {
    name: 'total-column-left-out',
    mayLose: true,
    apply: (report) => {
      const isTotal = ({ key }: PrintedCell) => key?.startsWith('t3.') && key.endsWith('.total')
      const changed = changeTables(report, 't3', (table) => ({
        ...table,
        rows: table.rows.map((row, index) =>
          row
            .filter((cell) => !isTotal(cell) && !(index === 1 && cell.text === '总计'))
            .map((cell) => (index === 0 && cell.columns === 7 ? { ...cell, columns: 6 } : cell)),
        ),
      }))
      return withoutCells(changed, (key) => key.startsWith('t3.') && key.endsWith('.total'))
    },
  },
  {
    name: 'regulations-left-out',
    apply: (report) => {
      const changed = changeTables(report, 't2', (table) => ({
        ...table,
        rows: table.rows.filter((row) => row[0]!.text !== '规章'),
      }))
      return withoutCells(changed, (key) => key.startsWith('t2.reg_'))
    },
  },
  {
    name: 'last-cells-missing',
    apply: (report) => {
      const blank = new Set<CellKey>()
      const changed = changeTables(report, 't3', (table) => ({
        ...table,
        rows: table.rows.map((row) => {
          let end = row.length
          while (end > 0 && row[end - 1]!.key && row[end - 1]!.text === '0') end -= 1
          for (const { key } of row.slice(end)) if (key) blank.add(key)
          return row.slice(0, end)
        }),
      }))
      return without(changed, [...blank])
    },
  },
  {
    name: 'merged-zeros',
    apply: (report, draw) => {
      const blank = new Set<CellKey>()
      const changed = changeTables(report, 't3', (table) => ({
        ...table,
        rows: table.rows.map((row) => {
          const values = row.filter(({ key }) => key)
          if (values.length === 0 || values.some(({ text }) => text !== '0') || !draw.chance(0.6)) return row
          for (const { key } of values) blank.add(key!)
          return [...row.filter(({ key }) => !key), { ...extra(draw.pick(['', '/', '无'])), columns: values.length }]
        }),
      }))
      return without(changed, [...blank])
    },
  },
  inRows('rows-swapped', 't3', (rows, draw) => {
    const inGroup = plainRows(rows).filter((at, index, all) => all[index + 1] === at + 1)
    const at = draw.pick(inGroup)
    return rows.toSpliced(at, 2, rows[at + 1]!, rows[at]!)
  }),
  inRows('total-before-other', 't3', (rows) => {
    const total = rows.findIndex((row) => row[0]!.text.startsWith('（七）'))
    const other = rows.findIndex((row) => row[0]!.text.startsWith('（六）'))
    return total === -1 || other === -1 ? rows : rows.toSpliced(total, 1).toSpliced(other, 0, rows[total]!)
  }),
]

export const TABLE_QUIRKS: readonly Quirk[] = [...HEADER_QUIRKS, ...EXTRA_QUIRKS, ...MISSING_QUIRKS]

/** Quirks that no seed draws: with a longer list each seed would make another document than the one it is kept for. */
export const NAMED_TABLE_QUIRKS: readonly Quirk[] = [
  {
    name: 'last-year-table-2-before',
    apply: (report, draw) => withTableOfLastYear(report, draw, { table: 't2', isBefore: true }),
  },
  {
    name: 'last-year-table-4-before',
    apply: (report, draw) => withTableOfLastYear(report, draw, { table: 't4', isBefore: true }),
  },
  {
    name: 'other-table-2-behind',
    mayLose: true,
    apply: (report, draw) => withTableOfLastYear(report, draw, { table: 't2', isBefore: false, isTold: false }),
  },
  {
    name: 'other-table-2-before',
    mayLose: true,
    apply: (report, draw) => withTableOfLastYear(report, draw, { table: 't2', isBefore: true, isTold: false }),
  },
]
