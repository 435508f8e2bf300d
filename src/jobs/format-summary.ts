import { stripVTControlCharacters, styleText } from 'node:util'
import { DOCUMENT_REASONS } from '../model/document-reasons.ts'
import { FILING_STATUS_TITLES, type FilingStatus } from '../model/filing.ts'
import { SEVERITY_TITLES, type Severity } from '../model/finding.ts'
import { DELETION_KINDS } from '../model/retention.ts'
import { alignColumns } from './align-columns.ts'
import type { LateFiling, RunSummary, SummaryFiling, SummaryGroup } from './run-summary.ts'

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[]
const COLOURS = { error: 'red', warning: 'yellow', info: 'gray' } as const
const LISTED = 20

/** A summary, perhaps of a run that still goes on. */
type ShownSummary = Omit<RunSummary, 'run'> & {
  readonly run: Omit<RunSummary['run'], 'state'> & { readonly state: RunSummary['run']['state'] | 'running' }
}

/** The summary as officers and operators read it, Chinese with English beside it. `colour` only for a terminal. */
export function formatSummary(summary: ShownSummary, options: { readonly colour: boolean }): string {
  const paint: Paint = (style, text) => (options.colour ? styleText(style, text, { validateStream: false }) : text)
  const sections = [
    headline(summary, paint),
    portalsSection(summary, paint),
    documentsSection(summary, paint),
    groupsSection('未打开的条目（按标题判断） Entries not opened, by their titles', refusedGroups(summary), paint),
    groupsSection('未采用的文件 Not reports', summary.notReports, paint),
    groupsSection('无法读取的文件 Documents that could not be read', summary.failed, paint),
    groupsSection('未能核查的报告 Reports that could not be checked', uncheckedGroup(summary), paint),
    findingsSection(summary, paint),
    filingsSection(summary, paint),
    whySection(summary, paint),
    deletedSection(summary, paint),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

export const RUN_KINDS = {
  nightly: { zh: '夜间抓取', en: 'nightly crawl' },
  manual: { zh: '手动抓取', en: 'crawl' },
  ingest: { zh: '本地文件导入', en: 'local files' },
} as const

export const RUN_STATES: Readonly<Record<string, { zh: string; en: string; colour: Style }>> = {
  complete: { zh: '完成', en: 'complete', colour: 'green' },
  partial: { zh: '部分完成', en: 'partial', colour: 'yellow' },
  failed: { zh: '失败', en: 'failed', colour: 'red' },
  running: { zh: '进行中', en: 'running', colour: 'yellow' },
  waiting: { zh: '等待', en: 'waiting', colour: 'yellow' },
  cancelled: { zh: '已取消', en: 'cancelled', colour: 'yellow' },
}

function headline({ run, reports }: ShownSummary, paint: Paint): string[] {
  const kind = RUN_KINDS[run.kind]
  const seconds = Math.max(1, Math.round((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000))
  const lines = [
    paint('bold', `勾稽 Gouji · 第 ${run.id} 次运行 run ${run.id} · ${kind.zh} ${kind.en} · ${stateText(run.state, paint)}`),
    paint('gray', `${shanghaiTime(run.startedAt)} 起 (Asia/Shanghai)，用时 ${seconds} 秒 ${seconds} s`),
  ]
  if (reports.new + reports.changed === 0 && reports.total > 0)
    lines.push(
      paint(
        'green',
        `没有新的或更正的报告：${reports.total} 份均与上次相同 nothing new: all ${reports.total} reports are as they were`,
      ),
    )
  return lines
}

function portalsSection({ portals, pages }: ShownSummary, paint: Paint): string[] {
  if (portals.length === 0) return []
  const table = alignColumns(
    portals.map(({ name, state, requests, problems }) => [
      `  ${plain(name)}`,
      stateText(state, paint),
      `请求 requests ${requests}`,
      problems.length > 0 ? paint('yellow', `问题 problems ${problems.length}`) : '',
    ]),
  )
  return [
    paint('bold', '网站 Portals'),
    ...table,
    `  页面 pages: 新取 fetched ${pages.fetched} · 未变 unchanged ${pages.unchanged} · 未取得 failed ${pages.failed} · 合计 total ${pages.requests}`,
  ]
}

function documentsSection({ entries, documents, reports, notReports, failed }: ShownSummary, paint: Paint): string[] {
  const sum = (groups: readonly SummaryGroup[]) => groups.reduce((total, { count }) => total + count, 0)
  return [
    paint('bold', '报告 Reports'),
    `  新增 new ${reports.new} · 更正 changed ${reports.changed} · 未变 unchanged ${reports.unchanged} · 合计 total ${reports.total}`,
    ...(entries.total === 0
      ? []
      : [
          `  条目 entries: 打开 opened ${entries.opened} · 按标题未打开 refused ${entries.refusedInAll ?? entries.refused.length} · 无文件 without document ${entries.unopened} · 合计 total ${entries.total}`,
        ]),
    `  文件 documents: 报告 of reports ${documents.ofReports} · 未采用 not reports ${sum(notReports)} · 无法读取 unreadable ${sum(failed)} · 合计 total ${documents.total}`,
  ]
}

/** What a reason is called; null is an error each time. The codes of portals' problems stay as they are. */
export function reasonWords(reason: string | null): string {
  const words = DOCUMENT_REASONS[reason ?? 'error']
  return words ? `${words.zh} ${words.en}` : (reason ?? '')
}

function groupsSection(title: string, groups: readonly SummaryGroup[], paint: Paint): string[] {
  if (groups.length === 0) return []
  return [
    paint('bold', title),
    ...groups.flatMap(({ reason, count, items }) => {
      return [
        `  ${reasonWords(reason)} (${count})`,
        ...items
          .slice(0, LISTED)
          .map((item) => paint('gray', `    ${plain(item.title)}  ${item.url === item.title ? '' : plain(item.url)}`)),
        ...more(items.length),
      ]
    }),
  ]
}

function refusedGroups({ entries }: ShownSummary): SummaryGroup[] {
  const groups = Map.groupBy(entries.refused, ({ judgement }) => judgement)
  return [...groups].map(([reason, items]) => ({
    reason,
    count: items.length,
    items: items.map(({ title, url }) => ({ title, url, message: null })),
  }))
}

function uncheckedGroup({ unchecked }: ShownSummary): SummaryGroup[] {
  return unchecked.length === 0 ? [] : [{ reason: 'error', count: unchecked.length, items: unchecked }]
}

function findingsSection({ findings }: ShownSummary, paint: Paint): string[] {
  const counts = SEVERITIES.map((severity) => {
    const { zh, en } = SEVERITY_TITLES[severity]
    const text = `${zh} ${en} ${findings.open[severity]}`
    return findings.open[severity] > 0 ? paint(COLOURS[severity], text) : text
  })
  const bySeverity = SEVERITIES.flatMap((severity) => {
    const rows = findings.byRule.filter((row) => row.severity === severity)
    if (rows.length === 0) return []
    return [`  ${SEVERITY_TITLES[severity].zh}：${rows.map(({ rule, count }) => `${rule} ×${count}`).join('  ')}`]
  })
  return [
    paint('bold', '待处理问题 Open findings'),
    `  ${[...counts, `无法判断 not assessable ${findings.notAssessable}`, `已排除 dismissed ${findings.dismissed}`].join(' · ')}`,
    ...bySeverity,
    `  本次新发现 opened ${findings.opened} · 本次消除 closed ${findings.closed}`,
  ]
}

function filingsSection({ filings }: ShownSummary, paint: Paint): string[] {
  const counted = (Object.keys(FILING_STATUS_TITLES) as FilingStatus[])
    .filter((status) => filings.counts[status] > 0)
    .map((status) => `${FILING_STATUS_TITLES[status].zh} ${FILING_STATUS_TITLES[status].en} ${filings.counts[status]}`)
  if (counted.length === 0) return []
  const named = <Filing extends SummaryFiling>(
    title: string,
    rows: readonly Filing[],
    remark: (row: Filing) => string = () => '',
  ) =>
    rows.length === 0
      ? []
      : [
          `  ${title}`,
          ...alignColumns(rows.slice(0, LISTED).map((row) => [`    ${plain(row.name)}`, `${row.year}年`, remark(row)])),
          ...more(rows.length),
        ]
  return [
    paint('bold', '公布情况 Filing status'),
    `  ${counted.join(' · ')}`,
    ...named('逾期 Late', filings.late, lateness),
    ...named('逾期，日期存疑 Late, date doubtful', filings.doubtful, lateness),
    ...named('未发现 Not found', filings.missing),
    ...named('页面日期早于首次采集，请核实 Back-dated', filings.backdated),
    ...named('无法判断 Not assessable', filings.notAssessable),
  ]
}

function lateness({ daysLate, strength }: LateFiling): string {
  const days = daysLate === null ? '' : `逾期 ${daysLate} 天 ${daysLate} days`
  return strength === 'law' ? days : `${days}（本地工作要求 local requirement）`
}

function whySection({ run, portals }: ShownSummary, paint: Paint): string[] {
  if (run.why.length === 0) return []
  const problems = portals.flatMap((portal) => portal.problems)
  return [
    paint('bold', '未能完成 What could not be done'),
    ...run.why.map(({ zh, en }) => `  ${plain(zh)}  ${paint('gray', plain(en))}`),
    ...problems.slice(0, LISTED).map(({ code, url, message }) => paint('gray', `    ${code}  ${plain(url)}  ${plain(message)}`)),
    ...more(problems.length),
  ]
}

function deletedSection({ deleted = [] }: ShownSummary, paint: Paint): string[] {
  if (deleted.length === 0) return []
  return [
    paint('bold', '按保留期限删除 Deleted by the retention settings'),
    ...deleted.map(({ kind, rows, newest }) => {
      const { zh, en } = DELETION_KINDS[kind]
      return `  ${zh} ${en}: ${rows} 条，最晚 the newest of ${shanghaiTime(newest)}`
    }),
  ]
}

function stateText(state: string, paint: Paint): string {
  const words = RUN_STATES[state]
  return words ? paint(words.colour, `${words.zh} ${words.en}`) : state
}

function more(length: number): string[] {
  return length > LISTED ? [`    … 另有 ${length - LISTED} 项 and ${length - LISTED} more`] : []
}

/** Minutes of Asia/Shanghai. */
export function shanghaiTime(iso: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(
    new Date(iso),
  )
}

/** Titles and addresses come from strangers: nothing that moves the cursor reaches the terminal. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, ' ').trim()
}
