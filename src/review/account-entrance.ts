import type { Context, Handler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import * as accountEvents from '../../db/account-events.ts'
import * as accountLinks from '../../db/account-links.ts'
import * as accounts from '../../db/accounts.ts'
import type { Db } from '../../db/connect.ts'
import { alone } from '../../db/locks.ts'
import * as sessions from '../../db/sessions.ts'
import * as signInFailures from '../../db/sign-in-failures.ts'
import { readLogin, readPersonName } from '../model/login.ts'
import { hashPassword } from '../model/password-hash.ts'
import { passwordProblem } from '../model/password-rules.ts'
import { fieldView, textsIn } from './account-form.ts'
import { accountWords } from './account-words.ts'
import { html } from './html.ts'
import { actorOf } from './identify.ts'
import { layout } from './layout.ts'
import { enter } from './sign-in.ts'
import { type Reader, type ReviewEnv, visitorOf } from './visitor.ts'

type Problems = Readonly<Record<string, string>>
type Typed = Readonly<Record<string, string>>

/** The form of the first administrator, behind the link that the start prints. */
export function firstPage(db: Db): Handler<ReviewEnv> {
  return async (c) => ((await firstLink(db, c)) === null ? linkGone(c) : showFirst(c, {}, {}, 200))
}

/** Creates the first administrator, once, whoever has which link. */
export function firstCreate(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const link = await firstLink(db, c)
    if (link === null) return linkGone(c)
    const visitor = visitorOf(c)
    const words = accountWords(visitor)
    const typed = await textsIn(c)
    const [login, name] = [readLogin(typed['login'] ?? ''), readPersonName(typed['name'] ?? '')]
    const problems = {
      ...(login === null && { login: words.loginWrong }),
      ...(name === null && { name: words.nameWrong }),
      ...passwordProblems(visitor, typed, { login: login ?? '', name: name ?? '' }),
    }
    if (login === null || name === null || Object.keys(problems).length > 0) return showFirst(c, typed, problems, 422)
    const passwordHash = await hashPassword(typed['password'] ?? '')
    const account = await alone(db, 'first administrator', async (trx) => {
      if ((await accounts.isAny(trx)) || !(await accountLinks.use(trx, link))) return null
      const made = await accounts.add(trx, { login, name, role: 'administrator', districts: null, passwordHash })
      if (made !== null)
        await accountEvents.record(trx, { kind: 'created', account: made.id, by: actorOf(made), address: c.get('address') })
      return made
    })
    return account === null ? linkGone(c) : await enter(db, c, account, '/accounts')
  }
}

async function firstLink(db: Db, c: Context<ReviewEnv>): Promise<string | null> {
  const token = c.req.param('token') ?? ''
  const link = await accountLinks.find(db, token)
  return link?.purpose === 'first' && !(await accounts.isAny(db)) ? token : null
}

function showFirst(c: Context<ReviewEnv>, typed: Typed, problems: Problems, status: ContentfulStatusCode) {
  const visitor = visitorOf(c)
  const words = accountWords(visitor)
  const body = html`<main class="narrow entrance"><h1>${words.firstTitle}</h1><p class="lead">${words.firstLead}</p>
    <form class="entry sheet" method="post">
    ${fieldView({ name: 'login', label: words.login, value: typed['login'] ?? '', hint: words.loginHint, problem: problems['login'], autocomplete: 'username' })}
    ${fieldView({ name: 'name', label: words.name, value: typed['name'] ?? '', problem: problems['name'], autocomplete: 'name' })}
    ${passwordFields(visitor, problems)}
    <p class="acts"><button class="primary">${words.create}</button></p></form></main>`
  return c.html(layout(visitor, { title: words.firstTitle, current: null, body }), status)
}

/** The form to choose a password, behind a link that an administrator gave. */
export function invitationPage(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const found = await invitationOf(db, c)
    return found === null ? linkGone(c) : showInvitation(c, found, {}, 200)
  }
}

/** Sets the password, ends whatever was open before, and signs in. */
export function invitationAccept(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const found = await invitationOf(db, c)
    if (found === null) return linkGone(c)
    const { account, token, isFirst } = found
    const typed = await textsIn(c)
    const problems = passwordProblems(visitorOf(c), typed, account)
    if (Object.keys(problems).length > 0) return showInvitation(c, found, problems, 422)
    const passwordHash = await hashPassword(typed['password'] ?? '')
    const isUsed = await db.transaction().execute(async (trx) => {
      if (!(await accountLinks.use(trx, token))) return false
      await accounts.setPassword(trx, account.id, passwordHash)
      await sessions.end(trx, account.id)
      await signInFailures.clear(trx, { login: account.login })
      const kind = isFirst ? 'accepted' : 'password-changed'
      await accountEvents.record(trx, { kind, account: account.id, by: actorOf(account), address: c.get('address') })
      return true
    })
    return isUsed ? await enter(db, c, account, '/') : linkGone(c)
  }
}

type Invitation = { readonly account: accounts.Account; readonly token: string; readonly isFirst: boolean }

async function invitationOf(db: Db, c: Context<ReviewEnv>): Promise<Invitation | null> {
  const token = c.req.param('token') ?? ''
  const link = await accountLinks.find(db, token)
  if (link === null || link.account_id === null) return null
  const account = await accounts.get(db, link.account_id)
  if (account === null || account.locked_at !== null) return null
  return { account, token, isFirst: account.password_hash === null }
}

function showInvitation(
  c: Context<ReviewEnv>,
  { account, isFirst }: Invitation,
  problems: Problems,
  status: ContentfulStatusCode,
) {
  const visitor = visitorOf(c)
  const words = accountWords(visitor)
  const title = isFirst ? words.invitationTitle : words.resetTitle
  const body = html`<main class="narrow entrance"><h1>${title}</h1><p class="lead">${words.invitationLead(account.name, account.login)}</p>
    <form class="entry sheet" method="post"><input type="hidden" name="login" autocomplete="username" value="${account.login}">
    ${passwordFields(visitor, problems)}
    <p class="acts"><button class="primary">${words.setPassword}</button></p></form></main>`
  return c.html(layout(visitor, { title, current: null, body }), status)
}

/** A new password, twice. */
export function passwordFields(reader: Reader, problems: Problems) {
  const words = accountWords(reader)
  return html`${fieldView({ name: 'password', label: words.newPassword, type: 'password', hint: words.passwordHint, problem: problems['password'], autocomplete: 'new-password' })}
    ${fieldView({ name: 'repeat', label: words.repeat, type: 'password', problem: problems['repeat'], autocomplete: 'new-password' })}`
}

/** What is wrong with a new password, by field. */
export function passwordProblems(
  { language }: Reader,
  typed: Typed,
  owner: { readonly login: string; readonly name: string },
): Problems {
  const problem = passwordProblem(typed['password'] ?? '', owner)
  if (problem !== null) return { password: problem[language] }
  return typed['password'] === typed['repeat'] ? {} : { repeat: accountWords({ language }).repeatWrong }
}

function linkGone(c: Context<ReviewEnv>) {
  const visitor = visitorOf(c)
  const words = accountWords(visitor)
  const body = html`<main class="plain"><h1>${words.linkGoneTitle}</h1><p>${words.linkGone}</p><p><a href="/sign-in">${words.signIn}</a></p></main>`
  return c.html(layout(visitor, { title: words.linkGoneTitle, current: null, body }), 404)
}
