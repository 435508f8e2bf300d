import {
  APPLICANT_COLUMNS,
  type CellKey,
  type Edition,
  TABLE3_COLUMNS,
  TABLE4,
  type Table3RowLabel,
  TEMPLATES,
} from '../../src/model/template.ts'

/** The figures of a report by cell key; null is a cell left blank. */
export type Figures = Readonly<Partial<Record<CellKey, number | null>>>

/** A source of whole numbers from 0 to `most`. */
export type Draw = (most: number) => number

/** Figures for which every sum of the form holds. */
export function consistentFigures(edition: Edition, draw: Draw): Record<CellKey, number> {
  const figures = {} as Record<CellKey, number>
  const { t2, t3 } = TEMPLATES[edition]
  for (const cell of t2) figures[`t2.${cell.key}`] = draw(draw(3) === 0 ? 90000 : 40)
  const details = t3
    .map((row) => row.key)
    .filter((key) => !['new_received', 'carried_in', 'result_total', 'carried_out'].includes(key))
  for (const column of APPLICANT_COLUMNS) {
    let handled = 0
    for (const row of details) {
      const value = draw(2) === 0 ? draw(draw(4) === 0 ? 1500 : 30) : 0
      figures[`t3.${row}.${column}` as CellKey] = value
      handled += value
    }
    const carriedIn = draw(Math.min(handled, 20))
    const carriedOut = draw(12)
    Object.assign(figures, {
      [`t3.result_total.${column}`]: handled,
      [`t3.carried_in.${column}`]: carriedIn,
      [`t3.carried_out.${column}`]: carriedOut,
      [`t3.new_received.${column}`]: handled + carriedOut - carriedIn,
    })
  }
  for (const { key } of t3) {
    figures[`t3.${key}.total` as CellKey] = APPLICANT_COLUMNS.reduce(
      (sum, column) => sum + figures[`t3.${key}.${column}` as CellKey]!,
      0,
    )
  }
  for (const group of ['review', 'direct', 'postreview'] as const) {
    const parts = ['upheld', 'corrected', 'other', 'pending'].map((leaf) => {
      const value = draw(3) === 0 ? draw(120) : 0
      figures[`t4.${group}_${leaf}` as CellKey] = value
      return value
    })
    figures[`t4.${group}_total`] = parts.reduce((sum, part) => sum + part, 0)
  }
  return figures
}

export type Row = readonly {
  readonly text: string
  readonly columns?: number
  readonly rows?: number
  readonly label?: boolean
}[]

const PREFACE = '本报告依照政府信息公开条例编制，数据统计期限自2024年1月1日起至2024年12月31日止。'
const TITLE = '青禾县水务局2024年政府信息公开工作年度报告'
const CLOSING = [
  '五、存在的主要问题及改进情况',
  '公开内容还不够细，下一步将逐项梳理并加强培训。',
  '六、其他需要报告的事项',
  '本年度没有收取信息处理费。',
]

/** The parts of a report in printed order: lines of text and the rows of its tables. */
export function partsOf(edition: Edition, figures: Figures): readonly (string | readonly Row[])[] {
  return [
    TITLE,
    PREFACE,
    '一、总体情况',
    '全年共公开信息260条，办理结果均已答复申请人。',
    '二、主动公开政府信息情况',
    table2(edition, figures),
    '三、收到和处理政府信息公开申请情况',
    table3(edition, figures),
    '四、政府信息公开行政复议、行政诉讼情况',
    table4(figures),
    ...CLOSING,
  ]
}

function table2(edition: Edition, figures: Figures): Row[] {
  const { t2 } = TEMPLATES[edition]
  const width = 4
  const rows: Row[] = []
  for (const block of new Set(t2.map((cell) => cell.block))) {
    const own = t2.filter((cell) => cell.block === block)
    const columns = [...new Set(own.map((cell) => cell.column))]
    const span = Math.floor((width - 1) / columns.length)
    rows.push([{ text: block, columns: width, label: true }])
    rows.push([
      { text: '信息内容', label: true },
      ...columns.map((text, index) => ({
        text,
        columns: index === 0 ? width - 1 - span * (columns.length - 1) : span,
        label: true,
      })),
    ])
    for (const label of new Set(own.map((cell) => cell.row))) {
      const values = own.filter((cell) => cell.row === label)
      rows.push([
        { text: label, label: true },
        ...values.map((cell, index) => ({
          text: print(figures[`t2.${cell.key}`]),
          columns: index === 0 ? width - 1 - span * (values.length - 1) : span,
        })),
      ])
    }
  }
  return rows
}

function table3(edition: Edition, figures: Figures): Row[] {
  const rows: Row[] = [
    [
      { text: '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）', columns: 3, rows: 3, label: true },
      { text: '申请人情况', columns: 7, label: true },
    ],
    [
      { text: '自然人', rows: 2, label: true },
      { text: '法人或其他组织', columns: 5, label: true },
      { text: '总计', rows: 2, label: true },
    ],
    TABLE3_COLUMNS.slice(1, 6).map(({ label }) => ({ text: label, label: true })),
  ]
  const all: readonly Table3RowLabel[] = TEMPLATES[edition].t3
  let result = false
  let group: string | null = null
  for (const row of all) {
    const labels: { text: string; columns?: number; rows?: number; label: true }[] = []
    const inResult = row.group !== null
    if (inResult && !result) {
      labels.push({ text: '三、本年度办理结果', rows: all.filter((each) => each.group !== null).length, label: true })
      result = true
    }
    const inner = row.group?.startsWith('（') ? row.group : null
    if (inner && inner !== group)
      labels.push({ text: inner, rows: all.filter((each) => each.group === inner).length, label: true })
    group = inner
    labels.push({ text: row.label, columns: inner ? 1 : inResult ? 2 : 3, label: true })
    rows.push([...labels, ...TABLE3_COLUMNS.map(({ key }) => ({ text: print(figures[`t3.${row.key}.${key}` as CellKey]) }))])
  }
  return rows
}

function table4(figures: Figures): Row[] {
  return [
    [
      { text: '行政复议', columns: 5, label: true },
      { text: '行政诉讼', columns: 10, label: true },
    ],
    [
      ...TABLE4.slice(0, 5).map(({ label }) => ({ text: label, rows: 2, label: true })),
      { text: '未经复议直接起诉', columns: 5, label: true },
      { text: '复议后起诉', columns: 5, label: true },
    ],
    TABLE4.slice(5).map(({ label }) => ({ text: label, label: true })),
    TABLE4.map(({ key }) => ({ text: print(figures[`t4.${key}`]) })),
  ]
}

function print(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}

export type Printer = (parts: readonly (string | readonly Row[])[]) => string

export const asHtml: Printer = (parts) => {
  const cell = ({ text, columns = 1, rows = 1 }: Row[number]) =>
    `<td${columns > 1 ? ` colspan="${columns}"` : ''}${rows > 1 ? ` rowspan="${rows}"` : ''}><p>${text || '&nbsp;'}</p></td>`
  const body = parts.map((part) =>
    typeof part === 'string'
      ? `<p>${part}</p>`
      : `<table>${part.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')}</table>`,
  )
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>年报</title></head><body><div class="nav"><a href="/">首页</a></div>${body.join('\n')}</body></html>`
}

/** Tables whose merged cells were all broken up: no spans, as many sites print them after an import. */
export const asHtmlWithoutSpans: Printer = (parts) =>
  asHtml(parts.map((part) => (typeof part === 'string' ? part : part.map((row) => row.map(({ text }) => ({ text }))))))

/** One table row a line, cells set apart by tabs. */
export const asTabText: Printer = (parts) =>
  parts
    .map((part) => (typeof part === 'string' ? part : part.map((row) => row.map((cell) => cell.text).join('\t')).join('\n')))
    .join('\n')

/** One cell a line, as a word processor saves tables as plain text. */
export const asCellLines: Printer = (parts) =>
  parts
    .map((part) =>
      typeof part === 'string' ? part : part.map((row) => row.map((cell) => `\t${cell.text}`).join('\n')).join('\n\n'),
    )
    .join('\n')

/** Columns lined up by blanks, as a PDF comes out of a text extractor. */
export const asAlignedText: Printer = (parts) =>
  parts
    .map((part) => (typeof part === 'string' ? part : part.map((row) => row.map((cell) => cell.text).join('      ')).join('\n')))
    .join('\n')

/** Markdown, which knows no merged cells: each row starts at the left and is filled up with empty cells. */
export const asMarkdown: Printer = (parts) =>
  parts
    .map((part) => {
      if (typeof part === 'string') return /^[一二三四五六]、/.test(part) ? `## ${part}` : part
      const width = Math.max(...part.map((row) => row.length))
      const lines = part.map(
        (row) => `| ${[...row.map((cell) => cell.text), ...Array<string>(width - row.length).fill('')].join(' | ')} |`,
      )
      return [lines[0], `|${' --- |'.repeat(width)}`, ...lines.slice(1)].join('\n')
    })
    .join('\n\n')

/** Everything run together without a separator. */
export const asRunTogether: Printer = (parts) =>
  parts
    .map((part) => (typeof part === 'string' ? part : part.map((row) => row.map((cell) => cell.text).join('')).join('')))
    .join('')
