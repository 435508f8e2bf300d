import type { ClaimList } from './claim-list.ts'
import { type Figure, figuresOf } from './figures.ts'
import { labelBefore, type NumberedText, partsOf } from './list-parts.ts'
import { type Part, sumOf } from './list-readings.ts'
import type { Paragraph, Sentence } from './sentences.ts'
import { topicOf } from './topic.ts'

/** A total and where its list begins. */
type List = {
  readonly total: Figure
  readonly from: number
  readonly bracket: boolean
  readonly opener?: string
  readonly following?: NumberedText
}

/** How a sentence begins that lists the parts of the last total of the sentence before. */
const NEXT_OPENER =
  /^(?:其中|具体(?:为|是|包括|如下)?[：，]|内容包括|分别[为是]|按[^，。；\d]{1,12}分(?:为|：|，)|从[^，。；\d]{1,12}看[：，])/

/**
 * Reads totals and the lists of parts behind them: 共 N 条，其中：A 3条、B 4条. The list may begin in the next sentence; parts of a part,
 * in brackets or behind another 其中, are a list of their own and count once. Where the marks allow two readings, the one that adds up holds.
 */
export function readBreakdowns(paragraph: Paragraph, claims: ClaimList): void {
  let taken = -1
  let used: ReadonlySet<number> = new Set()
  for (const [index, sentence] of paragraph.entries()) {
    if (index === taken) continue
    const figures = sentence.figures.filter(({ kind, start }) => kind === 'count' && !used.has(start))
    used = new Set()
    if (figures.length === 0) continue
    const following = paragraph[index + 1] ?? NOTHING
    const known = claims.all.length
    const totals = readLists(sentence, { figures, following }, claims)
    used = partsBehind(sentence, claims, known)
    const next = paragraph[index + 1]
    const total = figures.at(-1)
    const opener = next && NEXT_OPENER.exec(next.plain)?.[0]
    // Where the sentence has more figures, a criterion speaks of another one.
    const isPlain = figures.length === 1 || opener === '其中'
    if (opener && total && isPlain && !totals.includes(total)) {
      taken = index + 1
      const both = together(sentence, next)
      const behind = { from: sentence.plain.length + opener.length, following: paragraph[index + 2] ?? NOTHING }
      readList(both, { total: totalOf(both, figures, behind), ...behind, bracket: false }, claims)
      used = partsBehind(both, claims, known)
    } else if (totals.length === 0) readPlainTotal(sentence, figures, claims)
  }
}

const NOTHING: NumberedText = { plain: '', figures: [] }

function together(sentence: Sentence, next: Sentence): Sentence {
  const plain = sentence.plain + next.plain
  return { ...sentence, text: sentence.text + next.text, plain, figures: figuresOf(plain) }
}

/** Where figures of the sentence behind stand that already are parts. */
function partsBehind({ plain }: Sentence, claims: ClaimList, known: number): ReadonlySet<number> {
  const starts = claims.all.slice(known).flatMap(({ figure }) => (figure ? [figure.start - plain.length] : []))
  return new Set(starts.filter((start) => start >= 0))
}

/** Of several figures before a list, the one that its parts add up to; else the last. */
function totalOf(
  { plain, figures: all }: Sentence,
  figures: readonly Figure[],
  { from, following }: { readonly from: number; readonly following: NumberedText },
): Figure {
  const last = figures.at(-1)!
  const addsUp = (total: Figure) => sumOf(partsOf(plain, from, { total, figures: all, following }).parts) === total.value
  return addsUp(last)
    ? last
    : (figures.findLast((total) => total !== last && topicOf(plain.slice(0, total.start)) !== null && addsUp(total)) ?? last)
}

const AGAIN = /^[，；]按[^，。；\d]{1,10}分(?:为|，|：)/

/** Reads the lists of a sentence one behind the other; gives their totals. */
function readLists(
  sentence: Sentence,
  { figures, following }: { readonly figures: readonly Figure[]; readonly following: NumberedText },
  claims: ClaimList,
): Figure[] {
  const totals: Figure[] = []
  let from = 0
  for (;;) {
    const list = nextList(sentence.plain, figures, from)
    if (!list) return totals
    const known = claims.all.length
    from = Math.max(readList(sentence, { ...list, following }, claims), list.from)
    if (claims.all.length > known) totals.push(list.total)
    // The same total by another criterion.
    for (;;) {
      const again = AGAIN.exec(sentence.plain.slice(from))
      if (!again) break
      const start = from + again[0].length
      from = Math.max(readList(sentence, { total: list.total, from: start, bracket: false }, claims), start)
    }
  }
}

/** What disclosed items are counted in; 场 counts meetings. */
const PAPER = /^(?:件次?|条次?|篇次?|份|项|个|则|例|宗|期|部|)$/

/** A stated number of disclosed items without a list. */
function readPlainTotal(sentence: Sentence, figures: readonly Figure[], claims: ClaimList): void {
  // 动态59条、公告15条，总共74条: the total comes last, and none of the others is one.
  const last = figures.at(-1)!
  const sumsUp =
    figures.length >= 3 &&
    /(?:总共|共计|合计|总计)(?:公开|发布)?(?:政府|各类)?(?:信息)?$/.test(sentence.plain.slice(0, last.start))
  const total = (sumsUp ? [last] : figures).find(({ start }) => {
    const before = sentence.plain.slice(0, start)
    return topicOf(before) === 'disclosure' && (sumsUp || /(?:公开|发布)[^，。；\d]*信息[^，。；、\d]{0,6}$/.test(before))
  })
  if (total) claims.figure(sentence, total, { kind: 'disclosed_total', label: labelBefore(sentence.plain, total) })
}

/** The first list that begins at or behind this place. */
function nextList(plain: string, figures: readonly Figure[], from: number): List | null {
  for (const total of figures) {
    if (total.start < from || !isTotal(plain, total)) continue
    const opener = OPENER.exec(plain.slice(total.end))
    if (opener) return { total, from: total.end + opener[0].length, bracket: opener[0].startsWith('（'), opener: opener[0] }
    // 其中 may stand some words behind its total.
    const isRemark = isInBracket(plain, total)
    const next = figures.find(
      (figure) => figure.start > total.start && isTotal(plain, figure) && (isRemark || !isInBracket(plain, figure)),
    )
    const between = plain.slice(total.end, next?.start)
    const among = between.indexOf('其中')
    if (among !== -1 && !(isRemark && between.slice(0, among).includes('）')))
      return { total, from: total.end + among + 2, bracket: false }
  }
  return null
}

function isInBracket(plain: string, { start }: Figure): boolean {
  return plain.lastIndexOf('（', start) > plain.lastIndexOf('）', start)
}

/** `：`, `，包括`, `，分别为`, `（其中`, or a bracket with at least two figures, directly behind a total. */
const OPENER =
  /^(?:：(?!其中)|，?(?:具体|分别|主要|按[^，。；\d]{1,10}分)(?:是|为|有|如下)?：|，?(?=(?:主要|具体)?(?:包括|包含)|(?:内容)涵盖)|，?(?:具体)?分别[为是]|，?按[^，。；\d]{1,10}分(?:为|，)|（其中|（(?!20\d\d年|[上去]年|同?比|较)(?=[^（）]*\d[^（）]*[、，；][^（）]*\d[^（）]*）))/

/** Not what was added or taken off since last year, nor last year's number in brackets, nor what it grew from. */
function isTotal(plain: string, { start, end }: Pick<Figure, 'start' | 'end'>): boolean {
  if (/^(?:增加|增长|扩大|扩展|上升|提高|减少|下降)(?:到|至)/.test(plain.slice(end))) return false
  return !/(?:(?:增加|增长|减少|下降|上升|新增|较|比)[^，。；、]{0,8}|（(?:20\d\d年度?|上年度?|去年)[为：]?)$/.test(
    plain.slice(0, start),
  )
}

/** Reads one list; gives the place where it ends. */
function readList(
  sentence: Sentence,
  { total, from, bracket, opener = '', following = NOTHING }: List,
  claims: ClaimList,
): number {
  const { plain } = sentence
  const closing = bracket ? plain.indexOf('）', from) : -1
  const text = plain.slice(0, closing === -1 ? undefined : closing)
  const figures = text === plain ? sentence.figures : figuresOf(text)
  const { parts, nested, end } = partsOf(text, from, { total, figures, following: bracket ? NOTHING : following })
  const topic = topicOf(plain.slice(0, total.start))
  const isCase = topic === null && /申请|受理|办结|答复/.test(plain.slice(0, total.start))
  const isOther = isCase || topic === 'ignored' || topic === 'request' || topic === 'review' || topic === 'lawsuit'
  if (parts.length === 0 || isOther || isGrowth(plain, total, parts)) return end
  const kind = topic === 'disclosure' && PAPER.test(total.unit ?? '') ? 'disclosed_total' : 'breakdown_total'
  addList(sentence, { total, label: labelBefore(plain, total), parts, listed: opener + text.slice(from, end), kind }, claims)
  for (const { parent, children, listed } of nested)
    addList(sentence, { total: parent.figure, label: parent.label, parts: children, listed, kind: 'breakdown_total' }, claims)
  return end
}

/** 由8个增加到16个，其中新增A 4个、B 4个: the parts are those of the growth. */
function isGrowth(plain: string, total: Figure, parts: readonly Part[]): boolean {
  return (
    /(?:增加|增长|扩大|扩展|上升)?(?:到|至)[^，。；\d]{0,6}$/.test(plain.slice(0, total.start)) &&
    /^(?:新增|增加|增设)/.test(parts[0]!.label) &&
    sumOf(parts) !== total.value
  )
}

type Listed = {
  readonly total: Figure
  readonly label: string | null
  readonly parts: readonly Part[]
  readonly listed: string
  readonly kind: 'disclosed_total' | 'breakdown_total'
}

function addList(sentence: Sentence, { total, label, parts, listed, kind }: Listed, claims: ClaimList): void {
  const closed = isClosed(listed)
  const of = claims.figure(sentence, total, { kind, label, ...(closed === undefined ? {} : { closed }) })
  const percents = sentence.figures.filter(({ kind }) => kind === 'percent')
  for (const { figure, label: counted } of parts) {
    const part = claims.figure(sentence, figure, { kind: 'part', label: counted, of })
    const share = percents.find(({ start }) => start > figure.end && SHARE.test(sentence.plain.slice(figure.end, start)))
    if (share) claims.figure(sentence, share, { kind: 'percentage', label: share.printed, of: part })
  }
}

/** What stands between a part and its share of the total. */
const SHARE = /^[，、（]?占(?:比|总数的?|总量的?|全部的?)?[为：]?$/

/** True for a list with 其他 or 合计, false for one that is open by its own words, undefined where it does not say. */
function isClosed(listed: string): boolean | undefined {
  if (/^(?:，|：)?(?:主要|有(?!关))|\d[件条篇份个次项余多]*等|等(?:。|$|，|；)|如(?!下)/.test(listed)) return false
  if (/其[他它][^，、；。\d]{0,10}\d|\d[件条篇份个次项]其[他它]|合计/.test(listed)) return true
  // A list that begins with what matters most tells highlights.
  return /^[，：]*(?:涉及|重点)/.test(listed) ? false : undefined
}
