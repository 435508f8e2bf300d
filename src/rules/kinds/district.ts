import type { CellKey } from '../../model/template.ts'

/** Figures that a government's report for its whole region adds up over its bodies. */
export type Added = {
  readonly subject: string
  readonly zh: string
  readonly en: string
  readonly cells: readonly CellKey[]
}

/** The reports of a district beside each other. The first four look at a government that reports for its whole region. */
export type DistrictTerms =
  | {
      readonly kind: 'region-sum'
      readonly figures: readonly Added[]
      /** What the two may differ by: this share of the greater one, and this many. */
      readonly tolerated: { readonly share: number; readonly count: number }
    }
  | { readonly kind: 'region-at-least'; readonly figures: readonly Added[] }
  | { readonly kind: 'scope-unknown' }
  | { readonly kind: 'office-as-region' }
  | {
      readonly kind: 'alike-in-district'
      /** Share of one text that the other has, too, from which the rule fires, 0 to 1. */
      readonly from: number
    }
  | { readonly kind: 'roster' }

/** What each of these kinds does, for readers of the documentation. */
export const DISTRICT_KINDS = {
  'region-sum':
    "A government's figures for its whole region differ from the sum over its office, departments and towns, with and without vertically managed bodies. Judged when the reports of all of them are at hand.",
  'region-at-least': "A government's figure for its whole region is less than that of one of its bodies.",
  'scope-unknown':
    'The text does not say whether the figures are of the whole region or of the body alone, so sums over the district were not checked.',
  'office-as-region':
    'Tables 3 and 4 of a government are those of its general office, although other bodies report requests of their own.',
  'alike-in-district':
    'Most of the text stands in the report of another body of the district. Numbers and names are masked; openings, captions and statutory phrases are left out. One finding a body, with the passages shared with the likest.',
  roster: 'Bodies of the district that are expected to publish were proved not to have done so.',
} as const satisfies Readonly<Record<DistrictTerms['kind'], string>>
