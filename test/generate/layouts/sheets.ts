import type { Draw } from '../draw.ts'
import { type PrintedCell, type PrintedReport, type PrintedTable, slotsOf } from '../printed.ts'

/** A line of text on a sheet; x and y are points from the upper left corner to the left end of its baseline. */
export type SheetText = {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly size: number
  /** Counter-clockwise, in degrees. */
  readonly turn?: number
  /** It stands in a cell for values. */
  readonly isValue?: boolean
}
type SheetLine = readonly [x1: number, y1: number, x2: number, y2: number]
/** A page before it has a format: text and the lines of its tables. */
export type Sheet = {
  readonly width: number
  readonly height: number
  readonly texts: SheetText[]
  readonly lines: SheetLine[]
}

/** How a program sets a report on pages. */
export type SheetStyle = {
  readonly width: number
  readonly height: number
  readonly margin: number
  readonly size: number
  readonly tableSize: number
  /** Which lines of tables are drawn. */
  readonly rules: 'all' | 'rows' | 'none'
  /** Whether a row may begin on one page and end on the next. */
  readonly splitsRows: boolean
  readonly repeatsHeadings: boolean
  /** Whether the text of a cell over several rows is printed again on the next page. */
  readonly repeatsGroups: boolean
  /** Whether the text of narrow cells over several rows runs upwards. */
  readonly sideways: boolean
  readonly inTheMiddle: boolean
  readonly values: 'left' | 'centre' | 'right'
  readonly number: (page: number) => string | null
  readonly runningTitle: string | null
  /** Space within a cell on all sides. */
  readonly padding: number
  /** Distance of baselines in parts of the type size. */
  readonly leading: number
}

const A4: SheetStyle = {
  width: 595,
  height: 842,
  margin: 72,
  size: 12,
  tableSize: 9,
  rules: 'all',
  splitsRows: false,
  repeatsHeadings: false,
  repeatsGroups: false,
  sideways: false,
  inTheMiddle: true,
  values: 'centre',
  number: (page) => `- ${page} -`,
  runningTitle: null,
  padding: 3,
  leading: 1.3,
}

/** Rows of each table that head it. */
const HEADINGS: Readonly<Record<PrintedTable['table'], number>> = { t2: 0, t3: 3, t4: 3, other: 1 }

/** Sets a report on as many sheets as it needs. */
export function toSheets(report: PrintedReport, style: SheetStyle): Sheet[] {
  const setter = new SheetSetter(style)
  for (const piece of report.pieces) {
    if (piece.kind === 'table') setter.setTable(piece.table)
    else if (piece.kind === 'title') setter.setLine(piece.text, style.size * 1.6, 'centre')
    else if (piece.kind === 'signature') setter.setLine(piece.text, style.size, 'right')
    else setter.setParagraph(piece.text)
  }
  return setter.sheets
}

/** Width of a text in parts of its type size. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += character < '\u2000' ? 0.5 : 1
  return width
}

class SheetSetter {
  readonly sheets: Sheet[] = []
  readonly #style: SheetStyle
  #y = 0

  constructor(style: SheetStyle) {
    this.#style = style
    this.#turnPage()
  }

  get #sheet(): Sheet {
    return this.sheets.at(-1)!
  }

  get #end(): number {
    return this.#style.height - this.#style.margin
  }

  #turnPage(): void {
    const { width, height, margin, number, runningTitle, size } = this.#style
    this.sheets.push({ width, height, texts: [], lines: [] })
    this.#y = margin
    const printed = number(this.sheets.length)
    if (printed !== null) this.#centred(printed, height - margin / 2, size)
    if (runningTitle !== null) this.#centred(runningTitle, margin / 2, size * 0.8)
  }

  #centred(text: string, y: number, size: number): void {
    this.#sheet.texts.push({ x: (this.#style.width - widthOf(text) * size) / 2, y, text, size })
  }

  setLine(text: string, size: number, align: 'left' | 'centre' | 'right'): void {
    const { margin, width } = this.#style
    for (const line of wrap(text, (width - 2 * margin) / size)) {
      if (this.#y + size * 1.6 > this.#end) this.#turnPage()
      this.#y += size * 1.6
      const rest = width - 2 * margin - widthOf(line) * size
      const indent = align === 'left' ? 0 : align === 'right' ? rest : rest / 2
      this.#sheet.texts.push({ x: margin + indent, y: this.#y - size * 0.4, text: line, size })
    }
  }

  setParagraph(text: string): void {
    const { margin, width, size } = this.#style
    const measure = (width - 2 * margin) / size
    const [first = ''] = wrap(text, measure - 2)
    const lines = [first, ...wrap(text.slice(first.length), measure)]
    for (const [index, line] of lines.entries()) {
      if (this.#y + size * 1.6 > this.#end) this.#turnPage()
      this.#y += size * 1.6
      this.#sheet.texts.push({ x: margin + (index === 0 ? 2 * size : 0), y: this.#y - size * 0.4, text: line, size })
    }
  }

  setTable(table: PrintedTable): void {
    const { margin, width, splitsRows, repeatsHeadings, tableSize, leading, padding } = this.#style
    const laidOut = layOut(table, width - 2 * margin, this.#style)
    const headings = laidOut.heights.slice(0, HEADINGS[table.table])
    const lineHeight = tableSize * leading
    let part: RowPart[] = []
    this.#y += 4
    const finish = () => {
      if (part.length > 0) this.#drawPart(laidOut, part)
      part = []
    }
    for (const [row, height] of laidOut.heights.entries()) {
      const room = this.#end - this.#y
      const lines = Math.floor((room - 2 * padding) / lineHeight)
      if (height <= room) {
        part.push({ row, top: this.#y, bottom: this.#y + height, from: 0, to: Number.POSITIVE_INFINITY, height })
        this.#y += height
        continue
      }
      const isSplit = splitsRows && lines >= 1 && row >= headings.length
      if (isSplit) part.push({ row, top: this.#y, bottom: this.#end, from: 0, to: lines, height })
      finish()
      this.#turnPage()
      if (repeatsHeadings && row >= headings.length) {
        for (const [index, each] of headings.entries()) {
          part.push({ row: index, top: this.#y, bottom: this.#y + each, from: 0, to: Number.POSITIVE_INFINITY, height: each })
          this.#y += each
        }
      }
      const left = isSplit ? height - lines * lineHeight : height
      part.push({
        row,
        top: this.#y,
        bottom: this.#y + left,
        from: isSplit ? lines : 0,
        to: Number.POSITIVE_INFINITY,
        height,
      })
      this.#y += left
    }
    finish()
    this.#y += 4
  }

  /** Draws the rows of a table that stand together on a page. */
  #drawPart(laidOut: LaidOutTable, part: readonly RowPart[]): void {
    const { rules, padding } = this.#style
    const { xs, slots } = laidOut
    const drawn = new Set<PrintedCell>()
    for (const [index, { row }] of part.entries()) {
      for (const [column, slot] of slots[row]!.entries()) {
        if (!slot?.isLeft || drawn.has(slot.cell)) continue
        drawn.add(slot.cell)
        let last = index
        while (part[last + 1] && slots[part[last + 1]!.row]![column]?.cell === slot.cell) last++
        const box = {
          left: this.#style.margin + xs[column]!,
          top: part[index]!.top,
          right: this.#style.margin + xs[column + slot.cell.columns]!,
          bottom: part[last]!.bottom,
        }
        if (rules !== 'none') {
          this.#sheet.lines.push([box.left, box.top, box.right, box.top], [box.left, box.bottom, box.right, box.bottom])
        }
        if (rules === 'all') {
          this.#sheet.lines.push([box.left, box.top, box.left, box.bottom], [box.right, box.top, box.right, box.bottom])
        }
        this.#setCell(laidOut, slot.cell, box, part[index]!, padding)
      }
    }
  }

  #setCell(laidOut: LaidOutTable, cell: PrintedCell, box: CellBox, part: RowPart, padding: number): void {
    const { tableSize: size, leading, sideways, inTheMiddle, repeatsGroups, values } = this.#style
    const height = box.bottom - box.top
    if (sideways && cell.rows > 3 && cell.columns === 1 && widthOf(cell.text) * size < height - 2 * padding) {
      if (laidOut.begun.has(cell) && !repeatsGroups) return
      laidOut.begun.add(cell)
      const y = (box.top + box.bottom + widthOf(cell.text) * size) / 2
      this.#sheet.texts.push({ x: (box.left + box.right) / 2 + size * 0.36, y, text: cell.text, size, turn: 90 })
      return
    }
    const lines = wrapCell(cell.text, (box.right - box.left - 2 * padding) / size)
    const all = Math.max(1, Math.floor((part.height - 2 * padding) / (size * leading) + 0.01))
    const isParted = cell.rows === 1 && (part.from > 0 || part.to < all)
    const before = inTheMiddle ? Math.floor((all - lines.length) / 2) : 0
    const shown = isParted
      ? lines.map((line, index) => ({ line, at: before + index })).filter(({ at }) => at >= part.from && at < part.to)
      : this.#linesOf(laidOut, cell, lines, Math.max(1, Math.floor((height - 2 * padding) / (size * leading) + 0.01)))
    const start = isParted
      ? box.top + padding
      : inTheMiddle
        ? (box.top + box.bottom - shown.length * size * leading) / 2
        : box.top + padding
    for (const [index, { line, at }] of shown.entries()) {
      const rest = box.right - box.left - 2 * padding - widthOf(line) * size
      const align = cell.heading ? 'centre' : values
      const indent = align === 'left' ? 0 : align === 'right' ? rest : rest / 2
      const step = isParted ? at - part.from : index
      this.#sheet.texts.push({
        x: box.left + padding + Math.max(0, indent),
        y: start + step * size * leading + size,
        text: line,
        size,
        isValue: !cell.heading,
      })
    }
  }

  /** The lines of a cell that a page shows; one that goes on on the next page shows the rest there, or all again. */
  #linesOf(laidOut: LaidOutTable, cell: PrintedCell, lines: readonly string[], room: number): { line: string; at: number }[] {
    const isAgain = this.#style.repeatsGroups || cell.rows === 1 || laidOut.headings.has(cell)
    const begun = isAgain ? 0 : (laidOut.shown.get(cell) ?? 0)
    const shown = lines.slice(begun, begun + room)
    laidOut.shown.set(cell, begun + shown.length)
    return shown.map((line, at) => ({ line, at }))
  }
}

type CellBox = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
/** A row, or the lines `from` … `to` of one, between two heights of a page. */
type RowPart = {
  readonly row: number
  readonly top: number
  readonly bottom: number
  readonly from: number
  readonly to: number
  readonly height: number
}
type LaidOutTable = {
  readonly xs: readonly number[]
  readonly heights: readonly number[]
  readonly slots: ReturnType<typeof slotsOf>
  readonly headings: ReadonlySet<PrintedCell>
  readonly begun: Set<PrintedCell>
  readonly shown: Map<PrintedCell, number>
}

function layOut(table: PrintedTable, width: number, { tableSize, leading, padding, sideways }: SheetStyle): LaidOutTable {
  const slots = slotsOf(table)
  const count = slots[0]?.length ?? 0
  const weights = Array.from({ length: count }, (_, column) => {
    const own = slots.flatMap((row) => (row[column]?.isLeft && row[column].cell.columns === 1 ? [row[column].cell] : []))
    const longest = Math.max(1, ...own.map(({ text, rows }) => (sideways && rows > 3 ? 1 : widthOf(text))))
    return Math.min(6, Math.max(2.4, Math.sqrt(longest) * 1.6))
  })
  const unit = width / weights.reduce((sum, weight) => sum + weight, 0)
  const xs = [0]
  for (const weight of weights) xs.push(xs.at(-1)! + weight * unit)
  const heights = table.rows.map(() => tableSize * leading + 2 * padding)
  for (const spanning of [false, true]) {
    for (const [row, line] of slots.entries()) {
      for (const [column, slot] of line.entries()) {
        if (!slot?.isTop || !slot.isLeft || slot.cell.rows > 1 !== spanning) continue
        const room = (xs[column + slot.cell.columns]! - xs[column]! - 2 * padding) / tableSize
        const needed = wrapCell(slot.cell.text, room).length * tableSize * leading + 2 * padding
        const rows = heights.slice(row, row + slot.cell.rows)
        const missing = needed - rows.reduce((sum, height) => sum + height, 0)
        if (missing > 0) heights[row + rows.length - 1]! += missing
      }
    }
  }
  const headings = new Set(table.rows.slice(0, HEADINGS[table.table]).flat())
  return { xs, heights, slots, headings, begun: new Set(), shown: new Map() }
}

function wrapCell(text: string, measure: number): string[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : wrap(line, measure)))
}

/** Breaks a text into lines; runs of digits and letters stay whole where they fit. */
function wrap(text: string, measure: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.match(/[\w.,%-]+|./gsu) ?? []) {
    if (line !== '' && widthOf(line + word) > measure) {
      lines.push(line)
      line = ''
    }
    if (widthOf(word) <= measure || word.length === 1) line += word
    else {
      for (const character of word) {
        if (line !== '' && widthOf(line + character) > measure) {
          lines.push(line)
          line = ''
        }
        line += character
      }
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** A style drawn at random: every property that does not change what is printed. */
export function drawStyle(draw: Draw, fixed: Partial<SheetStyle> = {}): SheetStyle {
  const margin = 45 + draw.int(45)
  const style: SheetStyle = {
    ...A4,
    margin,
    size: draw.pick([10.5, 12, 14, 16]),
    tableSize: draw.pick([7, 8, 9, 10.5]),
    repeatsHeadings: draw.chance(0.3),
    repeatsGroups: draw.chance(0.3),
    inTheMiddle: draw.chance(0.7),
    values: draw.pick(['left', 'centre', 'right']),
    number: draw.pick<SheetStyle['number']>([
      () => null,
      String,
      (page) => `- ${page} -`,
      (page) => `第${page}页`,
      (page) => `— ${page} —`,
    ]),
    padding: draw.pick([2, 3, 5]),
    leading: draw.pick([1.2, 1.3, 1.5]),
  }
  return { ...style, ...fixed }
}
