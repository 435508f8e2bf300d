import { dayOf } from '../model/day.ts'
import type { Block, Document } from '../model/document.ts'
import type { DateEvidence } from '../model/report.ts'
import { withPlainDigits } from './label.ts'

const DATE = /((?:19|20)\d{2})\s*(?:[-./]|年)\s*(\d{1,2})\s*(?:[-./]|月)\s*(\d{1,2})(?!\d)/
const ONLY_DATE = new RegExp(`^[（(【]?${DATE.source}\\s*日?[）)】]?$`)

/** Labels under which a page prints when it was published. */
const LABELS = [
  '发布日期',
  '发布时间',
  '公开日期',
  '公开时间',
  '成文日期',
  '成文时间',
  '公文生成日期',
  '生成日期',
  '发文日期',
  '发文时间',
  '发表日期',
  '发表时间',
  '印发日期',
  '印发时间',
  '信息时间',
  '更新日期',
  '更新时间',
  '时间',
  '日期',
] as const
const LABELLED = new RegExp(`(${LABELS.map((label) => [...label].join('\\s*')).join('|')})[:：\\s]*${DATE.source}`, 'gu')
/** What stands before 日期 or 时间 where the date is another one. */
const OTHER_DATE =
  /(?:失\s*效|废\s*止|采\s*集|有\s*效|截\s*止|页\s*面|下\s*载|归\s*档|打\s*印|施\s*行|实\s*施|统\s*计|创\s*建|\p{Script=Han})$/u

const META_NAMES =
  /^(?:pubdate|publishdate|publish_date|publishtime|publish_time|pub_date|createdate|articlepubdate|article:published_time)$/i

/** Days before the first section or after the last are looked at, not those that the report tells of. */
const LONGEST_LINE = 160
/** Behind the article, so many lines may still speak of it; later ones belong to other pages. */
const FOOT_LINES = 6

/** A printed date as YYYY-MM-DD, or null where there is no such day. */
function readDate(text: string): string | null {
  const match = DATE.exec(text.normalize('NFKC'))
  return match ? dayOf(match[1], match[2], match[3]) : null
}

/**
 * Every date that says when the report was published, with its source: `label:发布日期`, `meta:PubDate`, `signature`. None is preferred and
 * none corrected. A date without a label counts only as a signature: a line of its own within the body, outside its sections but the last.
 */
export function findDates(
  document: Document,
  body: { readonly from: number; readonly first: number; readonly last: number; readonly end: number },
): DateEvidence[] {
  const found: DateEvidence[] = []
  const add = (date: string | null, from: string) => {
    if (date && !found.some((each) => each.date === date && each.from === from)) found.push({ date, from })
  }
  for (const [index, block] of document.blocks.entries()) {
    if (index > body.first && index < body.last) continue
    if (index > body.end + FOOT_LINES) break
    for (const line of linesOf(block, index < body.first))
      for (const { label, date } of labelledDates(line)) add(date, `label:${label}`)
    if (block.kind !== 'paragraph' || index < body.from || index >= body.end) continue
    const text = withPlainDigits(block.text).normalize('NFKC').trim()
    if (text.length < 30 && ONLY_DATE.test(text) && !isLabel(document.blocks[index - 1])) add(readDate(text), 'signature')
  }
  for (const { name, content } of document.meta) if (META_NAMES.test(name)) add(readDate(content), `meta:${name}`)
  return found
}

/** Text in which a label and its date stand together: the parts of a line, or the cells of a row. */
function linesOf(block: Block, isHead: boolean): string[] {
  if (block.kind === 'paragraph') {
    const line = block.pieces.map((piece) => piece.text).join('\n')
    if (isHead) return [line.slice(0, 2 * LONGEST_LINE)]
    return line.length <= LONGEST_LINE ? [line] : []
  }
  if (block.kind !== 'grid' || block.rows.length > 20) return []
  return block.rows
    .map((row) => row.map((cell, index) => (cell && cell !== row[index - 1] ? cell.text.trim() : '')).join('\n'))
    .filter((line) => line.length <= 3 * LONGEST_LINE)
}

function labelledDates(line: string): { label: string; date: string | null }[] {
  const text = withPlainDigits(line).normalize('NFKC')
  if (!/[期间]/.test(text)) return []
  return [...text.matchAll(LABELLED)]
    .filter((match) => !OTHER_DATE.test(text.slice(0, match.index)))
    .map((match) => ({ label: match[1]!.replace(/\s/g, ''), date: dayOf(match[2], match[3], match[4]) }))
}

function isLabel(block: Block | undefined): boolean {
  return block?.kind === 'paragraph' && /(?:日期|时间)[:：]?$/.test(block.text.trim())
}
