import type { VersionSummary } from '../../db/report-versions.ts'
import type { FindingRow } from '../../db/tables.ts'
import type { Report } from '../model/report.ts'
import type { CellKey } from '../model/template.ts'
import { externalLink } from './external-link.ts'
import { type Html, html } from './html.ts'
import { paragraphs, sectionTitle } from './report-sections.ts'
import { reportWords } from './report-words.ts'
import { MARK_ID } from './sanitise-snapshot.ts'
import { snapshotShape } from './snapshot-shape.ts'
import { ZOOMS } from './snapshot-zoom.ts'
import type { Visitor } from './visitor.ts'

type Shown = {
  readonly version: VersionSummary
  readonly content: Report
  readonly selected: FindingRow | null
  /** The cell that is looked at; it comes before the finding's. */
  readonly cell: CellKey | null
  /** How many pages the original has, where it is shown by page; 0 where that is not known. */
  readonly pages: number
}

const FRAME = 'original'

/**
 * The left page: the original in a frame of its own, which opens at what is looked at. The frame is `lazy` so that it has its size before the
 * browser scrolls to the mark; otherwise it scrolls in a page of no width.
 */
export function originalView(visitor: Visitor, shown: Shown): Html {
  const { words } = visitor
  const { sha256, url: address } = shown.version
  const shape = snapshotShape(shown.content.source.mediaType)
  return html`<section class="original sheet" aria-label="${words.original}">
  <header><span>${externalLink(address)}</span>${shape !== 'office' && zoomLinks(visitor, shown)}
    <a href="/snapshots/${sha256}" download>${words.download}</a></header>
  ${shape === 'pages' && shown.pages > 1 && pageLinks(visitor, shown)}
  ${
    shape === 'office'
      ? asRead(visitor, shown)
      : html`<iframe name="${FRAME}" sandbox="" loading="lazy" src="${frameAddress(shown)}" title="${words.frameTitle}"></iframe>`
  }</section>`
}

function frameAddress({ version, selected, cell }: Shown, more: { readonly zoom?: string; readonly page?: string } = {}): string {
  const query = new URLSearchParams({
    version: String(version.id),
    ...(selected && { finding: String(selected.id) }),
    ...(cell !== null && { cell }),
    ...more,
  })
  return `/snapshots/${version.sha256}/view?${query.toString()}#${MARK_ID}`
}

/** Links that lead the frame, and not the page, so that they need no script. */
function zoomLinks(visitor: Visitor, shown: Shown): Html {
  const words = reportWords(visitor)
  return html`<nav class="zoom" aria-label="${words.zoom}">${ZOOMS.map(
    (zoom) =>
      html`<a href="${frameAddress(shown, { zoom })}" target="${FRAME}">${zoom === '100' ? words.fitWidth : `${zoom}%`}</a>`,
  )}</nav>`
}

function pageLinks(visitor: Visitor, shown: Shown): Html {
  const words = reportWords(visitor)
  const numbers = Array.from({ length: shown.pages }, (_, index) => String(index + 1))
  return html`<nav class="page-links" aria-label="${words.pages}">${words.pages} ${numbers.map((page) => html`<a href="${frameAddress(shown, { page })}" target="${FRAME}">${page}</a> `)}</nav>`
}

function asRead(visitor: Visitor, { content, selected }: Shown): Html {
  return html`<div class="asread" tabindex="0"><p class="soft">${reportWords(visitor).officeOriginal}</p>
    ${content.sections.map((section) => html`<h3>${sectionTitle(visitor, section)}</h3>${paragraphs(section.text, selected?.quote ?? null)}`)}</div>`
}
