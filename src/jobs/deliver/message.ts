import { FILING_STATUS_TITLES, type FilingStatus } from '../../model/filing.ts'
import { SEVERITY_TITLES, type Severity } from '../../model/finding.ts'
import { formatSummary } from '../format-summary.ts'
import type { RunSummary } from '../run-summary.ts'

/** What is told to a target. Chat groups get the subject and the lines, mail all of it. */
export type Message = {
  readonly subject: string
  /** A few plain lines, most important first; what strangers wrote stands in them as it is. */
  readonly lines: readonly string[]
  /** The whole summary, for mail; null where there is none. */
  readonly whole: string | null
  /** Where the review pages are; null where nobody has said. */
  readonly link: string | null
}

/** A portal that a person should look at. */
export type SickPortal = { readonly id: string; readonly name: string; readonly problem: string | null }

type Told = {
  readonly runId: number
  /** As `runs.summary` holds it: the summary, or why there is none. */
  readonly summary: RunSummary | { readonly problem: string } | null
  readonly sickPortals: readonly SickPortal[]
  readonly publicUrl: string | null
  /** The message may have been sent before. */
  readonly isRepeated: boolean
}

const STATES: Readonly<Record<string, { zh: string; en: string }>> = {
  complete: { zh: '完成', en: 'complete' },
  partial: { zh: '部分完成', en: 'partial' },
  failed: { zh: '失败', en: 'failed' },
}

const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[]
const LISTED = 6

/** The morning summary of a night as a message: what is new, what waits for officers, and what somebody has to mend. */
export function composeMessage({ runId, summary, sickPortals, publicUrl, isRepeated }: Told): Message {
  const repeated = isRepeated
    ? ['上次发送未收到回执，本消息可能重复，敬请谅解。 The last try got no answer; this may be a repetition.']
    : []
  if (summary === null || 'problem' in summary)
    return {
      subject: `勾稽 第 ${runId} 次夜间抓取失败 Gouji nightly run ${runId} failed`,
      lines: [
        ...repeated,
        `未能形成汇总 no summary could be made: ${summary?.problem ?? '原因不明 reason unknown'}`,
        '请运行 gouji doctor 检查。 Please run gouji doctor.',
      ],
      whole: null,
      link: publicUrl,
    }
  const state = STATES[summary.run.state] ?? { zh: summary.run.state, en: summary.run.state }
  return {
    subject: `勾稽 第 ${runId} 次夜间抓取：${state.zh} Gouji nightly run ${runId}: ${state.en}`,
    lines: [
      ...repeated,
      reportsLine(summary),
      findingsLine(summary),
      ...filingsLine(summary),
      ...undoneLines(summary, sickPortals),
      ...sickLines(sickPortals),
    ],
    whole: formatSummary(summary, { colour: false }),
    link: publicUrl,
  }
}

/** What `gouji notify --test` sends. */
export function testMessage(publicUrl: string | null): Message {
  return {
    subject: '勾稽 测试消息 Gouji test message',
    lines: ['这是一条测试消息，每夜抓取后的汇总将发送到这里。 This is a test; the summary of each night will be sent here.'],
    whole: null,
    link: publicUrl,
  }
}

function reportsLine({ reports }: RunSummary): string {
  return `报告 reports：新增 new ${reports.new} · 更正 changed ${reports.changed} · 合计 total ${reports.total}`
}

function findingsLine({ findings }: RunSummary): string {
  const open = SEVERITIES.map(
    (severity) => `${SEVERITY_TITLES[severity].zh} ${SEVERITY_TITLES[severity].en} ${findings.open[severity]}`,
  )
  return `待处理问题 open findings：${open.join(' · ')}；本次新发现 opened ${findings.opened} · 本次消除 closed ${findings.closed}`
}

const WORTH_TELLING = ['late', 'late-doubtful', 'not-found'] as const satisfies readonly FilingStatus[]

function filingsLine({ filings }: RunSummary): string[] {
  const told = WORTH_TELLING.filter((status) => filings.counts[status] > 0).map(
    (status) => `${FILING_STATUS_TITLES[status].zh} ${FILING_STATUS_TITLES[status].en} ${filings.counts[status]}`,
  )
  return told.length === 0 ? [] : [`公布情况 filing status：${told.join(' · ')}`]
}

/** What could not be done. A portal that failed once or twice is only counted: most recover by themselves. */
function undoneLines({ run, portals }: RunSummary, sickPortals: readonly SickPortal[]): string[] {
  const sick = new Set(sickPortals.map(({ id }) => id))
  const trying = portals.filter(({ id, state }) => state !== 'complete' && !sick.has(id)).length
  const others = run.why.filter(({ portal }) => portal === undefined)
  return [
    ...others.slice(0, LISTED).map(({ zh, en }) => `未能完成 not done：${zh} ${en}`),
    ...more(others.length),
    ...(trying > 0 ? [`${trying} 个网站未能全部抓取，下一夜再试 portals to be tried again next night: ${trying}`] : []),
  ]
}

function sickLines(sickPortals: readonly SickPortal[]): string[] {
  if (sickPortals.length === 0) return []
  return [
    `需要处理的网站 portals that need somebody：${sickPortals.length}`,
    ...sickPortals.slice(0, LISTED).map(({ name, problem }) => `· ${name}${problem === null ? '' : `：${problem}`}`),
    ...more(sickPortals.length),
  ]
}

function more(length: number): string[] {
  return length > LISTED ? [`… 另有 ${length - LISTED} 项 and ${length - LISTED} more`] : []
}
