import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extractReport } from '../../../src/extract/extract-report.ts'
import { isArchive, membersOf } from '../../../src/extract/readers/containers/archive.ts'
import type { Place } from '../../../src/model/document.ts'
import type { Report } from '../../../src/model/report.ts'
import { sha256Of } from '../../../src/model/sha256.ts'
import type { SnapshotFile } from '../../../src/model/snapshot.ts'
import { makeDocument } from '../../generate/documents.ts'
import { LAYOUTS } from '../../generate/layouts/index.ts'
import { textAtOffsets } from './offsets.ts'
import { textInOfd, textInPdf } from './pages.ts'
import { textInXls, textInXlsx } from './sheets.ts'
import { textInDoc, textInDocx, textInRtf } from './word.ts'

// The cells of generated documents lead back to the bytes that they were read from, found there by other means than the readers'.

const SEED = Number(process.env['VITEST_SEED'] ?? 1)
const QUICK = LAYOUTS.filter(({ isSlow }) => !isSlow)
/** Without any white space, only sums tell the cells of a row or of the whole table apart: they share the place of their row. */
const RUN_TOGETHER = new Set(['text-one-line', 'text-rows-run-together', 'text-run-together'])
/** Other text is drawn over the cells: what stands in their boxes holds the cell and more. */
const OVERDRAWN = new Set(['pdf-watermark', 'pdf-hidden-text'])
/** The values stand in fields above the page, not in its text. */
const IN_FIELDS = new Set(['pdf-form-fields'])

type TextAt = (place: Place) => string | null

/** What finds the text of a place in a file, by the format that it was read as. */
async function finderFor({ bytes }: SnapshotFile, mediaType: string): Promise<TextAt> {
  if (mediaType === 'application/pdf') return textInPdf(bytes)
  if (mediaType.includes('ofd')) return textInOfd(bytes)
  if (mediaType.includes('wordprocessingml')) return textInDocx(bytes)
  if (mediaType.includes('spreadsheetml')) return textInXlsx(bytes)
  if (mediaType.includes('excel')) return textInXls(bytes)
  if (mediaType.includes('msword')) return textInDoc(bytes)
  if (mediaType.includes('rtf')) return textInRtf(bytes)
  return textAtOffsets(bytes)
}

/** The file, or the one in the archive that is a report. */
async function readIn(file: SnapshotFile): Promise<{ readonly file: SnapshotFile; readonly report: Report }> {
  const files = isArchive(file) ? [...membersOf(file)].flatMap((member) => ('file' in member ? [member.file] : [])) : [file]
  for (const each of files) {
    const extraction = await extractReport(each)
    if (extraction.kind === 'report') return { file: each, report: extraction.report }
  }
  throw new Error(`${file.name} holds no report`)
}

const squeeze = (text: string) => text.normalize('NFKC').replace(/[\s\p{Cf},]+/gu, '')

test.each(QUICK)('$name: every cell has a place of its own, which holds it', async (layout) => {
  const { name } = layout
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
      const { bytes, fileName } = await makeDocument(layout, seed, [])
      const { file, report } = await readIn({ name: fileName, bytes, sha256: sha256Of(bytes) })
      const textAt = await finderFor(file, report.source.mediaType)
      const cells = Object.entries(report.cells).filter(
        // A blank that leaves no trace has the place of its row's label.
        ([, { kind }]) => kind !== 'missing' && kind !== 'unreadable' && !(layout.mayLose && kind === 'blank'),
      )
      const astray = cells.flatMap(([key, { raw, at }]) => {
        const text = at === null ? null : textAt(at)
        const [found, printed] = [squeeze(text ?? ''), squeeze(raw)]
        const holds = OVERDRAWN.has(name) || RUN_TOGETHER.has(name) ? found.includes(printed) : found === printed
        return text !== null && (holds || IN_FIELDS.has(name)) ? [] : [`${key}: ${JSON.stringify(at)} holds ${text}, not ${raw}`]
      })
      expect(astray.slice(0, 4), `seed ${seed}`).toEqual([])
      if (RUN_TOGETHER.has(name)) return
      const places = cells.map(([, { at }]) => JSON.stringify([at?.start ?? at?.path, at?.end, at?.page, at?.box]))
      expect(new Set(places).size, `seed ${seed}`).toBe(cells.length)
    }),
    { numRuns: 1, seed: SEED, endOnFailure: true },
  )
})
