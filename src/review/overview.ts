import type { Handler } from 'hono'
import { todayOf } from '../../db/clock.ts'
import type { Db } from '../../db/connect.ts'
import { countsBySeverity, isLarge } from '../../db/finding-counts.ts'
import * as overviews from '../../db/overview.ts'
import * as proposals from '../../db/proposals.ts'
import * as registry from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import { SEVERITY_TITLES, type Severity } from '../model/finding.ts'
import type { District } from '../model/portal.ts'
import { chartTextures } from './charts/fills.ts'
import { formatNumber, formatTime } from './dates.ts'
import { type Filters, filterQuery, findingsFor, WAITING } from './finding-filters.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { listWords } from './list-words.ts'
import { type Choice, choiceForm, choiceOf } from './overview-choice.ts'
import { timeliness } from './overview-filing.ts'
import { AGES, backlogChart, findingCharts, precisionChart, WEEKS, workChart } from './overview-findings.ts'
import { outcomeChart, remedyChart, sumOutcomes } from './overview-outcomes.ts'
import { overviewWords } from './overview-words.ts'
import { NotFound } from './request.ts'
import { listedOf } from './run-summary-view.ts'
import { sharedWork } from './shared-work.ts'
import { type Reader, type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'
import { RUN_KIND_TITLES, RUN_STATE_TITLES } from './words.ts'

const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[]

/** Where things stand, as an office would print it: every figure leads to what is behind it, and every rate names its denominator. */
export function overview(db: Db): Handler<ReviewEnv> {
  const shared = sharedWork<Html>({ mostKept: MOST_KEPT })
  return async (c) => {
    const visitor = visitorOf(c)
    const { words, language, reach } = visitor
    const said = overviewWords(visitor)
    const districts = await registry.listDistricts(db, reach)
    const choice = choiceOf(c, newestYear(districts, Number((await todayOf(db)).slice(0, 4))))
    const { district } = choice
    if (district !== null && !districts.some(({ id }) => id === district)) throw new NotFound('district of the overview')
    const proposedHere: Filters = { approval: 'waiting', ...filtersOf(choice) }
    const makeFigures = () => figuresOf(db, visitor, districts, choice)
    const [[run], proposed, figures] = await Promise.all([
      runs.latest(db, 1),
      proposals.count(db, findingsFor(proposedHere, visitor)),
      (await isLarge(db)) ? shared(JSON.stringify([choice, reach, language]), makeFigures) : makeFigures(),
    ])
    const body = html`<main class="overview">${chartTextures()}<header class="head"><div><h1>${words.overviewTitle}</h1><p class="lead">${words.overviewLead}</p></div>${choiceForm(visitor, districts, choice)}</header>
  ${run ? visitor.may('GET /runs') && latestRun(visitor, run) : html`<p class="empty">${words.nothingYet}</p>`}
  ${(proposed > 0 || visitor.secondApprover.length > 0) && html`<p><a href="/findings${filterQuery(proposedHere)}">${said.proposed}</a> ${formatNumber(proposed)}</p>`}
  ${'at' in figures ? html`<p class="soft">${listWords(visitor).countedAt(formatTime(figures.at, language))}</p>${figures.result}` : figures}</main>`
    return c.html(layout(visitor, { title: words.overviewTitle, current: 'overview', body }))
  }
}

/** Pages kept for a minute where there are many findings; one of a whole country has a megabyte. */
const MOST_KEPT = 30

/** All that is counted, as the page shows it to anybody who reads this language and may see the same districts. */
async function figuresOf(db: Db, visitor: Visitor, districts: readonly District[], choice: Choice): Promise<Html> {
  const { words, language, reach } = visitor
  const said = overviewWords(visitor)
  const { district, year } = choice
  const scope = { district, year, reach }
  const waitingHere: Filters = { ...WAITING, ...filtersOf(choice) }
  const [bySeverity, filingCounts, findingCounts, waiting, work, summed] = await Promise.all([
    countsBySeverity(db, findingsFor(waitingHere, visitor)),
    overviews.filingCounts(db, scope),
    overviews.findingCounts(db, scope),
    overviews.waiting(db, scope, AGES),
    overviews.workByWeek(db, scope, WEEKS),
    sumOutcomes(db, choice, reach),
  ])
  const countOf = (wanted: Severity) => bySeverity.find(({ severity }) => severity === wanted)?.count ?? 0
  const section = (id: string, title: string, content: Html) =>
    html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>`
  return html`<h2>${words.bySeverity} <span class="soft">${nameOf(visitor, districts, choice)}</span></h2>
  <dl class="tally">${SEVERITIES.map(
    (each) =>
      html`<div><dt><span class="severity ${each}">${SEVERITY_TITLES[each][language]}</span></dt><dd><a href="/findings${filterQuery(waitingHere, { severity: each })}">${formatNumber(countOf(each))}</a></dd></div>`,
  )}</dl>
  ${section('timeliness', said.timeliness, timeliness(visitor, { counts: filingCounts, districts: districts.filter(({ id }) => district === null || id === district), choice }))}
  ${section('findings', said.findings, findingCharts(visitor, findingCounts, choice))}
  ${section('outcomes', said.outcomes, outcomeChart(visitor, summed, choice))}
  ${section('remedies', said.remedies, remedyChart(visitor, summed, choice))}
  ${section('backlog', said.backlog, backlogChart(visitor, waiting, choice))}
  ${section('precision', said.precision, precisionChart(visitor, findingCounts, choice))}
  ${section('work', said.work, workChart(visitor, work, filtersOf(choice)))}`
}

function filtersOf({ district, year }: Choice): Filters {
  return { ...(district !== null && { district }), ...(year !== null && { year }) }
}

/** The newest reporting year of the districts whose first reports may be due by now; null where no district names a year. */
function newestYear(districts: readonly District[], thisYear: number): number | null {
  const years = districts.flatMap((district) => district.years)
  const past = years.filter((year) => year < thisYear)
  return years.length === 0 ? null : Math.max(...(past.length > 0 ? past : years))
}

function nameOf(visitor: Reader, districts: readonly District[], { district, year }: Choice): string {
  const said = overviewWords(visitor)
  const name = districts.find(({ id }) => id === district)?.name ?? said.allDistricts
  return `${name} ${year === null ? said.allYears : visitor.words.yearOf(year)}`
}

function latestRun({ words, language }: Reader, run: runs.Run): Html {
  const summary = listedOf(run.summary)
  return html`<p>${words.latestRun} <a href="/runs">${RUN_KIND_TITLES[run.kind][language]} ${formatTime(run.started_at, language)}</a> · ${RUN_STATE_TITLES[run.state][language]}${
    summary &&
    html` · ${words.requests} ${formatNumber(summary.pages.requests)} · ${words.reports} ${words.newAndChanged(summary.reports.new, summary.reports.changed, summary.reports.total)}`
  }</p>${summary && summary.run.why.length > 0 && html`<ul>${summary.run.why.map((reason) => html`<li>${reason[language]}</li>`)}</ul>`}`
}
