import type { Context, Handler, MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Db } from '../../db/connect.ts'
import * as heldForms from '../../db/held-forms.ts'
import { accountWords, HELD_FIELDS } from './account-words.ts'
import { formatTime } from './dates.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { BadRequest, found, pathPart, ROW_ID } from './request.ts'
import { identityOf, type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

/** More than a note and its choices, less than a file. */
const LONGEST_HELD = 60_000
const HELD = 'held'

type Fields = heldForms.HeldForm['fields']

/**
 * Keeps a form that came after its session had ended by itself, for the account whose session it was and no other, and leads to the sign-in.
 * Where that cannot be, what was typed is shown, so that it can be copied. Nothing of it is done.
 */
export async function holdForm(db: Db, c: Context<ReviewEnv>, { mayHold }: { readonly mayHold: boolean }): Promise<Response> {
  const who = c.get('identity')
  const { fields, hasFiles } = await fieldsIn(c)
  const account = 'via' in who ? null : who.account
  const { pathname, search } = new URL(c.req.url)
  const isShort = JSON.stringify(fields).length <= LONGEST_HELD
  if (
    mayHold &&
    account !== null &&
    !hasFiles &&
    isShort &&
    (await heldForms.hold(db, { account, path: pathname + search, fields }))
  )
    return c.redirect('/sign-in?notice=held', 303)
  const visitor = visitorOf(c)
  const words = accountWords(visitor)
  const body = html`<main class="plain"><h1>${words.notSentTitle}</h1><p>${words.notSent}</p>${mayHold && fieldList(visitor, fields)}
    <p><a href="/sign-in">${words.signIn}</a></p></main>`
  return c.html(layout(visitor, { title: words.notSentTitle, current: null, body }), 401)
}

async function fieldsIn(c: Context<ReviewEnv>): Promise<{ readonly fields: Fields; readonly hasFiles: boolean }> {
  const form = await c.req.parseBody({ all: true }).catch(() => {
    throw new BadRequest('no form')
  })
  const entries = Object.entries(form).flatMap(([name, value]) => [value].flat().map((each) => [name, each] as const))
  const fields = entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
  return { fields, hasFiles: fields.length < entries.length }
}

/** What waits for the account that signed in: shown, to be sent or thrown away. */
export function heldPage(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = accountWords(visitor)
    const list = await heldForms.ofAccount(db, found(visitor.actor.account))
    const body = html`<main class="narrow"><h1>${words.heldTitle}</h1>${
      list.length === 0
        ? html`<p class="empty">${words.noHeld} <a href="/">${visitor.words.toOverview}</a></p>`
        : html`<p class="lead">${words.heldLead}</p>${list.map((held) => heldView(visitor, held))}`
    }</main>`
    return c.html(layout(visitor, { title: words.heldTitle, current: null, body }))
  }
}

/** The form goes where it went, with its number in the address: it is forgotten when that has worked. */
function heldView(visitor: Visitor, { id, path, fields, held_at }: heldForms.HeldForm): Html {
  const words = accountWords(visitor)
  const url = new URL(path, 'http://here')
  url.searchParams.set(HELD, String(id))
  const isFiles = path.startsWith('/registry-import')
  return html`<section class="sheet desk"><p class="soft">${formatTime(held_at, visitor.language)} · <a href="${pageOf(path)}">${words.heldWhere}</a></p>
    ${fieldList(visitor, fields)}
    <form class="inline" method="post" action="${url.pathname + url.search}"${isFiles && html` enctype="multipart/form-data"`}>${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
      <button class="primary">${words.heldSend}</button></form>
    <form class="inline" method="post" action="/account/held/${id}/drop"><button>${words.heldDrop}</button></form></section>`
}

/** The page on which such a form stands. */
function pageOf(path: string): string {
  return path.replace(/\/(?:decisions|acts|crawl|save|cancel|resume|retire|confirm)(?=\?|$)/, '')
}

function fieldList(visitor: Visitor, fields: Fields): Html {
  const shown = fields.filter(([name, value]) => value !== '' && !['mark', 'expected', 'files'].includes(name))
  return html`<dl class="facts held">${shown.map(([name, value]) => html`<div><dt>${HELD_FIELDS[name]?.[visitor.language] ?? name}</dt><dd class="as-typed">${value}</dd></div>`)}</dl>`
}

export function heldDrop(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    await heldForms.drop(db, found(visitorOf(c).actor.account), pathPart(c, 'id', ROW_ID))
    return c.redirect('/account/held', 303)
  }
}

/** A held form that was sent again, and taken, waits no more. */
export function forgetTaken(db: Db): MiddlewareHandler<ReviewEnv> {
  return async (c, next) => {
    await next()
    const id = c.req.method === 'POST' ? c.req.query(HELD) : undefined
    const account = identityOf(c)?.actor.account ?? null
    if (id === undefined || account === null || !/^\d{1,9}$/.test(id)) return
    const status = c.res.status as ContentfulStatusCode
    if (status < 400) await heldForms.drop(db, account, Number(id))
  }
}
