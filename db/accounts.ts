import { type Selectable, sql } from 'kysely'
import type { Reach, Role } from '../src/model/role.ts'
import type { AccountTable } from './account-tables.ts'
import type { Db } from './connect.ts'
import { alone } from './locks.ts'
import { IDLE_HOURS, LONGEST_HOURS } from './sessions.ts'

export type Account = Selectable<AccountTable>

/** Whether anybody has an account here. Until then only this machine is answered. */
export async function isAny(db: Db): Promise<boolean> {
  return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) !== undefined
}

export async function get(db: Db, id: number): Promise<Account | null> {
  return (await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

export async function byLogin(db: Db, login: string): Promise<Account | null> {
  return (await db.selectFrom('accounts').selectAll().where('login', '=', login).executeTakeFirst()) ?? null
}

export type OutsideSubject = { readonly issuer: string; readonly subject: string }

/** The account that is linked with somebody at an identity provider. */
export async function byOutside(db: Db, { issuer, subject }: OutsideSubject): Promise<Account | null> {
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where('oidc_issuer', '=', issuer)
    .where('oidc_subject', '=', subject)
    .executeTakeFirst()
  return row ?? null
}

/** Links an account; false where it is linked already, or another account is linked with the same person. */
export async function linkOutside(db: Db, id: number, { issuer, subject }: OutsideSubject): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE accounts SET oidc_issuer = ${issuer}, oidc_subject = ${subject} WHERE id = ${id} AND oidc_subject IS NULL
      AND NOT EXISTS (SELECT FROM accounts WHERE oidc_issuer = ${issuer} AND oidc_subject = ${subject})`.execute(db)
  return numAffectedRows > 0n
}

/** Ends the link of an account that has a password; false where it has none, or is not linked. */
export async function unlinkOutside(db: Db, id: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('accounts')
    .set({ oidc_issuer: null, oidc_subject: null })
    .where('id', '=', id)
    .where('password_hash', 'is not', null)
    .where('oidc_subject', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type ListedAccount = Account & { readonly sessions: number; readonly tokens: number }

/** All accounts by login, with what is open of each. */
export async function list(db: Db): Promise<ListedAccount[]> {
  return await db
    .selectFrom('accounts as a')
    .selectAll('a')
    .select((eb) => [
      eb
        .selectFrom('sessions')
        .select((counted) => counted.fn.countAll<number>().as('count'))
        .whereRef('account_id', '=', 'a.id')
        .where('ended_at', 'is', null)
        .where('seen_at', '>', sql<Date>`now() - make_interval(hours => ${sql.lit(IDLE_HOURS)})`)
        .where('created_at', '>', sql<Date>`now() - make_interval(hours => ${sql.lit(LONGEST_HOURS)})`)
        .$asScalar()
        .$notNull()
        .as('sessions'),
      eb
        .selectFrom('api_tokens')
        .select((counted) => counted.fn.countAll<number>().as('count'))
        .whereRef('account_id', '=', 'a.id')
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', sql<Date>`now()`)
        .$asScalar()
        .$notNull()
        .as('tokens'),
    ])
    .orderBy('a.login')
    .execute()
}

export type NewAccount = {
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly districts: Reach
  readonly passwordHash?: string | null
}

/** Null when the login is taken. */
export async function add(db: Db, { login, name, role, districts, passwordHash = null }: NewAccount): Promise<Account | null> {
  const row = await db
    .insertInto('accounts')
    .values({
      login,
      name,
      role,
      districts: districts === null ? null : [...districts],
      password_hash: passwordHash,
      ...(passwordHash !== null && { password_changed_at: sql<Date>`now()` as unknown as Date }),
    })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

export type AccountChange = {
  readonly name?: string
  readonly role?: Role
  readonly districts?: Reach
  readonly isLocked?: boolean
}

/**
 * Changes an account, unless it is the last administrator who can sign in and would not be one any more: then nothing is changed, whoever else
 * changes another at the same moment.
 */
export async function change(
  db: Db,
  id: number,
  { name, role, districts, isLocked }: AccountChange,
): Promise<'changed' | 'last-administrator'> {
  return await alone(db, 'accounts', async (trx) => {
    if ((role !== undefined && role !== 'administrator') || isLocked === true) {
      const others = await trx
        .selectFrom('accounts')
        .select('id')
        .where('id', '<>', id)
        .where('role', '=', 'administrator')
        .where('locked_at', 'is', null)
        .where((eb) => eb.or([eb('password_hash', 'is not', null), eb('oidc_subject', 'is not', null)]))
        .executeTakeFirst()
      const own = await get(trx, id)
      if (own?.role === 'administrator' && own.locked_at === null && others === undefined) return 'last-administrator'
    }
    await trx
      .updateTable('accounts')
      .set({
        ...(name !== undefined && { name }),
        ...(role !== undefined && { role }),
        ...(districts !== undefined && { districts: districts === null ? null : [...districts] }),
        ...(isLocked !== undefined && { locked_at: isLocked ? sql<Date>`now()` : null }),
      })
      .where('id', '=', id)
      .execute()
    return 'changed'
  })
}

export async function setPassword(db: Db, id: number, passwordHash: string): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ password_hash: passwordHash, password_changed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute()
}

export async function noteSignIn(db: Db, id: number): Promise<void> {
  await db.updateTable('accounts').set({ signed_in_at: sql<Date>`now()` }).where('id', '=', id).execute()
}
