import type { Draw } from '../draw.ts'
import type { PrintedReport } from '../printed.ts'

/** Kinds of files that reports come in. */
type Format =
  | 'html'
  | 'json'
  | 'text'
  | 'markdown'
  | 'pdf'
  | 'ofd'
  | 'docx'
  | 'doc'
  | 'wps'
  | 'rtf'
  | 'xlsx'
  | 'xls'
  | 'zip'
  | 'picture'
  | 'scan'

/** One way to turn a printed report into a file. */
export type Layout = {
  readonly name: string
  readonly format: Format
  readonly render: (report: PrintedReport, draw: Draw) => Uint8Array | Promise<Uint8Array>
  readonly fileName?: string
  /** Text runs together or stands in a picture: cells may be read as null with a note. */
  readonly mayLose?: boolean
  /** Blank cells leave no trace: a row with blanks may be read as null with a note. */
  readonly losesBlanks?: boolean
  /** Takes seconds to read: measured by the benchmark, not in every test run. */
  readonly isSlow?: boolean
}
