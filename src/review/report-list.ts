import type { Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import * as reports from '../../db/reports.ts'
import { formatNumber } from './dates.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { misreadingWords } from './misreading-words.ts'
import { queryPart, REGISTRY_ID, REPORT_YEAR } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const PAGE_SIZE = 100

/** All reports by year and authority. */
export function reportList(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { words } = visitor
    const district = queryPart(c, 'district', REGISTRY_ID)
    const year = queryPart(c, 'year', REPORT_YEAR)
    const q = queryPart(c, 'q', z.string().trim().max(100)) || null
    const after = queryPart(c, 'after', z.string().max(300))
    const { reach } = visitor
    const districts = await registry.listDistricts(db, reach)
    const filter = { ...(district !== null && { district }), ...(year !== null && { year }), ...(q !== null && { q }) }
    const page = await reports.list(db, { ...filter, reach }, { after, limit: PAGE_SIZE })
    const years = [...new Set(districts.flatMap((each) => each.years))].sort((a, b) => b - a)
    const body = html`<main class="reports"><header class="head"><h1>${words.reports}</h1>
    <form class="search" action="/reports">
      <label><span class="hidden">${words.district}</span><select name="district"><option value="">${words.district}</option>${districts.map((each) => option(each.id, each.name, district))}</select></label>
      <label><span class="hidden">${words.year}</span><select name="year"><option value="">${words.year}</option>${years.map((each) => option(String(each), words.yearOf(each), String(year)))}</select></label>
      <input type="search" name="q" value="${q}" placeholder="${words.authority}" aria-label="${words.authority}" maxlength="100"><button>${words.search}</button></form></header>
    ${page.rows.length === 0 ? html`<p class="empty">${words.noReports}</p>` : table(visitor, page.rows)}
    <p><a href="/misreadings">${misreadingWords(visitor).toList}</a></p>
    <nav class="pager" aria-label="${words.nextPage}">${page.next && html`<a rel="next" href="/reports?${new URLSearchParams({ ...stringsOf(filter), after: page.next }).toString()}">${words.nextPage}</a>`}</nav></main>`
    return c.html(layout(visitor, { title: words.reports, current: 'reports', body }))
  }
}

function option(value: string, label: string, chosen: string | null): Html {
  return html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`
}

function stringsOf(filter: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)]))
}

function table({ words }: Visitor, rows: readonly reports.ListedReport[]): Html {
  return html`<table class="list reports-list stacked"><colgroup><col class="c-year"><col class="c-authority"><col><col class="c-edition"><col class="c-count"><col class="c-count"></colgroup>
  <thead><tr><th scope="col">${words.year}</th><th scope="col">${words.authority}</th><th scope="col">${words.title}</th><th scope="col">${words.edition}</th>
    <th scope="col" class="number">${words.versions}</th><th scope="col" class="number">${words.openFindings}</th></tr></thead>
  <tbody>${rows.map(
    (
      row,
    ) => html`<tr data-row><td>${words.yearOf(row.year)}</td><td title="${row.authorityName}"><a href="/reports/${row.id}">${row.authorityName}</a></td>
    <td class="aside soft" title="${row.title}">${row.title}</td><td class="aside">${row.edition && words.editionOf(row.edition)}</td>
    <td class="number aside">${row.version}</td><td class="number">${row.findings > 0 ? formatNumber(row.findings) : ''}</td></tr>`,
  )}</tbody></table>`
}
