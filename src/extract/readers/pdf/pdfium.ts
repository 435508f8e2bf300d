import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PDFiumModule } from '@hyzyla/pdfium'
import { installStandInFont, STAND_IN_FUNCTIONS, withLargerTable } from './pdfium-fonts.ts'

/** The functions of PDFium that reading needs; pointers and handles are numbers. */
export type Pdfium = {
  readonly HEAPU8: Uint8Array
  readonly HEAPU16: Uint16Array
  readonly HEAP32: Int32Array
  readonly HEAPF32: Float32Array
  readonly HEAPF64: Float64Array
  readonly _malloc: (size: number) => number
  readonly _free: (pointer: number) => void
  readonly wasmExports: { readonly __indirect_function_table: WebAssembly.Table; readonly [name: string]: unknown }
  readonly _FPDF_InitLibrary: () => void
  readonly _FPDF_SetSystemFontInfo: (info: number) => void
  readonly _FPDF_LoadMemDocument: (pointer: number, size: number, password: number) => number
  readonly _FPDF_CloseDocument: (document: number) => void
  readonly _FPDF_GetLastError: () => number
  readonly _FPDF_DocumentHasValidCrossReferenceTable: (document: number) => number
  readonly _FPDF_GetPageCount: (document: number) => number
  readonly _FPDF_GetMetaText: (document: number, tag: number, buffer: number, size: number) => number
  readonly _FPDF_LoadPage: (document: number, index: number) => number
  readonly _FPDF_ClosePage: (page: number) => void
  readonly _FPDF_GetPageWidthF: (page: number) => number
  readonly _FPDF_GetPageHeightF: (page: number) => number
  readonly _FPDFPage_GetRotation: (page: number) => number
  readonly _FPDFPage_GetCropBox: (page: number, left: number, bottom: number, right: number, top: number) => number
  readonly _FPDFPage_GetMediaBox: (page: number, left: number, bottom: number, right: number, top: number) => number
  readonly _FPDFPage_CountObjects: (page: number) => number
  readonly _FPDFPage_GetObject: (page: number, index: number) => number
  readonly _FPDFPageObj_GetType: (object: number) => number
  readonly _FPDFPageObj_GetMatrix: (object: number, matrix: number) => number
  readonly _FPDFPageObj_GetBounds: (object: number, left: number, bottom: number, right: number, top: number) => number
  readonly _FPDFFormObj_CountObjects: (object: number) => number
  readonly _FPDFFormObj_GetObject: (object: number, index: number) => number
  readonly _FPDFPath_CountSegments: (path: number) => number
  readonly _FPDFPath_GetPathSegment: (path: number, index: number) => number
  readonly _FPDFPath_GetDrawMode: (path: number, fill: number, stroke: number) => number
  readonly _FPDFPathSegment_GetPoint: (segment: number, x: number, y: number) => number
  readonly _FPDFPathSegment_GetType: (segment: number) => number
  readonly _FPDFPathSegment_GetClose: (segment: number) => number
  readonly _FPDFPageObj_GetFillColor: (object: number, red: number, green: number, blue: number, alpha: number) => number
  readonly _FPDFPageObj_HasTransparency: (object: number) => number
  readonly _FPDFPageObj_GetClipPath: (object: number) => number
  readonly _FPDFClipPath_CountPaths: (clip: number) => number
  readonly _FPDFClipPath_CountPathSegments: (clip: number, path: number) => number
  readonly _FPDFClipPath_GetPathSegment: (clip: number, path: number, index: number) => number
  readonly _FPDFPage_GetAnnotCount: (page: number) => number
  readonly _FPDFPage_GetAnnot: (page: number, index: number) => number
  readonly _FPDFPage_CloseAnnot: (annotation: number) => void
  readonly _FPDFAnnot_GetSubtype: (annotation: number) => number
  readonly _FPDFAnnot_GetFlags: (annotation: number) => number
  readonly _FPDFAnnot_GetRect: (annotation: number, rect: number) => number
  readonly _FPDFAnnot_GetValueType: (annotation: number, key: number) => number
  readonly _FPDFAnnot_GetStringValue: (annotation: number, key: number, buffer: number, size: number) => number
  readonly _FPDFAnnot_GetLinkedAnnot: (annotation: number, key: number) => number
  readonly _FPDFText_LoadPage: (page: number) => number
  readonly _FPDFText_ClosePage: (textPage: number) => void
  readonly _FPDFText_CountChars: (textPage: number) => number
  readonly _FPDFText_GetUnicode: (textPage: number, index: number) => number
  readonly _FPDFText_IsGenerated: (textPage: number, index: number) => number
  readonly _FPDFText_HasUnicodeMapError: (textPage: number, index: number) => number
  readonly _FPDFText_GetFontSize: (textPage: number, index: number) => number
  readonly _FPDFText_GetMatrix: (textPage: number, index: number, matrix: number) => number
  readonly _FPDFText_GetLooseCharBox: (textPage: number, index: number, rect: number) => number
  readonly _FPDFText_GetCharBox: (
    textPage: number,
    index: number,
    left: number,
    right: number,
    bottom: number,
    top: number,
  ) => number
  readonly _FPDFText_GetCharOrigin: (textPage: number, index: number, x: number, y: number) => number
  readonly _FPDFText_GetTextObject: (textPage: number, index: number) => number
  readonly _FPDFTextObj_GetTextRenderMode: (textObject: number) => number
  readonly _FPDFTextObj_SetTextRenderMode: (textObject: number, mode: number) => number
  readonly _FPDFTextObj_GetFont: (textObject: number) => number
  readonly _FPDFFont_GetIsEmbedded: (font: number) => number
  readonly _FPDFFont_GetFontData: (font: number, buffer: number, size: number, sizeOut: number) => number
  readonly _FPDFBitmap_CreateEx: (width: number, height: number, format: number, buffer: number, stride: number) => number
  readonly _FPDFBitmap_FillRect: (
    bitmap: number,
    left: number,
    top: number,
    width: number,
    height: number,
    colour: number,
  ) => number
  readonly _FPDFBitmap_GetBuffer: (bitmap: number) => number
  readonly _FPDFBitmap_GetStride: (bitmap: number) => number
  readonly _FPDFBitmap_Destroy: (bitmap: number) => void
  readonly _FPDF_RenderPageBitmap: (
    bitmap: number,
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    turn: number,
    flags: number,
  ) => void
}

/** Above this much memory the library is given up after use: its memory can only grow. */
const LARGE_HEAP = 256 * 1024 * 1024

let loading: Promise<Pdfium> | null = null

/** Runs `use` with PDFium, which is loaded once per process. After a crash inside the library the next call loads it anew. */
export async function withPdfium<T>(use: (pdfium: Pdfium) => T): Promise<T> {
  loading ??= loadPdfium()
  const pdfium = await loading
  let sound = false
  try {
    const result = use(pdfium)
    sound = true
    return result
  } catch (error) {
    sound = !(error instanceof WebAssembly.RuntimeError)
    throw error
  } finally {
    if (!sound || pdfium.HEAPU8.length > LARGE_HEAP) loading = null
  }
}

async function loadPdfium(): Promise<Pdfium> {
  const binary = readFileSync(createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm'))
  const wasmBinary = withLargerTable(binary, STAND_IN_FUNCTIONS)
  const pdfium = (await PDFiumModule({ wasmBinary, locateFile: () => '' })) as unknown as Pdfium
  pdfium._FPDF_InitLibrary()
  installStandInFont(pdfium)
  callDirectly(pdfium)
  return pdfium
}

/** Puts the functions of the module itself in the place of wrappers, which check and copy the arguments of each of a million calls. */
function callDirectly(pdfium: Pdfium): void {
  const callable = pdfium as unknown as Record<string, unknown>
  for (const name of Object.keys(pdfium)) {
    const own = pdfium.wasmExports[name.slice(1)]
    if (name.startsWith('_FPDF') && typeof own === 'function') callable[name] = own
  }
}

/** Calls with a name that the library can read. */
export function withName<T>(pdfium: Pdfium, name: string, use: (pointer: number) => T): T {
  const pointer = pdfium._malloc(name.length + 1)
  try {
    pdfium.HEAPU8.set([...Buffer.from(name, 'latin1'), 0], pointer)
    return use(pointer)
  } finally {
    pdfium._free(pointer)
  }
}

/** A string that `write` puts into a buffer as UTF-16 with a zero behind it; it gives the size needed, in bytes. */
export function readWide(pdfium: Pdfium, write: (buffer: number, size: number) => number): string {
  const size = write(0, 0)
  if (size <= 2) return ''
  const buffer = pdfium._malloc(size)
  try {
    write(buffer, size)
    return new TextDecoder('utf-16le').decode(pdfium.HEAPU8.slice(buffer, buffer + size - 2))
  } finally {
    pdfium._free(buffer)
  }
}
