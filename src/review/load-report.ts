import type { Db } from '../../db/connect.ts'
import * as corrections from '../../db/corrections.ts'
import * as evidence from '../../db/evidence.ts'
import * as filings from '../../db/filings.ts'
import * as findings from '../../db/findings.ts'
import * as reportVersions from '../../db/report-versions.ts'
import * as reports from '../../db/reports.ts'
import type { DateEvidence, Report } from '../model/report.ts'
import type { Provenance } from './provenance.ts'
import type { ReportView } from './report-view.ts'

type LoadedReport = Pick<
  ReportView,
  | 'report'
  | 'version'
  | 'versions'
  | 'content'
  | 'before'
  | 'prior'
  | 'findings'
  | 'dates'
  | 'documents'
  | 'corrections'
  | 'filing'
  | 'moves'
>

/** Everything that the page of one report shows, of its current version or the one asked for; null where there is none. `prior`: also the year before. */
export async function loadReport(
  db: Db,
  reportId: number,
  which: { readonly versionId?: number | null; readonly version?: number | null; readonly prior?: boolean } = {},
): Promise<LoadedReport | null> {
  const [report, versions, documents, ofReport, corrected] = await Promise.all([
    reports.get(db, reportId),
    reportVersions.versionsOf(db, reportId),
    documentsOf(db, reportId),
    findings.ofReport(db, reportId),
    corrections.everyOf(db, reportId),
  ])
  if (!report) return null
  const version = versions.find((each) =>
    which.versionId ? each.id === which.versionId : which.version ? each.version === which.version : each.isCurrent,
  )
  if (!version) return null
  const earlier = versions[versions.indexOf(version) + 1]
  const [priorId, filing] = await Promise.all([
    which.prior ? reportVersions.currentVersionId(db, report.filer, report.year - 1) : null,
    report.authorityId === null ? null : filings.get(db, report.authorityId, report.year),
  ])
  const wanted = [version.id, earlier?.id, priorId].filter((id) => id !== null && id !== undefined)
  const read = await reportVersions.loadAll(db, wanted)
  const content = read.get(version.id)
  if (!content) return null
  const named = (id: number | null | undefined) => (id === null || id === undefined ? null : (read.get(id) ?? null))
  const [before, prior] = [named(earlier?.id), named(priorId)] as const
  const dates = distinctDates([
    ...documents.flatMap(({ capture }) => (capture.report_id === reportId ? capture.dates : [])),
    ...content.dates,
  ])
  const shown = { report, version, versions, content, before, prior, findings: ofReport, dates, documents }
  return { ...shown, corrections: corrected.days, moves: corrected.authorities, filing }
}

/** The documents of a report, each with the requests that it came by. */
async function documentsOf(db: Db, reportId: number): Promise<readonly Provenance[]> {
  const captures = await evidence.capturesOf(db, reportId)
  const [fetches, snapshots] = await Promise.all([
    evidence.fetchesOf(db, [...new Set(captures.map(({ url }) => url))]),
    evidence.snapshotsOf(
      db,
      captures.map(({ sha256 }) => sha256),
    ),
  ])
  return captures.map((capture) => {
    const own = fetches.filter(({ url }) => url === capture.url)
    const snapshot = snapshots.find(({ sha256 }) => sha256 === capture.sha256)
    return {
      capture,
      bytes: snapshot?.bytes ?? 0,
      isUnverified: snapshot?.tls_unverified ?? false,
      first: own.find(({ sha256 }) => sha256 === capture.sha256) ?? null,
      last: own.at(-1) ?? null,
    }
  })
}

function distinctDates(dates: readonly DateEvidence[]): readonly Report['dates'][number][] {
  const known = new Map(dates.map((each) => [`${each.date} ${each.from}`, each]))
  return [...known.values()].sort((a, b) => a.date.localeCompare(b.date) || a.from.localeCompare(b.from))
}
