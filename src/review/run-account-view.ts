import type { Delivery } from '../../db/deliveries.ts'
import type { CrawlProblem } from '../model/crawl.ts'
import { FILING_STATUS_TITLES, type FilingStatus } from '../model/filing.ts'
import { SEVERITY_TITLES } from '../model/finding.ts'
import { crawlSentence } from './crawl-sentence.ts'
import { formatNumber, formatTime } from './dates.ts'
import { externalLink } from './external-link.ts'
import { type Html, html } from './html.ts'
import { problemTitle, reasonTitle } from './portal-list.ts'
import { PROBLEM_TITLES } from './portal-words.ts'
import { DELIVERY_STATES, runPageWords } from './run-page-words.ts'
import { accountProblemOf, type RunAccount, summaryOf } from './run-summary-view.ts'
import type { Visitor } from './visitor.ts'
import { RUN_STATE_TITLES } from './words.ts'

const LISTED = 50

/** The account of a run with the figures of its summary, or why there is none. */
export function accountView(visitor: Visitor, stored: unknown): Html {
  const words = runPageWords(visitor)
  const account = summaryOf(stored)
  if (account === null) {
    const problem = accountProblemOf(stored)
    return html`<p class="notice">${problem === null ? words.otherForm : words.noAccount(problem)}</p>`
  }
  const { run, portals, failed, notReports, unchecked } = account
  const unreadChecks = { reason: 'error', count: unchecked.length, items: unchecked.map((item) => ({ ...item, message: null })) }
  return html`${run.why.length > 0 && html`<h2>${words.notDone}</h2><ul class="problems">${run.why.map((reason) => html`<li>${reason[visitor.language]}</li>`)}</ul>`}
  <h2>${words.figures}</h2>${figuresView(visitor, account)}
  ${portals.length > 0 && html`<h2>${visitor.words.portals}</h2>${portalsTable(visitor, portals)}`}
  ${groupsView(visitor, words.unreadTitle, failed)}
  ${groupsView(visitor, words.uncheckedTitle, unchecked.length > 0 ? [unreadChecks] : [])}
  ${groupsView(visitor, words.notReportsTitle, notReports)}`
}

type Part = readonly [title: string, count: number]

/** Each line adds up to its total; findings and filings have none. */
function figuresView(visitor: Visitor, account: RunAccount): Html {
  const words = runPageWords(visitor)
  const { language } = visitor
  const { pages, entries, documents, reports, notReports, failed, findings, filings } = account
  const sizes = (groups: RunAccount['failed']) => groups.reduce((sum, { count }) => sum + count, 0)
  const statuses = Object.keys(FILING_STATUS_TITLES) as FilingStatus[]
  const lines: readonly (readonly [title: string, total: number | null, parts: readonly Part[]])[] = [
    [
      words.pages,
      pages.requests,
      [
        [words.fetched, pages.fetched],
        [words.unchanged, pages.unchanged],
        [words.failed, pages.failed],
      ],
    ],
    [
      words.entries,
      entries.total,
      [
        [words.opened, entries.opened],
        [words.refused, entries.refusedInAll ?? entries.refused.length],
        [words.unopened, entries.unopened],
      ],
    ],
    [
      words.documents,
      documents.total,
      [
        [words.ofReports, documents.ofReports],
        [words.notReports, sizes(notReports)],
        [words.unreadable, sizes(failed)],
      ],
    ],
    [
      visitor.words.reports,
      reports.total,
      [
        [words.fresh, reports.new],
        [words.changed, reports.changed],
        [words.unchanged, reports.unchanged],
      ],
    ],
    [
      words.findings,
      null,
      [
        ...(['error', 'warning', 'info'] as const).map(
          (severity): Part => [SEVERITY_TITLES[severity][language], findings.open[severity]],
        ),
        [words.notAssessable, findings.notAssessable],
        [words.dismissed, findings.dismissed],
        [words.newFindings, findings.opened],
        [words.closedFindings, findings.closed],
      ],
    ],
    [
      visitor.words.filings,
      null,
      statuses
        .map((status): Part => [FILING_STATUS_TITLES[status][language], filings.counts[status] ?? 0])
        .filter(([, count]) => count > 0),
    ],
  ]
  return html`<table class="board stacked figures"><tbody>${lines
    .filter(([, total, parts]) => total !== null || parts.length > 0)
    .map(
      ([title, total, parts]) =>
        html`<tr><th scope="row">${title}</th><td class="number">${total === null ? '' : html`<span class="soft">${words.total}</span> <b>${formatNumber(total)}</b>`}</td>
    <td class="whole">${parts.map(([name, count]) => html`<span class="part">${name} <b>${formatNumber(count)}</b></span> `)}</td></tr>`,
    )}</tbody></table>`
}

function portalsTable(visitor: Visitor, portals: RunAccount['portals']): Html {
  const { words, language } = visitor
  return html`<table class="board stacked"><thead><tr><th scope="col">${words.portals}</th><th scope="col">${words.state}</th><th scope="col" class="number">${words.requests}</th><th scope="col">${words.problems}</th></tr></thead>
  <tbody>${portals.map(
    ({ id, name, state, requests, problems }) =>
      html`<tr><td><a href="/portals/${encodeURIComponent(id)}">${name}</a></td><td class="day">${RUN_STATE_TITLES[state][language]}</td>
    <td class="number"><span class="label">${words.requests} </span>${formatNumber(requests)}</td>
    <td class="whole">${problems.map((problem) => html`<div>${problemName(problem.code, language)} ${crawlSentence(problem.message, language)} <span class="soft address">${problem.url !== '' && externalLink(problem.url)}</span></div>`)}</td></tr>`,
  )}</tbody></table>`
}

/** A stored account may hold a code that is no more. */
function problemName(code: string, language: Visitor['language']): Html {
  return code in PROBLEM_TITLES
    ? html`<b>${problemTitle(code as CrawlProblem['code'], language)}</b>`
    : html`<code>${code}</code>`
}

function groupsView(visitor: Visitor, title: string, groups: RunAccount['failed']): Html | false {
  const words = runPageWords(visitor)
  return (
    groups.length > 0 &&
    html`<h2>${title}</h2>${groups.map(
      ({
        reason,
        count,
        items,
      }) => html`<details><summary>${reasonTitle(reason, visitor.language)} (${formatNumber(count)})</summary>
    <ul class="problems">${items.slice(0, LISTED).map((item) => html`<li>${item.title !== item.url && item.title} <span class="soft address">${externalLink(item.url)}</span>${item.message && html`<div class="soft">${item.message}</div>`}</li>`)}${
      items.length > LISTED && html`<li class="soft">${words.more(items.length - LISTED)}</li>`
    }</ul></details>`,
    )}`
  )
}

/** To whom the summary was sent, or why not. */
export function deliveriesView(visitor: Visitor, told: readonly Delivery[]): Html {
  const words = runPageWords(visitor)
  const { language } = visitor
  return html`<h2>${words.deliveries}</h2><table class="board stacked"><thead><tr><th scope="col">${words.target}</th><th scope="col">${visitor.words.state}</th><th scope="col" class="number">${words.attempts}</th><th scope="col">${visitor.words.problems}</th></tr></thead>
  <tbody>${told.map(
    ({ target, state, attempts, sent_at, error }) =>
      html`<tr><td class="address whole">${target}</td><td class="whole">${DELIVERY_STATES[state][language]}${sent_at && html` <span class="soft">${formatTime(sent_at, language)}</span>`}</td>
    <td class="number"><span class="label">${words.attempts} </span>${attempts}</td><td class="whole">${error}</td></tr>`,
  )}</tbody></table>`
}
