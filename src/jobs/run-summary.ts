import type { Db } from '../../db/connect.ts'
import * as deletions from '../../db/deletions.ts'
import * as runAudits from '../../db/run-audits.ts'
import type { RunKind } from '../../db/run-figures.ts'
import * as figures from '../../db/run-figures.ts'
import * as runs from '../../db/runs.ts'
import { countsAgainst } from '../model/decision.ts'
import { FILING_STATUS_TITLES, type FilingStatus } from '../model/filing.ts'
import type { Severity } from '../model/finding.ts'
import type { DeletionKind } from '../model/retention.ts'

/**
 * How a run ended. `partial`: it is over, but something could not be done and is told in `why`. `cancelled`: somebody ended it; what it had
 * fetched by then was read.
 */
type RunOutcome = 'complete' | 'partial' | 'failed' | 'cancelled'

/** What a run did, found and could not do. Written once, when the run ends; every figure can be followed to rows. */
export type RunSummary = {
  readonly run: {
    readonly id: number
    readonly kind: RunKind
    readonly startedAt: string
    readonly endedAt: string
    readonly state: RunOutcome
    /** One sentence for each thing that could not be done. */
    readonly why: readonly {
      readonly zh: string
      readonly en: string
      /** Id of the portal that it is about, if it is. */
      readonly portal?: string
    }[]
  }
  readonly portals: readonly {
    readonly id: string
    readonly name: string
    readonly state: string
    readonly requests: number
    readonly problems: readonly { readonly code: string; readonly url: string; readonly message: string }[]
  }[]
  /** Requests by what became of them: `fetched` + `unchanged` + `failed` = `requests`. */
  readonly pages: figures.RequestCounts
  /** Entries of the lists; `refused` (by their titles: no reports, or another's) + `opened` + `unopened` = `total`. */
  readonly entries: figures.EntryCounts
  /** Documents that the run looked at; the reports' ones (a page and its attachment are two) + `notReports` + `failed` = `total`. */
  readonly documents: { readonly total: number; readonly ofReports: number }
  /** Reports behind those documents: `new` + `changed` + `unchanged` = `total`. */
  readonly reports: figures.ReportCounts
  readonly notReports: readonly SummaryGroup[]
  readonly failed: readonly SummaryGroup[]
  /** Reports that were read, but at which the rules failed: our mistake. */
  readonly unchecked: readonly SummaryItem[]
  readonly findings: {
    /** Open failures that count against the authority, by severity; they add up to those of `byRule`. */
    readonly open: Readonly<Record<Severity, number>>
    readonly byRule: readonly { readonly rule: string; readonly severity: Severity; readonly count: number }[]
    readonly notAssessable: number
    readonly dismissed: number
    readonly opened: number
    readonly closed: number
  }
  /** Bookkeeping that retention deleted since the run before ended; left out where it deleted nothing. */
  readonly deleted?: readonly { readonly kind: DeletionKind; readonly rows: number; readonly newest: string }[]
  readonly filings: {
    readonly counts: Readonly<Record<FilingStatus, number>>
    readonly late: readonly LateFiling[]
    /** Late, but the date is in doubt: a move to a new site, or back-dated. */
    readonly doubtful: readonly LateFiling[]
    readonly missing: readonly SummaryFiling[]
    readonly backdated: readonly SummaryFiling[]
    readonly notAssessable: readonly SummaryFiling[]
  }
}

type SummaryItem = { readonly title: string; readonly url: string; readonly message: string | null }
export type SummaryGroup = { readonly reason: string; readonly count: number; readonly items: readonly SummaryItem[] }
export type SummaryFiling = { readonly authority: string; readonly name: string; readonly year: number }
export type LateFiling = SummaryFiling & { readonly daysLate: number | null; readonly strength: 'law' | 'policy' }

/** The account of a run: the one stored at its end (`problem`: none could be written), else as it stands now. Null where there is no such run. */
export async function accountOf(db: Db, runId: number): Promise<RunSummary | { readonly problem: string } | null> {
  const run = await runs.get(db, runId)
  if (!run) return null
  if (run.summary !== null) return run.summary as RunSummary | { readonly problem: string }
  const summary = await summarise(db, runId, new Date())
  // What is not done yet is no failure; the parts add up when all is done.
  return { ...summary, run: { ...summary.run, why: [] } }
}

/** Works out what a run did from the committed rows, as it would stand if it ended at `endedAt`. */
export async function summarise(db: Db, runId: number, endedAt: Date): Promise<RunSummary> {
  const run = await runs.get(db, runId)
  if (!run) throw new Error(`There is no run ${runId}.`)
  const [portals, pages, entries, documents, reports, unchecked, findings, filings, audits, deleted] = await Promise.all([
    figures.portalsOf(db, runId),
    figures.requestsOf(db, runId),
    figures.entriesOf(db, runId),
    figures.documentsOf(db, runId),
    figures.reportsOf(db, runId),
    figures.uncheckedOf(db, runId),
    figures.findingsOf(db, runId),
    figures.filingsOf(db, runId),
    runAudits.ofRun(db, runId),
    deletions.sinceRunBefore(db, runId),
  ])
  const body = {
    portals,
    pages,
    entries,
    documents: { total: documents.total, ofReports: documents.reports },
    reports,
    notReports: grouped(documents.others.filter(({ state }) => state === 'not-report')),
    failed: grouped(documents.others.filter(({ state }) => state === 'failed')),
    unchecked: unchecked.map(({ title, url }) => ({ title: title ?? url, url, message: null })),
    findings: findingsOf(findings),
    filings: filingsOf(filings),
    ...(deleted.length === 0 ? {} : { deleted: deleted.map(deletedOf) }),
  }
  const why = [...cancelReasons(run, body), ...reasonsOf(body, audits), ...unbalanced(body)]
  return {
    run: {
      id: run.id,
      kind: run.kind,
      startedAt: run.started_at.toISOString(),
      endedAt: endedAt.toISOString(),
      state: run.cancelled_at === null ? outcomeOf(body, why.length) : 'cancelled',
      why,
    },
    ...body,
  }
}

function deletedOf({ kind, rows, newest }: deletions.DeletedOfKind): NonNullable<RunSummary['deleted']>[number] {
  return { kind, rows, newest: newest.toISOString() }
}

type Body = Omit<RunSummary, 'run'>
type Why = RunSummary['run']['why']

function cancelReasons({ cancelled_at, cancelled_by }: runs.Run, { portals }: Body): Why {
  if (cancelled_at === null) return []
  const left = portals.filter(({ state }) => state === 'cancelled').length
  return [
    {
      zh: `已由 ${cancelled_by} 取消，${left} 个网站未抓取或未抓取完`,
      en: `cancelled by ${cancelled_by}; ${counted(left, 'portal')} not crawled, or not to the end`,
    },
  ]
}

/** Sums that every account of a run keeps, each counted on its own. One that does not hold is our mistake, and is told. */
export function unbalanced({ portals, pages, entries, documents, notReports, failed, reports }: Body): Why {
  const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0)
  const sizes = (groups: readonly SummaryGroup[]) => sumOf(groups.map(({ count }) => count))
  const sums = [
    { zh: '网站请求数', en: 'requests by portal', parts: sumOf(portals.map(({ requests }) => requests)), total: pages.requests },
    { zh: '页面数', en: 'pages', parts: pages.fetched + pages.unchanged + pages.failed, total: pages.requests },
    { zh: '条目数', en: 'entries', parts: entries.refused.length + entries.opened + entries.unopened, total: entries.total },
    { zh: '文件数', en: 'documents', parts: documents.ofReports + sizes(notReports) + sizes(failed), total: documents.total },
    { zh: '报告数', en: 'reports', parts: reports.new + reports.changed + reports.unchanged, total: reports.total },
  ]
  return sums
    .filter(({ parts, total }) => parts !== total)
    .map(({ zh, en, parts, total }) => ({
      zh: `${zh}分项之和 ${parts} 与合计 ${total} 不一致（程序错误，请反馈）`,
      en: `${en}: the parts add up to ${parts}, not to ${total} (our mistake, please report it)`,
    }))
}

function outcomeOf({ portals, documents, reports }: Body, problems: number): RunOutcome {
  const nothingCrawled = portals.length > 0 && portals.every(({ state }) => state === 'failed')
  const nothingRead = portals.length === 0 && documents.total > 0 && reports.total === 0
  if (nothingCrawled || nothingRead) return 'failed'
  return problems > 0 ? 'partial' : 'complete'
}

function reasonsOf({ portals, failed, unchecked }: Body, audits: readonly runAudits.RunAudit[]): Why {
  const unread = failed.reduce((sum, group) => sum + group.count, 0)
  return [
    ...portals
      .filter(({ state }) => state !== 'complete' && state !== 'cancelled')
      .map(({ id, name, state, problems }) => ({
        portal: id,
        zh: `网站“${name}”${state === 'failed' ? '未能抓取' : '未能全部抓取'}（${problems.length} 个问题）`,
        en: `portal "${name}" ${state === 'failed' ? 'could not be crawled' : 'was not crawled wholly'} (${counted(problems.length, 'problem')})`,
      })),
    ...(unread > 0 ? [{ zh: `${unread} 个文件无法读取`, en: `${counted(unread, 'document')} could not be read` }] : []),
    ...(unchecked.length > 0
      ? [{ zh: `${unchecked.length} 份报告未能核查`, en: `${counted(unchecked.length, 'report')} could not be checked` }]
      : []),
    ...audits
      .filter(({ problem }) => problem !== null)
      .map(({ district, year, problem }) => ({
        zh: `${district} ${year}年的公布情况未能核定：${problem}`,
        en: `the filing status of ${district} ${year} could not be worked out: ${problem}`,
      })),
  ]
}

function grouped(documents: readonly figures.RunDocument[]): SummaryGroup[] {
  const groups = Map.groupBy(documents, ({ reason }) => reason ?? 'error')
  return [...groups]
    .map(([reason, members]) => ({
      reason,
      count: members.length,
      items: members.map(({ title, url, message }) => ({ title: title ?? url, url, message })),
    }))
    .sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason))
}

function findingsOf({ open, opened, closed }: Awaited<ReturnType<typeof figures.findingsOf>>): RunSummary['findings'] {
  const sum = (rows: readonly figures.FindingCount[]) => rows.reduce((total, { count }) => total + count, 0)
  const failing = open.filter(({ verdict, decision }) => verdict === 'fail' && countsAgainst(decision))
  const bySeverity = (severity: Severity) => sum(failing.filter((row) => row.severity === severity))
  const byRule = [...Map.groupBy(failing, ({ rule, severity }) => `${rule} ${severity}`).values()].map((rows) => ({
    rule: rows[0]!.rule,
    severity: rows[0]!.severity,
    count: sum(rows),
  }))
  return {
    open: { error: bySeverity('error'), warning: bySeverity('warning'), info: bySeverity('info') },
    byRule,
    notAssessable: sum(open.filter(({ verdict, decision }) => verdict === 'not-assessable' && countsAgainst(decision))),
    dismissed: sum(open.filter(({ decision }) => decision === 'dismissed')),
    opened,
    closed,
  }
}

function filingsOf(filings: readonly figures.RunFiling[]): RunSummary['filings'] {
  const statuses = Object.keys(FILING_STATUS_TITLES) as FilingStatus[]
  const named = (rows: readonly figures.RunFiling[]) => rows.map(({ authority, name, year }) => ({ authority, name, year }))
  const late = (wanted: FilingStatus) =>
    filings
      .filter(({ status }) => status === wanted)
      .map(({ authority, name, year, daysLate, strength }) => ({ authority, name, year, daysLate, strength }))
  return {
    counts: Object.fromEntries(
      statuses.map((status) => [status, filings.filter((filing) => filing.status === status).length]),
    ) as Record<FilingStatus, number>,
    late: late('late'),
    doubtful: late('late-doubtful'),
    missing: named(filings.filter(({ status }) => status === 'not-found')),
    backdated: named(filings.filter(({ backdated }) => backdated)),
    notAssessable: named(filings.filter(({ status }) => status === 'not-assessable')),
  }
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
