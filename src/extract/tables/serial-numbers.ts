import type { Token } from './token.ts'

/** Fewer numbers that count up are figures that happen to. */
const LEAST_SERIALS = 8
/** Most rows that stand before a label are such numbers. */
const LEAST_SHARE = 0.4
/** So many numbers in a row may have been lost in labels. */
const MOST_LOST = 6

/** A number that stands before words, and which of those it is. */
type Count = { readonly token: number; readonly number: number; readonly position: number }

/** The tokens without the numbers that count the rows: each stands before a label and is more than the one before. */
export function withoutSerials(tokens: readonly Token[]): readonly Token[] {
  const before = tokens.flatMap((token, index) => {
    const next = tokens[index + 1]
    return token.value && next && !next.value ? [index] : []
  })
  const counts = before.flatMap((token, position) => {
    const { text } = tokens[token]!
    return /^\d{1,3}$/.test(text) ? [{ token, number: Number(text), position }] : []
  })
  const chain = longestChain(counts)
  const [first, last] = [chain[0], chain.at(-1)]
  if (!first || !last || chain.length < LEAST_SERIALS || first.number > MOST_LOST) return tokens
  if (chain.length < (last.position - first.position) * LEAST_SHARE) return tokens
  const serials = new Set(chain.map(({ token }) => token))
  return tokens.filter((_, index) => !serials.has(index))
}

/** The longest run of numbers that count up, no faster than their places. */
function longestChain(counts: readonly Count[]): readonly Count[] {
  const best: { length: number; previous: number }[] = []
  for (const [index, count] of counts.entries()) {
    let own = { length: 1, previous: -1 }
    for (let earlier = Math.max(0, index - MOST_COUNTS); earlier < index; earlier += 1) {
      const step = count.number - counts[earlier]!.number
      const isNext = step >= 1 && step <= MOST_LOST && step <= count.position - counts[earlier]!.position
      if (isNext && best[earlier]!.length >= own.length) own = { length: best[earlier]!.length + 1, previous: earlier }
    }
    best.push(own)
  }
  let at = best.reduce((most, { length }, index) => (length > (best[most]?.length ?? 0) ? index : most), -1)
  const chain: Count[] = []
  for (; at >= 0; at = best[at]!.previous) chain.unshift(counts[at]!)
  return chain
}

/** No row has so many lines. */
const MOST_COUNTS = 20
