import type { Attachment, Block, Note } from '../model/document.ts'
import { type Section, SURE } from '../model/report.ts'
import {
  type CellKey,
  cellKeysOf,
  cellLabel,
  type Edition,
  TABLE_TITLES,
  TABLE3_COLUMNS,
  type TableName,
} from '../model/template.ts'
import type { Outline } from './outline.ts'
import { isSigned } from './tables/labels.ts'
import { printsRow3, printsTable } from './tables/printed-labels.ts'
import { readCell } from './tables/read-cell.ts'
import type { Placed } from './tables/reading.ts'

/** A year whose 年 is gone, as when an extractor dropped every second character of a Word paste. */
const LOST_CHARACTERS =
  /(?:19|20)\d{2}(?:11日|1月1日|1231日|12月31日)|自20\d{3}月|〔20\d{5,6}号|^[)）](?=主动公开|依申请公开|政府信息(?:管理|公开平台)|平台建设|监督保障).{2,12}/

/**
 * Notes on what the reading itself gives away: lost characters, tables that are pictures, tables, rows and sections that were not found,
 * cells that were read with doubt.
 */
export function selfCheck(
  outline: Outline,
  sections: readonly Section[],
  cells: ReadonlyMap<CellKey, Placed>,
  edition: Edition,
  attachments: readonly Attachment[],
): Note[] {
  const notes: Note[] = []
  const damaged = findDamage(outline.blocks)
  if (damaged) notes.push({ code: 'text-damaged', message: `正文疑似丢字（如“${damaged}”），以下核查请对照原文。` })
  const tables = Map.groupBy(cells, ([key]) => key.slice(0, 2) as TableName)
  for (const [table, number] of [
    ['t2', 2],
    ['t3', 3],
    ['t4', 4],
  ] as const) {
    const own = tables.get(table) ?? []
    if (own.length === 0) notes.push(missingTable(outline, table, { number, attachments }))
    else notes.push(...missingLabels(outline, table, cells, edition), ...doubts(table, own), ...unreadableFigures(table, own))
  }
  if (tables.has('t3') && !printsCornerNote(sectionBlocks(outline, 3))) notes.push(CORNER_NOTE_MISSING)
  const found = new Set(sections.map((section) => section.number))
  const absent = [1, 2, 3, 4, 5, 6].filter((number) => !found.has(number))
  if (absent.length > 0) notes.push({ code: 'section-missing', message: `未找到第${absent.join('、')}部分的标题。` })
  return notes
}

const CORNER_NOTE_MISSING: Note = { code: 'corner-note-missing', message: '表三左上角未见勾稽关系说明。', table: 't3' }
const CORNER_NOTE = /[勾钩]\s*[稽嵇]|第一项加第二项/

/** Whether the blocks print 本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和, which stands in the upper left corner of table 3. */
function printsCornerNote(blocks: readonly Block[]): boolean {
  return blocks.some((block) => {
    if (block.kind === 'paragraph') return CORNER_NOTE.test(block.text)
    if (block.kind === 'picture') return false
    return block.rows.slice(0, HEAD_ROWS).some((row) => row.some((cell) => cell !== null && CORNER_NOTE.test(cell.text)))
  })
}

/** The head of a table has no more rows, even where a caption or a title stands over it. */
const HEAD_ROWS = 8

/** Rows and columns of the form that a table which was found does not print. */
function missingLabels(outline: Outline, table: TableName, cells: ReadonlyMap<CellKey, Placed>, edition: Edition): Note[] {
  const absent = cellKeysOf(edition).filter((key) => !cells.has(key) && key.startsWith(table) && !isOtherDetail(key, cells))
  if (absent.length === 0) return []
  const rows = [...new Set(absent.map((key) => key.split('.')[1]!))]
  const columns = TABLE3_COLUMNS.filter(({ key }) => absent.filter((each) => each.endsWith(`.${key}`)).length >= MANY_ROWS)
  const unread = table === 't3' && columns.length === 0 ? rows.filter((row) => printsRow3(row, sectionBlocks(outline, 3))) : []
  const names =
    columns.length > 0
      ? columns.map(({ label }) => `${label}列`)
      : rows.map((row) => cellLabel(absent.find((key) => key.split('.')[1] === row)!, edition).replace(/—自然人$/, ''))
  const title = TABLE_TITLES[table]
  const listed = names.length > 4 ? `${names.slice(0, 4).join('、')}等${names.length}项` : names.join('、')
  return unread.length > 0
    ? [{ code: 'rows-unread', message: `“${title}”表有行未能自动读取：${listed}，请对照原文核实。`, table }]
    : [{ code: 'label-missing', message: `“${title}”表未找到：${listed}。` }]
}

/** The blocks of a numbered section; all of them where its heading is missing. */
function sectionBlocks({ blocks, parts }: Outline, number: number): readonly Block[] {
  const part = parts.find((each) => each.number === number)
  return part ? blocks.slice(part.at, part.end) : blocks
}

/** A column that is absent from so many rows was not printed at all. */
const MANY_ROWS = 20

function isOtherDetail(key: CellKey, cells: ReadonlyMap<CellKey, Placed>): boolean {
  return /^t3\.other_/.test(key) && (cells.has('t3.other_all.natural_person') || cells.has('t3.other_misc.natural_person'))
}

function doubts(table: TableName, own: readonly (readonly [CellKey, Placed])[]): Note[] {
  const doubted = own.filter(([, cell]) => !cell.unreadable && cell.sure < SURE)
  if (doubted.length === 0) return []
  const message = `“${TABLE_TITLES[table]}”表有${doubted.length}格的位置不能完全确定，请对照原文核实。`
  return [{ code: 'reading-doubtful', message, at: doubted[0]![1].at ?? undefined }]
}

/** Cells that say something with digits in it which is no number, as `3/5` or `约20`. */
function unreadableFigures(table: TableName, own: readonly (readonly [CellKey, Placed])[]): Note[] {
  const odd = own.filter(([key, { raw, unreadable }]) => {
    if (unreadable || isPlainNumber(raw)) return false
    return readCell(raw, { signed: isSigned(key) }).kind === 'unreadable'
  })
  const [first] = odd
  if (!first) return []
  const [, { raw, at }] = first
  const message = `“${TABLE_TITLES[table]}”表有${odd.length}格的内容读不成数字，如“${raw.trim().slice(0, 30)}”，请对照原文核实。`
  return [{ code: 'figure-unreadable', message, table, at: at ?? undefined }]
}

function isPlainNumber(raw: string): boolean {
  return /^\d{0,15}$/.test(raw)
}

function findDamage(blocks: readonly Block[]): string | null {
  for (const block of blocks) {
    const match = block.kind === 'paragraph' ? LOST_CHARACTERS.exec(block.text) : null
    if (match) return match[0]
  }
  return null
}

function missingTable(
  { blocks, parts }: Outline,
  table: TableName,
  { number, attachments }: { readonly number: number; readonly attachments: readonly Attachment[] },
): Note {
  const title = TABLE_TITLES[table]
  if (printsTable(table, blocks)) return { code: 'table-unread', message: `“${title}”表未能自动读取，请对照原文核实。`, table }
  const part = parts.find((each) => each.number === number)
  const picture = part ? blocks.slice(part.at, part.end).find((block) => block.kind === 'picture') : undefined
  if (picture) return { code: 'table-as-image', message: `“${title}”表以图片形式发布，未能自动读取。`, table, at: picture.at }
  const file = attachments.find(({ href, text }) => MAY_HOLD_TABLES.test(`${href} ${text}`) && !OTHER_PAPER.test(text))
  return file
    ? { code: 'table-in-attachment', message: `未找到“${title}”表，可能在附件“${file.text || file.href}”中。`, table }
    : { code: 'table-missing', message: `未找到“${title}”表。`, table }
}

const MAY_HOLD_TABLES = /\.(?:pdf|docx?|wps|xlsx?|et|ofd|zip|rar)\b|附件|年报|年度报告|统计表/i
const OTHER_PAPER = /指南|申请表|目录|制度|办法|规定|规划|预算|决算|解读|条例|通知/
