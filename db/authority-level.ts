import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type AuthorityLevel, kindsAt } from '../src/model/authority.ts'

/** Whether an authority of `authorities a` is at a level: by its own or, where none is registered, by that of its kind. */
export function isAt(level: AuthorityLevel): RawBuilder<SqlBool> {
  return sql`(a.level = ${level} OR a.level IS NULL AND a.kind = ANY(${kindsAt(level)}::text[]))`
}
