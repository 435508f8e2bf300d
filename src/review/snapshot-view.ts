import { createHash } from 'node:crypto'
import type { Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as findings from '../../db/findings.ts'
import * as reportVersions from '../../db/report-versions.ts'
import type { SnapshotStore } from '../../db/snapshot-store.ts'
import type { FindingRow } from '../../db/tables.ts'
import { decodeText } from '../model/decode-text.ts'
import { GIVE_UP_REASONS, GiveUp } from '../model/give-up.ts'
import type { Report } from '../model/report.ts'
import { reaches } from '../model/role.ts'
import type { SnapshotFile } from '../model/snapshot.ts'
import { type CellKey, cellLabel } from '../model/template.ts'
import { unpackGzip } from '../model/unpack-gzip.ts'
import { assetContent } from './assets.ts'
import { CELL } from './cell-key.ts'
import { type Html, html, trusted } from './html.ts'
import { type Mark, markHtml, markText } from './mark-snapshot.ts'
import type { ReadingDesk } from './reading-desk.ts'
import { reportWords } from './report-words.ts'
import { found, NotFound, pathPart, queryPart, ROW_ID, SHA256 } from './request.ts'
import { type PageMark, pageBody, pageToShow } from './snapshot-pages.ts'
import { snapshotShape } from './snapshot-shape.ts'
import { ZOOM, type Zoom } from './snapshot-zoom.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

/** Larger pages are not shown, since a browser would take seconds over them; they can be downloaded. */
const LARGEST_SHOWN = 4 * 1024 * 1024

const STYLE = assetContent('snapshot.css')
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')
const INERT = `style-src 'sha256-${STYLE_HASH}'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'`
const TEXT_POLICY = `default-src 'none'; ${INERT}; sandbox`
const PAGE_POLICY = `default-src 'none'; img-src data:; ${INERT}; sandbox`

const PAGE = z.coerce.number().int().min(1).max(500)
/** Points of the picture for a point of the page: 144 dots an inch, or 216 where it is shown large. */
const SCALES: Readonly<Record<Zoom, number>> = { '100': 2, '150': 2, '200': 3, '300': 3 }

/**
 * The original of one version of a report for the frame beside the tables: text and tables only, or pictures of its pages, with the cells
 * and the sentence of a finding marked, or one cell. Nothing of it runs, loads or leads away: a page is sanitised, and its policy forbids
 * what would be left.
 */
export function snapshotView(db: Db, snapshots: SnapshotStore, reading: ReadingDesk | undefined): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const sha256 = pathPart(c, 'sha256', SHA256)
    const versionId = found(queryPart(c, 'version', ROW_ID))
    const findingId = queryPart(c, 'finding', ROW_ID)
    const cell = queryPart(c, 'cell', CELL)
    const zoom = queryPart(c, 'zoom', ZOOM) ?? '100'
    const report = found(await reportVersions.load(db, versionId))
    if (report.source.sha256 !== sha256) return c.notFound()
    const finding = findingId === null ? null : found(await findings.get(db, findingId))
    // What is marked is of a finding: only of one that the visitor may see.
    if (finding !== null && !reaches(visitorOf(c).reach, finding.district_id)) throw new NotFound()
    const shape = snapshotShape(report.source.mediaType)
    if (shape === 'office') return c.notFound()

    const file = unpackGzip({ name: report.source.name, bytes: await snapshots.get(sha256), sha256 })
    const all = finding?.report_id ? await findings.ofReport(db, finding.report_id) : []
    const marks = marksOf(report, { all, finding, cell })
    const page = (content: Html) =>
      html`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${visitor.words.frameTitle}</title><style>${trusted(STYLE)}</style></head><body class="${shape} zoom-${zoom}">${content}</body></html>`.toString()
    c.header('Content-Security-Policy', shape === 'pages' ? PAGE_POLICY : TEXT_POLICY)
    if (shape === 'pages') {
      const number = queryPart(c, 'page', PAGE) ?? pageToShow(marks)
      return c.html(page(await onePage(visitor, reading, { file, number, zoom, marks })))
    }
    if (file.bytes.length > LARGEST_SHOWN) return c.html(page(html`<p>${visitor.words.tooLargeToShow}</p>`))
    const { text } = decodeText(file.bytes)
    const passages = { quote: finding?.quote ?? null, title: report.title, cellFirst: cell !== null }
    return c.html(page(trusted((shape === 'html' ? markHtml : markText)(text, inText(marks), passages))))
  }
}

type AskedPage = {
  readonly file: SnapshotFile
  readonly number: number
  readonly zoom: Zoom
  readonly marks: readonly PageMark[]
}

async function onePage(visitor: Visitor, reading: ReadingDesk | undefined, asked: AskedPage): Promise<Html> {
  const { file, number, zoom, marks } = asked
  const words = reportWords(visitor)
  if (!reading) return html`<p>${words.notShownHere}</p>`
  try {
    const pages = await reading.measure(file)
    const page = pages[number - 1]
    if (!page) return html`<p>${words.noSuchPage}</p>`
    const isPdf = Buffer.from(file.bytes.subarray(0, 1024)).includes('%PDF-')
    const picture = isPdf ? await reading.draw(file, { page: number, scale: SCALES[zoom] }) : file.bytes
    return pageBody(visitor, { page, number, count: pages.length, picture, marks })
  } catch (error) {
    if (!(error instanceof GiveUp)) throw error
    return html`<p>${words.notShown(GIVE_UP_REASONS[error.reason][visitor.language])}</p>`
  }
}

type Chosen = {
  readonly all: readonly FindingRow[]
  readonly finding: FindingRow | null
  readonly cell: CellKey | null
}

/** The cells and the sentence that are marked: those of the finding, or the one cell, stand out before those of other findings. */
function marksOf(report: Report, { all, finding, cell }: Chosen): PageMark[] {
  const chosen = new Set<CellKey>(cell === null ? finding?.cells : [cell])
  const open = all.filter(({ state }) => state === 'open').flatMap(({ cells }) => cells)
  const keys = new Set([...chosen, ...(finding?.cells ?? []), ...open])
  const cells = [...keys].flatMap((key): PageMark[] => {
    const at = report.cells[key]?.at
    if (!at) return []
    const label = report.edition ? cellLabel(key, report.edition) : key
    return [{ label, at, strength: chosen.has(key) ? 'selected' : 'other' }]
  })
  const sentence =
    finding?.quote == null ? undefined : report.claims.find(({ text, at }) => text === finding.quote && at !== null)
  return sentence?.at ? [...cells, { label: sentence.text, at: sentence.at, strength: 'quote' }] : cells
}

/** Marks in a text are of cells: its sentences are found by their words. */
function inText(marks: readonly PageMark[]): Mark[] {
  return marks.flatMap(({ label, at: { start, end }, strength }) =>
    start === undefined || end === undefined || strength === 'quote'
      ? []
      : [{ label, start, end, selected: strength === 'selected' }],
  )
}
