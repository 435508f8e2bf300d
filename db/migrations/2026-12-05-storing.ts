import { type Kysely, sql } from 'kysely'

/**
 * What a job stores of one report, as functions: one round trip to the server in place of nine, and statements that are planned once in a
 * connection, also behind a pooler. Each takes the lock of the filer first; what follows in it sees all that was committed before the lock was got.
 */
export const storing = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of [LOCK_FILER, STORE_VERSION, MARK_CHECKED, RECONCILE_FINDINGS]) await sql.raw(statement).execute(db)
  },
}

const LOCK_FILER = `
CREATE OR REPLACE FUNCTION lock_filer(filer text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('filer:' || filer, 0))
$$`

/**
 * Writes what was read from a capture as the first version of a new report, where \`of_report\` is null, else as the next one of that report;
 * with its cells. Marks the capture, makes the version the current one where it is to be, and has the report of the next year, which is
 * compared with this one, checked again. No row, and nothing is written, where there is the new report already.
 */
const STORE_VERSION = `
CREATE OR REPLACE FUNCTION store_version(reading jsonb, report jsonb, of_report integer, is_current boolean,
  OUT stored_report integer, OUT stored_version integer) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE
  r record;
  bytes text;
BEGIN
  SELECT * INTO r FROM jsonb_to_record(reading) AS _(capture_id integer, filer text, authority_id text, authority_name text,
    district_id text, year integer, content_hash text, numbers_read integer, reader text);
  PERFORM lock_filer(r.filer);
  SELECT sha256 INTO bytes FROM captures WHERE id = r.capture_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no capture %.', r.capture_id;
  END IF;
  stored_version := nextval(pg_get_serial_sequence('report_versions', 'id'));

  -- A new report and its first version name each other, so that both are made by one statement.
  WITH
    made AS (
      INSERT INTO reports (filer, authority_id, authority_name, district_id, year, current_version_id)
      SELECT r.filer, r.authority_id, r.authority_name, r.district_id, r.year, stored_version WHERE of_report IS NULL
      ON CONFLICT (filer, year) DO NOTHING RETURNING id
    ),
    target AS (
      SELECT id, 1 AS version FROM made
      UNION ALL
      SELECT of_report, coalesce(max(version), 0) + 1 FROM report_versions WHERE report_id = of_report HAVING of_report IS NOT NULL
    )
  INSERT INTO report_versions (id, report_id, version, capture_id, sha256, edition, title, document, content_hash, numbers_read, reader)
  OVERRIDING SYSTEM VALUE
  SELECT stored_version, t.id, t.version, r.capture_id, bytes, report ->> 'edition', report ->> 'title', report - 'cells', r.content_hash,
    r.numbers_read, r.reader
  FROM target t
  RETURNING report_id INTO stored_report;
  IF NOT FOUND THEN
    RETURN;
  END IF;

  INSERT INTO cells (version_id, key, raw, value, kind, confidence, at, remark)
  SELECT stored_version, key, cell.*
  FROM jsonb_each(report -> 'cells') AS read(key, content),
    jsonb_to_record(content) AS cell(raw text, value float8, kind text, confidence float4, at jsonb, remark text);

  -- The dates that the document names count as evidence.
  UPDATE captures SET state = 'report', reason = NULL, message = NULL, report_id = stored_report, version_id = stored_version,
    dates = (SELECT coalesce(jsonb_agg(DISTINCT each), '[]') FROM jsonb_array_elements(dates || (report -> 'dates')) AS each)
  WHERE id = r.capture_id;

  IF is_current THEN
    UPDATE reports SET current_version_id = stored_version WHERE id = of_report;
    UPDATE report_versions SET checked_at = NULL
    WHERE id = (SELECT current_version_id FROM reports WHERE filer = r.filer AND year = r.year + 1);
  END IF;
  RETURN NEXT;
END $$`

/**
 * Notes that a version was checked beside the given version of the year before. False, and nothing is noted, when either is no longer the
 * current one.
 */
const MARK_CHECKED = `
CREATE OR REPLACE FUNCTION mark_checked(of_filer text, checked_version integer, beside_version integer, rules text, sketch bytea)
  RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_filer(of_filer);
  UPDATE report_versions v SET checked_at = now(), rule_set = rules, text_sketch = sketch
  FROM reports r
  WHERE v.id = checked_version AND r.current_version_id = v.id AND beside_version IS NOT DISTINCT FROM
    (SELECT current_version_id FROM reports WHERE filer = r.filer AND year = r.year - 1);
  RETURN FOUND;
END $$`

/** What a check may change of a finding; all else of it stays as it was opened, or is the reviewers'. */
const CHECKED = [
  ...[
    'authority_id',
    'authority_name',
    'district_id',
    'report_id',
    'version_id',
    'family',
    'severity',
    'verdict',
    'message',
    'message_en',
  ],
  ...['cells', 'quote', 'left_value', 'right_value', 'difference', 'basis', 'repair', 'passages', 'rule_set'],
]
const WRITTEN = ['fingerprint', 'filer', 'year', 'scope', 'rule', 'subject', ...CHECKED]
const columnsOf = (table: string, names: readonly string[]) => names.map((name) => `${table}.${name}`).join(', ')

/**
 * Writes what a check found, rows of \`findings\`, and closes what it did not find again. A finding is resolved by a correction when other bytes
 * than those it was found in no longer show it. Null, and nothing is written, where the version is no longer the current one.
 */
const RECONCILE_FINDINGS = `
CREATE OR REPLACE FUNCTION reconcile_findings(checked jsonb, given jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  c findings := jsonb_populate_record(NULL::findings, checked);
  counts jsonb;
  gone integer;
BEGIN
  PERFORM lock_filer(c.filer);
  IF c.scope = 'report' AND EXISTS (
    SELECT FROM reports WHERE id = c.report_id AND current_version_id IS DISTINCT FROM c.version_id
  ) THEN
    RETURN NULL;
  END IF;

  SELECT jsonb_build_object('opened', count(*) FILTER (WHERE known.id IS NULL), 'kept', count(*) FILTER (WHERE known.state = 'open'),
      'reopened', count(*) FILTER (WHERE known.state = 'closed')) INTO counts
  FROM jsonb_to_recordset(given) AS g(fingerprint text) LEFT JOIN findings known USING (fingerprint);

  UPDATE findings f SET state = 'closed', closed_at = now(), updated_at = now(), closed_by_version_id = c.version_id,
    closed_reason = CASE
      WHEN c.version_id IS NOT NULL AND (SELECT sha256 FROM report_versions WHERE id = c.version_id) IS DISTINCT FROM
        (SELECT sha256 FROM report_versions WHERE id = f.version_id)
      THEN 'resolved-by-correction' ELSE 'no-longer-found' END
  WHERE f.filer = c.filer AND f.year = c.year AND f.scope = c.scope AND f.state = 'open'
    AND f.fingerprint NOT IN (SELECT fingerprint FROM jsonb_to_recordset(given) AS g(fingerprint text));
  GET DIAGNOSTICS gone = ROW_COUNT;

  INSERT INTO findings (${WRITTEN.join(', ')}, state)
  SELECT ${columnsOf('g', WRITTEN)}, 'open' FROM jsonb_populate_recordset(c, given) AS g
  ON CONFLICT (fingerprint) DO UPDATE SET
    (${CHECKED.join(', ')}) = (${columnsOf('excluded', CHECKED)}),
    state = 'open', closed_at = NULL, closed_reason = NULL, closed_by_version_id = NULL, updated_at = now()
  WHERE findings.state = 'closed' OR (${columnsOf('findings', CHECKED)}) IS DISTINCT FROM (${columnsOf('excluded', CHECKED)});

  RETURN counts || jsonb_build_object('closed', gone);
END $$`
