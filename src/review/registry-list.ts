import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import * as registryChanges from '../../db/registry-changes.ts'
import type { Registry } from '../model/portal.ts'
import { formatNumber, formatTime } from './dates.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { whoChanged } from './registry-history.ts'
import { registryWords } from './registry-words.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

/** The districts that are registered, and the way to bring files in and out. */
export function registryList(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = registryWords(visitor)
    const [known, latest] = await Promise.all([
      registry.loadRegistry(db, visitor.reach === null ? {} : { district: visitor.reach }),
      registryChanges.latestOfDistricts(db),
    ])
    const body = html`<main><h1>${words.registry}</h1><p class="lead">${words.registryLead}</p>
  ${
    known.districts.length === 0
      ? html`<p class="empty">${words.noDistricts}</p>`
      : html`<table class="board stacked districts"><thead><tr><th scope="col">${visitor.words.district}</th><th scope="col" class="number">${words.authorities}</th><th scope="col" class="number">${words.portals}</th>
    <th scope="col" class="number">${words.columns}</th><th scope="col" class="number">${words.unverified}</th><th scope="col">${words.lastChange}</th></tr></thead>
    <tbody>${known.districts.map(({ id, name }) => row(visitor, id, name, partOf(known, id), latest.get(id)))}</tbody></table>`
  }
  ${visitor.may('POST /registry-import') && importForm(visitor)}</main>`
    return c.html(layout(visitor, { title: words.registry, current: 'registry', body }))
  }
}

function row(
  visitor: Visitor,
  id: string,
  name: string,
  { authorities, portals }: Registry,
  change: registryChanges.RecordedChange | undefined,
): Html {
  const words = registryWords(visitor)
  const columns = portals.flatMap((portal) => portal.columns)
  const unverified = [...authorities, ...columns].filter(({ verifiedAt }) => verifiedAt === undefined).length
  const count = (title: string, value: number) =>
    html`<td class="number"><span class="label">${title} </span>${formatNumber(value)}</td>`
  return html`<tr><th scope="row" class="whole first"><a href="${districtPath(id)}">${name}</a> <code class="soft">${id}</code></th>
    ${count(words.authorities, authorities.length)}${count(words.portals, portals.length)}${count(words.columns, columns.length)}${count(words.unverified, unverified)}
    <td class="whole soft">${change && html`${formatTime(change.changed_at, visitor.language)} ${whoChanged(change.changed_by, visitor, change.changed_by_account)}`}</td></tr>`
}

export function districtPath(id: string): string {
  return `/registry/${encodeURIComponent(id)}`
}

function partOf({ districts, authorities, portals }: Registry, id: string): Registry {
  return {
    districts: districts.filter((each) => each.id === id),
    authorities: authorities.filter(({ district }) => district === id),
    portals: portals.filter(({ district }) => district === id),
  }
}

/** Sending files in, and taking them out; of one district where it is named. */
export function importForm(visitor: Visitor, problem: Html | null = null): Html {
  const words = registryWords(visitor)
  return html`<section class="sheet desk"><h2 id="import">${words.importTitle}</h2>${problem}
  <form action="/registry-import" method="post" enctype="multipart/form-data">
    <p class="soft">${words.importLead}</p>
    <p><label>${words.files} <input type="file" name="files" multiple required accept=".yaml,.yml,.csv"></label> <button>${words.preview}</button></p></form>
  ${exportLinks(visitor)}</section>`
}

export function exportLinks(visitor: Visitor, district?: string): Html {
  const of = district === undefined ? '' : `?district=${encodeURIComponent(district)}`
  return html`<p>${registryWords(visitor).exportAll} ${EXPORTS.map((name) => html` <a href="/registry-export/${name}${of}" download>${name}</a>`)}</p>`
}

export const EXPORTS = ['portals.yaml', 'authorities.csv', 'columns.csv', 'districts.csv'] as const
