import type { Block, Document, Note, Picture, Place } from '../../../model/document.ts'
import { GIVE_UP_REASONS, GiveUp } from '../../../model/give-up.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { decodePicture, drawPdfPages } from './picture-decode.ts'
import { type Grey, quarterTurn } from './picture-grey.ts'
import { type PicturePage, readPicturePage, type ToPlace } from './picture-page.ts'
import type { OnProgress } from './recogniser.ts'

/** Characters of a page that stands upright are surer than this on the whole. */
const UPRIGHT = 0.75
/** Pictures smaller than this, in points, hold no table. */
const LEAST_WIDTH = 400
const LEAST_HEIGHT = 120
/** Documents with more rows in their tables than this do not carry a table as a picture. */
const MANY_ROWS = 25
/** Reports have few pages; the rest of a longer scan, and further pictures of a document, are not read, with a note. */
const MOST_PAGES = 40
/** Pages are drawn with so many dots to an inch. */
const DOTS = 200
const POINTS = 72

/** Reads a picture (PNG or JPEG) of a report. Boxes are in points of the picture. */
export async function readPicture(file: SnapshotFile, onProgress?: OnProgress): Promise<Document> {
  const picture = await decodePicture(file.bytes)
  const { blocks } = await readEitherWayUp(picture, (...box) => ({ page: 1, box: rounded(box) }), onProgress)
  return {
    mediaType: file.bytes[0] === 0x89 ? 'image/png' : 'image/jpeg',
    charset: null,
    title: null,
    meta: [],
    blocks,
    attachments: [],
    notes: [],
  }
}

/**
 * Reads the pictures of a document that was read from another format: pages of a PDF that have no text, and, where the document has no
 * large tables, pictures whose bytes it carries. A picture that cannot be read stays and is noted.
 */
export async function readPictures(document: Document, file: SnapshotFile, onProgress?: OnProgress): Promise<Document> {
  return document.mediaType === 'application/pdf'
    ? readScannedPages(document, file, onProgress)
    : readCarriedPictures(document, onProgress)
}

type Reading = { readonly blocks: readonly Block[]; readonly notes: readonly Note[] }

async function readScannedPages(document: Document, file: SnapshotFile, onProgress?: OnProgress): Promise<Document> {
  const pages = scannedPages(document.blocks)
  if (pages.length === 0) return document
  const read = new Map<number, Reading>()
  for await (const { page, picture, scale } of drawPdfPages(file, pages.slice(0, MOST_PAGES), DOTS / POINTS)) {
    const toPlace: ToPlace = (...box) => ({ page, box: rounded(box.map((edge) => edge / scale)) })
    read.set(page, await attempt(() => readEitherWayUp(picture, toPlace, onProgress), { page }))
  }
  const blocks: Block[] = []
  const done = new Set<number>()
  for (const block of document.blocks) {
    const reading = read.get(block.at.page ?? 0)
    if (!reading || reading.blocks.length === 0) blocks.push(block)
    else if (!done.has(block.at.page!)) blocks.push(...reading.blocks)
    done.add(block.at.page ?? 0)
  }
  return withReadings(document, blocks, [...read.values(), leftOut(pages.length - read.size)])
}

/** Pages that show nothing but pictures. */
function scannedPages(blocks: readonly Block[]): number[] {
  const pages = new Map<number, boolean>()
  for (const { kind, at } of blocks)
    if (at.page !== undefined) pages.set(at.page, kind === 'picture' && (pages.get(at.page) ?? true))
  return [...pages].filter(([, onlyPictures]) => onlyPictures).map(([page]) => page)
}

async function readCarriedPictures(document: Document, onProgress?: OnProgress): Promise<Document> {
  const rows = document.blocks.reduce((sum, block) => sum + (block.kind === 'grid' ? block.rows.length : 0), 0)
  if (rows >= MANY_ROWS || !document.blocks.some((block) => block.kind === 'picture' && bytesOf(block))) return document
  const blocks: Block[] = []
  const readings: Reading[] = []
  let left = 0
  for (const block of document.blocks) {
    const isLeft = block.kind === 'picture' && readings.length >= MOST_PAGES
    const reading = block.kind === 'picture' && !isLeft ? await readCarried(block, onProgress) : null
    if (reading) readings.push(reading)
    if (isLeft) left++
    if (reading && reading.blocks.length > 0) blocks.push(...reading.blocks)
    else blocks.push(block)
  }
  return withReadings(document, blocks, [...readings, leftOut(left)])
}

/** What a picture in a document says; null when it carries no bytes of a known format or is too small to hold a table. */
async function readCarried(block: Picture, onProgress?: OnProgress): Promise<Reading | null> {
  const { at } = block
  const bytes = bytesOf(block)
  if (!bytes || !isPicture(bytes)) return null
  return attempt(async () => {
    const picture = await decodePicture(bytes)
    if (picture.width < LEAST_WIDTH || picture.height < LEAST_HEIGHT) return { blocks: [], sure: 1 }
    return readEitherWayUp(picture, within(at, picture), onProgress)
  }, at)
}

/** The file of a picture that the document carries: beside it, or in its address (RFC 2397). */
function bytesOf({ bytes, source }: Picture): Uint8Array | null {
  if (bytes) return bytes
  const data = /^data:image\/[\w.+-]+;base64,/i.exec(source)
  return data ? Buffer.from(source.slice(data[0].length), 'base64') : null
}

/** Whether bytes are a picture that can be read: PNG or JPEG. */
function isPicture(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x89 && bytes[1] === 0x50) || (bytes[0] === 0xff && bytes[1] === 0xd8)
}

/** Places inside a picture: on its page where the document knows its box there, else in points of the picture. */
function within(at: Place, { width, height }: Grey): ToPlace {
  const [left, top, right, bottom] = at.box ?? [0, 0, width, height]
  const [x, y] = [(right - left) / width, (bottom - top) / height]
  return (...box) => ({ ...at, box: rounded([left + box[0] * x, top + box[1] * y, left + box[2] * x, top + box[3] * y]) })
}

async function attempt(read: () => Promise<PicturePage>, at: Place): Promise<Reading> {
  try {
    return { blocks: (await read()).blocks, notes: [] }
  } catch (error) {
    if (!(error instanceof GiveUp)) throw error
    return {
      blocks: [],
      notes: [
        { code: 'picture-not-read', message: `有图片未能识别（${GIVE_UP_REASONS[error.reason].zh}），请对照原件核实。`, at },
      ],
    }
  }
}

/** What is said of pages and pictures beyond those that are read. */
function leftOut(count: number): Reading {
  const message = `图片页较多，只识别了前${MOST_PAGES}页，其余${count}页未读取，请对照原件核实。`
  return { blocks: [], notes: count > 0 ? [{ code: 'pictures-left', message }] : [] }
}

function withReadings(document: Document, blocks: readonly Block[], readings: readonly Reading[]): Document {
  const anyRead = readings.some((reading) => reading.blocks.length > 0)
  const notes = document.notes.filter(({ code }) => !(anyRead && code === 'no-text-layer'))
  return { ...document, blocks, notes: [...notes, ...readings.flatMap((reading) => reading.notes)] }
}

/** Reads a page; one that lies on its side or upside down is turned the way in which it reads best. */
async function readEitherWayUp(picture: Grey, toPlace: ToPlace, onProgress?: OnProgress): Promise<PicturePage> {
  onProgress?.()
  let best = await readPicturePage(picture, toPlace, onProgress)
  if (best.sure >= UPRIGHT) return best
  for (const turns of [1, 3, 2]) {
    const turned = quarterTurn(picture, turns)
    const page = await readPicturePage(turned, turnedBack(toPlace, picture, turns), onProgress)
    if (page.sure > best.sure) best = page
    if (best.sure >= UPRIGHT) break
  }
  return best
}

/** Places on a picture before it was turned clockwise by so many right angles. */
function turnedBack(toPlace: ToPlace, { width, height }: Grey, turns: number): ToPlace {
  return (left, top, right, bottom) => {
    if (turns === 1) return toPlace(top, height - right, bottom, height - left)
    if (turns === 2) return toPlace(width - right, height - bottom, width - left, height - top)
    return toPlace(width - bottom, left, width - top, right)
  }
}

function rounded(box: readonly number[]): [number, number, number, number] {
  const [left, top, right, bottom] = box.map((edge) => Math.round(edge * 10) / 10)
  return [left!, top!, right!, bottom!]
}
