import { makeOle } from './make-ole.ts'

/** A run of characters with the modifiers of its properties ([MS-DOC] 2.6), as bytes. */
export type DocRun = { readonly text: string; readonly modifiers?: Uint8Array }

/** A paragraph ends with its mark, which is a part of its last run: `\r`, or `\x07` for cells and rows. */
export type DocParagraph = { readonly runs: readonly DocRun[]; readonly style?: number; readonly modifiers?: Uint8Array }

/** A text box, anchored at the character U+0008 of the body in the same order. */
export type DocTextBox = { readonly shape: number; readonly paragraphs: readonly DocParagraph[] }

export type DocOptions = {
  /** Pieces of 8-bit characters where a run has no others. */
  readonly compress?: boolean
  /** Characters a piece; pieces then stand in the file in the reverse order, as quick saves leave them. */
  readonly pieceLength?: number
  readonly textBoxes?: readonly DocTextBox[]
  /** A text that stands behind the body and is none of it, such as a page header. */
  readonly header?: string
  readonly streams?: Readonly<Record<string, Uint8Array>>
  readonly version?: number
}

const PAGE = 512
const STRUCTURES = 93
const FIRST_TEXT = 2048
/** Lists that are longer than this stand in the data stream. */
const LONGEST_LIST = 480

/** A Word 97 document with the given paragraphs. It opens in Word and LibreOffice. */
export function makeDoc(body: readonly DocParagraph[], options: DocOptions = {}): Uint8Array {
  const header = options.header === undefined ? [] : [{ runs: [{ text: `${options.header}\r` }] }, { runs: [{ text: '\r' }] }]
  const boxes = options.textBoxes ?? []
  const boxed = boxes.flatMap(({ paragraphs }) => paragraphs)
  const all: readonly DocParagraph[] = [
    ...body,
    ...header,
    ...boxed,
    ...(boxes.length > 0 ? [{ runs: [{ text: '\r' }] }] : []),
    ...(header.length + boxed.length > 0 ? [{ runs: [{ text: '\r' }] }] : []),
  ]
  const text = all.map(textOf).join('')
  const pieces = cutPieces(text, options)
  const placed = placePieces(pieces, options)
  const fcOf = (position: number) => {
    const piece = placed.find(({ from, to }) => position >= from && position < to) ?? placed.at(-1)!
    return piece.offset + (position - piece.from) * piece.width
  }
  const data: Buffer[] = []
  const characterRuns: Run[] = []
  const paragraphRuns: Run[] = []
  let position = 0
  for (const paragraph of all) {
    const start = position
    for (const run of paragraph.runs) {
      for (const [from, to] of contiguous(position, position + run.text.length, placed))
        characterRuns.push({
          start: fcOf(from),
          end: fcOf(to - 1) + widthAt(to - 1, placed),
          list: Buffer.from(run.modifiers ?? []),
        })
      position += run.text.length
    }
    const list = paragraphList(paragraph, data)
    for (const [from, to] of contiguous(start, position, placed))
      paragraphRuns.push({ start: fcOf(from), end: fcOf(to - 1) + widthAt(to - 1, placed), list })
  }
  const streamText = Buffer.alloc(
    placed.reduce((end, piece) => Math.max(end, piece.offset + (piece.to - piece.from) * piece.width), FIRST_TEXT),
  )
  for (const piece of placed) streamText.write(piece.text, piece.offset, piece.width === 2 ? 'utf16le' : 'latin1')
  const pagesAt = Math.ceil(streamText.length / PAGE)
  const characterPages = toPages(characterRuns, 1)
  const paragraphPages = toPages(paragraphRuns, 13)
  const table = new TableStream()
  const main = Buffer.concat([
    streamText,
    Buffer.alloc(pagesAt * PAGE - streamText.length),
    ...characterPages.map(({ page }) => page),
    ...paragraphPages.map(({ page }) => page),
  ])
  writeHeader(main, streamText.length, options.version ?? 0x00c1)
  const bodyLength = lengthOf(body)
  const counts: Readonly<Record<number, number>> = {
    3: bodyLength,
    5: lengthOf(header),
    9: boxes.length > 0 ? lengthOf(boxed) + 1 : 0,
  }
  for (const [index, count] of Object.entries(counts)) main.writeInt32LE(count, 0x40 + Number(index) * 4)
  table.add(1, styleSheet())
  table.add(12, binTable(characterPages, pagesAt))
  table.add(13, binTable(paragraphPages, pagesAt + characterPages.length))
  table.add(16, fields(textOf({ runs: body.flatMap(({ runs }) => runs) })))
  table.add(33, clxOf(placed))
  if (boxes.length > 0) {
    table.add(40, anchors(textOf({ runs: body.flatMap(({ runs }) => runs) }), boxes))
    table.add(56, boxTexts(boxes))
  }
  for (const { index, at, length } of table.entries) {
    main.writeUInt32LE(at, 0x9a + index * 8)
    main.writeUInt32LE(length, 0x9a + index * 8 + 4)
  }
  return makeOle({
    WordDocument: main,
    '1Table': table.bytes,
    ...(data.length > 0 && { Data: Buffer.concat(data) }),
    ...options.streams,
  })
}

/** A modifier with an operand of one, two or four bytes. */
export function modifier(code: number, value: number): Buffer {
  const kind = code >> 13
  const size = kind < 2 ? 1 : kind === 3 ? 4 : 2
  const bytes = Buffer.alloc(2 + size)
  bytes.writeUInt16LE(code)
  bytes.writeUIntLE(value, 2, size)
  return bytes
}

export type DocCell = {
  readonly right: number
  readonly across?: 'first' | 'continued' | 'none'
  readonly down?: 'first' | 'continued' | 'none'
}

/** The modifiers of the mark that ends a row of a table at a depth. */
export function rowEnd(left: number, cells: readonly DocCell[], depth = 1): Buffer {
  const ending = depth === 1 ? modifier(0x2417, 1) : Buffer.concat([modifier(0x244b, 1), modifier(0x244c, 1)])
  return Buffer.concat([inTable(depth), ending, defineTable(left, cells)])
}

export function inTable(depth = 1): Buffer {
  return Buffer.concat([modifier(0x2416, 1), modifier(0x6649, depth)])
}

function defineTable(left: number, cells: readonly DocCell[]): Buffer {
  const size = 1 + (cells.length + 1) * 2 + cells.length * 20
  const bytes = Buffer.alloc(4 + size)
  bytes.writeUInt16LE(0xd608)
  bytes.writeUInt16LE(size + 1, 2)
  bytes[4] = cells.length
  for (const [index, edge] of [left, ...cells.map(({ right }) => right)].entries()) bytes.writeInt16LE(edge, 5 + index * 2)
  for (const [index, { across = 'none', down = 'none' }] of cells.entries()) {
    const flags = { none: 0, first: 1, continued: 2 }[across] | { none: 0, first: 0x60, continued: 0x20 }[down]
    bytes.writeUInt16LE(flags, 5 + (cells.length + 1) * 2 + index * 20)
  }
  return bytes
}

type Piece = { readonly from: number; readonly to: number; readonly text: string; readonly width: 1 | 2 }
type PlacedPiece = Piece & { readonly offset: number }
type Run = { readonly start: number; readonly end: number; readonly list: Buffer }

function textOf({ runs }: Pick<DocParagraph, 'runs'>): string {
  return runs.map(({ text }) => text).join('')
}

function lengthOf(paragraphs: readonly DocParagraph[]): number {
  return paragraphs.reduce((sum, paragraph) => sum + textOf(paragraph).length, 0)
}

function cutPieces(text: string, { compress = false, pieceLength = Number.POSITIVE_INFINITY }: DocOptions): Piece[] {
  const pieces: Piece[] = []
  for (let from = 0; from < text.length; ) {
    const narrow = (at: number) => compress && text.charCodeAt(at) < 0x80
    let to = from + 1
    while (to < text.length && to - from < pieceLength && (!compress || narrow(to) === narrow(from))) to++
    pieces.push({ from, to, text: text.slice(from, to), width: narrow(from) ? 1 : 2 })
    from = to
  }
  return pieces
}

/** Pieces of a quick save stand in another order than they are read in. */
function placePieces(pieces: readonly Piece[], { pieceLength }: DocOptions): PlacedPiece[] {
  let offset = FIRST_TEXT
  const inFile = pieceLength === undefined ? [...pieces] : [...pieces].reverse()
  const placed = inFile.map((piece) => {
    offset += offset % 2
    const at = offset
    offset += (piece.to - piece.from) * piece.width
    return { ...piece, offset: at }
  })
  return placed.sort((a, b) => a.from - b.from)
}

/** The parts of an extent that stand in one piece each. */
function contiguous(from: number, to: number, placed: readonly PlacedPiece[]): [number, number][] {
  return placed.flatMap((piece): [number, number][] =>
    piece.from < to && piece.to > from ? [[Math.max(from, piece.from), Math.min(to, piece.to)]] : [],
  )
}

function widthAt(position: number, placed: readonly PlacedPiece[]): number {
  return placed.find(({ from, to }) => position >= from && position < to)!.width
}

/** The style and the modifiers of a paragraph; long ones go to the data stream. */
function paragraphList({ style = 0, modifiers = Buffer.alloc(0) }: DocParagraph, data: Buffer[]): Buffer {
  const head = Buffer.alloc(2)
  head.writeUInt16LE(style)
  if (modifiers.length <= LONGEST_LIST) return Buffer.concat([head, modifiers])
  const at = data.reduce((sum, { length }) => sum + length, 0)
  const length = Buffer.alloc(2)
  length.writeUInt16LE(modifiers.length)
  data.push(Buffer.concat([length, modifiers]))
  return Buffer.concat([head, modifier(0x6646, at)])
}

/** Pages of 512 bytes: offsets of the runs from the left, their entries behind these, their lists from the right. */
function toPages(
  runs: readonly Run[],
  entrySize: number,
): { readonly first: number; readonly end: number; readonly page: Buffer }[] {
  const sorted = [...runs].sort((a, b) => a.start - b.start)
  const pages: { first: number; end: number; page: Buffer }[] = []
  for (let from = 0; from < sorted.length; ) {
    const page = Buffer.alloc(PAGE)
    let free = PAGE - 1
    let to = from
    const lists: number[] = []
    for (; to < sorted.length; to++) {
      const written = entrySize === 1 ? characterEntry(sorted[to]!.list) : paragraphEntry(sorted[to]!.list)
      const at = written.length === 0 ? 0 : (free - written.length) & ~1
      const head = (to - from + 2) * 4 + (to - from + 1) * entrySize
      if (head > (at || free) || to - from >= 100) break
      if (to > from && sorted[to]!.start !== sorted[to - 1]!.end) break
      written.copy(page, at)
      if (at > 0) free = at
      lists.push(at)
    }
    const count = to - from
    for (let index = 0; index <= count; index++)
      page.writeUInt32LE(index < count ? sorted[from + index]!.start : sorted[to - 1]!.end, index * 4)
    for (const [index, at] of lists.entries()) page[(count + 1) * 4 + index * entrySize] = at / 2
    page[PAGE - 1] = count
    pages.push({ first: sorted[from]!.start, end: sorted[to - 1]!.end, page })
    from = to
  }
  return pages
}

function characterEntry(list: Buffer): Buffer {
  return list.length === 0 ? list : Buffer.concat([Buffer.from([list.length]), list])
}

/** Half the length in a byte, or a zero and half the length where it is even. */
function paragraphEntry(list: Buffer): Buffer {
  return list.length % 2 === 1
    ? Buffer.concat([Buffer.from([(list.length + 1) / 2]), list])
    : Buffer.concat([Buffer.from([0, list.length / 2]), list])
}

function binTable(pages: readonly { readonly first: number; readonly end: number }[], number: number): Buffer {
  const bytes = Buffer.alloc(pages.length * 8 + 4)
  for (const [index, { first }] of pages.entries()) {
    bytes.writeUInt32LE(first, index * 4)
    bytes.writeUInt32LE(number + index, (pages.length + 1) * 4 + index * 4)
  }
  bytes.writeUInt32LE(pages.at(-1)!.end, pages.length * 4)
  return bytes
}

function clxOf(pieces: readonly PlacedPiece[]): Buffer {
  const plc = Buffer.alloc(4 + pieces.length * 12)
  for (const [index, { from, offset, width }] of pieces.entries()) {
    plc.writeUInt32LE(from, index * 4)
    plc.writeUInt32LE(width === 1 ? offset * 2 + 0x40000000 : offset, (pieces.length + 1) * 4 + index * 8 + 2)
  }
  plc.writeUInt32LE(pieces.at(-1)!.to, pieces.length * 4)
  const head = Buffer.alloc(5)
  head[0] = 2
  head.writeUInt32LE(plc.length, 1)
  return Buffer.concat([head, plc])
}

function writeHeader(main: Buffer, textEnd: number, version: number): void {
  main.writeUInt16LE(0xa5ec, 0)
  main.writeUInt16LE(version, 2)
  main.writeUInt16LE(0x0804, 6)
  main.writeUInt16LE(0x1200, 0x0a)
  main.writeUInt16LE(0x00bf, 0x0c)
  main.writeUInt32LE(FIRST_TEXT, 0x18)
  main.writeUInt32LE(textEnd, 0x1c)
  main.writeUInt16LE(14, 0x20)
  main.writeUInt16LE(22, 0x3e)
  main.writeUInt32LE(main.length, 0x40)
  main.writeUInt16LE(STRUCTURES, 0x98)
}

class TableStream {
  readonly entries: { readonly index: number; readonly at: number; readonly length: number }[] = []
  #bytes = Buffer.alloc(0)

  get bytes(): Buffer {
    return this.#bytes
  }

  add(index: number, structure: Buffer): void {
    this.entries.push({ index, at: this.#bytes.length, length: structure.length })
    this.#bytes = Buffer.concat([this.#bytes, structure])
  }
}

/** Three styles: body text, the first heading, and raised characters. */
function styleSheet(): Buffer {
  const header = Buffer.alloc(20)
  header.writeUInt16LE(18)
  header.writeUInt16LE(3, 2)
  header.writeUInt16LE(10, 4)
  return Buffer.concat([
    header,
    styleOf('Normal', { builtIn: 0, kind: 1, base: 0xfff }, [Buffer.from([0, 0]), Buffer.alloc(0)]),
    styleOf('heading 1', { builtIn: 1, kind: 1, base: 0 }, [Buffer.from([1, 0]), Buffer.alloc(0)]),
    styleOf('footnote reference', { builtIn: 40, kind: 2, base: 0xfff }, [modifier(0x2a48, 1)]),
  ])
}

/** `lists` are the modifiers of a style, those of paragraphs behind its number. */
function styleOf(
  name: string,
  { builtIn, kind, base }: { readonly builtIn: number; readonly kind: 1 | 2; readonly base: number },
  lists: readonly Buffer[],
): Buffer {
  const upx = Buffer.concat(lists.flatMap((list) => [Buffer.from([list.length, 0]), list, Buffer.alloc(list.length % 2)]))
  const bytes = Buffer.alloc(10 + 2 + name.length * 2 + 2 + upx.length)
  bytes.writeUInt16LE(builtIn)
  bytes.writeUInt16LE(kind | (base << 4), 2)
  bytes.writeUInt16LE(lists.length | (builtIn << 4), 4)
  bytes.writeUInt16LE(bytes.length, 6)
  bytes.writeUInt16LE(name.length, 10)
  bytes.write(name, 12, 'utf16le')
  upx.copy(bytes, bytes.length - upx.length)
  const length = Buffer.alloc(2)
  length.writeUInt16LE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** The characters that mark fields, as formulas (kind 34) with a result. */
function fields(text: string): Buffer {
  const marks = [...text.matchAll(/[\x13-\x15]/g)]
  if (marks.length === 0) return Buffer.alloc(0)
  const bytes = Buffer.alloc((marks.length + 1) * 4 + marks.length * 2)
  for (const [index, { index: at, 0: mark }] of marks.entries()) {
    bytes.writeUInt32LE(at, index * 4)
    bytes[(marks.length + 1) * 4 + index * 2] = mark.charCodeAt(0)
    bytes[(marks.length + 1) * 4 + index * 2 + 1] = { '\x13': 34, '\x14': 0xff, '\x15': 0x80 }[mark]!
  }
  bytes.writeUInt32LE(text.length, marks.length * 4)
  return bytes
}

/** Shapes by the position of their anchors in the body. */
function anchors(text: string, boxes: readonly DocTextBox[]): Buffer {
  const positions = [...text].flatMap((character, at) => (character === '\b' ? [at] : []))
  const bytes = Buffer.alloc(4 + boxes.length * 30)
  for (const [index, { shape }] of boxes.entries()) {
    bytes.writeUInt32LE(positions[index]!, index * 4)
    const at = (boxes.length + 1) * 4 + index * 26
    bytes.writeUInt32LE(shape, at)
    bytes.writeInt32LE(8000, at + 12)
    bytes.writeInt32LE(4000, at + 16)
  }
  bytes.writeUInt32LE(text.length, boxes.length * 4)
  return bytes
}

function boxTexts(boxes: readonly DocTextBox[]): Buffer {
  const count = boxes.length + 1
  const bytes = Buffer.alloc((count + 1) * 4 + count * 22)
  let at = 0
  for (const [index, { shape, paragraphs }] of boxes.entries()) {
    bytes.writeUInt32LE(at, index * 4)
    bytes.writeUInt32LE(1, (count + 1) * 4 + index * 22)
    bytes.writeUInt32LE(shape, (count + 1) * 4 + index * 22 + 14)
    at += lengthOf(paragraphs)
  }
  bytes.writeUInt32LE(at, boxes.length * 4)
  bytes.writeUInt32LE(at + 1, count * 4)
  return bytes
}
