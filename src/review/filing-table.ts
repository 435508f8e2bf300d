import { dateSource } from '../model/date-source.ts'
import type { District } from '../model/portal.ts'
import { dayOffOf } from '../model/work-days.ts'
import { CORRECTIONS_ID } from './correction-form.ts'
import { correctionWords } from './correction-words.ts'
import { formatDay } from './dates.ts'
import { evidence } from './filing-evidence.ts'
import { type BoardFilters, boardQuery, orderOf } from './filing-filters.ts'
import type { BoardLine, Distance, Proof, Sort } from './filing-lines.ts'
import { boardPath } from './filing-paths.ts'
import { BOARD_STATUS_TITLES, filingWords } from './filing-words.ts'
import { type Html, html } from './html.ts'
import { kindAndLevel } from './kind-and-level.ts'
import type { Visitor } from './visitor.ts'

/** Authorities on one page: a district has rarely more. */
export const PAGE_LENGTH = 300

type Shown = {
  readonly lines: readonly BoardLine[]
  readonly district: District
  readonly year: number
  readonly filters: BoardFilters
}

export function boardTable(visitor: Visitor, { lines, district, year, filters }: Shown): Html {
  const { words } = visitor
  const said = filingWords(visitor)
  const path = boardPath(district.id, year)
  const head = (sort: Sort, label: string, more = '') => sortHead(visitor, { path, filters, sort, label, more })
  return html`<table class="board stacked filing-lines"><thead><tr>${head('name', words.authority)}${head('status', words.filingStatus)}${head('due', words.due)}${head('published', words.publishedOn)}${head('days', said.days, 'number')}${head('findings', said.open, 'number')}<th scope="col">${words.evidence}</th></tr></thead>
    <tbody>${lines.map((line) => boardRow(visitor, line, district, year))}</tbody></table>`
}

type Head = {
  readonly path: string
  readonly filters: BoardFilters
  readonly sort: Sort
  readonly label: string
  readonly more: string
}

function sortHead(visitor: Visitor, { path, filters, sort, label, more }: Head): Html {
  const said = filingWords(visitor)
  const { by, descending } = orderOf(filters)
  const isChosen = by === sort
  const next = isChosen && !descending ? `-${sort}` : sort
  const sign = isChosen ? (descending ? ' ↓' : ' ↑') : ''
  return html`<th scope="col" class="${more}"${isChosen && html` aria-sort="${descending ? 'descending' : 'ascending'}"`}><a href="${path}${boardQuery(filters, { sort: next })}" title="${said.sortBy(label)}">${label}${sign}</a></th>`
}

function boardRow(visitor: Visitor, line: BoardLine, district: District, year: number): Html {
  const { words, language } = visitor
  const said = filingWords(visitor)
  const label = (text: string) => html`<span class="label">${text} </span>`
  const name = line.reportId === null ? line.authorityName : html`<a href="/reports/${line.reportId}">${line.authorityName}</a>`
  return html`<tr><th scope="row" class="whole first">${name} <span class="soft">${kindAndLevel(visitor, line)}</span></th>
      <td class="whole"><span class="status ${line.status}">${BOARD_STATUS_TITLES[line.status][language]}</span>${line.reason && html` <span class="soft reason">${line.reason[language]}</span>`}${line.backdated && html` <span class="backdated" title="${words.backdatedHint}">${words.backdated}</span>`}</td>
      <td class="whole"${line.basis && html` title="${line.basis}"`}>${line.status !== 'exempt' && line.due !== null && html`${label(words.due)}${dueDay(visitor, line, district)}`}</td>
      <td class="whole">${line.publishedOn && html`${label(words.publishedOn)}<span class="day">${formatDay(line.publishedOn, language)}</span>${line.publishedFrom && html` <span class="soft source">${dateSource(line.publishedFrom, language)}</span>`}`}</td>
      <td class="number whole">${line.distance && html`${label(said.days)}${distanceText(visitor, line.distance)}`}</td>
      <td class="number whole">${line.findings > 0 && html`${label(said.open)}<a href="/findings?authority=${encodeURIComponent(line.authorityId)}&year=${year}&state=open" title="${said.openHint}">${line.findings}</a>`}</td>
      <td class="whole">${line.proof && html`${label(words.evidence)}<span class="soft">${proofText(visitor, line.proof)}</span>`}${evidence(visitor, line)}${line.reportId !== null && visitor.may('POST /reports/:id/corrections') && html` <a class="soft" href="/reports/${line.reportId}#${CORRECTIONS_ID}">${correctionWords(visitor).link}</a>`}</td></tr>`
}

export function distanceText({ language }: Pick<Visitor, 'language'>, { of, days }: Distance): string {
  const said = filingWords({ language })
  if (of === 'publication') return days < 0 ? said.daysEarly(-days) : days === 0 ? said.onTheDay : said.daysLate(days)
  return days < 0 ? said.daysLeft(-days) : days === 0 ? said.dueToday : said.daysSince(days)
}

export function proofText({ language }: Pick<Visitor, 'language'>, proof: Proof): string {
  const said = filingWords({ language })
  switch (proof.kind) {
    case 'seen':
      return said.proofSeen(formatDay(proof.day, language))
    case 'whole':
      return said.proofWhole(formatDay(proof.day, language))
    case 'some-whole':
      return said.proofSomeWhole(formatDay(proof.day, language))
    case 'partial':
      return said.proofPartial(formatDay(proof.day, language))
    case 'none':
      return said.proofNone
  }
}

/** The due date, whether a local requirement alone sets it, and why it is no working day. */
function dueDay({ words, language }: Visitor, { due, strength }: BoardLine, { holidays }: District): Html | null {
  if (due === null) return null
  const dayOff = dayOffOf(due, holidays)
  return html`<span class="day">${formatDay(due, language)}</span>${strength === 'policy' && html` <span class="soft">${words.localDue}</span>`}${
    dayOff && html` <span class="soft reason" title="${words.noExtension}">${dayOff[language]}</span>`
  }`
}
