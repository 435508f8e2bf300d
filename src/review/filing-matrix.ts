import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import * as filings from '../../db/filings.ts'
import * as registry from '../../db/registry.ts'
import { levelOfKind } from '../model/authority.ts'
import type { District, RegisteredAuthority } from '../model/portal.ts'
import { barChart } from './charts/bar.ts'
import { chartTextures, swatch } from './charts/fills.ts'
import { type CsvValue, sendCsv } from './csv.ts'
import { formatDay, shareText } from './dates.ts'
import { type BoardFilters, boardFiltersOf, boardQuery, isNarrowed } from './filing-filters.ts'
import { onTimeLegend } from './filing-kinds.ts'
import { countStatuses, onTimeShare } from './filing-lines.ts'
import { boardPath, matrixPath } from './filing-paths.ts'
import { BOARD_STATUS_TITLES, BOARD_STATUSES, type BoardStatus, filingWords, STATUS_FILLS } from './filing-words.ts'
import { type Html, html } from './html.ts'
import { kindAndLevel } from './kind-and-level.ts'
import { layout } from './layout.ts'
import { found, pathPart, REGISTRY_ID } from './request.ts'
import { type Reader, type ReviewEnv, visitorOf } from './visitor.ts'

/** An authority with what is known of each year; a year that was not worked out is null. */
type MatrixLine = {
  readonly authority: RegisteredAuthority
  readonly years: readonly (filings.YearOfFiling | null)[]
}

/** Authorities of a district by years: who was late again, who is missing for the first time; with `format=csv` as a file. */
export function filingMatrix(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { words } = visitor
    const said = filingWords(visitor)
    const id = pathPart(c, 'district', REGISTRY_ID)
    const [{ districts, authorities }, rows] = await Promise.all([
      registry.loadRegistry(db, { district: id }),
      filings.allYearsOf(db, id),
    ])
    const district = found(districts[0])
    const filters = boardFiltersOf(c)
    const years = yearsOf(district, rows)
    const allLines = linesOf(authorities, rows, years)
    const lines = allLines.filter((line) => isShown(line, filters))
    if (c.req.query('format') === 'csv') return sendCsv(c, `${district.id}.csv`, matrixCsv(visitor, years, lines))
    const title = said.allYearsOf(district.name)
    const path = matrixPath(district.id)
    const body = html`<main class="filings">${chartTextures()}<h1>${title}</h1><p class="lead">${said.matrixLead}</p>
  <nav class="choices" aria-label="${words.chooseDistrict}">${years.toReversed().map((year) => html`<a href="${boardPath(district.id, year)}">${words.yearOf(year)}</a>`)}<a href="${path}" aria-current="page">${said.allYears}</a></nav>
  ${statusChoices(visitor, allLines, path, filters)}
  <div class="head"><p>${said.shown(lines.length, authorities.length)}${isNarrowed(filters) && html` · <a href="${path}">${said.clear}</a>`}</p><p><a href="${path}${boardQuery(filters, { format: 'csv' })}" download>${said.download}</a></p></div>
  ${
    years.length === 0
      ? html`<p class="empty">${said.noYears}</p>`
      : lines.length === 0
        ? html`<p class="empty">${authorities.length === 0 ? said.noneRegistered : said.noMatch}</p>`
        : matrixTable(visitor, { district, years, lines })
  }</main>`
    return c.html(layout(visitor, { title, current: 'filings', body }))
  }
}

/** The registered years and those that were worked out, the oldest first. */
function yearsOf({ years }: District, rows: readonly filings.YearOfFiling[]): readonly number[] {
  return [...new Set([...years, ...rows.map(({ year }) => year)])].toSorted((a, b) => a - b)
}

/** One line for each registered authority, in the order of level, kind and name as registered. */
function linesOf(
  authorities: readonly RegisteredAuthority[],
  rows: readonly filings.YearOfFiling[],
  years: readonly number[],
): readonly MatrixLine[] {
  const known = new Map(rows.map((row) => [`${row.year} ${row.authorityId}`, row]))
  return authorities.map((authority) => ({
    authority,
    years: years.map((year) => known.get(`${year} ${authority.id}`) ?? null),
  }))
}

/** By what the authority is, and by a status that any of its years has. */
function isShown({ authority, years }: MatrixLine, { level, kind, status }: BoardFilters): boolean {
  return (
    (level === undefined || (authority.level ?? levelOfKind(authority.kind) ?? 'unknown') === level) &&
    (kind === undefined || authority.kind === kind) &&
    (status === undefined || years.some((year) => statusOf(year) === status))
  )
}

function statusOf(year: filings.YearOfFiling | null): BoardStatus {
  return year?.status ?? 'not-computed'
}

/** Narrows to the authorities that have a status in any year. */
function statusChoices(
  { language }: Reader,
  lines: readonly MatrixLine[],
  path: string,
  { status: chosen }: BoardFilters,
): Html | null {
  const present = BOARD_STATUSES.filter((status) => lines.some(({ years }) => years.some((year) => statusOf(year) === status)))
  if (present.length < 2) return null
  const said = filingWords({ language })
  return html`<nav class="choices" aria-label="${said.filters}">${present.map(
    (status) =>
      html`<a href="${path}?status=${status}"${status === chosen && html` aria-current="true"`}>${swatch(STATUS_FILLS[status])} ${said.everWas(BOARD_STATUS_TITLES[status][language])}</a>`,
  )}</nav>`
}

type Shown = { readonly district: District; readonly years: readonly number[]; readonly lines: readonly MatrixLine[] }

function matrixTable(visitor: Reader, { district, years, lines }: Shown): Html {
  const { words } = visitor
  const said = filingWords(visitor)
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${said.allYears}"><table class="board matrix"><thead><tr><th scope="col">${words.authority}</th>${years.map(
    (year) => html`<th scope="col"><a href="${boardPath(district.id, year)}">${words.yearOf(year)}</a></th>`,
  )}</tr></thead><tbody>${lines.map(
    ({ authority, years: own }) =>
      html`<tr><th scope="row">${authority.name} <span class="soft">${kindAndLevel(visitor, authority)}</span></th>${own.map((year, index) => matrixCell(visitor, year, boardPath(district.id, years[index]!)))}</tr>`,
  )}</tbody><tfoot>${yearSums(visitor, years, lines, district)}</tfoot></table></div>
  ${onTimeLegend(visitor)}`
}

function matrixCell({ language }: Reader, year: filings.YearOfFiling | null, board: string): Html {
  const status = statusOf(year)
  const said = filingWords({ language })
  const title = BOARD_STATUS_TITLES[status][language]
  const href = year?.reportId ? `/reports/${year.reportId}` : `${board}?status=${status}`
  return html`<td><a class="status ${status}" href="${href}">${title}</a>${year?.publishedOn && html`<span class="soft day">${formatDay(year.publishedOn, language)}</span>`}${
    year?.daysLate && status !== 'exempt' && html` <span class="soft day">${said.daysLate(year.daysLate)}</span>`
  }${year?.backdated && html` <span class="backdated">${said.backdated}</span>`}</td>`
}

function yearSums(visitor: Reader, years: readonly number[], lines: readonly MatrixLine[], district: District): Html {
  const { words, language } = visitor
  const said = filingWords(visitor)
  const counts = years.map((_, index) => countStatuses(lines.map((line) => ({ status: statusOf(line.years[index] ?? null) }))))
  return html`<tr><th scope="row">${said.onTimeShare}</th>${counts.map((count, index) => {
    const share = onTimeShare(count)
    const parts = BOARD_STATUSES.map((status) => ({
      value: count[status],
      label: `${BOARD_STATUS_TITLES[status][language]} ${count[status]}`,
      fill: STATUS_FILLS[status],
    }))
    const year = years[index]!
    return html`<td><a href="${boardPath(district.id, year)}">${barChart({ title: words.yearOf(year), parts, whole: lines.length })}</a>${share === null ? '—' : shareText(share)}</td>`
  })}</tr>`
}

/** One row for each authority and year, as it is to be sorted and counted. */
function matrixCsv(visitor: Reader, years: readonly number[], lines: readonly MatrixLine[]): readonly (readonly CsvValue[])[] {
  const { words, language } = visitor
  const said = filingWords(visitor)
  const head = [said.ofAuthority, words.authority, words.year, words.filingStatus, said.statusCode]
  const more = [words.due, words.publishedOn, words.daysLate, words.backdated, said.report]
  return [
    [...head, ...more],
    ...lines.flatMap(({ authority, years: own }) =>
      own.map((year, index) => [
        ...[authority.id, authority.name, years[index]!, BOARD_STATUS_TITLES[statusOf(year)][language], statusOf(year)],
        ...[
          year?.due ?? null,
          year?.publishedOn ?? null,
          year?.daysLate ?? null,
          year?.backdated ? 1 : 0,
          year?.reportId ?? null,
        ],
      ]),
    ),
  ]
}
