import { extractReport } from '../src/extract/extract-report.ts'
import type { Cell, Report } from '../src/model/report.ts'
import { type CellKey, cellKeysOf } from '../src/model/template.ts'
import { drawFrom } from '../test/generate/draw.ts'
import { LAYOUTS } from '../test/generate/layouts/index.ts'
import { makeReport } from '../test/generate/make-report.ts'
import type { PrintedReport } from '../test/generate/printed.ts'

const PLAIN = LAYOUTS.find(({ name }) => name === 'html-clean')!

/** The report of a seed, in which everything agrees: written as a page and read from it, text, claims and all. */
export async function consistentReport(seed: number): Promise<Report> {
  const draw = drawFrom(seed)
  const bytes = await PLAIN.render(makeReport(draw), draw)
  const extraction = await extractReport({ name: 'report.html', bytes, sha256: String(seed) })
  if (extraction.kind !== 'report') throw new Error(`The page of seed ${seed} was not read as a report.`)
  return extraction.report
}

const MISSING: Cell = { raw: '', value: null, kind: 'missing', at: null, confidence: 1 }

/** What a reader would make of a printed report that has no page: where only rules are measured, reading takes too long. */
export function asRead({ truth, pieces }: PrintedReport): Report {
  const { authority, year, edition, title, period, scope, contact, cells, sections } = truth
  const keys = new Set<CellKey>([...cellKeysOf(edition), ...cells.keys()])
  const opening = pieces.find(({ kind }) => kind === 'text')
  return {
    schema: 'gouji.report/1',
    source: { name: 'report.html', sha256: '0', mediaType: 'text/html', bytes: 0 },
    authority,
    year,
    edition,
    title,
    period,
    scope,
    scopeWords: null,
    contact,
    dates: [],
    opening: opening?.kind === 'text' ? opening.text : '',
    sections,
    cells: Object.fromEntries([...keys].map((key) => [key, cellOf(cells.get(key))])),
    claims: truth.claims.map((claim) => ({
      ...claim,
      text: sentenceWith(claim.value, sections.find(({ number }) => number === claim.section)?.text ?? ''),
      at: null,
    })),
    notes: [],
  }
}

function cellOf(printed: { readonly raw: string; readonly value: number | null } | undefined): Cell {
  return printed ? { ...printed, kind: printed.value === null ? 'blank' : 'number', at: null, confidence: 1 } : MISSING
}

/** The first sentence with this number in it. */
function sentenceWith(value: number | null, text: string): string {
  const sentences = text.split(/(?<=。)/)
  return sentences.find((sentence) => new RegExp(`(?<!\\d)${value}(?!\\d)`).test(sentence)) ?? sentences[0] ?? ''
}
