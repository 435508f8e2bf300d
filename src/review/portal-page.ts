import type { Context, Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import * as portalHealth from '../../db/portal-health.ts'
import * as portalHistory from '../../db/portal-history.ts'
import * as registry from '../../db/registry.ts'
import * as runActions from '../../db/run-actions.ts'
import type { CrawlProblem } from '../model/crawl.ts'
import type { Portal } from '../model/portal.ts'
import { conditionOf, TOLD_AFTER } from '../model/portal-condition.ts'
import { quietUntil } from '../model/quiet-time.ts'
import { crawlSentence } from './crawl-sentence.ts'
import { formatNumber, formatTime } from './dates.ts'
import type { CrawlDesk } from './desk.ts'
import { externalLink } from './external-link.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { CONDITION_CLASS, columnTable, problemTitle } from './portal-list.ts'
import { portalPageWords } from './portal-page-words.ts'
import { HOST_WAYS, PORTAL_CONDITIONS } from './portal-words.ts'
import { editPath } from './registry-form.ts'
import { found, pathPart, REGISTRY_ID } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'
import { RUN_KIND_TITLES, RUN_STATE_TITLES } from './words.ts'

const CRAWLS_SHOWN = 15

/** Where the page of a portal is. */
function portalPath(id: string): string {
  return `/portals/${encodeURIComponent(id)}`
}

/** How a portal does: its state and last crawls, what is wrong with it and what was seen then, what its hosts were asked today. */
export function portalPage(db: Db, { manners }: CrawlDesk): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const portal = await portalOf(db, c)
    const hosts = [portal.host, ...portal.otherHosts]
    const [[health], crawls, today] = await Promise.all([
      portalHealth.latestOfPortals(db, { id: portal.id }),
      portalHistory.latestCrawls(db, portal.id, CRAWLS_SHOWN),
      portalHistory.hostsToday(db, hosts),
    ])
    const going = crawls.find(({ endedAt }) => endedAt === null)
    const quiet = portal.sample || manners.quiet === null ? null : quietUntil(manners.quiet, new Date())
    const words = portalPageWords(visitor)
    const body = html`<main class="portal"><p class="path"><a href="/portals">${visitor.words.portals}</a></p><h1>${portal.name}</h1>
  <p class="soft"><code>${portal.id}</code> · <code>${hosts.join(' ')}</code> ${visitor.may('GET /registry/:district/:kind') && html`· <a href="${editPath(portal.district, { kind: 'portal', id: portal.id })}">${words.toRegistry}</a>`}</p>
  ${tryNow(visitor, portal, { going, quiet, today })}
  ${health && stateView(visitor, health)}
  <h2>${words.openProblems}</h2>${problemsView(visitor, going ? [] : (crawls.find(({ endedAt }) => endedAt !== null)?.problems ?? []))}
  ${health?.lastError && lastTrouble(visitor, health.lastError)}
  <h2>${visitor.words.columns}</h2>${health && health.columns.length > 0 ? columnTable(visitor, health.columns) : html`<p class="soft">${words.noCrawls}</p>`}
  <h2>${words.hostsToday}</h2>${hostsTable(visitor, today, manners.budget)}
  <h2>${words.crawls}</h2>${crawlsTable(visitor, crawls)}</main>`
    return c.html(layout(visitor, { title: portal.name, current: 'portals', body, reloads: going !== undefined }))
  }
}

/** Starts a crawl of the portal alone, and leads back to its page, which shows how far it is. */
export function portalTryNow(db: Db, { startCrawl }: CrawlDesk): Handler<ReviewEnv> {
  return async (c) => {
    const { id } = await portalOf(db, c)
    const { runId, isNew } = await startCrawl(id)
    if (isNew) await runActions.record(db, runId, 'start', visitorOf(c).actor)
    return c.redirect(portalPath(id), 303)
  }
}

async function portalOf(db: Db, c: Context<ReviewEnv>): Promise<Portal> {
  const id = pathPart(c, 'id', REGISTRY_ID)
  return found((await registry.loadRegistry(db)).portals.find((portal) => portal.id === id))
}

type Now = {
  readonly going: portalHistory.PastCrawl | undefined
  readonly quiet: Date | null
  readonly today: readonly portalHistory.HostToday[]
}

/** The button, or why there is no need of it; and what keeps a crawl from asking now. */
function tryNow(visitor: Visitor, portal: Portal, { going, quiet, today }: Now): Html {
  const words = portalPageWords(visitor)
  const stopped = today.filter(({ stop }) => stop !== null)
  const held = html`${quiet && html`<p class="notice">${words.quietNow(formatTime(quiet, visitor.language))}</p>`}
    ${stopped.map(({ host, stop }) => html`<p class="notice">${words.stoppedToday(host)} ${stop && crawlSentence(stop.reason, visitor.language)}</p>`)}`
  if (going !== undefined) {
    const text = going.state === 'waiting' ? words.waitingFor(going.runId) : words.going(going.runId)
    return html`<section class="sheet desk" aria-live="polite"><p><span class="status not-due">${RUN_STATE_TITLES[going.state][visitor.language]}</span> ${text}
      ${going.asked > 0 && html`<b>${words.askedSoFar(going.asked)}</b>`}</p>${held}
      <p><a href="${portalPath(portal.id)}">${words.reload}</a> <span class="soft">${words.reloadHint}</span></p></section>`
  }
  return html`<section class="sheet desk">${held}<form method="post" action="${portalPath(portal.id)}/crawl"><p><button class="primary">${words.tryNow}</button> <span class="soft">${words.tryNowHint}</span></p></form></section>`
}

function stateView(visitor: Visitor, health: portalHealth.PortalHealth): Html {
  const { words, language } = visitor
  const condition = conditionOf(health)
  return html`<dl class="facts">
    <div><dt>${words.condition}</dt><dd><span class="status ${CONDITION_CLASS[condition]}">${PORTAL_CONDITIONS[condition][language]}</span>
      ${health.failures > 0 && html`<span class="soft">${portalPageWords(visitor).failuresOf(health.failures, TOLD_AFTER)}</span>`}</dd></div>
    <div><dt>${portalPageWords(visitor).family}</dt><dd>${health.family ?? '—'}</dd></div>
    <div><dt>${words.lastSuccess}</dt><dd>${health.lastSuccess === null ? '—' : formatTime(health.lastSuccess, language)}</dd></div></dl>`
}

function problemsView(visitor: Visitor, problems: readonly CrawlProblem[]): Html {
  if (problems.length === 0) return html`<p class="soft">${portalPageWords(visitor).noProblems}</p>`
  return html`<ul class="problems">${problems.map((problem) => html`<li>${problemView(visitor, problem)}</li>`)}</ul>`
}

function problemView({ language }: Visitor, { code, message, url }: CrawlProblem): Html {
  return html`<b>${problemTitle(code, language)}</b> <code>${code}</code> ${crawlSentence(message, language)} <span class="soft address">${url !== '' && externalLink(url)}</span>`
}

/** What was last wrong, with the page and the picture of it that were kept for whoever looks. */
function lastTrouble(visitor: Visitor, { at, problem }: NonNullable<portalHealth.PortalHealth['lastError']>): Html {
  const words = portalPageWords(visitor)
  const kept = problem.kept ?? []
  return html`<h2>${words.lastTrouble}</h2><p>${formatTime(at, visitor.language)} ${problemView(visitor, problem)}</p>
    ${kept.map(({ kind, sha256 }) =>
      kind === 'page'
        ? html`<p>${words.kept}<a href="/snapshots/${sha256}">${words.keptPage}</a></p>`
        : html`<figure class="screenshot"><a href="/screenshots/${sha256}"><img src="/screenshots/${sha256}" alt="${words.screenshotOf(problem.url)}" loading="lazy"></a><figcaption class="soft">${words.screenshot}</figcaption></figure>`,
    )}`
}

function hostsTable(visitor: Visitor, hosts: readonly portalHistory.HostToday[], budget: number): Html {
  const words = portalPageWords(visitor)
  return html`<div class="scroll" tabindex="0"><table class="board"><thead><tr><th scope="col">${visitor.words.host}</th><th scope="col" class="number">${visitor.words.requests}</th><th scope="col" class="number">${words.blocks}</th><th scope="col">${words.stop}</th><th scope="col">${words.way}</th></tr></thead>
  <tbody>${hosts.map(
    ({ host, requests, blocks, stop, way }) =>
      html`<tr><td><code>${host}</code></td><td class="number">${words.requestsOf(requests, budget)}</td><td class="number">${formatNumber(blocks)}</td><td>${stop ? crawlSentence(stop.reason, visitor.language) : '—'}</td>
      <td>${way === null ? '—' : way === 'strict' ? words.strict : HOST_WAYS[way][visitor.language]}</td></tr>`,
  )}</tbody></table></div>`
}

function crawlsTable(visitor: Visitor, crawls: readonly portalHistory.PastCrawl[]): Html {
  const { words, language } = visitor
  const own = portalPageWords(visitor)
  if (crawls.length === 0) return html`<p class="soft">${own.noCrawls}</p>`
  return html`<table class="board stacked crawls"><thead><tr><th scope="col">${words.run}</th><th scope="col">${words.startedAt}</th><th scope="col">${words.endedAt}</th><th scope="col">${words.state}</th>
    <th scope="col" class="number">${words.requests}</th><th scope="col">${words.columns}</th><th scope="col">${words.problems}</th></tr></thead>
  <tbody>${crawls.map(
    (crawl) =>
      html`<tr><td>${crawl.runId} <span class="soft">${RUN_KIND_TITLES[crawl.kind][language]}</span></td><td class="day">${crawl.state !== 'waiting' && formatTime(crawl.startedAt, language)}</td>
      <td class="day aside">${crawl.endedAt && formatTime(crawl.endedAt, language)}</td><td>${RUN_STATE_TITLES[crawl.state][language]}</td>
      <td class="number"><span class="label">${words.requests} </span>${formatNumber(crawl.asked)}</td>
      <td class="whole">${crawl.columnsRead > 0 && html`${own.readingsOf(crawl.columnsComplete, crawl.columnsRead)} <span class="soft">${own.entriesOf(crawl.entries)}</span>`}</td>
      <td class="whole">${crawl.problems.map((problem) => html`<div>${problemTitle(problem.code, language)}</div>`)}</td></tr>`,
  )}</tbody></table>`
}
