import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/connect.ts'

/** What a database holds, by kind of thing; each thing as text, without ids and moments, so that two databases can be compared. */
export type Content = ReadonlyMap<string, readonly string[]>

/** Of findings that came and went within a night only the order tells in which things were read: those open, or known before, count. */
const THINGS: Readonly<Record<string, (began: Date, first: Date) => RawBuilder<{ thing: string }>>> = {
  runs: (began) => sql`SELECT concat_ws(' | ', kind, state) AS thing FROM runs WHERE started_at >= ${began}`,
  crawls: (began) => sql`
    SELECT concat_ws(' | ', c.portal_id, c.state, c.family, c.problems) AS thing
    FROM portal_crawls c JOIN runs r ON r.id = c.run_id WHERE r.started_at >= ${began}`,
  readings: (began) => sql`
    SELECT concat_ws(' | ', k.url, x.complete, x.pages, x.list_sha256, x.declared, x.problem) AS thing
    FROM column_readings x JOIN portal_columns k ON k.id = x.column_id WHERE x.read_at >= ${began}`,
  // A crawl that is cut may leave the picture of a page, which differs by some dots when the next one draws it: those count that something names.
  snapshots: () => sql`
    SELECT concat_ws(' | ', s.sha256, s.bytes, s.media_type, s.tls_unverified) AS thing FROM snapshots s
    WHERE s.media_type <> 'image/png' OR EXISTS (SELECT FROM captures c WHERE c.sha256 = s.sha256)
      OR EXISTS (SELECT FROM portal_crawls p WHERE p.problems @> jsonb_build_array(jsonb_build_object('kept',
        jsonb_build_array(jsonb_build_object('kind', 'screenshot', 'sha256', s.sha256)))))`,
  captures: () => sql`
    SELECT concat_ws(' | ', c.url, c.sha256, c.state, c.reason, c.message, k.url, c.authority_id, c.district_id, c.list_title,
      (SELECT jsonb_agg(d ORDER BY d::text) FROM jsonb_array_elements(c.dates) d), c.attachment_of, r.filer, r.year, v.version) AS thing
    FROM captures c LEFT JOIN portal_columns k ON k.id = c.column_id LEFT JOIN reports r ON r.id = c.report_id
      LEFT JOIN report_versions v ON v.id = c.version_id`,
  reports: () => sql`
    SELECT concat_ws(' | ', r.filer, r.year, r.authority_id, r.authority_name, r.district_id, v.version) AS thing
    FROM reports r LEFT JOIN report_versions v ON v.id = r.current_version_id`,
  versions: () => sql`
    SELECT concat_ws(' | ', r.filer, r.year, v.version, c.url, v.sha256, v.edition, v.title, v.content_hash, v.numbers_read, v.reader,
      md5(v.document::text), v.checked_at IS NOT NULL, v.rule_set, md5(v.text_sketch)) AS thing
    FROM report_versions v JOIN reports r ON r.id = v.report_id JOIN captures c ON c.id = v.capture_id`,
  cells: () => sql`
    SELECT concat_ws(' | ', r.filer, r.year, v.version, e.key, e.raw, e.value, e.kind, e.confidence, e.at, e.remark) AS thing
    FROM cells e JOIN report_versions v ON v.id = e.version_id JOIN reports r ON r.id = v.report_id`,
  findings: (_, first) => sql`
    SELECT concat_ws(' | ', f.filer, f.year, r.year, v.version, w.version, (to_jsonb(f) - ${NOT_COMPARED}::text[])::text) AS thing
    FROM findings f LEFT JOIN reports r ON r.id = f.report_id LEFT JOIN report_versions v ON v.id = f.version_id
      LEFT JOIN report_versions w ON w.id = f.closed_by_version_id
    WHERE f.state = 'open' OR f.opened_at < ${first}`,
  decisions: () => sql`
    SELECT concat_ws(' | ', f.fingerprint, d.decision, d.reason, d.note, d.decided_by) AS thing
    FROM decisions d JOIN findings f ON f.id = d.finding_id`,
  filings: () => sql`
    SELECT concat_ws(' | ', r.year, (to_jsonb(f) - '{report_id,evidence,computed_at}'::text[])::text, f.evidence -> 'dates',
      (SELECT jsonb_agg(DISTINCT x - 'readAt') FROM jsonb_array_elements(f.evidence -> 'readings') x WHERE x -> 'complete' = 'true')) AS thing
    FROM filings f LEFT JOIN reports r ON r.id = f.report_id`,
  audits: (began) => sql`
    SELECT concat_ws(' | ', a.district_id, a.year, a.done_at IS NOT NULL, a.problem) AS thing
    FROM run_audits a JOIN runs r ON r.id = a.run_id WHERE r.started_at >= ${began}`,
}

const NOT_COMPARED = ['id', 'report_id', 'version_id', 'closed_by_version_id', 'opened_at', 'updated_at', 'closed_at']

/** Everything in the database; of runs and their crawls only those since `began`. `first`: when the night began, where it took a second run. */
export async function contentOf(db: Db, began: Date, first = began): Promise<Content> {
  const content = new Map<string, readonly string[]>()
  for (const [kind, query] of Object.entries(THINGS)) {
    const { rows } = await query(began, first).execute(db)
    content.set(
      kind,
      rows.map(({ thing }) => thing),
    )
  }
  return content
}

/** What is missing in a database, and what it has beyond: a thing that is there twice is beyond once. */
export type Difference = { readonly lost: readonly string[]; readonly doubled: readonly string[] }

export function differenceOf(expected: Content, actual: Content): Difference {
  const lost: string[] = []
  const doubled: string[] = []
  for (const [kind, things] of expected) {
    const rest = new Map<string, number>()
    for (const thing of actual.get(kind) ?? []) rest.set(thing, (rest.get(thing) ?? 0) + 1)
    for (const thing of things) {
      const count = rest.get(thing) ?? 0
      if (count === 0) lost.push(`${kind}: ${thing}`)
      else rest.set(thing, count - 1)
    }
    for (const [thing, count] of rest) doubled.push(...Array<string>(count).fill(`${kind}: ${thing}`))
  }
  return { lost, doubled }
}
