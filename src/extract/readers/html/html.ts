import { type QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import type { Document, Note } from '../../../model/document.ts'
import { placeBack } from '../text/mapped-text.ts'
import { carriedHtml } from './carried-html.ts'
import { elementGrids, type TagRoles } from './element-grids.ts'
import { HtmlBlocks } from './html-blocks.ts'
import { type Attributes, type Tag, TELLING_STYLE, tagNamed } from './html-tags.ts'

/** What a page holds, before the file it came from is known. */
export type HtmlContent = Pick<Document, 'title' | 'meta' | 'blocks' | 'attachments' | 'notes'>

/**
 * Reads a page or a fragment of one: every text node in reading order, tables as grids. Hidden elements are left out, unless the page
 * shows no table and hides one: then all is read and a note says so. Where no table holds figures, they are looked for in what scripts carry
 * and in elements that repeat like rows and cells. Offsets are those of `text` plus `offset`.
 */
export function readHtml(text: string, offset = 0): HtmlContent {
  const shown = walk(text, offset)
  if (holdsFigures(shown.content)) return shown.content
  return readHidden(text, offset, shown) ?? readCarried(text, shown.content) ?? readElementGrids(text, offset) ?? shown.content
}

/** Fewer figures in tables than these are no report's: the tables of the page are made in some other way. */
const LEAST_FIGURES = 15
const FIGURE_OF_CELL = /^\s*[\d０-９][\d０-９,.]{0,14}\D{0,3}$/

function holdsFigures({ blocks }: Pick<HtmlContent, 'blocks'>): boolean {
  let figures = 0
  for (const block of blocks) {
    if (block.kind !== 'grid') continue
    for (const row of block.rows)
      for (const cell of row) {
        if (cell && FIGURE_OF_CELL.test(cell.text)) figures += 1
        if (figures >= LEAST_FIGURES) return true
      }
  }
  return false
}

/** Reads what the page hides, where it hides tables and shows none. */
function readHidden(text: string, offset: number, shown: Walk): HtmlContent | null {
  if (!shown.hasHiddenTables || shown.content.blocks.some(({ kind }) => kind === 'grid')) return null
  const { content } = walk(text, offset, { showHidden: true })
  return withNote(content, {
    code: 'hidden-content',
    message: '网页把表格设为不显示，已将隐藏内容一并读取，请对照原网页核实。',
  })
}

/** Reads what only a script would show: its place among the text of the page is not known, so it stands behind. */
function readCarried(text: string, shown: HtmlContent): HtmlContent | null {
  const carried = carriedHtml(text).map((found) => placeBack(walk(found.text, 0).content, found.offsets))
  const telling = carried.filter((content) => holdsFigures(content) || lengthOf(content) > lengthOf(shown))
  if (telling.length === 0) return null
  return withNote(
    {
      ...shown,
      blocks: [...shown.blocks, ...telling.flatMap(({ blocks }) => blocks)],
      attachments: [...shown.attachments, ...telling.flatMap(({ attachments }) => attachments)],
    },
    { code: 'carried-content', message: '正文写在网页脚本或文本框中，已读取，请对照网页显示的内容核实。' },
  )
}

function lengthOf({ blocks }: HtmlContent): number {
  return blocks.reduce((length, block) => length + (block.kind === 'paragraph' ? block.text.length : 0), 0)
}

/** Reads elements that repeat like rows and cells as tables; null where none of them holds figures. */
function readElementGrids(text: string, offset: number): HtmlContent | null {
  const roles = elementGrids(text)
  const content = roles && walk(text, offset, { roles }).content
  return content && holdsFigures(content) ? content : null
}

function withNote(content: HtmlContent, note: Note): HtmlContent {
  return { ...content, notes: [...content.notes, note] }
}

type Walk = { readonly content: HtmlContent; readonly hasHiddenTables: boolean }

function walk(
  text: string,
  offset: number,
  { showHidden = false, roles = null }: { readonly showHidden?: boolean; readonly roles?: TagRoles | null } = {},
): Walk {
  const blocks = new HtmlBlocks(showHidden)
  const tokenizer = new Tokenizer({ decodeEntities: true }, new TagReader(text, offset, blocks, roles))
  tokenizer.write(text)
  tokenizer.end()
  return { content: blocks.finish(offset + text.length), hasHiddenTables: blocks.hasHiddenTables }
}

/** Turns the tokenizer's offsets into tags and text. */
class TagReader implements TokenizerCallbacks {
  readonly #source: string
  readonly #offset: number
  readonly #blocks: HtmlBlocks
  readonly #roles: TagRoles | null
  #tag: Tag = tagNamed('')
  #tagStart = 0
  #attributes: Record<string, string> | null = null
  #style: string | null = null
  #attribute: string | null = null
  #value = ''
  #textEnd = 0

  constructor(source: string, offset: number, blocks: HtmlBlocks, roles: TagRoles | null) {
    this.#source = source
    this.#offset = offset
    this.#blocks = blocks
    this.#roles = roles
  }

  onopentagname(start: number, end: number): void {
    this.#tag = tagNamed(this.#source.slice(start, end))
    this.#tagStart = start - 1
    this.#attributes = null
    this.#style = null
    this.#attribute = null
  }

  onattribname(start: number, end: number): void {
    const name = this.#source.slice(start, end).toLowerCase()
    this.#attribute = this.#tag.attributes.has(name) ? name : null
    this.#value = ''
  }

  onattribdata(start: number, end: number): void {
    if (this.#attribute !== null) this.#value += this.#source.slice(start, end)
  }

  onattribentity(codepoint: number): void {
    if (this.#attribute !== null) this.#value += String.fromCodePoint(codepoint)
  }

  onattribend(_quote: QuoteType, _end: number): void {
    if (this.#attribute === null) return
    if (this.#attribute === 'style') this.#style ??= this.#value
    else {
      this.#attributes ??= {}
      this.#attributes[this.#attribute] ??= this.#value
    }
    this.#attribute = null
  }

  onopentagend(end: number): void {
    this.#addStyle()
    const attributes: Attributes | undefined = this.#attributes ?? undefined
    const roles = this.#roles?.opening.get(this.#tagStart) ?? null
    if (roles === null) this.#blocks.open(this.#tag, this.#offset + this.#tagStart, this.#offset + end + 1, attributes)
    else for (const name of roles) this.#blocks.open(tagNamed(name), this.#offset + this.#tagStart, this.#offset + end + 1)
    this.#textEnd = end + 1
  }

  /** Most elements of a Word page have a style of their own, which says nothing that reading needs. */
  #addStyle(): void {
    if (this.#style === null || !(this.#tag.role === 'picture' || TELLING_STYLE.test(this.#style))) return
    this.#attributes ??= {}
    this.#attributes['style'] = this.#style
  }

  onselfclosingtag(end: number): void {
    this.onopentagend(end)
    // Only drawings and Word's data islands may close themselves; HTML reads the slash of other elements over.
    const { name } = this.#tag
    if (name === 'svg' || name === 'math' || name === 'xml')
      this.#blocks.close(this.#tag, this.#offset + end + 1, this.#offset + end + 1)
  }

  onclosetag(start: number, end: number): void {
    const found = this.#source.indexOf('>', end)
    const tagEnd = found < 0 ? this.#source.length : found + 1
    const names = this.#roles?.closing.get(start - 2) ?? [this.#source.slice(start, end)]
    for (const name of names) this.#blocks.close(tagNamed(name), this.#offset + start - 2, this.#offset + tagEnd)
    this.#textEnd = tagEnd
  }

  ontext(start: number, end: number): void {
    this.#blocks.text(this.#source.slice(start, end), this.#offset + start)
    this.#textEnd = end
  }

  ontextentity(codepoint: number, end: number): void {
    const start = Math.max(this.#source.lastIndexOf('&', end - 1), this.#textEnd)
    this.#blocks.entity(String.fromCodePoint(codepoint), this.#offset + start, this.#offset + end)
    this.#textEnd = end
  }

  oncomment(): void {}
  oncdata(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}
