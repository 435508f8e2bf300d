import {
  type DocParagraph,
  type DocRun,
  type DocTextBox,
  inTable,
  makeDoc,
  modifier,
  rowEnd,
} from '../../extract/readers/make-doc.ts'
import type { Draw } from '../draw.ts'
import type { PrintedPiece, PrintedReport } from '../printed.ts'
import type { Layout } from './layout.ts'
import { type WordRow, type WordRowStyle, wordRows } from './word-rows.ts'

/** How a program writes DOC. */
type DocStyle = {
  readonly rows: WordRowStyle
  readonly headings: 'style' | 'outline' | 'plain'
  /** Text in 8-bit pieces where it can be, or cut into pieces out of order, as quick saves leave it. */
  readonly pieces: 'one' | 'compressed' | 'quick-saved'
  /** Revisions, hidden text and fields among the text. */
  readonly traces: boolean
  /** Tables inside a table, or in text boxes. */
  readonly around: 'nothing' | 'table' | 'box'
}

const USUAL: DocStyle = {
  rows: { across: 'wide', unsteady: 0 },
  headings: 'style',
  pieces: 'one',
  traces: false,
  around: 'nothing',
}

const DELETED = modifier(0x0800, 1)
const HIDDEN = modifier(0x083c, 1)
const SPECIAL = modifier(0x0855, 1)
const OUTLINE_1 = modifier(0x2640, 0)
const INNER_CELL = modifier(0x244b, 1)

function renderDoc(report: PrintedReport, draw: Draw, style: DocStyle): Uint8Array {
  const boxes: DocTextBox[] = []
  const body = report.pieces.flatMap((piece) => writePiece(piece, draw, style, boxes))
  return makeDoc(body, {
    textBoxes: boxes,
    header: '内部资料 1',
    compress: style.pieces === 'compressed',
    ...(style.pieces === 'quick-saved' && { pieceLength: 7 + draw.int(60) }),
  })
}

function writePiece(piece: PrintedPiece, draw: Draw, style: DocStyle, boxes: DocTextBox[]): DocParagraph[] {
  if (piece.kind !== 'table') {
    const properties =
      piece.kind !== 'heading' || style.headings === 'plain'
        ? {}
        : style.headings === 'style'
          ? { style: 1 }
          : { modifiers: OUTLINE_1 }
    return piece.text.split('\n').map((line) => ({ ...properties, runs: [...traced(line, draw, style), { text: '\r' }] }))
  }
  const rows = wordRows(piece.table, style.rows, draw)
  if (style.around === 'box') {
    const shape = 1026 + boxes.length
    boxes.push({ shape, paragraphs: [...rows.flatMap((row) => writeRow(row, 1, draw, style)), paragraph('')] })
    return [{ runs: [{ text: '\b', modifiers: SPECIAL }, { text: '\r' }] }]
  }
  if (style.around === 'table') {
    const inner = rows.flatMap((row) => writeRow(row, 2, draw, style))
    return [
      ...inner,
      { runs: [{ text: '\x07' }], modifiers: inTable() },
      { runs: [{ text: '\x07' }], modifiers: rowEnd(-108, [{ right: 12_000 }]) },
      paragraph(''),
    ]
  }
  return [...rows.flatMap((row) => writeRow(row, 1, draw, style)), paragraph('')]
}

function paragraph(text: string): DocParagraph {
  return { runs: [{ text: `${text}\r` }] }
}

/** Cells end with U+0007; those of inner tables with a paragraph that is marked as the end of a cell. */
function writeRow(row: WordRow, depth: 1 | 2, draw: Draw, style: DocStyle): DocParagraph[] {
  const mark = depth === 1 ? '\x07' : '\r'
  const cells = row.cells.flatMap(({ text }) => {
    const lines = text.split('\n')
    return lines.map((line, index): DocParagraph => {
      const last = index === lines.length - 1
      return {
        runs: [...traced(line, draw, style), { text: last ? mark : '\r' }],
        modifiers: last && depth === 2 ? Buffer.concat([inTable(2), INNER_CELL]) : inTable(depth),
      }
    })
  })
  return [...cells, { runs: [{ text: mark }], modifiers: rowEnd(row.left, row.cells, depth) }]
}

/** A text among traces of work: what was deleted, what is hidden, and a field whose result it is. */
function traced(text: string, draw: Draw, { traces }: DocStyle): DocRun[] {
  if (text === '') return []
  if (!traces) return [{ text }]
  const half = text.length >> 1
  return draw
    .pick<DocRun[]>([
      [{ text }],
      [{ text: text.slice(0, half) }, { text: text.slice(half), modifiers: modifier(0x0835, 1) }],
      [{ text: String(draw.int(99)), modifiers: DELETED }, { text }],
      [{ text }, { text: String(draw.int(99)), modifiers: HIDDEN }],
      [
        { text: '\x13', modifiers: SPECIAL },
        { text: ' =SUM(ABOVE) ' },
        { text: '\x14', modifiers: SPECIAL },
        { text },
        { text: '\x15', modifiers: SPECIAL },
      ],
    ])
    .filter((run) => run.text !== '')
}

function doc(name: string, style: Partial<DocStyle>, format: 'doc' | 'wps' = 'doc'): Layout {
  return { name, format, fileName: `report.${format}`, render: (report, draw) => renderDoc(report, draw, { ...USUAL, ...style }) }
}

export const DOC_LAYOUTS: readonly Layout[] = [
  doc('doc', {}),
  doc('doc-quick-saved', { pieces: 'quick-saved', headings: 'outline' }),
  doc('doc-marked-merges', { rows: { across: 'marked', unsteady: 0 }, pieces: 'compressed', headings: 'plain' }),
  doc('doc-traces', { traces: true, rows: { across: 'wide', unsteady: 40 } }),
  doc('doc-nested-tables', { around: 'table' }),
  doc('doc-text-boxes', { around: 'box', pieces: 'compressed' }),
  doc('wps', { headings: 'plain', rows: { across: 'wide', unsteady: 20 } }, 'wps'),
]
