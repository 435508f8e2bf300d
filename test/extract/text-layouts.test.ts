import { expect, test } from 'vitest'
import { extractReport } from '../../src/extract/extract-report.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import type { CellKey } from '../../src/model/template.ts'
import { drawFrom } from '../generate/draw.ts'
import { MARKDOWN_LAYOUTS } from '../generate/layouts/markdown.ts'
import { makeReport } from '../generate/make-report.ts'
import { changeCells, type PrintedCell, type PrintedReport, type PrintedRow } from '../generate/printed.ts'

const sample = makeReport(drawFrom(5), { edition: '2021', scale: 'middle', otherAll: false })
const figures = figuresOf(sample)

/** The values of a report by cell key. */
function figuresOf({ truth }: PrintedReport): Partial<Record<CellKey, number | null>> {
  return Object.fromEntries([...truth.cells].map(([key, { value: each }]) => [key, each]))
}

/** The parts of a report in printed order: lines of text and the rows of its tables. */
function partsOf({ pieces }: PrintedReport): (string | readonly PrintedRow[])[] {
  return pieces.map((piece) => (piece.kind === 'table' ? piece.table.rows : piece.text))
}

/** Prints a report with one row of a table a line, its cells set apart by single blanks. */
function print(change: (cell: PrintedCell, row: PrintedRow) => string): string {
  const line = (row: PrintedRow) =>
    row
      .map((cell) => change(cell, row))
      .filter((text) => text !== '')
      .join(' ')
  return partsOf(sample)
    .map((part) => (typeof part === 'string' ? part : part.map(line).join('\n')))
    .join('\n')
}

async function read(text: string) {
  return (await readReport(text)).cells
}

async function readReport(text: string) {
  const bytes = new TextEncoder().encode(text)
  const extraction = await extractReport({ name: 'report', bytes, sha256: sha256Of(bytes) })
  if (extraction.kind !== 'report') throw new Error(extraction.reason.message)
  return extraction.report
}

const value = (text: string, cell: PrintedCell) => (cell.key ? text : cell.text)
const SHORT: Readonly<Record<string, string>> = {
  '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请': '1.申请人逾期不补正',
  '2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请': '2.逾期未缴费',
}
const CIRCLED = '①②③④⑤⑥⑦⑧'

const layouts = [
  { name: 'units behind the numbers', print: () => print((cell) => value(`${cell.text}件`, cell)) },
  {
    name: 'details of （六） under short names, directly behind the label of their group',
    print: () => print((cell) => SHORT[cell.text] ?? cell.text),
  },
  {
    name: 'details with circled numbers',
    print: () => print((cell) => cell.text.replace(/^(\d)\./, (_, digit: string) => CIRCLED[Number(digit) - 1]!)),
  },
  {
    name: 'headings of table 4 broken over two lines',
    print: () =>
      print((cell) => (/^(?:结果|其他|尚未)..$/.test(cell.text) ? `${cell.text.slice(0, 2)}\n${cell.text.slice(2)}` : cell.text)),
  },
  {
    name: 'groups of table 3 printed downwards',
    print: () => print((cell) => (/^（[四五六]）/.test(cell.text) ? [...cell.text].join('\n').concat('\n') : cell.text)),
  },
  {
    name: 'numbers of pages between the rows of table 3',
    print: () => print((cell, row) => (cell === row.at(-1) && cell.text !== '总计' ? `${cell.text}${page(row)}` : cell.text)),
  },
] as const

/** A page ends behind every row of table 3 that is wholly filled. */
function page(row: PrintedRow): string {
  return row.filter((cell) => cell.key).length === 7 ? '\n8' : ''
}

test.each(layouts)('$name', async ({ print }) => {
  const cells = await read(print())
  const values = Object.fromEntries(Object.entries(cells).map(([key, cell]) => [key, cell.value]))
  expect(values).toEqual(figures)
  expect(Object.entries(cells).filter(([, cell]) => cell.confidence < 0.9)).toEqual([])
})

test('the mark of a footnote never joins the number before it', async () => {
  let index = 0
  const cells = await read(print((cell) => value(index++ % 7 === 0 ? `${cell.text}¹` : cell.text, cell)))
  const wrong = Object.entries(cells).filter(([key, cell]) => cell.value !== null && cell.value !== figures[key as CellKey])
  expect(wrong).toEqual([])
})

test('slashes, dashes and 无 between single blanks hold their places', async () => {
  const marks = ['/', '-', '—', '无']
  const zero = Object.entries(figures).filter(([, each]) => each === 0)
  let index = 0
  const cells = await read(print((cell) => value(cell.text === '0' ? marks[index++ % marks.length]! : cell.text, cell)))
  for (const [key, each] of Object.entries(figures)) {
    expect(cells[key as CellKey]?.value, key).toBe(zero.some(([other]) => other === key) ? null : each)
  }
})

test('headings of table 2 broken into pieces tell the edition, too', async () => {
  const older = makeReport(drawFrom(7), { edition: '2019', scale: 'zero' })
  const broken = partsOf(older).flatMap((part) =>
    typeof part === 'string' ? [part] : part.flat().flatMap(({ text, key }) => (key ? [text] : (text.match(/.{1,4}/g) ?? []))),
  )
  const cells = await read(broken.join('\n'))
  expect(cells['t2.reg_made']).toMatchObject({ value: 0, kind: 'number' })
  expect(Object.keys(cells)).not.toContain('t2.reg_issued')
})

test('seven values behind a label are doubted where the columns of the page were mixed', async () => {
  const parts = partsOf(sample)
  const rows = parts.filter((part) => typeof part !== 'string')[1]!
  const labels = rows.flatMap((row) => row.filter((cell) => !cell.key).map((cell) => cell.text))
  const column = (index: number) => rows.flatMap((row) => row.filter((cell) => cell.key)[index]?.text ?? [])
  const seven = labels.indexOf('二、上年结转政府信息公开申请数量')
  const mixed = [
    ...[...labels.slice(0, seven), '34', labels[seven]!],
    ...column(0).slice(0, 7),
    ...labels.slice(seven + 1).flatMap((label, row) => [label, ...(row === 0 ? [] : column(1).slice(row, row + 1))]),
    ...[2, 3, 4, 5, 6].flatMap(column),
  ]
  const text = parts.map((part) => (typeof part === 'string' ? part : part === rows ? mixed.join('\n') : part.flat().join('\n')))
  const cells = await read(text.join('\n'))
  expect(cells['t3.carried_in.commercial']).toMatchObject({ kind: 'number' })
  const wrong = Object.entries(cells).filter(
    ([key, cell]) =>
      key.startsWith('t3.') && cell.value !== null && cell.value !== figures[key as CellKey] && cell.confidence >= 0.9,
  )
  expect(wrong).toEqual([])
})

test('a 1 that became a border of a Markdown table is not read over', async () => {
  const report = makeReport(drawFrom(3), { edition: '2021', scale: 'middle' })
  const values = figuresOf(report)
  const isOne = (cell: PrintedCell) => cell.key !== undefined && cell.text.includes('1')
  const ones = partsOf(report).flatMap((part) => (typeof part === 'string' ? [] : part.flat().filter(isOne)))
  const leftPacked = MARKDOWN_LAYOUTS.find(({ name }) => name === 'markdown-left-packed')!
  const silent: string[] = []
  for (const one of ones) {
    const changed = changeCells(report, (cell) => (cell === one ? { ...cell, text: cell.text.replace('1', '|') } : cell))
    const cells = await read(new TextDecoder().decode(await leftPacked.render(changed, drawFrom(1))).replaceAll('\\|', '|'))
    for (const [key, cell] of Object.entries(cells))
      if (cell.value !== null && cell.value !== values[key as CellKey] && cell.confidence >= 0.9)
        silent.push(`${one.text}: ${key} ${cell.raw}`)
  }
  expect(ones.length).toBeGreaterThan(15)
  expect(silent).toEqual([])
})

test('tables and rows whose words are printed are told to be unread, others to be absent', async () => {
  const parts = partsOf(sample)
  const tables = parts.filter((part) => typeof part !== 'string')
  const codes = async (change: (part: readonly PrintedRow[]) => string) => {
    const report = await readReport(parts.map((part) => (typeof part === 'string' ? part : change(part))).join('\n'))
    return report.notes.map(({ code, table }) => (table ? `${code} ${table}` : code))
  }
  const lines = (part: readonly PrintedRow[]) => part.map((row) => row.map((cell) => cell.text).join(' ')).join('\n')
  expect(await codes((part) => part.map((row) => row.map((cell) => cell.text).join('·')).join('\n'))).toEqual([
    'table-unread t2',
    'table-unread t3',
    'table-unread t4',
  ])
  expect(await codes((part) => (part === tables[2] ? '本年无行政复议、行政诉讼。' : lines(part)))).toEqual(['table-missing t4'])
  const row = tables[1]!.find((cells) => cells.some((cell) => cell.text === '3.要求提供公开出版物'))!
  expect(await codes((part) => lines(part.filter((each) => each !== row)))).toEqual(['label-missing'])
  const below = (part: readonly PrintedRow[]) => (part === tables[1] ? '\n注：要求提供公开出版物的申请另行统计。' : '')
  expect(await codes((part) => lines(part.filter((each) => each !== row)) + below(part))).toEqual(['rows-unread t3'])
})

test.each(['t2', 't3'])('values of %s printed before their labels do not pass for those of the row before', async (table) => {
  const report = makeReport(drawFrom(3), { edition: '2021', scale: 'middle' })
  const values = figuresOf(report)
  const parts = partsOf(report)
  const before = (row: PrintedRow) =>
    [...row.filter((cell) => cell.key), ...row.filter((cell) => !cell.key)].map((cell) => cell.text)
  const tables = parts.filter((part) => typeof part !== 'string')
  const text = parts.map((part) => {
    if (typeof part === 'string') return part
    return part
      .flatMap((row) => (part === tables[table === 't2' ? 0 : 1] ? before(row) : row.map((cell) => cell.text)))
      .join('\n')
  })
  const cells = await read(text.join('\n'))
  const wrong = Object.entries(cells).filter(
    ([key, cell]) =>
      key.startsWith(`${table}.`) && cell.value !== null && cell.value !== values[key as CellKey] && cell.confidence >= 0.9,
  )
  expect(wrong).toEqual([])
})
