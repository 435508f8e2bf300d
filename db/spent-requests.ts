import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'
import type { Deletion, Limit } from './deletions.ts'

/**
 * Records of requests that prove nothing which others do not prove as well:
 *
 * - of a page of a list, where the reading before and the one after found the same entries, to the same end; but not of the first reading
 *   of a calendar year, since evidence counts readings from the end of a reporting year;
 * - of any address, where the request before and the one after got the same answer.
 *
 * Never one that a conditional request of the next night rests on, the one that first brought what others found unchanged, or one at which a
 * document of ours was not there: its days are counted.
 */

/** Ended so long ago that nothing more comes of it; a cancelled run can be taken up again, and counts its requests then. */
const isOver = (before: Date) => sql<boolean>`r.state NOT IN ('running', 'cancelled') AND r.ended_at < ${before}`

/** Crawls to look at, the oldest first; `limit` null: all. */
function crawlsDue(before: Date, limit: number | null): RawBuilder<unknown> {
  return sql`SELECT c.id FROM portal_crawls c JOIN runs r ON r.id = c.run_id
    WHERE c.fetches_deleted IS NULL AND ${isOver(before)} ORDER BY c.id LIMIT ${limit}`
}

/** What came back, as far as two answers may differ: a page is the same whether it was sent again or said to be unchanged. */
const answerOf = (fetch: 'f' | 'prev' | 'next') =>
  sql.raw(`(CASE WHEN ${isPage(fetch)} THEN 'page' ELSE concat_ws(' ', ${fetch}.outcome, ${fetch}.status) END, ${fetch}.sha256,
    ${fetch}.final_url, ${fetch}.redirects, ${fetch}.method, ${fetch}.tls, ${fetch}.challenge)`)

const isPage = (fetch: string) => `(${fetch}.outcome IN ('ok', 'unchanged') AND ${fetch}.sha256 IS NOT NULL)`
/** The request of the same address before or after `f`. Its number comes from the index alone; an address may have hundreds of them. */
const besides = (nearest: 'max' | 'min', side: '<' | '>') =>
  sql.raw(`SELECT n.* FROM fetches n WHERE n.url = f.url
    AND n.id = (SELECT ${nearest}(o.id) FROM fetches o WHERE md5(o.url) = md5(f.url) AND o.id ${side} f.id)`)
const samePlace = (fetch: string) => `md5(${fetch}.url) = md5(f.url) AND ${fetch}.url = f.url`

/** `WITH` parts that end in `spent`: the requests of `crawls` whose records can go. `repeated`: whether as one of equal answers. */
function spentOf(crawls: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`crawls AS MATERIALIZED (${crawls}),
    readings AS MATERIALIZED (
      SELECT n.portal_crawl_id, n.column_id, coalesce(n.complete = b.complete AND n.complete = a.complete
        AND n.list_sha256 = b.list_sha256 AND n.list_sha256 = a.list_sha256
        AND extract(year FROM n.read_at AT TIME ZONE 'Asia/Shanghai') = extract(year FROM b.read_at AT TIME ZONE 'Asia/Shanghai'),
        false) AS is_between
      FROM crawls JOIN column_readings n ON n.portal_crawl_id = crawls.id
      LEFT JOIN LATERAL (SELECT * FROM column_readings o WHERE o.column_id = n.column_id AND (o.read_at, o.id) < (n.read_at, n.id)
        ORDER BY o.read_at DESC, o.id DESC LIMIT 1) b ON true
      LEFT JOIN LATERAL (SELECT * FROM column_readings o WHERE o.column_id = n.column_id AND (o.read_at, o.id) > (n.read_at, n.id)
        ORDER BY o.read_at, o.id LIMIT 1) a ON true
    ),
    looked_at AS MATERIALIZED (
      SELECT f.id, f.portal_crawl_id, f.url, f.sha256, f.outcome, f.method, f.etag, f.last_modified, f.fetched_at, f.repeated AS more,
        coalesce(n.is_between, false) AS is_between, f.column_id IS NULL OR coalesce(n.is_between, true) AS is_free,
        ${sql.raw(isPage('f'))} AS is_page, prev.id IS NOT NULL AND ${sql.raw(isPage('prev'))} AND prev.sha256 = f.sha256 AS is_seen,
        prev.id IS NOT NULL AND next.id IS NOT NULL AND ${answerOf('prev')} IS NOT DISTINCT FROM ${answerOf('f')}
          AND ${answerOf('next')} IS NOT DISTINCT FROM ${answerOf('f')} AS is_repeated,
        EXISTS (SELECT FROM captures k WHERE ${sql.raw(samePlace('k'))})
          OR EXISTS (SELECT FROM captures k WHERE md5(k.attachment_of) = md5(f.url) AND k.attachment_of = f.url) AS is_document
      FROM crawls JOIN fetches f ON f.portal_crawl_id = crawls.id
      LEFT JOIN readings n ON n.portal_crawl_id = f.portal_crawl_id AND n.column_id = f.column_id
      LEFT JOIN LATERAL (${besides('max', '<')}) prev ON true
      LEFT JOIN LATERAL (${besides('min', '>')}) next ON true
    ),
    spent AS MATERIALIZED (
      SELECT f.id, f.portal_crawl_id, f.url, f.fetched_at, f.more, is_repeated FROM looked_at f
      WHERE (is_repeated AND is_free AND (is_page OR NOT is_document) OR is_between AND NOT is_document AND NOT ${FIRST_OF_UNCHANGED})
        AND NOT ${IS_KNOWN}
    )`
}

const FIRST_OF_UNCHANGED = sql.raw(`(f.outcome = 'ok' AND f.sha256 IS NOT NULL AND NOT is_seen AND EXISTS (
  SELECT FROM fetches o WHERE ${samePlace('o')} AND o.id > f.id AND o.outcome = 'unchanged' AND o.sha256 = f.sha256))`)

/** As `known` in fetches.ts looks for it. What is soonest told stands first: all requests of an address are looked at last. */
const IS_KNOWN = sql.raw(`(is_page AND f.method = 'GET' AND (
  NOT EXISTS (SELECT FROM fetches o WHERE ${samePlace('o')} AND o.id > f.id AND ${isPage('o')} AND o.method = 'GET')
  OR (${isLastWith('etag')} OR ${isLastWith('last_modified')}) AND f.sha256 = (SELECT o.sha256 FROM fetches o
    WHERE ${samePlace('o')} AND ${isPage('o')} AND o.method = 'GET' ORDER BY o.id DESC LIMIT 1)))`)

function isLastWith(mark: 'etag' | 'last_modified'): string {
  return `f.${mark} IS NOT NULL AND NOT EXISTS (SELECT FROM fetches o WHERE ${samePlace('o')} AND o.id > f.id AND ${isPage('o')}
    AND o.method = 'GET' AND o.sha256 = f.sha256 AND o.${mark} IS NOT NULL)`
}

/**
 * Deletes what is spent of so many crawls, counts it at them, and what was one of equal answers at the record before it. Null where no
 * crawl is left to look at. To be called in a transaction, by one at a time.
 */
export async function deleteOfCrawls(db: Db, { before }: Pick<Limit, 'before'>, crawls: number): Promise<Deletion | null> {
  const due = crawlsDue(before, crawls)
  const { rows } = await sql<Omit<Deletion, 'kind'> & { crawls: number }>`
    WITH ${spentOf(due)},
    gone AS (
      DELETE FROM fetches f USING spent WHERE f.id = spent.id
      RETURNING f.portal_crawl_id, f.fetched_at, pg_column_size(f.*) AS bytes
    ),
    counted AS (
      UPDATE fetches k SET repeated = k.repeated + n.times FROM (
        SELECT stays.id, sum(1 + s.more) AS times FROM spent s CROSS JOIN LATERAL (
          SELECT o.id FROM fetches o WHERE md5(o.url) = md5(s.url) AND o.url = s.url AND o.id < s.id AND o.id NOT IN (SELECT id FROM spent)
          ORDER BY md5(o.url) DESC, o.id DESC LIMIT 1) stays
        WHERE s.is_repeated GROUP BY stays.id) n
      WHERE k.id = n.id
    ),
    marked AS (
      UPDATE portal_crawls c SET fetches_deleted = (SELECT count(*) FROM gone WHERE gone.portal_crawl_id = c.id)
      WHERE c.id IN (SELECT id FROM crawls) RETURNING c.id
    )
    SELECT (SELECT count(*) FROM marked) AS crawls, count(*) AS rows, coalesce(sum(bytes), 0) AS bytes, min(fetched_at) AS oldest,
      max(fetched_at) AS newest
    FROM gone`.execute(db)
  const { crawls: looked, ...deleted } = rows[0]!
  return looked === 0 ? null : { kind: 'request', ...deleted }
}

/** Whether a crawl is left to look at. */
export async function isDue(db: Db, { before }: Pick<Limit, 'before'>): Promise<boolean> {
  const { rows } = await crawlsDue(before, 1).execute(db)
  return rows.length > 0
}

/** What would be deleted, by the calendar year (of China) in which it was asked. */
export async function spentByYear(db: Db, { before }: Pick<Limit, 'before'>): Promise<(Deletion & { readonly year: number })[]> {
  const { rows } = await sql<Deletion & { year: number }>`
    WITH ${spentOf(crawlsDue(before, null))}
    SELECT 'request' AS kind, extract(year FROM f.fetched_at AT TIME ZONE 'Asia/Shanghai')::int AS year, count(*) AS rows,
      sum(pg_column_size(f.*)) AS bytes, min(f.fetched_at) AS oldest, max(f.fetched_at) AS newest
    FROM spent JOIN fetches f ON f.id = spent.id GROUP BY 2 ORDER BY 2`.execute(db)
  return rows
}
