import type { Context, Handler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import * as accountEvents from '../../db/account-events.ts'
import * as accountLinks from '../../db/account-links.ts'
import * as accounts from '../../db/accounts.ts'
import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import * as sessions from '../../db/sessions.ts'
import { readPersonName } from '../model/login.ts'
import { fieldView, noticeView } from './account-form.ts'
import { districtProblem, linkView, rightsFields, rightsIn, stateView } from './account-list.ts'
import { historyTable, sessionTable } from './account-view.ts'
import { accountWords } from './account-words.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { found, pathPart, ROW_ID } from './request.ts'
import { type ReviewEnv, visitorOf } from './visitor.ts'

const EVENTS_SHOWN = 100

type Shown = {
  readonly status?: ContentfulStatusCode
  readonly problem?: string
  readonly problems?: Readonly<Record<string, string>>
  /** A link, shown this once. */
  readonly made?: Html
}

/** One account, as administrators see and change it. */
export function accountPage(db: Db): Handler<ReviewEnv> {
  return async (c) => show(db, c, await asked(db, c), {})
}

async function asked(db: Db, c: Context<ReviewEnv>): Promise<accounts.Account> {
  return found(await accounts.get(db, pathPart(c, 'id', ROW_ID)))
}

async function show(
  db: Db,
  c: Context<ReviewEnv>,
  account: accounts.Account,
  { status = 200, problem, problems = {}, made }: Shown,
) {
  const visitor = visitorOf(c)
  const words = accountWords(visitor)
  const { id, name, login } = account
  const [open, events, { districts }] = await Promise.all([
    sessions.alive(db, id),
    accountEvents.latest(db, { account: id, limit: EVENTS_SHOWN }),
    registry.loadRegistry(db),
  ])
  const act = (action: string, title: string, hint: string) =>
    html`<form method="post" action="/accounts/${id}/${action}"><p><button>${title}</button> <span class="soft">${hint}</span></p></form>`
  const isInvited = account.password_hash === null && account.oidc_subject === null
  const body = html`<main class="narrow account"><p class="path"><a href="/accounts">${words.accounts}</a></p><h1>${name} <span class="soft">${login}</span></h1>
  <p>${stateView(visitor, account)}</p>${noticeView(problem ?? null)}${made}
  <form class="entry sheet" method="post" action="/accounts/${id}">
    ${fieldView({ name: 'name', label: words.name, value: name, problem: problems['name'], autocomplete: 'off' })}
    ${rightsFields(visitor, account, districts, problems)}<p class="acts"><button class="primary">${words.save}</button></p></form>
  <section class="sheet desk">${
    account.locked_at === null
      ? html`${act('link', isInvited ? words.newLink : words.resetLink, words.resetHint)}${act('lock', words.lock, words.lockHint)}`
      : act('unlock', words.unlock, '')
  }${account.oidc_issuer !== null && html`<p>${words.linkedOutside(account.oidc_issuer)}</p>${act('oidc/unlink', words.unlinkOutside, words.unlinkOutsideHint)}`}</section>
  <h2>${words.sessions}</h2>${open.length === 0 ? html`<p class="soft">${visitor.words.none}</p>` : html`${sessionTable(visitor, open, null)}${act('sessions/end', words.endAll, '')}`}
  <h2>${words.history}</h2>${historyTable(visitor, events)}</main>`
  return c.html(layout(visitor, { title: name, current: null, body }), status)
}

/** Changes name, role and districts, unless that left nobody to manage accounts. */
export function accountChange(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = accountWords(visitor)
    const account = await asked(db, c)
    const rights = await rightsIn(c)
    const name = readPersonName(String((await c.req.formData()).get('name') ?? ''))
    const problems = {
      ...(name === null && { name: words.nameWrong }),
      ...(await districtProblem(db, visitor, rights.districts)),
    }
    const typed = { ...account, ...rights, districts: rights.districts === null ? null : [...rights.districts] }
    if (name === null || Object.keys(problems).length > 0) return await show(db, c, typed, { status: 422, problems })
    if ((await accounts.change(db, account.id, { name, ...rights })) === 'last-administrator')
      return await show(db, c, account, { status: 409, problem: words.lastAdministrator })
    const before = { name: account.name, role: account.role, districts: account.districts }
    const after = { name, ...rights }
    const detail = Object.fromEntries(
      (['name', 'role', 'districts'] as const)
        .filter((each) => String(before[each]) !== String(after[each]))
        .map((each) => [each, { from: before[each], to: after[each] }]),
    )
    if (Object.keys(detail).length > 0) await record(db, c, account, 'changed', detail)
    return c.redirect(`/accounts/${account.id}`, 303)
  }
}

/** Locks an account: its sessions end, and its tokens open nothing. */
export function accountLock(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = accountWords(visitor)
    const account = await asked(db, c)
    if (account.id === visitor.actor.account) return await show(db, c, account, { status: 409, problem: words.notYourself })
    if ((await accounts.change(db, account.id, { isLocked: true })) === 'last-administrator')
      return await show(db, c, account, { status: 409, problem: words.lastAdministrator })
    await sessions.end(db, account.id)
    await accountLinks.dropOf(db, account.id)
    await record(db, c, account, 'locked')
    return c.redirect(`/accounts/${account.id}`, 303)
  }
}

export function accountUnlock(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const account = await asked(db, c)
    await accounts.change(db, account.id, { isLocked: false })
    await record(db, c, account, 'unlocked')
    return c.redirect(`/accounts/${account.id}`, 303)
  }
}

/** Makes a link to choose a password, and shows it this once. */
export function accountLink(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const account = await asked(db, c)
    const words = accountWords(visitorOf(c))
    if (account.locked_at !== null) return await show(db, c, account, { status: 409, problem: words.signInLocked })
    const purpose = account.password_hash === null ? 'invitation' : 'reset'
    const token = await accountLinks.make(db, purpose, account.id)
    await record(db, c, account, purpose === 'invitation' ? 'invited' : 'reset-link')
    return await show(db, c, account, { made: linkView(c, account.name, purpose, token) })
  }
}

/** Ends the link with the office's identity provider, of an account that has a password. */
export function accountUnlink(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const account = await asked(db, c)
    if (!(await accounts.unlinkOutside(db, account.id)))
      return await show(db, c, account, { status: 409, problem: accountWords(visitorOf(c)).unlinkNeedsPassword })
    await sessions.end(db, account.id)
    await record(db, c, account, 'oidc-unlinked', { issuer: account.oidc_issuer, subject: account.oidc_subject })
    return c.redirect(`/accounts/${account.id}`, 303)
  }
}

export function accountEndSessions(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const account = await asked(db, c)
    const ended = await sessions.end(db, account.id)
    if (ended > 0) await record(db, c, account, 'sessions-ended', { sessions: ended })
    return c.redirect(`/accounts/${account.id}`, 303)
  }
}

function record(
  db: Db,
  c: Context<ReviewEnv>,
  { id }: accounts.Account,
  kind: accountEvents.EventKind,
  detail: Readonly<Record<string, unknown>> = {},
) {
  return accountEvents.record(db, { kind, account: id, by: visitorOf(c).actor, address: c.get('address'), detail })
}
