import type { AuthorityKind } from '../../model/authority.ts'
import type { CellKey } from '../../model/template.ts'

/** Figures that are possible and yet worth a look. */
export type PlausibilityTerms =
  | {
      readonly kind: 'share'
      /** Each of these against the sum of `whole`. */
      readonly parts: readonly CellKey[]
      readonly whole: readonly CellKey[]
      /** In percent. */
      readonly above: number
      readonly atLeast: number
    }
  | {
      readonly kind: 'stock-is-issue'
      readonly issued: CellKey
      readonly stock: CellKey
      readonly moreThan: number
      readonly bodies: readonly AuthorityKind[]
      /** Names of such bodies, where nobody registered them. */
      readonly names: RegExp
    }

/** What each of these kinds does, for readers of the documentation. */
export const PLAUSIBILITY_KINDS = {
  share: 'A part makes an unusual share of its whole.',
  'stock-is-issue':
    'All that is in force was issued this year: probably ordinary papers are counted. Other bodies are not asked.',
} as const satisfies Readonly<Record<PlausibilityTerms['kind'], string>>
