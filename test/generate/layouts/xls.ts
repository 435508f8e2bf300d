import { makeXls, type XlsArea, type XlsCell, type XlsOptions, type XlsSheet } from '../../extract/readers/make-xls.ts'
import { type PrintedPiece, type PrintedReport, slotsOf } from '../printed.ts'
import type { Layout } from './layout.ts'

/** How a program writes a workbook. */
type XlsStyle = {
  /** One sheet for all, or one for each part of the report. */
  readonly sheets: 'one' | 'each'
  readonly bordered: boolean
  /** A figure as a number, as text, or as a formula with its result. */
  readonly figures: 'number' | 'text' | 'formula'
  /** Columns of the sheet for each column of a table. */
  readonly columnsEach: number
  readonly options: XlsOptions
}

const USUAL: XlsStyle = { sheets: 'one', bordered: true, figures: 'number', columnsEach: 1, options: {} }

/** Styles of cells by number. */
const PLAIN = 0
const BOXED = 1
const THOUSANDS = 2
const STYLES = [{}, { boxed: true }, { boxed: true, format: '#,##0' }]

function renderXls(report: PrintedReport, style: XlsStyle): Uint8Array {
  const parts: { name: string; pieces: PrintedPiece[] }[] = [{ name: style.sheets === 'one' ? 'Sheet1' : '封面', pieces: [] }]
  for (const piece of report.pieces) {
    if (style.sheets === 'each' && piece.kind === 'heading') parts.push({ name: `第${parts.length}部分`, pieces: [] })
    parts.at(-1)!.pieces.push(piece)
  }
  const hidden: XlsSheet = { name: '字典', hidden: true, cells: [{ row: 0, column: 0, value: '自然人' }] }
  const sheets = [hidden, ...parts.map(({ name, pieces }) => ({ name, ...writePieces(pieces, style) }))]
  return makeXls(sheets, { styles: STYLES, ...style.options })
}

function writePieces(pieces: readonly PrintedPiece[], style: XlsStyle): { cells: XlsCell[]; merges: XlsArea[] } {
  const cells: XlsCell[] = []
  const merges: XlsArea[] = []
  const box = style.bordered ? BOXED : PLAIN
  let row = 1
  for (const piece of pieces) {
    if (piece.kind !== 'table') {
      cells.push({ row, column: 0, value: piece.text, style: PLAIN })
      row++
      continue
    }
    if (!style.bordered) row++
    for (const slots of slotsOf(piece.table)) {
      for (const [index, slot] of slots.entries()) {
        const column = index * style.columnsEach
        const isAnchor = slot?.isTop && slot.isLeft
        if (isAnchor && slot.cell.text !== '')
          cells.push({ row, column, ...written(slot.cell.text, slot.cell.key !== undefined, style, box) })
        for (let each = isAnchor && slot.cell.text !== '' ? 1 : 0; style.bordered && slot && each < style.columnsEach; each++)
          cells.push({ row, column: column + each, value: null, style: BOXED })
        if (isAnchor && slot.cell.columns * slot.cell.rows * style.columnsEach > 1)
          merges.push([row, column, row + slot.cell.rows - 1, column + slot.cell.columns * style.columnsEach - 1])
      }
      row++
    }
    if (!style.bordered) row++
  }
  return { cells, merges }
}

function written(
  text: string,
  isValue: boolean,
  { figures }: XlsStyle,
  box: number,
): Pick<XlsCell, 'value' | 'style' | 'formula'> {
  const isPlain = /^(?:0|[1-9]\d{0,8})$/.test(text)
  const isGrouped = /^[1-9]\d{0,2}(?:,\d{3})+$/.test(text)
  if (!isValue || figures === 'text' || !(isPlain || isGrouped))
    return { value: text, style: box, formula: isValue && figures === 'formula' }
  return { value: Number(text.replaceAll(',', '')), style: isGrouped ? THOUSANDS : box, formula: figures === 'formula' }
}

function xls(name: string, style: Partial<XlsStyle>): Layout {
  return { name, format: 'xls', fileName: 'report.xls', render: (report) => renderXls(report, { ...USUAL, ...style }) }
}

export const XLS_LAYOUTS: readonly Layout[] = [
  xls('xls', {}),
  xls('xls-sheet-for-each-part', { sheets: 'each', columnsEach: 2, options: { recordLength: 301 } }),
  xls('xls-formulas', { figures: 'formula' }),
  xls('xls-without-borders', { bordered: false, figures: 'text' }),
]
