import type { Block, Note } from '../../../model/document.ts'
import { GiveUp } from '../../../model/give-up.ts'
import type { DrawnPage } from './drawn-page.ts'
import { joinTables } from './joined-tables.ts'
import { type PrintedItem, type PrintedPage, readPrintedPage } from './printed-page.ts'

export const MAX_PAGES = 500
const MAX_GLYPHS = 2_000_000
/** Page numbers and running titles stand this near to the upper or lower edge, as a part of the page's height. */
const MARGIN = 0.1
/** How much of a watermark a note quotes. */
const QUOTED = 30

/** The pages of a document of fixed layout, read one after another. */
export class PrintedPages {
  readonly #fileName: string
  readonly #pages: PrintedPage[] = []
  #glyphs = 0

  constructor(fileName: string) {
    this.#fileName = fileName
  }

  get count(): number {
    return this.#pages.length
  }

  get glyphs(): number {
    return this.#glyphs
  }

  /** Adds the next page. Throws `GiveUp('too-large')` beyond what any report has. */
  add(drawn: DrawnPage): void {
    const number = this.#pages.length + 1
    this.#glyphs += drawn.glyphs.length
    if (number > MAX_PAGES) throw new GiveUp('too-large', `${this.#fileName} has more than ${MAX_PAGES} pages`)
    if (this.#glyphs > MAX_GLYPHS) throw new GiveUp('too-large', `${this.#fileName} has more than ${MAX_GLYPHS} characters`)
    this.#pages.push(readPrintedPage(drawn, number, this.#pages.at(-1)?.openColumns))
  }

  /**
   * The blocks of all pages in reading order. Page numbers are left out, since they are not the document's words and would pass for figures;
   * running titles are among the properties; the parts of a table that goes on over several pages are one grid.
   */
  finish(): { readonly blocks: Block[]; readonly notes: Note[]; readonly meta: { name: string; content: string }[] } {
    const texts = this.#pages.map(({ watermark }) => watermark).filter((text) => text !== '')
    const { pages, titles } = withoutFurniture(this.#pages)
    return {
      blocks: joinTables(pages),
      meta: titles.map((content) => ({ name: 'RunningTitle', content })),
      notes: texts.length === 0 ? [] : [watermarkNote(texts)],
    }
  }
}

function watermarkNote(texts: readonly string[]): Note {
  const [first = ''] = texts
  const quoted = first.length > QUOTED ? `${first.slice(0, QUOTED)}…` : first
  return { code: 'watermark', message: `有 ${texts.length} 页印有斜排或跨越表格的文字“${quoted}”，视为水印，未计入正文。` }
}

/** Lines at the upper or lower edge of a page, from the edge inwards. */
function edgeLines({ items, height }: PrintedPage): PrintedItem[] {
  const lines = items.filter(({ block }) => block.kind === 'paragraph')
  const above = lines.filter(({ bottom }) => bottom < height * MARGIN)
  const below = lines.filter(({ top, bottom }) => top > height * (1 - MARGIN) && bottom <= height)
  return [...above.slice(0, EDGE_LINES), ...below.slice(-EDGE_LINES)]
}

const EDGE_LINES = 2

/** Pages without their numbers and without the titles that are printed on each of them; the titles apart. */
function withoutFurniture(pages: readonly PrintedPage[]): { readonly pages: PrintedPage[]; readonly titles: readonly string[] } {
  const atEdges = pages.map(edgeLines)
  const offsets = countOf(atEdges.map((lines, index) => lines.flatMap((line) => offsetOf(line, index))))
  const titles = countOf(atEdges.map((lines) => lines.map(titleOf)))
  const often = Math.max(2, Math.min(OFTEN, pages.length))
  const running = new Set<string>()
  const kept = pages.map((page, index) => {
    const furniture = new Set<PrintedItem>()
    for (const line of atEdges[index]!) {
      const isTitle = titles.get(titleOf(line))! >= OFTEN && /[^#]/.test(titleOf(line))
      const isNumber = offsetOf(line, index).some((offset) => Math.abs(offset) <= 1 || offsets.get(offset)! >= often)
      if (isTitle || isNumber || isDecoratedNumber(line)) furniture.add(line)
      if (isTitle && !isDecoratedNumber(line)) running.add(textOf(line).replace(/\s*\d+\s*$/, ''))
    }
    return furniture.size === 0 ? page : { ...page, items: page.items.filter((item) => !furniture.has(item)) }
  })
  return { pages: kept, titles: [...running] }
}

/** A line on so many pages is printed on every page. */
const OFTEN = 3

/** On how many pages each thing is. */
function countOf<T>(pages: readonly (readonly T[])[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>()
  for (const page of pages) for (const each of new Set(page)) counts.set(each, (counts.get(each) ?? 0) + 1)
  return counts
}

/** How far a bare number is from the number of the page that it stands on; nothing when the line is no bare number. */
function offsetOf({ block }: PrintedItem, index: number): number[] {
  return block.kind === 'paragraph' && /^\d{1,4}$/.test(block.text) ? [Number(block.text) - index - 1] : []
}

/** The words of a line with a sign for each number, so that a title with the page's number is the same on each page. */
function titleOf(line: PrintedItem): string {
  return textOf(line).replace(/\s/g, '').replace(/\d+/g, '#')
}

function textOf({ block }: PrintedItem): string {
  return block.kind === 'paragraph' ? block.text : ''
}

const DECORATED_NUMBER =
  /^(?:[-—–－·•~]+\s*\d{1,4}\s*[-—–－·•~]+|第?\s*\d{1,4}\s*页?\s*[/／,，]?\s*共?\s*\d{1,4}\s*页|第\s*\d{1,4}\s*页|\d{1,4}\s*[/／]\s*\d{1,4})$/

function isDecoratedNumber({ block }: PrintedItem): boolean {
  return block.kind === 'paragraph' && DECORATED_NUMBER.test(block.text)
}
