import type { Context, Handler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as accountEvents from '../../db/account-events.ts'
import * as accountLinks from '../../db/account-links.ts'
import * as accounts from '../../db/accounts.ts'
import type { Db } from '../../db/connect.ts'
import { alone } from '../../db/locks.ts'
import * as oidcAttempts from '../../db/oidc-attempts.ts'
import { readLogin, readPersonName } from '../model/login.ts'
import { makeToken } from '../model/secret-token.ts'
import { accountWords } from './account-words.ts'
import { isOverTls } from './client-address.ts'
import { html } from './html.ts'
import { actorOf } from './identify.ts'
import { layout } from './layout.ts'
import { type OidcDesk, OidcFailed, type OutsideIdentity } from './oidc.ts'
import { found } from './request.ts'
import { enter, ownPath, showSignIn } from './sign-in.ts'
import { identityOf, type ReviewEnv, visitorOf } from './visitor.ts'

export type OidcDeps = { readonly db: Db; readonly oidc: OidcDesk; readonly onError: (error: Error, path: string) => void }

const COOKIE = 'gouji_oidc'
const COOKIE_PATH = '/sign-in/oidc'
const CALLBACK = '/sign-in/oidc/callback'

/** Leads to the identity provider of the office. */
export function oidcSetOut(deps: OidcDeps): Handler<ReviewEnv> {
  return async (c) => {
    const next = ownPath(c.req.query('next'))
    if (identityOf(c) !== null) return c.redirect(next, 303)
    if (!(await accounts.isAny(deps.db))) return refuse(c, accountWords(visitorOf(c)).noAccountYet)
    return await orRefused(deps, c, async () => c.redirect((await wayOut(deps, c, { next, account: null })).href, 303))
  }
}

/**
 * Has the account of this session linked with whom the provider will name. The way there is a link on a page of ours, since a form may
 * lead nowhere else; that the page was asked for by a form of ours keeps others from linking somebody with themselves.
 */
export function oidcLink(deps: OidcDeps): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = accountWords(visitor)
    const account = found(visitor.actor.account)
    return await orRefused(deps, c, async () => {
      const way = await wayOut(deps, c, { next: '/account', account })
      const body = html`<main class="plain"><h1>${words.linkOutside}</h1><p>${words.linkOutsideNow(way.host)}</p>
        <p><a class="primary" rel="noreferrer" href="${way.href}">${words.goOn}</a></p><p><a href="/account">${words.myAccount}</a></p></main>`
      return c.html(layout(visitor, { title: words.linkOutside, current: null, body }))
    })
  }
}

/** Where everybody comes back to: signs in who is known, or links the account that set out. */
export function oidcReturn(deps: OidcDeps): Handler<ReviewEnv> {
  return async (c) => {
    const words = accountWords(visitorOf(c))
    const browser = getCookie(c, COOKIE)
    const state = c.req.query('state')
    const attempt = browser && state ? await oidcAttempts.finish(deps.db, browser, state) : null
    if (attempt === null || state === undefined) return refuse(c, words.outsideLate)
    return await orRefused(deps, c, async () => {
      const { search } = new URL(c.req.url)
      const address = new URL(redirectUri(c, deps.oidc) + search)
      const who = await deps.oidc.whoCame({ ...attempt, state, address })
      deleteCookie(c, COOKIE, { path: COOKIE_PATH })
      return attempt.account === null ? await signInAs(deps, c, who, attempt.next) : await linkTo(deps, c, who, attempt.account)
    })
  }
}

async function wayOut(
  { db, oidc }: OidcDeps,
  c: Context<ReviewEnv>,
  { next, account }: { readonly next: string; readonly account: number | null },
) {
  const kept = getCookie(c, COOKIE)
  const browser = kept !== undefined && kept.length >= 43 ? kept : makeToken()
  const way = oidc.setOut()
  const state = await oidcAttempts.begin(db, browser, { ...way, next, account })
  const address = await oidc.addressFor({ ...way, state, redirectUri: redirectUri(c, oidc) })
  setCookie(c, COOKIE, browser, { path: COOKIE_PATH, httpOnly: true, sameSite: 'Lax', secure: isOverTls(c), maxAge: 600 })
  return address
}

function redirectUri(c: Context<ReviewEnv>, { settings: { publicUrl } }: OidcDesk): string {
  if (publicUrl !== null) return publicUrl.replace(/\/+$/, '') + CALLBACK
  return `${isOverTls(c) ? 'https' : 'http'}://${new URL(c.req.url).host}${CALLBACK}`
}

/** One at a time for one person: whoever comes back in two windows at once is linked, or made an account for, once. */
function lockOf({ issuer, subject }: OutsideIdentity): string {
  return `oidc ${issuer} ${subject}`
}

/** Who proved who they are, to the account of theirs: linked, invited under this login, or made for them where the office allows it. */
async function signInAs({ db, oidc }: OidcDeps, c: Context<ReviewEnv>, who: OutsideIdentity, next: string): Promise<Response> {
  const words = accountWords(visitorOf(c))
  const account = await alone(db, lockOf(who), async (trx) => {
    return (await accounts.byOutside(trx, who)) ?? (await invited(trx, c, who)) ?? (await newcomer(trx, c, who, oidc))
  })
  if (account === null) return refuse(c, words.outsideUnknown(who.login ?? who.subject))
  if (account.locked_at !== null) {
    await accountEvents.record(db, {
      kind: 'sign-in-failed',
      account: account.id,
      by: actorOf(account),
      address: c.get('address'),
    })
    return refuse(c, words.signInLocked)
  }
  return await enter(db, c, account, next)
}

/** The account that an administrator made under this login and that nobody has used. One with a password is linked by its person alone. */
async function invited(db: Db, c: Context<ReviewEnv>, who: OutsideIdentity): Promise<accounts.Account | null> {
  const login = who.login === null ? null : readLogin(who.login)
  const account = login === null ? null : await accounts.byLogin(db, login)
  if (account === null || account.password_hash !== null || account.locked_at !== null) return null
  // The invitation has done its work: a link that still lies somewhere is to open nothing.
  await accountLinks.dropOf(db, account.id)
  return await link(db, c, account, who)
}

async function newcomer(
  db: Db,
  c: Context<ReviewEnv>,
  who: OutsideIdentity,
  { settings }: OidcDesk,
): Promise<accounts.Account | null> {
  const login = who.login === null ? null : readLogin(who.login)
  if (settings.newcomers === null || login === null) return null
  const { role, districts } = settings.newcomers
  const name = readPersonName(who.name ?? '') ?? login
  const made = await accounts.add(db, { login, name, role, districts })
  if (made === null) return null
  await accountEvents.record(db, {
    kind: 'created',
    account: made.id,
    by: actorOf(made),
    address: c.get('address'),
    detail: { role, districts, issuer: who.issuer },
  })
  return await link(db, c, made, who)
}

async function link(
  db: Db,
  c: Context<ReviewEnv>,
  account: accounts.Account,
  who: OutsideIdentity,
): Promise<accounts.Account | null> {
  if (!(await accounts.linkOutside(db, account.id, who))) return null
  const { issuer, subject } = who
  await accountEvents.record(db, {
    kind: 'oidc-linked',
    account: account.id,
    by: actorOf(account),
    address: c.get('address'),
    detail: { issuer, subject },
  })
  return account
}

async function linkTo({ db }: OidcDeps, c: Context<ReviewEnv>, who: OutsideIdentity, id: number): Promise<Response> {
  const words = accountWords(visitorOf(c))
  // Who set out has to be signed in still, as the same.
  const account = identityOf(c)?.actor.account === id ? await accounts.get(db, id) : null
  if (account === null) return refuse(c, words.outsideLate)
  const linked = await alone(db, lockOf(who), (trx) => link(trx, c, account, who))
  if (linked === null) return refuse(c, words.outsideTaken)
  return c.redirect('/account', 303)
}

/** @throws what is no failure of the provider or the person */
async function orRefused({ onError }: OidcDeps, c: Context<ReviewEnv>, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof OidcFailed)) throw error
    const words = accountWords(visitorOf(c))
    if (error.why === 'refused') return refuse(c, words.outsideRefused)
    onError(error, c.req.path)
    return error.why === 'unreachable' ? refuse(c, words.outsideAway, 503) : refuse(c, words.outsideUnproven)
  }
}

function refuse(c: Context<ReviewEnv>, problem: string, status: 422 | 503 = 422) {
  return showSignIn(c, { next: '/', login: '', notice: null, problem }, status)
}
