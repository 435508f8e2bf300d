import type { AuthorityKind } from '../../model/authority.ts'
import type { CellKey } from '../../model/template.ts'
import type { Side, Term } from '../term.ts'

type Case = { readonly subject: string; readonly left: Side; readonly right: Side }

/** Figures against each other, against last year's, and against what the body is. */
export type ComparisonTerms =
  | { readonly kind: 'at-least'; readonly cases: readonly Case[]; readonly replaces?: string }
  | {
      readonly kind: 'nothing-from-nothing'
      readonly none: readonly Term[]
      readonly some: readonly Term[]
      readonly fromYear?: number
      readonly replaces?: string
    }
  | { readonly kind: 'both-or-neither'; readonly first: CellKey; readonly second: CellKey }
  | { readonly kind: 'jump'; readonly cell: CellKey; readonly factor: number }
  | {
      readonly kind: 'no-power'
      readonly cells: readonly CellKey[]
      /** Registered bodies of these kinds have no such power, whatever their names. */
      readonly kinds: readonly AuthorityKind[]
      /** Names of bodies without it, but for those of `unless`. */
      readonly without: RegExp
      readonly unless: RegExp
    }
  | { readonly kind: 'all-zero'; readonly cells: readonly CellKey[]; readonly authorities: RegExp }
  | { readonly kind: 'carry'; readonly left: readonly CellKey[]; readonly prior: readonly CellKey[] }
  | { readonly kind: 'copied-figures'; readonly atLeast: number }

/** What each of these kinds does, for readers of the documentation. */
export const COMPARISON_KINDS = {
  'at-least': 'A figure is less than it must be at least.',
  'nothing-from-nothing': 'Something is reported although all that it could come from is 0.',
  'both-or-neither': 'One of two figures that belong together is 0.',
  jump: "A figure is out of proportion to last year's. Other bodies are not asked.",
  'no-power': 'A figure is reported by a body that cannot have any.',
  'all-zero': 'A body whose work it is reports none.',
  carry: "A figure differs from the one that last year's report carried over.",
  'copied-figures': "All figures are last year's.",
} as const satisfies Readonly<Record<ComparisonTerms['kind'], string>>
