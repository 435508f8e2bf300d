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
  // Another table 3 behind the report's own, with labels that are nearer to the form's.
  { layout: 'html-stray-row-ends', seed: 52147, mayLose: true },
  { layout: 'html-flip-book', seed: 100783, mayLose: true },
  { layout: 'text-wrapped-labels', seed: 52555, mayLose: true },
  { layout: 'text-numbers-between', seed: 50056, mayLose: true },
  { layout: 'pdf-unruled', seed: 52326, mayLose: true },
  { layout: 'html-table4-rows', seed: 44, quirks: ['last-year-table-4-behind'], mayLose: true },
  // Table 4 with blanks only, under headings that are packed to the left.
  { layout: 'text-utf16', seed: 188 },
  { layout: 'text-tab-lines-indented', seed: 292, mayLose: true },
  { layout: 'markdown-left-packed', seed: 188 },
  // Rows that changed places, with labels that are cut and as like to another row.
  { layout: 'pdf-row-lines', seed: 317, mayLose: true },
  { layout: 'pdf-row-lines', seed: 300200, mayLose: true },
  // Values before words of no row; blanks that only fill rows up; numbers that count them.
  { layout: 'text-one-line', seed: 200553, mayLose: true },
  { layout: 'text-one-line', seed: 101687, mayLose: true },
  { layout: 'text-one-line', seed: 8, mayLose: true },
  { layout: 'text-commas', seed: 201046, mayLose: true },
  { layout: 'text-tab-grid', seed: 101418, mayLose: true },
  { layout: 'text-wrapped-labels', seed: 300430, mayLose: true },
  { layout: 'text-cells-apart', seed: 61, quirks: ['empty-last-column', 'blank-zeros'], mayLose: true },
  { layout: 'text-single-blanks', seed: 40, quirks: ['serial-numbers', 'blank-few'], mayLose: true },
  { layout: 'html-column-spans-lost', seed: 55, quirks: ['subtotal-column'], mayLose: true },
  // A figure that ran out of its box.
  { layout: 'ofd-template', seed: 1300 },
  { layout: 'pdf-landscape', seed: 2378, mayLose: true },
  // Rows of table 2 for columns, of which nothing but the order of words is left.
  { layout: 'html-one-row-tables', seed: 12, quirks: ['table-2-turned'], mayLose: true },
  { layout: 'html-list-grid', seed: 19, quirks: ['table-2-turned'], mayLose: true },
  // 约47 among the values of a row.
  { layout: 'text-single-blanks', seed: 54, quirks: ['odd-figures'], mayLose: true },
  // Another table 2, or 4, behind the report's own or before it.
  { layout: 'text-page-numbers', seed: 58, mayLose: true },
  { layout: 'text-wrapped-prose', seed: 557, mayLose: true },
  { layout: 'pdf-unruled', seed: 58, mayLose: true },
  { layout: 'text-rows-run-together', seed: 9000437, mayLose: true },
  { layout: 'pdf-unruled', seed: 8100450, quirks: ['last-year-table-2-behind'], mayLose: true },
  { layout: 'pdf-row-lines', seed: 8100449, quirks: ['other-table-2-before'], mayLose: true },
  { layout: 'html-list-grid', seed: 8100018, quirks: ['other-table-2-behind'], mayLose: true },
  { layout: 'html-clean', seed: 8100000, quirks: ['last-year-table-4-before'] },
  { layout: 'text-numbers-between', seed: 8100055, quirks: ['last-year-table-4-before'] },
  // A column of last year's values beside figures that run together, or beside blanks.
  { layout: 'text-rows-run-together', seed: 188, mayLose: true },
  { layout: 'ofd-scaled', seed: 700717, mayLose: true },
  // Values behind the label of a row that the form does not have, below one without values.
  { layout: 'text-numbers-between', seed: 702056, mayLose: true },
  // A column of subtotals that makes the sums of two rows.
  { layout: 'rtf-traces', seed: 702495, mayLose: true },
  // Gaps between blanks that are wider where a cell is blank, or columns of figures with none in them; columns of subtotals.
  { layout: 'text-wide-gaps', seed: 8200011, quirks: ['blank-few'], mayLose: true },
  { layout: 'text-aligned', seed: 8200010, quirks: ['blank-all-zeros'], mayLose: true },
  { layout: 'text-tabs', seed: 8100041, quirks: ['subtotal-column'] },
  { layout: 'text-cell-a-line', seed: 8100045, quirks: ['subtotal-column'] },
]
