import type { Context, Handler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as portalTries from '../../db/portal-tries.ts'
import * as registry from '../../db/registry.ts'
import type { Registry } from '../model/portal.ts'
import { formatTime } from './dates.ts'
import type { CrawlDesk, RegistryDesk } from './desk.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { portalPageWords } from './portal-page-words.ts'
import { whoChanged } from './registry-history.ts'
import { registryWords } from './registry-words.ts'
import { BadRequest, parsedOrBad, queryPart, REGISTRY_ID } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const TRIES_SHOWN = 30
/** Tries that may wait at once: each takes some requests of a portal. */
const MOST_WAITING = 10
const ASKED = z.object({
  url: z.string().max(4000).trim(),
  district: REGISTRY_ID,
  authority: z.string().max(200).default(''),
})

/** The form to try an address, and what was tried. */
export function tryList(db: Db): Handler<ReviewEnv> {
  return (c) => show(db, c, { url: '', district: queryPart(c, 'district', REGISTRY_ID) ?? '', authority: '' }, null)
}

/** Notes an address to be tried by a worker, and leads to the page that will show what was seen. */
export function tryAdd(db: Db, desk: RegistryDesk, { queueTry }: CrawlDesk): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const form = await c.req.parseBody().catch(() => {
      throw new BadRequest('no form')
    })
    const asked = parsedOrBad(ASKED, form)
    const known = await registry.loadRegistry(db, { district: asked.district })
    if (known.districts.length === 0) throw new BadRequest('no such district')
    if (asked.authority !== '' && !known.authorities.some(({ id }) => id === asked.authority))
      throw new BadRequest('no such authority')
    const problem = desk.addressProblem(asked.url, known)
    if (problem !== null) return await show(db, c, asked, problem[visitor.language], 422)
    if ((await portalTries.unfinished(db)).length >= MOST_WAITING)
      return await show(db, c, asked, portalPageWords(visitor).tooManyTries, 429)
    const id = await portalTries.add(db, {
      url: asked.url,
      district: asked.district,
      authority: asked.authority === '' ? null : asked.authority,
      by: visitor.actor,
    })
    await queueTry(id)
    return c.redirect(`/portal-tries/${id}`, 303)
  }
}

type Asked = z.infer<typeof ASKED>

async function show(db: Db, c: Context<ReviewEnv>, asked: Asked, problem: string | null, status: ContentfulStatusCode = 200) {
  const visitor = visitorOf(c)
  const words = portalPageWords(visitor)
  const [known, tries] = await Promise.all([
    registry.loadRegistry(db, visitor.reach === null ? {} : { district: visitor.reach }),
    portalTries.latest(db, TRIES_SHOWN, visitor.reach),
  ])
  const body = html`<main class="registry"><p class="path"><a href="/portals">${visitor.words.portals}</a></p><h1>${words.tryTitle}</h1><p class="lead">${words.tryLead}</p>
  ${known.districts.length === 0 ? html`<p class="empty">${words.noDistrict}</p>` : visitor.may('POST /portal-tries') && tryForm(visitor, known, asked, problem)}
  <h2>${words.tries}</h2>${tries.length === 0 ? html`<p class="soft">${words.noTries}</p>` : triesTable(visitor, tries)}</main>`
  return c.html(layout(visitor, { title: words.tryTitle, current: 'portals', body }), status)
}

function tryForm(visitor: Visitor, { districts, authorities }: Registry, asked: Asked, problem: string | null): Html {
  const words = portalPageWords(visitor)
  const option = (value: string, title: string, chosen: string) =>
    html`<option value="${value}"${value === chosen && html` selected`}>${title}</option>`
  return html`<form class="entry sheet" method="post" action="/portal-tries">
    <div class="field"><label for="f-url">${words.address}</label><input id="f-url" name="url" type="url" required maxlength="4000" placeholder="https://" value="${asked.url}"${problem && html` aria-invalid="true" aria-describedby="wrong-url"`}>
      ${problem && html`<ul class="wrong" id="wrong-url"><li>${problem}</li></ul>`}</div>
    <div class="field"><label for="f-district">${visitor.words.district}</label><select id="f-district" name="district">${districts.map(({ id, name }) => option(id, name, asked.district))}</select></div>
    <div class="field"><label for="f-authority">${words.whose}</label><select id="f-authority" name="authority">${option('', registryWords(visitor).allAuthorities, asked.authority)}${districts.map(
      (district) =>
        html`<optgroup label="${district.name}">${authorities.filter((authority) => authority.district === district.id).map(({ id, name }) => option(id, name, asked.authority))}</optgroup>`,
    )}</select></div>
    <p class="acts"><button class="primary">${words.doTry}</button></p></form>`
}

function triesTable(visitor: Visitor, tries: Awaited<ReturnType<typeof portalTries.latest>>): Html {
  const words = portalPageWords(visitor)
  return html`<table class="board stacked tries"><thead><tr><th scope="col">${words.address}</th><th scope="col">${visitor.words.state}</th><th scope="col">${words.askedBy}</th><th scope="col">${visitor.words.startedAt}</th></tr></thead>
  <tbody>${tries.map(
    (each) =>
      html`<tr><td class="whole address"><a href="/portal-tries/${each.id}">${each.url}</a></td><td class="whole">${tryState(visitor, each)}</td><td class="soft">${whoChanged(each.asked_by, visitor, each.asked_by_account)}</td><td class="day soft">${formatTime(each.asked_at, visitor.language)}</td></tr>`,
  )}</tbody></table>`
}

export function tryState(
  visitor: Visitor,
  { started_at, ended_at, problem }: Pick<portalTries.PortalTry, 'started_at' | 'ended_at' | 'problem'>,
): Html {
  const words = portalPageWords(visitor)
  if (ended_at === null)
    return html`<span class="status not-due">${started_at === null ? words.tryWaiting : words.tryRunning}</span>`
  if (problem !== null) return html`<span class="status not-found">${words.tryFailed}</span>`
  return html`<span class="status on-time">${words.tryDone}</span>`
}
