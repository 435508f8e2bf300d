import type { SharedPassage } from '../../model/finding.ts'
import type { MaskedText } from './masked-text.ts'

/** Characters of a shingle: long enough that two texts do not share one by chance, short enough that a changed word costs little. */
const SHINGLE = 8

export type Comparison = {
  /** Share of the compared characters of the first text that also stand in the second, 0 to 1. */
  readonly covered: number
  /** Longest first. */
  readonly passages: readonly SharedPassage[]
}

/** A passage of fewer characters is a phrase that anybody may use. */
const LEAST_PASSAGE = 20
const MOST_PASSAGES = 5

/**
 * How much of one text stands in another: a character counts as shared if it lies in a run of at least `SHINGLE` characters that the
 * other text has, too, numbers and names masked. Texts with nothing to compare share nothing.
 */
export function compareTexts(own: MaskedText, other: MaskedText): Comparison {
  const places = placesOf(other)
  const runs: Run[] = []
  let covered = 0
  let coveredTo = 0
  for (const [index, hash] of shinglesOf(own.masked).entries()) {
    const place = places.get(hash)
    if (place === undefined) continue
    covered += index + SHINGLE - Math.max(index, coveredTo)
    coveredTo = index + SHINGLE
    const last = runs.at(-1)
    if (last !== undefined && index === last.to - SHINGLE + 1 && place === last.place + index - last.from) last.to += 1
    else runs.push({ from: index, to: index + SHINGLE, place })
  }
  const passages = runs
    .filter(({ from, to }) => to - from >= LEAST_PASSAGE)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, MOST_PASSAGES)
    .map(({ from, to, place }) => ({ own: printed(own, from, to), other: printed(other, place, place + to - from) }))
  return { covered: own.masked.length === 0 ? 0 : covered / own.masked.length, passages }
}

/** The same characters in both: from and to in the one, `place` in the other. */
type Run = { readonly from: number; to: number; readonly place: number }

/** Where each shingle stands first. */
function placesOf({ masked }: MaskedText): ReadonlyMap<number, number> {
  const places = new Map<number, number>()
  for (const [index, hash] of shinglesOf(masked).entries()) if (!places.has(hash)) places.set(hash, index)
  return places
}

function printed({ text, at }: MaskedText, from: number, to: number): string {
  return text.slice(at[from], at[to]).trim()
}

/** The hash of every shingle, in order. A shingle is told by its hash alone: 32 bits over a few thousand of them. */
export function shinglesOf(masked: string): Uint32Array {
  const hashes = new Uint32Array(Math.max(0, masked.length - SHINGLE + 1))
  for (let index = 0; index < hashes.length; index += 1) {
    let hash = 0x811c9dc5
    for (let offset = 0; offset < SHINGLE; offset += 1) hash = Math.imul(hash ^ masked.charCodeAt(index + offset), 0x01000193)
    hashes[index] = mixed(hash)
  }
  return hashes
}

/** Spreads the bits of a hash, so that the lowest ones of a text are a fair draw from it (the finaliser of MurmurHash3). */
function mixed(hash: number): number {
  let bits = hash
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
