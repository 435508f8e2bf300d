import type { CheerioAPI } from 'cheerio/slim'

const LITERAL = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/
const ASSIGNED = new RegExp(
  `(?:\\b(?:var|let|const)\\s+)?\\b([A-Za-z_$][\\w$]*)\\s*=\\s*(${LITERAL.source})\\s*(?=[;,\\n}]|$)`,
  'g',
)
const WRITE = /\bdocument\.write(?:ln)?\s*\(/g
const PART = new RegExp(`^\\s*(${LITERAL.source}|[A-Za-z_$][\\w$]*)\\s*([+)])`)

/**
 * Puts in the place of simple inline scripts what they write: titles kept in a variable, rows written one by one. Nothing is run: only
 * literals and variables that hold one are read. Scripts with loops or functions (pagers, menus, counters) are left alone.
 */
export function writeOutScripts($: CheerioAPI): void {
  for (const element of $('script:not([src])').toArray()) {
    const code = $(element).text()
    if (!code.includes('document.write')) continue
    const written = writtenBy(code)
    if (written !== null) $(element).replaceWith(written)
  }
}

/** What a script writes into the page where it stands; null where that cannot be told without running it. */
export function writtenBy(code: string): string | null {
  const plain = code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  if (/\b(?:for|while|function|unescape)\b|=>/.test(plain)) return null
  const variables = new Map([...plain.matchAll(ASSIGNED)].map(([, name = '', literal = '']) => [name, textOf(literal)]))
  const written = [...plain.matchAll(WRITE)].map((call) => expression(plain.slice(call.index + call[0].length), variables))
  // A title that is cut where it is too long is written in one of two ways: the whole one is meant.
  if (/\bif\s*\(|\?/.test(plain.replace(new RegExp(LITERAL.source, 'g'), '""'))) return longest([...variables.values()])
  const known = written.filter((text) => text !== null)
  return known.length === written.length && known.length > 0 ? known.join('\n') : null
}

/** The value of literals and variables joined by `+` up to the closing bracket; null where anything else stands among them. */
function expression(code: string, variables: ReadonlyMap<string, string>): string | null {
  let rest = code
  let value = ''
  while (true) {
    const [whole, part, end] = rest.match(PART) ?? []
    if (whole === undefined || part === undefined) return null
    const text = /^["']/.test(part) ? textOf(part) : variables.get(part)
    if (text === undefined) return null
    value += text
    if (end === ')') return value
    rest = rest.slice(whole.length)
  }
}

/** The text that a literal stands for. */
function textOf(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g, (_, unicode?: string, byte?: string, other?: string) =>
      unicode || byte ? String.fromCharCode(Number.parseInt(unicode ?? byte ?? '', 16)) : (ESCAPES[other ?? ''] ?? other ?? ''),
    )
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '', f: '', v: '' }

function longest(texts: readonly string[]): string | null {
  return texts.reduce<string | null>((best, text) => (text.length > (best?.length ?? 0) ? text : best), null)
}
