import { sql } from 'kysely'
import type { RegisteredAuthority } from '../src/model/portal.ts'
import type { DateEvidence } from '../src/model/report.ts'
import type { Db } from './connect.ts'
import { loadRegistry } from './registry.ts'

/** One reading of a column: whether it was read to its end, and whether it listed the report. */
type Reading = { readonly columnUrl: string; readonly readAt: string; readonly complete: boolean; readonly found: boolean }

/** What the rows prove of one authority's filing in one year. */
export type FilingEvidence = {
  readonly authority: RegisteredAuthority
  /** Of the report when it was found: ids, the day it was first seen (Asia/Shanghai), even if not read that day, and every date known of it. */
  readonly report: {
    readonly id: number
    readonly versionId: number
    readonly firstSeenOn: string
    readonly dates: readonly DateEvidence[]
  } | null
  /** Addresses of the columns that are registered for the authority now. */
  readonly columns: readonly string[]
  /** By column and time, of columns given up since as well. Of equal readings in a row only the first and the last are given: those between prove nothing more. */
  readonly readings: readonly Reading[]
}

/** The evidence of all registered authorities of a district, in the order of their ids. Readings count from the end of the reporting year. */
export async function evidenceOf(db: Db, { district, year }: { district: string; year: number }): Promise<FilingEvidence[]> {
  const { authorities, portals } = await loadRegistry(db, { district })
  const reports = await reportsOf(db, district, year)
  const readings = await readingsOf(db, district, year)
  const lists = await addressesIn(db, [...new Set(readings.map(({ list }) => list))])
  return authorities.map((authority) => {
    const report = reports.get(authority.id)
    const isListed = (list: string) => report?.addresses.some((address) => lists.get(list)?.has(address)) ?? false
    const own = readings
      .filter(({ authorityIds }) => authorityIds === null || authorityIds.includes(authority.id))
      .map(({ columnUrl, readAt, complete, list }) => ({
        columnUrl,
        readAt: readAt.toISOString(),
        complete,
        found: isListed(list),
      }))
    const columns = portals
      .flatMap((portal) => portal.columns)
      .filter((column) => column.authorities === 'all' || column.authorities.includes(authority.id))
      .map(({ url }) => url)
    return { authority, report: report ? withoutAddresses(report) : null, columns, readings: endsOfStretches(own) }
  })
}

type FoundReport = NonNullable<FilingEvidence['report']> & { readonly authorityId: string; readonly addresses: readonly string[] }

function withoutAddresses({ id, versionId, firstSeenOn, dates }: FoundReport): NonNullable<FilingEvidence['report']> {
  return { id, versionId, firstSeenOn, dates }
}

async function reportsOf(db: Db, district: string, year: number): Promise<Map<string, FoundReport>> {
  const { rows } = await sql<FoundReport>`
    SELECT r.authority_id AS "authorityId", r.id, r.current_version_id AS "versionId",
      to_char(least(r.first_seen_at, (SELECT min(c.first_seen_at) FROM captures c WHERE c.report_id = r.id))
        AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "firstSeenOn",
      (SELECT coalesce(jsonb_agg(DISTINCT d), '[]') FROM captures c, jsonb_array_elements(c.dates) d WHERE c.report_id = r.id) AS dates,
      (SELECT array_agg(u) FROM captures c, unnest(ARRAY[c.url, c.attachment_of]) u WHERE c.report_id = r.id AND u IS NOT NULL) AS addresses
    FROM reports r JOIN authorities a ON a.id = r.authority_id
    WHERE a.district_id = ${district} AND r.year = ${year} AND r.current_version_id IS NOT NULL`.execute(db)
  return new Map(rows.map((row) => [row.authorityId, row]))
}

async function readingsOf(db: Db, district: string, year: number) {
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
    .orderBy('c.id')
    .orderBy('r.read_at')
    .execute()
}

async function addressesIn(db: Db, lists: readonly string[]): Promise<Map<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ sha256: string; urls: string[] }>`
    SELECT sha256, ARRAY(SELECT e ->> 'url' FROM jsonb_array_elements(entries) e) AS urls
    FROM entry_lists WHERE sha256 = ANY(${lists})`.execute(db)
  return new Map(rows.map(({ sha256, urls }) => [sha256, new Set(urls)]))
}

function endsOfStretches(readings: readonly Reading[]): Reading[] {
  const isSame = (a: Reading | undefined, b: Reading) =>
    a !== undefined && a.columnUrl === b.columnUrl && a.complete === b.complete && a.found === b.found
  return readings.filter((reading, index) => !isSame(readings[index - 1], reading) || !isSame(readings[index + 1], reading))
}
