import { type Kysely, sql } from 'kysely'

/**
 * Decisions on filing, and on reports beside each other, are withdrawn, too, when what they were made of changes: the day of publication that a
 * finding names, or what the authority's own report prints. Not by days on which columns were read, which move on each night, nor by figures that
 * come from other bodies, which change with each report that arrives.
 */
export const reopeningOthers = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of [DAYS, RESTS_ON_OTHER, ...WITHDRAWING, ...TRIGGERS]) await sql.raw(statement).execute(db)
  },
}

const DAYS = `
CREATE OR REPLACE FUNCTION days_named(message text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(m[1], ' '), '') FROM regexp_matches(message, '\\d{4}-\\d{2}-\\d{2}', 'g') AS m
$$`

const RESTS_ON_OTHER = `
CREATE OR REPLACE FUNCTION rests_on_other(o findings, n findings) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT o.quote IS DISTINCT FROM n.quote
    OR ((o.version_id, o.cells) IS DISTINCT FROM (n.version_id, n.cells)
      AND cells_as_printed(o.version_id, o.cells) <> cells_as_printed(n.version_id, n.cells))
    OR (n.scope = 'report' AND (o.left_value, o.right_value) IS DISTINCT FROM (n.left_value, n.right_value))
    OR (n.scope = 'filing' AND n.rule IN ('TIME-02', 'TIME-03', 'TIME-05', 'TIME-07') AND days_named(o.message) <> days_named(n.message))
$$`

const AS_DECIDED = `jsonb_build_object('severity', OLD.severity, 'verdict', OLD.verdict, 'message', OLD.message, 'left_value', OLD.left_value,
      'right_value', OLD.right_value, 'version_id', OLD.version_id)`
const PERSON = `'assignee', OLD.assignee, 'assigneeAccount', OLD.assignee_account`

const WITHDRAWING = [
  `CREATE OR REPLACE FUNCTION lapse_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  standing jsonb := jsonb_build_object('decision', OLD.decision, 'reason', OLD.decision_reason, 'due', OLD.due_on, ${PERSON});
BEGIN
  IF NEW.state = 'open' AND OLD.state = 'open' AND NOT rests_on_other(OLD, NEW) THEN
    RETURN NEW;
  END IF;
  INSERT INTO decisions (finding_id, act, decision, reason, decided_by, finding, before, after)
  VALUES (OLD.id, 'lapsed', OLD.decision, OLD.decision_reason, 'gouji', ${AS_DECIDED},
    standing || jsonb_build_object('proposal', OLD.proposal), standing || jsonb_build_object('proposal', NULL));
  NEW.proposal := NULL;
  NEW.entries := NEW.entries + 1;
  RETURN NEW;
END $$`,
  `CREATE OR REPLACE FUNCTION reopen_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT rests_on_other(OLD, NEW) THEN
    RETURN NEW;
  END IF;
  INSERT INTO decisions (finding_id, act, decision, decided_by, finding, before, after)
  VALUES (OLD.id, 'changed', 'undecided', 'gouji', ${AS_DECIDED},
    jsonb_build_object('decision', OLD.decision, 'reason', OLD.decision_reason, 'due', OLD.due_on, ${PERSON}, 'proposal', NULL),
    jsonb_build_object('decision', 'undecided', 'reason', NULL, 'due', NULL, ${PERSON}, 'proposal', NULL));
  NEW.decision := 'undecided';
  NEW.decision_reason := NULL;
  NEW.due_on := NULL;
  NEW.entries := NEW.entries + 1;
  RETURN NEW;
END $$`,
]

const DIFFERS = `(OLD.version_id, OLD.cells, OLD.left_value, OLD.right_value, OLD.quote, OLD.message)
      IS DISTINCT FROM (NEW.version_id, NEW.cells, NEW.left_value, NEW.right_value, NEW.quote, NEW.message)`

const TRIGGERS = [
  'DROP TRIGGER IF EXISTS lapse_proposal ON findings',
  `CREATE TRIGGER lapse_proposal BEFORE UPDATE ON findings FOR EACH ROW
    WHEN (OLD.proposal IS NOT NULL AND NEW.proposal IS NOT NULL AND (NEW.state <> OLD.state OR ${DIFFERS}))
    EXECUTE FUNCTION lapse_proposal()`,
  'DROP TRIGGER IF EXISTS reopen_changed ON findings',
  `CREATE TRIGGER reopen_changed BEFORE UPDATE ON findings FOR EACH ROW
    WHEN (OLD.decision <> 'undecided' AND NEW.decision = OLD.decision AND NEW.state = 'open' AND ${DIFFERS})
    EXECUTE FUNCTION reopen_changed()`,
  // Until it is analysed by itself, the server takes every finding for proposed.
  'ANALYZE findings (proposal, assignee_account)',
]
