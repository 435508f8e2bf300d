import type { Reach } from './role.ts'

type Titled = { readonly zh: string; readonly en: string }

/** The papers that an office hands out. */
export const PAPERS = {
  ledger: { zh: '问题台账', en: 'ledger of findings', format: 'xlsx' },
  notice: { zh: '整改通知', en: 'notices of rectification', format: 'docx' },
  record: { zh: '复核记录', en: 'record of decisions', format: 'xlsx' },
  filings: { zh: '发布情况统计表', en: 'filing statistics', format: 'xlsx' },
  bodies: { zh: '单位分报告', en: 'a page for each authority', format: 'pdf' },
  circular: { zh: '通报稿', en: 'draft of a circular', format: 'docx' },
  scores: { zh: '考核扣分表', en: 'deductions for the evaluation', format: 'xlsx' },
} as const satisfies Record<string, Titled & { readonly format: 'xlsx' | 'docx' | 'pdf' }>

export type PaperKind = keyof typeof PAPERS
export const PAPER_KINDS = Object.keys(PAPERS) as readonly PaperKind[]

/** What a paper is about: the reports of one year, of an authority, a district or all that somebody may see. */
export type PaperScope = {
  readonly year: number
  readonly district: string | null
  readonly authority: string | null
  readonly reach: Reach
}

/** A paper as it is asked for. The same request over the same data gives the same bytes. */
export type PaperRequest = PaperScope & {
  readonly kind: PaperKind
  /** Day that the paper bears, YYYY-MM-DD. */
  readonly date: string
  /** Day until which a notice asks for rectification where the findings have none, YYYY-MM-DD. */
  readonly due: string | null
}
