import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { extractReport } from '../extract/extract-report.ts'
import { GiveUp } from '../model/give-up.ts'
import type { NotReport, Report } from '../model/report.ts'
import { sha256Of } from '../model/sha256.ts'
import { fileProblem } from './file-problem.ts'

/** One file of a batch: its report, or one line that says why there is none. */
export type FileReading = { readonly path: string; readonly report: Report } | { readonly path: string; readonly problem: string }

/** Reads files one after another; a file that cannot be read as a report is told as such and the rest goes on. */
export async function* readReports(paths: readonly string[]): AsyncGenerator<FileReading> {
  for (const path of paths) yield await readOne(path)
}

async function readOne(path: string): Promise<FileReading> {
  try {
    const info = await stat(path)
    if (info.isDirectory())
      return { path, problem: 'is a folder; name the files in it, or load a whole folder with `gouji ingest`' }
    const bytes = await readFile(path)
    const extraction = await extractReport({ name: basename(path), bytes, sha256: sha256Of(bytes) })
    return extraction.kind === 'report'
      ? { path, report: extraction.report }
      : { path, problem: describeNotReport(extraction.reason) }
  } catch (error) {
    if (error instanceof GiveUp) return { path, problem: error.message }
    const problem = fileProblem(error)
    if (problem !== null) return { path, problem }
    throw new Error(`${path}: reading failed unexpectedly; please report this file`, { cause: error })
  }
}

function describeNotReport({ code, message, attachments }: NotReport): string {
  const files = attachments.length > 0 ? ` Read the attached file instead: ${attachments.map(({ href }) => href).join(', ')}` : ''
  return `not an annual report (${code}): ${message}${files}`
}
