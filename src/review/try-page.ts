import type { Context, Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as portalTries from '../../db/portal-tries.ts'
import * as registry from '../../db/registry.ts'
import type { Portal, Registry } from '../model/portal.ts'
import type { FieldProblem } from '../model/registry-edit.ts'
import { formatTime } from './dates.ts'
import type { RegistryDesk } from './desk.ts'
import { externalLink } from './external-link.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { portalPageWords } from './portal-page-words.ts'
import { placeOf } from './registry-district.ts'
import { whoChanged } from './registry-history.ts'
import { FACT_TITLES, registryWords } from './registry-words.ts'
import { BadRequest, found, parsedOrBad, pathPart, ROW_ID } from './request.ts'
import { triedView } from './tried-view.ts'
import { tryState } from './try-list.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const NAMES = z.object({ id: z.string().max(200).trim(), name: z.string().max(200).trim() })

/** What a try of an address has seen, and the form to register it. */
export function tryPage(db: Db, desk: RegistryDesk): Handler<ReviewEnv> {
  return async (c) => show(db, c, desk, found(await portalTries.get(db, pathPart(c, 'id', ROW_ID))), null)
}

/** Registers the columns that a try has found, beside those of the portal on the same host. */
export function trySave(db: Db, desk: RegistryDesk): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const tried = found(await portalTries.get(db, pathPart(c, 'id', ROW_ID)))
    const form = await c.req.parseBody().catch(() => {
      throw new BadRequest('no form')
    })
    const names = parsedOrBad(NAMES, form)
    try {
      const saved = await registry.alone(db, async (trx) => {
        const known = await registry.loadRegistry(trx, { district: tried.district_id })
        const portal = found(portalOf(desk, tried, known))
        const named = { ...portal, ...names }
        const { registry: grown, problems } = desk.withPortal(known, named)
        if (problems !== null) return { problems, names }
        await registry.importRegistry(trx, grown, { by: visitor.actor.name, account: visitor.actor.account })
        return { problems: null, portal: found(grown.portals.find(({ host }) => host === named.host)) }
      })
      if (saved.problems !== null) return await show(db, c, desk, tried, saved)
      return c.redirect(placeOf(tried.district_id, { kind: 'portal', id: saved.portal.id }), 303)
    } catch (error) {
      if (!(error instanceof registry.RegistryConflict)) throw error
      const [zh, en] = (['zh', 'en'] as const).map((language) => registryWords({ language }).takenElsewhere) as [string, string]
      return await show(db, c, desk, tried, { problems: [{ field: 'id', zh, en }], names })
    }
  }
}

type Refused = { readonly problems: readonly FieldProblem[]; readonly names: z.infer<typeof NAMES> }

async function show(db: Db, c: Context<ReviewEnv>, desk: RegistryDesk, tried: portalTries.PortalTry, refused: Refused | null) {
  const visitor = visitorOf(c)
  const words = portalPageWords(visitor)
  const known = await registry.loadRegistry(db, { district: tried.district_id })
  const portal = portalOf(desk, tried, known)
  const owner = known.authorities.find(({ id }) => id === tried.authority_id)?.name
  const body = html`<main class="registry"><p class="path"><a href="/portals">${visitor.words.portals}</a> / <a href="/portal-tries">${words.tryTitle}</a></p><h1 class="address">${tried.url}</h1>
  <p class="soft">${known.districts[0]?.name} · ${words.whose} ${owner ?? registryWords(visitor).allAuthorities} · ${words.askedBy} ${whoChanged(tried.asked_by, visitor, tried.asked_by_account)} ${formatTime(tried.asked_at, visitor.language)}</p>
  <p aria-live="polite">${tryState(visitor, tried)} ${tried.problem}</p>
  ${tried.ended_at === null && html`<p><a href="/portal-tries/${tried.id}">${words.reload}</a> <span class="soft">${words.reloadHint}</span></p>`}
  ${tried.result && triedView(visitor, tried.result)}
  ${tried.result && (portal === null ? html`<p class="notice">${words.noReports}</p>` : visitor.may('POST /portal-tries/:id/save') && saveForm(visitor, tried, portal, known, refused))}</main>`
  return c.html(
    layout(visitor, { title: `${words.tryTitle} · ${tried.url}`, current: 'portals', body, reloads: tried.ended_at === null }),
    refused === null ? 200 : 422,
  )
}

function portalOf(desk: RegistryDesk, tried: portalTries.PortalTry, known: Registry): Portal | null {
  const { url, district_id: district, authority_id: authority, result } = tried
  return result === null ? null : desk.portalFound({ url, district, authority }, result, known)
}

/** The columns that would be registered. A portal on a host that is registered keeps its id and name. */
function saveForm(
  visitor: Visitor,
  { id }: portalTries.PortalTry,
  portal: Portal,
  known: Registry,
  refused: Refused | null,
): Html {
  const words = portalPageWords(visitor)
  const { language } = visitor
  const there = known.portals.find(({ host }) => host === portal.host)
  const names = refused?.names ?? { id: portal.id, name: portal.name }
  const problems = refused?.problems ?? []
  return html`<section class="desk sheet"><h2>${words.saveTitle}</h2><p class="soft">${words.saveLead}</p>
  ${problems.length > 0 && html`<ul class="wrong" role="alert">${problems.map((problem) => html`<li>${problem[language]}</li>`)}</ul>`}
  <ul>${portal.columns.map(({ url }) => html`<li class="address">${externalLink(url)} ${there?.columns.some((column) => column.url === url) && html`<span class="soft">${words.columnThere}</span>`}</li>`)}</ul>
  <form class="entry" method="post" action="/portal-tries/${id}/save">${
    there
      ? html`<input type="hidden" name="id" value="${there.id}"><input type="hidden" name="name" value="${there.name}"><p>${there.name} <code class="soft">${there.id}</code></p>`
      : html`<div class="field"><label for="f-id">${words.ownId}</label><input id="f-id" name="id" required value="${names.id}"></div>
        <div class="field"><label for="f-name">${FACT_TITLES['portal_name']?.[language]}</label><input id="f-name" name="name" required value="${names.name}"></div>`
  }<p class="acts"><button class="primary">${words.saveDo}</button></p></form></section>`
}
