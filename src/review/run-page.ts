import type { Context, Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import * as deliveries from '../../db/deliveries.ts'
import * as runActions from '../../db/run-actions.ts'
import { type LostDetails, lostOf } from '../../db/run-details.ts'
import * as runProgress from '../../db/run-progress.ts'
import * as runs from '../../db/runs.ts'
import { formatNumber, formatTime } from './dates.ts'
import type { CrawlDesk } from './desk.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { found, pathPart, queryPart, ROW_ID } from './request.ts'
import { accountView, deliveriesView } from './run-account-view.ts'
import { runPageWords } from './run-page-words.ts'
import { officerName, type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'
import { RUN_KIND_TITLES, RUN_STATE_TITLES } from './words.ts'

/** Where the page of a run is. */
export function runPath(id: number): string {
  return `/runs/${id}`
}

/** What a run did, found and could not do; while it goes on, how far it is. */
export function runPage(db: Db, { accountOf }: CrawlDesk): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const run = await runOf(db, c)
    const isGoing = run.state === 'running'
    const [account, told, actions, lost, progress] = await Promise.all([
      accountOf(run.id),
      deliveries.ofRun(db, run.id),
      runActions.ofRun(db, run.id),
      lostOf(db, run.id),
      isGoing ? runProgress.progressOf(db, run.id) : null,
    ])
    const words = runPageWords(visitor)
    const inTheWay = queryPart(c, 'other', ROW_ID)
    const body = html`<main class="run"><p class="path"><a href="/runs">${visitor.words.runs}</a></p><h1>${words.title(run.id)}</h1>
  ${factsView(visitor, run)}
  ${inTheWay !== null && html`<p class="notice" role="alert">${words.otherRun(inTheWay)} <a href="${runPath(inTheWay)}">${words.title(inTheWay)}</a></p>`}
  ${progress && progressView(visitor, run, progress)}
  ${!isGoing && run.cancelled_at !== null && visitor.may('POST /runs/:id/resume') && html`<section class="sheet desk"><form method="post" action="${runPath(run.id)}/resume"><p><button class="primary">${words.resume}</button> <span class="soft">${words.resumeHint}</span></p></form></section>`}
  ${lostView(visitor, lost)}
  ${accountView(visitor, account)}
  ${told.length > 0 && deliveriesView(visitor, told)}${actionsView(visitor, actions)}</main>`
    return c.html(layout(visitor, { title: words.title(run.id), current: 'runs', body, reloads: isGoing }))
  }
}

/** Has a run ask nothing more, in the officer's name. One that has ended meanwhile stays as it is. */
export function runCancel(db: Db, { cancelRun }: CrawlDesk): Handler<ReviewEnv> {
  return async (c) => {
    const { id } = await runOf(db, c)
    const { actor } = visitorOf(c)
    if (await cancelRun(id, actor.name)) await runActions.record(db, id, 'cancel', actor)
    return c.redirect(runPath(id), 303)
  }
}

/** Takes a cancelled run up again, or names the run that is in its way. */
export function runResume(db: Db, { resumeRun }: CrawlDesk): Handler<ReviewEnv> {
  return async (c) => {
    const { id } = await runOf(db, c)
    const outcome = await resumeRun(id)
    if (outcome === true) await runActions.record(db, id, 'resume', visitorOf(c).actor)
    return c.redirect(typeof outcome === 'object' ? `${runPath(id)}?other=${outcome.otherRun}` : runPath(id), 303)
  }
}

async function runOf(db: Db, c: Context<ReviewEnv>): Promise<runs.Run> {
  return found(await runs.get(db, pathPart(c, 'id', ROW_ID)))
}

const STATE_CLASS: Readonly<Record<runs.Run['state'], string>> = {
  running: 'not-due',
  complete: 'on-time',
  partial: 'late-doubtful',
  failed: 'not-found',
  cancelled: 'not-due',
}

function factsView(visitor: Visitor, run: runs.Run): Html {
  const { words, language } = visitor
  return html`<dl class="facts">
    <div><dt>${words.state}</dt><dd><span class="status ${STATE_CLASS[run.state]}">${RUN_STATE_TITLES[run.state][language]}</span>
      ${run.state !== 'running' && run.cancelled_by !== null && html`<span class="soft">${runPageWords(visitor).cancelledBy(run.cancelled_by)}</span>`}</dd></div>
    <div><dt>${words.kind}</dt><dd>${RUN_KIND_TITLES[run.kind][language]}</dd></div>
    <div><dt>${words.startedAt}</dt><dd>${formatTime(run.started_at, language)}</dd></div>
    ${run.ended_at && html`<div><dt>${words.endedAt}</dt><dd>${formatTime(run.ended_at, language)}</dd></div>`}</dl>`
}

/** What retention has deleted of a run, so that nobody takes what is not there for what never was. */
function lostView(visitor: Visitor, { detailsAt, requests }: LostDetails): Html | false {
  const words = runPageWords(visitor)
  if (detailsAt === null && requests === 0) return false
  return html`<p class="notice">${detailsAt && words.detailsDeleted(formatTime(detailsAt, visitor.language))} ${requests > 0 && words.requestsDeleted(formatNumber(requests))}</p>`
}

/** Who started, cancelled and took up the run in these pages. */
function actionsView(visitor: Visitor, actions: readonly runActions.RunAction[]): Html | null {
  if (actions.length === 0) return null
  const { acts, title } = { acts: runPageWords(visitor).acts, title: runPageWords(visitor).actsTitle }
  return html`<h2>${title}</h2><ul class="history">${actions.map(
    ({ action, acted_at, by_name }) =>
      html`<li>${formatTime(acted_at, visitor.language)} ${officerName(by_name, visitor)} <b>${acts[action]}</b></li>`,
  )}</ul>`
}

/** How far a run is, stage by stage, and the button that ends it. */
function progressView(visitor: Visitor, run: runs.Run, progress: runProgress.RunProgress): Html {
  const words = runPageWords(visitor)
  const { crawls, captures, versions, audits } = progress
  const stages = [
    { title: words.crawlsDone, done: crawls.ended, total: crawls.total },
    { title: words.documentsDone, done: captures.done, total: captures.total },
    { title: words.checksDone, done: versions.checked, total: versions.total },
    { title: words.auditsDone, done: audits.done, total: audits.total },
  ]
  return html`<section class="sheet desk" aria-live="polite"><h2>${words.progress}</h2>
    <dl class="facts">${stages.map(
      ({ title, done, total }) =>
        html`<div><dt>${title}</dt><dd>${total === 0 ? '—' : html`<progress max="${total}" value="${done}"></progress> ${words.doneOf(done, total)}`}</dd></div>`,
    )}</dl>
    <p><a href="${runPath(run.id)}">${words.reload}</a> <span class="soft">${words.reloadHint}</span></p>
    ${
      run.cancelled_by === null
        ? visitor.may('POST /runs/:id/cancel') &&
          html`<form method="post" action="${runPath(run.id)}/cancel"><p><button>${words.cancel}</button> <span class="soft">${words.cancelHint}</span></p></form>`
        : html`<p class="notice">${words.cancelling(run.cancelled_by)}</p>${visitor.may('POST /runs/:id/resume') && html`<form method="post" action="${runPath(run.id)}/resume"><p><button>${words.resume}</button> <span class="soft">${words.resumeHint}</span></p></form>`}`
    }</section>`
}
