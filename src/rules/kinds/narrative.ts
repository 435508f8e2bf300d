import type { ClaimKind } from '../../model/report.ts'
import type { CellKey, Table3Row } from '../../model/template.ts'

/** Figures of the text, against each other and against the tables. */
export type NarrativeTerms =
  | {
      readonly kind: 'breakdown'
      readonly claims: readonly ClaimKind[]
      readonly parts: 'over' | 'under-closed' | 'under-open'
      /** Parts that may count one item twice. */
      readonly channels: RegExp
    }
  | { readonly kind: 'text-matches-table'; readonly claim: ClaimKind; readonly readings: readonly Reading[] }
  | { readonly kind: 'outcomes-add-up'; readonly total: readonly Table3Row[]; readonly withCarried: readonly Table3Row[] }
  | { readonly kind: 'text-says-none'; readonly claim: ClaimKind; readonly cell: CellKey }
  | { readonly kind: 'text-mentions'; readonly mention: RegExp; readonly cells: readonly CellKey[] }
  | {
      readonly kind: 'all-upheld'
      readonly words: RegExp
      readonly cells: Readonly<Record<'review' | 'lawsuits', readonly CellKey[]>>
    }
  | { readonly kind: 'percentage'; readonly denominators: readonly (readonly Table3Row[])[] }

/**
 * One way to read a figure of the text: the sum of these rows of table 3, total column. `label` limits it to claims with that label,
 * so that 予以公开 is compared with one group and 不予公开 with another. Numbers beside the words of `besides` may make up what it lacks.
 */
export type Reading = {
  readonly label?: RegExp
  readonly plus: readonly Table3Row[]
  readonly minus?: readonly Table3Row[]
  readonly besides?: RegExp
}

/** What each of these kinds does, for readers of the documentation. */
export const NARRATIVE_KINDS = {
  breakdown: 'The listed parts of a total in the text do not add up to it.',
  'text-matches-table': 'A figure of the text is none of the sums of table 3 that it may stand for.',
  'outcomes-add-up': 'The outcomes that a sentence lists do not make what was handled.',
  'text-says-none': 'The text says "none" and the table has some.',
  'text-mentions': 'The text mentions what the table has none of.',
  'all-upheld': 'The text says that all were upheld and the table has others.',
  percentage: 'A percentage fits none of the totals that it may be taken of.',
} as const satisfies Readonly<Record<NarrativeTerms['kind'], string>>
