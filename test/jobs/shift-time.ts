import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'

/** Tables whose rows nobody may change. */
const FIXED = ['decisions', 'registry_changes', 'deletions', 'account_events', 'run_actions', 'acts']

/** Lets all that is stored have happened so many days earlier. */
export async function shiftBack(db: Db, days: number): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type = 'timestamp with time zone'
      AND c.is_generated = 'NEVER' AND c.table_name <> ALL(${FIXED})`.execute(db)
  for (const [table, columns] of Map.groupBy(rows, (row) => row.table)) {
    const sets = columns.map(({ column }) => sql`${sql.ref(column)} = ${sql.ref(column)} - make_interval(days => ${days})`)
    await sql`UPDATE ${sql.table(table)} SET ${sql.join(sets)}`.execute(db)
  }
}
