import { describe, expect, test } from 'vitest'
import { readDocument } from '../../../src/extract/readers/read-document.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { expectAnswersToChangedWords } from './changed-words.ts'
import { makeOle } from './make-ole.ts'
import { makeXls, type XlsCell, type XlsOptions, type XlsSheet, type XlsStyle } from './make-xls.ts'
import { fileOf, readable } from './readable.ts'

const BOXED = 1
const STYLES: readonly XlsStyle[] = [
  {},
  { boxed: true },
  { boxed: true, format: '#,##0' },
  { boxed: true, format: '0.00%' },
  { boxed: true, format: 'yyyy"年"m"月"d"日"' },
  { boxed: true, format: '0"件"' },
]
const sheetOf = (
  rows: readonly (readonly (string | number | null | undefined)[])[],
  extra: Partial<XlsSheet> = {},
): XlsSheet => ({
  name: '表',
  cells: rows.flatMap((row, y) =>
    row.flatMap((value, x): XlsCell[] =>
      value === undefined ? [] : [{ row: y, column: x, value, style: row.length > 1 ? BOXED : 0 }],
    ),
  ),
  ...extra,
})
const read = async (sheets: readonly XlsSheet[], options: XlsOptions = {}) =>
  readDocument(fileOf(makeXls(sheets, { styles: STYLES, ...options })))

test('texts are paragraphs, tables are grids, blank cells are blank', async () => {
  const { blocks } = await read([sheetOf([['2024年年报'], ['一、总体情况'], ['规章', 0, null], ['许可', null, 12]])])
  expect(readable(blocks)).toEqual([
    '2024年年报',
    '一、总体情况',
    [
      ['规章', '0', ''],
      ['许可', '', '12'],
    ],
  ])
  expect(blocks[2]?.kind === 'grid' && blocks[2].rows[1]?.[2]?.at.path).toBe('Workbook/表#C4')
})

test.each([
  { name: 'of BIFF8', options: {} },
  { name: 'of BIFF8 in short records', options: { recordLength: 24 } },
  { name: 'of BIFF5', options: { version: 'biff5' as const } },
])('raised digits $name do not join the number before them', async ({ options }) => {
  const cells = [
    ['规章', '121', 7],
    ['许可', '13', '处罚1'],
  ]
  const { blocks } = await read([sheetOf(cells)], { raised: { 121: 2, 13: 0, 处罚1: options.version ? 4 : 2 }, ...options })
  expect(readable(blocks)).toEqual([
    [
      ['规章', '12¹', '7'],
      ['许可', '13', '处罚¹'],
    ],
  ])
})

test('merged cells', async () => {
  const rows = [
    ['甲', null, '自然人'],
    [null, null, 1],
    ['乙', '丙', 2],
  ]
  const { blocks } = await read([sheetOf(rows, { merges: [[0, 0, 1, 1]] })])
  expect(readable(blocks)).toEqual([
    [
      ['甲', '←', '自然人'],
      ['↑', '←', '1'],
      ['乙', '丙', '2'],
    ],
  ])
})

test.each([
  { name: 'an integer', value: 1_204, style: 1, shown: '1204' },
  { name: 'an integer below zero', value: -3, style: 1, shown: '-3' },
  { name: 'a number too long for the short form', value: 4_294_967_296, style: 1, shown: '4294967296' },
  { name: 'a fraction', value: 0.1 + 0.2, style: 1, shown: '0.3' },
  { name: 'thousands', value: 251_000, style: 2, shown: '251,000' },
  { name: 'a share', value: 0.985, style: 3, shown: '98.50%' },
  { name: 'a day', value: 45_322, style: 4, shown: '2024年1月31日' },
  { name: 'a unit', value: 22, style: 5, shown: '22件' },
])('numbers as they are shown: $name', async ({ value, style, shown }) => {
  for (const formula of [false, true]) {
    const cells: XlsCell[] = [
      { row: 0, column: 0, value: '甲', style: BOXED },
      { row: 0, column: 1, value, style, formula },
      { row: 0, column: 2, value: '乙', style: BOXED, formula },
    ]
    expect(readable((await read([{ name: '表', cells }])).blocks)).toEqual([[['甲', shown, '乙']]])
  }
})

test('days counted from 1904', async () => {
  const cells: XlsCell[] = [
    { row: 0, column: 0, value: '日', style: BOXED },
    { row: 0, column: 1, value: 43_860, style: 4 },
  ]
  expect(readable((await read([{ name: '表', cells }], { from1904: true })).blocks)).toEqual([[['日', '2024年1月31日']]])
})

test('shared texts that are cut between records anywhere', async () => {
  const rows = Array.from({ length: 40 }, (_, index) => [`第${index}行${'文'.repeat(index)}`, `row ${index}${'x'.repeat(index)}`])
  for (const recordLength of [21, 22, 64, 101]) {
    expect(readable((await read([sheetOf(rows)], { recordLength })).blocks)).toEqual([rows])
  }
})

test('a workbook of Excel 5, in its code page', async () => {
  const { blocks } = await read([sheetOf([['青禾县水务局'], ['规章', 12], ['许可', 3]])], { version: 'biff5' })
  expect(readable(blocks)).toEqual([
    '青禾县水务局',
    [
      ['规章', '12'],
      ['许可', '3'],
    ],
  ])
})

test('hidden sheets, rows and columns are left out with a note', async () => {
  const shown = sheetOf(
    [
      ['甲', '暗', 1],
      ['暗', '暗', 2],
      ['乙', '暗', 3],
    ],
    { hiddenRows: [1], hiddenColumns: [1] },
  )
  const { blocks, notes } = await read([sheetOf([['字典']], { name: '字典', hidden: true }), shown])
  expect(readable(blocks)).toEqual([
    [
      ['甲', '1'],
      ['乙', '3'],
    ],
  ])
  expect(notes.map(({ code }) => code)).toEqual(['hidden-sheet', 'hidden-cells'])
})

test('a title merged across all columns does not widen the table', async () => {
  const { blocks } = await read([
    sheetOf(
      [
        ['甲', 1],
        ['统计表', null],
        ['乙', 2],
      ],
      { merges: [[1, 0, 1, 255]] },
    ),
  ])
  expect(blocks.map((block) => (block.kind === 'grid' ? block.rows[0]?.length : 0))).toEqual([2])
})

describe('files that are no readable workbook', () => {
  const whole = makeXls(
    [
      sheetOf(
        [
          ['规章', 12, null],
          ['许可', '三', 3],
        ],
        { merges: [[0, 1, 0, 2]] },
      ),
    ],
    { styles: STYLES },
  )
  const reasonOf = async (bytes: Uint8Array) => {
    const result = await readDocument(fileOf(bytes)).catch((error: unknown) => error)
    return result instanceof GiveUp ? `${result.reason}: ${result.detail}` : result
  }
  const record = (type: number, ...content: number[]) => Buffer.from([type & 0xff, type >> 8, content.length, 0, ...content])
  const begin = (version: number) => record(0x0809, version & 0xff, version >> 8, 5, 0)

  test.each([
    {
      name: 'a password',
      stream: Buffer.concat([begin(0x600), record(0x2f, 0, 0), record(0x0a)]),
      says: /encrypted-file.*password/,
    },
    {
      name: 'Excel 4',
      stream: Buffer.concat([begin(0x400), record(0x0a)]),
      says: /unsupported-format.*Excel 4 or older.*save it as XLSX/,
    },
    { name: 'no end', stream: begin(0x600), says: /damaged-file/ },
    {
      name: 'a record longer than the file',
      stream: Buffer.concat([begin(0x600), Buffer.from([0xfc, 0, 0xff, 0xff])]),
      says: /damaged-file/,
    },
  ])('$name', async ({ stream, says }) => expect(await reasonOf(makeOle({ Workbook: stream }))).toMatch(says))

  test('any damage gives a document or a reason', () => expectAnswersToChangedWords(whole))
})
