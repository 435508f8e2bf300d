import { sql } from 'kysely'
import { type Reach, recordedName } from '../src/model/role.ts'
import type { Db } from './connect.ts'

/** Somebody whose work a finding can be: who may decide, and signs in here. */
export type Assignee = {
  readonly account: number
  readonly login: string
  /** As it is recorded. */
  readonly name: string
  /** Districts whose findings they see. */
  readonly reach: Reach
}

const MOST = 500

/** Those who can be given findings of the district, or, where it is left out, of any district within the reach of whoever asks. */
export async function listFor(
  db: Db,
  { district, reach = null }: { readonly district?: string | null | undefined; readonly reach?: Reach },
): Promise<Assignee[]> {
  const rows = await candidates(db)
    .where(({ or, eb }) => {
      const all = eb('districts', 'is', null)
      if (district !== undefined) return or([all, eb(sql`${district}::text`, '=', sql`ANY(districts)`)])
      return reach === null ? sql<boolean>`true` : or([all, sql<boolean>`districts && ${reach}::text[]`])
    })
    .orderBy('name')
    .orderBy('login')
    .limit(MOST)
    .execute()
  return rows.map(toAssignee)
}

/**
 * The one person whom a text names: by their login, by the name that is recorded of them, or by a name that nobody else has. Null where it is
 * nobody's, or several people's.
 */
export async function named(db: Db, text: string): Promise<Assignee | null> {
  const rows = await candidates(db).execute()
  const login = text.normalize('NFKC').trim().toLowerCase()
  const exact = rows.find((row) => row.login === login || recordedName(row) === text)
  const [one, another] = exact ? [exact] : rows.filter(({ name }) => name === text)
  return one === undefined || another !== undefined ? null : toAssignee(one)
}

function candidates(db: Db) {
  return db
    .selectFrom('accounts')
    .select(['id', 'login', 'name', 'districts'])
    .where('locked_at', 'is', null)
    .where('role', '<>', 'viewer')
}

function toAssignee(row: { id: number; login: string; name: string; districts: string[] | null }): Assignee {
  return { account: row.id, login: row.login, name: recordedName(row), reach: row.districts }
}
