import { shownOf } from './walls.ts'

/** So much of a page is kept to tell it from another. */
const KEPT = 4_000
const SHINGLE = 4
/** Two pages of which so much is the same say the same; what differs are times and counters. */
const LIKENESS = 0.9

/** An address of the same folder that nobody can have published. */
export function madeUpAddress(url: string, random: string): string {
  const made = new URL(url)
  const folder = made.pathname.replace(/[^/]*$/, '')
  made.pathname = `${folder}gouji-${random}.html`
  made.search = ''
  return made.href
}

/** What a page says, as far as it can be compared with another: no marks, no digits, which differ from answer to answer. */
export function wordsOf(html: string): string {
  const title = html.match(/<title[^>]*>([^<]*)/i)?.[1] ?? ''
  return `${title.trim()} ${shownOf(html)}`
    .replace(/\d+/g, '')
    .replace(/gouji-\w*/g, '')
    .slice(0, KEPT)
}

/** Whether two pages say the same. */
export function saysTheSame(words: string, others: string): boolean {
  if (words === others) return words.trim() !== ''
  const [a, b] = [shinglesOf(words), shinglesOf(others)]
  if (a.size === 0 || b.size === 0) return false
  const shared = [...a].filter((shingle) => b.has(shingle)).length
  return shared / (a.size + b.size - shared) >= LIKENESS
}

function shinglesOf(words: string): Set<string> {
  const shingles = new Set<string>()
  for (let at = 0; at + SHINGLE <= words.length; at++) shingles.add(words.slice(at, at + SHINGLE))
  return shingles
}
