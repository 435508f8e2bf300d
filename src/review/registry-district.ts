import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import * as filings from '../../db/filings.ts'
import * as registry from '../../db/registry.ts'
import * as registryChanges from '../../db/registry-changes.ts'
import { AUTHORITY_KIND_TITLES, AUTHORITY_LEVEL_TITLES } from '../model/authority.ts'
import { type Reason, reasonForNoReport } from '../model/expectation.ts'
import type { FilingStatus } from '../model/filing.ts'
import type { District, Portal, PortalColumn, RegisteredAuthority, Registry } from '../model/portal.ts'
import { formatDay } from './dates.ts'
import { externalLink } from './external-link.ts'
import { boardPath } from './filing-paths.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { editPath } from './registry-form.ts'
import { historyView } from './registry-history.ts'
import { districtPath, exportLinks } from './registry-list.ts'
import { COLUMN_STATUS_TITLES, FACT_TITLES, registryWords } from './registry-words.ts'
import { found, pathPart, REGISTRY_ID } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const HISTORY_SHOWN = 50
const YEARS_SHOWN = 6

/** All that is registered of a district: its authorities, what they owe, its portals with their columns, and who changed what. */
export function registryDistrict(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = registryWords(visitor)
    const id = pathPart(c, 'district', REGISTRY_ID)
    const known = await registry.loadRegistry(db, { district: id })
    const district = found(known.districts[0])
    const years = [...district.years].sort((a, b) => b - a).slice(0, YEARS_SHOWN)
    const [boards, history] = await Promise.all([
      Promise.all(years.map((year) => filings.board(db, { district: id, year }))),
      registryChanges.ofDistrict(db, id, { limit: HISTORY_SHOWN }),
    ])
    const title = `${district.name} ${words.registry}`
    const mayEdit = visitor.may('POST /registry/:district/:kind')
    const body = html`<main class="registry"><p class="path"><a href="/registry">${words.registry}</a></p><h1>${title}</h1>
  ${exportLinks(visitor, id)}
  <h2 id="authorities">${words.authorities} <span class="soft">${known.authorities.length}</span> ${mayEdit && html`<a class="add" href="${editPath(id, { kind: 'authority', id: null })}">${words.addAuthority}</a>`}</h2>
  ${authorityTable(visitor, known)}
  <h2 id="expectations">${words.expectations}</h2><p class="lead">${words.expectationsLead}</p>
  ${expectationTable(visitor, district, known.authorities, years, boards)}
  <h2 id="portals">${words.portals} <span class="soft">${known.portals.length}</span> ${mayEdit && html`<a class="add" href="${editPath(id, { kind: 'portal', id: null })}">${words.addPortal}</a>`}</h2>
  ${known.portals.map((portal) => portalSection(visitor, portal, known.authorities))}
  <h2 id="history">${words.history}</h2>${historyView(visitor, history)}
  ${history.length === HISTORY_SHOWN && html`<p class="soft">${words.olderChanges(HISTORY_SHOWN)}</p>`}</main>`
    return c.html(layout(visitor, { title, current: 'registry', body }))
  }
}

function authorityTable(visitor: Visitor, { authorities }: Registry): Html {
  const mayEdit = visitor.may('POST /registry/:district/:kind')
  const { language } = visitor
  const words = registryWords(visitor)
  return html`<table class="board stacked"><thead><tr><th scope="col">${FACT_TITLES['name']![language]}</th><th scope="col">${FACT_TITLES['kind']![language]}</th>
    <th scope="col">${FACT_TITLES['uscc']![language]}</th><th scope="col">${FACT_TITLES['verified_at']![language]}</th><td></td></tr></thead>
  <tbody>${authorities.map((authority) => {
    const href = editPath(authority.district, { kind: 'authority', id: authority.id })
    return html`<tr id="authority-${authority.id}"><th scope="row" class="whole first">${mayEdit ? html`<a href="${href}">${authority.name}</a>` : authority.name} <code class="soft">${authority.id}</code>${asides(visitor, authority, authorities)}</th>
    <td>${AUTHORITY_KIND_TITLES[authority.kind][language]}${authority.level && html` <span class="soft">${AUTHORITY_LEVEL_TITLES[authority.level][language]}</span>`}</td>
    <td class="aside"><code>${authority.uscc}</code></td>
    <td class="soft">${authority.verifiedAt === undefined ? words.unverified : formatDay(authority.verifiedAt, language)}</td>
    <td><a href="${href}" aria-label="${words.editOf(authority.name)}">${words.edit}</a></td></tr>`
  })}</tbody></table>`
}

/** Further names, years and notes of an authority, under its name. */
function asides(visitor: Visitor, authority: RegisteredAuthority, others: readonly RegisteredAuthority[]): Html {
  const { language } = visitor
  const { aliases, formerNames, since, until, successor, exempt, submitted, note } = authority
  const span = (from: number | null, to: number | null) => (from === null && to === null ? '' : ` ${from ?? ''}–${to ?? ''}`)
  const heir = others.find(({ id }) => id === successor)?.name ?? successor
  const days = Object.entries(submitted).map(([year, day]) => `${year}：${day ?? '—'}`)
  const facts: readonly (readonly [string, string])[] = [
    ['aliases', aliases.join('、')],
    ['former_names', formerNames.map((former) => `${former.name}${span(former.since, former.until)}`).join('、')],
    ['since', since === null ? '' : String(since)],
    ['until', until === null ? '' : String(until)],
    ['successor', heir ?? ''],
    [
      'exempt',
      Object.entries(exempt)
        .map(([year, reason]) => `${year}：${reason}`)
        .join('；'),
    ],
    ['submitted', days.join('；')],
    ['note', note ?? ''],
  ]
  return html`${facts.filter(([, text]) => text !== '').map(([fact, text]) => html`<div class="soft">${FACT_TITLES[fact]![language]}：${text}</div>`)}`
}

const EXPECTATION_OF: Readonly<Record<FilingStatus, 'exempt' | 'found' | 'missing' | 'waiting' | 'unknown'>> = {
  exempt: 'exempt',
  'on-time': 'found',
  late: 'found',
  'late-doubtful': 'found',
  'not-found': 'missing',
  'not-due': 'waiting',
  'not-assessable': 'unknown',
}
const EXPECTATION_CLASS = {
  expected: 'not-due',
  exempt: 'exempt',
  found: 'on-time',
  missing: 'not-found',
  waiting: 'not-due',
  unknown: 'not-assessable',
} as const

function expectationTable(
  visitor: Visitor,
  district: District,
  authorities: readonly RegisteredAuthority[],
  years: readonly number[],
  boards: readonly (readonly filings.BoardRow[])[],
): Html {
  const words = registryWords(visitor)
  const cell = (authority: RegisteredAuthority, year: number, y: number): Html => {
    const row = boards[y]?.find(({ authorityId }) => authorityId === authority.id)
    // What is registered now counts even where the status was worked out before it.
    const none = reasonForNoReport(authority, year, authorities.find(({ id }) => id === authority.successor)?.name ?? null)
    const what = none ? 'exempt' : row?.status && row.status !== 'exempt' ? EXPECTATION_OF[row.status] : 'expected'
    const reason: Reason | null = none ?? (what === 'unknown' ? (row?.reason ?? null) : null)
    return html`<td${reason && html` title="${reason[visitor.language]}"`}><span class="status ${EXPECTATION_CLASS[what]}">${words[what]}</span></td>`
  }
  return html`<div class="scroll" tabindex="0"><table class="board expectations"><thead><tr><th scope="col">${visitor.words.authority}</th>${years.map((year) => html`<th scope="col"><a href="${boardPath(district.id, year)}">${visitor.words.yearOf(year)}</a></th>`)}</tr></thead>
  <tbody>${authorities.map((authority) => html`<tr><th scope="row">${authority.name}</th>${years.map((year, y) => cell(authority, year, y))}</tr>`)}</tbody></table></div>`
}

function portalSection(visitor: Visitor, portal: Portal, authorities: readonly RegisteredAuthority[]): Html {
  const { language } = visitor
  const words = registryWords(visitor)
  const { id, name, host, otherHosts, family, pace, district, columns, sample } = portal
  const mayEdit = visitor.may('POST /registry/:district/:kind')
  return html`<section id="portal-${id}"><h3><a href="/portals/${encodeURIComponent(id)}">${name}</a> <code class="soft">${id}</code> ${mayEdit && html`<a class="add" href="${editPath(district, { kind: 'portal', id })}" aria-label="${words.editOf(name)}">${words.edit}</a>`}</h3>
  <p class="soft"><code>${[host, ...otherHosts].join(' ')}</code> · ${FACT_TITLES['family']![language]} ${family ?? words.recognised} · ${FACT_TITLES['pace']![language]} ${pace}${sample && ` · ${words.sample}`}</p>
  <table class="board stacked"><thead><tr><th scope="col">${words.columns}</th><th scope="col">${FACT_TITLES['authorities']![language]}</th><th scope="col">${FACT_TITLES['status']![language]}</th><th scope="col">${FACT_TITLES['verified_at']![language]}</th><td></td></tr></thead>
  <tbody>${columns.map((column) => columnRow(visitor, portal, column, authorities))}</tbody></table>
  ${mayEdit && html`<p><a href="${editPath(district, { kind: 'column', portal: id, url: null })}">${words.addColumn}</a></p>`}</section>`
}

function columnRow(visitor: Visitor, portal: Portal, column: PortalColumn, authorities: readonly RegisteredAuthority[]): Html {
  const { language } = visitor
  const words = registryWords(visitor)
  const { url, since, until, status = 'active', annual = true, verifiedAt, note } = column
  const nameOf = (id: string) => authorities.find((authority) => authority.id === id)?.name ?? id
  const owners = column.authorities === 'all' ? words.allAuthorities : column.authorities.map(nameOf).join('、')
  const years = since === undefined && until === undefined ? '' : `${since ?? ''}–${until ?? ''}`
  return html`<tr><td class="whole first"><span class="address">${externalLink(url)}</span>${note && html`<div class="soft">${note}</div>`}</td>
    <td class="whole">${owners}</td>
    <td>${COLUMN_STATUS_TITLES[status][language]} <span class="soft">${!annual && words.otherColumn} ${years}</span></td>
    <td class="soft">${verifiedAt === undefined ? words.unverified : formatDay(verifiedAt, language)}</td>
    <td>${visitor.may('POST /registry/:district/:kind') && html`<a href="${editPath(portal.district, { kind: 'column', portal: portal.id, url })}" aria-label="${words.editOf(url)}">${words.edit}</a>`}</td></tr>`
}

/** Where the page shows the entry. */
export function placeOf(
  district: string,
  target: { readonly kind: string; readonly id?: string | null; readonly portal?: string },
): string {
  const anchor =
    target.kind === 'authority' && target.id
      ? `#authority-${target.id}`
      : target.kind === 'authority'
        ? '#authorities'
        : `#portal-${target.portal ?? target.id ?? ''}`
  return `${districtPath(district)}${anchor}`
}
