import { SECTION_TITLES } from '../../model/template.ts'
import { classOf } from '../body-class.ts'
import type { ContentTerms } from '../kinds/content.ts'
import type { RuleOfKind } from '../rule.ts'
import type { Checks } from './checks.ts'
import { checkContact, checkContactPlace } from './contact.ts'
import { failureOf, type Outcome, openOf } from './outcome.ts'
import { checkPartsCounted } from './parts-counted.ts'
import type { View } from './view.ts'
import { textOf, wordsOf } from './words.ts'

export const contentChecks = {
  'parts-counted': checkPartsCounted,
  'topics-told': checkTopics,
  'section-hollow': checkHollow,
  'section-length': checkLength,
  'period-stated': checkPeriodStated,
  'figures-told': checkFiguresTold,
  'contact-given': checkContact,
  'contact-of-place': checkContactPlace,
} as const satisfies Checks<ContentTerms['kind']>

/** Topics that no word tells of. A section that was not found or is next to empty is another rule's matter. */
function checkTopics(view: View, rule: RuleOfKind<'topics-told'>): Outcome[] {
  const { sections, bodies, topics, beside } = rule
  const own = bodies === undefined ? null : classOf(view.body)
  if (bodies !== undefined && (own === null || !bodies.includes(own))) return []
  const words = wordsOf(view.report)
  if (words.sections.size === 0 || isTextLost(view)) return []
  const text = sections ? textOf(words, sections) : `${words.headings}\n${words.whole}`
  if (sections && text.length <= NEXT_TO_NOTHING) return []
  const lacking = topics.filter((topic) => !topic.words.test(text))
  const told = topics.filter((topic) => !lacking.includes(topic))
  if (lacking.length === 0 || (beside && told.length === 0)) return []
  const list = lacking.map(({ zh }) => zh).join('、')
  return [failureOf(view, rule, { subject: 'topics', values: { text: list, a: told.map(({ zh }) => zh).join('、'), b: list } })]
}

const NEXT_TO_NOTHING = 10

/** What a reader says when it lost text: then nobody can tell what the report does not say. */
function isTextLost({ report: { notes } }: View): boolean {
  return notes.some(({ code }) => LOST.has(code))
}

const LOST: ReadonlySet<string> = new Set([
  'text-damaged',
  'no-text-layer',
  'page-missing',
  'picture-not-read',
  'pictures-left',
  'pictures-left-out',
  'embedded-part',
])

/** A section without content, unless its text stands elsewhere or was lost by the reader. */
function checkHollow(view: View, rule: RuleOfKind<'section-hollow'>): Outcome[] {
  const { sections } = wordsOf(view.report)
  const text = sections.get(rule.section)
  if (text === undefined || text.replace(/\s+/g, '').length > rule.most) return []
  const others = [...sections].filter(([number]) => number > rule.section).map(([, other]) => other)
  const isElsewhere = others.some((other) => rule.elsewhere.test(other))
  const isEmpty = text.trim() === '' && (sections.get(1) ?? '').trim() === ''
  if (isElsewhere || isEmpty || isTextLost(view)) {
    const zh = `“${SECTION_TITLES[rule.section - 1]}”部分的文字可能未读全，请对照原文核实`
    return [openOf(rule, { zh, en: 'the text of the section may not have been read in full; compare with the original' })]
  }
  return [failureOf(view, rule, { subject: `section:${rule.section}`, values: {}, quote: text.trim() || null })]
}

function checkLength(view: View, rule: RuleOfKind<'section-length'>): Outcome[] {
  const length = (wordsOf(view.report).sections.get(rule.section) ?? '').replace(/\s+/g, '').length
  if (length <= rule.most) return []
  const values = { a: length, b: rule.most }
  return [failureOf(view, rule, { subject: `section:${rule.section}`, values, left: length, right: rule.most })]
}

function checkPeriodStated(view: View, rule: RuleOfKind<'period-stated'>): Outcome[] {
  const { period, notes } = view.report
  if (period !== null || notes.some(({ code }) => code === 'period-unread') || isTextLost(view)) return []
  const { whole, sections } = wordsOf(view.report)
  return sections.size === 0 || rule.words.test(whole) ? [] : [failureOf(view, rule, { subject: 'period', values: {} })]
}

/** A section that tells its work without a single figure; a short one has nothing to tell. */
function checkFiguresTold(view: View, rule: RuleOfKind<'figures-told'>): Outcome[] {
  const text = wordsOf(view.report).sections.get(rule.section) ?? ''
  if (text.length < rule.least || rule.figures.test(text.replace(rule.aside, ''))) return []
  return [failureOf(view, rule, { subject: `section:${rule.section}`, values: {} })]
}
