import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Context, Handler } from 'hono'
import { plainPage } from './plain-page.ts'
import { NotFound, pathPart, REGISTRY_ID, REPORT_YEAR, ROW_ID } from './request.ts'
import type { ReviewEnv } from './visitor.ts'

type Subject = { readonly report: number } | { readonly authority: string; readonly year: number }

/** Writes the evidence of a report, or of where it was looked for, to a file as WACZ, unless it holds more than `limit` bytes. */
export type WriteEvidence = (subject: Subject, out: string, limit: number) => Promise<'written' | 'too-large' | 'nothing'>

/** What is larger is written with `gouji evidence`. */
const LIMIT = 300 * 1024 * 1024

/** How a report came to us, as a web archive to keep. */
export function reportEvidence(write: WriteEvidence): Handler<ReviewEnv> {
  return async (c) => {
    const report = pathPart(c, 'id', ROW_ID)
    return await download(c, write, { report }, `gouji-report-${report}`)
  }
}

/** Where the report of an authority and year was looked for, whether it was found or not. */
export function filingEvidence(write: WriteEvidence): Handler<ReviewEnv> {
  return async (c) => {
    const [authority, year] = [pathPart(c, 'authority', REGISTRY_ID), pathPart(c, 'year', REPORT_YEAR)]
    return await download(c, write, { authority, year }, `gouji-${authority.replace(/[^\w-]+/g, '_')}-${year}`)
  }
}

async function download(c: Context<ReviewEnv>, write: WriteEvidence, subject: Subject, name: string) {
  const folder = await mkdtemp(join(tmpdir(), 'gouji-evidence-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'evidence.wacz')
    const outcome = await write(subject, path, LIMIT)
    if (outcome !== 'written') {
      await remove()
      if (outcome === 'nothing') throw new NotFound()
      return plainPage(c, 413, 'evidenceTooLarge')
    }
    const { size } = await stat(path)
    const file = createReadStream(path)
    file.once('close', remove)
    return c.body(Readable.toWeb(file) as ReadableStream, 200, {
      'Content-Type': 'application/wacz+zip',
      'Content-Length': String(size),
      'Content-Disposition': `attachment; filename="${name}.wacz"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
  } catch (error) {
    await remove()
    throw error
  }
}
