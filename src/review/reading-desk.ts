import type { Cell } from '../model/report.ts'
import type { ShownPage } from '../model/shown-page.ts'
import type { SnapshotFile } from '../model/snapshot.ts'
import type { CellKey } from '../model/template.ts'

type Said = { readonly zh: string; readonly en: string }

/** What one way of reading a table finds at a cell, and what became of it. */
export type WayOfReading = {
  readonly way: Said
  /** Null where it finds nothing there. */
  readonly raw: string | null
  readonly outcome: Said
  readonly why: Said
  readonly doubts: readonly Said[]
}

/** How a cell is read when its file is read again by the reader of today. */
export type ReadAgain = {
  readonly reader: string
  readonly cell: Cell
  /** The label of its row as printed; null where none led to it. */
  readonly rowLabel: string | null
  /** The headings above it, from top to bottom. */
  readonly headings: readonly string[]
  /** The printed line that it stands in, piece by piece. */
  readonly around: readonly { readonly text: string; readonly marked: boolean }[]
  readonly doubts: readonly Said[]
  readonly ways: readonly WayOfReading[]
}

/** Reading files for the pages, beyond what is stored of them. All throw `GiveUp` for a file that cannot be read within the limits. */
export type ReadingDesk = {
  /** The pages of a PDF or a picture; none for other formats. */
  readonly measure: (file: SnapshotFile) => Promise<readonly ShownPage[]>
  /** A page of a PDF, counted from 1, as a PNG. */
  readonly draw: (file: SnapshotFile, drawn: { readonly page: number; readonly scale: number }) => Promise<Uint8Array>
  /** Null where the file is no report any more. */
  readonly readAgain: (file: SnapshotFile, key: CellKey) => Promise<ReadAgain | null>
}
