import type { Draw } from '../../generate/draw.ts'

/** A file cut off at so many places, spread over its length. */
export function* cutOff(bytes: Uint8Array, places: number): Generator<Uint8Array> {
  for (let place = 0; place < places; place++) yield bytes.subarray(0, Math.floor((bytes.length * (place + 0.5)) / places))
}

/** A file with a share of its bytes (0 to 1) replaced by others. */
export function withChangedBytes(bytes: Uint8Array, share: number, draw: Draw): Uint8Array {
  const changed = Uint8Array.from(bytes)
  for (let count = Math.ceil(bytes.length * share); count > 0; count--) {
    const at = draw.int(bytes.length - 1)
    changed[at] = changed[at]! ^ (1 + draw.int(254))
  }
  return changed
}
