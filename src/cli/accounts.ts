import { userInfo } from 'node:os'
import * as accountEvents from '../../db/account-events.ts'
import * as accountLinks from '../../db/account-links.ts'
import * as accounts from '../../db/accounts.ts'
import { type Db, openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import * as registry from '../../db/registry.ts'
import * as sessions from '../../db/sessions.ts'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { readLogin, readPersonName } from '../model/login.ts'
import { isRole, type Reach, ROLES, type Role } from '../model/role.ts'
import { accountsText, historyText } from './accounts-text.ts'
import { firstLink, linkTo } from './first-link.ts'

type Format = { readonly format: 'text' | 'json' }
type Districts = { readonly district?: readonly string[] }

/** `gouji accounts`: who may use the review pages. */
export async function list({ format }: Format): Promise<void> {
  await withDatabase(async (db) => {
    const all = await accounts.list(db)
    print(format === 'json' ? jsonLines(all.map(recordOf)) : accountsText(all))
  })
}

/** `gouji accounts link`: the way in for the first administrator. */
export async function link(): Promise<void> {
  await withDatabase(async (db, config) => {
    if (await accounts.isAny(db))
      throw new ConfigError(
        'There are accounts already. gouji accounts lists them; gouji accounts reset LOGIN lets somebody choose a new password.',
      )
    print(`${await firstLink(db, config)}\n`)
  })
}

/** `gouji accounts invite LOGIN`: adds an account, whose person chooses the password behind the link. */
export async function invite(
  login: string,
  { name, role, district }: Districts & { readonly name: string; readonly role: string },
): Promise<void> {
  await withDatabase(async (db, config) => {
    const known = readLogin(login)
    if (known === null)
      throw new ConfigError(`"${login}" cannot be a login: 2 to 60 letters or figures, with . _ @ - between them.`)
    const called = readPersonName(name)
    if (called === null) throw new ConfigError('--name is one line of at most 40 characters.')
    const rights = await rightsOf(db, role, district)
    const added = await accounts.add(db, { login: known, name: called, ...rights })
    if (added === null) throw new ConfigError(`There is an account "${known}" already.`)
    await record(db, added, 'invited', rights)
    print(`${linkTo(config, `invitation/${await accountLinks.make(db, 'invitation', added.id)}`)}\n`)
  })
}

/** `gouji accounts role LOGIN ROLE`: another role, and the districts that go with it. */
export async function changeRole(login: string, role: string, { district }: Districts): Promise<void> {
  await withAccount(login, async (db, account) => {
    const rights = await rightsOf(db, role, district)
    await changed(db, account, rights)
    const detail = { role: { from: account.role, to: rights.role }, districts: { from: account.districts, to: rights.districts } }
    await record(db, account, 'changed', detail)
    print(`${account.login}: ${rights.role}, ${rights.districts?.join(' ') ?? 'all districts'}\n`)
  })
}

/** `gouji accounts lock LOGIN`: ends the sessions, and lets nobody in with it. */
export async function lock(login: string): Promise<void> {
  await withAccount(login, async (db, account) => {
    await changed(db, account, { isLocked: true })
    await sessions.end(db, account.id)
    await accountLinks.dropOf(db, account.id)
    await record(db, account, 'locked')
    print(`${account.login} is locked\n`)
  })
}

export async function unlock(login: string): Promise<void> {
  await withAccount(login, async (db, account) => {
    await changed(db, account, { isLocked: false })
    await record(db, account, 'unlocked')
    print(`${account.login} may sign in again\n`)
  })
}

/** `gouji accounts reset LOGIN`: a link behind which a new password is chosen. */
export async function reset(login: string): Promise<void> {
  await withAccount(login, async (db, account, config) => {
    if (account.locked_at !== null)
      throw new ConfigError(`${account.login} is locked; gouji accounts unlock ${account.login} first.`)
    const purpose = account.password_hash === null ? 'invitation' : 'reset'
    const token = await accountLinks.make(db, purpose, account.id)
    await record(db, account, purpose === 'invitation' ? 'invited' : 'reset-link')
    print(`${linkTo(config, `invitation/${token}`)}\n`)
  })
}

/** `gouji accounts history [LOGIN]`: what happened, the newest first. */
export async function history(login: string | undefined, { format, limit }: Format & { readonly limit: number }): Promise<void> {
  await withDatabase(async (db) => {
    const of = login === undefined ? {} : { account: (await existing(db, login)).id }
    const events = await accountEvents.latest(db, { ...of, limit })
    print(format === 'json' ? jsonLines(events) : historyText(events))
  })
}

async function withDatabase(work: (db: Db, config: Config) => Promise<void>): Promise<void> {
  const config = readConfig()
  const { db, close } = await openDatabase(config)
  try {
    await migrateToLatest(db)
    await work(db, config)
  } finally {
    await close()
  }
}

async function withAccount(
  login: string,
  work: (db: Db, account: accounts.Account, config: Config) => Promise<void>,
): Promise<void> {
  await withDatabase(async (db, config) => work(db, await existing(db, login), config))
}

async function existing(db: Db, login: string): Promise<accounts.Account> {
  const account = await accounts.byLogin(db, readLogin(login) ?? login)
  if (account === null) throw new ConfigError(`there is no account "${login}". gouji accounts lists them.`)
  return account
}

async function rightsOf(
  db: Db,
  role: string,
  district: readonly string[] | undefined,
): Promise<{ readonly role: Role; readonly districts: Reach }> {
  if (!isRole(role)) throw new ConfigError(`"${role}" is no role; give one of ${ROLES.join(', ')}.`)
  if (district === undefined) return { role, districts: null }
  if (role === 'administrator') throw new ConfigError('An administrator has all districts; leave --district out.')
  const known = await registry.namesOf(db, 'districts', [...district])
  const unknown = district.filter((id) => !known.has(id))
  if (unknown.length > 0) throw new ConfigError(`there is no district "${unknown[0]}".`)
  return { role, districts: [...new Set(district)].sort() }
}

async function changed(db: Db, { id, login }: accounts.Account, change: accounts.AccountChange): Promise<void> {
  if ((await accounts.change(db, id, change)) === 'last-administrator')
    throw new ConfigError(`${login} is the last administrator who can sign in. Make somebody else one first.`)
}

/** Who acts on the command line is known by the name that the machine gives. */
async function record(
  db: Db,
  { id }: accounts.Account,
  kind: accountEvents.EventKind,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const by = { name: `命令行 (${userInfo().username})`, account: null }
  await accountEvents.record(db, { kind, account: id, by, address: null, detail })
}

function recordOf({ password_hash, oidc_subject, ...account }: accounts.ListedAccount) {
  return { ...account, hasPassword: password_hash !== null, isLinked: oidc_subject !== null }
}

function jsonLines(records: readonly object[]): string {
  return records.map((each) => `${JSON.stringify(each)}\n`).join('')
}

function print(text: string): void {
  process.stdout.write(text)
}
