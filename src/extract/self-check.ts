import type { Block, Note } from '../model/document.ts'
import type { Section } from '../model/report.ts'
import { type CellKey, TABLE_TITLES, type TableName } from '../model/template.ts'
import type { Outline } from './outline.ts'
import type { Placed } from './reading.ts'

/** A year whose 年 is gone, as when an extractor dropped every second character of a Word paste. */
const LOST_CHARACTERS = /(?:19|20)\d{2}(?:11日|1月1日|1231日|12月31日)|自20\d{3}月|〔20\d{5,6}号/

/** Notes on what the text itself gives away: lost characters, tables that are pictures, tables and sections that were not found. */
export function selfCheck(outline: Outline, sections: readonly Section[], cells: ReadonlyMap<CellKey, Placed>): Note[] {
  const notes: Note[] = []
  const damaged = findDamage(outline.blocks)
  if (damaged) notes.push({ code: 'text-damaged', message: `正文疑似丢字（如“${damaged}”），以下核查请对照原文。` })
  for (const [table, number] of [
    ['t2', 2],
    ['t3', 3],
    ['t4', 4],
  ] as const) {
    if ([...cells.keys()].some((key) => key.startsWith(`${table}.`))) continue
    notes.push(missingTable(outline, table, number))
  }
  const found = new Set(sections.map((section) => section.number))
  const absent = [1, 2, 3, 4, 5, 6].filter((number) => !found.has(number))
  if (absent.length > 0) notes.push({ code: 'section-missing', message: `未找到第${absent.join('、')}部分的标题。` })
  return notes
}

function findDamage(blocks: readonly Block[]): string | null {
  for (const block of blocks) {
    const match = block.kind === 'paragraph' ? LOST_CHARACTERS.exec(block.text) : null
    if (match) return match[0]
  }
  return null
}

function missingTable({ blocks, parts }: Outline, table: TableName, number: number): Note {
  const part = parts.find((each) => each.number === number)
  const picture = part ? blocks.slice(part.at, part.end).find((block) => block.kind === 'picture') : undefined
  const title = TABLE_TITLES[table]
  return picture
    ? { code: 'table-as-image', message: `“${title}”表以图片形式发布，未能自动读取。`, at: picture.at }
    : { code: 'table-missing', message: `未找到“${title}”表。` }
}
