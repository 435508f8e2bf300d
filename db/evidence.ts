import { type Selectable, sql } from 'kysely'
import type { Exchange, FetchOutcome, ListEntry } from '../src/model/crawl.ts'
import type { TlsState } from '../src/model/host-ledger.ts'
import { endsOfStretches } from '../src/model/stretches.ts'
import type { Db } from './connect.ts'
import type { CaptureRow, SnapshotTable } from './tables.ts'

/** One address as it was asked for. */
export type KeptFetch = {
  readonly id: number
  readonly url: string
  readonly finalUrl: string
  readonly redirects: readonly string[]
  readonly status: number | null
  readonly outcome: FetchOutcome
  readonly fetchedAt: Date
  readonly durationMs: number
  readonly sha256: string | null
  readonly error: string | null
  readonly tls: TlsState | null
  readonly challenge: string | null
  readonly exchanges: readonly Exchange[]
  /** Requests right after this one that got the same answer, and whose records retention deleted. */
  readonly repeated: number
  /** The crawl that it belongs to, and the column whose list it is a page of. */
  readonly portalCrawlId: number
  readonly columnId: number | null
}

/** A column as it was read in one crawl. */
export type KeptReading = {
  readonly portalCrawlId: number
  readonly columnId: number
  readonly columnUrl: string
  readonly portal: string
  readonly readAt: Date
  readonly complete: boolean
  readonly pages: number
  /** The portal's own count, where it prints one. */
  readonly declared: number | null
  readonly problem: string | null
  readonly listSha256: string
  readonly entries: number
  /** Whether the list held one of the addresses that were looked for. */
  readonly found: boolean
}

export type KeptSnapshot = Selectable<SnapshotTable>

/** Requests of addresses, whatever came of them, in the order in which they were made. */
export async function fetchesOf(db: Db, urls: readonly string[]): Promise<KeptFetch[]> {
  return await fetches(db)
    .where(sql<boolean>`md5(f.url) = ANY(SELECT md5(u) FROM unnest(${urls}::text[]) u) AND f.url = ANY(${urls})`)
    .execute()
}

/** Requests for the pages of lists as they were read, and for what their scripts asked. */
export async function fetchesOfReadings(db: Db, readings: readonly KeptReading[]): Promise<KeptFetch[]> {
  const [crawls, columns] = [readings.map((each) => each.portalCrawlId), readings.map((each) => each.columnId)]
  return await fetches(db)
    .where('f.portal_crawl_id', 'in', sql<number>`(SELECT unnest(${crawls}::int[]))`)
    .where(
      sql<boolean>`(f.portal_crawl_id, f.column_id) IN (SELECT c, k FROM unnest(${crawls}::int[], ${columns}::int[]) AS r (c, k))`,
    )
    .execute()
}

/** The request that first brought each of these pages: what an answer "unchanged" refers to. */
export async function firstFetchesOf(
  db: Db,
  pages: readonly { readonly url: string; readonly sha256: string }[],
): Promise<KeptFetch[]> {
  const [urls, hashes] = [pages.map(({ url }) => url), pages.map(({ sha256 }) => sha256)]
  return await fetches(db)
    .where(
      sql<boolean>`f.id IN (SELECT min(k.id) FROM unnest(${urls}::text[], ${hashes}::text[]) AS p (url, sha256)
        JOIN fetches k ON md5(k.url) = md5(p.url) AND k.url = p.url AND k.sha256 = p.sha256 AND k.outcome = 'ok' GROUP BY p.url, p.sha256)`,
    )
    .execute()
}

function fetches(db: Db) {
  return db
    .selectFrom('fetches as f')
    .select(['f.id', 'f.url', 'f.final_url as finalUrl', 'f.redirects', 'f.status', 'f.outcome', 'f.fetched_at as fetchedAt'])
    .select(['f.duration_ms as durationMs', 'f.sha256', 'f.error', 'f.tls', 'f.challenge', 'f.exchanges', 'f.repeated'])
    .select(['f.portal_crawl_id as portalCrawlId', 'f.column_id as columnId'])
    .orderBy('f.id')
}

/** Where a report was looked for: columns that listed it, and those that list its authority's reports. */
export type Place = {
  readonly columnIds: readonly number[]
  readonly authority: { readonly id: string; readonly districtId: string } | null
  readonly year: number
  /** Addresses that are looked for in the lists; none where there is no report. */
  readonly addresses: readonly string[]
}

export type KeptReadings = {
  /** By column and time. Of equal readings in a row only the first and the last. */
  readonly kept: readonly KeptReading[]
  /** How many there are in all. */
  readonly total: number
}

/**
 * How the columns of an authority were read since the reporting year ended. Of a report that was found, only columns that held it, or that
 * were its way to us.
 */
export async function readingsOf(db: Db, { columnIds, authority, year, addresses }: Place): Promise<KeptReadings> {
  const { rows } = await sql<KeptReading>`
    WITH readings AS (
      SELECT r.*, c.url, c.portal_id FROM column_readings r JOIN portal_columns c ON c.id = r.column_id JOIN portals p ON p.id = c.portal_id
      WHERE r.read_at >= ${new Date(`${year + 1}-01-01T00:00:00+08:00`)} AND (c.id = ANY(${columnIds}::int[])
        OR p.district_id = ${authority?.districtId ?? null} AND (c.authority_ids IS NULL OR ${authority?.id ?? null} = ANY(c.authority_ids)))
    ), lists AS (
      SELECT sha256, jsonb_array_length(entries) AS entries,
        EXISTS (SELECT FROM jsonb_array_elements(entries) e WHERE e ->> 'url' = ANY(${addresses}::text[])) AS found
      FROM entry_lists WHERE sha256 IN (SELECT list_sha256 FROM readings)
    )
    SELECT r.portal_crawl_id AS "portalCrawlId", r.column_id AS "columnId", r.url AS "columnUrl", r.portal_id AS portal, r.read_at AS "readAt",
      r.complete, r.pages, r.declared, r.problem, r.list_sha256 AS "listSha256", l.entries, l.found
    FROM readings r JOIN lists l ON l.sha256 = r.list_sha256
    ORDER BY r.column_id, r.read_at, r.id`.execute(db)
  const holding = new Set(rows.filter(({ found }) => found).map(({ columnId }) => columnId))
  const relevant =
    addresses.length === 0 ? rows : rows.filter(({ columnId }) => holding.has(columnId) || columnIds.includes(columnId))
  const state = ({ columnId, complete, found, listSha256 }: KeptReading) => `${columnId} ${complete} ${found} ${listSha256}`
  return { kept: endsOfStretches(relevant, state), total: relevant.length }
}

/** Entries of lists as they were read, by the hash of the list. */
export async function listsOf(db: Db, hashes: readonly string[]): Promise<{ sha256: string; entries: ListEntry[] }[]> {
  return await db
    .selectFrom('entry_lists')
    .selectAll()
    .where('sha256', 'in', [...hashes, ''])
    .orderBy('sha256')
    .execute()
}

/** Where a report was seen, and the other documents of its article that are nobody else's report, by their ids. */
export async function capturesOf(db: Db, reportId: number): Promise<CaptureRow[]> {
  return await db
    .selectFrom('captures as c')
    .selectAll('c')
    .where(
      sql<boolean>`c.id IN (
        SELECT o.id FROM captures o WHERE o.report_id = ${reportId}
        UNION SELECT a.id FROM captures o JOIN captures a ON md5(a.url) = md5(o.attachment_of) AND a.url = o.attachment_of
          WHERE o.report_id = ${reportId}
        UNION SELECT s.id FROM captures o JOIN captures s ON md5(s.attachment_of) = md5(coalesce(o.attachment_of, o.url))
          AND s.attachment_of = coalesce(o.attachment_of, o.url) WHERE o.report_id = ${reportId})
        AND (c.report_id IS NULL OR c.report_id = ${reportId})`,
    )
    .orderBy('c.id')
    .execute()
}

export async function snapshotsOf(db: Db, hashes: readonly string[]): Promise<KeptSnapshot[]> {
  return await db
    .selectFrom('snapshots')
    .selectAll()
    .where('sha256', 'in', [...hashes, ''])
    .orderBy('sha256')
    .execute()
}

/** Id of an authority's report of a year; null where none was found. */
export async function reportIdOf(db: Db, authorityId: string, year: number): Promise<number | null> {
  const row = await db
    .selectFrom('reports')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('year', '=', year)
    .where('current_version_id', 'is not', null)
    .executeTakeFirst()
  return row?.id ?? null
}
