import { SECTION_TITLES, type TableName } from '../../src/model/template.ts'
import { drawFrom } from '../generate/draw.ts'
import { layOutTable, splitTable3, splitTable4 } from '../generate/form-tables.ts'
import { CLEAN, type HtmlStyle, renderBody } from '../generate/layouts/html-style.ts'
import { escapeMarkup } from '../generate/layouts/markup.ts'
import { WORD } from '../generate/layouts/word-style.ts'
import type { PrintedPiece, PrintedTable } from '../generate/printed.ts'
import type { SampleReport } from './district/sample-report.ts'

const NUMBERS = '一二三四五六'
const TABLE_OF_PART: Readonly<Record<number, TableName>> = { 2: 't2', 3: 't3', 4: 't4' }

/** A report as a sequence of title, headings, paragraphs and tables, in printed order. */
export function piecesOf(report: SampleReport, signedOn: string | null): PrintedPiece[] {
  const { narrative, leaveOut, authority } = report
  const pieces: PrintedPiece[] = [
    { kind: 'title', text: report.title },
    { kind: 'text', text: narrative.preface },
  ]
  for (const [index, title] of SECTION_TITLES.entries()) {
    const number = index + 1
    if (leaveOut.sections.has(number)) continue
    pieces.push({ kind: 'heading', text: `${NUMBERS[index]}、${title}` })
    for (const text of narrative.parts[index] ?? []) pieces.push({ kind: 'text', text })
    const table = TABLE_OF_PART[number]
    if (!table) continue
    if (leaveOut.tables.has(table)) pieces.push({ kind: 'text', text: '本年度无相关情况。' })
    else for (const each of tablesOf(report, table)) pieces.push({ kind: 'table', table: each })
  }
  if (signedOn !== null) pieces.push({ kind: 'signature', text: authority.name }, { kind: 'signature', text: inWords(signedOn) })
  return pieces
}

/** The report as the inner HTML of an article, in the layout that the report asks for. */
export function renderReport(report: SampleReport, signedOn: string | null): string {
  const pieces = piecesOf(report, signedOn).map((piece) => (report.layout === 'full-width' ? withFullWidthDigits(piece) : piece))
  const isWord = report.layout === 'word'
  return `${isWord ? `${WORD_PRELUDE}\n` : ''}${renderBody({ pieces }, drawFrom(0), isWord ? WORD : PLAIN)}`
}

function tablesOf({ edition, cells, leaveOut, layout }: SampleReport, table: TableName): PrintedTable[] {
  const value = (key: Parameters<typeof cells.get>[0]) => {
    const text = cells.get(key)
    if (text === undefined) throw new Error(`The sample report prints no value for ${key}.`)
    return text
  }
  if (layout === 'split' && table === 't3') return splitTable3({ edition }, 'unable_not_held', value)
  if (layout === 'split' && table === 't4') return splitTable4(edition, value)
  return [layOutTable(table, { edition, leaveOut: leaveOut.rows }, value)]
}

function inWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

function withFullWidthDigits(piece: PrintedPiece): PrintedPiece {
  if (piece.kind !== 'text') return piece
  return { ...piece, text: piece.text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))) }
}

const PLAIN: HtmlStyle = {
  ...CLEAN,
  line: (kind, text) => {
    const safe = escapeMarkup(text)
    if (kind === 'title') return `<p style="text-align:center"><strong>${safe}</strong></p>`
    if (kind === 'heading') return `<p style="text-indent:2em"><strong>${safe}</strong></p>`
    if (kind === 'signature') return `<p style="text-align:right">${safe}</p>`
    return `<p style="text-indent:2em">${safe}</p>`
  },
  table: (rows) => `<table border="1" cellspacing="0" cellpadding="3"><tbody>\n${rows.join('\n')}\n</tbody></table>`,
}

const WORD_PRELUDE = [
  '<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->',
  '<style>p.MsoNormal{margin:0;text-align:justify}table.MsoNormalTable{border-collapse:collapse}</style>',
].join('\n')
