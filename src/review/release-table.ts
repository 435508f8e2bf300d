import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import type { DescribedTable, TablePreview } from '../model/release.ts'
import { chartTable } from './charts/chart-table.ts'
import { chartTextures } from './charts/fills.ts'
import { formatNumber, shareText } from './dates.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { releasePath } from './release-list.ts'
import { releaseOf } from './release-page.ts'
import { releaseWords } from './release-words.ts'
import { found, pathPart } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const TABLE_NAME = z.string().regex(/^[a-z_\d]{1,60}$/)
/** Values of a column that are drawn; the others are counted together. */
const MOST_VALUES = 16

/** One table of a release: what its columns mean, how their values are spread, and its first rows. */
export function releaseTable(db: Db, folder: string): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = releaseWords(visitor)
    const release = await releaseOf(c, db)
    const name = pathPart(c, 'table', TABLE_NAME)
    const { rows } = found(release.tables.find((table) => table.name === name))
    const [described, preview] = await Promise.all([
      tableIn<DescribedTable>(join(folder, release.version, 'codebook.json'), name),
      tableIn<TablePreview>(join(folder, release.version, 'previews.json'), name),
    ])
    const title = `${name} · ${release.version}`
    const back = html`<p><a href="${releasePath(release.version)}">${words.title} ${release.version}</a></p>`
    const body =
      described === null || preview === null
        ? html`<main><header class="head"><h1>${name}</h1>${back}</header><p class="empty" role="note">${words.notHere}</p></main>`
        : html`<main>${chartTextures()}<header class="head"><h1>${name}</h1>${back}</header>
      <p class="lead">${described[visitor.language]} · ${words.rows} ${formatNumber(rows)} · ${words.key} ${described.key.join(', ')}</p>
      ${spread(visitor, described, preview, rows)}
      <h2>${words.first(preview.first.length)}</h2>${firstRows(words.first(preview.first.length), described, preview)}
      <h2>${words.columns}</h2>${columnTable(visitor, described, preview, rows)}</main>`
    return c.html(layout(visitor, { title, current: 'releases', body }))
  }
}

/** What a file of the release says of a table; null where the file is not here. */
async function tableIn<Table extends { readonly name: string }>(path: string, name: string): Promise<Table | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : found((JSON.parse(text) as { tables: Table[] }).tables.find((table) => table.name === name))
}

function spread(visitor: Visitor, { columns }: DescribedTable, { counts }: TablePreview, rows: number): Html | false {
  const words = releaseWords(visitor)
  const charts = columns.flatMap(({ name, values }) => {
    const counted = counts[name] ?? []
    if (counted.length === 0) return []
    const titleOf = (value: unknown) =>
      value === null ? words.none : (values?.[String(value)]?.[visitor.language] ?? String(value))
    const lines = counted.slice(0, MOST_VALUES).map(([value, count]) => ({
      label: titleOf(value),
      href: null,
      parts: [
        { value: count, label: formatNumber(count), fill: { tone: 'ink', texture: value === null ? 'hatch' : 'solid' } as const },
      ],
      whole: rows,
      cells: [formatNumber(count), shareText(count / rows)],
    }))
    return [chartTable({ head: name, bars: words.spread, columns: [{ title: words.rows }, { title: '%' }], rows: lines })]
  })
  return charts.length > 0 && html`<h2>${words.spread}</h2>${charts.map((chart) => html`<div class="scroll">${chart}</div>`)}`
}

function firstRows(label: string, { columns }: DescribedTable, { first }: TablePreview): Html {
  const isNumber = (type: string | undefined) => type === 'number' || type === 'integer'
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="board"><thead><tr>${columns.map(
    ({ name, type }) => html`<th scope="col"${isNumber(type) && html` class="number"`}>${name}</th>`,
  )}</tr></thead><tbody>${first.map(
    (row) =>
      html`<tr>${row.map((value, index) => html`<td${isNumber(columns[index]?.type) && html` class="number"`}>${value === null ? html`<span class="soft">—</span>` : String(value)}</td>`)}</tr>`,
  )}</tbody></table></div>`
}

function columnTable(visitor: Visitor, { columns }: DescribedTable, { filled }: TablePreview, rows: number): Html {
  const words = releaseWords(visitor)
  const { language } = visitor
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.columns}"><table class="board"><thead><tr><th scope="col">${words.column}</th><th scope="col">${words.type}</th><th scope="col">${words.meaning}</th>
    <th scope="col">${words.missing}</th><th scope="col" class="number">${words.filled}</th></tr></thead><tbody>${columns.map(
      (
        column,
      ) => html`<tr><th scope="row"><code>${column.name}</code></th><td>${column.type}${column.unit && ` (${column.unit})`}</td><td>${column[language]}${
        column.values &&
        html`<br>${Object.entries(column.values).map(([value, title]) => html`<code>${value}</code> ${title[language]} `)}`
      }</td>
      <td>${column.missing ? column.missing[language] : words.always}</td><td class="number">${rows === 0 ? '—' : shareText((filled[column.name] ?? 0) / rows)}</td></tr>`,
    )}</tbody></table></div>`
}
