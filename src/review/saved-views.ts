import type { Context, Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as savedViews from '../../db/saved-views.ts'
import { hasRole } from '../model/role.ts'
import { type Filters, filterQuery, filtersOf } from './finding-filters.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { BadRequest, found, pathPart, ROW_ID } from './request.ts'
import { savedViewWords } from './saved-view-words.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const FORM = z.object({
  name: z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(1)
        .max(40)
        .refine((text) => !/\p{Cc}/u.test(text)),
    ),
  shared: z.literal('1').optional(),
})

/** What everybody sees is a supervisor's to say. */
function mayShare({ identity }: Visitor): boolean {
  return identity !== null && hasRole(identity.role, 'supervisor')
}

/** Keeps the list that the address names under a name. */
export function viewSave(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const query = filterQuery(filtersOf(c))
    const sent = FORM.safeParse(await fieldsOf(c))
    const isSaved =
      sent.success &&
      (await savedViews.save(db, {
        account: visitor.actor.account,
        name: sent.data.name,
        query: query.slice(1),
        shared: sent.data.shared === '1' && mayShare(visitor),
      }))
    return isSaved ? c.redirect(`/findings${query}`, 303) : refuse(c, visitor, query)
  }
}

/** Renames a list, and shares it or not. */
export function viewChange(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const id = pathPart(c, 'id', ROW_ID)
    const { account } = visitor.actor
    const view = found((await savedViews.listFor(db, account)).find((each) => each.id === id && each.isOwn))
    const query = view.query === '' ? '' : `?${view.query}`
    const sent = FORM.safeParse(await fieldsOf(c))
    const isChanged =
      sent.success &&
      (await savedViews.change(db, id, {
        account,
        name: sent.data.name,
        shared: mayShare(visitor) ? sent.data.shared === '1' : view.shared,
      }))
    return isChanged ? c.redirect(`/findings${query}`, 303) : refuse(c, visitor, query)
  }
}

export function viewRemove(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const id = pathPart(c, 'id', ROW_ID)
    const { account } = visitor.actor
    // Gone already is as good as removed; what is another's is left as it is, which the list shows.
    await savedViews.remove(db, id, { account, keepsOrder: mayShare(visitor) })
    return c.redirect(`/findings${filterQuery(filtersOf(c))}`, 303)
  }
}

async function fieldsOf(c: Context<ReviewEnv>): Promise<unknown> {
  return await c.req.parseBody().catch(() => {
    throw new BadRequest('no form')
  })
}

function refuse(c: Context<ReviewEnv>, visitor: Visitor, query: string) {
  const words = savedViewWords(visitor)
  const body = html`<main class="narrow"><h1>${words.title}</h1><p class="problem" role="alert">${words.problem}</p><p><a href="/findings${query}">${words.back}</a></p></main>`
  return c.html(layout(visitor, { title: words.title, current: 'findings', body }), 422)
}

/** The lists that are kept, as a row of links, and what can be done with the one that is shown. */
export function savedViewRow(visitor: Visitor, views: readonly savedViews.SavedView[], filters: Filters): Html {
  const words = savedViewWords(visitor)
  const query = filterQuery(filters)
  const shown = views.find((view) => view.query === query.slice(1))
  const link = (href: string, text: Html | string, isShown: boolean) =>
    html`<a href="/findings${href}"${isShown && html` aria-current="true"`}>${text}</a>`
  return html`<div class="views"><nav class="choices" aria-label="${words.title}">${link('', words.all, query === '')}${views.map(
    (view) =>
      link(
        view.query === '' ? '' : `?${view.query}`,
        html`${view.name}${!view.isOwn && html` <span class="soft">${words.shared}</span>`}`,
        view === shown,
      ),
  )}</nav>${query !== '' && shown === undefined && saveForm(visitor, query)}${shown && changeForm(visitor, shown, query)}</div>`
}

function saveForm(visitor: Visitor, query: string): Html {
  const words = savedViewWords(visitor)
  return html`<details name="views"><summary>${words.save}</summary><form method="post" action="/saved-views${query}">
    ${fields(visitor, null)}<button>${words.keep}</button> <span class="soft">${words.nameHint}</span></form></details>`
}

function changeForm(visitor: Visitor, view: savedViews.SavedView, query: string): Html | null {
  const words = savedViewWords(visitor)
  if (!view.isOwn && !mayShare(visitor)) return null
  return html`<details name="views"><summary>${words.edit}</summary>
    ${view.isOwn && html`<form method="post" action="/saved-views/${view.id}">${fields(visitor, view)}<button>${words.change}</button></form>`}
    <form method="post" action="/saved-views/${view.id}/remove${query}"><button>${words.remove}</button></form></details>`
}

function fields(visitor: Visitor, view: savedViews.SavedView | null): Html {
  const words = savedViewWords(visitor)
  return html`<label>${words.name} <input name="name" maxlength="40" required autocomplete="off" value="${view?.name}"></label>
    ${mayShare(visitor) && html`<label class="soft"><input type="checkbox" name="shared" value="1"${view?.shared && html` checked`}> ${words.share}</label>`} `
}
