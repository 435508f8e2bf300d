/** A source of choices: the same seed always gives the same choices in the same order. */
export type Draw = {
  /** A whole number from 0 to `most`, both included. */
  readonly int: (most: number) => number
  /** True with this probability (0 to 1). */
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(all: readonly T[]) => T
}

/** Starts the series that belongs to a seed (any whole number). */
export function drawFrom(seed: number): Draw {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x5bd1e995) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (most: number) => Math.floor(next() * (most + 1))
  return {
    int,
    chance: (probability) => next() < probability,
    pick: (all) => {
      if (all.length === 0) throw new Error('There is nothing to pick from.')
      return all[int(all.length - 1)]!
    },
  }
}
