import { expect, test } from 'vitest'
import { readProse } from '../../../src/extract/tables/read-prose.ts'
import type { Block } from '../../../src/model/document.ts'
import { type CellKey, cellKeysOf, TABLE2_2021, TABLE3_COLUMNS, TABLE3_ROWS_2021, TABLE4 } from '../../../src/model/template.ts'

const line = (text: string): Block => ({ kind: 'paragraph', text, heading: null, pieces: [{ text, at: {} }], at: {} })
const numbers = new Map(cellKeysOf('2021').map((key, index) => [key, String((index * 7) % 1300)]))
const told = (cells: readonly { readonly name: string; readonly key: CellKey; readonly unit?: string }[], more = '') =>
  `${cells.map(({ name, key, unit = '件' }) => `${name}${more}${numbers.get(key)}${unit}`).join('，')}。`

const TABLE3 = TABLE3_ROWS_2021.map(
  (row) => `${row.label}：${told(TABLE3_COLUMNS.map(({ label, key }) => ({ name: label, key: `t3.${row.key}.${key}` })))}`,
)
const TABLE4_TOLD = ['行政复议', '未经复议直接起诉', '复议后起诉'].map((group) => {
  const own = TABLE4.filter((cell) => cell.group.at(-1) === group)
  return `${group}：${told(
    own.map(({ label, key }) => ({ name: label, key: `t4.${key}` })),
    '为',
  )}`
})
const TABLE2 = [...new Set(TABLE2_2021.map(({ row }) => row))].map((row) => {
  const own = TABLE2_2021.filter((cell) => cell.row === row)
  return `${row}：${told(own.map(({ column, key, unit }) => ({ name: column.replace(/（.*/, ''), key: `t2.${key}`, unit })))}`
})

test.each([
  { table: 't2', sentences: TABLE2, cells: 10 },
  { table: 't3', sentences: TABLE3, cells: 175 },
  { table: 't4', sentences: TABLE4_TOLD, cells: 15 },
] as const)(
  '$table told row by row, a paragraph each or in one, is read and never sure',
  ({ table, sentences, cells: count }) => {
    for (const blocks of [sentences.map(line), [line(sentences.join(''))]]) {
      const { cells, notes } = readProse(table, blocks)
      expect(cells.size).toBe(count)
      expect([...cells].filter(([key, { raw, sure }]) => raw !== numbers.get(key) || sure >= 0.8)).toEqual([])
      expect(notes.map((note) => [note.code, note.table])).toEqual([['table-in-prose', table]])
    }
  },
)

test.each([
  {
    name: 'a row with words that are none of the form',
    text: '（一）予以公开：自然人27件，较上年增加3件，商业企业0件。',
    cells: 0,
  },
  { name: 'a name twice', text: '（一）予以公开：自然人27件，自然人3件，商业企业0件。', cells: 0 },
  { name: 'a label of its own', text: '办结情况：自然人27件，商业企业0件。', cells: 0 },
])('$name is left out, and a note says that the figures stand in the text', ({ text, cells: count }) => {
  const { cells, notes } = readProse('t3', [line(text), line(text), line(text)])
  expect(cells.size).toBe(count)
  expect(notes.map((note) => note.code)).toEqual(['table-in-prose'])
})

test('a narrative with a few figures is no table', () => {
  const text = '全年新收申请27件：自然人20件，商业企业7件，均已办结。'
  expect(readProse('t3', [line(text)])).toMatchObject({ notes: [] })
})
