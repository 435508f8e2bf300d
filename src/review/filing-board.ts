import type { Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as filings from '../../db/filings.ts'
import * as registry from '../../db/registry.ts'
import { AUTHORITY_KIND_TITLES, AUTHORITY_LEVEL_TITLES, levelOfKind } from '../model/authority.ts'
import { FILING_STATUS_TITLES, type FilingStatus } from '../model/filing.ts'
import type { District } from '../model/portal.ts'
import { dayOffOf } from '../model/work-days.ts'
import { formatDay, formatTime } from './dates.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { found, pathPart, queryPart, REGISTRY_ID, REPORT_YEAR } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'
import { dateSource } from './words.ts'

/** What needs attention stands first. */
const STATUS_ORDER = [
  'not-found',
  'late',
  'late-doubtful',
  'not-assessable',
  'not-due',
  'on-time',
  'exempt',
] as const satisfies readonly FilingStatus[]
const STATUS = z.enum(STATUS_ORDER)

/** Leads to the newest year of the first district, or says that none is registered. */
export function filingChoice(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { districts } = await registry.loadRegistry(db)
    const district = districts.find((each) => each.years.length > 0)
    if (district) return c.redirect(boardPath(district.id, Math.max(...district.years)), 302)
    const { words } = visitor
    const body = html`<main><h1>${words.filings}</h1><p class="empty">${words.noDistricts}</p></main>`
    return c.html(layout(visitor, { title: words.filings, current: 'filings', body }))
  }
}

/** Who of a district has published a year's report, when, and what proves it. */
export function filingBoard(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { words, language } = visitor
    const year = pathPart(c, 'year', REPORT_YEAR)
    const { districts } = await registry.loadRegistry(db)
    const district = found(districts.find(({ id }) => id === pathPart(c, 'district', REGISTRY_ID)))
    const status = queryPart(c, 'status', STATUS)
    const all = await filings.board(db, { district: district.id, year })
    const rows = all
      .filter((row) => status === null || row.status === status)
      .toSorted((a, b) => rankOf(a.status) - rankOf(b.status))
    const title = `${district.name} ${words.yearOf(year)} ${words.filings}`
    const body = html`<main><h1>${title}</h1>
  ${choices(visitor, districts, district, year)}
  ${tally(visitor, all, boardPath(district.id, year), status)}
  ${
    rows.length === 0
      ? html`<p class="empty">${words.noAuthorities}</p>`
      : html`<table class="board stacked"><thead><tr><th scope="col">${words.authority}</th><th scope="col">${words.filingStatus}</th><th scope="col">${words.due}</th><th scope="col">${words.publishedOn}</th>
    <th scope="col">${words.dateSource}</th><th scope="col" class="number">${words.daysLate}</th><th scope="col">${words.evidence}</th></tr></thead>
    <tbody>${rows.map((row) => boardRow(visitor, row))}</tbody></table>`
  }</main>`
    return c.html(layout(visitor, { title, current: 'filings', body }))

    function rankOf(of: FilingStatus | null): number {
      return of === null ? STATUS_ORDER.length : STATUS_ORDER.indexOf(of)
    }

    function boardRow(visitor: Visitor, row: filings.BoardRow): Html {
      const name = row.reportId === null ? row.authorityName : html`<a href="/reports/${row.reportId}">${row.authorityName}</a>`
      const count = row.evidence ? row.evidence.readings.length + row.evidence.dates.length : 0
      return html`<tr><th scope="row" class="whole first">${name} <span class="soft">${whatItIs(visitor, row)}</span></th>
      <td>${row.status === null ? html`<span class="soft">${words.notComputed}</span>` : html`<span class="status ${row.status}">${FILING_STATUS_TITLES[row.status][language]}</span>`}${row.reason && html` <span class="soft reason">${row.reason[language]}</span>`}${row.backdated && html` <span class="backdated" title="${words.backdatedHint}">${words.backdated}</span>`}</td>
      <td class="day aside"${row.basis && html` title="${row.basis}"`}>${row.status !== 'exempt' && dueDay(visitor, row, district)}</td>
      <td class="day">${row.publishedOn && formatDay(row.publishedOn, language)}</td>
      <td class="aside soft">${row.publishedFrom && dateSource(row.publishedFrom, language)}</td>
      <td class="number">${row.daysLate !== null && row.daysLate > 0 && words.daysLateOf(row.daysLate)}</td>
      <td class="whole">${count > 0 && evidence(visitor, row)}</td></tr>`
    }
  }
}

/** The kind of authority, with its level where the kind does not tell it, and the names that it had before. */
function whatItIs({ words, language }: Visitor, { kind, level, formerNames }: filings.BoardRow): string {
  const told = levelOfKind(kind) === null && level !== null ? AUTHORITY_LEVEL_TITLES[level][language] : null
  const names = formerNames.map(({ name }) => name)
  return [
    [told, AUTHORITY_KIND_TITLES[kind][language]].filter((each) => each !== null).join(' · '),
    ...(names.length > 0 ? [words.formerly(names)] : []),
  ].join(' · ')
}

/** The due date, whether a local requirement alone sets it, and why it is no working day. */
function dueDay({ words, language }: Visitor, { due, strength }: filings.BoardRow, { holidays }: District): Html | null {
  if (due === null) return null
  const dayOff = dayOffOf(due, holidays)
  return html`${formatDay(due, language)}${strength === 'policy' && html` <span class="soft">${words.localDue}</span>`}${
    dayOff && html` <span class="soft reason" title="${words.noExtension}">${dayOff[language]}</span>`
  }`
}

export function boardPath(district: string, year: number): string {
  return `/filings/${encodeURIComponent(district)}/${year}`
}

function choices({ words }: Visitor, districts: readonly District[], district: District, year: number): Html {
  const years = [...new Set([...district.years, year])].sort((a, b) => b - a)
  return html`<nav class="choices" aria-label="${words.chooseDistrict}">${
    districts.length > 1 &&
    districts.map(
      (each) =>
        html`<a href="${boardPath(each.id, Math.max(...each.years, 0) || year)}"${each.id === district.id && html` aria-current="true"`}>${each.name}</a>`,
    )
  }${years.map((each) => html`<a href="${boardPath(district.id, each)}"${each === year && html` aria-current="page"`}>${words.yearOf(each)}</a>`)}</nav>`
}

function tally({ words, language }: Visitor, rows: readonly filings.BoardRow[], path: string, chosen: FilingStatus | null): Html {
  const counts = STATUS_ORDER.map((status) => [status, rows.filter((row) => row.status === status).length] as const)
  const expected = rows.filter(({ status }) => status !== 'exempt')
  const published = expected.filter(({ reportId }) => reportId !== null)
  return html`<dl class="tally"><div><dt>${words.expected}</dt><dd><a href="${path}">${expected.length}</a></dd></div><div><dt>${words.published}</dt><dd>${published.length}</dd></div>${counts
    .filter(([, count]) => count > 0)
    .map(
      ([status, count]) =>
        html`<div><dt>${FILING_STATUS_TITLES[status][language]}</dt><dd><a href="${path}?status=${status}"${status === chosen && html` aria-current="true"`}>${count}</a></dd></div>`,
    )}</dl>`
}

/** What was read when, and which dates stand where, the best evidence first. */
export function evidence(
  { words, language }: Visitor,
  { evidence: proof, publishedOn, publishedFrom }: Pick<filings.BoardRow, 'evidence' | 'publishedOn' | 'publishedFrom'>,
  open = false,
): Html | null {
  if (!proof) return null
  const { readings, dates } = proof
  return html`<details name="evidence"${open && html` open`}><summary>${words.evidenceOf(readings.length + dates.length)}</summary><ul class="proof">
    ${dates.map(
      ({ date, from }) =>
        html`<li>${formatDay(date, language)} <span class="soft">${dateSource(from, language)}${date === publishedOn && from === publishedFrom && ` · ${words.usedDate}`}</span></li>`,
    )}
    ${readings.map((each) => html`<li>${words.reading(formatTime(each.readAt, language), each.complete, each.found)} <span class="soft address">${each.columnUrl}</span></li>`)}</ul></details>`
}
