import type { Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as list from '../../db/finding-list.ts'
import * as registry from '../../db/registry.ts'
import type { FindingRow } from '../../db/tables.ts'
import { DECISION_TITLES, DECISIONS, STATUS_TITLES } from '../model/decision.ts'
import { FAMILY_TITLES, type Family, SEVERITY_TITLES, type Severity, type Verdict } from '../model/finding.ts'
import { formatNumber } from './dates.ts'
import { type FilterName, type Filters, filterQuery, filtersOf } from './finding-filters.ts'
import { findingMessage, ruleTitle, severityTag } from './finding-view.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { queryPart } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'
import { FINDING_STATE_TITLES, VERDICT_TITLES } from './words.ts'

const PAGE_SIZE = 100
/** Choices of one filter beside the list; others are reached by searching. */
const FACET_SHOWN = 15
const CURSOR = z.string().max(200)

/** The list of findings, narrowed by what the address says. */
export function findingList(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const filters = filtersOf(c)
    const narrowed = { ...filters, reach: visitor.reach }
    const after = queryPart(c, 'after', CURSOR)
    const [page, facets] = await Promise.all([list.list(db, narrowed, { after, limit: PAGE_SIZE }), list.facets(db, narrowed)])
    const [districts, authorities] = await Promise.all([
      registry.namesOf(
        db,
        'districts',
        facets.district.map(({ value }) => value),
      ),
      registry.namesOf(
        db,
        'authorities',
        facets.authority.slice(0, FACET_SHOWN).map(({ value }) => value),
      ),
    ])
    // Every finding has a state, so its counts make the total.
    const total = facets.state
      .filter(({ value }) => (filters.state ?? value) === value)
      .reduce((sum, { count }) => sum + count, 0)
    const { words } = visitor
    const body = html`<main class="findings">
  <header><div><h1>${words.findings}</h1><p class="soft">${words.countOf(formatNumber(total))}<span class="keys-hint"> · ${words.pressForKeys}</span></p></div>
    <form class="search" action="/findings">${hiddenFilters(filters)}
      <input type="search" name="q" value="${filters.q}" placeholder="${words.searchHint}" aria-label="${words.search}" maxlength="100"><button>${words.search}</button></form></header>
  ${facetRail(visitor, filters, facets, { districts, authorities })}
  <div>${page.rows.length === 0 ? html`<p class="empty">${words.noFindings}</p>` : rows(visitor, page.rows, filters)}
    <nav class="pager" aria-label="${words.nextPage}">${after && html`<a href="/findings${filterQuery(filters)}">${words.firstPage}</a>`}
      ${page.next && html`<a rel="next" href="/findings${filterQuery(filters, { after: page.next })}">${words.nextPage}</a>`}</nav></div>
</main>`
    return c.html(layout(visitor, { title: words.findings, current: 'findings', body }))
  }
}

function rows(visitor: Visitor, found: readonly FindingRow[], filters: Filters): Html {
  const { words, language } = visitor
  const query = filterQuery(filters)
  return html`<table class="list findings-list stacked">
  <colgroup><col class="c-severity"><col class="c-authority"><col class="c-year"><col class="c-rule"><col><col class="c-difference"><col class="c-decision"></colgroup>
  <thead><tr><th scope="col">${words.severity}</th><th scope="col">${words.authority}</th><th scope="col">${words.year}</th><th scope="col">${words.rule}</th>
    <th scope="col">${words.message}</th><th scope="col" class="number">${words.difference}</th><th scope="col">${words.decision}</th></tr></thead>
  <tbody>${found.map(
    (row) => html`<tr data-row${row.status !== 'undecided' && html` data-done`}>
    <td>${severityTag(row.severity, visitor)}</td>
    <td title="${row.authority_name}">${row.authority_name}</td><td>${row.year}</td>
    <td class="aside" title="${ruleTitle(row.rule, visitor)}"><code>${row.rule}</code></td>
    <td class="whole" title="${findingMessage(row, visitor)}"><a href="/findings/${row.id}${query}">${findingMessage(row, visitor)}</a></td>
    <td class="number aside">${row.difference === null ? '' : formatNumber(row.difference)}</td>
    <td class="decision ${row.status}">${STATUS_TITLES[row.status][language]}</td></tr>`,
  )}</tbody></table>`
}

function hiddenFilters(filters: Filters): Html[] {
  return Object.entries(filters)
    .filter(([name, value]) => name !== 'q' && value !== undefined)
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
}

type Count = list.FacetCounts[list.Facet][number]
type Names = { readonly districts: ReadonlyMap<string, string>; readonly authorities: ReadonlyMap<string, string> }

function facetRail(visitor: Visitor, filters: Filters, facets: list.FacetCounts, { districts, authorities }: Names): Html {
  const { words, language } = visitor
  const shown: readonly (readonly [Exclude<FilterName, 'q'>, string, (value: string) => string])[] = [
    ['severity', words.severity, (value) => SEVERITY_TITLES[value as Severity][language]],
    ['decision', words.decision, (value) => DECISION_TITLES[value as keyof typeof DECISION_TITLES][language]],
    ['verdict', words.verdict, (value) => VERDICT_TITLES[value as Verdict][language]],
    ['state', words.state, (value) => FINDING_STATE_TITLES[value as 'open' | 'closed'][language]],
    ['family', words.family, (value) => FAMILY_TITLES[value as Family][language]],
    ['year', words.year, (value) => words.yearOf(Number(value))],
    ['rule', words.rule, (value) => `${value} ${ruleTitle(value, visitor)}`],
    ['district', words.district, (value) => districts.get(value) ?? value],
    ['authority', words.authority, (value) => authorities.get(value) ?? value],
  ]
  const chosen = Object.values(filters).filter((value) => value !== undefined).length
  return html`<input type="checkbox" id="filters" class="hidden"><label for="filters" class="toggle">${words.filters}${chosen > 0 && ` (${chosen})`}</label>
  <div class="facets">
    ${chosen > 0 && html`<a href="/findings"><span>${words.clearFilters}</span></a>`}
    ${shown.map(([name, title, titleOf]) => {
      const counts = inOrder(name, facets[name])
      if (counts.length === 0) return null
      return html`<h3>${title}</h3><ul>${counts.slice(0, FACET_SHOWN).map(({ value, count }) => {
        const active = String(filters[name] ?? '') === value
        const text = titleOf(value)
        return html`<li><a href="/findings${filterQuery(filters, { [name]: active ? null : value })}"${active && html` aria-current="true"`} title="${text}"><span>${text}</span><span>${formatNumber(count)}</span></a></li>`
      })}</ul>`
    })}</div>`
}

const FIXED_ORDER: Readonly<Record<string, readonly string[]>> = {
  severity: ['error', 'warning', 'info'],
  decision: DECISIONS,
  state: ['open', 'closed'],
}

/** Choices that have an order of their own keep it, the newest year stands first, and all others are by count. */
function inOrder(name: string, counts: readonly Count[]): readonly Count[] {
  if (name === 'year') return counts.toSorted((a, b) => b.value.localeCompare(a.value))
  const order = FIXED_ORDER[name]
  return order ? counts.toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value)) : counts
}
