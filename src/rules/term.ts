import type { CellKey } from '../model/template.ts'

/** A cell of this report, or of last year's (`prior:`). */
export type Term = CellKey | `prior:${CellKey}`

/** What one side of a comparison adds up, less what it takes off. */
export type Side = { readonly plus: readonly Term[]; readonly minus?: readonly Term[] }
