import type { Context, Handler } from 'hono'
import { z } from 'zod'
import * as assignees from '../../db/assignees.ts'
import type { Db } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as list from '../../db/finding-list.ts'
import { ACTS, entryTitle, isDeciding, STATUS_TITLES } from '../model/decision.ts'
import { hasRole } from '../model/role.ts'
import { sha256Of } from '../model/sha256.ts'
import { actFields } from './act-bar.ts'
import { type AskedAct, readAct } from './act-form.ts'
import { actorOf, reachOf } from './acting.ts'
import { formatNumber } from './dates.ts'
import { type Filters, filterQuery, filtersOf, findingsFor } from './finding-filters.ts'
import { findingMessage } from './finding-view.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { listWords } from './list-words.ts'
import { plainPage } from './plain-page.ts'
import { BadRequest, parsedOrBad } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

/** Findings that one click acts on at most. */
const AT_MOST = 10_000
/** Findings that are named one by one; of more only the number is told. */
const MOST_NAMED = 500

const PICK = z.string().regex(/^[1-9]\d{0,8}:\d{1,6}$/)
const CHOSEN = z.object({
  /** `id:entries` as the list showed them. */
  pick: z
    .array(PICK)
    .max(1_000)
    .or(PICK.transform((one) => [one]))
    .default([]),
  all: z.literal('1').optional(),
  /** What matched when the officer saw its number. */
  seen: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
})

/** Does one thing with all findings that were chosen in a list, or, once their number was seen, with all that match it. */
export function findingActs(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = listWords(visitor)
    const filters = filtersOf(c)
    const form = await c.req.parseBody({ all: true }).catch(() => {
      throw new BadRequest('no form')
    })
    const chosen = parsedOrBad(CHOSEN, form)
    const asked = readAct(visitor, form)
    if (!visitor.mayDo(asked.act)) return plainPage(c, 403, 'roleMissing')
    const ask = async (parts: Omit<AskParts, 'filters' | 'asked' | 'pick' | 'people'>) =>
      answer(
        c,
        visitor,
        asked.problem ?? parts.title,
        parts.status,
        askAgain(visitor, {
          ...parts,
          filters,
          asked,
          pick: chosen.pick,
          people: await assignees.listFor(db, { district: filters.district, reach: visitor.reach }),
        }),
      )

    let targets: { findingId: number; expected: number }[]
    if (chosen.all) {
      const matching = await list.matching(db, findingsFor(filters, visitor), AT_MOST + 1)
      if (matching.length > AT_MOST)
        return ask({ status: 422, title: words.actsOnChosen, problem: words.tooMany(formatNumber(AT_MOST)), all: null })
      const seen = sha256Of(matching.map(({ id, entries }) => `${id}:${entries}`).join(' '))
      const count = formatNumber(matching.length)
      const all = { seen, count }
      const title = words.reallyAll(count, ACTS[asked.act][visitor.language])
      if (asked.problem !== null) return ask({ status: 422, title, problem: asked.problem, all })
      if (chosen.seen === undefined) return ask({ status: 200, title, problem: null, all })
      if (chosen.seen !== seen) return ask({ status: 409, title, problem: words.changedMeanwhile, all })
      targets = matching.map(({ id, entries }) => ({ findingId: id, expected: entries }))
    } else {
      const problem = chosen.pick.length === 0 ? words.noneChosen : asked.problem
      if (problem !== null) return ask({ status: 422, title: words.actsOnChosen, problem, all: null })
      const expected = new Map(chosen.pick.map((pick) => pick.split(':').map(Number) as [number, number]))
      targets = [...expected].map(([findingId, entries]) => ({ findingId, expected: entries }))
    }

    const { batch, done, conflicts, refused, unchanged, unknown } = await decisions.act(db, {
      ...asked,
      targets,
      by: actorOf(visitor),
      reach: reachOf(visitor),
      secondApprover: visitor.secondApprover,
    })
    const left = [
      ...conflicts.map((id) => ({ id, why: words.conflict })),
      ...refused.map(({ id, status, why }) => ({ id, why: words.refused[why](STATUS_TITLES[status][visitor.language]) })),
      ...unchanged.map((id) => ({ id, why: words.unchanged })),
      ...unknown.map((id) => ({ id, why: words.unknown })),
    ]
    const did = done.length > 0 ? batch : null
    if (left.length === 0) return c.redirect(`/findings${filterQuery(filters, { did })}`, 303)
    const entry = isDeciding(asked.act) && visitor.secondApprover.includes(asked.act) ? 'propose' : asked.act
    const said = words.done(entryTitle(entry, visitor.language), formatNumber(done.length))
    return answer(c, visitor, said, 200, await partly(db, visitor, { said, left, heading: words.notDone, did, filters }))
  }
}

const UNDO = z.object({ batch: z.uuid() })

/** Takes back what one click did, and names what stays because somebody acted on it since. */
export function findingUndo(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = listWords(visitor)
    const filters = filtersOf(c)
    const form = await c.req.parseBody().catch(() => {
      throw new BadRequest('no form')
    })
    const { batch } = parsedOrBad(UNDO, form)
    const overrules = visitor.identity !== null && hasRole(visitor.identity.role, 'supervisor')
    const undone = await decisions.undo(db, { batch, by: actorOf(visitor), overrules, reach: reachOf(visitor) })
    const left = [
      ...undone.acted.map((id) => ({ id, why: words.acted })),
      ...undone.notYours.map((id) => ({ id, why: words.notYours })),
    ]
    const did = undone.done.length > 0 ? undone.batch : null
    if (left.length === 0) return c.redirect(`/findings${filterQuery(filters, { did })}`, 303)
    const said = words.undone(formatNumber(undone.done.length))
    return answer(c, visitor, said, 200, await partly(db, visitor, { said, left, heading: words.notUndone, did, filters }))
  }
}

function answer(c: Context<ReviewEnv>, visitor: Visitor, title: string, status: 200 | 409 | 422, body: Html) {
  return c.html(layout(visitor, { title, current: 'findings', body, chooses: true }), status)
}

type AskParts = {
  readonly status: 200 | 409 | 422
  readonly title: string
  readonly problem: string | null
  /** What matches, to be confirmed; null where findings were picked, or nothing can be done. */
  readonly all: { readonly seen: string; readonly count: string } | null
  readonly filters: Filters
  readonly asked: AskedAct
  readonly pick: readonly string[]
  readonly people: readonly assignees.Assignee[]
}

/** The act once more with all that was chosen and typed: to be confirmed, or to be put right. */
function askAgain(visitor: Visitor, { title, problem, all, filters, asked, pick, people }: AskParts): Html {
  const words = listWords(visitor)
  const canDo = all !== null || pick.length > 0
  const count = all?.count ?? formatNumber(pick.length)
  return html`<main class="narrow"><h1>${title}</h1>
  ${problem && html`<p class="problem" role="alert">${problem}</p>`}
  <form method="post" action="/finding-acts${filterQuery(filters)}" class="act-bar again">
    ${pick.map((one) => html`<input type="hidden" name="pick" value="${one}">`)}
    ${all && html`<input type="hidden" name="all" value="1"><input type="hidden" name="seen" value="${all.seen}">`}
    ${canDo && actFields(visitor, { typed: { ...asked.typed, act: asked.act }, showsProposed: filters.approval !== undefined, people })}
    ${canDo && html`<button class="primary">${words.doAll(count)}</button>`}
    <a href="/findings${filterQuery(filters)}">${words.backToList}</a></form></main>`
}

type Partly = {
  readonly said: string
  readonly left: readonly { readonly id: number; readonly why: string }[]
  readonly heading: (count: string) => string
  readonly did: string | null
  readonly filters: Filters
}

/** What was done, and each finding for which it was not, with the reason. */
async function partly(db: Db, visitor: Visitor, { said, left, heading, did, filters }: Partly): Promise<Html> {
  const words = listWords(visitor)
  const named = left.slice(0, MOST_NAMED)
  const rows = new Map(
    (
      await list.named(
        db,
        named.map(({ id }) => id),
        reachOf(visitor),
      )
    ).map((row) => [row.id, row]),
  )
  return html`<main class="narrow"><h1>${said}</h1>
  ${
    did &&
    html`<form method="post" action="/finding-acts/undo${filterQuery(filters)}"><input type="hidden" name="batch" value="${did}"><button id="undo">${words.undo}</button></form>`
  }
  <h2>${heading(formatNumber(left.length))}</h2>
  <ul class="left">${named.map(({ id, why }) => {
    const row = rows.get(id)
    return html`<li>${row ? html`<a href="/findings/${id}">${row.authority_name} ${row.year} ${findingMessage(row, visitor)}</a>` : html`${id}`} <span class="soft">${why}</span></li>`
  })}${left.length > named.length && html`<li>${words.andMore(formatNumber(left.length - named.length))}</li>`}</ul>
  <p><a href="/findings${filterQuery(filters)}">${words.toList}</a></p></main>`
}
