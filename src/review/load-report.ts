import * as captures from '../../db/captures.ts'
import type { Db } from '../../db/connect.ts'
import * as findings from '../../db/findings.ts'
import * as reportVersions from '../../db/report-versions.ts'
import * as reports from '../../db/reports.ts'
import type { DateEvidence, Report } from '../model/report.ts'
import type { ReportView } from './report-view.ts'

type LoadedReport = Pick<ReportView, 'report' | 'version' | 'versions' | 'content' | 'before' | 'prior' | 'findings' | 'dates'>

/** Everything that the page of one report shows, of its current version or the one asked for; null where there is none. */
export async function loadReport(
  db: Db,
  reportId: number,
  which: { readonly versionId?: number | null; readonly version?: number | null } = {},
): Promise<LoadedReport | null> {
  const report = await reports.get(db, reportId)
  if (!report) return null
  const versions = await reportVersions.versionsOf(db, reportId)
  const version = versions.find((each) =>
    which.versionId ? each.id === which.versionId : which.version ? each.version === which.version : each.isCurrent,
  )
  if (!version) return null
  const earlier = versions[versions.indexOf(version) + 1]
  const [content, before, prior, ofReport, seenAt] = await Promise.all([
    reportVersions.load(db, version.id),
    earlier ? reportVersions.load(db, earlier.id) : null,
    reportVersions.priorYearOf(db, report),
    findings.ofReport(db, reportId),
    captures.ofReport(db, reportId),
  ])
  if (!content) return null
  const dates = distinctDates([...seenAt.flatMap((capture) => capture.dates), ...content.dates])
  return { report, version, versions, content, before, prior: prior?.report ?? null, findings: ofReport, dates }
}

function distinctDates(dates: readonly DateEvidence[]): readonly Report['dates'][number][] {
  const known = new Map(dates.map((each) => [`${each.date} ${each.from}`, each]))
  return [...known.values()].sort((a, b) => a.date.localeCompare(b.date) || a.from.localeCompare(b.from))
}
