import type { Handler } from 'hono'
import { todayOf } from '../../db/clock.ts'
import type { Db } from '../../db/connect.ts'
import * as filings from '../../db/filings.ts'
import * as registry from '../../db/registry.ts'
import type { District } from '../model/portal.ts'
import { chartTextures, swatch } from './charts/fills.ts'
import { sendCsv } from './csv.ts'
import { publicationCalendar } from './filing-calendar.ts'
import { boardCsv } from './filing-csv.ts'
import { type BoardFilters, boardFiltersOf, boardQuery, isNarrowed, matches, orderOf } from './filing-filters.ts'
import { kindTable } from './filing-kinds.ts'
import { type BoardLine, countStatuses, sortLines, toBoardLine } from './filing-lines.ts'
import { boardPath, matrixPath } from './filing-paths.ts'
import { boardTable, PAGE_LENGTH } from './filing-table.ts'
import { BOARD_STATUS_TITLES, BOARD_STATUSES, filingWords, STATUS_FILLS } from './filing-words.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { found, PAGE_NUMBER, pathPart, queryPart, REGISTRY_ID, REPORT_YEAR } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

/** Leads to the newest year of the first district, or says that none is registered. */
export function filingChoice(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const districts = await registry.listDistricts(db, visitor.reach)
    const district = districts.find(({ years }) => years.length > 0)
    if (district) return c.redirect(boardPath(district.id, Math.max(...district.years)), 302)
    const { words } = visitor
    const body = html`<main><h1>${words.filings}</h1><p class="empty">${words.noDistricts}</p></main>`
    return c.html(layout(visitor, { title: words.filings, current: 'filings', body }))
  }
}

/** Who of a district has published a year's report, when, and what proves it; with `format=csv` the lines shown as a file. */
export function filingBoard(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { words } = visitor
    const year = pathPart(c, 'year', REPORT_YEAR)
    const districts = await registry.listDistricts(db, visitor.reach)
    const district = found(districts.find(({ id }) => id === pathPart(c, 'district', REGISTRY_ID)))
    const filters = boardFiltersOf(c)
    const page = queryPart(c, 'page', PAGE_NUMBER) ?? 1
    const [rows, today] = await Promise.all([filings.board(db, { district: district.id, year }), todayOf(db)])
    const all = rows.map((row) => toBoardLine(row, today))
    const lines = sortLines(
      all.filter((line) => matches(line, filters)),
      orderOf(filters),
    )
    if (c.req.query('format') === 'csv') return sendCsv(c, `${district.id}-${year}.csv`, boardCsv(visitor, year, lines))
    const said = filingWords(visitor)
    const title = `${district.name} ${words.yearOf(year)} ${words.filings}`
    const path = boardPath(district.id, year)
    const first = (page - 1) * PAGE_LENGTH
    const body = html`<main class="filings">${chartTextures()}<h1>${title}</h1>
  ${choices(visitor, districts, district, year)}
  ${
    all.length === 0
      ? html`<p class="empty">${said.noneRegistered}</p>`
      : html`${tally(visitor, all, path, filters)}
  <section aria-labelledby="authorities"><div class="head"><h2 id="authorities">${words.authority} <span class="soft">${said.shown(lines.length, all.length)}</span></h2>
    <p>${isNarrowed(filters) && html`<a href="${path}${boardQuery({ sort: filters.sort })}">${said.clear}</a> · `}<a href="${path}${boardQuery(filters, { format: 'csv' })}" download>${said.download}</a></p></div>
    ${lines.length === 0 ? html`<p class="empty">${said.noMatch}</p>` : boardTable(visitor, { lines: lines.slice(first, first + PAGE_LENGTH), district, year, filters })}
    ${pager(visitor, { count: lines.length, page, path, filters })}</section>
  <section aria-labelledby="kinds"><h2 id="kinds">${said.byKind}</h2>${kindTable(visitor, all, path)}</section>
  <section aria-labelledby="calendar"><h2 id="calendar">${said.calendar}</h2>${publicationCalendar(visitor, { lines: all, district, path })}</section>`
  }</main>`
    return c.html(layout(visitor, { title, current: 'filings', body }))
  }
}

function choices(visitor: Visitor, districts: readonly District[], district: District, year: number): Html {
  const { words } = visitor
  const years = [...new Set([...district.years, year])].sort((a, b) => b - a)
  return html`<nav class="choices" aria-label="${words.chooseDistrict}">${
    districts.length > 1 &&
    districts.map(
      (each) =>
        html`<a href="${boardPath(each.id, Math.max(...each.years, 0) || year)}"${each.id === district.id && html` aria-current="true"`}>${each.name}</a>`,
    )
  }${years.map((each) => html`<a href="${boardPath(district.id, each)}"${each === year && html` aria-current="page"`}>${words.yearOf(each)}</a>`)}<a href="${matrixPath(district.id)}">${filingWords(visitor).allYears}</a></nav>`
}

/** How many are expected, how many have a report, and how many stand at each status; each figure leads to its lines. */
function tally(visitor: Visitor, lines: readonly BoardLine[], path: string, { status: chosen, flag }: BoardFilters): Html {
  const { words, language } = visitor
  const counts = countStatuses(lines)
  const expected = lines.filter(({ status }) => status !== 'exempt')
  const published = expected.filter(({ reportId }) => reportId !== null)
  const backdated = lines.filter((line) => line.backdated)
  return html`<dl class="tally"><div><dt>${words.expected}</dt><dd><a href="${path}">${expected.length}</a></dd></div><div><dt>${words.published}</dt><dd>${published.length}</dd></div>${BOARD_STATUSES.filter(
    (status) => counts[status] > 0,
  ).map(
    (status) =>
      html`<div><dt>${swatch(STATUS_FILLS[status])} ${BOARD_STATUS_TITLES[status][language]}</dt><dd><a href="${path}?status=${status}"${status === chosen && html` aria-current="true"`}>${counts[status]}</a></dd></div>`,
  )}${
    backdated.length > 0 &&
    html`<div><dt>${filingWords(visitor).backdatedToo}</dt><dd><a href="${path}?flag=backdated"${flag === 'backdated' && html` aria-current="true"`}>${backdated.length}</a></dd></div>`
  }</dl>`
}

type Pages = { readonly count: number; readonly page: number; readonly path: string; readonly filters: BoardFilters }

function pager(visitor: Visitor, { count, page, path, filters }: Pages): Html | null {
  const pages = Math.ceil(count / PAGE_LENGTH)
  if (pages <= 1) return null
  const said = filingWords(visitor)
  return html`<nav class="pager" aria-label="${said.pages}">${Array.from({ length: pages }, (_, index) => {
    const label = said.morePages(index * PAGE_LENGTH + 1, Math.min(count, (index + 1) * PAGE_LENGTH))
    return index + 1 === page
      ? html`<span aria-current="page">${label}</span>`
      : html`<a href="${path}${boardQuery(filters, { page: index === 0 ? null : String(index + 1) })}">${label}</a>`
  })}</nav>`
}
