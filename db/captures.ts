import { sql } from 'kysely'
import type { DateEvidence } from '../src/model/report.ts'
import type { Reach } from '../src/model/role.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { CaptureRow } from './tables.ts'
import { inTransaction } from './transaction.ts'

/** Bytes seen at an address in a run: a candidate of a crawl, or a local file. Its snapshot must be recorded before. */
export type SeenCapture = {
  readonly url: string
  readonly sha256: string
  readonly columnId: number | null
  readonly authorityId: string | null
  readonly districtId: string | null
  readonly listTitle: string | null
  readonly dates: readonly DateEvidence[]
  readonly attachmentOf: string | null
}

export type RecordedCapture = { readonly id: number; readonly url: string; readonly sha256: string; readonly isNew: boolean }

/** The reason of an archive whose documents have been taken out. */
export const UNPACKED = 'archive'

/** The reason of documents that were not read since their run was cancelled. */
const CANCELLED = 'cancelled'

const RECORD_LOCK = 6_024_933

/**
 * Keeps what a run saw: new bytes at an address wait for extraction; known ones are only noted as seen again, with any dates
 * that were not known. Known bytes that come back after others wait again, since a withdrawn change is a change; so do those whose
 * extraction failed for a reason that may have passed, or whose authority was not registered: it may be now; and archives, so that what is
 * in them is seen again too. Twice in one run changes nothing.
 */
export async function record(db: Db, runId: number, seen: readonly SeenCapture[]): Promise<RecordedCapture[]> {
  if (seen.length === 0) return []
  const rows = toJson(mergeSame(seen))
  return inTransaction(db, async (trx) => {
    // Two portals that list the same pages would otherwise wait for each other's rows crosswise.
    await sql`SELECT pg_advisory_xact_lock(${RECORD_LOCK})`.execute(trx)
    const { rows: recorded } = await sql<RecordedCapture>`
      INSERT INTO captures AS known
        (run_id, last_run_id, url, sha256, column_id, authority_id, district_id, list_title, dates, attachment_of)
      SELECT ${runId}, ${runId}, url, sha256, "columnId", "authorityId", "districtId", "listTitle", dates, "attachmentOf"
      FROM jsonb_to_recordset(${rows}::jsonb) AS s (url text, sha256 text, "columnId" int, "authorityId" text, "districtId" text,
        "listTitle" text, dates jsonb, "attachmentOf" text)
      ON CONFLICT (md5(url), sha256) DO UPDATE SET
        last_run_id = greatest(known.last_run_id, excluded.last_run_id),
        last_seen_at = clock_timestamp(),
        column_id = coalesce(known.column_id, excluded.column_id),
        authority_id = coalesce(known.authority_id, excluded.authority_id),
        district_id = coalesce(known.district_id, excluded.district_id),
        list_title = coalesce(known.list_title, excluded.list_title),
        attachment_of = coalesce(known.attachment_of, excluded.attachment_of),
        dates = (SELECT coalesce(jsonb_agg(DISTINCT d), '[]') FROM jsonb_array_elements(known.dates || excluded.dates) d),
        state = CASE
          WHEN known.last_run_id < excluded.last_run_id AND (known.state = 'failed' AND known.reason IS NULL
            OR known.state IN ('failed', 'not-report') AND known.reason IN ('foreign', 'authority-unknown', ${UNPACKED}, ${CANCELLED})) THEN 'pending'
          WHEN known.state = 'report' AND EXISTS (
            SELECT FROM captures later WHERE md5(later.url) = md5(known.url) AND later.url = known.url
              AND later.sha256 <> known.sha256 AND later.last_run_id > known.last_run_id) THEN 'pending'
          ELSE known.state END
      RETURNING id, url, sha256, xmax = 0 AS "isNew"`.execute(trx)
    return recorded
  })
}

/** A page that two columns list is one capture: the dates of both, and the authority that either is sure of. */
function mergeSame(seen: readonly SeenCapture[]): SeenCapture[] {
  const merged = new Map<string, SeenCapture>()
  for (const capture of seen) {
    const key = `${capture.sha256} ${capture.url}`
    const before = merged.get(key)
    merged.set(key, before ? merge(before, capture) : capture)
  }
  return [...merged.values()]
}

function merge(first: SeenCapture, second: SeenCapture): SeenCapture {
  const isKnown = (date: DateEvidence) => first.dates.some((known) => known.date === date.date && known.from === date.from)
  return {
    ...first,
    columnId: first.columnId ?? second.columnId,
    authorityId: first.authorityId ?? second.authorityId,
    districtId: first.districtId ?? second.districtId,
    listTitle: first.listTitle ?? second.listTitle,
    attachmentOf: first.attachmentOf ?? second.attachmentOf,
    dates: [...first.dates, ...second.dates.filter((date) => !isKnown(date))],
  }
}

/** A run that goes on and has one of these addresses to work on; null where there is none. */
export async function runWith(db: Db, urls: readonly string[]): Promise<number | null> {
  const row = await db
    .selectFrom('captures')
    .innerJoin('runs', 'runs.id', 'captures.last_run_id')
    .select('last_run_id')
    .where('runs.state', '=', 'running')
    .where(sql`md5(url)`, 'in', sql`(SELECT md5(given) FROM unnest(${[...urls]}::text[]) given)`)
    .orderBy('last_run_id')
    .executeTakeFirst()
  return row?.last_run_id ?? null
}

export async function get(db: Db, id: number): Promise<CaptureRow | null> {
  return (await db.selectFrom('captures').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** These bytes are no report; nobody looks at them again. */
export async function markNotReport(db: Db, id: number, why: { reason: string; message: string }): Promise<void> {
  await db
    .updateTable('captures')
    .set({ state: 'not-report', ...why })
    .where('id', '=', id)
    .execute()
}

/** These bytes are an archive: the documents in it are captures of their own. */
export async function markUnpacked(db: Db, id: number, { documents }: { documents: number }): Promise<void> {
  await markNotReport(db, id, { reason: UNPACKED, message: `压缩包，内有 ${documents} 个文件，已逐个读取。` })
}

/** These bytes could not be read. With a reason they never will be; without one they are tried again when they are seen again. */
export async function markFailed(db: Db, id: number, why: { reason: string | null; message: string }): Promise<void> {
  await db
    .updateTable('captures')
    .set({ state: 'failed', ...why })
    .where('id', '=', id)
    .execute()
}

/** Puts aside the documents of a run that wait to be read. */
export async function putAside(db: Db, runId: number): Promise<void> {
  await db
    .updateTable('captures')
    .set({ state: 'failed', reason: CANCELLED, message: null })
    .where('last_run_id', '=', runId)
    .where('state', '=', 'pending')
    .execute()
}

/** Lets the documents that `putAside` put aside be read after all. */
export async function takeBack(db: Db, runId: number): Promise<void> {
  await db
    .updateTable('captures')
    .set({ state: 'pending', reason: null, message: null })
    .where('last_run_id', '=', runId)
    .where('state', '=', 'failed')
    .where('reason', '=', CANCELLED)
    .execute()
}

/** Where a report was seen, every address with its newest bytes, the newest first. */
export async function ofReport(db: Db, reportId: number): Promise<CaptureRow[]> {
  return db
    .selectFrom('captures')
    .selectAll()
    .where('report_id', '=', reportId)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .execute()
}

export type NotRead = Pick<CaptureRow, 'id' | 'url' | 'sha256' | 'list_title' | 'state' | 'reason' | 'message' | 'last_seen_at'>

/** Documents that look like reports and are none, or could not be read: those that failed first, then the newest. */
export async function notRead(db: Db, limit: number, reach: Reach = null): Promise<NotRead[]> {
  return db
    .selectFrom('captures')
    .select(['id', 'url', 'sha256', 'list_title', 'state', 'reason', 'message', 'last_seen_at'])
    .where('state', 'in', ['failed', 'not-report'])
    .where('reason', 'is distinct from', UNPACKED)
    .$if(reach !== null, (query) => query.where('district_id', '=', sql<string>`ANY(${reach}::text[])`))
    .orderBy('state')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
