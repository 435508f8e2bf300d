import { type Kysely, sql } from 'kysely'

/**
 * How the findings and filings of a release stood: unlike versions of reports they change in place, so that two releases cannot be compared
 * without it. `standings_kept` is false for releases of before, and for those that a program of before makes.
 */
export const releaseStandings = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  'ALTER TABLE releases ADD COLUMN standings_kept boolean NOT NULL DEFAULT false',
  `CREATE TABLE release_standings (
    release text NOT NULL REFERENCES releases,
    about text NOT NULL CHECK (about IN ('finding', 'filing')),
    year integer NOT NULL,
    filer text NOT NULL,
    authority_name text NOT NULL,
    rule text NOT NULL,
    subject text NOT NULL,
    stands jsonb NOT NULL,
    PRIMARY KEY (release, about, year, filer, rule, subject)
  )`,
]
