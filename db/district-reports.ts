import { sql } from 'kysely'
import type { AuthorityKind } from '../src/model/authority.ts'
import type { FilingStatus } from '../src/model/filing.ts'
import type { Report, Section } from '../src/model/report.ts'
import * as cells from './cells.ts'
import type { Db } from './connect.ts'

/** One registered body of a district with its report of a year, as far as there is one. */
export type DistrictReportRow = {
  readonly authority: { readonly id: string; readonly name: string; readonly kind: AuthorityKind }
  readonly status: FilingStatus | null
  readonly reportId: number | null
  readonly versionId: number | null
  /** What is kept of the text to find those like it; null where it was not checked yet. */
  readonly sketch: Uint8Array | null
  readonly report: Pick<Report, 'edition' | 'scope' | 'cells'> | null
}

/** The bodies of a district that are registered now, with their current reports of a year; in the order of their ids. */
export async function reportsOf(db: Db, { district, year }: { district: string; year: number }): Promise<DistrictReportRow[]> {
  const rows = await db
    .selectFrom('authorities as a')
    .leftJoin('filings as f', (join) => join.onRef('f.authority_id', '=', 'a.id').on('f.year', '=', year))
    .leftJoin('reports as r', (join) => join.onRef('r.authority_id', '=', 'a.id').on('r.year', '=', year))
    .leftJoin('report_versions as v', 'v.id', 'r.current_version_id')
    .select([
      'a.id',
      'a.name',
      'a.kind',
      'f.status',
      'r.id as reportId',
      'v.id as versionId',
      'v.edition',
      'v.text_sketch as sketch',
    ])
    .select(sql<Report['scope']>`v.document ->> 'scope'`.as('scope'))
    .where('a.district_id', '=', district)
    .where('a.retired_at', 'is', null)
    .orderBy('a.id')
    .execute()
  const read: DistrictReportRow[] = []
  for (const { id, name, kind, status, reportId, versionId, edition, scope, sketch } of rows) {
    const report = versionId === null ? null : { edition, scope, cells: await cells.ofVersion(db, versionId, edition) }
    read.push({ authority: { id, name, kind }, status, reportId, versionId, sketch, report })
  }
  return read
}

/** The text of a version and the name printed in it. */
export async function textOfVersion(
  db: Db,
  versionId: number,
): Promise<{ readonly authority: string | null; readonly sections: readonly Section[] } | null> {
  const row = await db.selectFrom('report_versions').select('document').where('id', '=', versionId).executeTakeFirst()
  return row ? { authority: row.document.authority, sections: row.document.sections } : null
}

/**
 * What a check of the district rests on: its current versions, their filing, the rule set. Equal to that of the last check where nothing
 * is to be checked again.
 */
export async function basisOf(
  db: Db,
  { district, year, ruleSet }: { district: string; year: number; ruleSet: string },
): Promise<string> {
  const { rows } = await sql<{ basis: string }>`
    SELECT md5(${ruleSet} || coalesce(string_agg(concat_ws(' ', a.id, a.name, a.kind, f.status, r.current_version_id,
      v.text_sketch IS NULL), ',' ORDER BY a.id), '')) AS basis
    FROM authorities a
    LEFT JOIN filings f ON f.authority_id = a.id AND f.year = ${year}
    LEFT JOIN reports r ON r.authority_id = a.id AND r.year = ${year}
    LEFT JOIN report_versions v ON v.id = r.current_version_id
    WHERE a.district_id = ${district} AND a.retired_at IS NULL`.execute(db)
  return rows[0]?.basis ?? ''
}

/** The basis of the last check; null where there was none. */
export async function lastBasis(db: Db, { district, year }: { district: string; year: number }): Promise<string | null> {
  const row = await db
    .selectFrom('district_checks')
    .select('basis')
    .where('district_id', '=', district)
    .where('year', '=', year)
    .executeTakeFirst()
  return row?.basis ?? null
}

export async function markChecked(db: Db, checked: { district: string; year: number; basis: string }): Promise<void> {
  const { district, year, basis } = checked
  await db
    .insertInto('district_checks')
    .values({ district_id: district, year, basis })
    .onConflict((conflict) => conflict.columns(['district_id', 'year']).doUpdateSet({ basis, checked_at: sql<Date>`now()` }))
    .execute()
}
