import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as accountLinks from '../../db/account-links.ts'
import * as apiTokens from '../../db/api-tokens.ts'
import * as sessions from '../../db/sessions.ts'
import { hasRole, ROLES, type Role } from '../../src/model/role.ts'
import { createReviewApp } from '../../src/review/app.ts'
import { PERMISSIONS, type Permission, type Route } from '../../src/review/permissions.ts'
import { type EveryRoute, openEveryRoute } from './every-route.ts'
import { addAccount, cookieOf } from './sign-in.ts'

const OWN = ['yunhe']
const ELSEWHERE = ['elsewhere']

let world: EveryRoute
let filled: EveryRoute['filled']
let site: EveryRoute['site']

beforeAll(async () => {
  world = await openEveryRoute()
  ;({ filled, site } = world)
})
afterAll(() => world?.close())

type Visitor = {
  readonly who: string
  readonly role: Role | null
  readonly districts: readonly string[] | null
  readonly way: 'session' | 'token' | 'expired' | 'ended' | 'locked' | 'none' | 'made-up'
}

const VISITORS: readonly Visitor[] = [
  { who: 'signed out', role: null, districts: null, way: 'none' },
  { who: 'a made-up session', role: null, districts: null, way: 'made-up' },
  ...ROLES.map((role) => ({ who: `${role} of all districts`, role, districts: null, way: 'session' as const })),
  ...(['viewer', 'officer', 'supervisor'] as const).flatMap((role) => [
    { who: `${role} of the district`, role, districts: OWN, way: 'session' as const },
    { who: `${role} of another district`, role, districts: ELSEWHERE, way: 'session' as const },
  ]),
  { who: "an administrator's token", role: 'administrator', districts: null, way: 'token' },
  { who: "a viewer's token", role: 'viewer', districts: OWN, way: 'token' },
  { who: "an officer's token of another district", role: 'officer', districts: ELSEWHERE, way: 'token' },
  { who: 'an expired session of an administrator', role: 'administrator', districts: null, way: 'expired' },
  { who: 'an ended session of an administrator', role: 'administrator', districts: null, way: 'ended' },
  { who: 'a session of a locked administrator', role: 'administrator', districts: null, way: 'locked' },
]

/** What the table says of a visitor, worked out without the code that serves the pages. */
function expectedOf({ least, scope, programs }: Permission, { role, districts, way }: Visitor): 'let in' | 'sign in' | 'refused' {
  if (least === 'anyone') return 'let in'
  if (role === null || !['session', 'token'].includes(way)) return 'sign in'
  if (way === 'token' && !programs) return 'refused'
  if (!hasRole(role, least)) return 'refused'
  if (districts === null || ['none', 'listed', 'account'].includes(scope)) return 'let in'
  if (scope === 'all') return 'refused'
  return districts.includes('yunhe') ? 'let in' : 'refused'
}

async function credentialsOf({ role, districts, way }: Visitor): Promise<Record<string, string>> {
  const { db } = filled
  if (way === 'made-up') return { cookie: `gouji_session=${'x'.repeat(43)}` }
  if (role === null) return {}
  const account = await addAccount(db, { role, districts })
  if (way === 'token') {
    const token = await apiTokens.make(db, { account: account.id, name: 'test', role, days: 1 })
    return { authorization: `Bearer ${token}` }
  }
  const { plain } = await cookieOf(db, account)
  if (way === 'expired')
    await db
      .updateTable('sessions')
      .set({ seen_at: new Date(Date.now() - 5 * 3600_000) })
      .where('account_id', '=', account.id)
      .execute()
  if (way === 'ended') await sessions.end(db, account.id)
  if (way === 'locked') await db.updateTable('accounts').set({ locked_at: new Date() }).where('id', '=', account.id).execute()
  return { cookie: plain }
}

async function ask(route: Route, visitor: Visitor): Promise<'let in' | 'sign in' | 'refused'> {
  const [method = ''] = route.split(' ')
  const headers: Record<string, string> = { accept: 'text/html', origin: site.url, ...(await credentialsOf(visitor)) }
  const body = method === 'GET' ? null : new URLSearchParams({ district: 'yunhe', role: 'viewer', mark: 'x' })
  const response = await fetch(site.url + world.addressOf(route), { method, headers, body, redirect: 'manual' })
  const text = await response.text()
  // Nobody is at the address of the identity provider, which only who is let in is told.
  if (response.status === 503 && route.includes('oidc')) return 'let in'
  if (response.status >= 500) throw new Error(`${route} for ${visitor.who}: ${response.status} ${text}`)
  const leadsToSignIn = response.headers.get('location')?.startsWith('/sign-in') === true && !route.endsWith('/sign-out')
  if (leadsToSignIn || response.status === 401) return 'sign in'
  return response.status === 403 ? 'refused' : 'let in'
}

test('every route that is served has a row in the table, and every row is served', () => {
  expect(world.served().toSorted()).toEqual(Object.keys(PERMISSIONS).toSorted())
})

test('docs/review.md prints the table as it is', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/review.md'), 'utf8')
  const printed = text.split('\n').filter((line) => /^\| `(?:GET|POST|PUT) /.test(line))
  const rows = Object.entries(PERMISSIONS).map(
    ([route, { least, scope, programs }]) => `| \`${route}\` | ${least} | ${scope} | ${programs ? 'yes' : 'no'} |`,
  )
  expect(printed).toEqual(rows)
})

test.each(VISITORS)('$who', async (visitor) => {
  const routes = world.served()
  const told = Object.fromEntries(await Promise.all(routes.map(async (route) => [route, await ask(route, visitor)])))
  const wanted = Object.fromEntries(routes.map((route) => [route, expectedOf(PERMISSIONS[route], visitor)]))
  expect(told).toEqual(wanted)
})

/** What a browser sends along with a form of another site, of a site beside ours, of a frame without an origin, and what no browser leaves out. */
const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { origin: 'https://evil.example' },
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { origin: 'null' },
  {},
]

test.each(FOREIGN)('a form with %j changes nothing, by whichever route, though its browser is signed in', async (headers) => {
  const { plain } = await cookieOf(filled.db, await addAccount(filled.db, { role: 'administrator' }))
  const changing = world.served().filter((route) => !route.startsWith('GET'))
  expect(changing.length).toBeGreaterThan(30)
  for (const route of changing) {
    const [method = ''] = route.split(' ')
    const body = new URLSearchParams({ district: 'yunhe' })
    const response = await fetch(site.url + world.addressOf(route), {
      method,
      headers: { cookie: plain, ...headers },
      body,
      redirect: 'manual',
    })
    expect(response.status, route).toBe(403)
    expect(await response.text(), route).toMatch(/为防止冒用|This form was not sent|not sent from these pages/)
  }
})

test('a page that is served past the table stops the start', async () => {
  const { requireGuards } = await import('../../src/review/guard.ts')
  const loose = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: false })
  loose.get('/loose', (c) => c.text('to anybody'))
  expect(() => requireGuards(loose)).toThrow(/GET \/loose is served without being asked for/)
  const all = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: false })
  all.all('/all', (c) => c.text('to anybody'))
  expect(() => requireGuards(all)).toThrow(/ALL \/all is served/)
})

test('the other pages of somebody elsewhere show nothing of the district', async () => {
  const { db } = filled
  const { plain } = await cookieOf(db, await addAccount(db, { role: 'supervisor', districts: ELSEWHERE }))
  const listed = Object.entries(PERMISSIONS).filter(([route, { scope }]) => route.startsWith('GET') && scope === 'listed')
  for (const [route] of listed) {
    const response = await fetch(site.url + world.addressOf(route as Route), { headers: { cookie: plain, accept: 'text/html' } })
    expect(response.status, route).toBe(200)
    const text = await response.text()
    expect(text, route).not.toMatch(/云河区|finance|T3-01/)
  }
})

test('a link that was handed out is no way to another account, and works for its own', async () => {
  const { db } = filled
  const invited = await addAccount(db, { passwordHash: null, role: 'viewer', districts: OWN })
  const token = await accountLinks.make(db, 'invitation', invited.id)
  expect((await fetch(`${site.url}/first/${token}`)).status).toBe(404)
  const page = await fetch(`${site.url}/invitation/${token}`)
  expect(await page.text()).toContain(invited.login)
})
