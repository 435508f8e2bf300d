import { type Kysely, sql } from 'kysely'

/**
 * Who is expected when, and by which day: levels, former names, who took over, what a district sets by itself. The one local date of before
 * becomes a setting of the kinds whose date no law sets.
 */
export const authoritySpans = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `ALTER TABLE districts ADD settings jsonb NOT NULL DEFAULT '{}'`,
  `UPDATE districts SET settings = jsonb_build_object('deadlines', jsonb_build_array(jsonb_build_object(
    'kinds', '["township", "subdistrict", "dev_zone", "dispatched_unit"]'::jsonb, 'years', NULL, 'publish', local_due, 'submit', NULL,
    'basis', '本地工作要求'))) WHERE local_due IS NOT NULL`,
  `ALTER TABLE districts DROP COLUMN local_due`,
  `ALTER TABLE authorities ADD level text, ADD former_names jsonb NOT NULL DEFAULT '[]', ADD until integer, ADD successor text,
    ADD submitted jsonb NOT NULL DEFAULT '{}'`,
  `ALTER TABLE portal_columns ADD annual boolean NOT NULL DEFAULT true`,
  `ALTER TABLE filings ADD basis text, ADD reason jsonb`,
  `CREATE INDEX ON captures (district_id) WHERE state <> 'report'`,
  `CREATE INDEX ON captures (md5(attachment_of)) WHERE state = 'report'`,
  // Requests that found nothing carry no hash, so the index of pages does not hold them.
  `CREATE INDEX ON fetches (md5(url), id) WHERE outcome IN ('gone', 'soft-404')`,
]
