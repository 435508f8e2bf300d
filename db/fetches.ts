import { sql } from 'kysely'
import type { FetchRecord, KnownFetch } from '../src/model/crawl.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'

/** Keeps one request as it happened, and gives its id. Its snapshot, where it has one, must be recorded before. */
export async function record(db: Db, portalCrawlId: number, fetch: FetchRecord): Promise<number> {
  const { id } = await db
    .insertInto('fetches')
    .values({
      portal_crawl_id: portalCrawlId,
      url: fetch.url,
      final_url: fetch.finalUrl,
      redirects: [...fetch.redirects],
      status: fetch.status,
      outcome: fetch.outcome,
      fetched_at: fetch.fetchedAt,
      duration_ms: Math.round(fetch.durationMs),
      etag: fetch.etag,
      last_modified: fetch.lastModified,
      content_type: fetch.contentType,
      bytes: fetch.bytes,
      sha256: fetch.sha256,
      error: fetch.error,
      method: fetch.method,
      exchanges: toJson(fetch.exchanges),
      column_id: columnOf(portalCrawlId, fetch.columnUrl),
      tls: fetch.tls,
      challenge: fetch.challenge,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** When a crawl that is taken up again was begun, a day ago at most; null where it has asked for nothing yet. */
export async function begunAt(db: Db, portalCrawlId: number): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT min(fetched_at) AS at FROM fetches
    WHERE portal_crawl_id = ${portalCrawlId} AND fetched_at > now() - interval '1 day'`.execute(db)
  return rows[0]?.at ?? null
}

/** Id of a column of the portal that is crawled. */
function columnOf(portalCrawlId: number, url: string | null) {
  return sql<number | null>`(SELECT c.id FROM portal_columns c JOIN portal_crawls p ON p.portal_id = c.portal_id
    WHERE p.id = ${portalCrawlId} AND c.url = ${url})`
}

/**
 * What the last crawl got from this address, for a conditional request; null when it never gave a page. An answer "unchanged" often
 * leaves the marks of its page out: then those count that came with the same bytes.
 */
export async function known(db: Db, url: string): Promise<KnownFetch | null> {
  const { rows } = await sql<KnownFetch>`
    WITH pages AS (
      SELECT id, sha256, etag, last_modified, fetched_at, final_url FROM fetches
      WHERE md5(url) = md5(${url}) AND url = ${url} AND sha256 IS NOT NULL AND outcome IN ('ok', 'unchanged') AND method = 'GET'
    ), last AS (SELECT sha256, fetched_at, final_url FROM pages ORDER BY id DESC LIMIT 1)
    SELECT sha256, fetched_at AS "fetchedAt", final_url AS "finalUrl",
      (SELECT etag FROM pages p WHERE p.sha256 = last.sha256 AND etag IS NOT NULL ORDER BY id DESC LIMIT 1) AS etag,
      (SELECT last_modified FROM pages p WHERE p.sha256 = last.sha256 AND last_modified IS NOT NULL ORDER BY id DESC LIMIT 1)
        AS "lastModified"
    FROM last`.execute(db)
  return rows[0] ?? null
}
