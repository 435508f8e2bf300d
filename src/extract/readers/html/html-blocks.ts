import type { Attachment, Block, Note } from '../../../model/document.ts'
import { LineText } from '../line.ts'
import type { Shift } from '../shifted-digits.ts'
import { append, blocksOfTable } from '../table-blocks.ts'
import { attachmentOf, isIcon } from './html-links.ts'
import { type Attributes, isHidden, type Role, SHIFTED_STYLE, type Tag } from './html-tags.ts'

/** Elements whose start tag ends an open one of the same name. */
const CLOSES_ITSELF = new Set(['p', 'li', 'dd', 'dt', 'option', 'tr', 'td', 'th'])

/** Kinds of fields whose value is text that a visitor sees. */
const SHOWN_FIELDS = new Set(['text', 'number', 'tel', '', 'search'])

/** Tables nested deeper than this are read as plain text. */
const MAX_TABLE_DEPTH = 32

const NO_ATTRIBUTES: Attributes = {}

type OpenCell = {
  readonly name: string
  readonly at: { readonly start: number; end: number }
  readonly rowSpan: number
  readonly columnSpan: number
  readonly blocks: Block[]
}
type OpenRow = { readonly at: { readonly start: number; end: number }; readonly cells: OpenCell[]; readonly group: number }
type OpenTable = {
  readonly start: number
  /** Begun by a row or cell outside of any table, as fragments and doubly closed tables have them. */
  readonly implied: boolean
  readonly rows: OpenRow[]
  group: number
  row: OpenRow | null
  cell: OpenCell | null
}

/**
 * Builds the blocks of a page from its tags and text in one pass. Block elements end lines, inline ones never do, tables become grids;
 * a table that only lays out the page is taken apart into what it holds, in reading order. Missing and stray tags are treated as
 * browsers treat them: a row or cell ends the one before, an end tag never reaches out of its cell, text between cells stands before the table.
 */
export class HtmlBlocks {
  readonly #showHidden: boolean
  readonly #blocks: Block[] = []
  readonly #tables: OpenTable[] = []
  readonly #meta: { name: string; content: string }[] = []
  readonly #attachments: Attachment[] = []
  readonly #known = new Set<string>()
  readonly #pictures: Block[] = []
  readonly #line = new LineText()
  #sink: Block[] = this.#blocks
  #title: string | null = null
  #inTitle = false
  #preformatted = false
  /** The element that raises or lowers its text, and how deep elements of its name stand in it. */
  #shiftedBy: { readonly name: string; depth: number } | null = null
  #heading: number | null = null
  #headingSaid = false
  /** Start of the open p, li, dd, dt or heading, until it has given a line. */
  #itemStart = -1
  #link: { readonly href: string; readonly attributes: Attributes; text: string } | null = null
  #skip: { readonly name: string; depth: number; tables: number; readonly hidden: boolean } | null = null
  #unreadTables = 0
  #hiddenTables = 0

  /** `showHidden` reads elements that the page hides. */
  constructor(showHidden: boolean) {
    this.#showHidden = showHidden
  }

  get hasHiddenTables(): boolean {
    return this.#hiddenTables > 0
  }

  /** A start tag at [start, end). */
  open({ name, role, canBeHidden }: Tag, start: number, end: number, attributes: Attributes = NO_ATTRIBUTES): void {
    if (this.#skip && !this.#leaveSkipAtStart(name, role)) return
    if (role === 'skipped') {
      this.#startSkipping(name, false)
      return
    }
    if (!this.#showHidden && canBeHidden && attributes !== NO_ATTRIBUTES && isHidden(attributes)) {
      if (role === 'row') this.#openRow(start)
      if (role === 'cell') this.#closeCell(start)
      if (role !== undefined && role !== 'shifted') this.#endLine()
      this.#startSkipping(name, true)
      return
    }
    if (attributes['onclick'] !== undefined && role !== 'link') this.#addAttachment(attributes, '')
    switch (role) {
      case undefined:
        if (canBeHidden) this.#openInline(name, attributes)
        return
      case 'break':
        this.#breakLine()
        return
      case 'block':
      case 'item':
        this.#outsideImpliedTable(start)
        this.#endLine()
        // A heading without an end tag ends with the next block once it has said something.
        if (this.#headingSaid) this.#setHeading(null)
        if (role === 'item') this.#itemStart = start
        return
      case 'heading':
        this.#outsideImpliedTable(start)
        this.#endLine()
        this.#itemStart = start
        this.#setHeading(Number(name[1]))
        return
      case 'preformatted':
        this.#endLine()
        this.#preformatted = true
        return
      case 'table':
        this.#openTable(start, false)
        return
      case 'group':
        this.#openGroup(start)
        return
      case 'row':
        this.#openRow(start)
        return
      case 'cell':
        this.#openCell(name, start, attributes)
        return
      case 'caption':
        this.#closeCell(start)
        this.#endLine()
        return
      case 'link':
        this.#closeLink()
        this.#link = { href: attributes['href'] ?? '', attributes, text: '' }
        return
      case 'picture':
        if (attributes['src'] !== undefined && !isIcon(attributes)) {
          this.#pictures.push({ kind: 'picture', source: attributes['src'].trim(), at: { start, end } })
        }
        return
      case 'frame':
        this.#addAttachment(attributes, '')
        if (name === 'iframe') this.#startSkipping(name, false)
        return
      case 'field':
        this.#openField(name, attributes, start, end)
        return
      case 'shifted':
        this.#openShifted(name, name === 'sup' ? 'raised' : 'lowered')
        return
      case 'title':
        if (this.#title === null) {
          this.#inTitle = true
          this.#title = ''
        }
        return
      case 'meta':
        this.#addMeta(attributes)
    }
  }

  /** An end tag at [start, end). */
  close({ name, role }: Tag, start: number, end: number): void {
    if (this.#skip && !this.#leaveSkipAtEnd(name, role)) return
    switch (role) {
      case undefined:
      case 'shifted':
        if (this.#shiftedBy?.name === name && --this.#shiftedBy.depth === 0) this.#endShift()
        return
      case 'picture':
      case 'meta':
      case 'skipped':
      case 'frame':
      case 'field':
        return
      case 'break':
        this.#breakLine()
        return
      case 'block':
        this.#endLine()
        return
      case 'item':
        this.#endLine(end)
        return
      case 'heading':
        this.#endLine(end)
        this.#setHeading(null)
        return
      case 'preformatted':
        this.#endLine()
        this.#preformatted = false
        return
      case 'table':
        if (this.#unreadTables > 0) {
          this.#unreadTables--
          this.#endLine()
        } else this.#closeTable(start, end)
        return
      case 'group':
      case 'row':
        if (this.#unreadTables === 0) this.#closeRow(start, end)
        else this.#endLine()
        return
      case 'cell':
        if (this.#unreadTables > 0) this.#endLine()
        // The end tag of the other kind of cell is stray.
        else if (this.#tables.at(-1)?.cell?.name === name) this.#closeCell(start, end)
        return
      case 'caption':
        this.#endLine()
        return
      case 'link':
        this.#closeLink()
        return
      case 'title':
        this.#inTitle = false
    }
  }

  /** Text as it stands in the source from `start`. */
  text(text: string, start: number): void {
    if (this.#skip) return
    if (this.#inTitle) {
      this.#title += text
      return
    }
    if (this.#link) this.#link.text += text
    if (this.#preformatted) this.#addPreformatted(text, start)
    else this.#line.add(text, start)
  }

  /** A character written as an entity at [start, end). */
  entity(character: string, start: number, end: number): void {
    if (this.#skip) return
    if (this.#inTitle) {
      this.#title += character
      return
    }
    if (this.#link) this.#link.text += character
    this.#line.addEntity(character, start, end)
  }

  /** Closes all that is open at the end of the source and returns what was read. */
  finish(end: number): {
    title: string | null
    meta: readonly { name: string; content: string }[]
    blocks: Block[]
    attachments: Attachment[]
    notes: Note[]
  } {
    this.#unreadTables = 0
    while (this.#tables.length > 0) this.#closeTable(end)
    this.#endLine()
    this.#closeLink()
    return { title: this.#title, meta: this.#meta, blocks: this.#blocks, attachments: this.#attachments, notes: [] }
  }

  // Lines

  #breakLine(): void {
    this.#pushLine(null)
    this.#itemStart = -1
  }

  /** Ends the line before a block; `itemEnd` is given when the element that the line stands in ends here. */
  #endLine(itemEnd?: number): void {
    this.#pushLine(itemEnd !== undefined && this.#itemStart >= 0 ? { start: this.#itemStart, end: itemEnd } : null)
    this.#itemStart = -1
    this.#endShift()
    if (this.#pictures.length > 0) append(this.#sink, this.#pictures.splice(0))
  }

  /** An inline element may raise or lower its text by its style, as word processors write it. */
  #openInline(name: string, { style }: Attributes): void {
    const [, shift] = (style !== undefined && SHIFTED_STYLE.exec(style)) || []
    if (shift !== undefined) this.#openShifted(name, shift.toLowerCase() === 'super' ? 'raised' : 'lowered')
    else if (this.#shiftedBy?.name === name) this.#shiftedBy.depth++
  }

  #openShifted(name: string, shift: Shift): void {
    if (this.#shiftedBy) {
      if (this.#shiftedBy.name === name) this.#shiftedBy.depth++
      return
    }
    this.#shiftedBy = { name, depth: 1 }
    this.#line.shift = shift
  }

  /** A raised part ends with its element, at the latest with the block that it stands in. */
  #endShift(): void {
    this.#shiftedBy = null
    this.#line.shift = null
  }

  #pushLine(element: { start: number; end: number } | null): void {
    if (this.#line.isEmpty) {
      this.#line.take(null, extent)
      return
    }
    const paragraph = this.#line.take(this.#heading, extent)!
    this.#headingSaid = this.#heading !== null
    this.#sink.push(element ? { ...paragraph, at: element } : paragraph)
  }

  #setHeading(level: number | null): void {
    this.#heading = level
    this.#headingSaid = false
  }

  #addPreformatted(text: string, start: number): void {
    let from = 0
    for (const { index, 0: mark } of text.matchAll(/\r\n?|\n|\t/g)) {
      this.#line.add(text.slice(from, index), start + from)
      if (mark === '\t') this.#line.setApart()
      else this.#breakLine()
      from = index + mark.length
    }
    this.#line.add(text.slice(from), start + from)
  }

  // Tables

  #openTable(start: number, implied: boolean): void {
    this.#outsideImpliedTable(start)
    if (this.#tables.length >= MAX_TABLE_DEPTH) {
      this.#unreadTables++
      this.#endLine()
      return
    }
    const outer = this.#tables.at(-1)
    // A table between the cells of another one ends it, unless its cell was opened.
    if (outer && !outer.cell) {
      if (outer.row) this.#openCell('td', start, NO_ATTRIBUTES)
      else this.#closeTable(start)
    }
    this.#endLine()
    this.#tables.push({ start, implied, rows: [], group: 0, row: null, cell: null })
  }

  /** Text blocks do not stand between the cells of a table that has no tag of its own: it ends before them. */
  #outsideImpliedTable(start: number): void {
    const table = this.#tables.at(-1)
    if (table?.implied && !table.cell) this.#closeTable(start)
  }

  #openGroup(start: number): void {
    if (this.#unreadTables > 0) return
    const table = this.#tables.at(-1)
    if (!table) return
    this.#closeRow(start)
    table.group++
  }

  #openRow(start: number): void {
    if (this.#unreadTables > 0) {
      this.#endLine()
      return
    }
    if (this.#tables.length === 0) this.#openTable(start, true)
    this.#closeRow(start)
    const table = this.#tables.at(-1)!
    table.row = { at: { start, end: start }, cells: [], group: table.group }
    table.rows.push(table.row)
  }

  #openCell(name: string, start: number, attributes: Attributes): void {
    if (this.#unreadTables > 0) {
      this.#endLine()
      return
    }
    this.#closeCell(start)
    if (!this.#tables.at(-1)?.row) this.#openRow(start)
    const table = this.#tables.at(-1)!
    this.#endLine()
    const cell: OpenCell = {
      name,
      at: { start, end: start },
      rowSpan: spanOf(attributes['rowspan']),
      columnSpan: spanOf(attributes['colspan']) || 1,
      blocks: [],
    }
    table.row!.cells.push(cell)
    table.cell = cell
    this.#sink = cell.blocks
    this.#setHeading(null)
  }

  #closeCell(start: number, end = start): void {
    const table = this.#tables.at(-1)
    if (!table?.cell) return
    this.#endLine()
    this.#closeLink()
    table.cell.at.end = end
    table.cell = null
    this.#setHeading(null)
    this.#preformatted = false
    this.#sink = this.#sinkOfTables()
  }

  #closeRow(start: number, end = start): void {
    this.#closeCell(start)
    const table = this.#tables.at(-1)
    if (!table?.row) return
    table.row.at.end = end
    table.row = null
  }

  #closeTable(start: number, end = start): void {
    const table = this.#tables.at(-1)
    if (!table) {
      this.#endLine()
      return
    }
    this.#closeRow(start)
    this.#endLine()
    this.#tables.pop()
    this.#sink = this.#sinkOfTables()
    append(this.#sink, blocksOfTable(table.rows, { start: table.start, end }))
  }

  #sinkOfTables(): Block[] {
    for (let depth = this.#tables.length - 1; depth >= 0; depth--) {
      const cell = this.#tables[depth]!.cell
      if (cell) return cell.blocks
    }
    return this.#blocks
  }

  /** A filled-in field shows its value. Outside of tables fields are those of searches and logins. */
  #openField(name: string, { type = 'text', value = '' }: Attributes, start: number, end: number): void {
    const isInCell = this.#tables.at(-1)?.cell != null
    if (name === 'textarea') {
      if (!isInCell) this.#startSkipping(name, false)
    } else if (isInCell && SHOWN_FIELDS.has(type.toLowerCase()) && value.trim() !== '') this.#line.addEntity(value, start, end)
  }

  // Skipped and hidden elements

  #startSkipping(name: string, hidden: boolean): void {
    this.#skip = { name, depth: 1, tables: 0, hidden }
    if (hidden && name === 'table') this.#hiddenTables++
  }

  /** Whether a start tag ends the skipped element, so that it is to be read. */
  #leaveSkipAtStart(name: string, role: Role | undefined): boolean {
    const skip = this.#skip!
    const ends =
      skip.tables === 0 &&
      ((name === skip.name && CLOSES_ITSELF.has(name)) ||
        (skip.name === 'p' && role !== undefined && BLOCK_ROLES.has(role)) ||
        (this.#tables.length > 0 &&
          skip.name !== 'table' &&
          (role === 'row' || role === 'group' || (role === 'cell' && skip.name !== 'tr'))))
    if (ends) {
      this.#skip = null
      return true
    }
    if (name === 'table') {
      skip.tables++
      if (skip.hidden) this.#hiddenTables++
    }
    if (name === skip.name) skip.depth++
    return false
  }

  /** Whether an end tag belongs to what is around the skipped element, so that it is to be read. */
  #leaveSkipAtEnd(name: string, role: Role | undefined): boolean {
    const skip = this.#skip!
    if (name === skip.name) {
      skip.depth--
      if (name === 'table') skip.tables = Math.max(0, skip.tables - 1)
      if (skip.depth <= 0) this.#skip = null
      return false
    }
    if (role === 'table' && skip.tables > 0) {
      skip.tables--
      return false
    }
    const outside = skip.tables === 0 && this.#tables.length > 0 && skip.name !== 'table'
    if (outside && (role === 'table' || role === 'row' || role === 'group' || (role === 'cell' && skip.name !== 'tr'))) {
      this.#skip = null
      return true
    }
    return false
  }

  // Links and meta tags

  #closeLink(): void {
    const link = this.#link
    this.#link = null
    if (link) this.#addAttachment(link.attributes, link.text)
  }

  #addAttachment(attributes: Attributes, text: string): void {
    const attachment = attachmentOf(attributes, text.replace(/\s+/g, ' ').trim())
    if (!attachment) return
    const key = `${attachment.href}\n${attachment.text}`
    if (this.#known.has(key)) return
    this.#known.add(key)
    this.#attachments.push(attachment)
  }

  #addMeta(attributes: Attributes): void {
    const name = attributes['name'] ?? attributes['property']
    if (name) this.#meta.push({ name: name.trim(), content: attributes['content'] ?? '' })
  }
}

const BLOCK_ROLES: ReadonlySet<Role> = new Set<Role>(['block', 'item', 'heading', 'preformatted', 'table'])

function extent(start: number, end: number): { start: number; end: number } {
  return { start, end }
}

function spanOf(value: string | undefined): number {
  const digits = value === undefined ? null : /^\s*\+?(\d{1,6})/.exec(value)
  return digits ? Number(digits[1]) : 1
}
