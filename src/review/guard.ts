import type { Context, Handler, Hono } from 'hono'
import type { Db } from '../../db/connect.ts'
import { districtsOf, type Subject } from '../../db/districts-of.ts'
import { hasRole, reaches } from '../model/role.ts'
import { ApiProblem, isOfApi, problemAnswer } from './api/problem.ts'
import { holdForm } from './held-form.ts'
import { PERMISSIONS, type Permission, type Route } from './permissions.ts'
import { plainPage } from './plain-page.ts'
import { BadRequest, NotFound } from './request.ts'
import { type Identity, identityOf, type ReviewEnv } from './visitor.ts'

/** Registers a page: whoever asks for it is first asked for what the table of permissions says. */
export type Register = (route: Route, handler: Handler<ReviewEnv>) => void

const guards = new WeakSet<object>()
/** What every request passes, and the page that has a token of its own. */
const FOR_ALL: readonly string[] = ['/*', '/metrics']

/** How pages are registered in an app. */
export function guardedRoutes(app: Hono<ReviewEnv>, db: Db): Register {
  return (route, handler) => {
    const [method, path] = route.split(' ') as [string, string]
    const guard: Handler<ReviewEnv> = async (c, next) => (await refusal(db, c, PERMISSIONS[route])) ?? (await next())
    guards.add(guard)
    app.on(method, path, guard, handler)
  }
}

/** @throws Error when an app serves something that nobody is asked for: our mistake, found when it starts */
export function requireGuards({ routes }: Pick<Hono<ReviewEnv>, 'routes'>): void {
  const seen = new Set<string>()
  const isForAll = (method: string, path: string) => method === 'ALL' && FOR_ALL.includes(path)
  for (const { method, path, handler } of routes.filter((each) => !isForAll(each.method, each.path))) {
    const route = `${method} ${path}`
    if (!seen.has(route) && !guards.has(handler))
      throw new Error(`${route} is served without being asked for in src/review/permissions.ts`)
    seen.add(route)
  }
}

/** The answer to somebody who may not; null to who may. */
async function refusal(db: Db, c: Context<ReviewEnv>, { least, scope, programs }: Permission): Promise<Response | null> {
  if (least === 'anyone') return null
  const identity = identityOf(c)
  if (identity === null) return await askToSignIn(db, c, scope)
  if (identity.via === 'program' && !programs) return plainPage(c, 403, 'notForPrograms')
  if (identity.via === 'machine' && scope === 'account') return plainPage(c, 403, 'noAccounts')
  if (!hasRole(identity.role, least)) return plainPage(c, 403, 'roleMissing')
  return (await isWithinReach(db, c, identity, scope)) ? null : plainPage(c, 403, 'otherDistrict')
}

async function isWithinReach(db: Db, c: Context<ReviewEnv>, { reach }: Identity, scope: Permission['scope']): Promise<boolean> {
  if (reach === null) return true
  switch (scope) {
    case 'none':
    case 'listed':
    case 'account':
      return true
    case 'all':
      return false
    case 'query':
      return reaches(reach, c.req.query('district') || null)
    case 'form':
      return reaches(reach, await districtInForm(c))
    case 'district':
      return reaches(reach, c.req.param('district') ?? null)
    default: {
      const districts = await districtsOf(db, ...keyOf(c, scope))
      // What is not there is told by the page itself.
      return districts.length === 0 || districts.some((district) => reaches(reach, district))
    }
  }
}

/** What the address names. The original is shown as one version of a report read it. */
function keyOf(c: Context<ReviewEnv>, subject: Subject): [Subject, string] {
  const version = subject === 'snapshot' ? c.req.query('version') : undefined
  if (version !== undefined) return ['version', rowId(version)]
  const name = subject === 'authority' ? 'authority' : subject === 'snapshot' || subject === 'screenshot' ? 'sha256' : 'id'
  const key = c.req.param(name) ?? ''
  return [subject, ['finding', 'report', 'try'].includes(subject) ? rowId(key) : key]
}

function rowId(text: string): string {
  if (!/^\d{1,9}$/.test(text)) throw new NotFound('a number in the address')
  return text
}

async function districtInForm(c: Context<ReviewEnv>): Promise<string | null> {
  const { district } = await c.req.parseBody().catch(() => {
    throw new BadRequest('no form')
  })
  return typeof district === 'string' ? district : null
}

const SIGN_IN_NEEDED =
  'Give an API token as Authorization: Bearer gouji_…; it is made on the page /account, by whom is to be answerable for what it does.'

/** People are led to the sign-in and back; what they had filled in is kept for them. Programs are told plainly. */
async function askToSignIn(db: Db, c: Context<ReviewEnv>, scope: Permission['scope']): Promise<Response> {
  const who = c.get('identity')
  if (!('via' in who) && who.why === 'foreign-host') return plainPage(c, 403, 'foreignHost')
  if (isOfApi(c.req.path) || !c.req.header('Accept')?.includes('text/html')) {
    c.header('WWW-Authenticate', 'Bearer')
    if (isOfApi(c.req.path)) return problemAnswer(c, new ApiProblem('sign-in-needed', { detail: SIGN_IN_NEEDED }))
    return c.text('sign in, or give an API token as Authorization: Bearer …\n', 401)
  }
  if (c.req.method === 'GET') return c.redirect(`/sign-in?${new URLSearchParams({ next: pathOf(c) })}`, 303)
  return await holdForm(db, c, { mayHold: scope !== 'account' })
}

function pathOf(c: Context<ReviewEnv>): string {
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}
