import * as authorityCorrections from '../../db/authority-corrections.ts'
import * as captures from '../../db/captures.ts'
import * as reportVersions from '../../db/report-versions.ts'
import { readyCaptures } from '../../db/run-progress.ts'
import type { CaptureRow } from '../../db/tables.ts'
import { authorityByCode } from '../crawlers/credit-codes.ts'
import { isPage } from '../crawlers/judge-answer.ts'
import { isArchive } from '../extract/readers/containers/archive.ts'
import { READER_VERSION } from '../extract/version.ts'
import { decodeText } from '../model/decode-text.ts'
import { GiveUp } from '../model/give-up.ts'
import type { RegisteredAuthority } from '../model/portal.ts'
import { advanceRuns } from './advance-run.ts'
import { attribute } from './attribute.ts'
import type { JobContext } from './context.ts'
import { factsOfExtraction } from './document-facts.ts'
import { judgeDocument } from './judge-document.ts'
import type { JobData } from './queue-names.ts'
import { enqueue } from './queues.ts'
import { cachedRegistry } from './registry-cache.ts'
import { unpackArchive } from './unpack-archive.ts'
import type { Processor } from './workers.ts'

/** Reads one document and stores the report in it, or the reason why there is none. The documents of an archive wait for jobs of their own. */
export function extractJob(context: JobContext): Processor<JobData['extract']> {
  const { db, snapshots, queues, reading } = context
  const registryOf = cachedRegistry(db)
  return {
    run: async ({ captureId }, { tell, span }) => {
      const capture = await captures.get(db, captureId)
      if (capture?.state !== 'pending') return
      tell?.({ run: capture.last_run_id })
      const bytes = await snapshots.get(capture.sha256)
      const file = { name: capture.url, bytes, sha256: capture.sha256 }
      if (isArchive(file)) return await unpackArchive(context, capture, file)
      const read = () => reading.extract(file)
      const extraction = await (span?.within('read in a thread', read) ?? read())
      span?.tell(factsOfExtraction(extraction, bytes.length))
      const { authorities, districts } = await registryOf(capture.district_id)
      const attribution = attribute(
        {
          printed: extraction.kind === 'report' ? extraction.report.authority : null,
          title: extraction.kind === 'report' ? extraction.report.title : null,
          year: extraction.kind === 'report' ? extraction.report.year : null,
          listTitle: capture.list_title,
          column: authorities.find(({ id }) => id === capture.authority_id) ?? null,
          coded: codedBy(capture, bytes, authorities),
          fromColumn: capture.column_id !== null,
        },
        authorities,
        districts,
      )
      const judgement = judgeDocument(extraction, attribution, {
        listTitle: capture.list_title,
        district: capture.district_id,
        dates: capture.dates,
      })
      if (judgement.kind !== 'report') {
        const { kind, ...why } = judgement
        return kind === 'failed'
          ? await captures.markFailed(db, captureId, why)
          : await captures.markNotReport(db, captureId, why)
      }
      const { filer: asRead, year, report } = judgement
      const filer = (await authorityCorrections.filerFor(db, { captureId, filer: asRead.filer, year })) ?? asRead
      await reportVersions.store(db, { captureId, ...filer, year, report, reader: READER_VERSION })
    },
    recordFailure: async ({ captureId }, error) => {
      if (!(error instanceof GiveUp)) return await captures.markFailed(db, captureId, { reason: null, message: error.message })
      const why = { reason: error.reason, message: error.detail }
      if (error.reason === 'not-a-report') await captures.markNotReport(db, captureId, why)
      else await captures.markFailed(db, captureId, why)
    },
    afterwards: async ({ captureId }) => {
      const capture = await captures.get(db, captureId)
      if (!capture) return
      const ready = await nextOfArticle(context, capture)
      await enqueue(
        queues,
        'extract',
        ready.map((id) => ({ captureId: id })),
      )
      await advanceRuns(context, { among: 'extract' })
    },
  }
}

/** The authority whose credit code the address of a document, of its article, or the page itself carries. */
function codedBy(
  { url, attachment_of: article }: CaptureRow,
  bytes: Uint8Array,
  authorities: readonly RegisteredAuthority[],
): RegisteredAuthority | null {
  if (authorities.every(({ uscc }) => uscc === undefined)) return null
  const addresses = article === null ? [url] : [url, article]
  const coded = authorityByCode({ addresses, html: isPage(bytes, null) ? decodeText(bytes).text : null }, authorities)
  return authorities.find(({ id }) => id === coded?.id) ?? null
}

/** What waited for this document: attachments of the article or documents of the archive, one after the other; or itself, when it changed meanwhile. */
async function nextOfArticle({ db }: JobContext, capture: CaptureRow): Promise<number[]> {
  if (capture.state === 'pending') return [capture.id]
  return await readyCaptures(db, { attachmentsOf: capture.attachment_of ?? capture.url })
}
