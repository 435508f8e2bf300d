import type { Handler } from 'hono'
import { z } from 'zod'
import * as assignees from '../../db/assignees.ts'
import type { Db } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import { countAll, countFew } from '../../db/finding-counts.ts'
import * as list from '../../db/finding-list.ts'
import * as savedViews from '../../db/saved-views.ts'
import type { FindingRow } from '../../db/tables.ts'
import { ACTS, entryTitle, STATUS_TITLES } from '../model/decision.ts'
import { actBar } from './act-bar.ts'
import { formatDay, formatNumber } from './dates.ts'
import { facetRail, type NamedCounts, withNames } from './facet-rail.ts'
import { countOfFilters, type Filters, filterQuery, filtersOf, findingsFor } from './finding-filters.ts'
import { findingMessage, ruleTitle, severityTag } from './finding-view.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { listWords } from './list-words.ts'
import { queryPart } from './request.ts'
import { savedViewRow } from './saved-views.ts'
import { officerName, type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const PAGE_SIZE = 50
const CURSOR = z.string().max(200)

/** The list of findings, narrowed and sorted as the address says. */
export function findingList(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const filters = filtersOf(c)
    const wanted = await list.withAuthorities(db, findingsFor(filters, visitor))
    const after = queryPart(c, 'after', CURSOR)
    const isCounted = queryPart(c, 'counts', z.literal('1')) !== null
    const [page, counts, done, views, people] = await Promise.all([
      list.list(db, wanted, { after, limit: PAGE_SIZE, sort: filters.sort ?? 'weight' }),
      isCounted ? countAll(db, wanted) : countFew(db, wanted),
      didOf(db, queryPart(c, 'did', z.uuid())),
      savedViews.listFor(db, visitor.actor.account),
      visitor.may('POST /finding-acts') ? assignees.listFor(db, { district: filters.district, reach: visitor.reach }) : [],
    ])
    const named = counts && (await withNames(db, counts, filters, null))
    const { words } = visitor
    const own = listWords(visitor)
    const chosen = countOfFilters(filters)
    const body = html`<main class="findings">
  <header><div><h1>${words.findings}</h1><p class="soft">${total(visitor, filters, named)}<span class="keys-hint"> · ${words.pressForKeys}</span></p></div>
    <form class="search" action="/findings">${hiddenFilters(filters)}
      <input type="search" name="q" value="${filters.q}" placeholder="${words.searchHint}" aria-label="${words.search}" maxlength="100"><button>${words.search}</button></form></header>
  <input type="checkbox" id="filters" class="hidden"><label for="filters" class="toggle">${words.filters}${chosen > 0 && ` (${chosen})`}</label>
  <div class="facets"${named === null && html` id="counts" data-src="/finding-counts${filterQuery(filters)}"`}>${facetRail(visitor, filters, named)}</div>
  <div>${done && doneNotice(visitor, done, filters)}
    ${filters.q !== undefined && !list.isNarrow(wanted) && html`<p class="soft">${own.searchedNamesOnly}</p>`}
    ${savedViewRow(visitor, views, filters)}
    ${sorting(visitor, filters)}
    ${page.rows.length === 0 ? html`<p class="empty">${words.noFindings}</p>` : rows(visitor, page.rows, filters, people)}
    <nav class="pager" aria-label="${words.nextPage}">${after && html`<a href="/findings${filterQuery(filters)}">${words.firstPage}</a>`}
      ${page.next && html`<a rel="next" href="/findings${filterQuery(filters, { after: page.next })}">${words.nextPage}</a>`}</nav></div>
</main>`
    return c.html(layout(visitor, { title: words.findings, current: 'findings', body, chooses: true }))
  }
}

function total(visitor: Visitor, filters: Filters, named: NamedCounts | null): Html {
  if (named !== null) return html`<span class="total">${visitor.words.countOf(formatNumber(named.counts.total))}</span>`
  return html`<span class="total" id="total"><a href="/findings${filterQuery(filters, { counts: '1' })}" data-counting="${listWords(visitor).counting}">${listWords(visitor).count}</a></span>`
}

function sorting(visitor: Visitor, filters: Filters): Html {
  const { sort, sorts } = listWords(visitor)
  return html`<nav class="choices sorts" aria-label="${sort}">${list.SORT_NAMES.map(
    (name) =>
      html`<a href="/findings${filterQuery(filters, { sort: name === 'weight' ? null : name })}"${name === (filters.sort ?? 'weight') && html` aria-current="true"`}>${sorts[name]}</a>`,
  )}</nav>`
}

type Done = NonNullable<Awaited<ReturnType<typeof decisions.batchOf>>> & { readonly batch: string }

async function didOf(db: Db, batch: string | null): Promise<Done | null> {
  const did = batch && (await decisions.batchOf(db, batch))
  return did ? { ...did, batch: batch as string } : null
}

function doneNotice(visitor: Visitor, { act, count, undone, batch }: Done, filters: Filters): Html {
  const words = listWords(visitor)
  const said =
    act === 'undo' ? words.undone(formatNumber(count)) : words.done(entryTitle(act, visitor.language), formatNumber(count))
  return html`<div role="status"><form class="notice done" method="post" action="/finding-acts/undo${filterQuery(filters)}"><span>${said}</span>
    <input type="hidden" name="batch" value="${batch}">${undone < count && act !== 'comment' && html`<button id="undo">${words.undo}</button>`}</form></div>`
}

function rows(visitor: Visitor, found: readonly FindingRow[], filters: Filters, people: readonly assignees.Assignee[]): Html {
  const { words, language } = visitor
  const own = listWords(visitor)
  const query = filterQuery(filters)
  const mayAct = visitor.may('POST /finding-acts')
  const table = html`<table class="list findings-list stacked">
  <colgroup>${mayAct && html`<col class="c-pick">`}<col class="c-severity"><col class="c-authority"><col class="c-year"><col class="c-rule"><col><col class="c-difference"><col class="c-decision"></colgroup>
  <thead><tr>${mayAct && html`<th scope="col" class="pick"><input type="checkbox" id="pick-page" aria-label="${own.choosePage}" hidden></th>`}<th scope="col">${words.severity}</th><th scope="col">${words.authority}</th><th scope="col">${words.year}</th><th scope="col">${words.rule}</th>
    <th scope="col">${words.message}</th><th scope="col" class="number">${words.difference}</th><th scope="col">${own.status}</th></tr></thead>
  <tbody>${found.map((row) => {
    const message = findingMessage(row, visitor)
    return html`<tr data-row${row.status !== 'undecided' && html` data-done`}>
    ${mayAct && html`<td class="pick"><input type="checkbox" name="pick" value="${row.id}:${row.entries}" aria-label="${own.chooseOf(message)}"></td>`}
    <td>${severityTag(row.severity, visitor)}</td>
    <td title="${row.authority_name}">${row.authority_name}</td><td>${row.year}</td>
    <td class="aside" title="${ruleTitle(row.rule, visitor)}"><code>${row.rule}</code></td>
    <td class="whole" title="${message}"><a href="/findings/${row.id}${query}">${message}</a></td>
    <td class="number aside">${row.difference === null ? '' : formatNumber(row.difference)}</td>
    <td class="decision ${row.status}" title="${standingOf(visitor, row)}">${row.proposal ? html`<span class="tag">${own.proposed}</span>` : STATUS_TITLES[row.status][language]}</td></tr>`
  })}</tbody></table>`
  if (!mayAct) return table
  return html`<form id="acts" method="post" action="/finding-acts${query}">${table}${actBar(visitor, filters, people)}</form>`
}

/** What waits there for approval, by when it is to be rectified, and whose work it is. */
function standingOf(visitor: Visitor, { status, due_on, assignee, proposal }: FindingRow): string {
  const { language } = visitor
  const waiting = proposal && listWords(visitor).proposedBy(ACTS[proposal.act][language], officerName(proposal.by, visitor))
  return [
    waiting && `${STATUS_TITLES[status][language]} · ${waiting}`,
    due_on && formatDay(due_on, visitor.language),
    assignee && officerName(assignee, visitor),
  ]
    .filter(Boolean)
    .join(' · ')
}

function hiddenFilters(filters: Filters): Html[] {
  return Object.entries(filters)
    .filter(([name, value]) => name !== 'q' && value !== undefined)
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
}
