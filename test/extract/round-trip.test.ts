import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extractReport } from '../../src/extract/extract-report.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import type { CellKey, Edition } from '../../src/model/template.ts'
import {
  asAlignedText,
  asCellLines,
  asHtml,
  asHtmlWithoutSpans,
  asMarkdown,
  asRunTogether,
  asTabText,
  consistentFigures,
  type Draw,
  type Printer,
  partsOf,
  type Row,
} from './render-report.ts'

const printers = { asHtml, asHtmlWithoutSpans, asTabText, asCellLines, asAlignedText, asMarkdown }
const runs = { numRuns: 12 }

function drawFrom(seed: number): Draw {
  let state = seed >>> 0
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * (most + 1))
  }
}

const inputs = fc.tuple(fc.constantFrom<Edition>('2019', '2021'), fc.integer({ min: 1, max: 1e9 }))

async function read(text: string) {
  const bytes = new TextEncoder().encode(text)
  const extraction = await extractReport({ name: 'report', bytes, sha256: sha256Of(bytes) })
  if (extraction.kind !== 'report') throw new Error(extraction.reason.message)
  return extraction.report
}

type Parts = readonly (string | readonly Row[])[]

/** Changes value cells of the printed tables; the label cells stay. */
function changed(parts: Parts, change: (text: string) => string): Parts {
  return parts.map((part) =>
    typeof part === 'string'
      ? part
      : part.map((row) => row.map((cell) => (cell.label ? cell : { ...cell, text: change(cell.text) }))),
  )
}

test.each(Object.entries(printers))('%s: every figure is read as printed', async (_, print: Printer) => {
  await fc.assert(
    fc.asyncProperty(inputs, async ([edition, seed]) => {
      const figures = consistentFigures(edition, drawFrom(seed))
      const report = await read(print(partsOf(edition, figures)))
      expect(report.edition).toBe(edition)
      const values = Object.fromEntries(Object.entries(report.cells).map(([key, cell]) => [key, cell.value]))
      expect(values).toEqual(figures)
      expect(Object.values(report.cells).every((cell) => cell.confidence >= 0.9)).toBe(true)
      expect(report.sections.map((section) => section.number)).toEqual([1, 2, 3, 4, 5, 6])
    }),
    runs,
  )
})

test.each(Object.entries({ ...printers, asRunTogether }))(
  '%s: a figure that differs from the printed one is never sure',
  async (_, print: Printer) => {
    await fc.assert(
      fc.asyncProperty(inputs, fc.constantFrom('wrong', 'blank', 'slash'), async ([edition, seed], fault) => {
        const draw = drawFrom(seed)
        const figures: Partial<Record<CellKey, number | null>> = { ...consistentFigures(edition, draw) }
        for (const key of Object.keys(figures) as CellKey[]) {
          if (draw(24) === 0) figures[key] = fault === 'wrong' ? draw(60) : null
        }
        const parts = partsOf(edition, figures)
        const printed = fault === 'slash' ? changed(parts, (text) => (text === '' ? '/' : text)) : parts
        const report = await read(print(printed))
        const wrong = Object.entries(report.cells).filter(
          ([key, cell]) => cell.value !== null && cell.value !== (figures[key as CellKey] ?? null) && cell.confidence >= 0.9,
        )
        expect(wrong).toEqual([])
      }),
      runs,
    )
  },
)

test.each(Object.entries(printers))(
  '%s: labels without numbering and with blanks inside lead to the same cells',
  async (_, print: Printer) => {
    await fc.assert(
      fc.asyncProperty(inputs, async ([edition, seed]) => {
        const draw = drawFrom(seed)
        const figures = consistentFigures(edition, draw)
        const loosened = partsOf(edition, figures).map((part) =>
          typeof part === 'string'
            ? part
            : part.map((row) => row.map((cell) => (cell.label ? { ...cell, text: loosen(cell.text, draw) } : cell))),
        )
        const report = await read(print(loosened))
        for (const [key, value] of Object.entries(figures)) expect(report.cells[key as CellKey]?.value, key).toBe(value)
      }),
      runs,
    )
  },
)

test('columns that do not add up in most rows are doubted, an error in a few is not', async () => {
  const parts = partsOf('2021', consistentFigures('2021', drawFrom(7)))
  const isTotal = (index: number, row: Row) => index === row.length - 1
  const shifted = parts.map((part, index) =>
    typeof part === 'string' || index !== 7
      ? part
      : part.map((row) =>
          row.map((cell, at) => (cell.label || !isTotal(at, row) ? cell : { text: String(Number(cell.text) + 3) })),
        ),
  )
  const few = parts.map((part, index) =>
    typeof part === 'string' || index !== 7
      ? part
      : part.map((row, at) =>
          at < 8 ? row.map((cell, last) => (cell.label || !isTotal(last, row) ? cell : { text: '77' })) : row,
        ),
  )
  const surest = async (printed: Parts) =>
    Object.entries((await read(asHtml(printed))).cells).filter(([key, cell]) => key.startsWith('t3.') && cell.confidence >= 0.9)
      .length
  expect(await surest(shifted)).toBe(0)
  expect(await surest(few)).toBe(175)
})

function loosen(label: string, draw: Draw): string {
  const bare = label.replace(/^(?:（[一二三四五六七]）|\d\.|[一二三四]、)/, '')
  return [...bare]
    .map((character) => (draw(5) === 0 ? `${character} ` : character))
    .join('')
    .trim()
}
