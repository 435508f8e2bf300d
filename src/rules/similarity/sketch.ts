import { shinglesOf } from './compare-texts.ts'
import type { MaskedText } from './masked-text.ts'

/** Hashes that a sketch keeps: an estimate from 128 is off by 0.04 (one standard error) at most. */
const KEPT = 128

/**
 * What is kept of a text to find those like it: how many different shingles it has, and the lowest of their hashes (a bottom-k sketch:
 * Cohen and Kaplan, "Summarizing data using bottom-k sketches", PODC 2007).
 */
export type Sketch = { readonly shingles: number; readonly lowest: Uint32Array }

export function sketchOf({ masked }: MaskedText): Sketch {
  const distinct = Uint32Array.from(new Set(shinglesOf(masked))).toSorted()
  return { shingles: distinct.length, lowest: distinct.slice(0, KEPT) }
}

/** About which share of the shingles of the smaller text stands in the other, 0 to 1. */
export function estimateShared(a: Sketch, b: Sketch): number {
  const smaller = Math.min(a.shingles, b.shingles)
  if (smaller === 0) return 0
  let [indexA, indexB, seen, both] = [0, 0, 0, 0]
  while (seen < KEPT && indexA < a.lowest.length && indexB < b.lowest.length) {
    const [hashA, hashB] = [a.lowest[indexA]!, b.lowest[indexB]!]
    if (hashA === hashB) both += 1
    if (hashA <= hashB) indexA += 1
    if (hashB <= hashA) indexB += 1
    seen += 1
  }
  // A sketch that ends before the others' k lowest holds its text whole: what is left of the other is not shared.
  const rest = Math.min(KEPT - seen, a.lowest.length - indexA + b.lowest.length - indexB)
  const jaccard = both / (seen + rest)
  const shared = (jaccard / (1 + jaccard)) * (a.shingles + b.shingles)
  return Math.min(1, shared / smaller)
}

/** Texts that share less by estimate are not compared: 0.9 of the characters means far more of the shingles, even if every tenth word differs. */
const WORTH_COMPARING = 0.4

/** A text of fewer shingles, boilerplate left out, is like many others by chance. */
const LEAST_SHINGLES = 150

/** Pairs of texts worth comparing, by their places in the list. */
export function pairsAlike(sketches: readonly Sketch[]): (readonly [number, number])[] {
  const isLong = ({ shingles }: Sketch) => shingles >= LEAST_SHINGLES
  return sketches.flatMap((sketch, index) =>
    sketches
      .slice(index + 1)
      .flatMap((other, offset) =>
        isLong(sketch) && isLong(other) && estimateShared(sketch, other) >= WORTH_COMPARING
          ? [[index, index + 1 + offset] as const]
          : [],
      ),
  )
}

/** The sketch as bytes for storing: shingles, then the hashes, each as 32 bits in little endian order. */
export function sketchToBytes({ shingles, lowest }: Sketch): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 + lowest.length * 4))
  view.setUint32(0, shingles, true)
  for (const [index, hash] of lowest.entries()) view.setUint32(4 + index * 4, hash, true)
  return new Uint8Array(view.buffer)
}

/** Reads what `sketchToBytes` wrote. */
export function sketchFromBytes(bytes: Uint8Array): Sketch {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const lowest = Uint32Array.from({ length: (bytes.byteLength - 4) / 4 }, (_, index) => view.getUint32(4 + index * 4, true))
  return { shingles: view.getUint32(0, true), lowest }
}
