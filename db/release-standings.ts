import { type RawBuilder, sql } from 'kysely'
import type { KeptStanding, ReleaseSelection, StandingOf } from '../src/model/release.ts'
import type { Db } from './connect.ts'
import { OF_FILING, OF_FINDING, WITHOUT_NAME, within } from './released-rows.ts'

/** A row that stands otherwise than in an earlier release; null in place of `before` or `after`: it was not, or is not, there. */
export type StandingChange = {
  readonly year: number
  /** The authority's id where it is a filing. */
  readonly filer: string
  readonly authority_name: string
  /** Empty where it is a filing. */
  readonly rule: string
  readonly subject: string
  readonly before: KeptStanding | null
  readonly after: KeptStanding | null
}

/** How what is selected stands now: rows of year, filer, authority_name, rule, subject and `stands`. */
const STANDING_NOW: Readonly<Record<StandingOf, (selection: ReleaseSelection) => RawBuilder<unknown>>> = {
  finding: (selection) => sql`
    SELECT f.year, f.filer, f.authority_name, f.rule, f.subject, jsonb_build_object('open', f.state = 'open', 'status', f.status,
      'decision', f.decision, 'decision_reason', f.decision_reason, 'severity', f.severity, 'verdict', f.verdict, 'message', f.message) AS stands
    FROM findings f WHERE f.decision <> 'misread' AND ${within(selection, OF_FINDING)}`,
  filing: (selection) => sql`
    SELECT f.year, f.authority_id AS filer, a.name AS authority_name, '' AS rule, '' AS subject, jsonb_build_object('status', f.status,
      'reason', f.reason ->> 'zh', 'due', f.due, 'published_on', f.published_on, 'published_from', ${WITHOUT_NAME(sql`f.published_from`)},
      'days_late', f.days_late, 'backdated', f.backdated) AS stands
    FROM filings f JOIN authorities a ON a.id = f.authority_id WHERE ${within(selection, OF_FILING)}`,
}

/** Remembers for a release how the selected findings and filings stand. */
export async function keepStandings(db: Db, release: string, selection: ReleaseSelection): Promise<void> {
  for (const [about, now] of Object.entries(STANDING_NOW))
    await sql`
      INSERT INTO release_standings (release, about, year, filer, authority_name, rule, subject, stands)
      SELECT ${release}, ${about}, n.* FROM (${now(selection)}) n`.execute(db)
}

/** The findings or filings that stand otherwise than in `previous`, by year, filer, rule and subject; read in portions. */
export async function* standingChanges(
  db: Db,
  about: StandingOf,
  previous: string,
  selection: ReleaseSelection,
): AsyncGenerator<StandingChange> {
  const query = sql<StandingChange>`
    SELECT coalesce(a.year, b.year) AS year, coalesce(a.filer, b.filer) AS filer, coalesce(a.authority_name, b.authority_name) AS authority_name,
      coalesce(a.rule, b.rule) AS rule, coalesce(a.subject, b.subject) AS subject, b.stands AS before, a.stands AS after
    FROM (SELECT * FROM release_standings WHERE release = ${previous} AND about = ${about}) b
      FULL JOIN (${STANDING_NOW[about](selection)}) a
      ON a.filer = b.filer AND a.year = b.year AND a.rule = b.rule AND a.subject = b.subject
    WHERE a.stands IS DISTINCT FROM b.stands
    ORDER BY 1, coalesce(a.filer, b.filer) COLLATE "C", coalesce(a.rule, b.rule) COLLATE "C", coalesce(a.subject, b.subject) COLLATE "C"`
  for await (const { rows } of db.getExecutor().stream<StandingChange>(query.compile(db), 500)) yield* rows
}
