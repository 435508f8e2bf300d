import { type RawBuilder, sql } from 'kysely'
import type { ReleaseSelection } from '../src/model/release.ts'
import type { CellKind } from '../src/model/report.ts'
import type { CellKey, Edition } from '../src/model/template.ts'
import type { Db } from './connect.ts'

/** A row with the names of released columns; days as text, moments as `Date`. */
export type SelectedRow = Readonly<Record<string, unknown>>

/** The cells of a report: each list in the order of `keys`, which is that of bytes. */
export type SelectedCells = {
  readonly year: number
  readonly filer: string
  readonly authority_name: string
  readonly district: string | null
  readonly edition: Edition | null
  readonly version: number
  readonly url: string
  readonly sha256: string
  /** Null where the report has no cells. */
  readonly cells:
    | readonly [
        keys: readonly CellKey[],
        raws: readonly string[],
        values: readonly (number | null)[],
        kinds: readonly CellKind[],
        confidences: readonly number[],
        remarks: readonly (string | null)[],
      ]
    | null
}

type Selected = { readonly selection: ReleaseSelection; readonly size?: number }

/** Rows of a query in portions, so that any number fits into memory. */
async function* portions<Row>(db: Db, query: RawBuilder<Row>, size: number): AsyncGenerator<readonly Row[]> {
  for await (const { rows } of db.getExecutor().stream<Row>(query.compile(db), size)) yield rows
}

/** Whether a row of `table`, which has these columns, was selected. */
export function within(
  { years, districts, authorities }: ReleaseSelection,
  columns: { readonly year?: string; readonly district: string; readonly authority: string },
): RawBuilder<boolean> {
  const among = (column: string, list: readonly unknown[] | null, type: string) =>
    list === null ? sql`true` : sql`${sql.ref(column)} = ANY(${[...list]}::${sql.raw(type)}[])`
  return sql`${columns.year === undefined ? sql`true` : among(columns.year, years, 'int')}
    AND ${among(columns.district, districts, 'text')} AND ${among(columns.authority, authorities, 'text')}`
}

const OF_REPORT = { year: 'r.year', district: 'r.district_id', authority: 'r.authority_id' }
const selectedReports = (selection: ReleaseSelection) => sql`
  FROM reports r JOIN report_versions v ON v.id = r.current_version_id JOIN captures c ON c.id = v.capture_id
  WHERE ${within(selection, OF_REPORT)}`

const BY_REPORT = sql`ORDER BY r.year, r.filer COLLATE "C"`

export function reports(db: Db, { selection, size = 200 }: Selected): AsyncIterable<readonly SelectedRow[]> {
  return portions(
    db,
    sql`
    SELECT r.year, r.filer, r.authority_id AS authority, r.authority_name, r.district_id AS district, v.edition, v.title,
      v.document #>> '{period,start}' AS period_start, v.document #>> '{period,end}' AS period_end, v.document ->> 'scope' AS scope,
      v.version, c.url, v.sha256, c.first_seen_at AS captured_at, r.first_seen_at,
      (SELECT string_agg(DISTINCT d ->> 'from' || '=' || (d ->> 'date'), ';' ORDER BY d ->> 'from' || '=' || (d ->> 'date')) FROM (
        SELECT jsonb_array_elements(e.dates) d FROM captures e WHERE e.report_id = r.id
        UNION ALL SELECT jsonb_array_elements(coalesce(v.document -> 'dates', '[]'))) known) AS dates,
      coalesce(jsonb_array_length(v.document -> 'notes'), 0) AS notes, v.extracted_at, v.reader, v.rule_set
    ${selectedReports(selection)} ${BY_REPORT}`,
    size,
  )
}

/** A row for each report: lists of its cells in JSON cost a fifth of what a row for each cell costs. */
export function cells(db: Db, { selection, size = 100 }: Selected): AsyncIterable<readonly SelectedCells[]> {
  return portions(
    db,
    sql<SelectedCells>`
    SELECT r.year, r.filer, r.authority_name, r.district_id AS district, v.edition, v.version, c.url, v.sha256,
      (SELECT json_build_array(json_agg(n.key), json_agg(n.raw), json_agg(n.value), json_agg(n.kind), json_agg(n.confidence), json_agg(n.remark))
        FROM (SELECT * FROM cells WHERE version_id = v.id ORDER BY key COLLATE "C") n HAVING count(*) > 0) AS cells
    ${selectedReports(selection)} ${BY_REPORT}`,
    size,
  )
}

export function claims(db: Db, { selection, size = 500 }: Selected): AsyncIterable<readonly SelectedRow[]> {
  return portions(
    db,
    sql`
    SELECT r.year, r.filer, v.version, (n.number - 1)::int AS number, n.claim ->> 'kind' AS kind, (n.claim ->> 'value')::float8 AS value,
      n.claim ->> 'unit' AS unit, coalesce((n.claim ->> 'approximate')::boolean, false) AS approximate, n.claim ->> 'text' AS text,
      (n.claim ->> 'section')::int AS section, n.claim ->> 'label' AS label, (n.claim ->> 'of')::int AS part_of,
      (n.claim ->> 'closed')::boolean AS closed, n.claim ->> 'scope' AS scope, v.sha256
    FROM reports r JOIN report_versions v ON v.id = r.current_version_id,
      jsonb_array_elements(coalesce(v.document -> 'claims', '[]')) WITH ORDINALITY AS n (claim, number)
    WHERE ${within(selection, OF_REPORT)} ${BY_REPORT}, n.number`,
    size,
  )
}

export const OF_FINDING = { year: 'f.year', district: 'f.district_id', authority: 'f.authority_id' }

/** What an entry of the history says of the decision itself, leaving out whose work it is and what is only proposed. */
const STANDING = (side: 'before' | 'after') => sql`(${sql.ref(`d.${side}`)} - '{assignee,assigneeAccount,proposal}'::text[])`

/** What was misread by us is no finding about anybody. */
export function findings(db: Db, { selection, size = 500 }: Selected): AsyncIterable<readonly SelectedRow[]> {
  return portions(
    db,
    sql`
    SELECT f.year, f.filer, f.authority_id AS authority, f.authority_name, f.district_id AS district, v.version, v.sha256, f.rule, f.subject,
      f.family, f.severity, f.verdict, f.status, f.message, f.message_en, nullif(array_to_string(f.cells, ';'), '') AS cells, f.quote,
      f.left_value, f.right_value, f.difference, f.basis, f.rule_set, f.decision, f.decision_reason,
      (SELECT d.decided_at FROM decisions d WHERE d.finding_id = f.id AND ${STANDING('before')} IS DISTINCT FROM ${STANDING('after')}
        ORDER BY d.id DESC LIMIT 1) AS decided_at,
      f.opened_at, f.closed_at, f.fingerprint
    FROM findings f LEFT JOIN report_versions v ON v.id = f.version_id
    WHERE f.decision <> 'misread' AND ${within(selection, OF_FINDING)}
    ORDER BY f.year, f.filer COLLATE "C", f.rule COLLATE "C", f.subject COLLATE "C"`,
    size,
  )
}

/** Where a day comes from; of one that somebody corrected not who. */
export const WITHOUT_NAME = (source: RawBuilder<unknown>) => sql`regexp_replace(${source}, '^corrected:.*', 'corrected')`

export const OF_FILING = { year: 'f.year', district: 'a.district_id', authority: 'f.authority_id' }

export function filings(db: Db, { selection, size = 500 }: Selected): AsyncIterable<readonly SelectedRow[]> {
  return portions(
    db,
    sql`
    SELECT f.year, f.authority_id AS authority, a.name AS authority_name, a.district_id AS district, f.status, f.reason ->> 'zh' AS reason,
      f.due, f.strength, f.basis, f.published_on, ${WITHOUT_NAME(sql`f.published_from`)} AS published_from, r.day AS read_on, r.source AS read_from,
      f.days_late, f.backdated,
      (SELECT string_agg(${WITHOUT_NAME(sql`d ->> 'from'`)} || '=' || (d ->> 'date'), ';' ORDER BY n)
        FROM jsonb_array_elements(coalesce(f.evidence -> 'dates', '[]')) WITH ORDINALITY AS e (d, n)) AS dates,
      (SELECT count(*)::int FROM jsonb_array_elements(coalesce(f.evidence -> 'readings', '[]'))) AS readings,
      (SELECT count(*)::int FROM jsonb_array_elements(coalesce(f.evidence -> 'readings', '[]')) e WHERE (e ->> 'complete')::boolean)
        AS complete_readings,
      f.computed_at
    FROM filings f JOIN authorities a ON a.id = f.authority_id
      LEFT JOIN LATERAL (SELECT e.d ->> 'date' AS day, e.d ->> 'from' AS source
        FROM jsonb_array_elements(coalesce(f.evidence -> 'dates', '[]')) WITH ORDINALITY AS e (d, n)
        WHERE f.published_from LIKE 'corrected:%' AND e.d ->> 'from' NOT LIKE 'corrected:%' ORDER BY e.n LIMIT 1) r ON true
    WHERE ${within(selection, OF_FILING)}
    ORDER BY f.year, f.authority_id COLLATE "C"`,
    size,
  )
}

/** Those selected, and those that anything selected names. */
function namedAuthorities(selection: ReleaseSelection): RawBuilder<unknown> {
  if (selection.districts === null && selection.authorities === null) return sql`SELECT id FROM authorities`
  return sql`
    SELECT a.id FROM authorities a WHERE ${within(selection, { district: 'a.district_id', authority: 'a.id' })}
    UNION SELECT r.authority_id FROM reports r WHERE ${within(selection, OF_REPORT)}
    UNION SELECT f.authority_id FROM findings f WHERE ${within(selection, OF_FINDING)}`
}

export function authorities(db: Db, { selection, size = 500 }: Selected): AsyncIterable<readonly SelectedRow[]> {
  return portions(
    db,
    sql`
    SELECT a.id AS authority, a.name AS authority_name, a.district_id AS district, a.kind, a.level,
      nullif(array_to_string(a.aliases, ';'), '') AS aliases,
      (SELECT string_agg((n ->> 'name') || '（' || coalesce(n ->> 'since', '') || '–' || coalesce(n ->> 'until', '') || '）', ';' ORDER BY o)
        FROM jsonb_array_elements(a.former_names) WITH ORDINALITY AS e (n, o)) AS former_names,
      a.since, a.until, a.successor, a.uscc AS credit_code, a.retired_at
    FROM authorities a WHERE a.id IN (${namedAuthorities(selection)})
    ORDER BY a.id COLLATE "C"`,
    size,
  )
}

export function districts(db: Db, { selection, size = 500 }: Selected): AsyncIterable<readonly SelectedRow[]> {
  return portions(
    db,
    sql`
    SELECT d.id AS district, d.name FROM districts d
    WHERE ${selection.districts === null && selection.authorities === null} OR d.id = ANY(${[...(selection.districts ?? [])]}::text[])
      OR d.id IN (SELECT a.district_id FROM authorities a WHERE a.id IN (${namedAuthorities(selection)}))
      OR d.id IN (SELECT r.district_id FROM reports r WHERE ${within(selection, OF_REPORT)})
    ORDER BY d.id COLLATE "C"`,
    size,
  )
}

/** Every address of the selected reports with every content, and what their current versions were read from. */
export function sources(db: Db, { selection, size = 500 }: Selected): AsyncIterable<readonly SelectedRow[]> {
  return portions(
    db,
    sql`
    SELECT r.year, r.filer, w.version, e.sha256, e.url, s.media_type, s.bytes, e.first_seen_at AS captured_at, e.last_seen_at,
      e.attachment_of, s.tls_unverified
    FROM captures e JOIN snapshots s ON s.sha256 = e.sha256 LEFT JOIN report_versions w ON w.id = e.version_id
      LEFT JOIN reports r ON r.id = e.report_id
    WHERE e.id IN (
      SELECT own.id FROM reports r JOIN captures own ON own.report_id = r.id WHERE ${within(selection, OF_REPORT)}
      UNION SELECT c.id ${selectedReports(selection)})
    ORDER BY r.year NULLS LAST, r.filer COLLATE "C", e.url COLLATE "C", e.sha256`,
    size,
  )
}

/** How many reports are selected, and who read and checked them. */
export async function summary(
  db: Db,
  selection: ReleaseSelection,
): Promise<{
  readonly reports: number
  readonly readers: readonly string[]
  readonly rule_sets: readonly string[]
  readonly first_year: number | null
  readonly last_year: number | null
  readonly portals: readonly { readonly name: string; readonly host: string }[]
  /** The last moment at which anything of it was read, checked or decided. */
  readonly as_of: Date | null
}> {
  const { rows } = await sql<Awaited<ReturnType<typeof summary>>>`
    SELECT count(*)::int AS reports, coalesce(array_agg(DISTINCT v.reader ORDER BY v.reader), '{}') AS readers,
      coalesce(array_agg(DISTINCT v.rule_set ORDER BY v.rule_set) FILTER (WHERE v.rule_set IS NOT NULL), '{}') AS rule_sets,
      min(r.year) AS first_year, max(r.year) AS last_year,
      (SELECT coalesce(json_agg(json_build_object('name', p.name, 'host', p.host) ORDER BY p.id COLLATE "C"), '[]') FROM portals p
        WHERE ${selection.districts === null} OR p.district_id = ANY(${[...(selection.districts ?? [])]}::text[])) AS portals,
      greatest(max(v.extracted_at), max(v.checked_at), (SELECT max(f.updated_at) FROM findings f WHERE ${within(selection, OF_FINDING)}))
        AS as_of
    ${selectedReports(selection)}`.execute(db)
  return rows[0] as Awaited<ReturnType<typeof summary>>
}
