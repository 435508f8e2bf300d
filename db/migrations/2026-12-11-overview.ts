import { type Kysely, sql } from 'kysely'

/** What the overview counts by, each count from an index alone: findings by rule and decision, the backlog by age, work by week. */
export const overview = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `CREATE INDEX findings_counted ON findings (district_id, year, rule, family, status, decision, decision_reason) WHERE verdict = 'fail'`,
  `CREATE INDEX findings_waiting ON findings (district_id, year, severity, opened_at)
    WHERE verdict = 'fail' AND status = 'undecided'`,
  `CREATE INDEX ON decisions (decided_at, act, finding_id, id)`,
  `CREATE INDEX ON filings (year, authority_id, status)`,
  `DROP INDEX filings_year_idx`,
]
