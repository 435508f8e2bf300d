import type { Block } from '../../model/document.ts'
import type { TableName } from '../../model/template.ts'
import { normaliseLabel } from '../label.ts'
import { ROWS3 } from './labels.ts'

/** Words that a table prints and a report's text hardly does, and how many of them show that the table stands there. */
const WORDS: Readonly<Record<TableName, { readonly words: readonly (readonly string[])[]; readonly least: number }>> = {
  t2: {
    words: [
      ...['制发件数', '废止件数', '现行有效件数', '处理决定数量', '本年收费金额', '新制作数量', '新公开数量', '对外公开总数量'],
      ...['采购总金额', '行政事业性收费', '第二十条第(一)项', '第二十条第(五)项', '第二十条第(六)项', '第二十条第(八)项'],
    ].map((word) => [normaliseLabel(word)]),
    least: 4,
  },
  t3: { words: ROWS3.map((row) => row.labels.filter((label) => label.length >= 5)), least: 8 },
  t4: {
    words: ['结果维持', '结果纠正', '其他结果', '尚未审结', '未经复议直接起诉', '复议后起诉'].map((word) => [word]),
    least: 4,
  },
}

/** Whether the words of an official table stand in these blocks, read or not. */
export function printsTable(table: TableName, blocks: readonly Block[]): boolean {
  const text = textOf(blocks)
  const { words, least } = WORDS[table]
  return words.filter((variants) => variants.some((word) => text.includes(word))).length >= least
}

/** Whether the label of a row of table 3 stands in these blocks; a short one, which is also a word of the text, only with its number. */
export function printsRow3(row: string, blocks: readonly Block[]): boolean {
  const labels = ROWS3.find(({ key }) => key === row)?.labels ?? []
  const text = textOf(blocks)
  return (
    labels.some((label) => label.length >= 5 && text.includes(label)) ||
    textsOf(blocks).some((line) => NUMBERED.test(line) && labels.includes(normaliseLabel(line.trim().split(/\s/, 1)[0]!)))
  )
}

const NUMBERED = /^\s*[（(]?[一二三四五六七1-9][)）.．、]/

function textOf(blocks: readonly Block[]): string {
  return textsOf(blocks).map(normaliseLabel).join('')
}

function textsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return block.pieces.map((piece) => piece.text)
    if (block.kind === 'picture') return []
    return block.rows.flatMap((row) => row.map((cell, at) => (cell?.column === at ? cell.text : '')))
  })
}
