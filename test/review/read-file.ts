import { extractReport } from '../../src/extract/extract-report.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import type { SamplePage } from './sample-page.ts'

/** A file as the reader reads it, ready to be published. @throws Error when it is no report */
export async function readFile(name: string, bytes: Uint8Array): Promise<SamplePage> {
  const sha256 = sha256Of(bytes)
  const read = await extractReport({ name, bytes, sha256 })
  if (read.kind !== 'report') throw new Error(`${name} is no report: ${read.reason.message}`)
  return { bytes, sha256, report: read.report }
}
