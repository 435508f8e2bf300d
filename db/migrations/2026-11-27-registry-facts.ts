import { type Kysely, sql } from 'kysely'

/** What the registry tells of authorities and columns beside names and addresses: credit codes, spans, what became of a column, who looked when. */
export const registryFacts = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  'ALTER TABLE authorities ADD uscc text, ADD verified_at date, ADD note text',
  `ALTER TABLE portal_columns ADD since integer, ADD until integer, ADD verified_at date, ADD note text,
    ADD status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'old', 'moved', 'blocked', 'robots'))`,
]
