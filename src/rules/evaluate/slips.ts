import { SECTION_TITLES } from '../../model/template.ts'
import type { RuleOfKind } from '../rule.ts'
import { findWords } from './find-words.ts'
import { failureOf, type Outcome } from './outcome.ts'
import { lacksOneCharacter, runsOn } from './sections.ts'
import type { View } from './view.ts'
import { wordsOf } from './words.ts'

/** Slips of typing. Where the reader lost characters, nobody can tell whose slip it is. */
export function checkSlips(view: View, rule: RuleOfKind<'typing-slips'>): Outcome[] {
  if (view.report.notes.some(({ code }) => code === 'text-damaged')) return []
  const { headings, whole, sections } = wordsOf(view.report)
  const written = WRITTEN.flatMap((number) => unorderedItems(sections.get(number) ?? ''))
  const told = [...cutHeadings(view), ...repeatedNumbers(view), ...written]
  return [
    ...told.map((text) => failureOf(view, rule, { subject: `words:${text}`, values: { text }, quote: text })),
    ...findWords(view, rule, `${headings}\n${whole}`, rule.patterns),
  ]
}

/** The sections that are told in words; the others are tables, and rows of a table may stand among the text around it. */
const WRITTEN = [1, 5, 6]

/** Official headings that lack a character. */
function cutHeadings({ report }: View): string[] {
  return report.sections.flatMap((section) => {
    const { number, title } = section
    const official = SECTION_TITLES[number - 1]
    if (official === undefined || USUAL.test(title) || runsOn(section, official)) return []
    return lacksOneCharacter(title, official) ? [title] : []
  })
}

/** 其他需要报告事项 is as common as the official heading. */
const USUAL = /^其他需要报告事项$|^存在主要问题|^(?:存在的)?主要问题/

const NUMBERS = '一二三四五六七八九十'

/** Headings whose number is not above that of the heading before: 三、…三、…. An added section only shifts the numbers. */
function repeatedNumbers({ report: { sections, edition } }: View): string[] {
  if (edition === null) return []
  return sections.flatMap(({ number, printedNumber = number, title }, index) => {
    const before = sections[index - 1]
    const isNext = before !== undefined && before.number < number
    const isRepeated = isNext && printedNumber <= (before.printedNumber ?? before.number)
    return isRepeated ? [`${NUMBERS[printedNumber - 1]}、${title}`] : []
  })
}

const ITEM = /(?:^|\n)[（(]([一二三四五六七八九十])[）)]([^\n。；：:，,]{0,16})/g

/** Items of a section whose number is skipped or told twice: （一）（二）（四）. One that stands within a line is not skipped. */
function unorderedItems(text: string): string[] {
  const items = [...text.matchAll(ITEM)].map(([, ordinal, words]) => ({ number: NUMBERS.indexOf(ordinal!) + 1, words: words! }))
  return items.flatMap(({ number, words }, index) => {
    const before = items[index - 1]?.number ?? 0
    if (number === 1 || number === before + 1) return []
    const skipped = NUMBERS.slice(before, number - 1)
    if (number > before && [...skipped].some((ordinal) => new RegExp(`[（(]${ordinal}[）)]|${ordinal}[、是]`).test(text)))
      return []
    return [`（${NUMBERS[number - 1]}）${words}`]
  })
}
