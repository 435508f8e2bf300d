import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Db } from '../../../db/connect.ts'
import type { SnapshotStore } from '../../../db/snapshot-store.ts'
import { SetupError } from '../../model/setup-error.ts'
import { collectEvidence, type Evidence, type Subject } from './collect.ts'
import { lacksOf } from './describe.ts'
import { answerIdOf } from './exchange-records.ts'
import { evidenceJson, momentOf, recordsOfEvidence, titleOf } from './records.ts'
import { packWacz, type StartPage } from './wacz.ts'
import { packRecord } from './warc.ts'

export type EvidenceFormat = 'wacz' | 'warc.gz'

export { NoEvidence } from './collect.ts'

/** What was written, for the one who asked. */
export type WrittenEvidence = {
  readonly title: string
  readonly records: number
  readonly requests: number
  readonly readings: number
  readonly bytes: number
}

type Asked = {
  readonly db: Db
  readonly snapshots: SnapshotStore
  readonly subject: Subject
  readonly out: string
  readonly format: EvidenceFormat
  /** Most bytes of snapshots that it may hold; none where it may hold any. */
  readonly limit?: number
}

/** The sizes in a ZIP without its 64-bit extension are below this. */
const ZIP_LIMIT = 0xff_ff_ff_ff

export class EvidenceTooLarge extends SetupError {}

/**
 * Writes the evidence of a report, or of its absence, to the file `out`, which appears when all is written. The same rows give the same
 * bytes. @throws NoEvidence, EvidenceTooLarge, SnapshotMissing, SnapshotDamaged
 */
export async function writeEvidence({ db, snapshots, subject, out, format, limit }: Asked): Promise<WrittenEvidence> {
  const evidence = await collectEvidence(db, subject)
  refuseTooLarge(evidence, format === 'wacz' ? Math.min(limit ?? ZIP_LIMIT, ZIP_LIMIT) : limit)
  const target = resolve(out)
  await mkdir(dirname(target), { recursive: true })
  const folder = await mkdtemp(join(dirname(target), `.${basename(target)}-`))
  try {
    const path = join(folder, 'data.warc.gz')
    const warc = await writeWarc(evidence, snapshots, path)
    if (format === 'wacz') {
      const [title, moment] = [titleOf(evidence), momentOf(evidence)]
      const about = { title, moment, description: lacksOf(evidence).join('\n\n'), evidence: evidenceJson(evidence) }
      const packed = packWacz({ ...about, pages: startPagesOf(evidence), warc: { path, ...warc } })
      await pipeline(packed, createWriteStream(join(folder, 'data.wacz')))
    }
    await rename(join(folder, format === 'wacz' ? 'data.wacz' : 'data.warc.gz'), target)
    const { records, bytes } = warc
    return {
      title: titleOf(evidence),
      records,
      requests: evidence.fetches.length,
      readings: evidence.readings.kept.length,
      bytes,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function refuseTooLarge({ snapshots }: Evidence, limit: number | undefined): void {
  const bytes = [...snapshots.values()].reduce((sum, snapshot) => sum + snapshot.bytes, 0)
  if (limit === undefined || bytes <= limit) return
  const [size, most] = [bytes, limit].map((count) => Math.ceil(count / 1024 / 1024))
  throw new EvidenceTooLarge(
    `The evidence has ${size} MB; ${most} MB can be written here. Write it with gouji evidence, as .warc.gz.`,
  )
}

async function writeWarc(evidence: Evidence, snapshots: SnapshotStore, path: string) {
  const hash = createHash('sha256')
  const written = { records: 0, bytes: 0 }
  async function* packed(): AsyncGenerator<Uint8Array> {
    for await (const record of recordsOfEvidence(evidence, snapshots)) {
      const bytes = await packRecord(record)
      hash.update(bytes)
      written.records++
      written.bytes += bytes.length
      yield bytes
    }
  }
  await pipeline(packed(), createWriteStream(path))
  return { ...written, sha256: hash.digest('hex') }
}

/** The documents of the report, the article first, then the first pages of the columns that were read; each as it was seen last. */
function startPagesOf({ captures, fetches, readings }: Evidence): StartPage[] {
  const articlesFirst = captures.toSorted((a, b) => Number(a.attachment_of !== null) - Number(b.attachment_of !== null))
  const titles = new Map<string, string>()
  for (const { url, list_title } of articlesFirst) titles.set(url, list_title ?? url)
  for (const { columnUrl } of readings.kept) titles.set(columnUrl, columnUrl)
  return [...titles].flatMap(([url, title]) => {
    const fetch = fetches.findLast((each) => each.url === url && each.sha256 !== null)
    const answer = fetch && answerIdOf(fetch)
    return answer ? [{ url: answer.url, date: answer.date, title }] : []
  })
}
