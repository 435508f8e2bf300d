import type { Claim } from '../../model/report.ts'
import type { ClaimList } from './claim-list.ts'
import { type Figure, figuresOf } from './figures.ts'
import { labelBefore } from './list-parts.ts'
import type { Sentence } from './sentences.ts'

const OPENER = /(?:其中|具体(?:为|是|如下)?|分别[为是]|包括)[：，]?/
/** Money that is no item of what was charged. */
const NO_ITEM = /减免|免收|免除|退|未缴|未收|应收|欠|标准|每|上年|去年|同比|较|累计|合计|共计|总计/

/** The items of a fee, in yuan or in cases: 收取2950元。其中，A局1件，收取420元；B局2件，收取290元. */
type FeeList = { readonly totals: readonly Figure[]; readonly items: readonly Figure[]; readonly listed: string }

/**
 * Reads a fee with its items, which may stand in the next sentence; tells how many sentences that took, 0 where there is no list. Rough
 * numbers and words such as 减免 make it none.
 */
export function readFeeList(sentence: Sentence, next: Sentence | undefined, claims: ClaimList): number {
  const goesOn = next !== undefined && /^(?:其中|具体|分别)/.test(next.plain)
  const plain = goesOn ? sentence.plain + next.plain : sentence.plain
  const whole: Sentence = goesOn ? { ...sentence, text: sentence.text + next.text, plain } : sentence
  const list = feeListOf(plain)
  if (!list) return 0
  const isMoney = ({ unit }: Figure) => unit === '元' || unit === '万元'
  const isCase = ({ kind, unit }: Figure) => kind === 'count' && /^(?:件次?|宗|份|例|起|笔)$/.test(unit ?? '')
  let read = 0
  for (const [kind, isSuch] of [['fee_cases', isCase] as const, ['fee_amount', isMoney] as const]) {
    const total = list.totals.findLast(isSuch)
    const items = list.items.filter(isSuch)
    if (!total || items.length < 2) continue
    read += 1
    addList(whole, { kind, total, items, listed: list.listed }, claims)
  }
  return read === 0 ? 0 : goesOn ? 2 : 1
}

function feeListOf(plain: string): FeeList | null {
  const opener = OPENER.exec(plain)
  if (!opener) return null
  const from = opener.index + opener[0].length
  const listed = plain.slice(from)
  const figures = figuresOf(plain)
  const totals = figures.filter(({ end }) => end <= opener.index)
  const items = figures.filter(({ start }) => start >= from)
  return NO_ITEM.test(listed) || [...totals, ...items].some(({ approximate }) => approximate) ? null : { totals, items, listed }
}

type Listed = {
  readonly kind: Extract<Claim['kind'], 'fee_cases' | 'fee_amount'>
  readonly total: Figure
  readonly items: readonly Figure[]
  readonly listed: string
}

function addList(sentence: Sentence, { kind, total, items, listed }: Listed, claims: ClaimList): void {
  const { plain } = sentence
  const closed = /等/.test(listed) ? { closed: false } : /其[他它]/.test(listed) ? { closed: true } : {}
  const of = claims.figure(sentence, total, { kind, label: labelBefore(plain, total), ...closed })
  for (const item of items) claims.figure(sentence, item, { kind, label: labelBefore(plain, item), of })
}
