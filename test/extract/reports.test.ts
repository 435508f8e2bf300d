import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { extractReport } from '../../src/extract/extract-report.ts'
import type { Cell, Report } from '../../src/model/report.ts'
import { sha256Of } from '../../src/model/sha256.ts'

const FIXTURES = join(import.meta.dirname, '../fixtures/reports')

test.each(readdirSync(FIXTURES))('report: %s', async (slug) => {
  const folder = join(FIXTURES, slug)
  const name = readdirSync(folder).find((file) => file.startsWith('source.'))!
  const bytes = new Uint8Array(readFileSync(join(folder, name)))
  const extraction = await extractReport({ name, bytes, sha256: sha256Of(bytes) })
  if (extraction.kind !== 'report') throw new Error(extraction.reason.message)
  await expect(`${JSON.stringify(readable(extraction.report), null, 1)}\n`).toMatchFileSnapshot(join(folder, 'golden.json'))
})

/** The report as a reader checks it against the page: one line a cell, the text by its first words. */
function readable({ authority, year, edition, title, dates, sections, cells, notes }: Report) {
  return {
    authority,
    year,
    edition,
    title,
    dates: dates.map(({ date, from }) => `${date} ${from}`),
    sections: sections.map(({ number, title: heading, text }) => `${number} ${heading}: ${text.replaceAll('\n', ' ¶ ')}`),
    cells: Object.fromEntries(Object.entries(cells).map(([key, cell]) => [key, printed(cell)])),
    notes: notes.map(({ code, message }) => `${code}: ${message}`),
  }
}

function printed({ kind, value, raw, remark, confidence }: Cell): string | number {
  const doubt = confidence < 0.9 && kind !== 'missing' ? ` (doubted ${confidence.toFixed(2)})` : ''
  if (kind !== 'number') return `${kind} ${raw}`.trim() + (kind === 'unreadable' ? '' : doubt)
  return remark === undefined && doubt === '' && raw.trim() === String(value) ? value! : `${value} as ${raw.trim()}${doubt}`
}
