import { type MappedText, MappedTextBuilder } from '../text/mapped-text.ts'

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' }

/**
 * The string literals of a script or of JSON between `from` and `to`, decoded, in printed order. Comments are passed over; what a script makes
 * of its strings is not followed.
 */
export function* scriptStrings(source: string, from: number, to: number, json = false): Generator<MappedText> {
  for (let at = from; at < to; ) {
    const character = source[at]!
    if (character === '"' || (!json && (character === "'" || character === '`'))) {
      const { literal, next } = readLiteral(source, at, to)
      yield literal
      at = next
    } else if (!json && character === '/' && source[at + 1] === '/' && source[at - 1] !== ':')
      at = endOr(source.indexOf('\n', at), to)
    else if (!json && character === '/' && source[at + 1] === '*') at = endOr(source.indexOf('*/', at + 2), to)
    else at += 1
  }
}

function endOr(found: number, to: number): number {
  return found < 0 || found > to ? to : found + 1
}

function readLiteral(source: string, start: number, to: number): { literal: MappedText; next: number } {
  const quote = source[start]
  const text = new MappedTextBuilder()
  let from = start + 1
  let at = from
  for (; at < to && source[at] !== quote; ) {
    if (source[at] !== '\\') {
      // A string in quotes ends with its line; an apostrophe in a comment must not swallow the script.
      if (quote !== '`' && source[at] === '\n') break
      at += 1
      continue
    }
    text.add(source.slice(from, at), from)
    const { decoded, length } = decodeEscape(source, at + 1)
    text.addDecoded(decoded, at)
    at += 1 + length
    from = at
  }
  text.add(source.slice(from, at), from)
  return { literal: text.finish(at), next: at + 1 }
}

/** The character that an escape stands for, and how many characters it takes behind the stroke. */
function decodeEscape(source: string, at: number): { decoded: string; length: number } {
  const character = source[at] ?? ''
  const hex = character === 'u' ? source.slice(at + 1, at + 5) : character === 'x' ? source.slice(at + 1, at + 3) : ''
  if (/^(?:[\da-f]{4}|[\da-f]{2})$/i.test(hex))
    return { decoded: String.fromCharCode(Number.parseInt(hex, 16)), length: 1 + hex.length }
  if (character === '\r' && source[at + 1] === '\n') return { decoded: '', length: 2 }
  return { decoded: character === '\n' ? '' : (ESCAPES[character] ?? character), length: 1 }
}
