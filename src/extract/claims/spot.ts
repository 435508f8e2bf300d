/**
 * Where a character of `shorter` stands in `longer`, of which it is what remains when some stretches are taken out: the first place that
 * its predecessors leave for it.
 */
export function offsetIn(longer: string, shorter: string, offset: number): number {
  if (longer === shorter) return offset
  let at = -1
  for (let index = 0; index <= offset; index += 1) {
    const next = nextPlace(longer, at + 1, shorter[index]!, shorter[index + 1])
    // A character that was put in has no place of its own.
    if (next !== -1) at = next
  }
  return Math.max(at, 0)
}

/** What stands in a text behind the last of the characters that `stop` names; all of it where none does. */
export function tailBehind(stop: RegExp, text: string): string {
  let from = text.length
  while (from > 0 && !stop.test(text[from - 1]!)) from -= 1
  return text.slice(from)
}

/** The next place of a character; behind a gap only where the character after it fits as well. */
function nextPlace(text: string, from: number, character: string, after: string | undefined): number {
  if (text[from] === character) return from
  for (let at = text.indexOf(character, from); at !== -1; at = text.indexOf(character, at + 1)) {
    const behind = text[at + 1]
    if (after === undefined || behind === after || behind === '（' || behind === '《') return at
  }
  return -1
}
