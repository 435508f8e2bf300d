import type { KeptCell } from '../../db/cell-history.ts'
import type { Misreading } from '../../db/misreadings.ts'
import type { VersionSummary } from '../../db/report-versions.ts'
import type { FindingRow } from '../../db/tables.ts'
import { countsAgainst, STATUS_TITLES } from '../model/decision.ts'
import { type Cell, type Report, SURE } from '../model/report.ts'
import { type CellKey, cellLabel } from '../model/template.ts'
import { cellWords } from './cell-words.ts'
import { formatNumber } from './dates.ts'
import { findingMessage, severityTag } from './finding-view.ts'
import { type Html, html } from './html.ts'
import { misreadingForm } from './misreading-form.ts'
import { misreadingWords } from './misreading-words.ts'
import type { ReadAgain } from './reading-desk.ts'
import { printed } from './report-tables.ts'
import type { Visitor } from './visitor.ts'
import { CELL_KIND_TITLES } from './words.ts'

export type Inspection = {
  readonly key: CellKey
  /** What it says in other versions and years, the newest first. */
  readonly history: readonly KeptCell[]
  /** What was said of its reading before. */
  readonly misreadings: readonly Misreading[]
  /** How the file is read now; a word why it could not be, or null where nobody asked. */
  readonly again:
    | { readonly kind: 'read'; readonly result: ReadAgain }
    | { readonly kind: 'problem'; readonly text: string }
    | null
  /** Where to have it read again; null where that is not to be had. */
  readonly againHref: string | null
  /** The page without the cell. */
  readonly closeHref: string
}

type Around = {
  readonly report: Report
  readonly reportId: number
  readonly version: VersionSummary
  readonly findings: readonly FindingRow[]
  readonly listQuery: string
}

export const CELL_ID = 'cell'

/** All that is known of one cell: what is printed, what we make of it, where it stands, and who speaks of it. */
export function cellInspector(visitor: Visitor, inspection: Inspection, around: Around): Html {
  const words = cellWords(visitor)
  const { language } = visitor
  const { key, history } = inspection
  const { report, version, findings } = around
  const cell: Cell = report.cells[key] ?? { raw: '', value: null, kind: 'missing', at: null, confidence: 1 }
  const naming = findings.filter(({ cells }) => cells.includes(key))
  return html`<article class="inspector" id="${CELL_ID}" aria-labelledby="cell-title">
  <header><h2 id="cell-title">${report.edition ? cellLabel(key, report.edition) : key}</h2><a href="${inspection.closeHref}" rel="close">${visitor.words.close}</a></header>
  <dl class="facts">
    ${fact(words.raw, cell.raw.trim() === '' ? html`<span class="soft">${words.nothingPrinted}</span>` : html`<b class="raw">${cell.raw}</b>`)}
    ${fact(words.value, cell.value === null ? html`<span class="soft">${words.noValue}</span>` : html`<b>${formatNumber(cell.value)}</b>`)}
    ${fact(words.kind, html`${CELL_KIND_TITLES[cell.kind][language]}${cell.kind !== 'number' && html` <span class="soft">${words.notZero}</span>`}`)}
    ${cell.remark && fact(words.remark, cell.remark)}
    ${fact(words.confidence, html`${Math.round(cell.confidence * 100)}%${cell.confidence < SURE && html` <span class="soft">${words.doubtful}</span>`}`)}
    ${fact(words.place, placeOf(visitor, cell))}
    ${fact(words.reader, words.readerOf(version.reader))}
    ${fact(words.key, html`<code>${key}</code>`)}
  </dl>
  <h3>${words.findings}</h3>
  ${
    naming.length === 0
      ? html`<p class="soft">${words.noFindings}</p>`
      : html`<ul class="naming">${naming.map(
          (finding) =>
            html`<li><a href="/findings/${finding.id}${around.listQuery}">${severityTag(finding.severity, visitor)} ${findingMessage(finding, visitor)}</a> <span class="soft">${STATUS_TITLES[finding.status][language]}</span></li>`,
        )}</ul>`
  }
  <h3>${words.history}</h3>${historyTable(visitor, history, { key, around })}
  <h3>${words.readings}</h3>${readings(visitor, inspection)}
  <h3>${misreadingWords(visitor).title}</h3>
  ${misreadingForm(visitor, { reportId: around.reportId, version: version.version, key, against: naming.filter(({ state, decision }) => state === 'open' && countsAgainst(decision)).length, misreadings: inspection.misreadings })}
</article>`
}

function fact(title: string, content: Html | string): Html {
  return html`<div><dt>${title}</dt><dd>${content}</dd></div>`
}

/** Where the cell stands in the file, as far as its format tells. */
function placeOf(visitor: Visitor, { at }: Cell): string {
  const words = cellWords(visitor)
  if (at === null) return words.noPlace
  const { grid, row = 0, column = 0, page, box, path, start, end } = at
  return [
    page !== undefined && words.page(page),
    grid !== undefined && words.gridPlace(grid + 1, row + 1, column + 1),
    box !== undefined && words.box(box.map((edge) => Math.round(edge))),
    path,
    start !== undefined && words.characters(start, end ?? start),
  ]
    .filter(Boolean)
    .join('；')
}

function historyTable(
  visitor: Visitor,
  history: readonly KeptCell[],
  { key, around }: { readonly key: CellKey; readonly around: Around },
): Html {
  const { words, language } = visitor
  const shown = (cell: KeptCell['cell']) => (cell === null ? CELL_KIND_TITLES.missing[language] : printed(visitor, cell))
  return html`<table class="cells history-of-cell"><thead><tr><th scope="col">${words.year}</th><th scope="col">${words.version}</th><th scope="col">${cellWords(visitor).raw}</th></tr></thead>
  <tbody>${history.map(({ reportId, year, version, isCurrent, cell }) => {
    const isHere = reportId === around.reportId && version === around.version.version
    const query = new URLSearchParams({ ...(!isCurrent && { version: String(version) }), cell: key })
    return html`<tr${isHere && html` class="here"`}><th scope="row"><a href="/reports/${reportId}?${query.toString()}#${CELL_ID}"${isHere && html` aria-current="true"`}>${words.yearOf(year)}</a></th>
      <td>${version}${isCurrent && html` <span class="soft">${cellWords(visitor).current}</span>`}</td><td>${shown(cell)}</td></tr>`
  })}</tbody></table>`
}

function readings(visitor: Visitor, { again, againHref }: Inspection): Html {
  const words = cellWords(visitor)
  const { language } = visitor
  if (again === null)
    return againHref === null
      ? html`<p class="soft">${words.readingsNotHere}</p>`
      : html`<p><a href="${againHref}">${words.readAgain}</a> <span class="soft">${words.readAgainHint}</span></p>`
  if (again.kind === 'problem') return html`<p class="notice" role="status">${again.text}</p>`
  const { result } = again
  return html`<p class="soft">${words.readNow(result.reader)} <b>${printed(visitor, result.cell)}</b>${result.rowLabel !== null && html` · ${words.rowLabel}“${result.rowLabel}”`}${result.headings.length > 0 && html` · ${words.headings}${result.headings.join(' › ')}`}</p>
  ${result.around.length > 0 && html`<p class="around">${result.around.map(({ text, marked }) => (marked ? html`<mark>${text}</mark> ` : html`<span>${text}</span> `))}</p>`}
  ${result.doubts.length > 0 && html`<ul class="doubts">${result.doubts.map((doubt) => html`<li>${doubt[language]}</li>`)}</ul>`}
  <table class="cells ways"><thead><tr><th scope="col">${words.way}</th><th scope="col">${words.found}</th><th scope="col">${words.outcome}</th></tr></thead>
  <tbody>${result.ways.map(
    ({ way, raw, outcome, why, doubts }) =>
      html`<tr><th scope="row">${way[language]}</th><td>${raw === null ? words.nothingFound : raw.trim() === '' ? CELL_KIND_TITLES.blank[language] : raw}</td>
      <td>${outcome[language]}<span class="soft">（${[why, ...doubts].map((each) => each[language]).join('；')}）</span></td></tr>`,
  )}</tbody></table>`
}
