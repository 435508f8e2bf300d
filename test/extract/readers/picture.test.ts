import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { extractReport } from '../../../src/extract/extract-report.ts'
import { decodePicture } from '../../../src/extract/readers/pictures/picture-decode.ts'
import { crop, type Grey, quarterTurn, rotate, WHITE } from '../../../src/extract/readers/pictures/picture-grey.ts'
import { findInk, findSkew } from '../../../src/extract/readers/pictures/picture-ink.ts'
import { cutLine } from '../../../src/extract/readers/pictures/picture-lines.ts'
import { readPng } from '../../../src/extract/readers/pictures/png.ts'
import { LINE_HEIGHT } from '../../../src/extract/readers/pictures/recogniser.ts'
import { readDocument } from '../../../src/extract/readers/read-document.ts'
import type { Document } from '../../../src/model/document.ts'
import type { Report } from '../../../src/model/report.ts'
import { sha256Of } from '../../../src/model/sha256.ts'
import type { CellKey } from '../../../src/model/template.ts'
import { makeScan } from './make-scan.ts'

// A report of our own, drawn by the generator, photographed with a turn of a degree and saved as a small JPEG.
const FIXTURE = join(import.meta.dirname, '../../fixtures/pictures/turned')
const JPEG = readFileSync(`${FIXTURE}.jpg`)
const PRINTED: { title: string; authority: string; year: number; cells: Record<CellKey, string> } = JSON.parse(
  readFileSync(`${FIXTURE}.json`, 'utf8'),
)
const SECONDS = 1000

function fileOf(name: string, bytes: Uint8Array) {
  return { name, bytes, sha256: sha256Of(bytes) }
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
}

/** A PNG of rows of samples as they are before compression, each with its filter in front. */
function makePng(
  width: number,
  depth: number,
  colour: number,
  rows: readonly (readonly number[])[],
  more: readonly Buffer[] = [],
) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(rows.length, 4)
  header[8] = depth
  header[9] = colour
  const data = chunk('IDAT', deflateSync(Buffer.from(rows.flat())))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...more,
    data,
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const PNGS = [
  { name: 'shades of grey', bytes: makePng(3, 8, 0, [[0, 0, 128, 255]]), shades: [0, 128, 255] },
  { name: 'one bit a point', bytes: makePng(4, 1, 0, [[0, 0b0101_0000]]), shades: [0, 255, 0, 255] },
  { name: 'differences from the left', bytes: makePng(3, 8, 0, [[1, 10, 5, 5]]), shades: [10, 15, 20] },
  {
    name: 'differences from above',
    bytes: makePng(1, 8, 0, [
      [0, 10],
      [2, 7],
    ]),
    shades: [10, 17],
  },
  { name: 'colours', bytes: makePng(2, 8, 2, [[0, 255, 255, 255, 0, 0, 0]]), shades: [255, 0] },
  { name: 'transparent ink is paper', bytes: makePng(2, 8, 6, [[0, 0, 0, 0, 0, 0, 0, 0, 255]]), shades: [255, 0] },
  {
    name: 'a palette',
    bytes: makePng(2, 4, 3, [[0, 0x10]], [chunk('PLTE', Buffer.from([0, 0, 0, 255, 255, 255]))]),
    shades: [255, 0],
  },
]

test.each(PNGS)('PNG: $name', ({ bytes, shades }) => {
  expect([...readPng(bytes, 100).data]).toEqual(shades)
})

test('a picture with too many points is refused before memory is spent', () => {
  expect(() => readPng(makePng(100_000, 8, 0, [[0]]), 1_000)).toThrow(/limit is 1000 points/)
})

test.each([-2.5, -0.7, 0.3, 1.9])('a page turned by %d° is found to be so', (degrees) => {
  const lines = new Uint8Array(600 * 400).fill(WHITE)
  for (let y = 20; y < 380; y += 24)
    for (let x = 20; x < 580; x++)
      if (x % 14 < 9) lines.fill(0, y * 600 + x, y * 600 + x + 1).fill(0, (y + 1) * 600 + x, (y + 1) * 600 + x + 1)
  const page = rotate({ width: 600, height: 400, data: lines }, degrees)
  expect(Math.abs(findSkew(findInk(page)) + degrees)).toBeLessThan(0.15)
})

/** Where the first five columns of table 4 stand in the fixture, in points. */
const REVIEWS = { left: 30, top: 2140, right: 372, bottom: 2300 }
let reviews: Grey

beforeAll(async () => {
  reviews = crop(await decodePicture(JPEG), REVIEWS)
})

test('small type is cut out with all of its ink', () => {
  const [em, width, height] = [9, 60, 40]
  const page = { width, height, data: new Uint8Array(width * height).fill(0) }
  for (let inked = 1; inked <= 2 * em; inked++) {
    const line = { left: 10, right: 50, top: 10, bottom: 10 + inked }
    expect(cutLine(page, line, { left: 0, top: 0, right: width, bottom: height }, em).height).toBe(LINE_HEIGHT)
  }
})

test(
  'a coarse picture of a report: nearly every figure as printed, and sure only where sums confirm it',
  async () => {
    const extraction = await extractReport(fileOf('turned.jpg', JPEG))
    const report = (extraction as { report: Report }).report
    const { title, authority, year } = report
    expect({ title, authority, year }).toEqual({ title: PRINTED.title, authority: PRINTED.authority, year: PRINTED.year })
    const wrong = Object.entries(PRINTED.cells).filter(([key, printed]) => report.cells[key as CellKey]?.raw !== printed)
    expect(wrong.filter(([key]) => report.cells[key as CellKey]!.confidence >= 0.9)).toEqual([])
    expect(wrong.length).toBeLessThan(8)
    const sure = Object.entries(report.cells).filter(([, cell]) => cell.confidence >= 0.9)
    expect(sure.every(([key]) => key.startsWith('t3.') || key.startsWith('t4.'))).toBe(true)
    expect(sure.length).toBeGreaterThan(150)
    expect(report.notes.map(({ code }) => code)).toContain('read-by-recognition')
  },
  120 * SECONDS,
)

test('pages of a scan beyond the limit are told', async () => {
  const blank = { width: 300, height: 400, data: new Uint8Array(300 * 400).fill(WHITE) }
  const { notes } = await readDocument(fileOf('long.pdf', makeScan(new Array<Grey>(42).fill(blank), 72)))
  expect(notes.map(({ code, message }) => [code, /其余2页/.test(message)])).toContainEqual(['pictures-left', true])
})

test(
  'a scanned page of a PDF, upright or upside down: the same cells at the same place',
  async () => {
    for (const turns of [0, 2]) {
      const scan = makeScan([quarterTurn(reviews, turns)], 96)
      const grid = gridOf(await readDocument(fileOf('scan.pdf', scan)))
      expect(grid.rows.at(-1)!.map((cell) => cell?.text)).toEqual(
        ['upheld', 'corrected', 'other', 'pending', 'total'].map((leaf) => PRINTED.cells[`t4.review_${leaf}` as CellKey]),
      )
      expect(grid.rows.at(-1)![0]!.at).toMatchObject({ page: 1 })
    }
  },
  120 * SECONDS,
)

function gridOf({ blocks }: Document) {
  const grid = blocks.find((block) => block.kind === 'grid')
  if (grid?.kind !== 'grid') throw new Error('no table was found')
  return grid
}
