import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** What belongs to a district, and may be named in an address. */
export type Subject = 'finding' | 'report' | 'version' | 'portal' | 'try' | 'authority' | 'snapshot' | 'screenshot' | 'release'

const QUERIES: Readonly<Record<Subject, (key: string) => ReturnType<typeof sql<{ district: string | null }>>>> = {
  finding: (key) => sql`SELECT district_id AS district FROM findings WHERE id = ${key}::int`,
  report: (key) => sql`SELECT district_id AS district FROM reports WHERE id = ${key}::int`,
  version: (key) =>
    sql`SELECT r.district_id AS district FROM report_versions v JOIN reports r ON r.id = v.report_id WHERE v.id = ${key}::int`,
  portal: (key) => sql`SELECT district_id AS district FROM portals WHERE id = ${key}`,
  try: (key) => sql`SELECT district_id AS district FROM portal_tries WHERE id = ${key}::int`,
  authority: (key) => sql`SELECT district_id AS district FROM authorities WHERE id = ${key}`,
  // A document that is a report goes with it, wherever it was found, so that a person who gives the report to another district gives its original, too.
  snapshot: (key) => sql`
    SELECT coalesce(r.district_id, c.district_id) AS district FROM captures c LEFT JOIN reports r ON r.id = c.report_id WHERE c.sha256 = ${key}
    UNION SELECT r.district_id FROM report_versions v JOIN reports r ON r.id = v.report_id WHERE v.sha256 = ${key}`,
  // Whoever is limited to some districts sees a release of one of them; of several only when it is open to all.
  release: (key) => sql`
    SELECT d.id AS district FROM releases r, districts d WHERE r.version = ${key} AND r.open_to_all
    UNION SELECT CASE WHEN selection #> '{districts,1}' IS NULL THEN selection #>> '{districts,0}' END
      FROM releases WHERE version = ${key} AND NOT open_to_all`,
  screenshot: (key) => sql`
    SELECT DISTINCT p.district_id AS district FROM portal_crawls c JOIN portals p ON p.id = c.portal_id
    WHERE c.problems @> ${JSON.stringify([{ kept: [{ kind: 'screenshot', sha256: key }] }])}::jsonb`,
}

/** Districts that something belongs to; empty where there is no such thing, null among them where it belongs to none. */
export async function districtsOf(db: Db, subject: Subject, key: string): Promise<(string | null)[]> {
  const { rows } = await QUERIES[subject](key).execute(db)
  return rows.map(({ district }) => district)
}
