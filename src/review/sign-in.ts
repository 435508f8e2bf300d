import type { Context, Handler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import * as accountEvents from '../../db/account-events.ts'
import * as accounts from '../../db/accounts.ts'
import type { Db } from '../../db/connect.ts'
import * as heldForms from '../../db/held-forms.ts'
import * as sessions from '../../db/sessions.ts'
import * as signInFailures from '../../db/sign-in-failures.ts'
import { readLogin } from '../model/login.ts'
import { isLoopback } from '../model/loopback.ts'
import { isPassword } from '../model/password-hash.ts'
import { fieldView, noticeView, textsIn } from './account-form.ts'
import { accountWords } from './account-words.ts'
import { isOverTls } from './client-address.ts'
import { html } from './html.ts'
import { actorOf } from './identify.ts'
import { layout } from './layout.ts'
import { dropSession, keepSession, sessionToken } from './session-cookie.ts'
import { identityOf, type ReviewEnv, visitorOf } from './visitor.ts'

/** The form to sign in; who is signed in already is led on. */
export function signInPage(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const next = ownPath(c.req.query('next'))
    if (identityOf(c) !== null) return c.redirect(next, 303)
    const words = accountWords(visitorOf(c))
    const notices: Readonly<Record<string, string>> = { held: words.signInHeld, out: words.signedOut }
    const who = c.get('identity')
    const isExpired = !('via' in who) && who.why === 'expired'
    const notice = notices[c.req.query('notice') ?? ''] ?? (isExpired ? words.signInAgain : null)
    const problem = (await accounts.isAny(db)) ? null : words.noAccountYet
    return showSignIn(c, { next, login: '', notice, problem }, 200)
  }
}

type Shown = { readonly next: string; readonly login: string; readonly notice: string | null; readonly problem: string | null }

/** The ways to sign in. */
export function showSignIn(c: Context<ReviewEnv>, { next, login, notice, problem }: Shown, status: ContentfulStatusCode) {
  const visitor = visitorOf(c)
  const words = accountWords(visitor)
  const { outside, passwords } = c.get('ways')
  const isOpen = !isOverTls(c) && !isLoopback(visitor.url.hostname)
  const body = html`<main class="narrow entrance"><h1>${words.signIn}</h1>${noticeView(notice, 'notice')}${noticeView(problem)}${isOpen && noticeView(words.proxyNeeded)}
    ${outside && html`<p class="outside"><a class="primary" href="/sign-in/oidc?${new URLSearchParams({ next }).toString()}">${words.signInOutside}</a></p>`}
    ${
      passwords &&
      html`<form class="entry sheet" method="post" action="/sign-in"><input type="hidden" name="next" value="${next}">
    ${fieldView({ name: 'login', label: words.login, value: login, autocomplete: 'username' })}
    ${fieldView({ name: 'password', label: words.password, type: 'password', autocomplete: 'current-password' })}
    <p class="acts"><button class="primary">${words.signIn}</button></p></form>`
    }<p class="soft">${words.helpSignIn}</p></main>`
  return c.html(layout(visitor, { title: words.signIn, current: null, body }), status)
}

/**
 * Signs in by login and password. An attempt counts as failed until it has succeeded, the answer is the same for a login that does not exist
 * and takes as long, and only who has the password is told that the account is locked.
 */
export function signIn(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const words = accountWords(visitorOf(c))
    const { login: typed = '', password = '', next: wanted } = await textsIn(c)
    const next = ownPath(wanted)
    const refuse = (problem: string, status: ContentfulStatusCode) =>
      showSignIn(c, { next, login: typed, notice: null, problem }, status)
    if (!c.get('ways').passwords) return refuse(words.passwordsOff, 403)
    const address = c.get('address')
    const login = readLogin(typed) ?? typed.slice(0, 400)
    const account = await accounts.byLogin(db, login)
    const attempt = await signInFailures.begin(db, { login, address })
    if (attempt === 'paused') {
      if (account !== null) await recordOnce(db, account, address)
      c.header('Retry-After', String(signInFailures.PAUSE_MINUTES * 60))
      return refuse(words.signInPaused, 429)
    }
    const isRight = await isPassword(password, account?.password_hash ?? null)
    if (account === null || !isRight) {
      if (account !== null) await record(db, account, 'sign-in-failed', address)
      return refuse(words.signInWrong, 422)
    }
    if (account.locked_at !== null) return refuse(words.signInLocked, 422)
    await signInFailures.clear(db, { login, address })
    return await enter(db, c, account, next)
  }
}

/** Begins a new session in place of whatever came before, and leads on: to what was held for the account, if anything was. */
export async function enter(db: Db, c: Context<ReviewEnv>, account: accounts.Account, next: string): Promise<Response> {
  const address = c.get('address')
  const before = sessionToken(c)
  const old = before === null ? null : await sessions.find(db, before)
  if (old !== null) await sessions.end(db, old.account.id, { only: old.session.id })
  keepSession(c, await sessions.begin(db, { account: account.id, address, agent: c.req.header('User-Agent') ?? null }))
  await accounts.noteSignIn(db, account.id)
  await record(db, account, 'signed-in', address)
  const held = await heldForms.ofAccount(db, account.id)
  return c.redirect(held.length > 0 ? '/account/held' : next, 303)
}

export function signOut(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const identity = identityOf(c)
    if (identity?.session != null && identity.actor.account !== null) {
      await sessions.end(db, identity.actor.account, { only: identity.session })
      const { actor } = identity
      await accountEvents.record(db, { kind: 'signed-out', account: actor.account, by: actor, address: c.get('address') })
    }
    dropSession(c)
    return c.redirect('/sign-in?notice=out', 303)
  }
}

function record(db: Db, account: accounts.Account, kind: accountEvents.EventKind, address: string) {
  return accountEvents.record(db, { kind, account: account.id, by: actorOf(account), address })
}

/** A pause is written down once, however often somebody tries meanwhile. */
async function recordOnce(db: Db, account: accounts.Account, address: string): Promise<void> {
  if (await accountEvents.isRecent(db, account.id, 'sign-in-paused', signInFailures.PAUSE_MINUTES)) return
  await record(db, account, 'sign-in-paused', address)
}

/** Where to go after signing in: a path of these pages, nothing else. */
export function ownPath(wanted: string | undefined): string {
  if (wanted === undefined || !URL.canParse(wanted, 'http://here')) return '/'
  const { origin, pathname, search } = new URL(wanted, 'http://here')
  const isOurs =
    origin === 'http://here' && wanted.startsWith('/') && !pathname.startsWith('//') && !pathname.startsWith('/sign-')
  return isOurs ? pathname + search : '/'
}
