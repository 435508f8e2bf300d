import type { Pdfium } from './pdfium.ts'
import { makeStandInFont } from './stand-in-font.ts'

/** Windows numbers of the Japanese, Korean and Chinese character sets, by which PDFium asks for fonts. */
const EAST_ASIAN = new Set([128, 129, 134, 136])
const FONT_HANDLE = 1
/** Functions that the stand-in adds to PDFium's table. */
export const STAND_IN_FUNCTIONS = 8
const TABLE_SECTION = 4
const TRUETYPE_COLLECTION = 0x74746366

/**
 * Gives PDFium a stand-in for East Asian fonts that are not embedded. WebAssembly has no system fonts, and without a font PDFium passes over
 * text that is drawn character by character.
 */
export function installStandInFont(pdfium: Pdfium): void {
  const font = makeStandInFont()
  const give = (_self: number, _font: number, table: number, buffer: number, size: number): number => {
    if (table === TRUETYPE_COLLECTION) return 0
    const content = table === 0 ? font : tableOf(font, table)
    if (buffer !== 0 && size >= content.length) pdfium.HEAPU8.set(content, buffer)
    return content.length
  }
  const functions = [
    toWasm(1, false, () => 0),
    toWasm(2, false, () => 0),
    toWasm(7, true, (_self, _weight, _italic, charset) => (EAST_ASIAN.has(charset!) ? FONT_HANDLE : 0)),
    toWasm(2, true, () => 0),
    toWasm(5, true, (self, handle, table, buffer, size) => give(self!, handle!, table!, buffer!, size!)),
    toWasm(4, true, () => 0),
    toWasm(2, true, () => 134),
    toWasm(2, false, () => 0),
  ]
  const table = pdfium.wasmExports.__indirect_function_table
  const first = table.grow(functions.length)
  const info = pdfium._malloc(4 * (functions.length + 1))
  pdfium.HEAP32[info >> 2] = 1
  functions.forEach((entry, index) => {
    table.set(first + index, entry)
    pdfium.HEAP32[(info >> 2) + 1 + index] = first + index
  })
  pdfium._FPDF_SetSystemFontInfo(info)
}

function tableOf(font: Uint8Array, tag: number): Uint8Array {
  const view = new DataView(font.buffer, font.byteOffset, font.length)
  for (let index = 0; index < view.getUint16(4); index++) {
    const entry = 12 + index * 16
    if (view.getUint32(entry) === tag)
      return font.subarray(view.getUint32(entry + 8), view.getUint32(entry + 8) + view.getUint32(entry + 12))
  }
  return new Uint8Array()
}

/**
 * Raises the most entries that the function table of a WebAssembly module may grow to, which compilers set to what the module itself needs.
 * The number keeps its length in bytes, so that nothing else moves.
 */
export function withLargerTable(binary: Uint8Array, more: number): ArrayBuffer {
  const copy = new Uint8Array(binary)
  for (let at = 8; at < copy.length; ) {
    const section = copy[at]!
    const size = readLeb(copy, at + 1)
    if (section === TABLE_SECTION) {
      // Number of tables, element type, flags, smallest and largest size.
      const smallest = readLeb(copy, size.end + 3)
      const largest = readLeb(copy, smallest.end)
      if (copy[size.end + 2] === 1) writeLeb(copy, smallest.end, largest.end, largest.value + more)
      break
    }
    at = size.end + size.value
  }
  return copy.buffer
}

function readLeb(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0
  let end = start
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[end++]!
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return { value, end }
  }
}

function writeLeb(bytes: Uint8Array, start: number, end: number, value: number): void {
  let rest = value
  for (let at = start; at < end; at++) {
    bytes[at] = (rest & 0x7f) | (at < end - 1 ? 0x80 : 0)
    rest >>= 7
  }
}

/** Wraps a function of 32-bit integers so that compiled code can call it through its table. */
function toWasm(parameters: number, returns: boolean, call: (...values: number[]) => number): () => unknown {
  const i32 = 0x7f
  const type = [0x60, parameters, ...new Array<number>(parameters).fill(i32), ...(returns ? [1, i32] : [0])]
  const module = new WebAssembly.Module(
    new Uint8Array([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...[1, type.length + 1, 1, ...type],
      ...[2, 7, 1, 1, 0x65, 1, 0x66, 0, 0],
      ...[7, 5, 1, 1, 0x66, 0, 0],
    ]),
  )
  return new WebAssembly.Instance(module, { e: { f: call } }).exports['f'] as () => unknown
}
