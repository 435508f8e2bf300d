import type { Note, Place } from './document.ts'
import type { NotReportCode } from './not-report.ts'
import type { CellKey, Edition } from './template.ts'

export type CellKind = 'number' | 'blank' | 'slash' | 'dash' | 'word' | 'missing' | 'unreadable'

/**
 * One value cell as printed (`raw`) and as understood (`value`). A blank is never zero: `value` is null unless `kind` is `number`.
 * `confidence` runs from 0 to 1; 1 means that labels and the printed sums, or an unambiguous grid position, confirm the reading.
 */
export type Cell = {
  readonly raw: string
  readonly value: number | null
  readonly kind: CellKind
  readonly at: (Place & { readonly grid?: number; readonly row?: number; readonly column?: number }) | null
  readonly confidence: number
  /** Unit or remark printed beside the number, such as `件` or `（其中修订16件）`. */
  readonly remark?: string
}

/** A cell of less confidence is doubtful: it is shown as such, and findings on it are suspicions at most. */
export const SURE = 0.9

export type Cells = Readonly<Partial<Record<CellKey, Cell>>>

/** One numbered part of the report, 1 to 6, with all of its text (tables left out). */
export type Section = {
  readonly number: number
  readonly title: string
  readonly text: string
  /** The number printed before the title, where it is another one. */
  readonly printedNumber?: number
}

/** A date found in or around the report, and where: `meta:PubDate`, `label:发布日期`, `list`, `url`, `signature`, `byline` … */
export type DateEvidence = { readonly date: string; readonly from: string }

/**
 * What a figure in the text is said to be. `part` claims belong to the total that the field `of` points to.
 * Codes follow `nar.*` of the domain reference §2.5.
 */
export type ClaimKind =
  | 'disclosed_total'
  | 'breakdown_total'
  | 'part'
  | 'new_received'
  | 'received'
  | 'carried_in'
  | 'answered'
  | 'carried_out'
  | 'no_requests'
  | 'no_reviews'
  | 'no_lawsuits'
  | 'outcome'
  | 'by_applicant'
  | 'by_channel'
  | 'review'
  | 'lawsuits'
  | 'all_upheld'
  | 'percentage'
  | 'growth'
  | 'fee_cases'
  | 'fee_amount'
  | 'documents'
  | 'decisions'
  | 'all_closed'

/** A figure or statement found in the text, with the sentence it stands in. */
export type Claim = {
  readonly kind: ClaimKind
  /** The stated number; 0 for "none"; null where the text names none. */
  readonly value: number | null
  readonly unit: string | null
  /** 余, 约, 多, 近, 上万 … stand beside the number. */
  readonly approximate: boolean
  /** The sentence, as printed. */
  readonly text: string
  /** Number of the section, 0 for the text before the first one. */
  readonly section: number
  /** What the number counts, as printed: `财政预决算信息`, `予以公开`, `自然人`. */
  readonly label: string | null
  /** Index in `Report.claims` of the total that this part belongs to. */
  readonly of: number | null
  /** For totals with parts: false when the list says 等 or is otherwise open. */
  readonly closed?: boolean
  /** Whose figures they are where the sentence says so: 全市 …, 本机关 …, 办公室. */
  readonly scope: 'region' | 'own' | null
  /** Where the sentence stands in the snapshot; null where that is not known. */
  readonly at: Place | null
  /** Where its number stands, as closely as the reader knows; left out for a statement without a number. */
  readonly figureAt?: Place
}

/** The span that the figures are said to cover, first and last day as YYYY-MM-DD: 统计期限自…起至…止. */
export type Period = { readonly start: string; readonly end: string }

/**
 * Whose figures a report holds: the body's own, those of a government's office alone, those of every body in the region, or of a system
 * such as 全市教育系统.
 */
export type ReportScope = 'own_body' | 'own_office' | 'whole_region' | 'system'

/** How the body can be reached, as printed. */
export type Contact = {
  readonly address: string | null
  readonly zip: string | null
  readonly phone: string | null
  readonly fax: string | null
  readonly email: string | null
}

type ReportSource = { readonly name: string; readonly sha256: string; readonly mediaType: string; readonly bytes: number }

/** One report as read from one file. `cells` holds every key of the edition. */
export type Report = {
  readonly schema: 'gouji.report/1'
  readonly source: ReportSource
  readonly authority: string | null
  readonly year: number | null
  readonly edition: Edition | null
  readonly title: string | null
  readonly period: Period | null
  /** Null where the text does not say. */
  readonly scope: ReportScope | null
  /** The words that `scope` rests on, as printed. */
  readonly scopeWords: string | null
  readonly contact: Contact | null
  readonly dates: readonly DateEvidence[]
  /** The text between the title and the first section; empty where there is none. */
  readonly opening: string
  readonly sections: readonly Section[]
  readonly cells: Cells
  readonly claims: readonly Claim[]
  readonly notes: readonly Note[]
}

/** What a file was read as: a report, or why it is none. */
export type Extraction =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'not-report'; readonly reason: NotReport }

export type NotReport = {
  readonly code: NotReportCode
  /** One sentence that says what was seen. */
  readonly message: string
  /** For `attachment-only`: the files that may hold the report. */
  readonly attachments: readonly { readonly href: string; readonly text: string }[]
}
