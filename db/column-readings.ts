import { sql } from 'kysely'
import type { ColumnReading, ListEntry } from '../src/model/crawl.ts'
import { sha256Of } from '../src/model/sha256.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'

/**
 * Keeps how far a column was read in a crawl; reading it again in the same crawl replaces that, unless it got less far. It counts as read when the crawl began: a
 * crawl takes hours, and a list read before midnight does not prove what was missing on the next day.
 */
export async function record(db: Db, at: { portalCrawlId: number; columnId: number }, reading: ColumnReading): Promise<void> {
  const entries = toJson(reading.entries)
  const hash = sha256Of(entries)
  await sql`
    WITH list AS (INSERT INTO entry_lists (sha256, entries) VALUES (${hash}, ${entries}::jsonb) ON CONFLICT DO NOTHING)
    INSERT INTO column_readings (portal_crawl_id, column_id, read_at, complete, pages, list_sha256, declared, problem)
    SELECT id, ${at.columnId}, started_at, ${reading.complete}, ${reading.pages}, ${hash}, ${reading.declared}::int, ${reading.problem}
    FROM portal_crawls WHERE id = ${at.portalCrawlId}
    ON CONFLICT (portal_crawl_id, column_id) DO UPDATE SET read_at = excluded.read_at, complete = excluded.complete, pages = excluded.pages,
      list_sha256 = excluded.list_sha256, declared = excluded.declared, problem = excluded.problem
      WHERE excluded.complete OR NOT column_readings.complete AND excluded.pages >= column_readings.pages`.execute(db)
}

/** How far the columns were read in a crawl. */
export async function progressOf(db: Db, portalCrawlId: number): Promise<Pick<ColumnReading, 'complete' | 'pages'>[]> {
  return db.selectFrom('column_readings').select(['complete', 'pages']).where('portal_crawl_id', '=', portalCrawlId).execute()
}

/** The readings of one crawl, with the entries as read. */
export async function ofCrawl(db: Db, portalCrawlId: number): Promise<(ColumnReading & { readAt: Date })[]> {
  return db
    .selectFrom('column_readings as r')
    .innerJoin('portal_columns as c', 'c.id', 'r.column_id')
    .innerJoin('entry_lists as l', 'l.sha256', 'r.list_sha256')
    .select(['c.url as columnUrl', 'r.complete', 'r.pages', 'l.entries', 'r.declared', 'r.problem', 'r.read_at as readAt'])
    .where('r.portal_crawl_id', '=', portalCrawlId)
    .orderBy('r.column_id')
    .execute()
}

/** What the last reading of a column before this crawl found, as far as it got; null where there was none, or it got nowhere. */
export async function lastEntries(
  db: Db,
  crawl: { id: number; portal_id: string },
  columnUrl: string,
): Promise<readonly ListEntry[] | null> {
  const row = await db
    .selectFrom('column_readings as r')
    .innerJoin('portal_columns as c', 'c.id', 'r.column_id')
    .innerJoin('entry_lists as l', 'l.sha256', 'r.list_sha256')
    .select('l.entries')
    .where('c.portal_id', '=', crawl.portal_id)
    .where('c.url', '=', columnUrl)
    .where('r.portal_crawl_id', '<', crawl.id)
    .where('r.pages', '>', 0)
    .orderBy('r.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.entries ?? null
}
