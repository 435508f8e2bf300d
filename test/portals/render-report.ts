import { SECTION_TITLES, type TableName } from '../../src/model/template.ts'
import type { SampleReport } from './district/sample-report.ts'
import { escapeMarkup } from './markup.ts'
import { layOutTable, type PrintedTable, splitTable3, splitTable4 } from './render-tables.ts'

/** One piece of a printed report, before it becomes HTML or DOCX. */
export type Piece =
  | { readonly kind: 'title' | 'heading' | 'text' | 'signature'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: PrintedTable }

const NUMBERS = '一二三四五六'
const TABLE_OF_PART: Readonly<Record<number, TableName>> = { 2: 't2', 3: 't3', 4: 't4' }

/** A report as a sequence of title, headings, paragraphs and tables, in printed order. */
export function piecesOf(report: SampleReport, signedOn: string | null): Piece[] {
  const { narrative, leaveOut, authority } = report
  const pieces: Piece[] = [
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
    else for (const rows of tablesOf(report, table)) pieces.push({ kind: 'table', rows })
  }
  if (signedOn !== null) pieces.push({ kind: 'signature', text: authority.name }, { kind: 'signature', text: inWords(signedOn) })
  return pieces
}

/** The report as the inner HTML of an article, in the layout that the report asks for. */
export function renderReport(report: SampleReport, signedOn: string | null): string {
  const write = report.layout === 'word' ? wordParagraph : plainParagraph
  const body = piecesOf(report, signedOn).map((piece) => {
    if (piece.kind !== 'table') return write(piece.kind, report.layout === 'full-width' ? withFullWidthDigits(piece) : piece.text)
    return report.layout === 'word' ? wordTable(piece.rows) : plainTable(piece.rows)
  })
  const prelude = report.layout === 'word' ? `${WORD_PRELUDE}\n` : ''
  return `${prelude}${body.join('\n')}`
}

function tablesOf({ edition, cells, leaveOut, layout }: SampleReport, table: TableName): PrintedTable[] {
  const value = (key: Parameters<typeof cells.get>[0]) => {
    const text = cells.get(key)
    if (text === undefined) throw new Error(`The sample report prints no value for ${key}.`)
    return text
  }
  if (layout === 'split' && table === 't3') return splitTable3(edition, value, 'unable_not_held')
  if (layout === 'split' && table === 't4') return splitTable4(edition, value)
  return [layOutTable(table, edition, value, leaveOut.rows)]
}

function inWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

function withFullWidthDigits({ kind, text }: { kind: string; text: string }): string {
  return kind === 'text' ? text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))) : text
}

function plainParagraph(kind: string, text: string): string {
  const safe = escapeMarkup(text)
  if (kind === 'title') return `<p style="text-align:center"><strong>${safe}</strong></p>`
  if (kind === 'heading') return `<p style="text-indent:2em"><strong>${safe}</strong></p>`
  if (kind === 'signature') return `<p style="text-align:right">${safe}</p>`
  return `<p style="text-indent:2em">${safe}</p>`
}

function plainTable(rows: PrintedTable): string {
  const body = rows.map((row) => `<tr>${row.map((each) => `<td${spans(each)}>${escapeMarkup(each.text)}</td>`).join('')}</tr>`)
  return `<table border="1" cellspacing="0" cellpadding="3"><tbody>\n${body.join('\n')}\n</tbody></table>`
}

const WORD_PRELUDE = [
  '<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->',
  '<style>p.MsoNormal{margin:0;text-align:justify}table.MsoNormalTable{border-collapse:collapse}</style>',
].join('\n')

/** As pasted from a word processor: every second character in a span of its own, list numbers between conditional comments. */
function wordParagraph(kind: string, text: string): string {
  const align = kind === 'title' ? 'center' : kind === 'signature' ? 'right' : 'justify'
  const numbered = kind === 'heading' ? /^([^、]+、)(.*)$/.exec(text) : null
  const content = numbered
    ? `<!--[if !supportLists]--><b><span>${escapeMarkup(numbered[1] ?? '')}</span></b><!--[endif]--><b>${wordSpans(numbered[2] ?? '')}</b>`
    : wordSpans(text)
  return `<p class="MsoNormal" style="text-align:${align}">${content}<o:p></o:p></p>`
}

function wordTable(rows: PrintedTable): string {
  const body = rows.map(
    (row) =>
      `<tr>${row
        .map(
          (each) =>
            `<td${spans(each)} style="border:solid windowtext 1.0pt"><p class="MsoNormal">${wordSpans(each.text)}</p></td>`,
        )
        .join('')}</tr>`,
  )
  return `<table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0"><tbody>\n${body.join('\n')}\n</tbody></table>`
}

function wordSpans(text: string): string {
  return [...text]
    .map((character, index) =>
      index % 2 === 0 ? escapeMarkup(character) : `<span lang="EN-US" style="font-size:12.0pt">${escapeMarkup(character)}</span>`,
    )
    .join('')
}

function spans({ columns, rows }: { columns: number; rows: number }): string {
  return `${columns > 1 ? ` colspan="${columns}"` : ''}${rows > 1 ? ` rowspan="${rows}"` : ''}`
}
