import { classOf } from '../body-class.ts'
import type { Pattern } from '../kinds/wording.ts'
import type { Rule } from '../rule.ts'
import { failureOf, type Outcome } from './outcome.ts'
import type { View } from './view.ts'
import { quoteOf, sentenceAt } from './words.ts'

/** A text has no more findings of one rule than an officer would read. */
const MOST = 5

/** The places where the patterns are found, once for the same words. */
export function findWords(view: View, rule: Rule, text: string, patterns: readonly Pattern[]): Outcome[] {
  const own = classOf(view.body)
  const found = new Map<string, string>()
  for (const { find, unless, beside, bodies, unquoted, around = 0 } of patterns) {
    if (bodies !== undefined && (own === null || !bodies.includes(own))) continue
    for (const match of text.matchAll(find)) {
      const sentence = sentenceAt(text, match.index + Math.max(0, match[0].search(/\S/)))
      if (unless?.test(sentence) || (beside && !beside.test(sentence))) continue
      if (unquoted && isQuoted(text, match.index)) continue
      const told = (match.groups?.['told'] ?? withNeighbours(text, match, around)).trim()
      if (!found.has(told) && found.size < MOST) found.set(told, sentence)
    }
  }
  const agency = view.body.name ?? '本机关'
  return [...found].map(([told, sentence]) =>
    failureOf(view, rule, { subject: `words:${told}`, values: { text: told, agency }, quote: quoteOf(sentence) }),
  )
}

/** The match with some characters of its line on either side. */
function withNeighbours(text: string, { index, 0: printed }: RegExpExecArray, around: number): string {
  const before = text.slice(Math.max(0, index - around), index)
  const end = index + printed.length
  const behind = text.slice(end, end + around)
  return before.slice(before.lastIndexOf('\n') + 1) + printed + behind.split('\n', 1)[0]
}

/** Whether a place stands within 《》 or “” that open on the same line. */
function isQuoted(text: string, index: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', index - 1) + 1, index)
  return line.lastIndexOf('《') > line.lastIndexOf('》') || line.lastIndexOf('“') > line.lastIndexOf('”')
}
