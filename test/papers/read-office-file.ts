import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { load } from 'cheerio/slim'
import { strFromU8, unzipSync } from 'fflate'

/** The parts of an Office file as text. */
export function partsOf(path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(unzipSync(readFileSync(path))).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

export type ReadCell = { readonly text: string; readonly type: string; readonly formula: string | null }

/** The cells of a sheet by their places. */
export function cellsOf(path: string, sheet = 1): ReadonlyMap<string, ReadCell> {
  const $ = load(partsOf(path)[`xl/worksheets/sheet${sheet}.xml`] ?? '', { xml: true })
  return new Map(
    $('c')
      .toArray()
      .map((cell) => {
        const formula = $(cell).find('f')
        const text = $(cell).find('is t').text() || $(cell).find('v').text()
        return [$(cell).attr('r')!, { text, type: $(cell).attr('t') ?? 'n', formula: formula.length > 0 ? formula.text() : null }]
      }),
  )
}

/** The paragraphs of a document. */
export function paragraphsOf(path: string): readonly string[] {
  const $ = load(partsOf(path)['word/document.xml'] ?? '', { xml: true })
  return $('w\\:p')
    .toArray()
    .map((paragraph) => $(paragraph).find('w\\:t').text())
}

/** Whether LibreOffice is there: it opens what we write, as offices do. */
export const HAS_OFFICE = spawnSync('soffice', ['--version'], { timeout: 60_000 }).status === 0

/** A file as LibreOffice turns it into another: `pdf`, `csv:…` (of all sheets, as one text for each). */
export async function convert(path: string, to: 'pdf' | 'csv'): Promise<readonly Buffer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gouji-office-'))
  try {
    // -1: every sheet into a file of its own.
    const filter = to === 'csv' ? 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' : to
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
    const run = spawnSync('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', folder, path], {
      encoding: 'utf8',
      timeout: 120_000,
      // Names its files of sheets with Chinese names only where the locale can write them.
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    if (run.status !== 0) throw new Error(`soffice: ${run.stderr}`)
    const stem = basename(path, extname(path))
    const made = readdirSync(folder).filter((name) => name.startsWith(stem) && name.endsWith(`.${to}`))
    return await Promise.all(made.map((name) => readFile(join(folder, name))))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The text of a PDF, as pdftotext lays it out. */
export function textOfPdf(pdf: Buffer): string {
  const { stdout, status } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' })
  if (status !== 0) throw new Error('pdftotext is needed: install poppler-utils')
  return stdout
}
