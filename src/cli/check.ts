import { access, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Report } from '../model/report.ts'
import { SetupError } from '../model/setup-error.ts'
import { checkReport } from '../rules/check-report.ts'
import { type CheckedFile, findingsPage, type UnreadFile } from './findings-html.ts'
import { findingsText } from './findings-text.ts'
import { type FileReading, readReports } from './read-reports.ts'
import { reportLine } from './report-json.ts'

type Options = { readonly format: 'text' | 'json' | 'html'; readonly previous?: string; readonly out?: string }

/**
 * `gouji check FILE…`: exit status 0 without an error-severity finding, 1 with one, 2 when a file could not be read as a report.
 * `previous`: last year's report of the same body, for the comparisons between years.
 */
export async function run(paths: readonly string[], { format, previous, out }: Options): Promise<void> {
  if (previous !== undefined && paths.length !== 1)
    throw new SetupError('--previous names last year’s report of one file; give one FILE with it')
  if (out !== undefined) await assertWritable(out)
  const prior = previous === undefined ? null : await readPrevious(previous)
  let status = 0
  const pages: CheckedFile[] = []
  const unread: UnreadFile[] = []
  const printed: string[] = []
  for await (const reading of readReports(paths)) {
    if ('problem' in reading) {
      process.stderr.write(`gouji: ${reading.path}: ${reading.problem}\n`)
      unread.push(reading)
      status = 2
      continue
    }
    const { path, report } = reading
    if (prior !== null) assertYearBefore(report, prior)
    if (prior !== null && isOfAnother(report, prior)) warnOfAnother(report, prior)
    const findings = checkReport({ report, prior })
    if (format === 'html') pages.push({ path, report, findings })
    else {
      const text = `${format === 'json' ? reportLine(report, findings) : findingsText(path, report, findings)}\n`
      if (out === undefined) process.stdout.write(text)
      else printed.push(text)
    }
    if (status === 0 && findings.some(({ severity, verdict }) => severity === 'error' && verdict === 'fail')) status = 1
  }
  if (format === 'html' && pages.length > 0) printed.push(findingsPage(pages, unread))
  if (out === undefined) process.stdout.write(printed.join(''))
  else if (printed.length > 0) await writeFile(out, printed.join(''))
  process.exitCode = status
}

async function readPrevious(path: string): Promise<Report> {
  const readings: FileReading[] = []
  for await (const reading of readReports([path])) readings.push(reading)
  const [first] = readings
  if (first === undefined || readings.length > 1)
    throw new SetupError(`--previous ${path}: holds ${readings.length} files; name one report`)
  if ('problem' in first) throw new SetupError(`--previous ${path}: ${first.problem}`)
  return first.report
}

function assertYearBefore({ year }: Report, prior: Report): void {
  if (year === null || prior.year === null || prior.year === year - 1) return
  throw new SetupError(
    `--previous: 应为${year - 1}年的报告，该文件是${prior.year}年的 should be the report of ${year - 1}, but is that of ${prior.year}`,
  )
}

/** Names that differ in more than blanks. A body that was renamed is meant, too: the rules then say what they did not compare. */
function isOfAnother(report: Report, prior: Report): boolean {
  const plain = (name: string | null) => name?.replace(/\s+/g, '') ?? null
  return plain(report.authority) !== null && plain(prior.authority) !== null && plain(report.authority) !== plain(prior.authority)
}

function warnOfAnother(report: Report, prior: Report): void {
  const [own, other] = [report.authority ?? '', prior.authority ?? ''].map(stripVTControlCharacters)
  process.stderr.write(
    `gouji: --previous: 上年报告的机关是“${other}”，本报告是“${own}”，两年数据未作比对 last year's report is of another body, so the years were not compared\n`,
  )
}

/** Told before any file is read, which may take a while. */
async function assertWritable(path: string): Promise<void> {
  const folder = dirname(path)
  if (
    await stat(path).then(
      (info) => info.isDirectory(),
      () => false,
    )
  )
    throw new SetupError(`--out ${path}: 是文件夹，请给出文件名 is a folder; name a file in it`)
  await access(folder).catch((cause: Error) => {
    throw new SetupError(`--out ${path}: 文件夹不存在或不可用 the folder ${folder} is not there`, { cause })
  })
}
