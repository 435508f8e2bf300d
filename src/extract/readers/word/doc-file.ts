import { GiveUp } from '../../../model/give-up.ts'
import { Damage, type OleFile } from '../containers/ole.ts'

/** A run of characters that stands in one piece in the main stream: 8-bit or UTF-16. `prm` is a change that a quick save applied to it. */
type PieceOfText = {
  readonly from: number
  readonly to: number
  readonly offset: number
  readonly width: 1 | 2
  readonly prm: number
}

/** The parts of a Word 97–2003 file ([MS-DOC]). Character positions (CP) count from 0 over all its stories, offsets over the main stream. */
export type DocFile = {
  readonly main: Buffer
  readonly table: Buffer
  readonly data: Buffer
  readonly pieces: readonly PieceOfText[]
  /** Property changes that pieces refer to. */
  readonly changes: readonly Buffer[]
  /** All stories one after another; a CP is an index. */
  readonly text: string
  readonly stories: { readonly body: Extent; readonly textBoxes: Extent }
  /** A structure in the table stream by its index in the file information block. */
  readonly structure: (index: number) => Buffer
}

/** [from, to) in character positions. */
export type Extent = { readonly from: number; readonly to: number }

const OLD_WORD = 'save it as DOCX, PDF or HTML'
const FLAG_ENCRYPTED = 0x0100
const FLAG_TABLE_1 = 0x0200
const CLX = 33
const MAX_TEXT = 20_000_000

/** Word 97 wrote 193; what is smaller is Word 95 or older, with other structures. */
const FIRST_FIB = 0x00c0

/** Opens a Word document: its text put together from its pieces. Throws `Damage` and `GiveUp`. */
export function openDoc(ole: OleFile, fileName: string): DocFile {
  const main = ole.stream('WordDocument')!
  const version = main.readUInt16LE(2)
  const flags = main.readUInt16LE(0x0a)
  if (flags & FLAG_ENCRYPTED) throw new GiveUp('encrypted-file', `${fileName} is protected by a password; save it without one`)
  if (version < FIRST_FIB) {
    throw new GiveUp('unsupported-format', `${fileName} is a document of Word 95 or older; ${OLD_WORD}`)
  }
  const table = ole.stream(flags & FLAG_TABLE_1 ? '1Table' : '0Table') ?? ole.stream('1Table') ?? ole.stream('0Table')
  if (!table) throw new Damage('its table stream is missing')
  const longs = 0x22 + main.readUInt16LE(0x20) * 2 + 2
  const count = (index: number) => Math.max(0, main.readInt32LE(longs + index * 4))
  const structures = longs + main.readUInt16LE(longs - 2) * 4 + 2
  const structure = (index: number) => {
    if (index >= main.readUInt16LE(structures - 2)) return Buffer.alloc(0)
    const from = main.readUInt32LE(structures + index * 8)
    const length = main.readUInt32LE(structures + index * 8 + 4)
    if (from + length > table.length) throw new Damage('its table stream is cut off')
    return table.subarray(from, from + length)
  }
  const { pieces, changes } = piecesOf(structure(CLX), main)
  const [body, footnotes, headers, macros, annotations, endnotes, textBoxes] = [3, 4, 5, 6, 7, 8, 9].map(count) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const text = pieces.map((piece) => textOfPiece(piece, main)).join('')
  if (body > text.length) throw new Damage('a part of its text is missing')
  const boxes = body + footnotes + headers + macros + annotations + endnotes
  return {
    main,
    table,
    data: ole.stream('Data') ?? Buffer.alloc(0),
    pieces,
    changes,
    text,
    stories: {
      body: { from: 0, to: body },
      textBoxes: { from: Math.min(boxes, text.length), to: Math.min(boxes + textBoxes, text.length) },
    },
    structure,
  }
}

/** The piece table and the property changes before it. */
function piecesOf(clx: Buffer, main: Buffer): { pieces: PieceOfText[]; changes: Buffer[] } {
  const changes: Buffer[] = []
  let at = 0
  while (clx[at] === 1) {
    const length = clx.readUInt16LE(at + 1)
    changes.push(clx.subarray(at + 3, at + 3 + length))
    at += 3 + length
  }
  if (clx[at] !== 2) throw new Damage('its table of pieces is missing')
  const plc = clx.subarray(at + 5, at + 5 + clx.readUInt32LE(at + 1))
  const count = Math.floor((plc.length - 4) / 12)
  const pieces: PieceOfText[] = []
  let expected = 0
  for (let index = 0; index < count; index++) {
    const from = plc.readUInt32LE(index * 4)
    const to = plc.readUInt32LE(index * 4 + 4)
    const descriptor = (count + 1) * 4 + index * 8
    const fc = plc.readUInt32LE(descriptor + 2)
    const compressed = (fc & 0x40000000) !== 0
    const width = compressed ? 1 : 2
    const offset = compressed ? (fc & 0x3fffffff) >>> 1 : fc & 0x3fffffff
    if (from !== expected || to < from || offset + (to - from) * width > main.length)
      throw new Damage('its table of pieces is wrong')
    // Pieces that share their text would let a small file stand for a text without end.
    if (to > Math.min(main.length, MAX_TEXT))
      throw new Damage(`its text is longer than ${Math.min(main.length, MAX_TEXT)} characters`)
    pieces.push({ from, to, offset, width, prm: plc.readUInt16LE(descriptor + 6) })
    expected = to
  }
  return { pieces, changes }
}

function textOfPiece(piece: PieceOfText, main: Buffer): string {
  const bytes = main.subarray(piece.offset, piece.offset + (piece.to - piece.from) * piece.width)
  return piece.width === 2 ? bytes.toString('utf16le') : new TextDecoder('windows-1252').decode(bytes)
}

/** The piece that a character stands in. */
export function pieceAt(doc: DocFile, position: number): PieceOfText | undefined {
  let low = 0
  let high = doc.pieces.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (doc.pieces[middle]!.to <= position) low = middle + 1
    else high = middle
  }
  return doc.pieces[low]
}

/** The offset of a character in the main stream. */
export function offsetOf(piece: PieceOfText, position: number): number {
  return piece.offset + (position - piece.from) * piece.width
}

/** The characters of a piece that stand at offsets [start, end) of the main stream. */
export function extentIn(piece: PieceOfText, start: number, end: number): Extent {
  const positionOf = (offset: number) => piece.from + Math.ceil((offset - piece.offset) / piece.width)
  return { from: Math.max(piece.from, positionOf(start)), to: Math.min(piece.to, positionOf(end)) }
}
