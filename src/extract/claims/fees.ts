import type { ClaimList } from './claim-list.ts'
import { readFeeList } from './fee-lists.ts'
import type { Figure } from './figures.ts'
import { labelBefore } from './list-parts.ts'
import type { Paragraph, Sentence } from './sentences.ts'
import { tailBehind } from './spot.ts'

/** What the text calls the fee for handling applications. 行政事业性收费 is another one. */
const FEE =
  /信息(?:公开)?处理费|(?:政府信息公开|依申请公开)[^，。；]{0,14}(?:收费|费用)|收取[^，。；\d]{0,16}(?:信息|申请|公开)[^，。；\d]{0,8}费|(?:检索|复制|邮寄)(?:费|、)|申请[^。；\d]{0,24}(?:未|没有)[^，。；\d]{0,8}收取[^，。；\d]{0,4}费/
const OTHER_FEE = /行政事业性收费|三公|经费|预算|收费(?:项目|目录|清单|标准)/
const NONE =
  /(?:未|没有|无|零)(?!发现)[^，。；]{0,24}?(?:收取|产生|发生|涉及|收费|发出)[^，。；]{0,24}|(?:不|未)收(?:取)?(?:任何)?费|(?:均|一律)?免(?:费|收)[^，。；]{0,10}(?:提供|办理)?/g
const NOT_THIS_YEAR = /上一?年度?|去年|同比|20\d\d年以来|累计|较|标准|每|不超过|以内|以上的/
const CASES_BEFORE = /(?:收取|收费|通知|涉及|缴(?:纳|费)|收到)[^，。；]{0,16}$|(?:对|共|向|就|其中|有|为)(?:其中)?(?:的|约)?$/
const CASES_BEHIND = /^[^，。；\d]{0,24}(?:收取|收费|缴费|缴纳|发出)/

/** Reads what is said of fees for handling applications: how many cases, how much money, or that none was charged. */
export function readFees(paragraph: Paragraph, claims: ClaimList): void {
  let taken = -1
  for (const [index, sentence] of paragraph.entries()) {
    const { plain } = sentence
    if (index <= taken) continue
    const isAbout =
      isOnFee(plain) || (/^[^，。；]{0,4}(?:其中|涉及|共计|合计|金额)/.test(plain) && isOnFee(paragraph[index - 1]?.plain ?? ''))
    if (!isAbout || (OTHER_FEE.test(plain) && !/信息(?:公开)?处理费/.test(plain))) continue
    const listed = readFeeList(sentence, paragraph[index + 1], claims)
    if (listed > 0) {
      taken = index + listed - 1
      continue
    }
    const figures = sentence.figures.filter((figure) => !NOT_THIS_YEAR.test(clauseBefore(plain, figure)))
    const amounts = figures.filter(({ unit }) => unit === '元' || unit === '万元')
    const cases = figures.filter((figure) => isCase(figure) && isCharged(plain, figure))
    for (const figure of cases) claims.figure(sentence, figure, { kind: 'fee_cases' })
    readAmounts(sentence, amounts, claims)
    if (amounts.length === 0 && cases.length === 0) readNone(sentence, claims)
  }
}

/** Few sentences have one of the words that every match of `FEE` holds. */
function isOnFee(plain: string): boolean {
  return /费|[索制寄]、/.test(plain) && FEE.test(plain)
}

/** The sum, and what it is made up of where the sentence lists that. */
function readAmounts(sentence: Sentence, amounts: readonly Figure[], claims: ClaimList): void {
  const [first, ...others] = amounts
  if (!first) return
  const add = (figure: Figure, of: number | null) =>
    claims.figure(sentence, figure, { kind: 'fee_amount', label: labelBefore(sentence.plain, figure), of })
  const rest = sumOf(others)
  const last = amounts.at(-1)!
  if (others.length >= 2 && rest === inYuan(first)) {
    const total = add(first, null)
    for (const figure of others) add(figure, total)
  } else if (
    others.length >= 2 &&
    sumOf(amounts.slice(0, -1)) === inYuan(last) &&
    /(?:共计?|合计|总计)[^，。；\d]{0,6}$/.test(clauseBefore(sentence.plain, last))
  ) {
    const total = add(last, null)
    for (const figure of amounts.slice(0, -1)) add(figure, total)
  } else for (const figure of amounts) add(figure, null)
}

function readNone(sentence: Sentence, claims: ClaimList): void {
  const all = [...sentence.plain.matchAll(NONE)].map(([each]) => each)
  const said = all.find((each) => /费|通知/.test(each)) ?? all[0]
  if (!said || /其[他它](?!组织)|逾期|争议/.test(said)) return
  if (/通知/.test(said)) claims.statement(sentence, 'fee_cases', { value: 0, label: said })
  else claims.statement(sentence, 'fee_amount', { value: 0, label: said })
}

function isCase({ kind, unit }: Figure): boolean {
  return kind === 'count' && /^(?:件次?|宗|份|例|起|笔|次)$/.test(unit ?? '')
}

/** A number of applications that were charged for, not of those received. */
function isCharged(plain: string, figure: Figure): boolean {
  const before = clauseBefore(plain, figure)
  if (/(?:收到|受理|办理|新收|答复|办结)[^，。；]{0,20}$/.test(before))
    return CASES_BEHIND.test(plain.slice(figure.end)) && /其中|对/.test(before)
  return (
    (/费|通知/.test(before) && CASES_BEFORE.test(before)) ||
    CASES_BEHIND.test(plain.slice(figure.end)) ||
    /(?:费|通知)[^，。；\d]{0,6}$/.test(before)
  )
}

function clauseBefore(plain: string, { start }: Figure): string {
  return tailBehind(/[，。；]/, plain.slice(0, start))
}

function inYuan({ value, unit }: Figure): number {
  return unit === '万元' ? Math.round(value * 10_000) : value
}

function sumOf(figures: readonly Figure[]): number {
  return Number(figures.reduce((sum, figure) => sum + inYuan(figure), 0).toFixed(2))
}
