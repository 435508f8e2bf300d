import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import * as runs from '../../db/runs.ts'
import { formatTime } from './dates.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import { BOARD_PATH } from './queue-board.ts'
import { runPath } from './run-page.ts'
import { runPageWords } from './run-page-words.ts'
import { listedOf } from './run-summary-view.ts'
import { type ReviewEnv, visitorOf } from './visitor.ts'
import { RUN_KIND_TITLES, RUN_STATE_TITLES } from './words.ts'

const RUNS_SHOWN = 60

/** The latest runs with what they did and could not do. `hasBoard`: the queues can be looked at. */
export function runList(db: Db, { hasBoard }: { readonly hasBoard: boolean }): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { words, language } = visitor
    const list = await runs.latest(db, RUNS_SHOWN)
    const body = html`<main><h1>${words.runs}</h1>${hasBoard && visitor.may('GET /queues') && html`<p><a href="${BOARD_PATH}">${runPageWords(visitor).toQueues}</a> <span class="soft">${runPageWords(visitor).toQueuesHint}</span></p>`}${
      list.length === 0
        ? html`<p class="empty">${words.noRuns}</p>`
        : html`<div class="scroll" tabindex="0"><table class="board runs"><thead><tr><th scope="col">${words.run}</th><th scope="col">${words.kind}</th><th scope="col">${words.state}</th>
    <th scope="col">${words.startedAt}</th><th scope="col">${words.endedAt}</th><th scope="col" class="number">${words.requests}</th><th scope="col" class="number">${words.reports}</th><th scope="col">${words.problems}</th></tr></thead>
    <tbody>${list.map((run) => {
      const summary = listedOf(run.summary)
      return html`<tr><td><a href="${runPath(run.id)}">${run.id}</a></td><td>${RUN_KIND_TITLES[run.kind][language]}</td><td>${RUN_STATE_TITLES[run.state][language]}</td>
      <td class="day">${formatTime(run.started_at, language)}</td><td class="day">${run.ended_at && formatTime(run.ended_at, language)}</td>
      <td class="number">${summary?.pages.requests}</td><td class="number">${summary && words.newAndChanged(summary.reports.new, summary.reports.changed, summary.reports.total)}</td>
      <td>${summary?.run.why.map((reason) => html`<div>${reason[language]}</div>`)}</td></tr>`
    })}</tbody></table></div>`
    }</main>`
    return c.html(layout(visitor, { title: words.runs, current: 'runs', body }))
  }
}
