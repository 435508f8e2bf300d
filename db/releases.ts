import { sql } from 'kysely'
import type { CsvOptions, ReleasedTable, ReleaseFile, ReleaseFormat, ReleaseSelection } from '../src/model/release.ts'
import type { CellKind } from '../src/model/report.ts'
import type { Reach } from '../src/model/role.ts'
import type { CellKey } from '../src/model/template.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import { keepStandings } from './release-standings.ts'
import type { ReleaseRow } from './tables.ts'

/** The releases that somebody may see who is limited to these districts, the newest first; null: all. */
export async function list(db: Db, reach: Reach = null): Promise<ReleaseRow[]> {
  return db
    .selectFrom('releases')
    .selectAll()
    .$if(reach !== null, (query) =>
      query.where(
        sql<boolean>`open_to_all OR CASE WHEN selection #> '{districts,0}' IS NOT NULL AND selection #> '{districts,1}' IS NULL
          THEN selection -> 'districts' <@ ${toJson(reach)}::jsonb END`,
      ),
    )
    .orderBy('made_at', 'desc')
    .orderBy('version')
    .execute()
}

export async function get(db: Db, version: string): Promise<ReleaseRow | null> {
  return (await db.selectFrom('releases').selectAll().where('version', '=', version).executeTakeFirst()) ?? null
}

/** The newest release of the same selection other than `version`; null where there is none. */
export async function latestOf(db: Db, selection: ReleaseSelection, version: string): Promise<ReleaseRow | null> {
  const row = await db
    .selectFrom('releases')
    .selectAll()
    .where(sql<boolean>`selection = ${toJson(selection)}::jsonb`)
    .where('version', '<>', version)
    .orderBy('made_at', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

export type MadeRelease = {
  readonly version: string
  readonly selection: ReleaseSelection
  readonly formats: readonly ReleaseFormat[]
  readonly csv: CsvOptions
  readonly previous: string | null
  readonly program: string
  readonly ruleSets: readonly string[]
  readonly readers: readonly string[]
  readonly tables: readonly ReleasedTable[]
  readonly files: readonly ReleaseFile[]
}

/** Records a release with the versions of the reports and the standing of the findings and filings that are selected now: in the transaction in which they were read. */
export async function record(db: Db, made: MadeRelease): Promise<void> {
  const { years, districts, authorities } = made.selection
  await sql`
    INSERT INTO releases (version, selection, formats, csv, previous, program, rule_sets, readers, tables, files, standings_kept)
    VALUES (${made.version}, ${toJson(made.selection)}, ${[...made.formats]}, ${toJson(made.csv)}, ${made.previous}, ${made.program},
      ${[...made.ruleSets]}, ${[...made.readers]}, ${toJson(made.tables)}, ${toJson(made.files)}, true)`.execute(db)
  await keepStandings(db, made.version, made.selection)
  await sql`
    INSERT INTO release_reports (release, report_id, version_id)
    SELECT ${made.version}, id, current_version_id FROM reports
    WHERE current_version_id IS NOT NULL AND (${years === null} OR year = ANY(${[...(years ?? [])]}::int[]))
      AND (${districts === null} OR district_id = ANY(${[...(districts ?? [])]}::text[]))
      AND (${authorities === null} OR authority_id = ANY(${[...(authorities ?? [])]}::text[]))`.execute(db)
}

/** Lets accounts of some districts see a release too, or no more. False where there is no such release. */
export async function openToAll(db: Db, version: string, open: boolean): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('releases')
    .set({ open_to_all: open })
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** How a report of one release stands in another. `reread`: other numbers from the very same bytes. */
export type ReportChange = {
  readonly change: 'added' | 'withdrawn' | 'corrected' | 'reread'
  readonly year: number
  readonly filer: string
  readonly authority_name: string
  readonly from_version: number | null
  readonly to_version: number | null
  readonly from_sha256: string | null
  readonly to_sha256: string | null
  readonly from_reader: string | null
  readonly to_reader: string | null
  readonly url: string
  /** Cells that differ; null in place of `before` or `after`: there was, or is, no such cell. */
  readonly cells: readonly {
    readonly key: CellKey
    readonly before: PrintedCell | null
    readonly after: PrintedCell | null
  }[]
  /** Claims of which the other version has no like, wherever in the text; `number` is their place in their own version. */
  readonly claims: readonly {
    readonly change: 'gone' | 'new'
    readonly number: number
    readonly kind: string
    readonly value: number | null
    readonly unit: string | null
    readonly text: string
  }[]
}

type PrintedCell = { readonly raw: string; readonly value: number | null; readonly kind: CellKind }

/** The claims of a version: what each says, without its place in the file and among the others, and the how-manieth it is to say so. */
const CLAIMS_OF = (version: 'o' | 'n') => sql`
  SELECT (place - 1)::int AS number, said, row_number() OVER (PARTITION BY said ORDER BY place) AS copy
  FROM (SELECT place, claim - '{of,at}'::text[] AS said
    FROM jsonb_array_elements(coalesce(${sql.ref(`${version}.document`)} -> 'claims', '[]')) WITH ORDINALITY AS e (claim, place)) claims`

/** What became of the reports of `previous` in what is selected now, by year and filer; read in portions. */
export async function* changesSince(db: Db, previous: string, selection: ReleaseSelection): AsyncGenerator<ReportChange> {
  const { years, districts, authorities } = selection
  const query = sql<ReportChange>`
    WITH before AS (SELECT report_id, version_id FROM release_reports WHERE release = ${previous}),
      after AS (SELECT id AS report_id, current_version_id AS version_id FROM reports
        WHERE current_version_id IS NOT NULL AND (${years === null} OR year = ANY(${[...(years ?? [])]}::int[]))
          AND (${districts === null} OR district_id = ANY(${[...(districts ?? [])]}::text[]))
          AND (${authorities === null} OR authority_id = ANY(${[...(authorities ?? [])]}::text[])))
    SELECT CASE WHEN b.version_id IS NULL THEN 'added' WHEN a.version_id IS NULL THEN 'withdrawn'
        WHEN o.sha256 = n.sha256 THEN 'reread' ELSE 'corrected' END AS change,
      r.year, r.filer, r.authority_name, o.version AS from_version, n.version AS to_version, o.sha256 AS from_sha256, n.sha256 AS to_sha256,
      o.reader AS from_reader, n.reader AS to_reader, c.url,
      CASE WHEN b.version_id IS NULL OR a.version_id IS NULL THEN '[]' ELSE (
        SELECT coalesce(json_agg(json_build_object('key', coalesce(x.key, y.key),
          'before', CASE WHEN x.key IS NOT NULL THEN json_build_object('raw', x.raw, 'value', x.value, 'kind', x.kind) END,
          'after', CASE WHEN y.key IS NOT NULL THEN json_build_object('raw', y.raw, 'value', y.value, 'kind', y.kind) END)
          ORDER BY coalesce(x.key, y.key) COLLATE "C"), '[]')
        FROM (SELECT * FROM cells WHERE version_id = b.version_id) x FULL JOIN (SELECT * FROM cells WHERE version_id = a.version_id) y
          ON y.key = x.key
        WHERE (x.raw, x.value, x.kind) IS DISTINCT FROM (y.raw, y.value, y.kind)) END AS cells,
      CASE WHEN b.version_id IS NULL OR a.version_id IS NULL THEN '[]' ELSE (
        SELECT coalesce(json_agg(json_build_object('change', CASE WHEN y.said IS NULL THEN 'gone' ELSE 'new' END, 'number', coalesce(x.number, y.number),
          'kind', coalesce(x.said, y.said) -> 'kind', 'value', coalesce(x.said, y.said) -> 'value', 'unit', coalesce(x.said, y.said) -> 'unit',
          'text', coalesce(x.said, y.said) -> 'text') ORDER BY coalesce(x.number, y.number), x.said IS NULL), '[]')
        FROM (${CLAIMS_OF('o')}) x FULL JOIN (${CLAIMS_OF('n')}) y ON y.said = x.said AND y.copy = x.copy
        WHERE x.said IS NULL OR y.said IS NULL) END AS claims
    FROM before b FULL JOIN after a ON a.report_id = b.report_id JOIN reports r ON r.id = coalesce(a.report_id, b.report_id)
      LEFT JOIN report_versions o ON o.id = b.version_id LEFT JOIN report_versions n ON n.id = a.version_id
      JOIN captures c ON c.id = coalesce(n.capture_id, o.capture_id)
    WHERE a.version_id IS DISTINCT FROM b.version_id
    ORDER BY r.year, r.filer COLLATE "C"`
  for await (const { rows } of db.getExecutor().stream<ReportChange>(query.compile(db), 200)) yield* rows
}
