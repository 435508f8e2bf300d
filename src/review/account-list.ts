import type { Context, Handler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import * as accountEvents from '../../db/account-events.ts'
import * as accountLinks from '../../db/account-links.ts'
import * as accounts from '../../db/accounts.ts'
import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import { readLogin, readPersonName } from '../model/login.ts'
import type { District } from '../model/portal.ts'
import { isRole, type Reach, ROLE_TITLES, ROLES, type Role } from '../model/role.ts'
import { fieldView } from './account-form.ts'
import { historyTable } from './account-view.ts'
import { accountWords, ROLE_DUTIES } from './account-words.ts'
import { isOverTls } from './client-address.ts'
import { formatTime } from './dates.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { BadRequest } from './request.ts'
import { type Reader, type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const EVENTS_SHOWN = 40

type Typed = { readonly login: string; readonly name: string; readonly role: Role; readonly districts: Reach }
const NOTHING_TYPED: Typed = { login: '', name: '', role: 'officer', districts: [] }

/** Who has an account, what happened lately, and the form to invite somebody. */
export function accountList(db: Db): Handler<ReviewEnv> {
  return (c) => show(db, c, { typed: NOTHING_TYPED, problems: {}, made: null, status: 200 })
}

type Shown = {
  readonly typed: Typed
  readonly problems: Readonly<Record<string, string>>
  /** An invitation, shown this once. */
  readonly made: Html | null
  readonly status: ContentfulStatusCode
}

async function show(db: Db, c: Context<ReviewEnv>, { typed, problems, made, status }: Shown) {
  const visitor = visitorOf(c)
  const words = accountWords(visitor)
  const [list, events, { districts }] = await Promise.all([
    accounts.list(db),
    accountEvents.latest(db, { limit: EVENTS_SHOWN }),
    registry.loadRegistry(db),
  ])
  const { language } = visitor
  const body = html`<main class="accounts"><h1>${words.accounts}</h1><p class="lead">${words.accountsLead}</p>${made}
  <table class="board stacked"><thead><tr><th scope="col">${words.name}</th><th scope="col">${words.role}</th><th scope="col">${words.districts}</th><th scope="col">${words.state}</th><th scope="col">${words.lastSignIn}</th></tr></thead>
  <tbody>${list.map(
    (
      each,
    ) => html`<tr><td class="whole first"><a href="/accounts/${each.id}">${each.name}</a> <span class="soft">${each.login}</span></td><td>${ROLE_TITLES[each.role][language]}</td>
    <td class="whole">${districtNames(visitor, each.districts, districts)}</td><td>${stateView(visitor, each)}</td>
    <td class="day soft"><span class="label">${words.lastSignIn} </span>${each.signed_in_at === null ? words.never : formatTime(each.signed_in_at, language)}</td></tr>`,
  )}</tbody></table>
  <h2>${words.inviteTitle}</h2><p class="soft">${words.inviteHint}</p>
  <form class="entry sheet narrow" method="post" action="/accounts">
    ${fieldView({ name: 'login', label: words.login, value: typed.login, hint: words.loginHint, problem: problems['login'], autocomplete: 'off' })}
    ${fieldView({ name: 'name', label: words.name, value: typed.name, problem: problems['name'], autocomplete: 'off' })}
    ${rightsFields(visitor, typed, districts, problems)}
    <p class="acts"><button class="primary">${words.invite}</button></p></form>
  <h2>${words.history}</h2>${historyTable(visitor, events, { withLogin: true })}</main>`
  return c.html(layout(visitor, { title: words.accounts, current: null, body }), status)
}

function districtNames(reader: Reader, reach: Reach, districts: readonly District[]): string {
  if (reach === null) return accountWords(reader).allDistricts
  return reach.map((id) => districts.find((district) => district.id === id)?.name ?? id).join('、')
}

export function stateView(reader: Reader, { locked_at, password_hash, oidc_subject }: accounts.Account): Html {
  const words = accountWords(reader)
  if (locked_at !== null) return html`<span class="status not-found">${words.locked}</span>`
  if (password_hash === null && oidc_subject === null) return html`<span class="status late-doubtful">${words.invited}</span>`
  return html`<span class="status on-time">${words.active}</span>`
}

/** Role and districts, with what each role may do. */
export function rightsFields(
  visitor: Visitor,
  { role, districts: chosen }: Pick<Typed, 'role' | 'districts'>,
  districts: readonly District[],
  problems: Readonly<Record<string, string>>,
): Html {
  const words = accountWords(visitor)
  const { language } = visitor
  const box = (value: string, title: string, isChecked: boolean) =>
    html`<label><input type="checkbox" name="districts" value="${value}"${isChecked && html` checked`}> ${title}</label>`
  return html`<fieldset class="field"><legend>${words.role}</legend>${ROLES.map(
    (each) =>
      html`<label class="choice"><input type="radio" name="role" value="${each}" required${each === role && html` checked`}> ${ROLE_TITLES[each][language]} <span class="soft">${ROLE_DUTIES[each][language]}</span></label>`,
  )}</fieldset>
  <fieldset class="field"${problems['districts'] && html` aria-describedby="wrong-districts"`}><legend>${words.districts}</legend><div class="checks">${box(ALL, words.allDistricts, chosen === null)}${districts.map(({ id, name }) => box(id, name, chosen?.includes(id) ?? false))}</div>
    <p class="hint">${words.administratorNote}</p>${problems['districts'] && html`<ul class="wrong" id="wrong-districts"><li>${problems['districts']}</li></ul>`}</fieldset>`
}

const ALL = '*'

/** Role and districts as chosen; districts null: all, empty: none was chosen. @throws BadRequest */
export async function rightsIn(c: Context<ReviewEnv>): Promise<{ readonly role: Role; readonly districts: Reach }> {
  const form = await c.req.formData().catch(() => {
    throw new BadRequest('no form')
  })
  const role = form.get('role')
  if (!isRole(role)) throw new BadRequest('no such role')
  const chosen = form.getAll('districts').filter((each) => typeof each === 'string')
  const districts = role === 'administrator' || chosen.includes(ALL) ? null : [...new Set(chosen)].sort()
  return { role, districts }
}

/** Adds an account without a password and shows the link by which its person chooses one. */
export function accountInvite(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = accountWords(visitor)
    const rights = await rightsIn(c)
    const form = await c.req.formData()
    const typed = { login: String(form.get('login') ?? ''), name: String(form.get('name') ?? ''), ...rights }
    const [login, name] = [readLogin(typed.login), readPersonName(typed.name)]
    const problems = {
      ...(login === null && { login: words.loginWrong }),
      ...(name === null && { name: words.nameWrong }),
      ...(await districtProblem(db, visitor, rights.districts)),
    }
    if (login === null || name === null || Object.keys(problems).length > 0)
      return await show(db, c, { typed, problems, made: null, status: 422 })
    const token = await db.transaction().execute(async (trx) => {
      const account = await accounts.add(trx, { login, name, ...rights })
      if (account === null) return null
      await accountEvents.record(trx, {
        kind: 'invited',
        account: account.id,
        by: visitor.actor,
        address: c.get('address'),
        detail: { role: rights.role, districts: rights.districts },
      })
      return await accountLinks.make(trx, 'invitation', account.id)
    })
    if (token === null) return await show(db, c, { typed, problems: { login: words.loginTaken }, made: null, status: 409 })
    return await show(db, c, { typed: NOTHING_TYPED, problems: {}, made: linkView(c, name, 'invitation', token), status: 200 })
  }
}

/** A district must be chosen, and be one. */
export async function districtProblem(db: Db, reader: Reader, districts: Reach): Promise<{ readonly districts?: string }> {
  if (districts === null) return {}
  const known = await registry.namesOf(db, 'districts', [...districts])
  const isRight = districts.length > 0 && districts.every((id) => known.has(id))
  return isRight ? {} : { districts: accountWords(reader).districtsNeeded }
}

/** A link to hand over, at the address by which these pages were opened. */
export function linkView(c: Context<ReviewEnv>, name: string, purpose: 'invitation' | 'reset', token: string): Html {
  const { host } = new URL(c.req.url)
  const link = `${isOverTls(c) ? 'https' : 'http'}://${host}/invitation/${token}`
  const words = accountWords(visitorOf(c))
  return html`<div class="notice once" role="status"><p>${words.linkMade(name, accountLinks.LINK_HOURS[purpose])}</p><p><code class="secret">${link}</code></p></div>`
}
