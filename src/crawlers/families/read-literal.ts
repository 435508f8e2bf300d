/** A value written in a script, as far as it is plain data. */
export type Literal = null | boolean | number | string | readonly Literal[] | { readonly [key: string]: Literal }

type Read = { readonly value: Literal; readonly end: number }

/** Values nested deeper than this are no data of a portal. */
const MAX_DEPTH = 100
const BLANK = /(?:[\s\uFEFF]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
const NUMBER = /[+-]?(?:0x[\da-f]+|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)/iy
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy
const WORDS: Readonly<Record<string, Literal>> = { true: true, false: false, null: null, undefined: null }
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0', '\n': '' }
const ESCAPE = /\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|(\r\n|[\s\S]))/gi

/**
 * Reads the array, object, string or number that begins at `at` in a script: JSON, and what scripts write beyond it – keys and strings in
 * other quotes or none, comments, commas at the end. Null where there is no such value or anything in it must be worked out first.
 */
export function readLiteral(script: string, at: number): Literal {
  return valueAt(script, at, 0)?.value ?? null
}

/** The value that a script gives to a name: `var name = …`, `window.name = …` or `name: …`; null where it gives none that is plain data. */
export function assignedIn(script: string, name: string): Literal {
  const assigned = new RegExp(`(?<![\\w$])["']?${name.replaceAll('$', '\\$')}["']?\\s*(?:=(?!=)|:)`, 'g')
  for (const match of script.matchAll(assigned)) {
    const value = readLiteral(script, match.index + match[0].length)
    if (value !== null) return value
  }
  return null
}

function valueAt(script: string, from: number, depth: number): Read | null {
  const at = afterBlank(script, from)
  const first = script[at]
  if (first === undefined || depth > MAX_DEPTH) return null
  if (first === '{') return objectAt(script, at, depth)
  if (first === '[') return arrayAt(script, at, depth)
  if (first === '"' || first === "'" || first === '`') return stringAt(script, at)
  const number = matchAt(NUMBER, script, at)
  if (number !== null) return { value: Number(number), end: at + number.length }
  const word = matchAt(NAME, script, at)
  const value = word === null ? undefined : WORDS[word]
  return word === null || value === undefined ? null : { value, end: at + word.length }
}

function arrayAt(script: string, from: number, depth: number): Read | null {
  const value: Literal[] = []
  let at = afterBlank(script, from + 1)
  while (script[at] !== ']') {
    const item = valueAt(script, at, depth + 1)
    if (item === null) return null
    value.push(item.value)
    const next = afterItem(script, item.end, ']')
    if (next === null) return null
    at = next
  }
  return { value, end: at + 1 }
}

function objectAt(script: string, from: number, depth: number): Read | null {
  const entries: [string, Literal][] = []
  let at = afterBlank(script, from + 1)
  while (script[at] !== '}') {
    const key = keyAt(script, at)
    const colon = key === null ? -1 : afterBlank(script, key.end)
    const item = key === null || script[colon] !== ':' ? null : valueAt(script, colon + 1, depth + 1)
    const next = item === null ? null : afterItem(script, item.end, '}')
    if (key === null || item === null || next === null) return null
    entries.push([String(key.value), item.value])
    at = next
  }
  return { value: Object.fromEntries(entries), end: at + 1 }
}

function keyAt(script: string, at: number): Read | null {
  const name = matchAt(NAME, script, at) ?? matchAt(NUMBER, script, at)
  return name === null ? stringAt(script, at) : { value: name, end: at + name.length }
}

/** A string in any quotes; of a template only one without places to fill in. */
function stringAt(script: string, from: number): Read | null {
  const quote = script[from]
  if (quote !== '"' && quote !== "'" && quote !== '`') return null
  for (let at = from + 1; at < script.length; at++) {
    if (script[at] === '\\') at++
    else if (script[at] === quote) return { value: unescaped(script.slice(from + 1, at)), end: at + 1 }
    else if (quote === '`' && script.startsWith('${', at)) return null
  }
  return null
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, long?: string, short?: string, byte?: string, other?: string) => {
    if (other !== undefined) return other === '\r\n' ? '' : (ESCAPES[other] ?? other)
    const code = Number.parseInt(long ?? short ?? byte ?? '', 16)
    return code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code)
  })
}

/** The place behind the comma after an item, or of the closing mark; null where neither follows. */
function afterItem(script: string, from: number, closing: string): number | null {
  const at = afterBlank(script, from)
  if (script[at] === closing) return at
  return script[at] === ',' ? afterBlank(script, at + 1) : null
}

function afterBlank(script: string, at: number): number {
  return at + (matchAt(BLANK, script, at)?.length ?? 0)
}

function matchAt(pattern: RegExp, script: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(script)?.[0] ?? null
}
