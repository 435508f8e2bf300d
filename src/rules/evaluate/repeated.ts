import type { Claim } from '../../model/report.ts'
import type { Indicator } from '../kinds/narrative.ts'
import type { RuleOfKind } from '../rule.ts'
import { scopeFits } from './claim-scope.ts'
import { failureOf, type Outcome } from './outcome.ts'
import { claimsOf, sumOf, type View } from './view.ts'

/** One indicator with two values: the disclosed items of one name, or what a table confirms one of. One finding for each. */
export function checkRepeated(view: View, rule: RuleOfKind<'repeated'>): Outcome[] {
  const said = view.report.claims.filter(isPlainCount).flatMap((claim) => {
    const name = nameOf(claim)
    return name === null ? [] : [{ claim, name }]
  })
  const groups = [...Map.groupBy(said, ({ name }) => name).values()].map((group) => group.map(({ claim }) => claim))
  const counted = rule.indicators.flatMap((indicator) => toldTwice(view, indicator))
  return [...groups.flatMap(firstTwo), ...counted].map(([first, second]) =>
    failureOf(view, rule, {
      subject: `indicator:${first.label ?? first.kind}`,
      values: { text: first.label ?? '', a: first.value!, b: second.value! },
      quote: `${first.text}……${second.text}`,
      left: first.value,
      right: second.value,
    }),
  )
}

type Pair = readonly [Claim, Claim]

/** Two different values in different sentences; a third one shows that the name tells too little. */
function firstTwo(claims: readonly Claim[]): Pair[] {
  const values = new Set(claims.map(({ value }) => value))
  if (values.size !== 2) return []
  const second = claims.find(({ value, text }) => value !== claims[0]!.value && text !== claims[0]!.text)
  return second ? [[claims[0]!, second]] : []
}

function isPlainCount({ kind, value, approximate, text }: Claim): boolean {
  const isItem = kind === 'disclosed_total' || kind === 'part'
  return isItem && value !== null && value > 0 && !approximate && !OTHER_SPAN.test(text)
}

const OTHER_SPAN = /[上下]半年|季度|\d月|累计|以来|同期|去年|上年|截[至止](?!(?:20\d\d年)?12月31日|年底)/
/** What tells one collection of items from another. */
const CARRIERS =
  /公众号|微信|微博|抖音|快手|头条|媒体|电视|报[纸刊]|公开栏|宣传栏|显示屏|客户端|APP|短视频|公报|简报|信箱|平台|网站|网页/g

/**
 * What a count of items is of, with the section it is told of and the words for where it stands: `“审计公告”栏目` in one place and
 * `审计公告` in another are one. Null where the label is too plain to tell one indicator from another.
 */
function nameOf({ label, unit, scope, text, kind }: Claim): string | null {
  const column = /[“"「](?<name>[^”"」]{3,16})[”"」][^，。；]{0,4}(?:专?栏|板块|频道)/.exec(label ?? '')?.groups?.name
  const core = (column ?? label ?? '').replace(PLAIN, '')
  if (core.length < 3) return null
  const carriers = [...new Set(text.match(CARRIERS) ?? [])].filter((word) => word !== '网站' && word !== '网页').toSorted()
  return [kind, core, unit ?? '', scope ?? '', ...carriers].join(' ')
}

/** Words that say that something was disclosed, not what. */
const PLAIN =
  /[“”"《》\s]|全年|本年度?|年度?|共计?|累计|总计|主动|公开|公布|发布|更新|各类|政府|政务|信息|内容|数量?|其中|及时|通过|网站|我[局委办镇县市区]|在|的|了|为|类/g

/** Numbers of one indicator in different sentences, of which the tables confirm one: no other can stand beside it. */
function toldTwice(view: View, { claim: kind, label, sums: readings, less = [], about }: Indicator): Pair[] {
  const sums = [less, ...readings].map((cells) => sumOf(view, cells))
  if (sums.some(({ blanks, unread }) => blanks + unread > 0)) return []
  const [left, ...all] = sums.map(({ value }) => value)
  const known = all.flatMap((value) => [value, value - left!])
  const told = claimsOf(view, kind).filter((claim) => {
    const isNamed = label === null ? claim.label === null : label.test(claim.label ?? '')
    return isNamed && claim.value !== null && !claim.approximate && claim.of === null
  })
  const whole = told.filter((claim) => {
    const clause = clauseOf(claim)
    const isOfYear = !OTHER_SPAN.test(plainText(claim.text).replace(CARRIED, ''))
    return isOfYear && !PARTIAL.test(clause) && (about?.test(clause) ?? true)
  })
  const right = whole.find(({ value }) => known.includes(value!))
  if (!right) return []
  const wrong = whole.find(
    (claim) =>
      !known.includes(claim.value!) &&
      claim.text !== right.text &&
      isOfSameScope(view, right, claim) &&
      !isPartOf(told, claim.value!, known),
  )
  return wrong ? [[right, wrong]] : []
}

/** Beside figures said to be of the whole region, others may be of one body. */
function isOfSameScope(view: View, right: Claim, other: Claim): boolean {
  return other.scope === right.scope || (right.scope !== 'region' && scopeFits(view, other))
}

/** Words that name last year, or the last day of this one, and speak of no other span. */
const CARRIED =
  /结转(?:自)?[上去]一?年度?|[上去]一?年度?的?(?:结转|遗留|转)|(?:20\d\d年)?(?:1月1日(?:起|开始)?[-—~至到])?12月31日/g

/** A number of one kind of work, one way, one group of applicants, one stage, or some of the bodies is none of the whole. */
const PARTIAL =
  /其中|部门|单位|乡镇|街道|分别|网[上络]|互联网|在线|线[上下]|信函|当面|现场|窗口|邮|平台|系统|渠道|自然人|个人|企业|法人|涉及|补正|重复|上年|去年|往年|结转|当年|延期|逾期|超期|按[期时]|提前|口头|电话|其余|剩余|余下|新增|作为|审结|结案|维持|撤销|纠|驳回|终止|尚|未/

/** The words between two marks that hold the number of a claim; all of the sentence where it is not found there. */
function clauseOf({ text, value, label }: Claim): string {
  const plain = plainText(text)
  const clauses = (plain.match(/(?:(?:其中|按[^，,。；;\d]{1,10}分)[，,：:])?[^，,。；;：:（）()]+/g) ?? []).filter((clause) =>
    new RegExp(`(?<!\\d)${value}(?!\\d)`).test(clause),
  )
  return clauses.find((clause) => clause.includes(label ?? '')) ?? plain
}

/** Whether it makes one of the sums with another number: 部门收到200件，乡镇收到30件. */
function isPartOf(claims: readonly Claim[], value: number, sums: readonly number[]): boolean {
  return claims.some((other) => sums.includes(other.value! + value))
}

/** Numbers that have no unit or are only about right; told once, with the first of them. */
export function checkRoughNumbers(view: View, rule: RuleOfKind<'rough-number'>): Outcome[] {
  const found = view.report.claims.flatMap((claim) => {
    const text = rule.claims.includes(claim.kind) && claim.of === null ? roughWords(claim) : null
    return text === null ? [] : [text]
  })
  const texts = [...new Set(found)]
  const [first] = texts
  if (first === undefined) return []
  const more = texts.length > 1 ? `等${texts.length}处` : ''
  const moreEn = texts.length > 1 ? ` and ${texts.length - 1} more` : ''
  return [failureOf(view, rule, { subject: 'text', values: { text: first, more, moreEn }, quote: first })]
}

/** The words around a number that lacks a unit, or stands beside 余, 约, 多 or 近. */
function roughWords({ value, unit, approximate, text, label }: Claim): string | null {
  const plain = plainText(text)
  if (unit === null && !approximate && value !== null && value > 0) {
    const at = plain.search(new RegExp(`(?<!\\d)${value}(?!\\d|[.%])`))
    return at === -1 || label === null ? null : /[^，。；、：:,;（）()]{0,24}$/.exec(plain.slice(0, at))![0] + value
  }
  return approximate ? (ROUGH.exec(plain)?.[0] ?? null) : null
}

/** One way of writing digits and marks, thousands joined. */
function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/(\d),(?=\d{3})/g, '$1')
}

const ROUGH =
  /[^，。；、：:,;]{0,14}(?:[约近]\d+(?:\.\d+)?[万千百]?(?:件次?|条|份|篇)|\d+(?:\.\d+)?[万千百]?[余多]万?(?:件次?|条|份|篇))/
