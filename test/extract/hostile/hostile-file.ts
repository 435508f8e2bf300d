/** A file made to exhaust or to break its reader. */
export type HostileFile = {
  readonly name: string
  readonly make: () => Uint8Array | string
}

const MEGABYTE = 1024 * 1024

/** A text repeated until it fills so many megabytes of UTF-8. */
export function filled(megabytes: number, text: string): Uint8Array {
  return Buffer.alloc(megabytes * MEGABYTE, text)
}

/** A table of equal cells. */
export function tableOf(columns: number, rows: number, text: string): string {
  return `<table>${`<tr>${`<td>${text}</td>`.repeat(columns)}</tr>`.repeat(rows)}</table>`
}
