import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as accountEvents from '../../db/account-events.ts'
import * as accountLinks from '../../db/account-links.ts'
import * as accounts from '../../db/accounts.ts'
import * as decisions from '../../db/decisions.ts'
import * as heldForms from '../../db/held-forms.ts'
import * as sessions from '../../db/sessions.ts'
import { MOST_FAILURES } from '../../db/sign-in-failures.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { addAccount, cookieOf, PASSWORD } from './sign-in.ts'

const SITE = 'https://gouji.example'

let filled: Filled
let app: ReviewApp
let other: ReviewApp
let finding: number

beforeAll(async () => {
  filled = await fillDatabase()
  const options = { ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: false }
  app = createReviewApp(options)
  other = createReviewApp(options)
  await addAccount(filled.db, { login: 'first.admin', role: 'administrator' })
  finding = (await filled.db.selectFrom('findings').select('id').where('rule', '=', 'T3-01').executeTakeFirstOrThrow()).id
})
afterAll(() => filled?.close())

type Asked = {
  readonly cookie?: string
  readonly form?: Record<string, string>
  readonly headers?: Record<string, string>
  readonly of?: ReviewApp
}

function ask(path: string, { cookie, form, headers = {}, of = app }: Asked = {}): Promise<Response> {
  const sent = { accept: 'text/html', ...(cookie && { cookie }), ...(form && { origin: SITE }), ...headers }
  return Promise.resolve(
    of.request(SITE + path, { headers: sent, ...(form && { method: 'POST', body: new URLSearchParams(form) }) }),
  )
}

const cookieIn = (response: Response) => /__Host-gouji_session=[\w-]*/.exec(response.headers.get('set-cookie') ?? '')?.[0]

async function signIn(login: string, more: Asked = {}): Promise<Response> {
  return await ask('/sign-in', { ...more, form: { login, password: PASSWORD, next: '/findings', ...more.form } })
}

describe('signing in', () => {
  test('leads where somebody wanted to go, and never elsewhere', async () => {
    const { login } = await addAccount(filled.db)
    const wanted = await ask('/findings?state=open')
    expect(wanted.headers.get('location')).toBe('/sign-in?next=%2Ffindings%3Fstate%3Dopen')
    const response = await signIn(` ${login.toUpperCase()} `, { form: { next: '/findings?state=open' } })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/findings?state=open'])
    for (const next of [
      '//evil.example/',
      'https://evil.example/',
      '/\\evil.example',
      'javascript:alert(1)',
      '/sign-out',
      '/.//evil.example',
    ])
      expect((await signIn(login, { form: { next } })).headers.get('location'), next).toBe('/')
  })

  test('keeps the token from scripts, from plain HTTP and from other sites, and out of the database', async () => {
    const { login } = await addAccount(filled.db)
    const cookie = (await signIn(login)).headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^__Host-gouji_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const token = /=([\w-]{43});/.exec(cookie)?.[1] ?? ''
    const kept = await filled.db.selectFrom('sessions').select('token_hash').execute()
    expect(kept.map(({ token_hash }) => token_hash)).not.toContain(token)
    const behindProxy = await app.request('http://gouji.example/sign-in', {
      method: 'POST',
      headers: { origin: 'https://gouji.example', 'x-forwarded-proto': 'https' },
      body: new URLSearchParams({ login, password: PASSWORD }),
    })
    expect(behindProxy.headers.get('set-cookie')).toMatch(/^__Host-.*Secure/)
  })

  test('begins a new session in place of one that somebody else may have planted', async () => {
    const [victim, attacker] = [await addAccount(filled.db), await addAccount(filled.db)]
    const { secure: planted } = await cookieOf(filled.db, attacker)
    const response = await signIn(victim.login, { cookie: planted })
    const own = cookieIn(response)
    expect(own).not.toBe(planted)
    expect(await (await ask('/account', { cookie: own! })).text()).toContain(victim.login)
    expect((await ask('/account', { cookie: planted })).headers.get('location')).toMatch(/^\/sign-in/)
    const made = '__Host-gouji_session=made-up-by-somebody'
    expect(cookieIn(await signIn(victim.login, { cookie: made }))).not.toBe(made)
  })

  test('tells nobody which logins there are, nor that an account is locked', async () => {
    const { login, id } = await addAccount(filled.db)
    const texts = await Promise.all(
      [login, 'nobody.at.all', `${login}\u200b`].map(async (each) =>
        (await signIn(each, { form: { password: 'wrong' } })).text(),
      ),
    )
    const told = texts.map((text) => text.replaceAll(/value="[^"]*"/g, ''))
    expect(new Set(told).size).toBe(1)
    await accounts.change(filled.db, id, { isLocked: true })
    expect(await (await signIn(login, { form: { password: 'wrong' } })).text()).not.toContain('停用')
    expect(await (await signIn(login)).text()).toContain('停用')
  })

  test('is paused after some wrong passwords, in all processes, for that address, and one success forgives', async () => {
    const { login, id } = await addAccount(filled.db)
    const from = (address: string) => ({ 'x-forwarded-for': address })
    const wrong = (of: ReviewApp, address = '203.0.113.1') =>
      signIn(login, { of, headers: from(address), form: { password: 'wrong' } })
    for (let attempt = 0; attempt < MOST_FAILURES.pair; attempt++)
      expect((await wrong(attempt % 2 === 0 ? app : other)).status).toBe(422)
    const paused = await signIn(login, { headers: from('203.0.113.1') })
    expect([paused.status, paused.headers.get('retry-after')]).toEqual([429, '900'])
    expect((await signIn(login, { of: other, headers: from('203.0.113.1') })).status).toBe(429)
    expect((await signIn(login, { headers: from('203.0.113.2') })).status).toBe(303)
    const kinds = (await accountEvents.latest(filled.db, { account: id, limit: 20 })).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'sign-in-paused')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'sign-in-failed')).toHaveLength(MOST_FAILURES.pair)
  })

  test('a form of another site signs nobody in', async () => {
    const { login } = await addAccount(filled.db)
    const foreign: readonly Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ]
    for (const headers of foreign) expect((await signIn(login, { headers })).status).toBe(403)
  })
})

describe('sessions', () => {
  test('changing the password ends all others, and gives this one another token', async () => {
    const account = await addAccount(filled.db)
    const [here, there] = [await cookieOf(filled.db, account), await cookieOf(filled.db, account)]
    const change = (form: Record<string, string>) => ask('/account/password', { cookie: here.secure, form })
    const fresh = '江南好风景旧曾谙日出'
    expect((await change({ old: 'wrong', password: fresh, repeat: fresh })).status).toBe(422)
    expect(await (await change({ old: PASSWORD, password: 'password2024', repeat: 'password2024' })).text()).toContain('太常见')
    expect(await (await change({ old: PASSWORD, password: fresh, repeat: 'other' })).text()).toContain('不一样')
    const changed = await change({ old: PASSWORD, password: fresh, repeat: fresh })
    expect(changed.status).toBe(303)
    for (const { secure } of [here, there])
      expect((await ask('/account', { cookie: secure })).headers.get('location')).toMatch(/^\/sign-in/)
    expect((await ask('/account', { cookie: cookieIn(changed)! })).status).toBe(200)
    expect((await signIn(account.login)).status).toBe(422)
    expect((await signIn(account.login, { form: { password: fresh } })).status).toBe(303)
  })

  test('are listed, and ended one by one, by their own account only', async () => {
    const account = await addAccount(filled.db)
    const [here, there] = [await cookieOf(filled.db, account), await cookieOf(filled.db, account)]
    const stranger = await cookieOf(filled.db, await addAccount(filled.db))
    const [, first] = await sessions.alive(filled.db, account.id)
    const end = (cookie: string) => ask('/account/sessions/end', { cookie, form: { session: String(first!.id) } })
    await end(stranger.secure)
    expect(await sessions.alive(filled.db, account.id)).toHaveLength(2)
    await end(here.secure)
    expect(await sessions.alive(filled.db, account.id)).toHaveLength(1)
    const still = (await Promise.all([here, there].map(({ secure }) => ask('/account', { cookie: secure })))).filter(
      ({ status }) => status === 200,
    )
    expect(still).toHaveLength(1)
  })

  test('signing out ends the session itself, not only the cookie', async () => {
    const { secure } = await cookieOf(filled.db, await addAccount(filled.db))
    const out = await ask('/sign-out', { cookie: secure, form: {} })
    expect(out.headers.get('set-cookie')).toMatch(/Max-Age=0/)
    expect((await ask('/account', { cookie: secure })).headers.get('location')).toMatch(/^\/sign-in/)
  })

  test('a lesser role or a lock holds for sessions and tokens that are open', async () => {
    const account = await addAccount(filled.db, { role: 'supervisor' })
    const { secure: cookie } = await cookieOf(filled.db, account)
    expect((await ask('/registry/yunhe/authority', { cookie })).status).toBe(200)
    await accounts.change(filled.db, account.id, { role: 'viewer' })
    expect((await ask('/registry/yunhe/authority', { cookie })).status).toBe(403)
    await accounts.change(filled.db, account.id, { isLocked: true })
    expect((await ask('/findings', { cookie })).status).toBe(303)
  })
})

describe('a session that ends in the middle of a form', () => {
  const FORM = { decision: 'confirmed', act: 'confirm', reason: '', note: '已电话核实，\r\n口径为全区', expected: '0' }
  const PATH = () => `/findings/${finding}/decisions?state=open`
  const historyCount = async () => (await decisions.historyOf(filled.db, finding)).length

  async function expiredCookie(account: accounts.Account): Promise<string> {
    const { secure } = await cookieOf(filled.db, account)
    await filled.db
      .updateTable('sessions')
      .set({ seen_at: new Date(Date.now() - 5 * 3_600_000) })
      .where('account_id', '=', account.id)
      .execute()
    return secure
  }

  test('keeps it for its account, shows it after the next sign-in, and does it when that is confirmed', async () => {
    const account = await addAccount(filled.db)
    const before = await historyCount()
    const sent = await ask(PATH(), { cookie: await expiredCookie(account), form: FORM })
    expect(sent.headers.get('location')).toBe('/sign-in?notice=held')
    expect(await historyCount()).toBe(before)

    const stranger = await signIn((await addAccount(filled.db)).login)
    expect(stranger.headers.get('location')).toBe('/findings')
    expect(await (await ask('/account/held', { cookie: cookieIn(stranger)! })).text()).not.toContain('电话核实')

    const back = await signIn(account.login)
    expect(back.headers.get('location')).toBe('/account/held')
    const cookie = cookieIn(back)!
    const page = await (await ask('/account/held', { cookie })).text()
    expect(page).toContain('已电话核实')
    const [held] = await heldForms.ofAccount(filled.db, account.id)
    const action = `${PATH()}&held=${held!.id}`
    expect(page).toContain(action.replaceAll('&', '&amp;'))
    const again = await ask(action, { cookie, form: Object.fromEntries(held!.fields) })
    expect(again.status).toBe(303)
    const latest = (await decisions.historyOf(filled.db, finding)).at(-1)
    expect(latest).toMatchObject({
      note: '已电话核实，\n口径为全区',
      decided_by: `张三 (${account.login})`,
      decided_by_account: account.id,
    })
    expect(await heldForms.ofAccount(filled.db, account.id)).toEqual([])
  })

  test('keeps it as long as it is not taken', async () => {
    const account = await addAccount(filled.db)
    await ask(PATH(), { cookie: await expiredCookie(account), form: { ...FORM, expected: '99' } })
    const { secure: cookie } = await cookieOf(filled.db, account)
    const [held] = await heldForms.ofAccount(filled.db, account.id)
    const refused = await ask(`${PATH()}&held=${held!.id}`, { cookie, form: Object.fromEntries(held!.fields) })
    expect(refused.status).toBe(409)
    expect(await heldForms.ofAccount(filled.db, account.id)).toHaveLength(1)
    await ask(`/account/held/${held!.id}/drop`, { cookie, form: {} })
    expect(await heldForms.ofAccount(filled.db, account.id)).toEqual([])
  })

  test('is shown to be copied where it is nobody’s to keep, and never a password', async () => {
    const nobody = await ask(PATH(), { form: FORM })
    expect(nobody.status).toBe(401)
    expect(await nobody.text()).toContain('已电话核实')
    const account = await addAccount(filled.db)
    const { secure: ended } = await cookieOf(filled.db, account)
    await sessions.end(filled.db, account.id)
    expect((await ask(PATH(), { cookie: ended, form: FORM })).status).toBe(401)
    const password = await ask('/account/password', {
      cookie: await expiredCookie(account),
      form: { old: 'my-old-secret', password: 'x' },
    })
    expect(await password.text()).not.toContain('my-old-secret')
    expect(await heldForms.ofAccount(filled.db, account.id)).toEqual([])
  })
})

describe('administrators', () => {
  async function administrator() {
    const account = await addAccount(filled.db, { role: 'administrator' })
    return { account, cookie: (await cookieOf(filled.db, account)).secure }
  }

  test('invite by a link that works once, for the rights that they chose', async () => {
    const { cookie } = await administrator()
    const form = { login: 'li.na', name: '李娜', role: 'officer', districts: 'yunhe' }
    const page = await (await ask('/accounts', { cookie, form })).text()
    const link = /https:\/\/gouji\.example(\/invitation\/[\w-]{43})/.exec(page)?.[1] ?? ''
    expect((await ask('/accounts', { cookie, form })).status).toBe(409)
    expect((await signIn('li.na', { form: { password: '' } })).status).toBe(422)
    expect(await (await ask(link)).text()).toContain('李娜')
    expect((await ask(link, { form: { password: 'short', repeat: 'short' } })).status).toBe(422)
    const accepted = await ask(link, { form: { password: PASSWORD, repeat: PASSWORD } })
    expect(accepted.status).toBe(303)
    expect((await ask(link)).status).toBe(404)
    expect((await ask(link, { form: { password: PASSWORD, repeat: PASSWORD } })).status).toBe(404)
    expect(await accounts.byLogin(filled.db, 'li.na')).toMatchObject({ role: 'officer', districts: ['yunhe'] })
    expect((await ask('/accounts', { cookie: cookieIn(accepted)! })).status).toBe(403)
  })

  test.each([
    [{ login: 'x', name: '李娜', role: 'officer', districts: '*' }, '用户名须为'],
    [{ login: 'li.na2', name: '', role: 'officer', districts: '*' }, '请填写姓名'],
    [{ login: 'li.na2', name: '李娜', role: 'officer' }, '请至少选择一个地区'],
    [{ login: 'li.na2', name: '李娜', role: 'officer', districts: 'nowhere' }, '请至少选择一个地区'],
  ])('are told what is wrong with an invitation: %j', async (form, told) => {
    const { cookie } = await administrator()
    const refused = await ask('/accounts', { cookie, form: form as Record<string, string> })
    expect([refused.status, (await refused.text()).includes(told)]).toEqual([422, true])
    expect((await ask('/accounts', { cookie, form: { ...form, role: 'emperor' } as Record<string, string> })).status).toBe(400)
  })

  test('change, lock and reset others, each on the record, but not themselves away', async () => {
    const { account: own, cookie } = await administrator()
    const account = await addAccount(filled.db, { role: 'officer' })
    const theirs = await cookieOf(filled.db, account)
    const act = (action: string, form: Record<string, string> = {}) => ask(`/accounts/${account.id}${action}`, { cookie, form })
    expect((await act('', { name: '张三丰', role: 'viewer', districts: 'yunhe' })).status).toBe(303)
    expect(await accounts.get(filled.db, account.id)).toMatchObject({ name: '张三丰', role: 'viewer', districts: ['yunhe'] })
    const made = await (await act('/link')).text()
    const link = /(\/invitation\/[\w-]{43})/.exec(made)?.[1] ?? ''
    expect((await ask('/account', { cookie: theirs.secure })).status, 'a link alone ends nothing').toBe(200)
    expect((await ask(link, { form: { password: '江南好风景旧曾谙日出', repeat: '江南好风景旧曾谙日出' } })).status).toBe(303)
    expect((await ask('/account', { cookie: theirs.secure })).status, 'a new password does').toBe(303)
    await act('/lock')
    const late = await accountLinks.make(filled.db, 'reset', account.id)
    expect((await ask(`/invitation/${late}`)).status, 'no link opens a locked account').toBe(404)
    await act('/unlock')
    expect((await ask(`/accounts/${own.id}/lock`, { cookie, form: {} })).status).toBe(409)
    const trail = await accountEvents.latest(filled.db, { account: account.id, limit: 20 })
    expect(trail.map(({ kind }) => kind).toReversed()).toEqual([
      'changed',
      'reset-link',
      'password-changed',
      'signed-in',
      'locked',
      'unlocked',
    ])
    expect(trail.find(({ kind }) => kind === 'changed')).toMatchObject({
      by_account_id: own.id,
      detail: { role: { from: 'officer', to: 'viewer' }, name: { from: '张三', to: '张三丰' } },
    })
  })

  test('make no token that may do more than they may, and are shown it once', async () => {
    const { cookie, account } = await administrator()
    const made = await ask('/account/tokens', { cookie, form: { name: '导出', role: 'viewer', days: '30' } })
    const token = /gouji_[\w-]{43}/.exec(await made.text())?.[0] ?? ''
    expect(await (await ask('/account', { cookie })).text()).not.toContain(token)
    const program = { authorization: `Bearer ${token}` }
    expect((await ask('/findings', { headers: program })).status).toBe(200)
    expect((await ask('/account', { headers: program })).status).toBe(403)
    const noBrowser = { method: 'POST', headers: program, body: new URLSearchParams({ decision: 'confirmed' }) }
    expect((await app.request(`${SITE}/findings/${finding}/decisions`, noBrowser)).status, 'a viewer’s token').toBe(403)
    const { rows } = { rows: await filled.db.selectFrom('api_tokens').selectAll().where('account_id', '=', account.id).execute() }
    await ask(`/account/tokens/${rows[0]!.id}/revoke`, { cookie, form: {} })
    expect((await ask('/findings', { headers: program })).status).toBe(401)
    expect((await ask('/findings', { cookie, headers: program })).status, 'no session makes up for it').toBe(401)
  })
})

test('no page hands out what is kept of a secret, and no error page holds a link', async () => {
  const { secure: cookie } = await cookieOf(filled.db, await addAccount(filled.db, { role: 'administrator' }))
  for (const path of ['/account', '/accounts', '/accounts/1']) {
    const text = await (await ask(path, { cookie })).text()
    expect(text).not.toMatch(/scrypt\$|[0-9a-f]{64}/)
  }
})
