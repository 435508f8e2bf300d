import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { decodePicture } from '../../../src/extract/readers/pictures/picture-decode.ts'
import { crop } from '../../../src/extract/readers/pictures/picture-grey.ts'
import { makeDocument } from '../../generate/documents.ts'
import { drawFrom } from '../../generate/draw.ts'
import { LAYOUTS } from '../../generate/layouts/index.ts'
import { makeScan } from '../readers/make-scan.ts'
import { cutOff, withChangedBytes } from './damage.ts'
import { HOSTILE_FILES } from './hostile-files.ts'
import { hostilePages, LONG_RUNS } from './hostile-pages.ts'
import { openHostileReader } from './outcome.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures/reports')
const reader = openHostileReader({ threads: 2 })
afterAll(reader.close)

/** A result or a clear error; the time limit sees to it that it comes within 10 s. */
async function isToldClearly(content: Uint8Array | string): Promise<void> {
  const { kind, reason } = await reader.read(content)
  expect(`${kind} ${reason}`).not.toMatch(/^failed/)
}

describe.concurrent('hostile pages and texts', () => {
  test.each(hostilePages(20_000))('$name', ({ make }) => isToldClearly(make()))
})

describe.concurrent('long runs of what expressions look for', () => {
  test.each(LONG_RUNS)('$name', ({ make }) => isToldClearly(make()))
})

describe.concurrent('hostile files', () => {
  test.each(HOSTILE_FILES)('$name', ({ make }) => isToldClearly(make()))
})

/** A table on a page of a scan: a damaged picture that can still be shown is recognised each time, which takes seconds. */
async function makeSmallScan(): Promise<Uint8Array> {
  const page = await decodePicture(readFileSync(join(FIXTURES, '../pictures/turned.jpg')))
  return makeScan([crop(page, { left: 30, top: 2140, right: 372, bottom: 2300 })], 96)
}

/** Places that a file is cut off at. Markup and text are read up to every cut, other formats refused at most of them. */
const PLACES = 50
const PLACES_OF_TEXT = 10

/**
 * A file of each layout of the generator and each fixture; `npm run hostile` damages more of them, and pictures of whole reports, too. Here a
 * small scan stands for those.
 */
const WHOLE: readonly { name: string; places: number; make: () => Promise<Uint8Array> }[] = [
  ...readdirSync(FIXTURES).map((slug) => ({
    name: slug,
    places: PLACES,
    make: async () => {
      const folder = join(FIXTURES, slug)
      return readFileSync(join(folder, readdirSync(folder).find((name) => name.startsWith('source'))!))
    },
  })),
  { name: 'a scan of a small table', places: 5, make: makeSmallScan },
  ...LAYOUTS.filter(({ isSlow }) => !isSlow).map((layout) => ({
    name: `${layout.format}: ${layout.name}`,
    places: /^(?:html|text|markdown)$/.test(layout.format) ? PLACES_OF_TEXT : PLACES,
    make: async () => (await makeDocument(layout, 1)).bytes,
  })),
]

describe.concurrent('damaged files', () => {
  test.each(WHOLE)('$name, cut off at $places places and changed', async ({ places, make }) => {
    const bytes = await make()
    for (const part of cutOff(bytes, places)) await isToldClearly(part)
    for (const seed of [1, 2]) await isToldClearly(withChangedBytes(bytes, 0.01, drawFrom(seed)))
  })
})
