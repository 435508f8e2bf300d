/**
 * Documents that were once read wrongly, each to be read again every time. `quirks` fixes what the seed would draw otherwise. Those marked
 * `mayLose` leave room for doubt: cells may be null with a note, never silently wrong.
 */
export type KeptSeed = {
  readonly layout: string
  readonly seed: number
  readonly quirks?: readonly string[]
  readonly mayLose?: boolean
}

export const KEPT_SEEDS: readonly KeptSeed[] = [
  // A table of tabs with blank cells.
  { layout: 'text-tabs', seed: 4, quirks: ['blank-all-zeros'], mayLose: true },
  // An extra column beside a table whose column spans are lost.
  { layout: 'html-column-spans-lost', seed: 1, quirks: ['last-year-column'], mayLose: true },
  { layout: 'html-column-spans-lost', seed: 1, quirks: ['remark-column'], mayLose: true },
  // Extra columns, rows or titles beside blank cells.
  { layout: 'text-tab-grid', seed: 362 },
  { layout: 'html-one-row-tables', seed: 668 },
  { layout: 'html-table4-rows', seed: 752 },
  // A figure that ran out of its box.
  { layout: 'ofd-template', seed: 1300 },
  { layout: 'pdf-landscape', seed: 2378, mayLose: true },
  // Rows of table 2 for columns, of which nothing but the order of words is left.
  { layout: 'html-one-row-tables', seed: 12, quirks: ['table-2-turned'], mayLose: true },
  { layout: 'html-list-grid', seed: 19, quirks: ['table-2-turned'], mayLose: true },
  // 约47 among the values of a row.
  { layout: 'text-single-blanks', seed: 54, quirks: ['odd-figures'], mayLose: true },
]
