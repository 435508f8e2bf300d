import type { Table3Column } from '../../model/template.ts'

/** Single cells, and how a table is filled in. */
export type CellTerms =
  | { readonly kind: 'cell'; readonly test: 'not-a-number' | 'negative' | 'not-an-integer' }
  | { readonly kind: 'cell-style'; readonly test: 'remark' | 'digits' }
  | { readonly kind: 'blank-cells'; readonly toleratedAlone: RegExp }
  | { readonly kind: 'blank-totals'; readonly parts: readonly Table3Column[]; readonly total: Table3Column }
  | { readonly kind: 'doubtful-reading'; readonly suppressFrom: number }

/** What each of these kinds does, for readers of the documentation. */
export const CELL_KINDS = {
  cell: 'A cell holds something that cannot be a count.',
  'cell-style': 'A cell is readable but oddly written; once for each table.',
  'blank-cells': 'Cells are blank or hold a slash; once for each table.',
  'blank-totals': 'Totals are blank although their parts are filled in; once for the table.',
  'doubtful-reading': 'Cells were read with little confidence. A note on our reading, not on the report.',
} as const satisfies Readonly<Record<CellTerms['kind'], string>>
