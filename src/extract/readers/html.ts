import { type QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import type { Document } from '../../model/document.ts'
import { type Attributes, HtmlBlocks, type Tag, tagNamed, WANTED_ATTRIBUTES } from './html-blocks.ts'

/** What a page holds, before the file it came from is known. */
export type HtmlContent = Pick<Document, 'title' | 'meta' | 'blocks' | 'attachments' | 'notes'>

/**
 * Reads a page or a fragment of one: every text node in reading order, tables as grids. Hidden elements are left out, unless the page
 * shows no table and hides one: then all is read and a note says so. Offsets are those of `text` plus `offset`.
 */
export function readHtml(text: string, offset = 0): HtmlContent {
  const shown = walk(text, offset, false)
  if (!shown.hasHiddenTables || shown.content.blocks.some(({ kind }) => kind === 'grid')) return shown.content
  const { content } = walk(text, offset, true)
  return {
    ...content,
    notes: [
      ...content.notes,
      { code: 'hidden-content', message: '网页把表格设为不显示，已将隐藏内容一并读取，请对照原网页核实。' },
    ],
  }
}

function walk(text: string, offset: number, showHidden: boolean): { content: HtmlContent; hasHiddenTables: boolean } {
  const blocks = new HtmlBlocks(showHidden)
  const tokenizer = new Tokenizer({ decodeEntities: true }, new TagReader(text, offset, blocks))
  tokenizer.write(text)
  tokenizer.end()
  return { content: blocks.finish(offset + text.length), hasHiddenTables: blocks.hasHiddenTables }
}

/** Turns the tokenizer's offsets into tags and text. */
class TagReader implements TokenizerCallbacks {
  readonly #source: string
  readonly #offset: number
  readonly #blocks: HtmlBlocks
  #tag: Tag = tagNamed('')
  #tagStart = 0
  #attributes: Record<string, string> | null = null
  #attribute: string | null = null
  #value = ''
  #textEnd = 0

  constructor(source: string, offset: number, blocks: HtmlBlocks) {
    this.#source = source
    this.#offset = offset
    this.#blocks = blocks
  }

  onopentagname(start: number, end: number): void {
    this.#tag = tagNamed(this.#source.slice(start, end))
    this.#tagStart = start - 1
    this.#attributes = null
    this.#attribute = null
  }

  onattribname(start: number, end: number): void {
    const name = this.#source.slice(start, end).toLowerCase()
    this.#attribute = WANTED_ATTRIBUTES.has(name) ? name : null
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
    this.#attributes ??= {}
    this.#attributes[this.#attribute] ??= this.#value
    this.#attribute = null
  }

  onopentagend(end: number): void {
    const attributes: Attributes | undefined = this.#attributes ?? undefined
    this.#blocks.open(this.#tag, this.#offset + this.#tagStart, this.#offset + end + 1, attributes)
    this.#textEnd = end + 1
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
    this.#blocks.close(tagNamed(this.#source.slice(start, end)), this.#offset + start - 2, this.#offset + tagEnd)
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
