import type { ReleasedRow } from '../table.ts'

/** A file as it was written, under its name. */
export type FinishedFile = { readonly name: string; readonly rows: number; readonly bytes: number; readonly sha256: string }

/** Writes the rows of one table in one format. Rows come in the table's order; those of a year follow each other. */
export type TableWriter = {
  write(rows: readonly ReleasedRow[]): Promise<void>
  /** One file, or several numbered ones where the format has a limit. */
  finish(): Promise<readonly FinishedFile[]>
  abandon(): Promise<void>
}
