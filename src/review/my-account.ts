import type { Context, Handler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import * as accountEvents from '../../db/account-events.ts'
import * as accounts from '../../db/accounts.ts'
import * as apiTokens from '../../db/api-tokens.ts'
import type { Db } from '../../db/connect.ts'
import * as sessions from '../../db/sessions.ts'
import * as signInFailures from '../../db/sign-in-failures.ts'
import { hashPassword, isPassword } from '../model/password-hash.ts'
import { hasRole, ROLE_TITLES, ROLES } from '../model/role.ts'
import { passwordFields, passwordProblems } from './account-entrance.ts'
import { fieldView, noticeView, textsIn } from './account-form.ts'
import { historyTable, rightsView, sessionTable } from './account-view.ts'
import { accountWords } from './account-words.ts'
import { referenceWords } from './api/reference-words.ts'
import { formatDay, formatTime } from './dates.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { found, parsedOrBad, pathPart, ROW_ID } from './request.ts'
import { keepSession } from './session-cookie.ts'
import { type Identity, identityOf, type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const EVENTS_SHOWN = 30
const TOKEN = z.object({ name: z.string(), role: z.enum(ROLES), days: z.coerce.number().int().min(1).max(366) })

type Shown = {
  readonly status?: ContentfulStatusCode
  readonly notice?: string
  readonly problem?: string
  readonly problems?: Readonly<Record<string, string>>
  /** Shown this once. */
  readonly token?: string
}

/** One's own account: password, devices, tokens, history. */
export function myAccount(db: Db): Handler<ReviewEnv> {
  return (c) => show(db, c, {})
}

async function show(db: Db, c: Context<ReviewEnv>, { status = 200, notice, problem, problems = {}, token }: Shown) {
  const visitor = visitorOf(c)
  const words = accountWords(visitor)
  const { account, identity } = await own(db, c)
  const [open, tokens, events] = await Promise.all([
    sessions.alive(db, account.id),
    apiTokens.ofAccount(db, account.id),
    accountEvents.latest(db, { account: account.id, limit: EVENTS_SHOWN }),
  ])
  const body = html`<main class="narrow account"><h1>${words.myAccount}</h1>${noticeView(notice ?? null, 'notice')}${noticeView(problem ?? null)}
  ${token && html`<div class="notice once" role="status"><p>${words.tokenMade}</p><p><code class="secret">${token}</code></p></div>`}
  ${rightsView(visitor, account)}
  <h2>${words.sessions}</h2><p class="soft">${words.sessionsLead}</p>${sessionTable(visitor, open, identity.session)}
  ${open.length > 1 && html`<form method="post" action="/account/sessions/end"><p><button>${words.endOthers}</button></p></form>`}
  <h2>${words.changePassword}</h2><form class="entry sheet" method="post" action="/account/password"><input type="hidden" name="login" autocomplete="username" value="${account.login}">
    ${fieldView({ name: 'old', label: words.oldPassword, type: 'password', problem: problems['old'], autocomplete: 'current-password' })}
    ${passwordFields(visitor, problems)}<p class="acts"><button class="primary">${words.changePassword}</button></p></form>
  ${c.get('ways').outside && outsideView(visitor, account)}
  <h2>${words.tokens}</h2><p class="soft">${words.tokensLead} <a href="/api">${referenceWords(visitor.language).title}</a></p>${tokenTable(visitor, tokens)}${tokenForm(visitor, identity, problems)}
  <h2>${words.history}</h2>${historyTable(visitor, events)}</main>`
  return c.html(layout(visitor, { title: words.myAccount, current: null, body }), status)
}

/** Whether the account is linked with one at the office's identity provider, and the way to link it. */
function outsideView(visitor: Visitor, { oidc_issuer: issuer }: accounts.Account): Html {
  const words = accountWords(visitor)
  if (issuer !== null) return html`<h2>${words.linkOutside}</h2><p>${words.linkedOutside(issuer)}</p>`
  return html`<h2>${words.linkOutside}</h2><form method="post" action="/account/oidc"><p><button>${words.linkOutside}</button> <span class="soft">${words.linkOutsideHint}</span></p></form>`
}

async function own(db: Db, c: Context<ReviewEnv>): Promise<{ readonly account: accounts.Account; readonly identity: Identity }> {
  const identity = found(identityOf(c))
  return { account: found(await accounts.get(db, found(identity.actor.account))), identity }
}

/** Changes the password, ends all other sessions and gives this one another token. Guessing the present one is paused as signing in is. */
export function changePassword(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = accountWords(visitor)
    const { account, identity } = await own(db, c)
    const typed = await textsIn(c)
    const address = c.get('address')
    const attempt = await signInFailures.begin(db, { login: account.login, address })
    if (attempt === 'paused') return await show(db, c, { status: 429, problem: words.signInPaused })
    if (!(await isPassword(typed['old'] ?? '', account.password_hash))) {
      await accountEvents.record(db, { kind: 'sign-in-failed', account: account.id, by: identity.actor, address })
      return await show(db, c, { status: 422, problems: { old: words.oldWrong } })
    }
    await signInFailures.forget(db, attempt)
    const problems = passwordProblems(visitor, typed, account)
    if (Object.keys(problems).length > 0) return await show(db, c, { status: 422, problems })
    await accounts.setPassword(db, account.id, await hashPassword(typed['password'] ?? ''))
    await sessions.end(db, account.id)
    keepSession(c, await sessions.begin(db, { account: account.id, address, agent: c.req.header('User-Agent') ?? null }))
    await accountEvents.record(db, { kind: 'password-changed', account: account.id, by: identity.actor, address })
    return c.redirect('/account?done=password', 303)
  }
}

/** Ends one session that the form names, or all but the one that asks. */
export function endSessions(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const { account, identity } = await own(db, c)
    const { session } = await textsIn(c)
    const which =
      session === undefined
        ? { ...(identity.session !== null && { except: identity.session }) }
        : { only: parsedOrBad(ROW_ID, session) }
    const ended = await sessions.end(db, account.id, which)
    if (ended > 0)
      await accountEvents.record(db, {
        kind: 'sessions-ended',
        account: account.id,
        by: identity.actor,
        address: c.get('address'),
        detail: { sessions: ended },
      })
    return c.redirect('/account', 303)
  }
}

function tokenTable(visitor: Visitor, tokens: readonly apiTokens.ApiToken[]): Html {
  const words = accountWords(visitor)
  const { language } = visitor
  if (tokens.length === 0) return html`<p class="soft">${words.noTokens}</p>`
  const stateOf = ({ revoked_at, expires_at }: apiTokens.ApiToken) =>
    revoked_at !== null ? words.revoked : expires_at.getTime() <= Date.now() ? words.expired : null
  return html`<table class="board stacked"><thead><tr><th scope="col">${words.tokenName}</th><th scope="col">${words.role}</th><th scope="col">${words.lastUsed}</th><th scope="col">${words.expires}</th><td></td></tr></thead>
  <tbody>${tokens.map(
    (token) => html`<tr><td class="whole first">${token.name}</td><td>${ROLE_TITLES[token.role][language]}</td>
    <td class="whole"><span class="label">${words.lastUsed} </span>${token.last_used_at === null ? words.never : formatTime(token.last_used_at, language)}</td>
    <td class="whole"><span class="label">${words.expires} </span>${formatDay(token.expires_at.toISOString().slice(0, 10), language)}</td>
    <td class="whole">${stateOf(token) ?? html`<form method="post" action="/account/tokens/${token.id}/revoke"><button aria-label="${words.revoke} ${token.name}">${words.revoke}</button></form>`}</td></tr>`,
  )}</tbody></table>`
}

function tokenForm(visitor: Visitor, { role }: Identity, problems: Readonly<Record<string, string>>): Html {
  const words = accountWords(visitor)
  return html`<form class="entry sheet" method="post" action="/account/tokens">
    ${fieldView({ name: 'name', label: words.tokenName, problem: problems['name'], autocomplete: 'off' })}
    <div class="field"><label for="f-role">${words.role}</label><select id="f-role" name="role">${ROLES.filter((each) =>
      hasRole(role, each),
    ).map((each) => html`<option value="${each}">${ROLE_TITLES[each][visitor.language]}</option>`)}</select></div>
    <div class="field"><label for="f-days">${words.tokenDays}</label><input id="f-days" name="days" type="number" min="1" max="366" value="90" required class="short"></div>
    <p class="acts"><button>${words.makeToken}</button></p></form>`
}

/** Makes a token and shows it, this once; never one that may do more than its account. */
export function makeToken(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const words = accountWords(visitorOf(c))
    const { account, identity } = await own(db, c)
    const { name, role, days } = parsedOrBad(TOKEN, await textsIn(c))
    const purpose = name.trim()
    if (purpose === '' || purpose.length > 60) return await show(db, c, { status: 422, problems: { name: words.tokenNameWrong } })
    const token = await apiTokens.make(db, { account: account.id, name: purpose, role, days })
    await accountEvents.record(db, {
      kind: 'token-made',
      account: account.id,
      by: identity.actor,
      address: c.get('address'),
      detail: { name: purpose, role },
    })
    return await show(db, c, { token })
  }
}

export function revokeToken(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const { account, identity } = await own(db, c)
    const revoked = await apiTokens.revoke(db, account.id, pathPart(c, 'id', ROW_ID))
    if (revoked !== null)
      await accountEvents.record(db, {
        kind: 'token-revoked',
        account: account.id,
        by: identity.actor,
        address: c.get('address'),
        detail: { name: revoked.name },
      })
    return c.redirect('/account', 303)
  }
}
