import { createHash } from 'node:crypto'
import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import * as findings from '../../db/findings.ts'
import * as reportVersions from '../../db/report-versions.ts'
import type { SnapshotStore } from '../../db/snapshot-store.ts'
import type { FindingRow } from '../../db/tables.ts'
import { decodeText } from '../model/decode-text.ts'
import type { Report } from '../model/report.ts'
import { type CellKey, cellLabel } from '../model/template.ts'
import { unpackGzip } from '../model/unpack-gzip.ts'
import { assetContent } from './assets.ts'
import { html, trusted } from './html.ts'
import { type Mark, markHtml, markText } from './mark-snapshot.ts'
import { found, pathPart, queryPart, ROW_ID, SHA256 } from './request.ts'
import { snapshotShape } from './snapshot-shape.ts'
import { type ReviewEnv, visitorOf } from './visitor.ts'

/** Larger pages are not shown, since a browser would take seconds over them; they can be downloaded. */
const LARGEST_SHOWN = 4 * 1024 * 1024

const STYLE = assetContent('snapshot.css')
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')
const VIEW_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; sandbox; form-action 'none'; base-uri 'none'; frame-ancestors 'self'`
// The PDF viewer of the browser is blocked by `sandbox` and styles itself.
const PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"

/**
 * The original of one version of a report for the frame beside the tables: text and tables only, with the cells and the sentence
 * of a finding marked. Nothing of the page runs, loads or leads away: it is sanitised, and its policy forbids what would be left.
 */
export function snapshotView(db: Db, snapshots: SnapshotStore): Handler<ReviewEnv> {
  return async (c) => {
    const sha256 = pathPart(c, 'sha256', SHA256)
    const versionId = found(queryPart(c, 'version', ROW_ID))
    const findingId = queryPart(c, 'finding', ROW_ID)
    const report = found(await reportVersions.load(db, versionId))
    if (report.source.sha256 !== sha256) return c.notFound()
    const finding = findingId === null ? null : found(await findings.get(db, findingId))
    const shape = snapshotShape(report.source.mediaType)
    if (shape === 'office') return c.notFound()

    const { bytes } = unpackGzip({ name: report.source.name, bytes: await snapshots.get(sha256), sha256 })
    if (shape === 'pdf') {
      c.header('Content-Security-Policy', PDF_POLICY)
      return c.body(new Uint8Array(bytes), 200, { 'Content-Type': 'application/pdf', 'Content-Disposition': 'inline' })
    }
    const { words } = visitorOf(c)
    const page = (content: string) =>
      html`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${words.frameTitle}</title><style>${trusted(STYLE)}</style></head><body>${trusted(content)}</body></html>`.toString()
    c.header('Content-Security-Policy', VIEW_POLICY)
    if (bytes.length > LARGEST_SHOWN) return c.html(page(html`<p>${words.tooLargeToShow}</p>`.toString()))
    const { text } = decodeText(bytes)
    const all = finding?.report_id ? await findings.ofReport(db, finding.report_id) : []
    const passages = { quote: finding?.quote ?? null, title: report.title }
    return c.html(page((shape === 'html' ? markHtml : markText)(text, marksOf(report, all, finding), passages)))
  }
}

function marksOf(report: Report, all: readonly FindingRow[], selected: FindingRow | null): Mark[] {
  const chosen = new Set<CellKey>(selected?.cells)
  const keys = new Set([...chosen, ...all.filter(({ state }) => state === 'open').flatMap(({ cells }) => cells)])
  return [...keys].flatMap((key) => {
    const at = report.cells[key]?.at
    if (at?.start === undefined || at.end === undefined) return []
    const label = report.edition ? cellLabel(key, report.edition) : key
    return [{ label, start: at.start, end: at.end, selected: chosen.has(key) }]
  })
}
