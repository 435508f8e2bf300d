import type { CellKey, TableName } from './template.ts'

/** Where a piece of a document stands, in terms of the snapshot it was read from. All that the reader knows is filled in. */
export type Place = {
  /** Character offsets into the decoded text of an HTML or text snapshot: [start, end). */
  readonly start?: number
  readonly end?: number
  /** Page (from 1) and box [left, top, right, bottom] in PDF points from the page's upper left corner. */
  readonly page?: number
  readonly box?: readonly [number, number, number, number]
  /** A path inside a container format, such as `word/document.xml#tbl[2]/tr[3]/tc[1]`, or of an element: `table[2]/tr[5]/td[3]`. */
  readonly path?: string
}

/**
 * One printed piece of a line: a word group that stands apart from its neighbours (tab, wide gap, own box).
 * `confidence` (0..1) is given where the text was recognised in a picture: how sure it is that it says what is printed; `placed` (0..1)
 * where no lines of a table tell the row and the column: how sure it is that it stands where it is taken to stand.
 */
export type Piece = { readonly text: string; readonly at: Place; readonly confidence?: number; readonly placed?: number }

/**
 * A line or paragraph. `pieces` are its parts as they stand apart on the page; joined they give `text` (up to white space).
 * `heading` is the level that the format itself marks (h1, `##`, Word heading style), else null.
 */
export type Paragraph = {
  readonly kind: 'paragraph'
  readonly text: string
  readonly heading: number | null
  readonly pieces: readonly Piece[]
  readonly at: Place
}

/** A cell of a table. Spans are expanded in `Grid.rows`: every position holds the same object as its anchor position. */
export type GridCell = {
  readonly text: string
  readonly at: Place
  /** 0..1, where the text was recognised in a picture: how sure it is that it says what is printed. */
  readonly confidence?: number
  /** 0..1, where the page draws no lines around it or ends within its row: how sure it is that the text belongs to this cell. */
  readonly placed?: number
  /** Position of the cell's upper left corner and its extent, after expansion. */
  readonly row: number
  readonly column: number
  readonly rowSpan: number
  readonly columnSpan: number
}

/** A table with spans expanded; positions that the table leaves out are null. */
export type Grid = {
  readonly kind: 'grid'
  readonly rows: readonly (readonly (GridCell | null)[])[]
  /** Rows with more cells than the table has columns, where the format lets that happen: something in them was taken for a border. */
  readonly overfull?: readonly number[]
  readonly at: Place
}

/** A picture that may hold a table or the whole report; `bytes` are its file (PNG, JPEG …) where the document carries it. */
export type Picture = { readonly kind: 'picture'; readonly source: string; readonly bytes?: Uint8Array; readonly at: Place }

/** A link to a file beside the page (PDF, Word …). */
export type Attachment = { readonly href: string; readonly text: string }

export type Block = Paragraph | Grid | Picture

/** What a reader makes of a file: every piece of text in reading order, with its place. Nothing is judged yet. */
export type Document = {
  readonly mediaType: string
  /** Character set the bytes were decoded with, where the format leaves it open. */
  readonly charset: string | null
  /** The decoded text that places are offsets into; left out where a format has no such places. */
  readonly source?: string
  /** The title that the format carries (HTML <title>, PDF or DOCX metadata), as it stands. */
  readonly title: string | null
  /** Name and content of meta tags (HTML) or document properties, in order, duplicates kept. */
  readonly meta: readonly { readonly name: string; readonly content: string }[]
  readonly blocks: readonly Block[]
  readonly attachments: readonly Attachment[]
  readonly notes: readonly Note[]
}

/** Something extraction could not read or had to normalise; told to the reviewer, never swallowed. */
export type Note = {
  /** A stable code such as `table-as-image`, `label-missing`, `text-damaged`. */
  readonly code: string
  /** One sentence in Chinese for officers. */
  readonly message: string
  /** The table that the note is about, where rules need to know. */
  readonly table?: TableName
  /** The cells that it is about, where rules need to know. */
  readonly cells?: readonly CellKey[]
  /** The unit that is printed instead of the form's, such as `元`; left out where none is. */
  readonly unit?: string
  /** Labels of the rows or columns that it is about, as printed. */
  readonly labels?: readonly string[]
  readonly at?: Place
}
