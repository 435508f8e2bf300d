import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { explainReport } from '../../src/extract/explain.ts'
import { extractReport } from '../../src/extract/extract-report.ts'
import { openReadingThreads, type ReadingThreads } from '../../src/extract/reading-threads.ts'
import { GiveUp } from '../../src/model/give-up.ts'
import { endlessForms } from './hostile/make-hostile-pdf.ts'
import { fileOf } from './readers/readable.ts'

const FIXTURES = join(import.meta.dirname, '../fixtures/reports')
const report = fileOf(readFileSync(join(FIXTURES, '2023-county-bureau-page/source.html')))
const slow = fileOf(endlessForms())
/** A table of many cells takes hundreds of megabytes. */
const large = fileOf(Buffer.from(`<table>${`<tr>${'<td>规章1'.repeat(40)}`.repeat(15_000)}</table>`))

const opened: ReadingThreads[] = []
const open = (limits: { threads?: number; seconds?: number; megabytes?: number }) => {
  const threads = openReadingThreads({ threads: 1, ...limits })
  opened.push(threads)
  return threads
}
afterAll(async () => {
  for (const threads of opened) await threads.close()
})

const reasonOf = (reading: Promise<unknown>) =>
  reading.then(() => 'read').catch((error) => (error instanceof GiveUp ? error.reason : error))

test('a file is read as without threads', async () => {
  expect(await open({}).extract(report)).toEqual(await extractReport(report))
})

test('a file is explained as without threads, within the same limits', async () => {
  expect(await open({}).explain(report)).toEqual(await explainReport(report))
  expect(await reasonOf(open({ seconds: 1 }).explain(slow))).toBe('too-slow')
})

test('a file that takes too long ends with its thread, and the next is read', async () => {
  const threads = open({ seconds: 1 })
  const readings = [threads.extract(slow), threads.extract(report)]
  await expect(readings[0]).rejects.toThrow(/takes longer than \d+ s/)
  expect((await readings[1]!).kind).toBe('report')
})

test('a file that needs too much memory ends with its thread; those beside it are read', async () => {
  const threads = open({ threads: 2, megabytes: 100 })
  const files = [report, large, report, large, report]
  const outcomes = await Promise.all(files.map((file) => reasonOf(threads.extract(file))))
  expect(outcomes).toEqual(['read', 'too-large', 'read', 'too-large', 'read'])
})

test('a file that cannot be read is told by its reason', async () => {
  expect(await reasonOf(open({}).extract(fileOf(Buffer.from('%PDF-1.7\n'))))).toBe('damaged-file')
})

test('a scan has time for its steps and room for the models that read it', { timeout: 240_000 }, async () => {
  const scan = fileOf(readFileSync(join(FIXTURES, '../pictures/turned.jpg')))
  expect((await open({}).extract(scan)).kind).toBe('report')
})

test('more files than threads are all read', async () => {
  const threads = open({ threads: 2 })
  const readings = await Promise.all(Array.from({ length: 20 }, () => threads.extract(report)))
  expect(readings.filter(({ kind }) => kind === 'report')).toHaveLength(20)
})

test('closing refuses what is not read yet', async () => {
  const threads = open({})
  const outcomes = [slow, report].map((file) => threads.extract(file).catch((error: Error) => error.message))
  await threads.close()
  expect(await Promise.all(outcomes)).toEqual(['', ''].map(() => expect.stringContaining('reading was stopped')))
  await expect(threads.extract(report)).rejects.toThrow('closed')
})
