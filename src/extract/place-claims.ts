import type { Block, Piece, Place } from '../model/document.ts'
import type { Claim } from '../model/report.ts'
import type { FoundClaim } from './claims/claim-list.ts'
import { offsetIn } from './claims/spot.ts'
import { CHINESE_MARKS } from './label.ts'

/** A piece of the document and where its characters that are no white space begin and end among those of the whole text. */
type Inked = { readonly piece: Piece; readonly from: number; readonly to: number }

/** Within a paragraph claims do not follow in printed order. */
const LONGEST_PARAGRAPH = 20_000

/**
 * Gives every claim the place of its sentence and of its number in the snapshot. White space is left out of the comparison, since sections
 * join and indent lines as they like; a sentence that is not found again has no place. `source` is the decoded text of a snapshot whose
 * places are character offsets.
 */
export function placeClaims(found: readonly FoundClaim[], blocks: readonly Block[], source: string | null): Claim[] {
  if (found.length === 0) return []
  const { pieces, ink } = inkOf(blocks)
  const text: Text = { pieces, source, inMarkup: new Map() }
  const starts = new Map<string, number>()
  let reached = 0
  return found.map(({ claim, figure, sentence }) => {
    const printed = withoutBlanks(claim.text)
    const start = starts.get(printed) ?? ink.indexOf(printed, Math.max(0, reached - LONGEST_PARAGRAPH))
    starts.set(printed, start)
    if (start === -1) return claim
    reached = start
    const at = placeOf(text, start, start + printed.length)
    if (!figure) return { ...claim, at }
    const plain = withoutBlanks(sentence.plain)
    const first = offsetIn(comparable(printed), plain, inkBefore(sentence.plain, figure.start))
    const last = offsetIn(comparable(printed), plain, inkBefore(sentence.plain, figure.end - 1))
    const figureAt = placeOf(text, start + first, start + last + 1)
    return figureAt ? { ...claim, at, figureAt } : { ...claim, at }
  })
}

function inkOf(blocks: readonly Block[]): { readonly pieces: readonly Inked[]; readonly ink: string } {
  const pieces: Inked[] = []
  const texts: string[] = []
  let from = 0
  for (const block of blocks) {
    if (block.kind !== 'paragraph') continue
    for (const piece of block.pieces) {
      const text = withoutBlanks(piece.text)
      if (text === '') continue
      pieces.push({ piece, from, to: from + text.length })
      texts.push(text)
      from += text.length
    }
  }
  return { pieces, ink: texts.join('') }
}

type Text = {
  readonly pieces: readonly Inked[]
  readonly source: string | null
  /** Places of characters of pieces that were looked up before. */
  readonly inMarkup: Map<Piece, readonly Extent[] | null>
}

function placeOf(text: Text, from: number, to: number): Place | null {
  const { pieces } = text
  const places: Place[] = []
  for (let index = firstAt(pieces, from); index < pieces.length && pieces[index]!.from < to; index += 1) {
    const inked = pieces[index]!
    places.push(partOf(inked, text, Math.max(from, inked.from) - inked.from, Math.min(to, inked.to) - inked.from))
  }
  return places.length === 0 ? null : places.reduce(together)
}

/** The piece that holds the character, by halving. */
function firstAt(pieces: readonly Inked[], offset: number): number {
  let low = 0
  let high = pieces.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (pieces[middle]!.to <= offset) low = middle + 1
    else high = middle
  }
  return low
}

/** The part of a piece between two of its characters, where the snapshot gives each character a place; else the whole piece. */
function partOf({ piece, from: begin, to: finish }: Inked, { source, inMarkup }: Text, from: number, to: number): Place {
  const { at, text } = piece
  const whole = finish - begin
  if (at.start === undefined || at.end === undefined) return at
  const length = at.end - at.start
  if (from === 0 && to === whole && length === text.length) return at
  if (!inMarkup.has(piece)) {
    const isPlain = length === text.length
    inMarkup.set(
      piece,
      isPlain ? placesIn(text, at.start) : source === null ? null : placesInMarkup(source, at.start, at.end, text),
    )
  }
  const places = inMarkup.get(piece)
  const [first, last] = [places?.[from], places?.[to - 1]]
  return first === undefined || last === undefined ? at : { ...at, start: first.start, end: last.end }
}

/** Whether a character is white space or takes no room; Chinese ones, most of a report, are told without a search. */
function isBlank(character: string): boolean {
  const code = character.charCodeAt(0)
  return (code <= 0x3000 || code >= 0xfeff) && /[\s\u200b-\u200f\ufeff]/.test(character)
}

type Extent = { readonly start: number; readonly end: number }

function placesIn(text: string, start: number): Extent[] {
  const places: Extent[] = []
  for (let index = 0; index < text.length; index += 1)
    if (!/\s/.test(text[index]!)) places.push({ start: start + index, end: start + index + 1 })
  return places
}

/** What stands in markup and is not printed, and entities. */
const MARKUP = /<!--[\s\S]*?-->|<(?:style|script)\b[\s\S]*?<\/(?:style|script)>|<[a-z/!?][^>]*>|&(?:#\d+|#x[\da-f]+|[a-z]+);?/giu
const BLANK_ENTITY = /^&(?:nbsp|ensp|emsp|#160|#12288)/i
/** Stands for a character that the source writes in another way. */
const WRITTEN_OTHERWISE = '\u0000'

/** The places of a piece's characters among the markup around them; null where the source does not say the same. */
function placesInMarkup(source: string, start: number, end: number, text: string): Extent[] | null {
  const printed: string[] = []
  const places: Extent[] = []
  const add = (written: string, at: number) => {
    printed.push(written.length > 1 ? WRITTEN_OTHERWISE : written)
    places.push({ start: at, end: at + written.length })
  }
  const addPlain = (plain: string, from: number) => {
    let at = from
    for (const character of plain) {
      if (!isBlank(character)) add(character, at)
      at += character.length
    }
  }
  const written = source.slice(start, end)
  let from = 0
  for (const { 0: markup, index } of written.matchAll(MARKUP)) {
    addPlain(written.slice(from, index), start + from)
    if (!markup.startsWith('<') && !BLANK_ENTITY.test(markup)) add(markup, start + index)
    from = index + markup.length
  }
  addPlain(written.slice(from), start + from)
  const wanted = withoutBlanks(text)
  const at = printed.join('').indexOf(wanted)
  if (at !== -1) return places.slice(at, at + wanted.length)
  const isSame =
    printed.length === wanted.length && printed.every((each, index) => each === WRITTEN_OTHERWISE || each === wanted[index])
  return isSame ? places : null
}

/** One place around two: from the first character to the last; on the page where it begins. */
function together(a: Place, b: Place): Place {
  const end = b.end === undefined ? {} : { end: Math.max(a.end ?? 0, b.end) }
  if (a.page !== b.page || !a.box || !b.box) return { ...a, ...end }
  const [left, top, right, bottom] = a.box
  const box = [Math.min(left, b.box[0]), Math.min(top, b.box[1]), Math.max(right, b.box[2]), Math.max(bottom, b.box[3])] as const
  return { ...a, ...end, box }
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '')
}

function inkBefore(text: string, offset: number): number {
  return withoutBlanks(text.slice(0, offset)).length
}

/** Digits and marks as plain sentences have them, a character for a character. */
function comparable(text: string): string {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ,;:()％．]/g, (mark) => CHINESE_MARKS[mark] ?? mark.normalize('NFKC'))
}
