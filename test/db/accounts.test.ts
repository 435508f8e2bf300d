import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as accountEvents from '../../db/account-events.ts'
import * as accountLinks from '../../db/account-links.ts'
import * as accounts from '../../db/accounts.ts'
import * as apiTokens from '../../db/api-tokens.ts'
import { connect, type OpenDatabase } from '../../db/connect.ts'
import * as heldForms from '../../db/held-forms.ts'
import { migrateTo, migrateToLatest } from '../../db/migrate.ts'
import * as sessions from '../../db/sessions.ts'
import * as signInFailures from '../../db/sign-in-failures.ts'
import { openTestDatabase } from '../test-database.ts'

let open: OpenDatabase
beforeAll(async () => {
  open = await openTestDatabase()
})
afterAll(() => open.close())

let made = 0
async function newAccount(more: Partial<accounts.NewAccount> = {}): Promise<accounts.Account> {
  const account = await accounts.add(open.db, {
    login: `officer${++made}`,
    name: '张三',
    role: 'officer',
    districts: null,
    passwordHash: 'scrypt$1$1$1$a$b',
    ...more,
  })
  if (account === null) throw new Error('the login is taken')
  return account
}

test('a login is given once', async () => {
  await newAccount({ login: 'once' })
  expect(await accounts.add(open.db, { login: 'once', name: '李', role: 'viewer', districts: ['a'] })).toBeNull()
})

test('a session is found by its token, ends by idleness, by age, by hand and with its account', async () => {
  const account = await newAccount()
  const begin = () => sessions.begin(open.db, { account: account.id, address: '10.0.0.1', agent: 'x'.repeat(999) })
  const [token, idle, old, ended] = await Promise.all([begin(), begin(), begin(), begin()])
  const found = await sessions.find(open.db, token)
  expect(found).toMatchObject({ isAlive: true, account: { id: account.id, login: account.login } })
  const age = async (which: string, column: 'seen_at' | 'created_at', hours: number) => {
    const { session } = (await sessions.find(open.db, which))!
    await sql`UPDATE sessions SET ${sql.ref(column)} = now() - make_interval(hours => ${hours}) WHERE id = ${session.id}`.execute(
      open.db,
    )
  }
  await age(idle, 'seen_at', sessions.IDLE_HOURS)
  await age(old, 'created_at', sessions.LONGEST_HOURS)
  await sessions.end(open.db, account.id, { only: (await sessions.find(open.db, ended))!.session.id })
  for (const gone of [idle, old, ended]) expect(await sessions.find(open.db, gone)).toMatchObject({ isAlive: false })
  expect(await sessions.alive(open.db, account.id)).toHaveLength(1)
  expect(await sessions.find(open.db, 'no such token')).toBeNull()
  await accounts.change(open.db, account.id, { isLocked: true })
  expect(await sessions.find(open.db, token)).toMatchObject({ isAlive: false })
  const { rows } = await sql<{ kept: string }>`SELECT token_hash AS kept FROM sessions`.execute(open.db)
  expect(rows.some(({ kept }) => kept === token)).toBe(false)
})

test('that a session is used is noted once a minute, and moves its end', async () => {
  const account = await newAccount()
  const token = await sessions.begin(open.db, { account: account.id, address: null, agent: null })
  await sql`UPDATE sessions SET seen_at = now() - interval '30 minutes' WHERE account_id = ${account.id}`.execute(open.db)
  await sessions.find(open.db, token)
  const [session] = await sessions.alive(open.db, account.id)
  expect(Date.now() - session!.seen_at.getTime()).toBeLessThan(60_000)
})

test('a link works once, until it expires, and a newer one makes it worthless', async () => {
  const account = await newAccount()
  const first = await accountLinks.make(open.db, 'invitation', account.id)
  const second = await accountLinks.make(open.db, 'reset', account.id)
  expect(await accountLinks.find(open.db, first)).toBeNull()
  expect(await accountLinks.find(open.db, second)).toMatchObject({ purpose: 'reset', account_id: account.id })
  expect(await Promise.all([1, 2, 3].map(() => accountLinks.use(open.db, second)))).toEqual(
    expect.arrayContaining([true, false, false]),
  )
  expect(await accountLinks.find(open.db, second)).toBeNull()
  const late = await accountLinks.make(open.db, 'reset', account.id)
  await sql`UPDATE account_links SET expires_at = now() WHERE used_at IS NULL`.execute(open.db)
  expect([await accountLinks.find(open.db, late), await accountLinks.use(open.db, late)]).toEqual([null, false])
})

test('a token for programs works until it is revoked or expires, or its account is locked', async () => {
  const account = await newAccount()
  const make = (days: number) => apiTokens.make(open.db, { account: account.id, name: 'export', role: 'viewer', days })
  const [token, expired] = [await make(30), await make(0)]
  expect(await apiTokens.find(open.db, token)).toMatchObject({ token: { role: 'viewer' }, account: { id: account.id } })
  expect(await apiTokens.find(open.db, expired)).toBeNull()
  const kept = await apiTokens.ofAccount(open.db, account.id)
  expect(kept.map(({ token_hash }) => token_hash)).not.toContain(token)
  expect(kept.find(({ last_used_at }) => last_used_at !== null)).toBeDefined()
  await accounts.change(open.db, account.id, { isLocked: true })
  expect(await apiTokens.find(open.db, token)).toBeNull()
  await accounts.change(open.db, account.id, { isLocked: false })
  const { token: row } = (await apiTokens.find(open.db, token))!
  expect(await apiTokens.revoke(open.db, account.id + 1, row.id)).toBeNull()
  await apiTokens.revoke(open.db, account.id, row.id)
  expect(await apiTokens.find(open.db, token)).toBeNull()
})

test('attempts to sign in are counted over processes, before they are looked at', async () => {
  const others = [connect(open.url), connect(open.url)]
  try {
    const attempts = await Promise.all(
      Array.from({ length: 40 }, (_, at) => signInFailures.begin(others[at % 2]!, { login: 'target', address: '10.1.1.1' })),
    )
    const admitted = attempts.filter((each) => each !== 'paused').length
    expect(admitted).toBeLessThanOrEqual(signInFailures.MOST_FAILURES.pair)
    expect(await signInFailures.begin(open.db, { login: 'target', address: '10.1.1.2' })).not.toBe('paused')
    expect(await signInFailures.begin(open.db, { login: 'other', address: '10.1.1.1' })).not.toBe('paused')
    await signInFailures.clear(open.db, { login: 'target', address: '10.1.1.1' })
    expect(await signInFailures.begin(open.db, { login: 'target', address: '10.1.1.1' })).not.toBe('paused')
    const many = Array.from({ length: 40 }, (_, at) => at)
    for (const at of many) await signInFailures.begin(open.db, { login: 'spread', address: `10.2.0.${at}` })
    expect(await signInFailures.begin(open.db, { login: 'spread', address: '10.3.0.1' })).toBe('paused')
    for (const at of [...many, ...many]) await signInFailures.begin(open.db, { login: `sprayed${at}`, address: '10.4.0.1' })
    expect(await signInFailures.begin(open.db, { login: 'fresh', address: '10.4.0.1' })).toBe('paused')
    const { rows } = await sql<{ text: string }>`SELECT login_hash AS text FROM sign_in_failures`.execute(open.db)
    expect(rows.some(({ text }) => text === 'spread')).toBe(false)
    await sql`UPDATE sign_in_failures SET failed_at = failed_at - interval '16 minutes'`.execute(open.db)
    expect(await signInFailures.begin(open.db, { login: 'spread', address: '10.3.0.1' })).not.toBe('paused')
  } finally {
    await Promise.all(others.map((other) => other.destroy()))
  }
})

test('one administrator is always left who can sign in, whoever changes whom at once', async () => {
  await sql`UPDATE accounts SET locked_at = now() WHERE role = 'administrator'`.execute(open.db)
  const [one, two] = [await newAccount({ role: 'administrator' }), await newAccount({ role: 'administrator' })]
  await newAccount({ role: 'administrator', passwordHash: null })
  const outcomes = await Promise.all([
    accounts.change(open.db, one.id, { isLocked: true }),
    accounts.change(open.db, two.id, { role: 'viewer', districts: ['a'] }),
  ])
  expect(outcomes.toSorted()).toEqual(['changed', 'last-administrator'])
})

test('an administrator of some districts cannot be made', async () => {
  await expect(newAccount({ role: 'administrator', districts: ['a'] })).rejects.toThrow(/check constraint/)
})

test('the trail of an account is never changed, and neither a decision nor a run can forget who acted', async () => {
  const account = await newAccount()
  await accountEvents.record(open.db, {
    kind: 'signed-in',
    account: account.id,
    by: { name: '张三', account: account.id },
    address: '10.0.0.1',
    detail: { way: 'password' },
  })
  const [event] = await accountEvents.latest(open.db, { account: account.id, limit: 5 })
  expect(event).toMatchObject({ kind: 'signed-in', login: account.login, by_name: '张三', detail: { way: 'password' } })
  expect(await accountEvents.isRecent(open.db, account.id, 'signed-in', 5)).toBe(true)
  expect(await accountEvents.isRecent(open.db, account.id, 'locked', 5)).toBe(false)
  await expect(sql`UPDATE account_events SET kind = 'locked'`.execute(open.db)).rejects.toThrow(/never changed/)
  await expect(sql`DELETE FROM account_events`.execute(open.db)).rejects.toThrow(/never changed/)
  await expect(sql`DELETE FROM accounts WHERE id = ${account.id}`.execute(open.db)).rejects.toThrow(/foreign key/)
})

test('forms are held for their account only, and no more than somebody would send', async () => {
  const [owner, other] = [await newAccount(), await newAccount()]
  const form = { path: '/findings/1/decisions', fields: [['note', '已电话核实\u0000']] as const }
  expect(await heldForms.hold(open.db, { account: owner.id, ...form })).toBe(true)
  expect(await heldForms.ofAccount(open.db, other.id)).toEqual([])
  const [held] = await heldForms.ofAccount(open.db, owner.id)
  expect(held).toMatchObject({ path: form.path })
  await heldForms.drop(open.db, other.id, held!.id)
  expect(await heldForms.ofAccount(open.db, owner.id)).toHaveLength(1)
  await heldForms.drop(open.db, owner.id, held!.id)
  const kept = await Promise.all(Array.from({ length: 30 }, () => heldForms.hold(open.db, { account: other.id, ...form })))
  expect(kept).toContain(false)
})

test('decisions of before keep the name they were made under, and belong to no account', async () => {
  const { db, close } = await openTestDatabase({ empty: true })
  try {
    await migrateTo(db, '2026-12-03-challenges')
    await sql`INSERT INTO districts (id, name, years) VALUES ('d1', '示例县', '{2024}')`.execute(db)
    await sql`INSERT INTO findings (fingerprint, filer, authority_name, district_id, year, scope, rule, family, severity, verdict, message, message_en, basis, subject, state)
      VALUES ('f', 'a1', '示例县农业农村局', 'd1', 2025, 'report', 'T3-01', 'inaccurate', 'error', 'fail', '不平衡', 'unbalanced', '国办', 'total', 'open')`.execute(
      db,
    )
    await sql`INSERT INTO decisions (finding_id, decision, decided_by, finding) VALUES (1, 'confirmed', '李敏', '{}')`.execute(db)
    await migrateToLatest(db)
    const row = await db.selectFrom('decisions').select(['decided_by', 'decided_by_account']).executeTakeFirstOrThrow()
    expect(row).toEqual({ decided_by: '李敏', decided_by_account: null })
  } finally {
    await close()
  }
})
