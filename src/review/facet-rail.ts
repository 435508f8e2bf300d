import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import { countAll, type Facet, type ListCounts } from '../../db/finding-counts.ts'
import { UNASSIGNED } from '../../db/finding-list.ts'
import * as registry from '../../db/registry.ts'
import { AUTHORITY_LEVEL_TITLES, AUTHORITY_LEVELS } from '../model/authority.ts'
import { type FindingStatus, STATUS_TITLES, STATUSES } from '../model/decision.ts'
import { FAMILY_TITLES, type Family, SEVERITY_TITLES, type Severity, type Verdict } from '../model/finding.ts'
import { formatDay, formatNumber, formatTime } from './dates.ts'
import { countOfFilters, type FilterName, type Filters, filterQuery, filtersOf, findingsFor, MINE } from './finding-filters.ts'
import { ruleTitle } from './finding-view.ts'
import { type Html, html } from './html.ts'
import { listWords } from './list-words.ts'
import { sharedWork } from './shared-work.ts'
import { officerName, type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'
import { VERDICT_TITLES } from './words.ts'

/** Choices of one filter beside the list; others are reached by searching. */
const MOST_SHOWN = 15

/** Counts of a list with the names of what they count. */
export type NamedCounts = {
  readonly counts: ListCounts
  readonly districts: ReadonlyMap<string, string>
  readonly authorities: ReadonlyMap<string, string>
  /** Where they may be older than the list: when they were made. */
  readonly at: Date | null
}

export async function withNames(db: Db, counts: ListCounts, filters: Filters, at: Date | null): Promise<NamedCounts> {
  const idsOf = (facet: 'district' | 'authority') => [
    ...(counts.facets[facet] ?? []).slice(0, MOST_SHOWN).map(({ value }) => value),
    ...(filters[facet] === undefined ? [] : [filters[facet]]),
  ]
  const [districts, authorities] = await Promise.all([
    registry.namesOf(db, 'districts', idsOf('district')),
    registry.namesOf(db, 'authorities', idsOf('authority')),
  ])
  return { counts, districts, authorities, at }
}

/** Filters with a closed list of choices, which are shown before anything is counted, too, so that nothing moves when the counts come. */
const CLOSED = {
  severity: ['error', 'warning', 'info'],
  status: STATUSES,
  verdict: ['fail', 'not-assessable'],
  family: ['late', 'inaccurate', 'incomplete', 'copied'],
} as const satisfies Partial<Record<Facet, readonly string[]>>

const OPEN = ['year', 'rule', 'district', 'authority'] as const satisfies readonly Facet[]

/** What the list can be narrowed to, with counts where they are known. */
export function facetRail(visitor: Visitor, filters: Filters, named: NamedCounts | null): Html {
  const { words } = visitor
  const chosen = countOfFilters(filters)
  const facets = named?.counts.facets ?? {}
  const countOf = (facet: Facet, value: string) =>
    named === null ? null : (facets[facet]?.find((each) => each.value === value)?.count ?? 0)
  return html`${chosen > 0 && html`<a href="/findings${filterQuery({ sort: filters.sort })}"><span>${words.clearFilters}</span></a>`}
    ${chosenOthers(visitor, filters)}
    ${Object.entries(CLOSED).map(([name, values]) =>
      choices(
        visitor,
        filters,
        name as Facet,
        values.map((value) => ({ value, count: countOf(name as Facet, value) })),
        named,
      ),
    )}
    ${OPEN.map((name) => {
      const counts = facets[name] ?? (filters[name] === undefined ? [] : [{ value: String(filters[name]), count: null }])
      const inOrder = name === 'year' ? counts.toSorted((a, b) => b.value.localeCompare(a.value)) : counts
      return choices(visitor, filters, name, inOrder.slice(0, MOST_SHOWN), named)
    })}
    ${named?.at && html`<p class="soft">${listWords(visitor).countedAt(formatTime(named.at, visitor.language))}</p>`}`
}

type Choice = { readonly value: string; readonly count: number | null }

function choices(
  visitor: Visitor,
  filters: Filters,
  name: Facet,
  values: readonly Choice[],
  named: NamedCounts | null,
): Html | null {
  if (values.length === 0) return null
  return html`<h2>${titleOf(visitor, name)}</h2><ul>${values.map(({ value, count }) =>
    choice(filters, name, value, { text: textOf(visitor, name, value, named), count }),
  )}</ul>`
}

function choice(
  filters: Filters,
  name: FilterName,
  value: string,
  { text, count = null }: { text: string; count?: number | null },
): Html {
  const active = String(filters[name] ?? '') === value
  return html`<li><a href="/findings${filterQuery(filters, { [name]: active ? null : value })}"${active && html` aria-current="true"`} title="${text}"><span>${text}</span><span>${count === null ? '' : formatNumber(count)}</span></a></li>`
}

/** Whose work it is, what is due, and since when it is known. */
function chosenOthers(visitor: Visitor, filters: Filters): Html {
  const words = listWords(visitor)
  const { language } = visitor
  const people = [...new Set([MINE, UNASSIGNED, ...(filters.assignee === undefined ? [] : [filters.assignee])])]
  const personOf = (name: string) =>
    name === UNASSIGNED ? words.unassigned : name === MINE ? words.mine : officerName(name, visitor)
  const { since, worked, state, approval } = filters
  const asksSecond = visitor.secondApprover.length > 0 || approval !== undefined
  return html`<h2>${words.assignee}</h2><ul>${people.map((name) => choice(filters, 'assignee', name, { text: personOf(name) }))}</ul>
    ${asksSecond && html`<h2>${words.approval}</h2><ul>${choice(filters, 'approval', 'waiting', { text: words.proposed })}</ul>`}
    <h2>${words.due}</h2><ul>${choice(filters, 'due', 'overdue', { text: words.overdue })}${choice(filters, 'due', 'soon', { text: words.soon })}</ul>
    <h2>${words.level}</h2><ul>${AUTHORITY_LEVELS.map((level) => choice(filters, 'level', level, { text: AUTHORITY_LEVEL_TITLES[level][language] }))}</ul>
    ${state !== undefined && html`<h2>${words.status}</h2><ul>${choice(filters, 'state', state, { text: words.open })}</ul>`}
    ${
      since !== undefined &&
      html`<h2>${words.since}</h2><ul>${choice(filters, 'since', since, {
        text: since.startsWith('run-') ? words.sinceRun(Number(since.slice(4))) : words.sinceDay(formatDay(since, language)),
      })}</ul>`
    }
    ${
      worked !== undefined &&
      html`<h2>${words.worked}</h2><ul>${choice(filters, 'worked', worked, { text: words.workedIn(formatDay(worked, language)) })}</ul>`
    }`
}

function titleOf(visitor: Visitor, name: Facet): string {
  return name === 'status' ? listWords(visitor).status : visitor.words[name]
}

function textOf(visitor: Visitor, name: Facet, value: string, named: NamedCounts | null): string {
  const { words, language } = visitor
  switch (name) {
    case 'severity':
      return SEVERITY_TITLES[value as Severity][language]
    case 'status':
      return STATUS_TITLES[value as FindingStatus][language]
    case 'verdict':
      return VERDICT_TITLES[value as Verdict][language]
    case 'family':
      return FAMILY_TITLES[value as Family][language]
    case 'year':
      return words.yearOf(Number(value))
    case 'rule':
      return `${value} ${ruleTitle(value, visitor)}`
    case 'district':
      return named?.districts.get(value) ?? value
    case 'authority':
      return named?.authorities.get(value) ?? value
  }
}

const MOST_KEPT = 200

/** The rail with all its counts, as a part of the list's page that is fetched when the list is there. */
export function findingCounts(db: Db): Handler<ReviewEnv> {
  const shared = sharedWork<ListCounts>({ mostKept: MOST_KEPT })
  return async (c) => {
    const visitor = visitorOf(c)
    const { sort, ...filters } = filtersOf(c)
    const wanted = findingsFor(filters, visitor)
    const { result: counts, at } = await shared(JSON.stringify(wanted), () => countAll(db, wanted))
    const named = await withNames(db, counts, filters, at)
    return c.html(
      html`<div data-total="${visitor.words.countOf(formatNumber(counts.total))}">${facetRail(visitor, { ...filters, sort }, named)}</div>`.toString(),
    )
  }
}
