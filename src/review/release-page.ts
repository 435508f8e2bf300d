import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context, Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as releases from '../../db/releases.ts'
import type { ReleaseRow } from '../../db/tables.ts'
import type { ReleaseFile } from '../model/release.ts'
import { formatNumber, formatTime } from './dates.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { releaseFilePath, releasePath, selectionText } from './release-list.ts'
import { releaseWords } from './release-words.ts'
import { found, pathPart } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const VERSION = z.string().min(1).max(60)

/** The release that the address names. @throws NotFound */
export async function releaseOf(c: Context<ReviewEnv>, db: Db): Promise<ReleaseRow> {
  return found(await releases.get(db, pathPart(c, 'id', VERSION)))
}

/** One release: what it holds, how it differs from the one before, and its files. */
export function releasePage(db: Db, folder: string): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = releaseWords(visitor)
    const release = await releaseOf(c, db)
    const title = `${words.title} ${release.version}`
    const isHere = await access(join(folder, release.version)).then(
      () => true,
      () => false,
    )
    const body = html`<main><header class="head"><h1>${title}</h1><p><a href="/releases">${words.title}</a></p></header>
      ${!isHere && html`<p class="empty" role="note">${words.notHere}</p>`}
      ${facts(visitor, release)}
      <h2>${words.tables}</h2>${tableList(visitor, release)}
      <h2>${words.files}</h2>${fileList(visitor, release, isHere)}</main>`
    return c.html(layout(visitor, { title, current: 'releases', body }))
  }
}

function facts(visitor: Visitor, release: ReleaseRow): Html {
  const words = releaseWords(visitor)
  const rows: readonly (readonly [string, string])[] = [
    [words.madeAt, formatTime(release.made_at, visitor.language)],
    [words.selection, selectionText(visitor, release.selection)],
    [words.previous, release.previous ?? '—'],
    [words.readers, release.readers.join(', ') || '—'],
    [words.ruleSets, release.rule_sets.join(', ') || '—'],
    [words.whoSees, release.open_to_all ? words.openToAll : words.allDistricts],
  ]
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

function tableList(visitor: Visitor, { version, tables, files }: ReleaseRow): Html {
  const words = releaseWords(visitor)
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.tables}"><table class="board"><thead><tr><th scope="col">${words.tables}</th><th scope="col" class="number">${words.rows}</th><th scope="col">${words.download}</th></tr></thead>
    <tbody>${tables.map(
      ({
        name,
        rows,
      }) => html`<tr><th scope="row"><a href="${releasePath(version)}/tables/${name}">${name}</a></th><td class="number">${formatNumber(rows)}</td>
      <td>${files.filter(({ table }) => table === name).map((file) => html`${fileLink(version, file, shortName(file, name))} <span class="soft">${sizeText(file.bytes)}</span> `)}</td></tr>`,
    )}</tbody></table></div>`
}

function fileList(visitor: Visitor, { version, files }: ReleaseRow, isHere: boolean): Html {
  const words = releaseWords(visitor)
  const others = files.filter(({ table }) => table === null)
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.files}"><table class="board"><thead><tr><th scope="col">${words.file}</th><th scope="col" class="number">${words.size}</th><th scope="col">SHA-256</th></tr></thead>
    <tbody>${others.map((file) => html`<tr><th scope="row">${isHere ? fileLink(version, file) : file.path}</th><td class="number">${sizeText(file.bytes)}</td><td><code>${file.sha256.slice(0, 16)}…</code></td></tr>`)}</tbody></table></div>`
}

/** `csv`, or `xlsx-2` for a further file of the same table. */
function shortName({ path }: ReleaseFile, table: string): string {
  const [format = '', name = ''] = path.split('/')
  return format + name.slice(table.length, name.lastIndexOf('.'))
}

function fileLink(version: string, file: ReleaseFile, label = file.path): Html {
  return html`<a href="${releaseFilePath(version, file)}" download>${label}</a>`
}

/** Bytes in the unit that leaves one to four digits. */
function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, bytes < 1_000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return `${power === 0 ? bytes : (bytes / 1_000 ** power).toFixed(1)} ${units[power]}`
}
