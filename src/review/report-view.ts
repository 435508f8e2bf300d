import type { AuthorityCorrection } from '../../db/authority-corrections.ts'
import type { Correction } from '../../db/corrections.ts'
import type { VersionSummary } from '../../db/report-versions.ts'
import type { ReportSummary } from '../../db/reports.ts'
import type { FilingRow, FindingRow } from '../../db/tables.ts'
import { countsAgainst, STATUS_TITLES } from '../model/decision.ts'
import type { DateEvidence, Report } from '../model/report.ts'
import type { CellKey } from '../model/template.ts'
import { authorityView, readAs } from './authority-form.ts'
import { CELL_ID, cellInspector, type Inspection } from './cell-inspector.ts'
import { cellWords } from './cell-words.ts'
import { correctionsView } from './correction-form.ts'
import { formatTime } from './dates.ts'
import type { DecisionParts } from './decision-form.ts'
import { externalLink } from './external-link.ts'
import { filterQuery, WAITING } from './finding-filters.ts'
import { findingMessage, findingView, severityTag } from './finding-view.ts'
import { type Html, html } from './html.ts'
import { originalView } from './original-view.ts'
import { type Provenance, provenanceTable } from './provenance.ts'
import { about, claims, datesTable, sectionView } from './report-sections.ts'
import { type CellMark, reportTables } from './report-tables.ts'
import { versionWords } from './version-words.ts'
import type { Visitor } from './visitor.ts'

export type ReportView = Omit<DecisionParts, 'finding'> & {
  readonly report: ReportSummary
  readonly version: VersionSummary
  /** All versions, the newest first. */
  readonly versions: readonly VersionSummary[]
  /** Dates found in the document and on every way to it. */
  readonly dates: readonly DateEvidence[]
  readonly content: Report
  readonly documents: readonly Provenance[]
  /** The version before the one shown, and the report of the year before. */
  readonly before: Report | null
  readonly prior: Report | null
  readonly findings: readonly FindingRow[]
  readonly selected: FindingRow | null
  /** The cell that is looked at. */
  readonly inspection: Inspection | null
  /** How many pages its original has, where it is shown by page; 0 where that is not known. */
  readonly pages: number
  readonly evidence: Html | null
  /** What people said of its day of publication, and how it was filed. */
  readonly corrections: readonly Correction[]
  /** What people said of whose it is. */
  readonly moves: readonly AuthorityCorrection[]
  readonly filing: FilingRow | null
  readonly neighbours: Neighbours | null
}

/** The findings before and after this one in the list that the officer came from. */
export type Neighbours = { readonly previous: number | null; readonly next: number | null }

/** One report as two open pages of a file: the original, the report as read, and the findings in the margin between them. */
export function reportView(visitor: Visitor, view: ReportView): Html {
  const { words, language } = visitor
  const { report, version, versions, content, selected, listQuery } = view
  return html`<main class="file">
  <header><div>${pathLine(visitor, view.listQuery)}<h1>${report.authorityName} ${words.yearReport(report.year)}</h1>
    <p class="soft">${content.title} · ${content.edition && words.editionOf(content.edition)} · ${words.versionOf(version.version, versions.length)}</p>${readAs(visitor, view.moves)}
    ${!version.isCurrent && html`<p class="notice">${words.oldVersion} <a href="/reports/${report.id}">${words.toNewest}</a></p>`}${unverifiedNotice(visitor, view.documents)}</div>
    ${neighbourLinks(visitor, view.neighbours, listQuery)}</header>
  <section class="margin" aria-label="${words.findings}">
    ${view.inspection && cellInspector(visitor, view.inspection, { report: content, reportId: report.id, version, findings: view.findings, listQuery })}
    ${selected && findingView(visitor, { ...view, finding: selected, report: content })}
    ${others(visitor, view)}
  </section>
  ${originalView(visitor, { ...view, cell: view.inspection?.key ?? null })}
  <section class="reading sheet" aria-label="${words.readAs}">
    ${reportTables({ report: content, visitor, marks: cellMarks(view), before: view.before, inspected: view.inspection?.key ?? null, hrefOf: cellAddresses(view) })}
    <p class="legend">${cellWords(visitor).legend}</p>
    <h2>${words.sections}</h2>
    ${content.sections.map((section) => sectionView(visitor, section, selected?.quote ?? null))}
    ${about(visitor, content)}
    ${claims(visitor, content)}
    <h2>${words.dates}</h2>${datesTable(visitor, view.dates)}${correctionsView(visitor, view)}${authorityView(visitor, view)}
    <h2>${words.notes}</h2>${content.notes.length === 0 ? html`<p class="soft">${words.noNotes}</p>` : html`<ul>${content.notes.map((note) => html`<li>${note.message} <code class="soft">${note.code}</code></li>`)}</ul>`}
    <h2>${words.versions}</h2>
    <table class="plain-table"><tbody>${versions.map(
      (
        each,
      ) => html`<tr><th scope="row"><a href="/reports/${report.id}?version=${each.version}"${each.id === version.id && html` aria-current="true"`}>${words.version} ${each.version}</a></th>
      <td>${formatTime(each.firstSeenAt, language)}${each.version > 1 && html`<br><a href="/reports/${report.id}/versions?to=${each.version}">${versionWords(visitor).compare}</a>`}</td><td>${externalLink(each.url)}</td><td><code title="${each.sha256}">${each.sha256.slice(0, 12)}</code></td></tr>`,
    )}</tbody></table>
    <h2>${words.provenance}</h2>
    <p><a href="/reports/${report.id}/evidence.wacz" download>${words.evidenceFile}</a> <span class="soft">${words.evidenceHint}</span></p>
    ${provenanceTable(visitor, view.documents)}
  </section>
</main>`
}

/** Said before anything else: what these documents say may not be what the authority said. */
function unverifiedNotice({ words }: Visitor, documents: readonly Provenance[]): Html | null {
  const unverified = documents.filter(({ isUnverified }) => isUnverified)
  if (unverified.length === 0) return null
  return html`<p class="notice unverified">${words.unverifiedNotice} ${unverified.map(({ capture }, n) => html`${n > 0 && '、'}${externalLink(capture.url)}`)}</p>`
}

export function pathLine({ words }: Visitor, listQuery: string): Html {
  return html`<p class="path"><a href="/findings${listQuery || filterQuery(WAITING)}">${words.backToList}</a></p>`
}

export function neighbourLinks({ words }: Visitor, neighbours: Neighbours | null, listQuery: string): Html | null {
  if (!neighbours) return null
  return html`<nav class="neighbours" aria-label="${words.findings}">
    ${neighbours.previous !== null && html`<a rel="prev" href="/findings/${neighbours.previous}${listQuery}">← ${words.previousFinding}</a>`}
    ${neighbours.next !== null && html`<a rel="next" href="/findings/${neighbours.next}${listQuery}">${words.nextFinding} →</a>`}</nav>`
}

function others(visitor: Visitor, { findings, selected, listQuery }: ReportView): Html {
  const { words, language } = visitor
  if (findings.length === 0) return html`<p class="empty">${words.noFindingsHere}</p>`
  return html`<nav class="others" aria-label="${words.allFindings}"><h2>${words.allFindings} · ${findings.length}</h2><ul>${findings.map(
    (
      finding,
    ) => html`<li><a href="/findings/${finding.id}${listQuery}"${finding.id === selected?.id && html` aria-current="true"`} title="${findingMessage(finding, visitor)}">
      ${severityTag(finding.severity, visitor)}<span class="text">${findingMessage(finding, visitor)}</span>
      <span class="decision ${finding.status}">${STATUS_TITLES[finding.status][language]}</span></a></li>`,
  )}</ul></nav>`
}

type Page = Pick<ReportView, 'report' | 'version' | 'selected' | 'listQuery'>

/** Address of a page of a report. The list that the officer came from stays in it. */
export function pageAddress({ report, version, selected, listQuery }: Page): string {
  if (selected) return `/findings/${selected.id}${listQuery}`
  return `/reports/${report.id}${version.isCurrent ? '' : `?version=${version.version}`}`
}

/** Where the cells of a report lead: a page has hundreds of them, whose addresses differ in one word. */
function cellAddresses(view: Page): (cell: CellKey) => string {
  const page = pageAddress(view)
  const before = page.includes('?') ? '&' : '?'
  return (cell) => `${page}${before}cell=${cell}#${CELL_ID}`
}

/** The first open finding that speaks of a cell leads from it; the selected one comes before all others. */
function cellMarks({ findings, selected, listQuery }: ReportView): ReadonlyMap<CellKey, CellMark> {
  const marks = new Map<CellKey, CellMark>()
  const open = findings.filter(
    (finding) => finding.state === 'open' && countsAgainst(finding.decision) && finding.id !== selected?.id,
  )
  for (const finding of [...(selected ? [selected] : []), ...open]) {
    for (const key of finding.cells) {
      if (marks.has(key)) continue
      const href = `/findings/${finding.id}${listQuery}`
      marks.set(key, { finding: finding.id, severity: finding.severity, selected: finding.id === selected?.id, href })
    }
  }
  return marks
}
