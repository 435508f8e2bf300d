import { dayOf } from '../../model/day.ts'
import type { Block, Document } from '../../model/document.ts'
import type { DateEvidence } from '../../model/report.ts'
import { withPlainDigits } from '../label.ts'

/** How the name of a body ends. */
const BODY_END = '政府|办公室|办公厅|局|委员会|委|部|厅|院|署|司|中心|管委会|街道|办事处|镇|乡|区|县|市|省|会|所|站|队'
const DATE = /((?:19|20)\d{2})\s*(?:[-./]|年)\s*(\d{1,2})\s*(?:[-./]|月)\s*(\d{1,2})(?!\d)/
/** `20260129` and `20260129101200`, where a label or the name of a meta tag says that it is a date. */
const COMPACT = /(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?(?!\d)/
const ONLY_DATE = new RegExp(`^[（(【]?${DATE.source}\\s*日?[）)】]?$`)
/** The date over an article, with its source behind it: `2022年1月18日 来源:本站`. */
const BYLINE = new RegExp(
  `^${DATE.source}\\s*日?(?:\\s*\\d{1,2}:\\d{2}(?::\\d{2})?)?\\s*(?:来源|作者|信息来源|浏览次数|点击|字号|字体)[:： ]`,
)
/** The body and the day that it signed, on one line. */
const SIGNED_LINE = new RegExp(
  `^[\\p{Script=Han}（）()·]{3,40}?(?<=${BODY_END})[\\s:：,，]*[（(]?${DATE.source}\\s*日[）)]?$`,
  'u',
)

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
  '公布日期',
  '公布时间',
  '发稿日期',
  '发稿时间',
  '上网日期',
  '上网时间',
  '刊登日期',
  '发布于',
  '发表于',
  '印发日期',
  '印发时间',
  '信息时间',
  '更新日期',
  '更新时间',
  '时间',
  '日期',
] as const
const LABELLED = new RegExp(
  `(${LABELS.map((label) => [...label].join('\\s*')).join('|')})[】\\]【\\[:：\\s]*(?:${DATE.source}|${COMPACT.source})`,
  'gu',
)
/** What stands before 日期 or 时间 where the date is another one: 失效日期, 采集时间, 页面生成时间. */
const OTHER_DATE = /\p{Script=Han}$|(?:^|[^\p{Script=Han}])(?:\p{Script=Han}\s+)+$/u
/** The same before a label that says by itself which date it is. */
const OTHER_OF_ANOTHER = /(?:页\s*面|上\s*次|最\s*近|附\s*件|网\s*页|静\s*态|文\s*件\s*夹)\s*$/u

const META_NAMES =
  /^(?:pubdate|publishdate|publish_date|publishtime|publish_time|pub_date|pubtime|releasedate|releasetime|createdate|articlepubdate|datepublished|firstpublishedtime|article:published_time|发布日期|发布时间)$/i
/** When the page was built, which each rebuilding of the site changes. */
const BUILD_NAMES =
  /^(?:htmlgeneratetime|generatetime|generate_time|buildtime|页面生成时间|生成时间|lastmodified|last-modified)$/i

/** Days before the first section or after the last are looked at, not those that the report tells of. */
const LONGEST_LINE = 160
/** Behind the article, so many lines may still speak of it; later ones belong to other pages. */
const FOOT_LINES = 6

/** A printed date as YYYY-MM-DD, or null where there is no such day. */
function readDate(text: string): string | null {
  const plain = plainDates(text)
  const match = DATE.exec(plain) ?? COMPACT.exec(plain)
  return match ? dayOf(match[1], match[2], match[3]) : null
}

/** Digits in one way of writing: `二〇二五年元月二十日` is `2025年1月20日`. */
function plainDates(text: string): string {
  return withPlainDigits(text.replaceAll('元月', '一月')).normalize('NFKC')
}

/**
 * Every date that says when the report was published, with its source: `label:发布日期`, `meta:PubDate`, `signature`, `byline`. None is preferred and
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
    const text = plainDates(block.text).trim()
    if (index < body.first && text.length < 80 && BYLINE.test(text)) add(readDate(text), 'byline')
    else if (text.length < 30 && ONLY_DATE.test(text) && !isLabel(document.blocks[index - 1])) add(readDate(text), 'signature')
    else if (index > body.last && text.length < 60 && SIGNED_LINE.test(text)) add(readDate(text), 'signature')
  }
  const built = new Set(document.meta.filter(({ name }) => BUILD_NAMES.test(name)).map(({ content }) => momentOf(content)))
  for (const { name, content } of document.meta)
    if (META_NAMES.test(name) && !built.has(momentOf(content)))
      for (const value of content.split(/[;；，,]/)) add(readDate(value), `meta:${name}`)
  return found
}

/** Date and clock as digits; a date without a clock is no moment, and equal to none. */
function momentOf(content: string): string {
  const digits = content.normalize('NFKC').replace(/\D/g, '')
  return digits.length >= 12 ? digits.slice(0, 12) : content
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
  const text = plainDates(line)
  if (!/[期间于]/.test(text)) return []
  return [...text.matchAll(LABELLED)]
    .map((match) => ({ match, label: match[1]!.replace(/\s/g, ''), before: text.slice(0, match.index) }))
    .filter(({ label, before }) => !(label.length === 2 ? OTHER_DATE : OTHER_OF_ANOTHER).test(before))
    .map(({ match: [, , year, month, day, ...compact], label }) => ({
      label,
      date: year ? dayOf(year, month, day) : dayOf(compact[0], compact[1], compact[2]),
    }))
}

function isLabel(block: Block | undefined): boolean {
  return block?.kind === 'paragraph' && /(?:日期|时间)[:：]?$/.test(block.text.trim())
}
