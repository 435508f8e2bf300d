import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'

/** What the tags of a page mean where its elements repeat like rows and cells: element names by the offset of the tag. */
export type TagRoles = {
  /** At a start tag: `table` and `tr` where a table begins, else `tr` or `td`. */
  readonly opening: ReadonlyMap<number, readonly string[]>
  /** At an end tag, likewise. */
  readonly closing: ReadonlyMap<number, readonly string[]>
}

type Element = {
  readonly name: string
  readonly start: number
  /** Offset of the end tag; -1 while it is open and where it has none. */
  close: number
  readonly children: Element[]
  /** Characters of text in the element itself, and in all of it. */
  own: number
  all: number
  /** The first characters of all its text. */
  text: string
}

const VOID = new Set('area base br col embed frame hr img input link meta param source track wbr'.split(' '))
const SKIPPED = new Set('script style template noscript textarea select svg table'.split(' '))
const CLOSES_ITSELF = new Set('p li dd dt option'.split(' '))
const INLINE = new Set('span b font em strong i a u o:p sub sup small big label'.split(' '))
const LONGEST_CELL = 120
/** Deeper elements hold no table that anybody would print. */
const MAX_DEPTH = 200
const LEAST_ROWS = 3
/** So many cells side by side are no words of a sentence in spans. */
const MANY_CELLS = 7
const FIGURE_WITH_UNIT = /^[+-]?[\d０-９][\s\d０-９.,，]*\D{0,3}$/
/** A table of figures has so many cells with figures or nothing among its cells, and at least so many with figures. */
const LEAST_SHARE = 0.25
const LEAST_FIGURES = 4

/**
 * Tables that a page builds of `div`, `ul`, `dl` or `span`: several elements one after the other, each of which holds nothing but short
 * elements, a good part of them figures. Told by this repetition, never by class names.
 */
export function elementGrids(page: string): TagRoles | null {
  const builder = new TreeBuilder(page)
  const tokenizer = new Tokenizer({ decodeEntities: false }, builder)
  tokenizer.write(page)
  tokenizer.end()
  const opening = new Map<number, readonly string[]>()
  const closing = new Map<number, readonly string[]>()
  for (const run of runsOf(builder.root)) {
    for (const [index, row] of run.entries()) {
      opening.set(row.start, index === 0 ? ['table', 'tr'] : ['tr'])
      closing.set(row.close, index === run.length - 1 ? ['tr', 'table'] : ['tr'])
      for (const cell of row.children) {
        opening.set(cell.start, ['td'])
        if (cell.close >= 0) closing.set(cell.close, ['td'])
      }
    }
  }
  return opening.size === 0 ? null : { opening, closing }
}

/** Rows that follow each other and make a table, the outermost first. */
function* runsOf(element: Element): Generator<readonly Element[]> {
  let run: Element[] = []
  const inside = new Set<Element>()
  const runs: Element[][] = []
  for (const child of element.children) {
    if (isRow(child)) run.push(child)
    else {
      runs.push(run)
      run = []
    }
  }
  for (const each of [...runs, run]) {
    if (!isTable(each)) continue
    for (const row of each) inside.add(row)
    yield each
  }
  for (const child of element.children) if (!inside.has(child)) yield* runsOf(child)
}

function isRow({ children, own, close }: Element): boolean {
  if (own > 0 || close < 0 || children.length === 0) return false
  if (children.some(({ all }) => all > LONGEST_CELL)) return false
  return children.length >= MANY_CELLS || children.every(({ name }) => !INLINE.has(name))
}

function isTable(rows: readonly Element[]): boolean {
  if (rows.length < LEAST_ROWS || !rows.some(({ children }) => children.length >= 4)) return false
  const cells = rows.flatMap(({ children }) => children)
  const figures = cells.filter(({ text }) => FIGURE_WITH_UNIT.test(text)).length
  const values = figures + cells.filter(({ text }) => !/\p{L}/u.test(text) && !FIGURE_WITH_UNIT.test(text)).length
  return figures >= LEAST_FIGURES && values >= cells.length * LEAST_SHARE
}

/** Builds the tree of elements from tags as they come; an end tag without its element is passed over. */
class TreeBuilder implements TokenizerCallbacks {
  readonly #source: string
  readonly root: Element = newElement('', 0)
  readonly #open: Element[] = [this.root]
  #skipped: string | null = null
  #depth = 0
  #name = ''
  #start = 0

  constructor(source: string) {
    this.#source = source
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#source.slice(start, end).toLowerCase()
    this.#start = start - 1
  }

  onopentagend(): void {
    const name = this.#name
    if (this.#skipped !== null) {
      if (name === this.#skipped) this.#depth += 1
      return
    }
    if (VOID.has(name)) return
    if (SKIPPED.has(name)) {
      this.#skipped = name
      this.#depth = 1
      return
    }
    if (this.#open.at(-1)!.name === name && CLOSES_ITSELF.has(name)) this.#open.pop()
    const element = newElement(name, this.#start)
    this.#open.at(-1)!.children.push(element)
    if (this.#open.length < MAX_DEPTH) this.#open.push(element)
  }

  onselfclosingtag(): void {
    this.onopentagend()
  }

  onclosetag(start: number, end: number): void {
    const name = this.#source.slice(start, end).toLowerCase()
    if (this.#skipped !== null) {
      if (name === this.#skipped) this.#depth -= 1
      if (this.#depth === 0) this.#skipped = null
      return
    }
    const at = this.#open.findLastIndex((element) => element.name === name)
    if (at < 1) return
    this.#open[at]!.close = start - 2
    this.#open.length = at
  }

  ontext(start: number, end: number): void {
    if (this.#skipped !== null) return
    const text = this.#source.slice(start, end).trim()
    if (text === '') return
    this.#open.at(-1)!.own += text.length
    for (const element of this.#open) {
      element.all += text.length
      if (element.text.length <= LONGEST_CELL) element.text += text.slice(0, LONGEST_CELL + 1)
    }
  }

  onattribname(): void {}
  onattribdata(): void {}
  onattribentity(): void {}
  onattribend(): void {}
  ontextentity(): void {}
  oncomment(): void {}
  oncdata(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}

function newElement(name: string, start: number): Element {
  return { name, start, close: -1, children: [], own: 0, all: 0, text: '' }
}
