import { type Kysely, sql } from 'kysely'

/**
 * What an officer proposed and a second person has not approved yet, and the account of whoever a finding is assigned to. A proposal holds for the
 * finding as it was: where that changes or goes, it lapses by an entry of its own. A trigger, so that whatever writes findings keeps to it.
 */
export const secondApprover = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const CHANGED = `
  (OLD.left_value, OLD.right_value, OLD.quote) IS DISTINCT FROM (NEW.left_value, NEW.right_value, NEW.quote)
  OR (OLD.version_id, OLD.cells) IS DISTINCT FROM (NEW.version_id, NEW.cells)
    AND cells_as_printed(OLD.version_id, OLD.cells) <> cells_as_printed(NEW.version_id, NEW.cells)`

const LAPSE = `
CREATE OR REPLACE FUNCTION lapse_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  standing jsonb := jsonb_build_object('decision', OLD.decision, 'reason', OLD.decision_reason, 'due', OLD.due_on, 'assignee', OLD.assignee,
    'assigneeAccount', OLD.assignee_account);
BEGIN
  IF NEW.state = 'open' AND OLD.state = 'open' AND NOT (${CHANGED}) THEN
    RETURN NEW;
  END IF;
  INSERT INTO decisions (finding_id, act, decision, reason, decided_by, finding, before, after)
  VALUES (OLD.id, 'lapsed', OLD.decision, OLD.decision_reason, 'gouji',
    jsonb_build_object('severity', OLD.severity, 'verdict', OLD.verdict, 'message', OLD.message, 'left_value', OLD.left_value,
      'right_value', OLD.right_value, 'version_id', OLD.version_id),
    standing || jsonb_build_object('proposal', OLD.proposal), standing || jsonb_build_object('proposal', NULL));
  NEW.proposal := NULL;
  NEW.entries := NEW.entries + 1;
  RETURN NEW;
END $$`

/** As before, with all that is kept of a finding now. Triggers run in the order of their names: the entry of a proposal that lapsed is counted. */
const REOPEN = `
CREATE OR REPLACE FUNCTION reopen_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (${CHANGED}) THEN
    RETURN NEW;
  END IF;
  INSERT INTO decisions (finding_id, act, decision, decided_by, finding, before, after)
  VALUES (OLD.id, 'changed', 'undecided', 'gouji',
    jsonb_build_object('severity', OLD.severity, 'verdict', OLD.verdict, 'message', OLD.message, 'left_value', OLD.left_value,
      'right_value', OLD.right_value, 'version_id', OLD.version_id),
    jsonb_build_object('decision', OLD.decision, 'reason', OLD.decision_reason, 'due', OLD.due_on, 'assignee', OLD.assignee,
      'assigneeAccount', OLD.assignee_account, 'proposal', NULL),
    jsonb_build_object('decision', 'undecided', 'reason', NULL, 'due', NULL, 'assignee', OLD.assignee,
      'assigneeAccount', OLD.assignee_account, 'proposal', NULL));
  NEW.decision := 'undecided';
  NEW.decision_reason := NULL;
  NEW.due_on := NULL;
  NEW.entries := NEW.entries + 1;
  RETURN NEW;
END $$`

const STATEMENTS = [
  `ALTER TABLE findings ADD assignee_account integer REFERENCES accounts, ADD proposal jsonb`,
  `CREATE INDEX findings_proposed ON findings (status, weight DESC, urgency DESC, id DESC) WHERE proposal IS NOT NULL`,
  `CREATE INDEX findings_of_account ON findings (assignee_account, status, weight DESC, urgency DESC, id DESC)
    WHERE assignee_account IS NOT NULL`,
  LAPSE,
  REOPEN,
  'DROP TRIGGER IF EXISTS lapse_proposal ON findings',
  `CREATE TRIGGER lapse_proposal BEFORE UPDATE ON findings FOR EACH ROW
    WHEN (OLD.proposal IS NOT NULL AND NEW.proposal IS NOT NULL AND (NEW.state <> OLD.state OR
      (OLD.version_id, OLD.cells, OLD.left_value, OLD.right_value, OLD.quote)
        IS DISTINCT FROM (NEW.version_id, NEW.cells, NEW.left_value, NEW.right_value, NEW.quote)))
    EXECUTE FUNCTION lapse_proposal()`,
]
