import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import * as misreadings from '../../db/misreadings.ts'
import { cellLabel } from '../model/template.ts'
import { reachOf } from './acting.ts'
import { filterQuery } from './finding-filters.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { aboutMisreading } from './misreading-form.ts'
import { misreadingWords, OUTCOME_TITLES } from './misreading-words.ts'
import { printed } from './report-tables.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const MOST_SHOWN = 300
const MOST_EXPORTED = 50_000

/** What officers say was read wrongly, for whoever keeps the reader. */
export function misreadingList(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = misreadingWords(visitor)
    const rows = await misreadings.list(db, reachOf(visitor), MOST_SHOWN)
    const body = html`<main class="misreading-list"><header class="head"><h1>${words.title}</h1>
      <p><a href="/misreadings.jsonl" download>${words.export}</a></p></header>
      <p class="lead">${words.lead} <a href="/findings${filterQuery({ status: 'misread' })}">${words.findings}</a></p>
      ${rows.length === 0 ? html`<p class="empty">${words.empty}</p>` : table(visitor, rows)}</main>`
    return c.html(layout(visitor, { title: words.title, current: 'reports', body }))
  }
}

function table(visitor: Visitor, rows: readonly misreadings.ListedMisreading[]): Html {
  const words = misreadingWords(visitor)
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.title}"><table class="board"><thead><tr><th scope="col">${visitor.words.authority}</th><th scope="col">${words.cell}</th>
    <th scope="col" class="number">${words.readAs}</th><th scope="col" class="number">${words.printedAs}</th><th scope="col">${words.who}</th><th scope="col">${words.outcome}</th></tr></thead>
  <tbody>${rows.map((row) => {
    const query = new URLSearchParams({ version: String(row.version), cell: row.key })
    return html`<tr id="misreading-${row.id}"><th scope="row">${row.authorityName} ${visitor.words.yearOf(row.year)}</th>
      <td><a href="/reports/${row.report_id}?${query.toString()}#cell">${row.edition ? cellLabel(row.key, row.edition) : row.key}</a></td>
      <td class="number">${printed(visitor, row.cell)}</td><td class="number">${row.printed}</td><td>${aboutMisreading(visitor, row)}</td>
      <td>${row.outcome === null && visitor.may('POST /reports/:id/misreadings/:misreading/settle') && settleForm(visitor, row)}</td></tr>`
  })}</tbody></table></div>`
}

function settleForm(visitor: Visitor, { id, report_id }: misreadings.ListedMisreading): Html {
  const words = misreadingWords(visitor)
  return html`<form class="settle" method="post" action="/reports/${report_id}/misreadings/${id}/settle"><select name="outcome" aria-label="${words.outcome}">${Object.entries(
    OUTCOME_TITLES,
  ).map(
    ([outcome, title]) => html`<option value="${outcome}">${title[visitor.language]}</option>`,
  )}</select> <button>${words.settle}</button></form>`
}

/** The same as JSON Lines: one misreading a line, with what is needed to find the place and to try again. Who said it is left out. */
export function misreadingExport(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const rows = await misreadings.list(db, reachOf(visitorOf(c)), MOST_EXPORTED)
    const lines = rows.map((row) =>
      JSON.stringify({
        schema: 'gouji.misreading/1',
        id: row.id,
        authority: row.authorityName,
        year: row.year,
        version: row.version,
        edition: row.edition,
        sha256: row.sha256,
        url: row.url,
        key: row.key,
        cell: row.cell,
        reader: row.reader,
        printed: row.printed,
        note: row.note,
        reportedAt: row.reported_at,
        outcome: row.outcome,
        settledAt: row.settled_at,
      }),
    )
    return c.body(lines.map((line) => `${line}\n`).join(''), 200, {
      'Content-Type': 'application/x-ndjson; charset=utf-8',
      'Content-Disposition': 'attachment; filename="gouji-misreadings.jsonl"',
    })
  }
}
