import type { Draw } from '../draw.ts'
import type { PrintedPiece, PrintedReport } from '../printed.ts'
import { encodeGb18030 } from './gb18030.ts'
import type { Layout } from './layout.ts'
import { type WordRow, type WordRowStyle, wordRows } from './word-rows.ts'

/** How a program writes RTF. */
type RtfStyle = {
  readonly rows: WordRowStyle
  /** Characters as Unicode with a fallback, as bytes of the font's set, or as bytes under a font that names no set. */
  readonly text: 'unicode' | 'bytes' | 'unnamed-bytes'
  readonly headings: 'style' | 'outline' | 'plain'
  /** Revisions, hidden text and fields among the text. */
  readonly traces: boolean
  /** Tables inside a table, or in text boxes. */
  readonly around: 'nothing' | 'table' | 'box'
  /** Rows defined again at their end, as Word does. */
  readonly repeatsRowEnd: boolean
}

const USUAL: RtfStyle = {
  rows: { across: 'wide', unsteady: 0 },
  text: 'unicode',
  headings: 'style',
  traces: false,
  around: 'nothing',
  repeatsRowEnd: true,
}

const CHINESE_FONT: Readonly<Record<RtfStyle['text'], string>> = {
  unicode: '\\fcharset134',
  bytes: '\\fcharset134',
  'unnamed-bytes': '\\fcharset0',
}

function renderRtf(report: PrintedReport, draw: Draw, style: RtfStyle): Uint8Array {
  const words = (text: string) => writeText(text, style.text)
  const head = [
    '{\\rtf1\\ansi\\ansicpg936\\deff0\\deflang2052',
    `{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}{\\f1\\fnil${CHINESE_FONT[style.text]}\\fprq2 ${words('宋体')};}}`,
    '{\\colortbl;\\red0\\green0\\blue0;}',
    `{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0\\b heading 1;}{\\*\\cs10 Default;}}`,
    `{\\info{\\title ${words(report.truth.title)}}{\\creatim\\yr${report.truth.year + 1}\\mo1\\dy20\\hr9\\min5}}`,
    `{\\header\\pard ${words('内部资料 1')}\\par}{\\*\\generator gouji;}`,
    '\\f1\n',
  ]
  const body = report.pieces.map((piece) => writePiece(piece, draw, style))
  return Buffer.from(`${head.join('\n')}${body.join('\n')}\n}`, 'latin1')
}

function writePiece(piece: PrintedPiece, draw: Draw, style: RtfStyle): string {
  if (piece.kind === 'table') {
    const rows = wordRows(piece.table, style.rows, draw)
    if (style.around === 'table') return `${nestedTable(rows, draw, style)}\\pard\\par`
    const table = rows.map((row) => writeRow(row, draw, style)).join('\n')
    if (style.around === 'box')
      return `\\pard{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn shapeType}{\\sv 202}}{\\shptxt ${table}\\pard\\par}}{\\shprslt ${table}}}\\par`
    return `${table}\n\\pard\\par`
  }
  return piece.text
    .split('\n')
    .map((line) => `\\pard\\plain\\f1 ${headingWords(piece, style)}${traced(writeText(line, style.text), draw, style)}\\par`)
    .join('\n')
}

function headingWords({ kind }: PrintedPiece, { headings }: RtfStyle): string {
  if (kind !== 'heading' || headings === 'plain') return '\\qj '
  return headings === 'style' ? '\\s1\\qj ' : '\\outlinelevel0 '
}

function rowDefinition(row: WordRow): string {
  const cells = row.cells.map(({ right, across, down }) => {
    const merged =
      { none: '', first: '\\clmgf', continued: '\\clmrg' }[across] + { none: '', first: '\\clvmgf', continued: '\\clvmrg' }[down]
    return `${merged}\\clbrdrt\\brdrs\\brdrw10\\cltxlrtb\\cellx${right}`
  })
  return `\\trowd\\trgaph108\\trleft${row.left}${cells.join('')}`
}

function writeRow(row: WordRow, draw: Draw, style: RtfStyle): string {
  const cells = row.cells.map(({ text }) => `${writeLines(text, draw, style)}\\cell`).join('\n')
  const definition = rowDefinition(row)
  return `${definition}\\pard\\intbl\\qc\n${cells}\n${style.repeatsRowEnd ? `{${definition}\\row}` : '\\row'}`
}

/** A table of one cell that holds the table. */
function nestedTable(rows: readonly WordRow[], draw: Draw, style: RtfStyle): string {
  const inner = rows.map((row) => {
    const cells = row.cells.map(({ text }) => `${writeLines(text, draw, style)}\\nestcell{\\nonesttables\\par}`)
    return `\\pard\\intbl\\itap2 ${cells.join('\n')}{\\*\\nesttableprops${rowDefinition(row)}\\nestrow}`
  })
  return `\\trowd\\trleft-108\\cellx12000\n${inner.join('\n')}\\pard\\intbl\\cell\\row`
}

function writeLines(text: string, draw: Draw, style: RtfStyle): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `{${traced(writeText(line, style.text), draw, style)}}`))
    .join('\\par ')
}

/** A text among traces of work: what was deleted, what is hidden, and a field whose result it is. */
function traced(text: string, draw: Draw, { traces }: RtfStyle): string {
  if (!traces || text === '') return text
  return draw.pick([
    text,
    `{\\deleted ${draw.int(99)}}${text}`,
    `${text}{\\v ${draw.int(99)}}`,
    `{\\field{\\*\\fldinst { =SUM(ABOVE) }}{\\fldrslt {${text}}}}`,
    `{\\*\\bkmkstart a}${text}{\\*\\bkmkend a}`,
  ])
}

function writeText(text: string, form: RtfStyle['text']): string {
  let written = ''
  for (const character of text) {
    if (/[\\{}]/.test(character)) written += `\\${character}`
    else if (character === '\t') written += '\\tab '
    else if (character >= ' ' && character <= '~') written += character
    else if (form === 'unicode' || !isChinese(character))
      written += [...Array(character.length).keys()].map((at) => unicode(character.charCodeAt(at))).join('')
    else written += bytesOf(character)
  }
  return written
}

function unicode(code: number): string {
  return `\\u${code > 0x7fff ? code - 0x10000 : code}?`
}

function isChinese(character: string): boolean {
  try {
    encodeGb18030(character)
    return true
  } catch {
    return false
  }
}

/** Second bytes that are printable may stand as they are. */
function bytesOf(character: string): string {
  const [first = 0, second = 0] = encodeGb18030(character)
  return `${hex(first)}${/[\w@]/.test(String.fromCharCode(second)) && second < 0x80 ? String.fromCharCode(second) : hex(second)}`
}

function hex(byte: number): string {
  return `\\'${byte.toString(16).padStart(2, '0')}`
}

function rtf(name: string, style: Partial<RtfStyle>, fileName = 'report.rtf'): Layout {
  return { name, format: 'rtf', fileName, render: (report, draw) => renderRtf(report, draw, { ...USUAL, ...style }) }
}

export const RTF_LAYOUTS: readonly Layout[] = [
  rtf('rtf', {}),
  rtf('rtf-bytes', { text: 'bytes', headings: 'outline', rows: { across: 'marked', unsteady: 0 } }),
  rtf('rtf-unnamed-bytes', { text: 'unnamed-bytes', headings: 'plain', repeatsRowEnd: false }, 'report.doc'),
  rtf('rtf-traces', { traces: true, rows: { across: 'wide', unsteady: 40 } }),
  rtf('rtf-nested-tables', { around: 'table' }),
  rtf('rtf-text-boxes', { around: 'box', text: 'bytes' }),
]
