import type { Report } from '../../model/report.ts'
import type { Part } from '../kinds/wording.ts'

/** The words of a report by part, without the blanks that printers leave between characters. */
export type Words = {
  readonly title: string
  /** Title and headings, a line each. */
  readonly headings: string
  readonly opening: string
  /** By number; sections that were not found have none. */
  readonly sections: ReadonlyMap<number, string>
  /** Opening and sections, in printed order. */
  readonly whole: string
  /** Texts of several parts that rules have asked for. */
  readonly joined: Map<readonly Part[], string>
}

const known = new WeakMap<Report, Words>()

/** The words of a report, worked out once. */
export function wordsOf(report: Report): Words {
  const earlier = known.get(report)
  if (earlier) return earlier
  const title = plain(report.title ?? '')
  const opening = plain(report.opening)
  const sections = new Map(report.sections.map(({ number, text }) => [number, plain(text)]))
  const headings = [title, ...report.sections.map((section) => plain(section.title))].join('\n')
  const words = { title, headings, opening, sections, whole: [opening, ...sections.values()].join('\n'), joined: new Map() }
  known.set(report, words)
  return words
}

/** The text of some parts, a line between them. */
export function textOf(words: Words, parts: readonly Part[]): string {
  const earlier = words.joined.get(parts)
  if (earlier !== undefined) return earlier
  const text = parts
    .map((part) => (part === 'headings' ? words.headings : part === 0 ? words.opening : (words.sections.get(part) ?? '')))
    .filter((part) => part !== '')
    .join('\n')
  words.joined.set(parts, text)
  return text
}

const BLANKS = /[^\S\n]+|\p{Cf}+/gu
const WIDE_DIGITS = /[０-９]/g

function plain(text: string): string {
  return text.replace(BLANKS, '').replace(WIDE_DIGITS, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
}

const SENTENCE_END = /[。；;\n]/

/** The sentence that a place of a text stands in, without its stop. */
export function sentenceAt(text: string, index: number): string {
  let start = index
  while (start > 0 && !SENTENCE_END.test(text[start - 1]!)) start -= 1
  let end = index
  while (end < text.length && !SENTENCE_END.test(text[end]!)) end += 1
  return text.slice(start, end)
}

const LONGEST_QUOTE = 160

/** A sentence as a finding quotes it: its beginning where it is very long. */
export function quoteOf(sentence: string): string {
  return sentence.length > LONGEST_QUOTE ? `${sentence.slice(0, LONGEST_QUOTE)}…` : sentence
}
