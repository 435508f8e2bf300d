import type { CellKey, Table3Column, Table3Row } from '../../model/template.ts'
import type { Side } from '../term.ts'

/** Figures against last year's report of the same body in the same scope. */
export type YearTerms =
  | {
      readonly kind: 'carry-columns'
      readonly row: Table3Row
      readonly prior: Table3Row
      readonly columns: readonly Table3Column[]
    }
  | {
      readonly kind: 'stock'
      readonly cases: readonly StockCase[]
      /** An error where the reports say that they cover the same and the gap is above this share of what is expected. */
      readonly errorAbove?: number
    }
  | { readonly kind: 'definitions-changed'; readonly cells: RegExp }
  | { readonly kind: 'left-open'; readonly cases: readonly { readonly pending: CellKey; readonly total: CellKey }[] }
  | {
      readonly kind: 'big-change'
      readonly cells: readonly CellKey[]
      readonly moreThan: number
      /** How many times the smaller number the larger one must be. */
      readonly times?: number
      /** What share of last year's number the change must exceed. */
      readonly share?: number
      /** What explains the change where it makes this year's number. */
      readonly unless?: Side
    }

/** What there was last year, and what it must have become by the movements of the year. */
type StockCase = { readonly subject: string; readonly now: CellKey; readonly before: CellKey; readonly expected: Side }

/** What each of these kinds does, for readers of the documentation. */
export const YEAR_KINDS = {
  'carry-columns': "The total is the one that last year's report carried over, a column is not.",
  stock: "A stock is not last year's with the movements of the year.",
  'definitions-changed':
    'The form has changed since last year: its figures are not compared. A note on our comparison, not on the report.',
  'left-open': 'Cases were pending at the end of last year, and this year names none.',
  'big-change': "A figure is far from last year's.",
} as const satisfies Readonly<Record<YearTerms['kind'], string>>
