import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import * as reportVersions from '../../db/report-versions.ts'
import * as reports from '../../db/reports.ts'
import type { Claim, Report } from '../model/report.ts'
import { cellLabel } from '../model/template.ts'
import { type Changes, causeOf, compareVersions } from './compare-versions.ts'
import { formatNumber, formatTime } from './dates.ts'
import { externalLink } from './external-link.ts'
import { type Html, html, type Piece } from './html.ts'
import { layout } from './layout.ts'
import { printed } from './report-tables.ts'
import { found, pathPart, queryPart, ROW_ID } from './request.ts'
import { CAUSE_TITLES, versionWords } from './version-words.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'
import { CLAIM_TITLES } from './words.ts'

/** Two versions of a report beside each other: what changed, and why there is a later one; `?from=&to=`, else the last two. */
export function versionCompare(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { words } = visitor
    const report = found(await reports.get(db, pathPart(c, 'id', ROW_ID)))
    const versions = await reportVersions.versionsOf(db, report.id)
    const named = (number: number | null) => versions.find(({ version }) => version === number)
    const later = found(queryPart(c, 'to', ROW_ID) === null ? versions[0] : named(queryPart(c, 'to', ROW_ID)))
    const earlier = found(
      queryPart(c, 'from', ROW_ID) === null ? versions[versions.indexOf(later) + 1] : named(queryPart(c, 'from', ROW_ID)),
    )
    const read = await reportVersions.loadAll(db, [earlier.id, later.id])
    const [before, after] = [found(read.get(earlier.id) ?? null), found(read.get(later.id) ?? null)]
    const title = `${report.authorityName} ${words.yearReport(report.year)} · ${versionWords(visitor).title}`
    const body = html`<main class="versions"><p class="path"><a href="/reports/${report.id}">${report.authorityName} ${words.yearReport(report.year)}</a></p>
      <h1>${versionWords(visitor).title}</h1>
      <p class="notice">${CAUSE_TITLES[causeOf(earlier, later)][visitor.language]}</p>
      ${aboutBoth(visitor, report.id, [earlier, later])}
      ${changes(visitor, { before, after })}</main>`
    return c.html(layout(visitor, { title, current: 'reports', body }))
  }
}

type Both = readonly [reportVersions.VersionSummary, reportVersions.VersionSummary]

function aboutBoth(visitor: Visitor, reportId: number, both: Both): Html {
  const { words, language } = visitor
  const own = versionWords(visitor)
  const row = (title: string, cellOf: (version: Both[number]) => Piece) =>
    html`<tr><th scope="row">${title}</th>${both.map((each) => html`<td>${cellOf(each)}</td>`)}</tr>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.versions}"><table class="plain-table compared"><thead><tr><td></td>${both.map(
    (each) =>
      html`<th scope="col"><a href="/reports/${reportId}?version=${each.version}">${words.version} ${each.version}</a></th>`,
  )}</tr></thead><tbody>
    ${row(own.firstSeen, (each) => formatTime(each.firstSeenAt, language))}${row(own.readAt, (each) => formatTime(each.extracted_at, language))}
    ${row(own.reader, (each) => each.reader)}${row(words.address, (each) => externalLink(each.url))}
    ${row('SHA-256', (each) => html`<a href="/snapshots/${each.sha256}" download><code>${each.sha256.slice(0, 12)}</code> ${words.download}</a>`)}</tbody></table></div>
    <p><a href="/reports/${reportId}/evidence.wacz" download>${words.evidenceFile}</a></p>`
}

type Pair = { readonly before: Report; readonly after: Report }

function changes(visitor: Visitor, { before, after }: Pair): Html {
  const own = versionWords(visitor)
  const found = compareVersions(before, after)
  const { cells, sections, claims } = found
  if (cells.length + sections.length + claims.added.length + claims.removed.length === 0)
    return html`<p class="empty">${own.same}</p>`
  return html`<h2>${own.cells(cells.length)}</h2>${cells.length > 0 && cellTable(visitor, { before, after }, found)}
    <h2>${own.sections(sections.length)}</h2>${sections.map(
      ({ number, title, removed, added }) =>
        html`<h3>${number === 0 ? visitor.words.preface : `${visitor.words.section(number)} ${title}`}</h3><div class="sides">${side('del', own.removed, removed)}${side('ins', own.added, added)}</div>`,
    )}
    <h2>${own.claims(claims.removed.length + claims.added.length)}</h2>
    ${
      claims.removed.length + claims.added.length > 0 &&
      html`<div class="sides">${side(
        'del',
        own.removed,
        claims.removed.map((claim) => said(visitor, claim)),
      )}${side(
        'ins',
        own.added,
        claims.added.map((claim) => said(visitor, claim)),
      )}</div>`
    }`
}

function cellTable(visitor: Visitor, { before, after }: Pair, { cells }: Changes): Html {
  const own = versionWords(visitor)
  const difference = (key: (typeof cells)[number]) => {
    const [from, to] = [before.cells[key]?.value ?? null, after.cells[key]?.value ?? null]
    return from === null || to === null ? '' : formatNumber(to - from)
  }
  return html`<table class="plain-table"><thead><tr><th scope="col">${own.cell}</th><th scope="col" class="number">${own.before}</th><th scope="col" class="number">${own.after}</th><th scope="col" class="number">${visitor.words.difference}</th></tr></thead>
    <tbody>${cells.map(
      (key) =>
        html`<tr><th scope="row">${cellLabel(key, after.edition ?? before.edition ?? '2021')}</th><td class="number"><del>${printed(visitor, before.cells[key])}</del></td><td class="number"><ins>${printed(visitor, after.cells[key])}</ins></td><td class="number">${difference(key)}</td></tr>`,
    )}</tbody></table>`
}

function side(kind: 'del' | 'ins', title: string, lines: readonly string[]): Html {
  const marked = (line: string) => (kind === 'del' ? html`<del>${line}</del>` : html`<ins>${line}</ins>`)
  return html`<div><p class="soft">${title}</p>${lines.length === 0 ? html`<p class="soft">—</p>` : lines.map((line) => html`<p>${marked(line)}</p>`)}</div>`
}

function said({ language }: Visitor, { kind, value, text }: Claim): string {
  return `${CLAIM_TITLES[kind][language]} ${value === null ? '' : formatNumber(value)} · ${text}`
}
