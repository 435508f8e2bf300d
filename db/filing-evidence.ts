import { sql } from 'kysely'
import { type DistrictSettings, isPlaceOf, NOTHING_SET, namesOf, type RegisteredAuthority } from '../src/model/portal.ts'
import type { DateEvidence } from '../src/model/report.ts'
import { endsOfStretches } from '../src/model/stretches.ts'
import type { Db } from './connect.ts'
import * as corrections from './corrections.ts'
import { loadRegistry, namesOf as registeredNamesOf } from './registry.ts'

/** One reading of a column: whether it was read to its end, and whether it listed the report. */
type Reading = { readonly columnUrl: string; readonly readAt: string; readonly complete: boolean; readonly found: boolean }

/** Two versions, the older first, that were read differently from changed bytes at one address by the same reader. */
export type ChangedVersions = {
  readonly before: number
  readonly after: number
  /** The day (Asia/Shanghai) on which the newer one was seen. */
  readonly on: string
  readonly listTitle: string | null
}

/** An address of a report that answered "not there", on so many days, since it last gave a page. */
type DeadAddress = { readonly url: string; readonly since: string; readonly days: number }

/** A document that may be the report by its title and place, and could not be read. */
type UnreadDocument = { readonly url: string; readonly title: string | null }

/** What the rows prove of one authority's filing in one year. */
export type FilingEvidence = {
  readonly authority: RegisteredAuthority
  /** Name of the authority that took over, where one did. */
  readonly successor: string | null
  readonly settings: DistrictSettings
  /** Of the report when it was found: ids, the day it was first seen (Asia/Shanghai), even if not read that day, and every date known of it. */
  readonly report: {
    readonly id: number
    readonly versionId: number
    readonly firstSeenOn: string
    readonly dates: readonly DateEvidence[]
    readonly changes: readonly ChangedVersions[]
    /** The day of publication as a person named it, and who did; null where nobody did. */
    readonly corrected: { readonly date: string; readonly by: string } | null
    /** Only where every address of the report is dead. */
    readonly dead: DeadAddress | null
  } | null
  /** The columns that are registered for the authority's reports of the year now. */
  readonly columns: readonly { readonly url: string; readonly annual: boolean }[]
  /** By column and time, of columns given up since as well. Of equal readings in a row only the first and the last are given: those between prove nothing more. */
  readonly readings: readonly Reading[]
  readonly unread: readonly UnreadDocument[]
}

/** A district and reporting year; `asOf` (YYYY-MM-DD, Asia/Shanghai) leaves out whatever was seen after that day. */
type Asked = { readonly district: string; readonly year: number; readonly asOf?: string | null }
type Scope = { readonly district: string; readonly year: number; readonly before: string }

/** The evidence of all registered authorities of a district, in the order of their ids. Readings count from the end of the reporting year. */
export async function evidenceOf(db: Db, { district, year, asOf = null }: Asked): Promise<FilingEvidence[]> {
  const scope: Scope = { district, year, before: asOf === null ? 'infinity' : endOfDay(asOf) }
  const { authorities, portals, districts } = await loadRegistry(db, { district })
  const successors = authorities.flatMap(({ successor }) => successor ?? [])
  const [reports, changes, dead, readings, documents, names, corrected] = await Promise.all([
    reportsOf(db, scope),
    changesOf(db, scope),
    deadAddressesOf(db, scope),
    readingsOf(db, scope),
    documentsNotRead(db, scope),
    registeredNamesOf(db, 'authorities', successors),
    corrections.daysOf(db, scope),
  ])
  const lists = await addressesIn(db, [...new Set(readings.map(({ list }) => list))])
  const columns = portals.flatMap((portal) => portal.columns).filter((column) => isPlaceOf(column, year))
  const columnsOf = byAuthority(columns, (column) => (column.authorities === 'all' ? null : column.authorities))
  const readingsFor = byAuthority(readings, ({ authorityIds }) => authorityIds)
  const changesFor = Map.groupBy(changes, ({ reportId }) => reportId)
  return authorities.map((authority) => {
    const report = reports.get(authority.id) ?? null
    const isListed = (list: string) => report?.addresses.some((address) => lists.get(list)?.has(address)) ?? false
    const own = readingsFor(authority.id).map(({ columnUrl, readAt, complete, list }) => ({
      columnUrl,
      readAt: readAt.toISOString(),
      complete,
      found: isListed(list),
    }))
    return {
      authority,
      successor: authority.successor === null ? null : (names.get(authority.successor) ?? null),
      settings: districts.find(({ id }) => id === authority.district) ?? NOTHING_SET,
      report: report && {
        id: report.id,
        versionId: report.versionId,
        firstSeenOn: report.firstSeenOn,
        dates: report.dates,
        changes: (changesFor.get(report.id) ?? []).map(({ reportId: _, ...change }) => change),
        dead: dead.get(report.id) ?? null,
        corrected: corrected.get(report.id) ?? null,
      },
      columns: columnsOf(authority.id).map(({ url, annual = true }) => ({ url, annual })),
      readings: endsOfStretches(own, ({ columnUrl, complete, found }) => `${complete} ${found} ${columnUrl}`),
      unread: documents.filter((document) => mayBeReportOf(document, authority, year)).map(({ url, title }) => ({ url, title })),
    }
  })
}

/**
 * Gives what is an authority's own, and what is everybody's (`ownersOf` null), in the order of `items`: a district may have thousands of
 * authorities, each with a column of its own.
 */
function byAuthority<T>(
  items: readonly T[],
  ownersOf: (item: T) => readonly string[] | null,
): (authority: string) => readonly T[] {
  const shared: number[] = []
  const owned = new Map<string, number[]>()
  for (const [index, item] of items.entries()) {
    const owners = ownersOf(item)
    if (owners === null) shared.push(index)
    else for (const owner of owners) listed(owned, owner).push(index)
  }
  return (authority) => [...shared, ...(owned.get(authority) ?? [])].toSorted((a, b) => a - b).map((index) => items[index] as T)
}

function listed(lists: Map<string, number[]>, key: string): number[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

/** The first moment after a day in China. */
function endOfDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000).toISOString()
}

type FoundReport = {
  readonly authorityId: string
  readonly id: number
  readonly versionId: number
  readonly firstSeenOn: string
  readonly dates: readonly DateEvidence[]
  readonly addresses: readonly string[]
}

async function reportsOf(db: Db, { district, year, before }: Scope): Promise<Map<string, FoundReport>> {
  const { rows } = await sql<FoundReport>`
    SELECT r.authority_id AS "authorityId", r.id, r.current_version_id AS "versionId", c.dates, c.addresses,
      to_char(least(r.first_seen_at, c.first_seen_at) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "firstSeenOn"
    FROM reports r JOIN authorities a ON a.id = r.authority_id,
    LATERAL (
      SELECT min(s.first_seen_at) AS first_seen_at,
        coalesce(jsonb_agg(DISTINCT d.date) FILTER (WHERE d.date IS NOT NULL), '[]') AS dates,
        array_agg(DISTINCT u.url) FILTER (WHERE u.url IS NOT NULL) AS addresses
      FROM captures s LEFT JOIN LATERAL jsonb_array_elements(s.dates) AS d (date) ON true, unnest(ARRAY[s.url, s.attachment_of]) AS u (url)
      WHERE s.report_id = r.id AND s.first_seen_at < ${before}::timestamptz
    ) c
    WHERE a.district_id = ${district} AND r.year = ${year} AND r.current_version_id IS NOT NULL AND c.first_seen_at IS NOT NULL`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.authorityId, row]))
}

/** Local files are nobody's publication. Bytes that came back after others changed again on the day they were read again. */
async function changesOf(db: Db, { district, year, before }: Scope) {
  const { rows } = await sql<ChangedVersions & { reportId: number }>`
    SELECT v.report_id AS "reportId", p.id AS before, v.id AS after, to_char(m.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS on,
      c.list_title AS "listTitle"
    FROM reports r
    JOIN authorities a ON a.id = r.authority_id
    JOIN report_versions v ON v.report_id = r.id
    JOIN captures c ON c.id = v.capture_id
    JOIN LATERAL (
      SELECT o.id, o.content_hash, o.reader, oc.first_seen_at FROM report_versions o JOIN captures oc ON oc.id = o.capture_id
      WHERE o.report_id = v.report_id AND o.version < v.version AND oc.url = c.url ORDER BY o.version DESC LIMIT 1) p ON true,
    LATERAL (SELECT CASE WHEN c.first_seen_at > p.first_seen_at THEN c.first_seen_at ELSE v.extracted_at END AS at) m
    WHERE a.district_id = ${district} AND r.year = ${year} AND c.url ~ '^https?:' AND m.at < ${before}::timestamptz
      AND p.content_hash <> v.content_hash AND p.reader = v.reader
    ORDER BY v.report_id, v.version`.execute(db)
  return rows
}

/**
 * Reports all of whose addresses are dead. A file that is attached to an article is gone with it: then nobody asks for the file any more.
 */
async function deadAddressesOf(db: Db, { district, year, before }: Scope): Promise<Map<number, DeadAddress>> {
  const { rows } = await sql<DeadAddress & { reportId: number }>`
    WITH addresses AS (
      SELECT DISTINCT r.id AS report_id, c.id AS capture_id, u.url
      FROM reports r JOIN authorities a ON a.id = r.authority_id JOIN captures c ON c.report_id = r.id,
        unnest(ARRAY[c.url, c.attachment_of]) AS u (url)
      WHERE a.district_id = ${district} AND r.year = ${year} AND u.url ~ '^https?:' AND c.first_seen_at < ${before}::timestamptz
    ), gone AS (
      SELECT n.report_id, n.capture_id, n.url, min(g.day) AS since, count(DISTINCT g.day)::int AS days
      FROM addresses n, LATERAL (
        SELECT to_char(f.fetched_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day FROM fetches f
        WHERE md5(f.url) = md5(n.url) AND f.url = n.url AND f.outcome IN ('gone', 'soft-404') AND f.fetched_at < ${before}::timestamptz
          AND f.id > coalesce((SELECT max(k.id) FROM fetches k WHERE md5(k.url) = md5(n.url) AND k.url = n.url
            AND k.sha256 IS NOT NULL AND k.outcome IN ('ok', 'unchanged') AND k.fetched_at < ${before}::timestamptz), 0)) g
      GROUP BY n.report_id, n.capture_id, n.url
    ), dead AS (SELECT DISTINCT ON (capture_id) * FROM gone ORDER BY capture_id, days DESC)
    SELECT report_id AS "reportId", min(url) AS url, max(since) AS since, min(days) AS days FROM dead d
    GROUP BY report_id
    HAVING count(*) = (SELECT count(DISTINCT capture_id) FROM addresses n WHERE n.report_id = d.report_id)`.execute(db)
  return new Map(rows.map(({ reportId, ...dead }) => [reportId, dead]))
}

async function readingsOf(db: Db, { district, year, before }: Scope) {
  return db
    .selectFrom('column_readings as r')
    .innerJoin('portal_columns as c', 'c.id', 'r.column_id')
    .innerJoin('portals as p', 'p.id', 'c.portal_id')
    .select([
      'c.url as columnUrl',
      'c.authority_ids as authorityIds',
      'r.read_at as readAt',
      'r.complete',
      'r.list_sha256 as list',
    ])
    .where('p.district_id', '=', district)
    .where('r.read_at', '>=', new Date(`${year + 1}-01-01T00:00:00+08:00`))
    .where('r.read_at', '<', sql<Date>`${before}::timestamptz`)
    .orderBy('c.id')
    .orderBy('r.read_at')
    .execute()
}

type Document = UnreadDocument & {
  readonly authorityId: string | null
  /** Whose reports the column lists; null: everybody's. */
  readonly columnOf: readonly string[] | null
  readonly dates: readonly DateEvidence[]
}

/** Documents of the district's columns that wait to be read, failed, or hold nothing but pictures or attachments that gave no report. */
async function documentsNotRead(db: Db, { district, before }: Scope): Promise<Document[]> {
  const { rows } = await sql<Document>`
    SELECT c.url, c.list_title AS title, c.authority_id AS "authorityId", l.authority_ids AS "columnOf", c.dates
    FROM captures c JOIN portal_columns l ON l.id = c.column_id
    WHERE c.district_id = ${district} AND c.first_seen_at < ${before}::timestamptz AND l.retired_at IS NULL
      AND c.state <> 'report'
      AND (c.state IN ('pending', 'failed') OR c.state = 'not-report' AND c.reason IN ('attachment-only', 'pictures-only'))
      AND NOT EXISTS (SELECT FROM captures r
        WHERE r.state = 'report' AND md5(r.attachment_of) = md5(c.url) AND r.attachment_of = c.url)
      AND NOT EXISTS (SELECT FROM captures r
        WHERE r.state = 'report' AND md5(r.url) = md5(coalesce(c.attachment_of, c.url)) AND r.url = coalesce(c.attachment_of, c.url))
    ORDER BY c.id`.execute(db)
  return rows
}

/** By what the crawl is sure of, or by a name in its title; and of this year by its title, or by its dates where the title names no year. */
function mayBeReportOf({ title, authorityId, columnOf, dates }: Document, authority: RegisteredAuthority, year: number): boolean {
  const isItsPlace = columnOf === null || columnOf.includes(authority.id)
  const isIts =
    authorityId === null ? isItsPlace && namesOf(authority).some((name) => title?.includes(name)) : authorityId === authority.id
  const years = [...(title ?? '').normalize('NFKC').matchAll(/(?<!\d)20\d\d(?!\d)/g)].map(([text]) => Number(text))
  return isIts && (years.length > 0 ? years.includes(year) : dates.some(({ date }) => date.startsWith(String(year + 1))))
}

async function addressesIn(db: Db, lists: readonly string[]): Promise<Map<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ sha256: string; urls: string[] }>`
    SELECT sha256, ARRAY(SELECT e ->> 'url' FROM jsonb_array_elements(entries) e) AS urls
    FROM entry_lists WHERE sha256 = ANY(${lists})`.execute(db)
  return new Map(rows.map(({ sha256, urls }) => [sha256, new Set(urls)]))
}
