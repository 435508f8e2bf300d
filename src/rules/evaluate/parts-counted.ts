import { SECTION_TITLES } from '../../model/template.ts'
import type { Rule, RuleOfKind } from '../rule.ts'
import { failureOf, type Outcome } from './outcome.ts'
import type { View } from './view.ts'
import { quoteOf, sentenceAt, wordsOf } from './words.ts'

/** 由…等六部分组成, 包括六个部分：…; the number may stand before or behind the list. */
const COUNT = /([一二三四五六七八九十]|\d{1,2})个?(?:大)?部分/
const LIST_BEFORE = /(?:由|包括|包含|分为|涵盖|共有?|内容为|分别为|为)[：:]?([^。；]*?)等?(?:共|总共)?$/
const LIST_BEHIND = /^(?:组成|内容|构成)?[，,]?(?:即|分别[为是]|包括|分为|[为是])?[：:]?([^。；]*)/
const ORDINALS = '一二三四五六七八九十'

/** The number of parts that the opening tells, against those that it lists and against the form. */
export function checkPartsCounted(view: View, rule: RuleOfKind<'parts-counted'>): Outcome[] {
  const { opening } = wordsOf(view.report)
  const count = COUNT.exec(opening)
  if (!count) return []
  const sentence = sentenceAt(opening, count.index)
  const told = numberOf(count[1]!)
  const at = sentence.indexOf(count[0])
  const { parts, isOpen } = partsOf(sentence.slice(0, at), sentence.slice(at + count[0].length), rule.topics)
  if (parts.length >= 2 && parts.length !== told) {
    // 等 may stand for the rest of a list that breaks off, hardly for one that goes to the last part.
    if (isOpen && (!parts.includes(rule.topics.length) || parts.length < told - 2)) return []
    return [failed(view, rule, { a: told, b: parts.length }, sentence)]
  }
  if (told === SECTION_TITLES.length) return []
  const official = {
    ...rule,
    zh: '文中称报告由{a}部分组成，统一格式为{b}部分，请核实。',
    en: 'The report is said to have {a} parts; the official form has {b}.',
  }
  return [failed(view, official, { a: told, b: SECTION_TITLES.length }, sentence)]
}

function failed(view: View, rule: Rule, values: { readonly a: number; readonly b: number }, sentence: string): Outcome {
  return failureOf(view, rule, { subject: 'parts', values, quote: quoteOf(sentence), left: values.a, right: values.b })
}

/** The parts that a sentence lists: the numbers of the topics that they name, 0 for others. A topic named by two phrases is one part. */
function partsOf(before: string, behind: string, topics: readonly RegExp[]): { parts: number[]; isOpen: boolean } {
  const list = LIST_BEFORE.exec(before)?.[1] ?? ''
  const isBefore = topics.filter((topic) => topic.test(list)).length >= 2
  const items = (isBefore ? list : (LIST_BEHIND.exec(behind)?.[1] ?? '')).split(
    /[、，,]|(?<=情况|事项|措施)[和及与](?=\p{Script=Han}{4})/u,
  )
  const named = items
    .map((item) => item.trim())
    .filter((item) => item.length >= 2)
    .map((item) => topics.findIndex((topic) => topic.test(item)) + 1)
  // What stands around the list is no part: 由某局编制，包括…, …六个部分。所列数据….
  const first = named.findIndex((number) => number > 0)
  const last = isBefore ? named.length : named.findLastIndex((number) => number > 0) + 1
  const numbers = first < 0 ? [] : named.slice(first, last)
  const parts = numbers.filter((number, index) => number === 0 || numbers.indexOf(number) === index)
  return { parts, isOpen: isBefore && /等(?:共|总共)?$/.test(before) }
}

function numberOf(printed: string): number {
  const ordinal = ORDINALS.indexOf(printed)
  return ordinal >= 0 ? ordinal + 1 : Number(printed)
}
