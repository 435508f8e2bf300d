import type { Handler } from 'hono'
import * as captures from '../../db/captures.ts'
import type { Db } from '../../db/connect.ts'
import * as portalHealth from '../../db/portal-health.ts'
import type { CrawlProblem } from '../model/crawl.ts'
import { DOCUMENT_REASONS } from '../model/document-reasons.ts'
import { conditionOf, type PortalCondition } from '../model/portal-condition.ts'
import { crawlSentence } from './crawl-sentence.ts'
import { formatNumber, formatTime } from './dates.ts'
import { externalLink } from './external-link.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { portalPageWords } from './portal-page-words.ts'
import { HOST_WAYS, PORTAL_CONDITIONS, PROBLEM_TITLES } from './portal-words.ts'
import { type Reader, type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'
import { RUN_STATE_TITLES } from './words.ts'

const UNREAD_SHOWN = 200

/** How the latest crawl of each portal went, and which documents could not be read. */
export function portalList(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { words } = visitor
    const [portals, unread] = await Promise.all([
      portalHealth.latestOfPortals(db, { reach: visitor.reach }),
      captures.notRead(db, UNREAD_SHOWN, visitor.reach),
    ])
    const body = html`<main><h1>${words.portals}</h1><p><a href="/portal-tries">${portalPageWords(visitor).tryTitle}</a></p>
  ${portals.length === 0 ? html`<p class="empty">${words.noPortals}</p>` : portals.map((portal) => portalView(visitor, portal))}
  <h2>${words.notRead}</h2><p class="lead">${words.notReadHint}</p>
  ${unread.length === 0 ? html`<p class="soft">${words.none}</p>` : unreadTable(visitor, unread)}</main>`
    return c.html(layout(visitor, { title: words.portals, current: 'portals', body }))
  }
}

function portalView({ words, language }: Visitor, portal: portalHealth.PortalHealth): Html {
  const complete = portal.columns.filter((column) => column.complete).length
  return html`<section><h2><a href="/portals/${encodeURIComponent(portal.id)}">${portal.name}</a> <span class="soft">${portal.district}</span></h2>
  <p class="soft"><code>${portal.host}</code> · ${portal.family ?? '—'} · ${
    portal.state === null || portal.startedAt === null
      ? words.neverCrawled
      : html`${words.lastCrawl} ${formatTime(portal.startedAt, language)} · ${RUN_STATE_TITLES[portal.state][language]} · ${words.requests} ${formatNumber(portal.requests ?? 0)} · ${words.columns} ${words.columnsRead(complete, portal.columns.length)}`
  }</p>
  ${conditionView({ words, language }, portal)}
  ${portal.columns.length > 0 && columnTable({ words, language }, portal.columns)}
  ${portal.problems && portal.problems.length > 0 && html`<h3>${words.problems}</h3><ul>${portal.problems.map((problem) => html`<li>${problemTitle(problem.code, language)} <code>${problem.code}</code> ${crawlSentence(problem.message, language)} <span class="soft address">${problem.url}</span></li>`)}</ul>`}
  </section>`
}

/** How far each column was read, and what was in it. */
export function columnTable({ words, language }: Reader, columns: portalHealth.PortalHealth['columns']): Html {
  return html`<div class="scroll" tabindex="0"><table class="board"><thead><tr><th scope="col">${words.columns}</th><th scope="col" class="number">${words.listPages}</th><th scope="col" class="number">${words.listEntries}</th><th scope="col">${words.state}</th></tr></thead>
    <tbody>${columns.map(
      (column) =>
        html`<tr><td class="address">${externalLink(column.url)}</td><td class="number">${formatNumber(column.pages)}</td><td class="number">${formatNumber(column.entries)}${column.declared !== null && ` / ${formatNumber(column.declared)}`}</td>
      <td>${column.complete ? words.readCompletely : html`<span class="status not-found">${words.notReadCompletely}</span> ${column.problem && crawlSentence(column.problem, language)}`}</td></tr>`,
    )}</tbody></table></div>`
}

/** Whether somebody has to look, when it last worked, what was last wrong, and how its hosts are reached. */
function conditionView({ words, language }: Pick<Visitor, 'words' | 'language'>, portal: portalHealth.PortalHealth): Html {
  const condition = conditionOf(portal)
  const { lastError, lastSuccess } = portal
  const fact = (title: Html | string, content: Html) => html`<div><dt>${title}</dt><dd>${content}</dd></div>`
  return html`<dl class="facts">
  ${fact(words.condition, html`<span class="status ${CONDITION_CLASS[condition]}">${PORTAL_CONDITIONS[condition][language]}</span>${portal.failures > 0 && html` <span class="soft">${words.failuresInARow(portal.failures)}</span>`}`)}
  ${fact(words.lastSuccess, html`${lastSuccess === null ? '—' : formatTime(lastSuccess, language)}`)}
  ${lastError !== null && fact(words.lastError, html`${formatTime(lastError.at, language)} ${problemTitle(lastError.problem.code, language)} <span class="soft">${crawlSentence(lastError.problem.message, language)}</span>`)}
  ${portal.hosts.map(({ host, way, stop }) => fact(words.host, html`<code>${host}</code> ${way !== null && way !== 'strict' && HOST_WAYS[way][language]} ${stop !== null && html`${words.askedNoMoreToday} <span class="soft">${crawlSentence(stop.reason, language)}</span>`}`))}</dl>`
}

export const CONDITION_CLASS: Readonly<Record<PortalCondition, string>> = {
  never: 'not-due',
  running: 'not-due',
  healthy: 'on-time',
  trying: 'late-doubtful',
  unhealthy: 'not-found',
}

export function problemTitle(code: CrawlProblem['code'], language: Visitor['language']): string {
  return PROBLEM_TITLES[code][language]
}

function unreadTable({ words, language }: Visitor, unread: readonly captures.NotRead[]): Html {
  return html`<div class="scroll" tabindex="0"><table class="board"><thead><tr><th scope="col">${words.title}</th><th scope="col">${words.why}</th><th scope="col">${words.fetchedAt}</th></tr></thead>
  <tbody>${unread.map(
    (each) =>
      html`<tr><td>${each.list_title ?? ''} <span class="address">${externalLink(each.url)}</span></td><td>${reasonTitle(each.reason, language)}${each.message && html`<div class="soft">${each.message}</div>`}</td><td class="day">${formatTime(each.last_seen_at, language)}</td></tr>`,
  )}</tbody></table></div>`
}

export function reasonTitle(reason: string | null, language: Visitor['language']): Html | string | null {
  if (reason === null) return null
  const known = DOCUMENT_REASONS[reason]
  return known ? known[language] : html`<code>${reason}</code>`
}
