import { type Kysely, sql } from 'kysely'

/** A check that was under way when a person gave its report to another authority counts for nothing: the report is checked again as theirs. */
export const movedReports = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await sql.raw(MARK_CHECKED).execute(db)
  },
}

/**
 * Notes that a version was checked beside the given version of the year before. False, and nothing is noted, when either is no longer the
 * current one, or the report is no longer the filer's.
 */
const MARK_CHECKED = `
CREATE OR REPLACE FUNCTION mark_checked(of_filer text, checked_version integer, beside_version integer, rules text, sketch bytea)
  RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_filer(of_filer);
  UPDATE report_versions v SET checked_at = now(), rule_set = rules, text_sketch = sketch
  FROM reports r
  WHERE v.id = checked_version AND r.current_version_id = v.id AND r.filer = of_filer AND beside_version IS NOT DISTINCT FROM
    (SELECT current_version_id FROM reports WHERE filer = r.filer AND year = r.year - 1);
  RETURN FOUND;
END $$`
