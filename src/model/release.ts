/** What goes into a release; null: all of them. */
export type ReleaseSelection = {
  /** Reporting years. */
  readonly years: readonly number[] | null
  /** Ids of districts. */
  readonly districts: readonly string[] | null
  /** Ids of authorities. */
  readonly authorities: readonly string[] | null
}

export const EVERYTHING: ReleaseSelection = { years: null, districts: null, authorities: null }

export const RELEASE_FORMATS = ['csv', 'jsonl', 'parquet', 'xlsx'] as const

export type ReleaseFormat = (typeof RELEASE_FORMATS)[number]

/** How CSV is written. `bom`: led by a byte order mark, by which Excel knows UTF-8. `exact`: text that a spreadsheet would calculate stays as it is. */
export type CsvOptions = { readonly bom: boolean; readonly exact: boolean }

/** One file of a release: `path` from the release's folder, with `/`. `table` is null for what is about the release. */
export type ReleaseFile = {
  readonly path: string
  readonly table: string | null
  readonly rows: number | null
  readonly bytes: number
  readonly sha256: string
}

/** How many rows a table of a release has, and what it is called. */
export type ReleasedTable = { readonly name: string; readonly rows: number }

/** What a release remembers the standing of, since it changes in place. Reports are remembered by their versions. */
export type StandingOf = 'finding' | 'filing'

/** What of it is compared between releases: released columns by name, days as text, and of a finding whether it is `open`. */
export type KeptStanding = Readonly<Record<string, string | number | boolean | null>>

/** A version is `<reporting year>.<number>` by habit; any such name will do. */
export function isReleaseVersion(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u.test(text)
}

/** What a page shows of a table: its first rows, how many rows have a value in a column, and how often each value of a closed list occurs. */
export type TablePreview = {
  readonly name: string
  readonly first: readonly (readonly (string | number | boolean | null)[])[]
  readonly filled: Readonly<Record<string, number>>
  readonly counts: Readonly<Record<string, readonly (readonly [value: string | number | boolean | null, count: number])[]>>
}

/** What the codebook of a release says of a table. */
export type DescribedTable = {
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly key: readonly string[]
  readonly columns: readonly {
    readonly name: string
    readonly type: string
    readonly zh: string
    readonly en: string
    readonly unit?: string
    readonly missing?: { readonly zh: string; readonly en: string }
    readonly values?: Readonly<Record<string, { readonly zh: string; readonly en: string }>>
  }[]
}
