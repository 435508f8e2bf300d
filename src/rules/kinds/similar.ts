/** The text of a report against last year's. `sections`: groups of sections, each compared as one text. */
export type SimilarTerms =
  | {
      readonly kind: 'text-of-last-year'
      readonly sections: readonly { readonly zh: string; readonly en: string; readonly numbers: readonly number[] }[]
      /** Share of the text that last year's has, too, from which the rule fires, 0 to 1. */
      readonly from: number
      /** A text of fewer characters, boilerplate left out, proves nothing. */
      readonly least: number
    }
  | { readonly kind: 'only-year-changed'; readonly sections: readonly number[]; readonly least: number }

/** What each of these kinds does, for readers of the documentation. */
export const SIMILAR_KINDS = {
  'text-of-last-year':
    "Most of the text stands in last year's report, too. Numbers, years and the body's names are masked; openings, captions, contact data and statutory phrases are left out. The shared passages are shown.",
  'only-year-changed': "The text is last year's to the letter, figures included; nothing but years differs.",
} as const satisfies Readonly<Record<SimilarTerms['kind'], string>>
