import type { Attachment, Block, Place } from '../../../model/document.ts'

/** Text taken out of another one: `offsets[i]` is where character `i` begins there, and the last entry where the whole text ends. */
export type MappedText = { readonly text: string; readonly offsets: Uint32Array }

/** Gathers a text piece by piece with the places its characters come from. */
export class MappedTextBuilder {
  #text = ''
  readonly #offsets: number[] = []

  get length(): number {
    return this.#text.length
  }

  add(text: string, start: number): void {
    this.#text += text
    for (let at = 0; at < text.length; at += 1) this.#offsets.push(start + at)
  }

  /** Adds characters that stand for others: all of them begin at `start`. */
  addDecoded(text: string, start: number): void {
    this.#text += text
    for (let at = 0; at < text.length; at += 1) this.#offsets.push(start)
  }

  finish(end: number): MappedText {
    return { text: this.#text, offsets: Uint32Array.from([...this.#offsets, end]) }
  }
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0' }
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos|nbsp));?/gi

/** Markup that was escaped once more: `&lt;td&gt;` is `<td>`. */
export function decodeEntities({ text, offsets }: MappedText): MappedText {
  const decoded = new MappedTextBuilder()
  let from = 0
  const copy = (to: number) => {
    for (let at = from; at < to; at += 1) decoded.addDecoded(text[at]!, offsets[at]!)
  }
  for (const found of text.matchAll(ENTITY)) {
    const code = found[1] ? Number(found[1]) : found[2] ? Number.parseInt(found[2], 16) : null
    if (code !== null && (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))) continue
    copy(found.index)
    decoded.addDecoded(code === null ? NAMED[found[3]!.toLowerCase()]! : String.fromCodePoint(code), offsets[found.index]!)
    from = found.index + found[0].length
  }
  copy(text.length)
  return decoded.finish(offsets.at(-1)!)
}

/** Blocks of a text that was taken out of another one, with their places in that one. */
export function placeBack<Content extends { readonly blocks: readonly Block[]; readonly attachments: readonly Attachment[] }>(
  content: Content,
  offsets: Uint32Array,
): Content {
  const back = (at: Place): Place => {
    const moved = { ...at }
    if (at.start !== undefined) Object.assign(moved, { start: offsets[at.start] })
    if (at.end !== undefined) Object.assign(moved, { end: offsets[at.end] })
    return moved
  }
  return { ...content, blocks: content.blocks.map((block) => blockBack(block, back)) }
}

function blockBack(block: Block, back: (at: Place) => Place): Block {
  if (block.kind === 'paragraph')
    return { ...block, at: back(block.at), pieces: block.pieces.map((piece) => ({ ...piece, at: back(piece.at) })) }
  if (block.kind === 'picture') return { ...block, at: back(block.at) }
  const cells = new Map(
    block.rows.flatMap((row) => row.flatMap((cell) => (cell ? [[cell, { ...cell, at: back(cell.at) }] as const] : []))),
  )
  return { ...block, at: back(block.at), rows: block.rows.map((row) => row.map((cell) => cell && cells.get(cell)!)) }
}
