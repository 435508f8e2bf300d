import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'
import type { PortalCrawlTable, RunTable } from './tables.ts'

/** What a piece of work belongs to. The same work gives the same answer in every process, whoever queued it and however often. */
export type Belonging = {
  readonly runId: number
  /** When the run began, in seconds: run ids come again in a database that was restored. */
  readonly began: string
  /** The crawl of a portal; null for work on a whole run, and for files that were given. */
  readonly crawlId: number | null
  /** The request that brought a document; null where it is about more than one, or none was sent for it. */
  readonly fetchId: number | null
}

const BEGAN = sql`extract(epoch FROM r.started_at)::text AS began`

/** Of work on a run as a whole. All of these give null where there is no such row. */
export async function ofRun(db: Db, runId: number): Promise<Belonging | null> {
  return first(db, sql`SELECT r.id AS "runId", ${BEGAN}, NULL AS "crawlId", NULL AS "fetchId" FROM runs r WHERE r.id = ${runId}`)
}

export async function ofCrawl(db: Db, portalCrawlId: number): Promise<Belonging | null> {
  return first(
    db,
    sql`SELECT r.id AS "runId", ${BEGAN}, p.id AS "crawlId", NULL AS "fetchId"
      FROM portal_crawls p JOIN runs r ON r.id = p.run_id WHERE p.id = ${portalCrawlId}`,
  )
}

/** Of a message that is owed. */
export async function ofDelivery(db: Db, deliveryId: number): Promise<Belonging | null> {
  return first(
    db,
    sql`SELECT r.id AS "runId", ${BEGAN}, NULL AS "crawlId", NULL AS "fetchId"
      FROM deliveries d JOIN runs r ON r.id = d.run_id WHERE d.id = ${deliveryId}`,
  )
}

export async function ofCapture(db: Db, captureId: number): Promise<Belonging | null> {
  return ofDocument(db, sql`${captureId}::int`)
}

/** Of a report's version: that of the document in which it was first seen. */
export async function ofVersion(db: Db, versionId: number): Promise<Belonging | null> {
  return ofDocument(db, sql`(SELECT capture_id FROM report_versions WHERE id = ${versionId})`)
}

/** The last crawl that saw it, and the request there by which it, or the archive that it lay in, came. */
function ofDocument(db: Db, captureId: RawBuilder<unknown>): Promise<Belonging | null> {
  return first(
    db,
    sql`SELECT r.id AS "runId", ${BEGAN}, p.id AS "crawlId", f.id AS "fetchId"
      FROM captures c JOIN runs r ON r.id = c.last_run_id
      LEFT JOIN portal_columns k ON k.id = c.column_id
      LEFT JOIN portal_crawls p ON p.run_id = r.id AND p.portal_id = k.portal_id
      LEFT JOIN LATERAL (
        SELECT max(f.id) AS id FROM fetches f
        WHERE f.portal_crawl_id = p.id AND f.sha256 IS NOT NULL
          AND md5(f.url) IN (md5(c.url), md5(split_part(c.url, '#', 1))) AND f.url IN (c.url, split_part(c.url, '#', 1))) f ON true
      WHERE c.id = ${captureId}`,
  )
}

async function first(db: Db, query: RawBuilder<unknown>): Promise<Belonging | null> {
  const { rows } = await (query as RawBuilder<Belonging>).execute(db)
  return rows[0] ?? null
}

/** A crawl that has ended, as a whole: from its first request on, through whichever processes. */
export type EndedCrawl = {
  readonly portalId: string
  readonly state: PortalCrawlTable['state']
  readonly family: string | null
  readonly requests: number
  readonly problems: number
  readonly startedAt: Date
  readonly endedAt: Date
}

export async function endedCrawl(db: Db, portalCrawlId: number): Promise<EndedCrawl | null> {
  const { rows } = await sql<EndedCrawl>`
    SELECT portal_id AS "portalId", state, family, requests, jsonb_array_length(problems) AS problems, ended_at AS "endedAt",
      least(started_at, ended_at, (SELECT min(fetched_at) FROM fetches WHERE portal_crawl_id = p.id)) AS "startedAt"
    FROM portal_crawls p WHERE id = ${portalCrawlId} AND ended_at IS NOT NULL`.execute(db)
  return rows[0] ?? null
}

export type EndedRun = {
  readonly kind: RunTable['kind']
  readonly state: RunTable['state']
  readonly portals: number
  readonly startedAt: Date
  readonly endedAt: Date
}

export async function endedRun(db: Db, runId: number): Promise<EndedRun | null> {
  const { rows } = await sql<EndedRun>`
    SELECT kind, state, started_at AS "startedAt", ended_at AS "endedAt",
      (SELECT count(*)::int FROM portal_crawls WHERE run_id = r.id) AS portals
    FROM runs r WHERE id = ${runId} AND ended_at IS NOT NULL`.execute(db)
  return rows[0] ?? null
}
