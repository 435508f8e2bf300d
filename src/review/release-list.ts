import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import * as releases from '../../db/releases.ts'
import type { ReleaseRow } from '../../db/tables.ts'
import type { ReleaseFile, ReleaseSelection } from '../model/release.ts'
import { reachOf } from './acting.ts'
import { formatNumber, formatTime } from './dates.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import { releaseWords } from './release-words.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

/** All releases that the visitor may see, the newest first. */
export function releaseList(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = releaseWords(visitor)
    const rows = await releases.list(db, reachOf(visitor))
    const body = html`<main><header class="head"><h1>${words.title}</h1></header><p class="lead">${words.lead}</p>
      ${
        rows.length === 0
          ? html`<p class="empty">${words.empty}</p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-label="${words.title}"><table class="board"><thead><tr><th scope="col">${words.version}</th><th scope="col">${words.madeAt}</th>
      <th scope="col">${words.selection}</th><th scope="col" class="number">reports</th><th scope="col" class="number">cells</th><th scope="col">${words.previous}</th></tr></thead>
      <tbody>${rows.map(
        (
          row,
        ) => html`<tr><th scope="row"><a href="${releasePath(row.version)}">${row.version}</a></th><td>${formatTime(row.made_at, visitor.language)}</td>
        <td>${selectionText(visitor, row.selection)}</td><td class="number">${formatNumber(rowsIn(row, 'reports'))}</td><td class="number">${formatNumber(rowsIn(row, 'cells'))}</td><td>${row.previous}</td></tr>`,
      )}</tbody></table></div>`
      }</main>`
    return c.html(layout(visitor, { title: words.title, current: 'releases', body }))
  }
}

export function releasePath(version: string): string {
  return `/releases/${encodeURIComponent(version)}`
}

/** Where a file of a release is read. */
export function releaseFilePath(version: string, { path }: ReleaseFile): string {
  return `${releasePath(version)}/files/${path.split('/').map(encodeURIComponent).join('/')}`
}

/** Rows of a table of a release; none where it has no such table. */
export function rowsIn({ tables }: Pick<ReleaseRow, 'tables'>, name: string): number {
  return tables.find((table) => table.name === name)?.rows ?? 0
}

export function selectionText(visitor: Visitor, { years, districts, authorities }: ReleaseSelection): string {
  const words = releaseWords(visitor)
  const parts = [
    years && `${words.years} ${years.join(', ')}`,
    districts && `${words.districts} ${districts.join(', ')}`,
    authorities && `${words.authorities} ${authorities.join(', ')}`,
  ].filter((part) => part !== null)
  return parts.length === 0 ? words.everything : parts.join(' · ')
}
