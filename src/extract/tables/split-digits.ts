/** One way to give the printed strings of a row to its slots; null is a slot that was left blank. */
export type Filling = readonly (string | null)[]

/**
 * Whether parts do not contradict the sums of their row. It is asked about the first parts of a way, too, so that a beginning which contradicts
 * them is not gone on with; no part behind them has more than `digitsLeft` digits.
 */
export type Holds = (parts: Filling, digitsLeft: number) => boolean

/** More ways than these are not worth telling apart: the row stays unread. */
const MOST_FILLINGS = 4000
const LONGEST_RUN = 26

/**
 * All ways to fill `slots` in order from strings that were cut in the wrong places: too few strings are split between digits, too many are
 * joined. A part is a number as people write it: no leading zero. `holds` leaves out what contradicts the row's own sums.
 */
export function waysToFill(strings: readonly string[], slots: number, holds: Holds): Filling[] {
  if (strings.length === slots) return [strings]
  if (strings.length > slots) return waysToJoin(strings, slots, holds)
  return waysToSplit(strings, slots, holds)
}

/** All ways to leave slots blank between the given strings, keeping their order. */
export function waysToSpread(strings: readonly string[], slots: number, holds: Holds): Filling[] {
  const found: Filling[] = []
  const spread = (next: number, parts: (string | null)[]) => {
    if (found.length > MOST_FILLINGS || !holds(parts, Number.POSITIVE_INFINITY)) return
    if (parts.length === slots) {
      if (next === strings.length) found.push(parts)
      return
    }
    if (next < strings.length) spread(next + 1, [...parts, strings[next]!])
    if (slots - parts.length > strings.length - next) spread(next, [...parts, null])
  }
  spread(0, [])
  return found.length > MOST_FILLINGS ? [] : found
}

function waysToSplit(strings: readonly string[], slots: number, holds: Holds): Filling[] {
  if (strings.join('').length > LONGEST_RUN || !strings.every((each) => /^\d+$/.test(each))) return []
  const found: Filling[] = []
  const digitsLeft = strings.map((_, index) => strings.slice(index).join('').length)
  const split = (string: number, offset: number, parts: readonly string[]) => {
    const left = string === strings.length ? 0 : digitsLeft[string]! - offset
    const open = slots - parts.length
    const stringsLeft = strings.length - string
    if (found.length > MOST_FILLINGS || open < stringsLeft || open > left || !holds(parts, left - open + 1)) return
    if (stringsLeft === 0) {
      found.push(parts)
      return
    }
    const text = strings[string]!
    const longest = text[offset] === '0' ? offset + 1 : text.length
    const shortest = open === stringsLeft ? text.length : offset + 1
    for (let end = shortest; end <= longest; end += 1) {
      const part = text.slice(offset, end)
      if (end === text.length) split(string + 1, 0, [...parts, part])
      else split(string, end, [...parts, part])
    }
  }
  split(0, 0, [])
  return found.length > MOST_FILLINGS ? [] : found
}

function waysToJoin(strings: readonly string[], slots: number, holds: Holds): Filling[] {
  if (strings.length > 2 * slots || !strings.every((each) => /^\d+$/.test(each))) return []
  const found: Filling[] = []
  const join = (next: number, parts: readonly string[]) => {
    if (found.length > MOST_FILLINGS || !holds(parts, Number.POSITIVE_INFINITY)) return
    if (parts.length === slots) {
      if (next === strings.length) found.push(parts)
      return
    }
    let part = ''
    const slotsBehind = slots - parts.length - 1
    for (let end = next; end < strings.length - slotsBehind; end += 1) {
      part += strings[end]!
      if (part.length > 1 && part.startsWith('0')) break
      join(end + 1, [...parts, part])
    }
  }
  join(0, [])
  return found.length > MOST_FILLINGS ? [] : found
}
