/** Bytes as fetched or given, never altered. `sha256` is lower-case hex and names the file in the snapshot store. */
export type SnapshotFile = {
  /** File name or address, for messages and for telling names apart; the format is told from the bytes. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly sha256: string
}

/** The largest file that is read, in bytes. Reports have kilobytes, scans some megabytes. */
export const MAX_FILE = 100 * 1024 * 1024
