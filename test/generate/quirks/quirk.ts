import type { CellKey } from '../../../src/model/template.ts'
import type { Draw } from '../draw.ts'
import { changeCells, type PrintedReport, reprintCells } from '../printed.ts'

/** A way in which real reports differ from the form: changes what is printed and the truth together. */
export type Quirk = {
  readonly name: string
  /** Cells may be read as null with a note: what is printed leaves room for doubt. */
  readonly mayLose?: boolean
  readonly apply: (report: PrintedReport, draw: Draw) => PrintedReport
}

type Reprinted = { readonly raw: string; readonly value?: number | null }

/** Prints another text than a plain number in some value cells; null leaves a cell as it is. */
export function inValues(
  name: string,
  print: (raw: string, draw: Draw, key: CellKey) => Reprinted | string | null,
  rest: Partial<Quirk> = {},
): Quirk {
  return {
    name,
    ...rest,
    apply: (report, draw) =>
      reprintCells(report, (key, { raw }) => {
        const changed = print(raw, draw, key)
        return typeof changed === 'string' ? { raw: changed } : changed
      }),
  }
}

/** Prints other labels. */
export function inLabels(name: string, change: (text: string, draw: Draw) => string, rest: Partial<Quirk> = {}): Quirk {
  return {
    name,
    apply: (report, draw) =>
      changeCells(report, (cell) => (cell.key || cell.text === '' ? cell : { ...cell, text: change(cell.text, draw) })),
    ...rest,
  }
}
