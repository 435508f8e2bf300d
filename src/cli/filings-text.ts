import { stripVTControlCharacters, styleText } from 'node:util'
import { alignColumns } from '../jobs/align-columns.ts'
import type { AssessedFiling } from '../jobs/assess-filings.ts'
import { AUTHORITY_KIND_TITLES } from '../model/authority.ts'
import { FILING_STATUS_TITLES, type FilingStatus } from '../model/filing.ts'
import { SEVERITY_TITLES } from '../model/finding.ts'
import { lastCompleteReading } from '../rules/filing/absence.ts'
import { shanghaiDay, sourceName } from '../rules/filing/date-evidence.ts'
import type { Board } from './filings.ts'

const COLOURS: Readonly<Record<FilingStatus, Parameters<typeof styleText>[0]>> = {
  'not-found': 'red',
  late: 'red',
  'late-doubtful': 'yellow',
  'not-assessable': 'yellow',
  'not-due': 'gray',
  'on-time': 'green',
  exempt: 'gray',
}

const FINDING_COLOURS = { error: 'red', warning: 'yellow', info: 'gray' } as const

const HEAD = [
  '单位 authority',
  '类型 kind',
  '状态 status',
  '期限 due',
  '公布 published',
  '来源 from',
  '逾期 late',
  '说明 note',
] as const

/** The boards for people: totals, one line an authority, and what is found at fault. */
export function filingsText(boards: readonly Board[]): string {
  return boards.map(boardText).join('\n')
}

function boardText({ district, year, asOf, filings }: Board): string {
  const title = `${plain(district.name)} ${year} 年度报告发布情况 filing of ${year} · 截至 as of ${asOf}`
  const table = alignColumns([HEAD.map((word) => styleText('gray', word)), ...filings.map(lineOf)])
  const findings = filings.flatMap((filing) =>
    filing.findings.map(
      ({ rule, severity, message }) =>
        `  ${styleText(FINDING_COLOURS[severity], `${rule.padEnd(7)} ${SEVERITY_TITLES[severity].zh}`)}  ${named(filing, message)}`,
    ),
  )
  return `${[styleText('bold', title), totals(filings), '', ...table, ...(findings.length > 0 ? ['', ...findings] : [])].join('\n')}\n`
}

function totals(filings: readonly AssessedFiling[]): string {
  const statuses = filings.map(({ assessment }) => assessment.status)
  const expected = statuses.filter((status) => status !== 'exempt').length
  const published = filings.filter(({ input, assessment }) => input.report !== null && assessment.status !== 'exempt').length
  const counted = (Object.keys(FILING_STATUS_TITLES) as FilingStatus[])
    .map((status) => ({ status, count: statuses.filter((each) => each === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => styleText(COLOURS[status], `${bilingual(FILING_STATUS_TITLES[status])} ${count}`))
  return [`应发布 expected ${expected}`, `已发布 published ${published}`, ...counted].join(' · ')
}

function lineOf({ input, assessment }: AssessedFiling): string[] {
  const { authority } = input
  const { status, deadline, publishedOn, publishedFrom, daysLate } = assessment
  const local = deadline.strength === 'policy' ? '（本地 local）' : ''
  return [
    plain(authority.name),
    AUTHORITY_KIND_TITLES[authority.kind].zh,
    styleText(COLOURS[status], bilingual(FILING_STATUS_TITLES[status])),
    status === 'exempt' ? '' : `${deadline.date}${local}`,
    publishedOn ?? '',
    publishedOn === null ? '' : sourceName(publishedFrom).zh,
    daysLate === null ? '' : `${daysLate} 天 d`,
    plain(noteOf({ input, assessment })),
  ]
}

/** What a reader has to know beside the status. */
function noteOf({ input, assessment }: Pick<AssessedFiling, 'input' | 'assessment'>): string {
  const { status, reason, backdated } = assessment
  const searched = lastCompleteReading(input.readings)
  return [
    reason?.zh ?? '',
    backdated ? '页面日期早于首次采集 back-dated' : '',
    status === 'not-found' && searched !== null ? `最近一次完整读取栏目 last complete reading ${shanghaiDay(searched)}` : '',
  ]
    .filter(Boolean)
    .join('；')
}

/** A finding that does not name its authority is told with the name. */
function named({ input }: AssessedFiling, message: string): string {
  const { name } = input.authority
  return plain(message.includes(name) ? message : `${name}：${message}`)
}

function bilingual({ zh, en }: { readonly zh: string; readonly en: string }): string {
  return `${zh} ${en}`
}

/** Names and addresses come from strangers: nothing that moves the cursor reaches the terminal. */
function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, ' ').trim()
}
