import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import * as filings from '../../db/filings.ts'
import { countsBySeverity } from '../../db/finding-counts.ts'
import * as registry from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import { FILING_STATUS_TITLES } from '../model/filing.ts'
import { SEVERITY_TITLES, type Severity } from '../model/finding.ts'
import { formatNumber, formatTime } from './dates.ts'
import { boardPath } from './filing-paths.ts'
import { filterQuery, findingsFor, WAITING } from './finding-filters.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { listedOf } from './run-summary-view.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'
import { RUN_KIND_TITLES, RUN_STATE_TITLES } from './words.ts'

const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[]

/** Where things stand after the latest run, every figure a link to what is behind it. */
export function overview(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { words, language, reach } = visitor
    const [[run], bySeverity, counts, { districts }] = await Promise.all([
      runs.latest(db, 1),
      countsBySeverity(db, findingsFor(WAITING, visitor)),
      filings.countsByStatus(db),
      registry.loadRegistry(db, reach === null ? {} : { district: reach }),
    ])
    const countOf = (wanted: Severity) => bySeverity.find(({ severity }) => severity === wanted)?.count ?? 0
    const body = html`<main class="overview"><h1>${words.overviewTitle}</h1><p class="lead">${words.overviewLead}</p>
  ${run ? reach === null && latestRun(visitor, run) : html`<p class="empty">${words.nothingYet}</p>`}
  <h2>${words.bySeverity}</h2>
  <dl class="tally">${SEVERITIES.map(
    (each) =>
      html`<div><dt><span class="severity ${each}">${SEVERITY_TITLES[each][language]}</span></dt><dd><a href="/findings${filterQuery(WAITING, { severity: each })}">${formatNumber(countOf(each))}</a></dd></div>`,
  )}</dl>
  ${districts.length > 0 && html`<h2>${words.byDistrict}</h2>`}
  ${districts.map((district) => {
    const ofDistrict = counts.filter((count) => count.district === district.id)
    return html`<h3>${district.name}</h3><table class="board tallies"><tbody>${[...district.years]
      .sort((a, b) => b - a)
      .map((year) => {
        const ofYear = ofDistrict.filter((count) => count.year === year)
        return html`<tr><th scope="row"><a href="${boardPath(district.id, year)}">${words.yearOf(year)}</a></th><td>${
          ofYear.length === 0
            ? html`<span class="soft">${words.notComputed}</span>`
            : ofYear.map(
                ({ status, count }) =>
                  html`<a class="status ${status}" href="${boardPath(district.id, year)}?status=${status}">${FILING_STATUS_TITLES[status][language]} ${formatNumber(count)}</a>`,
              )
        }</td></tr>`
      })}</tbody></table>`
  })}</main>`
    return c.html(layout(visitor, { title: words.overviewTitle, current: 'overview', body }))
  }
}

function latestRun({ words, language }: Visitor, run: runs.Run): Html {
  const summary = listedOf(run.summary)
  return html`<p>${words.latestRun} <a href="/runs">${RUN_KIND_TITLES[run.kind][language]} ${formatTime(run.started_at, language)}</a> · ${RUN_STATE_TITLES[run.state][language]}${
    summary &&
    html` · ${words.requests} ${formatNumber(summary.pages.requests)} · ${words.reports} ${words.newAndChanged(summary.reports.new, summary.reports.changed, summary.reports.total)}`
  }</p>${summary && summary.run.why.length > 0 && html`<ul>${summary.run.why.map((reason) => html`<li>${reason[language]}</li>`)}</ul>`}`
}
