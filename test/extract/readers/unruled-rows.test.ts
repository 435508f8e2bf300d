import { expect, test } from 'vitest'
import { readPdfDocument } from '../../../src/extract/readers/pdf/pdf-document.ts'
import { type DrawnText, makePdf } from './make-pdf.ts'
import { fileOf } from './readable.ts'

const SIZE = 10
const LEADING = 13
const COLUMNS = [200, 280, 360]
const HEADINGS = ['甲类', '乙类', '总计']

type Row = { readonly label: readonly string[]; readonly values: readonly string[] }

/** A table without any lines: labels of several lines directly below each other, values beside one line of each. */
function setTable(rows: readonly Row[], lineOf: (label: readonly string[]) => number): DrawnText[] {
  const centred = (text: string, x: number) => x - (text.length * SIZE * (/\d/.test(text) ? 0.5 : 1)) / 2
  const texts: DrawnText[] = HEADINGS.map((text, index) => ({ x: centred(text, COLUMNS[index]!), y: 100, text, size: SIZE }))
  let y = 120
  for (const { label, values } of rows) {
    for (const [index, text] of label.entries()) texts.push({ x: 60, y: y + index * LEADING, text, size: SIZE })
    for (const [index, text] of values.entries())
      texts.push({ x: centred(text, COLUMNS[index]!), y: y + lineOf(label) * LEADING, text, size: SIZE })
    y += label.length * LEADING
  }
  return texts
}

async function readRows(texts: readonly DrawnText[]) {
  const { blocks } = await readPdfDocument(fileOf(makePdf([{ texts }])))
  const grid = blocks.find((block) => block.kind === 'grid')
  return grid?.rows.slice(1).map((row) => ({
    label: row[0]!.text,
    values: row.slice(-COLUMNS.length).map((cell) => cell?.text),
    sure: Math.min(...row.slice(-COLUMNS.length).map((cell) => cell?.placed ?? 1)),
  }))
}

const ROWS: readonly Row[] = [
  { label: ['1.属于国家', '秘密'], values: ['3', '0', '3'] },
  { label: ['2.其他法律', '行政法规禁', '止公开'], values: ['0', '5', '5'] },
  { label: ['3.危及安全'], values: ['1', '1', '2'] },
  { label: ['4.保护第三', '方权益'], values: ['12', '0', '12'] },
]

test.each([
  { name: 'first', lineOf: () => 0 },
  { name: 'last', lineOf: (label: readonly string[]) => label.length - 1 },
])('values beside the $name line of each label are surely in its row', async ({ lineOf }) => {
  const rows = await readRows(setTable(ROWS, lineOf))
  expect(rows).toEqual(ROWS.map(({ label, values }) => ({ label: label.join(''), values, sure: 0.95 })))
})

test('where values stand beside other lines, or numbers are left out, the rows are doubted', async () => {
  const mixed = await readRows(setTable(ROWS, (label) => (label.length === 3 ? 2 : 0)))
  const bare = ROWS.map(({ label, values }) => ({ label: label.map((line) => line.replace(/^\d\./, '')), values }))
  const unnumbered = await readRows(setTable(bare, () => 0))
  for (const row of [...mixed!, ...unnumbered!]) expect(row.sure, row.label).toBeLessThan(0.9)
})

test('a row whose values are blank keeps its place', async () => {
  const rows = await readRows(
    setTable([...ROWS, { label: ['5.未予说明'], values: [] }, { label: ['6.其他', '情形'], values: ['7', '0', '7'] }], () => 0),
  )
  expect(rows!.slice(-2).map(({ label, values }) => [label, ...values])).toEqual([
    ['5.未予说明', '', '', ''],
    ['6.其他情形', '7', '0', '7'],
  ])
})
