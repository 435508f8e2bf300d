import type { Section } from '../../model/report.ts'
import { SECTION_TITLES, TABLE_TITLES, type TableName } from '../../model/template.ts'
import type { FormatTerms } from '../kinds/format.ts'
import type { RuleOfKind } from '../rule.ts'
import type { Checks } from './checks.ts'
import { failureOf, type Outcome } from './outcome.ts'
import type { View } from './view.ts'
import { wordsOf } from './words.ts'

type Kind = Extract<FormatTerms['kind'], 'section-titles' | 'section-order' | 'table-noted' | 'title-form'>

export const sectionChecks = {
  'section-titles': checkTitles,
  'section-order': checkOrder,
  'table-noted': checkNoted,
  'title-form': checkTitleForm,
} as const satisfies Checks<Kind>

const NUMBERS = '一二三四五六'
const MARKS = /[\s\p{P}\p{S}]+/gu

/** Headings in words of the author's own. One that only lost a character is a slip, not another heading. */
function checkTitles(view: View, rule: RuleOfKind<'section-titles'>): Outcome[] {
  return view.report.sections.flatMap((section) => {
    const { number, title } = section
    const official = SECTION_TITLES[number - 1]
    if (official === undefined || title === '' || lacksOneCharacter(title, official) || runsOn(section, official)) return []
    const bare = title.replace(/[（(][^（()）]*[）)]/g, '').replace(MARKS, '')
    if (bare === official.replace(MARKS, '') || rule.variants[number]?.test(bare)) return []
    return [
      failureOf(view, rule, {
        subject: `section:${number}`,
        values: { a: NUMBERS[number - 1] ?? number, text: title, b: official },
        quote: title,
      }),
    ]
  })
}

/** Whether a narrow page broke the heading, so that its end stands before the text. */
export function runsOn({ title, text }: Section, official: string): boolean {
  return official.startsWith(title) && text.trimStart().startsWith(official.slice(title.length))
}

/** Whether a heading is the official one but for one character that it lacks. */
export function lacksOneCharacter(title: string, official: string): boolean {
  const [printed, full] = [title.replace(MARKS, ''), official.replace(MARKS, '')]
  if (printed.length !== full.length - 1) return false
  let at = 0
  while (at < printed.length && printed[at] === full[at]) at += 1
  return printed.slice(at) === full.slice(at + 1)
}

function checkOrder(view: View, rule: RuleOfKind<'section-order'>): Outcome[] {
  const { sections } = view.report
  if (sections.every(({ number }, index) => index === 0 || number > sections[index - 1]!.number)) return []
  const list = sections.map(({ title }) => `“${title}”`).join('、')
  return [failureOf(view, rule, { subject: 'sections', values: { list }, quote: list })]
}

/** Notes of one kind, once for each table. */
function checkNoted(view: View, rule: RuleOfKind<'table-noted'>): Outcome[] {
  const { notes } = view.report
  if (notes.some(({ code }) => rule.unless.includes(code))) return []
  const found = notes.filter(({ code, table }) => rule.notes.includes(code) && table !== undefined)
  return [...Map.groupBy(found, ({ table }) => table as TableName)].map(([table, noted]) => {
    const list = noted.flatMap(({ labels = [] }) => labels.map((label) => `“${label}”`)).join('、')
    return failureOf(view, rule, { subject: `table:${table}`, values: { text: TABLE_TITLES[table], list }, table })
  })
}

const REPORT_WORDS =
  /(?:政府|政务)?(?:信息|政务)?公开(?:工作)?(?:情况)?的?|(?:19|20)\d{2}年?|年度|工作|报告|年报|年|度|[（()）《》]|公布|关于|\d+/g

/** The title without its year and the words of the official title is the name of the body. */
function checkTitleForm(view: View, rule: RuleOfKind<'title-form'>): Outcome[] {
  const { title } = wordsOf(view.report)
  if (title === '') return []
  const hasName = /\p{Script=Han}{2}/u.test(title.replace(/人民政府(?=信息公开)/, '人民政府政府').replace(REPORT_WORDS, ''))
  if (hasName && rule.needs.every((words) => words.test(title))) return []
  const values = { text: title, agency: view.body.name ?? '（机关名称）', year: view.report.year ?? '（年份）' }
  return [failureOf(view, rule, { subject: 'title', values, quote: title })]
}
