import type { ClaimKind } from '../../model/report.ts'
import type { CellKey, Table3Row } from '../../model/template.ts'

/** Figures of the text, against each other and against the tables. */
export type NarrativeTerms =
  | {
      readonly kind: 'breakdown'
      readonly claims: readonly ClaimKind[]
      readonly parts: 'over' | 'under-closed' | 'under-open' | 'unlike'
      /** Parts that may count one item twice. */
      readonly channels: RegExp
      /** Only lists all of whose parts are named so. */
      readonly only?: RegExp
      /** Not lists all of whose parts are named so: they have a rule of their own. */
      readonly but?: RegExp
    }
  | { readonly kind: 'text-matches-table'; readonly claim: ClaimKind; readonly readings: readonly Reading[] }
  | { readonly kind: 'outcomes-add-up'; readonly total: readonly Table3Row[]; readonly withCarried: readonly Table3Row[] }
  | {
      readonly kind: 'text-says-none'
      readonly cases: readonly {
        readonly claim: ClaimKind
        /** What there is none of, as the message names it. */
        readonly text: string
        readonly cells: readonly CellKey[]
        /** A number of these elsewhere in the text shows that the sentence is about one kind only. */
        readonly counted: readonly ClaimKind[]
      }[]
    }
  | { readonly kind: 'text-says-all'; readonly claim: ClaimKind; readonly left: CellKey; readonly told: ClaimKind }
  | {
      readonly kind: 'text-matches-cells'
      readonly cases: readonly CellsReading[]
      /** Not such sentences in the report of a government, which decides on others. */
      readonly notOfGovernments?: RegExp
    }
  | { readonly kind: 'request-parts'; readonly claims: readonly ClaimKind[] }
  | {
      readonly kind: 'growth'
      /** Sums of cells that a count and last year's may stand for. */
      readonly bases: Readonly<Partial<Record<ClaimKind, readonly (readonly CellKey[])[]>>>
      /** Percentage points. */
      readonly tolerance: number
    }
  | { readonly kind: 'repeated'; readonly indicators: readonly Indicator[] }
  | { readonly kind: 'rough-number'; readonly claims: readonly ClaimKind[] }
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

/** What a figure with this label (or none) counts, and the sums of cells that it may be. */
export type CellsReading = {
  readonly claim: ClaimKind
  readonly label: RegExp | null
  readonly text: string
  readonly sums: readonly (readonly CellKey[])[]
  /** A sentence without these words may speak of something else: one step less severe. */
  readonly about?: RegExp
}

/**
 * What several sentences may count, and the sums of cells that it may be, with or without those of `less`. `label` is null for figures
 * without one; only numbers that stand between two marks with the words of `about`, where they are given, are taken for it.
 */
export type Indicator = {
  readonly claim: ClaimKind
  readonly label: RegExp | null
  readonly sums: readonly (readonly CellKey[])[]
  readonly less?: readonly CellKey[]
  readonly about?: RegExp
}

/** What each of these kinds does, for readers of the documentation. */
export const NARRATIVE_KINDS = {
  breakdown: 'The listed parts of a total in the text do not add up to it.',
  'text-matches-table': 'A figure of the text is none of the sums of table 3 that it may stand for.',
  'outcomes-add-up': 'The outcomes that a sentence lists do not make what was handled.',
  'text-says-none': 'The text says "none" and the table has some.',
  'text-says-all': 'The text says that nothing is left and the table has some.',
  'text-matches-cells': 'A figure of the text is none of the sums of cells that it may stand for.',
  'request-parts': 'Applications by channel or by applicant do not add up to the number that they are said to be parts of.',
  growth: "A growth in the text is not that from last year's report.",
  repeated: 'The text gives one indicator twice, with different values.',
  'rough-number': 'A figure has no unit or is only about right where an exact one is usual.',
  'text-mentions': 'The text mentions what the table has none of.',
  'all-upheld': 'The text says that all were upheld and the table has others.',
  percentage: 'A percentage fits none of the totals that it may be taken of.',
} as const satisfies Readonly<Record<NarrativeTerms['kind'], string>>
