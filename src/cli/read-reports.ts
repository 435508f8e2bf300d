import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { isArchive, membersOf } from '../extract/readers/containers/archive.ts'
import { openReadingThreads, type ReadingThreads } from '../extract/reading-threads.ts'
import { GIVE_UP_REASONS, GiveUp } from '../model/give-up.ts'
import { NOT_REPORT_REASONS } from '../model/not-report.ts'
import type { NotReport, Report } from '../model/report.ts'
import { sha256Of } from '../model/sha256.ts'
import { MAX_FILE, type SnapshotFile } from '../model/snapshot.ts'
import { fileProblem } from './file-problem.ts'

/** One file of a batch: its report, or one line that says why there is none. */
export type FileReading = { readonly path: string; readonly report: Report } | { readonly path: string; readonly problem: string }

/**
 * Reads files one after another, and in a ZIP archive the files in it; one that cannot be read as a report is told as such and the rest
 * goes on.
 */
export async function* readReports(paths: readonly string[]): AsyncGenerator<FileReading> {
  const reading = openReadingThreads({ threads: 1 })
  try {
    for (const path of paths) {
      for await (const file of filesAt(path)) yield 'problem' in file ? file : await readOne(file, reading)
    }
  } finally {
    await reading.close()
  }
}

type FoundFile = { readonly path: string; readonly file: SnapshotFile } | { readonly path: string; readonly problem: string }

/** The file at a path, or those in the archive there. */
export async function* filesAt(path: string): AsyncGenerator<FoundFile> {
  try {
    const info = await stat(path)
    if (info.isDirectory()) {
      yield { path, problem: 'is a folder; name the files in it, or load a whole folder with `gouji ingest`' }
      return
    }
    if (info.size > MAX_FILE) {
      yield { path, problem: tooLarge(info.size) }
      return
    }
    const bytes = await readFile(path)
    const file = { name: basename(path), bytes, sha256: sha256Of(bytes) }
    if (!isArchive(file)) {
      yield { path, file }
      return
    }
    for (const member of membersOf(file)) {
      const inside = `${path}/${member.path}`
      yield 'problem' in member ? { path: inside, problem: describeGiveUp(member.problem) } : { path: inside, file: member.file }
    }
  } catch (error) {
    const problem = error instanceof GiveUp ? describeGiveUp(error) : fileProblem(error)
    if (problem === null) throw error
    yield { path, problem }
  }
}

async function readOne(
  { path, file }: { readonly path: string; readonly file: SnapshotFile },
  reading: ReadingThreads,
): Promise<FileReading> {
  try {
    const extraction = await reading.extract(file)
    return extraction.kind === 'report'
      ? { path, report: extraction.report }
      : { path, problem: describeNotReport(extraction.reason) }
  } catch (error) {
    if (error instanceof GiveUp) return { path, problem: describeGiveUp(error) }
    // A mistake of ours, but only about this file: the others of the batch are read all the same.
    return { path, problem: `${(error as Error).message}; please report this file` }
  }
}

/** Why a file was given up, in Chinese and English, and what to do. */
export function describeGiveUp({ reason, message }: GiveUp): string {
  return `${GIVE_UP_REASONS[reason].zh} ${message}`
}

/** What is said of a file that is too large even to be opened. */
export function tooLarge(bytes: number): string {
  const [size, most] = [bytes, MAX_FILE].map((count) => Math.ceil(count / 1024 / 1024))
  return describeGiveUp(new GiveUp('too-large', `it has ${size} MB, the limit is ${most} MB; give the report alone`))
}

export function describeNotReport({ code, message, attachments }: NotReport): string {
  const files = attachments.length > 0 ? ` Read the attached file instead: ${attachments.map(({ href }) => href).join(', ')}` : ''
  return `不是年度报告（${NOT_REPORT_REASONS[code].zh}）not an annual report (${code}): ${message}${files}`
}
