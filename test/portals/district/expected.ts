import type { FilingStatus } from '../../../src/model/filing.ts'
import type { Severity } from '../../../src/model/finding.ts'
import type { NotReport } from '../../../src/model/report.ts'

type AuthorityYear = { readonly authority: string; readonly year: number }

/** What the summary of a night must say of the sample district, worked out from the seeded defects and not from a run. */
export type ExpectedNight = {
  readonly portals: number
  /** Reports by what this night's crawl made of them. */
  readonly reports: { readonly new: number; readonly changed: number; readonly unchanged: number; readonly total: number }
  /** Papers that were opened: those that hold a report, and those refused by their content. */
  readonly documents: { readonly ofReports: number; readonly total: number }
  /** Findings open at the end of the night, by rule. */
  readonly findings: readonly { readonly rule: string; readonly severity: Severity; readonly count: number }[]
  readonly bySeverity: Readonly<Record<Severity, number>>
  /** Rules that could not be judged: what the reports of the first year carry in, since no report of the year before was collected. */
  readonly notAssessable: number
  /** Findings, judged or not, that this night opened and closed. */
  readonly opened: number
  readonly closed: readonly (AuthorityYear & {
    readonly rule: string
    readonly reason: 'resolved-by-correction' | 'no-longer-found'
  })[]
  readonly filings: Readonly<Partial<Record<FilingStatus, number>>>
  /** Late beyond doubt. How many days the back-dated report is late depends on the day of the crawl. */
  readonly late: readonly (AuthorityYear & { readonly daysLate: number; readonly strength: 'law' | 'policy' })[]
  readonly missing: readonly AuthorityYear[]
  readonly backdated: readonly AuthorityYear[]
  /** Entries of the lists that are told apart by their titles. */
  readonly refusedByTitle: { readonly notReport: readonly string[]; readonly foreign: readonly string[] }
  /** Pages that had to be read to see that they hold no report. */
  readonly refusedByContent: readonly { readonly title: string; readonly reason: NotReport['code'] }[]
}

const REFUSED = {
  refusedByTitle: {
    notReport: [
      '云岚市人民政府门户网站2025年政府网站工作年度报表',
      '关于做好2025年政府信息公开工作年度报告编制发布工作的通知',
      '一图读懂云岚市市场监督管理局2025年政府信息公开工作年度报告',
    ],
    foreign: ['澄浦市鹿鸣县柏舟镇人民政府2025年度政府信息公开工作年度报告'],
  },
  refusedByContent: [
    { title: '云岚市文化和旅游局2024年度信息公开工作年度报告', reason: 'website-report' },
    { title: '云岚市星阑街道办事处2025年政府信息公开工作年度报告', reason: 'attachment-only' },
  ],
} as const

const BOTH_NIGHTS = [
  { rule: 'FMT-01', severity: 'error', count: 1 },
  { rule: 'FMT-04', severity: 'error', count: 1 },
  { rule: 'FMT-05', severity: 'error', count: 1 },
  { rule: 'FMT-06', severity: 'error', count: 1 },
  { rule: 'FMT-20', severity: 'warning', count: 1 },
  { rule: 'CELL-01', severity: 'error', count: 1 },
  { rule: 'CELL-02', severity: 'warning', count: 1 },
  { rule: 'CELL-03', severity: 'error', count: 1 },
  { rule: 'CELL-04', severity: 'error', count: 1 },
  { rule: 'CELL-05', severity: 'info', count: 1 },
  { rule: 'CELL-06', severity: 'info', count: 1 },
  { rule: 'CELL-07', severity: 'warning', count: 1 },
  { rule: 'T2-02', severity: 'error', count: 1 },
  { rule: 'T2-03', severity: 'warning', count: 1 },
  { rule: 'T2-04', severity: 'info', count: 1 },
  { rule: 'T2-05', severity: 'warning', count: 1 },
  { rule: 'T3-02', severity: 'error', count: 1 },
  { rule: 'T3-03', severity: 'error', count: 1 },
  { rule: 'T4-01', severity: 'error', count: 1 },
  { rule: 'T4-02', severity: 'error', count: 1 },
  { rule: 'T4-03', severity: 'error', count: 1 },
  { rule: 'NAR-01', severity: 'error', count: 1 },
  { rule: 'NAR-02', severity: 'error', count: 1 },
  { rule: 'NAR-03', severity: 'warning', count: 1 },
  { rule: 'NAR-04', severity: 'error', count: 1 },
  { rule: 'NAR-05', severity: 'error', count: 1 },
  { rule: 'NAR-06', severity: 'error', count: 1 },
  { rule: 'NAR-07', severity: 'error', count: 1 },
  { rule: 'NAR-08', severity: 'error', count: 1 },
  { rule: 'NAR-09', severity: 'error', count: 2 },
  { rule: 'NAR-10', severity: 'warning', count: 1 },
  { rule: 'NAR-11', severity: 'error', count: 1 },
  { rule: 'NAR-15', severity: 'warning', count: 1 },
  { rule: 'NAR-16', severity: 'warning', count: 1 },
  { rule: 'YR-01', severity: 'error', count: 1 },
  { rule: 'YR-09', severity: 'warning', count: 1 },
  { rule: 'TIME-02', severity: 'error', count: 1 },
  { rule: 'TIME-03', severity: 'warning', count: 1 },
  { rule: 'TIME-06', severity: 'info', count: 3 },
  { rule: 'TIME-07', severity: 'info', count: 1 },
  // The city's reports do not say whether they count its departments, and one body of 2025 is never found.
  { rule: 'AGG-06', severity: 'info', count: 3 },
  { rule: 'AGG-09', severity: 'warning', count: 1 },
] as const satisfies ExpectedNight['findings']

const LATE = [
  { authority: 'yl-weijianwei', year: 2025, daysLate: 25, strength: 'law' },
  { authority: 'yl-zhenliu', year: 2025, daysLate: 24, strength: 'policy' },
] as const

/** 24 authorities in three years are 72 reports: one is never published, one not yet on the first night. */
export const EXPECTED: Readonly<Record<1 | 2, ExpectedNight>> = {
  1: {
    portals: 3,
    reports: { new: 70, changed: 0, unchanged: 0, total: 70 },
    documents: { ofReports: 70, total: 72 },
    findings: [...BOTH_NIGHTS, { rule: 'T3-01', severity: 'error', count: 1 }, { rule: 'TIME-01', severity: 'error', count: 2 }],
    bySeverity: { error: 28, warning: 12, info: 10 },
    notAssessable: 24,
    opened: 74,
    closed: [],
    filings: { 'on-time': 68, late: 2, 'not-found': 2 },
    late: LATE,
    missing: [
      { authority: 'yl-shenjiju', year: 2025 },
      { authority: 'yl-ziranju', year: 2025 },
    ],
    backdated: [],
    ...REFUSED,
  },
  2: {
    portals: 3,
    reports: { new: 1, changed: 1, unchanged: 69, total: 71 },
    documents: { ofReports: 71, total: 73 },
    // The back-dated report is told by its disagreeing dates, as a warning; a correction without a word of it, too.
    findings: [
      ...BOTH_NIGHTS,
      { rule: 'TIME-01', severity: 'error', count: 1 },
      { rule: 'TIME-07', severity: 'warning', count: 1 },
      { rule: 'YR-12', severity: 'warning', count: 1 },
    ],
    bySeverity: { error: 26, warning: 14, info: 10 },
    notAssessable: 24,
    opened: 2,
    closed: [
      { authority: 'yl-gonganju', year: 2025, rule: 'T3-01', reason: 'resolved-by-correction' },
      { authority: 'yl-ziranju', year: 2025, rule: 'TIME-01', reason: 'resolved-by-correction' },
    ],
    filings: { 'on-time': 68, late: 2, 'late-doubtful': 1, 'not-found': 1 },
    late: LATE,
    missing: [{ authority: 'yl-shenjiju', year: 2025 }],
    backdated: [{ authority: 'yl-ziranju', year: 2025 }],
    ...REFUSED,
  },
}
