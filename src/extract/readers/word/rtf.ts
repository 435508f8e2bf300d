import type { Block, Document } from '../../../model/document.ts'
import { GiveUp } from '../../../model/give-up.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { officeDocument } from '../containers/office-document.ts'
import type { Shift } from '../shifted-digits.ts'
import type { Merging } from './edge-rows.ts'
import { RtfText } from './rtf-text.ts'
import { CHARACTERS, KNOWN_EXTENSIONS, LEFT_OUT, PROPERTIES, TIME_WORDS } from './rtf-words.ts'
import { ICON_SIDE, type RowShape, Story } from './story.ts'

const PATH = 'rtf#'
const MOST_NESTED_GROUPS = 5000
const MOST_NESTED_TABLES = 60

/** What holds until the end of a group. */
type Group = {
  /** Its content is left out. */
  readonly skipped: boolean
  readonly hidden: boolean
  readonly deleted: boolean
  readonly shift: Shift | null
  readonly font: number
  readonly fallback: number
  readonly inTable: boolean
  readonly depth: number
  readonly outline: number | null
  readonly style: number | null
  /** What its text is kept for, other than to be printed. */
  readonly use: 'fonts' | 'styles' | 'property' | 'picture' | 'drawing' | null
  readonly property: string
  /** It holds a text twice: in bytes, and marked as `ud` in Unicode. */
  readonly isTwofold: boolean
}

type CellDefinition = { readonly right: number; readonly across: Merging; readonly down: Merging }
type RowDefinition = { left: number; cells: CellDefinition[]; across: Merging; down: Merging }
type PictureDraft = { hex: string[]; width: number; height: number }
/** A story that a text box interrupted, to go on after it. */
type Interrupted = { readonly level: number; readonly story: Story; readonly before: Block[]; readonly after: Block[] }

/**
 * Reads Rich Text Format: paragraphs with headings by style or outline level, tables with merged cells, text boxes, the numbers of lists. Left
 * out are page headers and footers, notes, deleted and hidden text, and the codes of fields.
 */
export function readRtf(file: SnapshotFile): Document {
  const reader = new RtfReader(file.name)
  const source = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length).toString('latin1')
  const blocks = reader.read(source)
  return officeDocument({ mediaType: 'application/rtf', meta: reader.meta, blocks, notes: reader.notes })
}

class RtfReader {
  readonly meta: { name: string; content: string }[] = []
  readonly #fileName: string
  readonly #text = new RtfText()
  readonly #groups: Group[] = []
  #group: Group = FIRST_GROUP
  #story = new Story(PATH)
  #notes: Story['notes'] = []
  #before: Block[] = []
  #after: Block[] = []
  readonly #interrupted: Interrupted[] = []
  #boxes = 0
  #row: RowDefinition = newRow()
  readonly #outerRows: { readonly level: number; readonly row: RowDefinition }[] = []
  #picture: PictureDraft = { hex: [], width: 0, height: 0 }
  #pictures = 0
  readonly #styleLevels = new Map<number, number>()
  #property = ''
  #time = new Map<string, number>()
  /** Characters still to be passed over after a Unicode character. */
  #toSkip = 0

  constructor(fileName: string) {
    this.#fileName = fileName
  }

  get notes(): Story['notes'] {
    return [...this.#notes, ...this.#story.notes]
  }

  read(source: string): Block[] {
    const words = /\\(?:([a-zA-Z]{1,40})(-?\d{1,10})? ?|'([0-9a-fA-F]{2})|([\s\S]))|([{}])|[\r\n\0]+|[^\\{}\r\n\0]+|\\$/y
    let at = 0
    while (at < source.length) {
      words.lastIndex = at
      const found = words.exec(source)!
      at = words.lastIndex
      const { 0: run, 1: word, 2: number, 3: hex, 4: symbol, 5: brace } = found
      if (brace === '{') this.#open()
      else if (brace === '}') {
        this.#close()
        if (this.#groups.length === 0) break
      } else if (word === 'bin') at += Math.max(0, Number(number ?? 0))
      else if (word !== undefined) this.#word(word, number === undefined ? null : Number(number))
      else if (hex !== undefined) this.#byte(Number.parseInt(hex, 16))
      else if (symbol !== undefined) this.#symbol(symbol)
      else if (run.charCodeAt(0) >= 0x20 || run[0] === '\t') this.#run(run)
    }
    if (this.#groups.length > 0) throw this.#damaged('its last group is not closed')
    if (this.#text.length > 0) this.#endParagraph()
    return this.#story.finish()
  }

  #damaged(what: string): GiveUp {
    return new GiveUp('damaged-file', `${this.#fileName} is a damaged or truncated RTF document: ${what}; fetch or save it again`)
  }

  #open(): void {
    if (this.#groups.length >= MOST_NESTED_GROUPS) throw new GiveUp('too-large', `${this.#fileName} nests its groups without end`)
    this.#toSkip = 0
    this.#groups.push(this.#group)
    if (this.#group.isTwofold) this.#change({ skipped: true, isTwofold: false })
    this.#isAtStart = true
  }

  /** Whether a group has just begun, so that a word may name what it is. */
  #isAtStart = false
  /** Whether the group is marked as one that readers may pass over. */
  #isExtension = false

  #close(): void {
    const closed = this.#group
    const outer = this.#groups.pop()
    if (!outer) throw this.#damaged('it closes a group that was not opened')
    this.#toSkip = 0
    this.#isAtStart = false
    this.#isExtension = false
    this.#group = outer
    const level = this.#groups.length
    if (closed.property !== outer.property) this.#endProperty(closed.property)
    if (closed.use === 'styles' && outer.use === 'styles') this.#endStyle(closed)
    if (closed.use === 'fonts' || closed.use === 'styles') this.#text.take()
    if (closed.use === 'picture' && outer.use !== 'picture') this.#endPicture()
    if (this.#interrupted.at(-1)?.level === level) this.#endBox()
    if (this.#outerRows.at(-1)?.level === level) this.#row = this.#outerRows.pop()!.row
    this.#text.setFont(outer.font)
    this.#text.setShift(outer.shift)
  }

  #change(change: Partial<Group>): void {
    this.#group = { ...this.#group, ...change }
  }

  get #isPrinted(): boolean {
    const { skipped, hidden, deleted, use } = this.#group
    return !skipped && !hidden && !deleted && use === null
  }

  get #isKept(): boolean {
    const { skipped, use } = this.#group
    return this.#isPrinted || (!skipped && (use === 'property' || use === 'styles'))
  }

  #run(run: string): void {
    this.#isAtStart = false
    if (this.#group.use === 'picture' && !this.#group.skipped) {
      this.#picture.hex.push(run)
      return
    }
    const skipped = Math.min(this.#toSkip, run.length)
    this.#toSkip -= skipped
    if (this.#isKept) this.#text.addRun(skipped > 0 ? run.slice(skipped) : run)
  }

  #byte(byte: number): void {
    this.#isAtStart = false
    if (this.#toSkip > 0) this.#toSkip--
    else if (this.#isKept) this.#text.addByte(byte)
  }

  #symbol(symbol: string): void {
    if (symbol === '*') {
      this.#isExtension = true
      return
    }
    this.#isAtStart = false
    if (this.#toSkip > 0) {
      this.#toSkip--
      return
    }
    if (symbol === '\n' || symbol === '\r') this.#word('par', null)
    else if (!this.#isKept) return
    else if (symbol === '~') this.#text.add('\u00a0')
    else if (symbol === '_') this.#text.add('-')
    else if (symbol === '\t') this.#text.add('\t')
    else if (/[\\{}]/.test(symbol)) this.#text.addRun(symbol)
  }

  #word(word: string, number: number | null): void {
    const isAtStart = this.#isAtStart
    const isExtension = this.#isExtension
    this.#isAtStart = false
    this.#isExtension = false
    if (this.#toSkip > 0 && word !== 'u') {
      this.#toSkip--
      return
    }
    if (isAtStart && this.#beginGroup(word, isExtension)) return
    if (this.#group.skipped) return
    const character = CHARACTERS[word]
    if (character !== undefined) {
      if (this.#isKept) this.#text.add(character)
      return
    }
    if (this.#textWord(word, number)) return
    if (this.#group.use === 'property') this.#timeWord(word, number)
    else if (this.#group.use === 'picture') this.#pictureWord(word, number ?? 0)
    else if (this.#group.use === null) this.#tableWord(word, number)
  }

  /** Groups are named by their first word. */
  #beginGroup(word: string, isExtension: boolean): boolean {
    if (word === 'ud') {
      this.#change({ skipped: this.#groups.at(-1)!.skipped })
      return true
    }
    if (LEFT_OUT.has(word) || (isExtension && !KNOWN_EXTENSIONS.has(word))) {
      this.#change({ skipped: true })
      return true
    }
    const level = this.#groups.length - 1
    if (word === 'upr') this.#change({ isTwofold: true })
    else if (word === 'sp') this.#change({ use: 'drawing' })
    else if (word === 'fonttbl') this.#change({ use: 'fonts' })
    else if (word === 'stylesheet') this.#change({ use: 'styles' })
    else if (word === 'pict' && !this.#group.skipped) {
      this.#picture = { hex: [], width: 0, height: 0 }
      this.#change({ use: 'picture' })
    } else if (word === 'shptxt' && !this.#group.skipped) this.#beginBox(level)
    else if (word === 'nesttableprops') {
      this.#outerRows.push({ level, row: this.#row })
      this.#row = newRow()
    } else if (PROPERTIES[word] && this.#group.use === 'property') {
      this.#text.take()
      this.#time = new Map()
      this.#change({ use: 'property', property: word })
    } else if (word === 'info') this.#change({ use: 'property', property: '' })
    else return false
    return true
  }

  /** Words on characters and paragraphs. Words without a number turn a property on. */
  #textWord(word: string, number: number | null): boolean {
    switch (word) {
      case 'ansicpg':
        this.#text.setCodePage(number ?? 0)
        return true
      case 'u':
        if (number !== null && this.#isKept) this.#text.add(String.fromCharCode(number & 0xffff))
        this.#toSkip = number === null ? 0 : this.#group.fallback
        return true
      case 'uc':
        this.#change({ fallback: Math.min(100, Math.max(0, number ?? 1)) })
        return true
      case 'f':
        this.#change({ font: number ?? 0 })
        this.#text.setFont(number ?? 0)
        return true
      case 'fcharset':
      case 'cpg':
        if (this.#group.use === 'fonts') this.#text.defineFont(this.#group.font, word, number ?? 0)
        return true
      case 'plain':
        this.#change({ hidden: false, deleted: false })
        this.#setShift(null)
        return true
      case 'super':
        this.#setShift(number === 0 ? null : 'raised')
        return true
      case 'sub':
        this.#setShift(number === 0 ? null : 'lowered')
        return true
      case 'nosupersub':
        this.#setShift(null)
        return true
      case 'v':
        this.#change({ hidden: number !== 0 })
        return true
      case 'deleted':
        this.#change({ deleted: number !== 0 })
        return true
      case 'pard':
        this.#change({ inTable: false, depth: 0, outline: null, style: null })
        return true
      case 'intbl':
        this.#change({ inTable: true })
        return true
      case 'itap':
        if ((number ?? 0) > MOST_NESTED_TABLES) throw new GiveUp('too-large', `${this.#fileName} nests its tables without end`)
        this.#change({ depth: Math.max(0, number ?? 1) })
        return true
      case 's':
        this.#change({ style: number })
        return true
      case 'outlinelevel':
        this.#change({ outline: number })
        return true
      case 'par':
      case 'sect':
        if (this.#group.use === null) this.#endParagraph()
        return true
      default:
        return false
    }
  }

  #setShift(shift: Shift | null): void {
    this.#change({ shift })
    this.#text.setShift(shift)
  }

  #tableWord(word: string, number: number | null): void {
    const row = this.#row
    switch (word) {
      case 'trowd':
        this.#row = newRow()
        return
      case 'trleft':
        row.left = number ?? 0
        return
      case 'clmgf':
        row.across = 'first'
        return
      case 'clmrg':
        row.across = 'continued'
        return
      case 'clvmgf':
        row.down = 'first'
        return
      case 'clvmrg':
        row.down = 'continued'
        return
      case 'cellx':
        row.cells.push({ right: number ?? 0, across: row.across, down: row.down })
        row.across = 'none'
        row.down = 'none'
        return
      case 'cell':
      case 'nestcell': {
        const depth = word === 'cell' ? 1 : Math.max(2, this.#depth)
        this.#endParagraph(depth)
        this.#story.endCell(depth)
        return
      }
      case 'row':
      case 'nestrow':
        this.#endRow(word === 'row' ? 1 : Math.max(2, this.#depth))
    }
  }

  get #depth(): number {
    const { inTable, depth } = this.#group
    return inTable ? Math.max(1, depth) : depth
  }

  #endParagraph(depth = this.#depth): void {
    const { outline, style } = this.#group
    const level = outline === null ? (this.#styleLevels.get(style ?? -1) ?? 0) : (outline + 1) % 10
    this.#story.addParagraph(this.#text.take(), depth, level > 0 ? level : null, this.#before, this.#after)
    this.#before = []
    this.#after = []
  }

  #endRow(depth: number): void {
    if (this.#text.length > 0) this.#endParagraph(depth)
    const { left, cells } = this.#row
    const shape: RowShape = { edges: [left, ...cells.map(({ right }) => right)], cells }
    this.#story.endRow(depth, cells.length > 0 ? shape : null, this.#group.deleted)
  }

  #beginBox(level: number): void {
    // The words of the paragraph before the box stand behind it, as the box is drawn at the paragraph's begin.
    this.#interrupted.push({ level, story: this.#story, before: this.#before, after: this.#after })
    this.#text.push()
    this.#boxes++
    this.#story = new Story(`${PATH}txbx[${this.#boxes}]`)
    this.#before = []
    this.#after = []
    this.#change({ inTable: false, depth: 0, outline: null, style: null })
  }

  #endBox(): void {
    const { story, before, after } = this.#interrupted.pop()!
    if (this.#text.length > 0) this.#endParagraph(0)
    const blocks = this.#story.finish()
    this.#notes.push(...this.#story.notes)
    this.#text.pop()
    this.#story = story
    this.#before = [...before, ...blocks]
    this.#after = after
  }

  #pictureWord(word: string, number: number): void {
    if (word === 'picwgoal') this.#picture.width = number
    if (word === 'pichgoal') this.#picture.height = number
  }

  #endPicture(): void {
    const { hex, width, height } = this.#picture
    if ((width > 0 && width <= ICON_SIDE) || (height > 0 && height <= ICON_SIDE)) return
    this.#pictures++
    const bytes = Buffer.from(hex.join('').replace(/\s+/g, ''), 'hex')
    const isRead = /^(?:89504e47|ffd8ff)/.test(bytes.subarray(0, 4).toString('hex'))
    this.#after.push({
      kind: 'picture',
      source: `picture ${this.#pictures}`,
      ...(isRead && { bytes }),
      at: { path: this.#story.nextPlace(this.#depth) },
    })
  }

  #timeWord(word: string, number: number | null): void {
    if (number !== null && TIME_WORDS.some((each) => each === word)) this.#time.set(word, number)
  }

  #endProperty(word: string): void {
    const name = PROPERTIES[word]
    const [year, ...rest] = TIME_WORDS.map((each) => this.#time.get(each))
    const [month = 1, day = 1, hour = 0, minute = 0] = rest
    const two = (value: number) => String(value).padStart(2, '0')
    const text = this.#text.take().trim()
    const content = year ? `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:00` : text
    if (name && content !== '') this.meta.push({ name, content })
  }

  #endStyle({ style, outline }: Group): void {
    const found = /(?:heading|标题)\s*([1-9])\s*;?$/i.exec(this.#text.take().trim())
    const level = outline !== null ? (outline + 1) % 10 : found ? Number(found[1]) : 0
    if (style !== null && level > 0) this.#styleLevels.set(style, level)
  }
}

const FIRST_GROUP: Group = {
  skipped: false,
  hidden: false,
  deleted: false,
  shift: null,
  font: -1,
  fallback: 1,
  inTable: false,
  depth: 0,
  outline: null,
  style: null,
  use: null,
  property: '',
  isTwofold: false,
}

function newRow(): RowDefinition {
  return { left: 0, cells: [], across: 'none', down: 'none' }
}
