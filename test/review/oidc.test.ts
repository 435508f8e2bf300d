import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as accountEvents from '../../db/account-events.ts'
import * as accountLinks from '../../db/account-links.ts'
import * as accounts from '../../db/accounts.ts'
import * as sessions from '../../db/sessions.ts'
import { checkIssuer } from '../../src/cli/doctor/check-issuer.ts'
import { type OidcSettings, readNewcomers } from '../../src/model/oidc-settings.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { openOidc } from '../../src/review/oidc.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { addAccount, cookieOf, PASSWORD } from './sign-in.ts'

const SITE = 'https://gouji.example'
const CALLBACK = `${SITE}/sign-in/oidc/callback`

type Provider = { readonly issuer: string; readonly process: ChildProcess }

let filled: Filled
let provider: Provider
let other: Provider
let app: ReviewApp
const failures: Error[] = []

beforeAll(async () => {
  ;[filled, provider, other] = await Promise.all([fillDatabase(), startProvider(), startProvider()])
  await addAccount(filled.db, { login: 'first.admin', role: 'administrator' })
  app = appWith({})
})
afterAll(async () => {
  for (const each of [provider, other]) each?.process.kill()
  await filled?.close()
})

async function startProvider(): Promise<Provider> {
  const path = join(import.meta.dirname, '../servers/identity-provider.ts')
  const child = spawn(process.execPath, [path, CALLBACK], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { issuer: said.toString().trim(), process: child }
}

function appWith(more: Partial<OidcSettings>, { passwords = true } = {}): ReviewApp {
  const oidc = openOidc({
    issuer: provider.issuer,
    clientId: 'gouji',
    clientSecret: 'a-secret-of-the-test-of-more-than-32-letters',
    loginClaim: 'preferred_username',
    newcomers: null,
    publicUrl: SITE,
    ...more,
  })
  const onError = (error: Error) => failures.push(error)
  return createReviewApp({
    ...filled.desks,
    db: filled.db,
    snapshots: filled.snapshots,
    thisMachine: false,
    oidc,
    passwords,
    onError,
  })
}

/** Cookies of one browser, ours and the provider's, each kept for its own site. */
type Browser = { readonly jars: Map<string, Map<string, string>>; readonly of: ReviewApp }

function browser(of: ReviewApp = app): Browser {
  return { jars: new Map(), of }
}

function jarOf({ jars }: Browser, url: URL): Map<string, string> {
  const jar = jars.get(url.origin) ?? new Map<string, string>()
  jars.set(url.origin, jar)
  return jar
}

async function ask(of: Browser, address: string | URL, form?: Readonly<Record<string, string>>): Promise<Response> {
  const url = new URL(address, SITE)
  const jar = jarOf(of, url)
  const headers = {
    accept: 'text/html',
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    ...(form && { origin: url.origin, 'content-type': 'application/x-www-form-urlencoded' }),
  }
  const request = {
    headers,
    redirect: 'manual' as const,
    ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
  }
  const response = url.origin === SITE ? await of.of.request(url.href, request) : await fetch(url, request)
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name)
    else jar.set(name, value)
  }
  return response
}

const whereTo = (response: Response, base: string | URL) => new URL(response.headers.get('location') ?? '', base)

/** Goes from an address of the provider through its forms as this person, until it leads back to us; that address is not asked for yet. */
async function signInThere(of: Browser, start: URL, person: string): Promise<URL> {
  let url = start
  for (let steps = 0; steps < 12; steps++) {
    if (url.origin === SITE) return url
    const page = await ask(of, url)
    if (page.status >= 300 && page.status < 400) {
      url = whereTo(page, url)
      continue
    }
    const text = await page.text()
    const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1]
    if (prompt === undefined) throw new Error(`no form at ${url}: ${text.slice(0, 400)}`)
    const action = /<form[^>]+action="([^"]+)"/.exec(text)?.[1] ?? url.href
    const sent = await ask(of, new URL(action, url), { prompt, ...(prompt === 'login' && { login: person, password: 'x' }) })
    url = whereTo(sent, url)
  }
  throw new Error('the provider leads nowhere')
}

async function setOut(of: Browser, next = '/findings'): Promise<URL> {
  return whereTo(await ask(of, `/sign-in/oidc?next=${encodeURIComponent(next)}`), SITE)
}

/** The whole way; the answer of our callback. */
async function signIn(of: Browser, person: string): Promise<Response> {
  return await ask(of, await signInThere(of, await setOut(of), person))
}

const session = (of: Browser) => jarOf(of, new URL(SITE)).get('__Host-gouji_session')

async function isSignedIn(of: Browser): Promise<boolean> {
  return (await ask(of, '/findings')).status === 200
}

async function eventsOf({ id }: accounts.Account): Promise<string[]> {
  return (await accountEvents.latest(filled.db, { account: id, limit: 20 })).map(({ kind }) => kind).reverse()
}

test('the sign-in offers the way, with PKCE, a state, a nonce and our address, and no secret', async () => {
  const of = browser()
  expect(await (await ask(of, '/sign-in?next=%2Freports')).text()).toContain('href="/sign-in/oidc?next=%2Freports"')
  const { origin, searchParams } = await setOut(of)
  expect(origin).toBe(provider.issuer)
  expect(Object.fromEntries(searchParams)).toMatchObject({
    client_id: 'gouji',
    redirect_uri: CALLBACK,
    code_challenge_method: 'S256',
    response_type: 'code',
  })
  for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name), name).toMatch(/^[\w-]{43}$/)
  expect(searchParams.has('client_secret')).toBe(false)
})

describe('who gets in', () => {
  test('somebody who was invited, by a session of their own; the invitation opens nothing any more', async () => {
    const account = await addAccount(filled.db, { login: 'lisi', passwordHash: null, role: 'officer', districts: ['yunhe'] })
    const invitation = await accountLinks.make(filled.db, 'invitation', account.id)
    const of = browser()
    const response = await signIn(of, 'lisi')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/findings'])
    expect(await isSignedIn(of)).toBe(true)
    expect(await accounts.get(filled.db, account.id)).toMatchObject({
      oidc_issuer: provider.issuer,
      oidc_subject: 'lisi',
      role: 'officer',
    })
    expect(await eventsOf(account)).toEqual(['oidc-linked', 'signed-in'])
    expect((await ask(browser(), `/invitation/${invitation}`)).status).toBe(404)
  })

  test('the same person again, by whatever login the provider tells, and each time by another session', async () => {
    const [first, second] = [browser(), browser()]
    await signIn(first, 'lisi')
    await signIn(second, 'lisi+renamed')
    expect(await isSignedIn(second)).toBe(true)
    expect(session(second)).not.toBe(session(first))
    expect(await accounts.byLogin(filled.db, 'renamed')).toBeNull()
  })

  test('signing out ends the session; a session that lay in the browser before is not the one that is used', async () => {
    const of = browser()
    const planted = 'p'.repeat(43)
    jarOf(of, new URL(SITE)).set('__Host-gouji_session', planted)
    await signIn(of, 'lisi')
    expect(session(of)).not.toBe(planted)
    const used = session(of) ?? ''
    await ask(of, '/sign-out', {})
    expect(await isSignedIn(of)).toBe(false)
    expect((await sessions.find(filled.db, used))?.isAlive).toBe(false)
  })

  test('nobody who was not invited, and nobody under the login of an account that has a password', async () => {
    const owner = await addAccount(filled.db, { login: 'zhaoliu' })
    for (const person of ['stranger', 'mallory+zhaoliu', 'x+first.admin']) {
      const of = browser()
      const response = await signIn(of, person)
      expect(response.status, person).toBe(422)
      expect(await response.text()).toContain('请联系本单位管理员邀请')
      expect(await isSignedIn(of)).toBe(false)
    }
    expect(await accounts.get(filled.db, owner.id)).toMatchObject({ oidc_subject: null })
    expect(await accounts.byLogin(filled.db, 'stranger')).toBeNull()
  })

  test('newcomers where the office lets them in, as what it says', async () => {
    const open = appWith({ newcomers: { role: 'viewer', districts: ['yunhe'] } })
    const of = browser(open)
    expect((await signIn(of, '00417+sunqi')).status).toBe(303)
    const made = await accounts.byLogin(filled.db, 'sunqi')
    expect(made).toMatchObject({
      role: 'viewer',
      districts: ['yunhe'],
      name: 'sunqi先生',
      password_hash: null,
      oidc_subject: '00417',
    })
    expect(await eventsOf(made!)).toEqual(['created', 'oidc-linked', 'signed-in'])
    expect((await signIn(browser(open), 'mallory+zhaoliu')).status, 'a login that is taken').toBe(422)
  })

  test('newcomers who come back in two windows at once, each in both, as one account', async () => {
    const of = appWith({ newcomers: { role: 'viewer', districts: ['yunhe'] } })
    const persons = ['two.windows', 'three.windows', 'four.windows', 'five.windows']
    const windows = persons.flatMap((person) => [browser(of), browser(of)].map((each) => ({ person, each })))
    const back = []
    for (const { person, each } of windows) back.push({ each, address: await signInThere(each, await setOut(each), person) })
    const answers = await Promise.all(back.map(({ each, address }) => ask(each, address)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 303))
    for (const { each } of windows) expect(await isSignedIn(each)).toBe(true)
    for (const person of persons) {
      const account = await accounts.byLogin(filled.db, person)
      const events = await eventsOf(account!)
      expect(events.filter((kind) => kind === 'created' || kind === 'oidc-linked')).toEqual(['created', 'oidc-linked'])
    }
    expect(failures).toEqual([])
  })

  test('nobody whose account is locked', async () => {
    const account = await addAccount(filled.db, { login: 'wangwu', passwordHash: null })
    await signIn(browser(), 'wangwu')
    await accounts.change(filled.db, account.id, { isLocked: true })
    const of = browser()
    const response = await signIn(of, 'wangwu')
    expect([response.status, await response.text()]).toEqual([422, expect.stringContaining('已停用')])
    expect(await isSignedIn(of)).toBe(false)
    expect((await eventsOf(account)).at(-1)).toBe('sign-in-failed')
    const invited = await addAccount(filled.db, { login: 'zhengba', passwordHash: null })
    await accounts.change(filled.db, invited.id, { isLocked: true })
    expect((await signIn(browser(), 'zhengba')).status).toBe(422)
    expect(await accounts.get(filled.db, invited.id)).toMatchObject({ oidc_subject: null })
  })
})

describe('what comes back and proves nothing', () => {
  const refused = async (of: Browser, address: URL, says: RegExp) => {
    const response = await ask(of, address)
    expect(response.status).toBe(422)
    expect(await response.text()).toMatch(says)
    expect(await isSignedIn(of)).toBe(false)
  }
  const LATE = /登录已失效/

  test('a state that nobody set out with', async () => {
    const of = browser()
    const back = await signInThere(of, await setOut(of), 'lisi')
    back.searchParams.set('state', 'x'.repeat(43))
    await refused(of, back, LATE)
  })

  test('no state, or no code', async () => {
    const of = browser()
    const back = await signInThere(of, await setOut(of), 'lisi')
    await refused(of, new URL(`${CALLBACK}?code=${back.searchParams.get('code')}`), LATE)
    await refused(of, new URL(`${CALLBACK}?state=${back.searchParams.get('state')}`), /无法核实/)
  })

  test('the way of another browser: nobody is signed in as whoever sent them a link', async () => {
    const [mallory, victim] = [browser(), browser()]
    const back = await signInThere(mallory, await setOut(mallory), 'lisi')
    await setOut(victim)
    await refused(victim, back, LATE)
  })

  test('the same answer twice', async () => {
    const of = browser()
    const back = await signInThere(of, await setOut(of), 'lisi')
    const cookies = new Map(jarOf(of, new URL(SITE)))
    expect((await ask(of, back)).status).toBe(303)
    const again = browser()
    again.jars.set(SITE, cookies)
    await refused(again, back, LATE)
  })

  test('one that took too long', async () => {
    const of = browser()
    const back = await signInThere(of, await setOut(of), 'lisi')
    await filled.db
      .updateTable('oidc_attempts')
      .set({ began_at: new Date(Date.now() - 11 * 60_000) })
      .execute()
    await refused(of, back, LATE)
  })

  test('the code of another way: its verifier and nonce are not ours', async () => {
    const [one, two] = [browser(), browser()]
    const stolen = await signInThere(one, await setOut(one), 'lisi')
    const back = await signInThere(two, await setOut(two), 'wangwu')
    back.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    await refused(two, back, /无法核实/)
  })

  test('another issuer: by its name in the answer, and by its code', async () => {
    const named = browser()
    const back = await signInThere(named, await setOut(named), 'lisi')
    expect(back.searchParams.get('iss')).toBe(provider.issuer)
    back.searchParams.set('iss', other.issuer)
    await refused(named, back, /无法核实/)

    const elsewhere = browser()
    const toOther = new URL(await setOut(elsewhere))
    const code = await signInThere(elsewhere, new URL(toOther.pathname + toOther.search, other.issuer), 'lisi')
    await refused(elsewhere, code, /无法核实/)
  })

  test('a person of another issuer is another person, though the name there is the same', async () => {
    const of = browser(appWith({ issuer: other.issuer }))
    expect((await signIn(of, 'lisi')).status).toBe(422)
    expect(await isSignedIn(of)).toBe(false)
  })

  test('the provider says no', async () => {
    const of = browser()
    const state = (await setOut(of)).searchParams.get('state')
    const answer = new URLSearchParams({ error: 'access_denied', state: state ?? '', iss: provider.issuer })
    await refused(of, new URL(`${CALLBACK}?${answer}`), /没有同意/)
  })

  test('a provider that does not answer is told of, and asked again the next time', async () => {
    const away = browser(appWith({ issuer: 'http://127.0.0.1:9' }))
    failures.length = 0
    const response = await ask(away, '/sign-in/oidc')
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('没有回应')])
    expect(failures[0]?.message).toContain('unreachable')
  })
})

describe('linking', () => {
  test('somebody with a password links their account, signs in either way, and an administrator ends the link', async () => {
    const account = await addAccount(filled.db, { login: 'qianyi', role: 'officer' })
    const of = browser()
    jarOf(of, new URL(SITE)).set('__Host-gouji_session', (await cookieOf(filled.db, account)).plain.split('=')[1] ?? '')
    const page = await (await ask(of, '/account/oidc', {})).text()
    const start = /href="(http:\/\/127[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const back = await signInThere(of, new URL(start), '88+other-name')
    expect((await ask(of, back)).headers.get('location')).toBe('/account')
    expect(await accounts.get(filled.db, account.id)).toMatchObject({ oidc_subject: '88', login: 'qianyi' })
    const later = browser()
    expect((await signIn(later, '88')).status).toBe(303)
    expect(await isSignedIn(later)).toBe(true)

    const administrator = await accounts.byLogin(filled.db, 'first.admin')
    const desk = browser()
    jarOf(desk, new URL(SITE)).set('__Host-gouji_session', (await cookieOf(filled.db, administrator!)).plain.split('=')[1] ?? '')
    expect((await ask(desk, `/accounts/${account.id}/oidc/unlink`, {})).status).toBe(303)
    expect(await isSignedIn(later)).toBe(false)
    expect((await signIn(browser(), '88')).status).toBe(422)
    expect((await ask(browser(), '/sign-in', { login: 'qianyi', password: PASSWORD })).status).toBe(303)
    expect(await eventsOf(account)).toEqual(['oidc-linked', 'signed-in', 'oidc-unlinked', 'signed-in'])
  })

  test('who signed out meanwhile, or is somebody else by then, is not linked', async () => {
    const account = await addAccount(filled.db, { login: 'wuer' })
    const of = browser()
    jarOf(of, new URL(SITE)).set('__Host-gouji_session', (await cookieOf(filled.db, account)).plain.split('=')[1] ?? '')
    const page = await (await ask(of, '/account/oidc', {})).text()
    const start = /href="(http:\/\/127[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const back = await signInThere(of, new URL(start), '99')
    await sessions.end(filled.db, account.id)
    expect((await ask(of, back)).status).toBe(422)
    expect(await accounts.get(filled.db, account.id)).toMatchObject({ oidc_subject: null })
  })

  test('an account without a password is not left without a way in', async () => {
    const account = await accounts.byLogin(filled.db, 'lisi')
    const administrator = await accounts.byLogin(filled.db, 'first.admin')
    const desk = browser()
    jarOf(desk, new URL(SITE)).set('__Host-gouji_session', (await cookieOf(filled.db, administrator!)).plain.split('=')[1] ?? '')
    expect((await ask(desk, `/accounts/${account!.id}/oidc/unlink`, {})).status).toBe(409)
  })
})

test('without passwords the form is gone and refused; links made on this machine still work', async () => {
  const strict = appWith({}, { passwords: false })
  const of = browser(strict)
  const page = await (await ask(of, '/sign-in')).text()
  expect(page).toContain('/sign-in/oidc')
  expect(page).not.toContain('name="password"')
  const { id, login } = await addAccount(filled.db)
  expect((await ask(of, '/sign-in', { login, password: PASSWORD })).status).toBe(403)
  const link = await accountLinks.make(filled.db, 'reset', id)
  const chosen = { login, password: '另有一句很长的话作为密码使用', repeat: '另有一句很长的话作为密码使用' }
  expect((await ask(of, `/invitation/${link}`, chosen)).status).toBe(303)
  expect(await isSignedIn(of)).toBe(true)
})

test('without accounts nobody is let in: the first administrator comes by the link of this machine', async () => {
  const empty = await fillDatabase()
  try {
    const oidc = openOidc({
      issuer: provider.issuer,
      clientId: 'gouji',
      clientSecret: null,
      loginClaim: 'sub',
      newcomers: { role: 'viewer', districts: null },
      publicUrl: SITE,
    })
    const fresh = createReviewApp({ ...empty.desks, db: empty.db, snapshots: empty.snapshots, thisMachine: false, oidc })
    const response = await ask(browser(fresh), '/sign-in/oidc')
    expect([response.status, await response.text()]).toEqual([422, expect.stringContaining('还没有账号')])
  } finally {
    await empty.close()
  }
})

test.each([
  ['viewer:*', { role: 'viewer', districts: null }],
  ['officer:yunhe,linshan', { role: 'officer', districts: ['linshan', 'yunhe'] }],
  ['administrator:*', null],
  ['officer', null],
  ['officer:', null],
  ['officer:yunhe,', null],
])('newcomers as "%s"', (text, expected) => {
  expect(readNewcomers(text)).toEqual(expected)
})

test('doctor asks the issuer, and notices one that calls itself otherwise or is away', async () => {
  expect(await checkIssuer(null)).toMatchObject({ state: 'ok' })
  expect(await checkIssuer({ issuer: provider.issuer })).toMatchObject({
    state: 'ok',
    found: expect.stringContaining('HTTP 200'),
  })
  expect(await checkIssuer({ issuer: `${provider.issuer}/` })).toMatchObject({
    state: 'broken',
    advice: expect.stringContaining('GOUJI_OIDC_ISSUER'),
  })
  expect(await checkIssuer({ issuer: `${provider.issuer}/realms/none` })).toMatchObject({
    state: 'broken',
    found: expect.stringContaining('HTTP 404'),
  })
  expect(await checkIssuer({ issuer: 'http://127.0.0.1:9' })).toMatchObject({ state: 'warning' })
})
