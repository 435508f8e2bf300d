import { type Kysely, sql } from 'kysely'

/**
 * A decision holds for what it was made of: the raw text of the cells that a finding names, both numbers, and the sentence. Where a check finds
 * them changed in a report, it is withdrawn by an entry of its own. A trigger, so that whatever writes findings keeps to it.
 */
export const reopening = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of [PRINTED, REOPEN, 'DROP TRIGGER IF EXISTS reopen_changed ON findings', TRIGGER])
      await sql.raw(statement).execute(db)
  },
}

/** The cells as a version prints them, as one text. */
const PRINTED = `
CREATE OR REPLACE FUNCTION cells_as_printed(version integer, keys text[]) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(c.key || '=' || c.raw, E'\\n' ORDER BY c.key), '') FROM cells c WHERE c.version_id = version AND c.key = ANY(keys)
$$`

const REOPEN = `
CREATE OR REPLACE FUNCTION reopen_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.left_value, OLD.right_value, OLD.quote) IS NOT DISTINCT FROM (NEW.left_value, NEW.right_value, NEW.quote)
    AND cells_as_printed(OLD.version_id, OLD.cells) = cells_as_printed(NEW.version_id, NEW.cells) THEN
    RETURN NEW;
  END IF;
  INSERT INTO decisions (finding_id, act, decision, decided_by, finding, before, after)
  VALUES (OLD.id, 'changed', 'undecided', 'gouji',
    jsonb_build_object('severity', OLD.severity, 'verdict', OLD.verdict, 'message', OLD.message, 'left_value', OLD.left_value,
      'right_value', OLD.right_value, 'version_id', OLD.version_id),
    jsonb_build_object('decision', OLD.decision, 'reason', OLD.decision_reason, 'due', OLD.due_on, 'assignee', OLD.assignee),
    jsonb_build_object('decision', 'undecided', 'reason', NULL, 'due', NULL, 'assignee', OLD.assignee));
  NEW.decision := 'undecided';
  NEW.decision_reason := NULL;
  NEW.due_on := NULL;
  NEW.entries := OLD.entries + 1;
  RETURN NEW;
END $$`

const TRIGGER = `
CREATE TRIGGER reopen_changed BEFORE UPDATE ON findings FOR EACH ROW
  WHEN (OLD.decision <> 'undecided' AND NEW.decision = OLD.decision AND NEW.scope = 'report' AND NEW.state = 'open' AND
    (OLD.version_id, OLD.cells, OLD.left_value, OLD.right_value, OLD.quote)
      IS DISTINCT FROM (NEW.version_id, NEW.cells, NEW.left_value, NEW.right_value, NEW.quote))
  EXECUTE FUNCTION reopen_changed()`
