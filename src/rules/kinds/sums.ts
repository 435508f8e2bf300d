import type { CellKey, Table3Column, Table3Row } from '../../model/template.ts'

/** Sums that must hold, judged together: they take part in the localisation of errors. */
export type SumTerms =
  | {
      readonly kind: 'column-balance'
      readonly columns: readonly Table3Column[]
      readonly left: readonly Table3Row[]
      readonly right: readonly Table3Row[]
    }
  | { readonly kind: 'row-sum'; readonly parts: readonly Table3Column[]; readonly total: Table3Column }
  | { readonly kind: 'balance'; readonly left: readonly CellKey[]; readonly right: readonly CellKey[] }
  | { readonly kind: 'opposite-columns'; readonly of: readonly string[]; readonly columns: readonly Table3Column[] }
  | { readonly kind: 'split-digits'; readonly of: string; readonly columns: readonly Table3Column[] }

/** What each of these kinds does, for readers of the documentation. */
export const SUM_KINDS = {
  'column-balance': 'Two sums of rows differ in a column of table 3.',
  'row-sum': 'The parts of a row of table 3 do not add up to its total.',
  balance: 'Two sums of cells differ.',
  'opposite-columns': 'Two neighbouring columns fail by opposite amounts.',
  'split-digits': 'A doubtful row adds up if two neighbouring cells are one number.',
} as const satisfies Readonly<Record<SumTerms['kind'], string>>
