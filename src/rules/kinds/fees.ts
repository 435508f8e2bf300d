import type { CellKey } from '../../model/template.ts'

/** What the text says of fees for handling applications. */
export type FeeTerms =
  | {
      readonly kind: 'fee-notices'
      readonly cell: CellKey
      readonly section: number
      /** `denied`: the section says that no notice was sent; `untold`: it tells of none. */
      readonly when: 'denied' | 'untold'
      readonly denial: RegExp
    }
  | { readonly kind: 'fee-without-applications'; readonly applications: readonly CellKey[]; readonly section: number }
  | { readonly kind: 'fee-parts' }
  | { readonly kind: 'fee-agrees'; readonly section: number }

/** What each of these kinds does, for readers of the documentation. */
export const FEE_KINDS = {
  'fee-notices': 'Applications ended because a fee was not paid, and the text knows of no notice.',
  'fee-without-applications': 'A fee was charged although there was no application.',
  'fee-parts': 'The items of a fee do not add up to its sum.',
  'fee-agrees': 'Two parts of the text give different fees.',
} as const satisfies Readonly<Record<FeeTerms['kind'], string>>
