import { type Kysely, sql } from 'kysely'

/** More that officers can do with a finding, each entry of its history with before and after, and what lists are narrowed and sorted by. */
export const acts = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const DECISIONS = "('undecided', 'confirmed', 'notified', 'dismissed', 'misread')"

const STATEMENTS = [
  `ALTER TABLE findings
    ADD decision_reason text,
    ADD due_on date,
    ADD assignee text,
    ADD entries integer NOT NULL DEFAULT 0,
    ADD status text NOT NULL GENERATED ALWAYS AS (
      CASE WHEN state = 'open' OR decision IN ('dismissed', 'misread') THEN decision
        WHEN closed_reason = 'resolved-by-correction' THEN 'rectified' ELSE 'gone' END) STORED,
    ADD weight smallint NOT NULL GENERATED ALWAYS AS (
      2 * CASE severity WHEN 'error' THEN 3 WHEN 'warning' THEN 2 ELSE 1 END
      + CASE WHEN basis LIKE '%政府信息公开条例%' THEN 1 ELSE 0 END) STORED,
    ADD urgency integer NOT NULL GENERATED ALWAYS AS (DATE '2200-01-01' - coalesce(due_on, DATE '2200-01-01')) STORED,
    DROP CONSTRAINT findings_decision_check,
    ADD CONSTRAINT findings_decision_check CHECK (decision IN ${DECISIONS})`,
  `ALTER TABLE decisions DISABLE TRIGGER append_only`,
  `ALTER TABLE decisions
    ADD act text,
    ADD before jsonb,
    ADD after jsonb,
    ADD batch uuid,
    ADD undoes integer REFERENCES decisions,
    DROP CONSTRAINT decisions_decision_check,
    ADD CONSTRAINT decisions_decision_check CHECK (decision IN ${DECISIONS})`,
  `UPDATE decisions d SET
    act = CASE d.decision WHEN 'confirmed' THEN 'confirm' WHEN 'dismissed' THEN 'dismiss' ELSE 'reopen' END,
    before = jsonb_build_object('decision', coalesce(p.decision, 'undecided'), 'reason', p.reason, 'due', NULL, 'assignee', NULL),
    after = jsonb_build_object('decision', d.decision, 'reason', d.reason, 'due', NULL, 'assignee', NULL)
    FROM decisions x LEFT JOIN LATERAL (
      SELECT decision, reason FROM decisions WHERE finding_id = x.finding_id AND id < x.id ORDER BY id DESC LIMIT 1
    ) p ON true
    WHERE x.id = d.id`,
  `ALTER TABLE decisions ALTER act SET NOT NULL, ALTER before SET NOT NULL, ALTER after SET NOT NULL`,
  `ALTER TABLE decisions ENABLE TRIGGER append_only`,
  `UPDATE findings f SET entries = d.entries, decision_reason = d.reason FROM (
      SELECT finding_id, count(*) AS entries, (array_agg(reason ORDER BY id DESC))[1] AS reason FROM decisions GROUP BY finding_id
    ) d WHERE d.finding_id = f.id`,
  `CREATE INDEX ON decisions (batch) WHERE batch IS NOT NULL`,
  `CREATE INDEX ON decisions (undoes) WHERE undoes IS NOT NULL`,
  `DROP INDEX findings_state_severity_rank_id_idx, findings_district_id_state_severity_rank_id_idx`,
  `CREATE INDEX ON findings (status, weight DESC, urgency DESC, id DESC)`,
  `CREATE INDEX ON findings (district_id, status, weight DESC, urgency DESC, id DESC)`,
  `CREATE INDEX ON findings (rule, status, weight DESC, urgency DESC, id DESC)`,
  `CREATE INDEX ON findings (year, status, weight DESC, urgency DESC, id DESC)`,
  `CREATE INDEX ON findings (assignee, status, weight DESC, urgency DESC, id DESC) WHERE assignee IS NOT NULL`,
  `CREATE INDEX ON findings (due_on) WHERE due_on IS NOT NULL`,
  `CREATE INDEX ON findings (opened_at)`,
]
