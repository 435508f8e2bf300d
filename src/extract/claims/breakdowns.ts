import type { ClaimList } from './claim-list.ts'
import { type Figure, figuresOf } from './figures.ts'
import type { Paragraph, Sentence } from './sentences.ts'
import { topicOf } from './topic.ts'

type Part = { readonly figure: Figure; readonly label: string }

/** A total and where its list begins. */
type List = {
  readonly total: Figure
  readonly from: number
  readonly bracket: boolean
  readonly opener?: string
  readonly following?: string
}

/** A list goes no further where another activity begins. */
const ANOTHER_SUBJECT =
  /^(?:按[^，。；\d]{1,12}[分看]|从[^，。；\d]{1,12}看|并|还|同时|同步|配套|另外?|此外|全年|累计|合计|共计|共(?!同|有产)|向[^，；]{1,14}(?:报送|报告|提供)|报送|上报|收到|受理|办理|办结|答复|回复|组织(?:开展|召开|举办|实施|参加)|召开|开展|举办|举行|接待|开设|开通|建立|完成|审查|审核|清理|同比|较上年|较去年|比上年|比去年|增长|下降|点击|浏览|阅读|访问|关注|回应|没有|未)/
const LEADING =
  /^(?:[，、；：。）\s]|其中|包括|包含|分别[是为]|主要[是为有]|和|及|以及|有|[一二三四五六七八九十]是|占[^，；、\d]{0,8}\d+(?:\.\d+)?%|（?\d{1,2}(?:[.、]|）)(?!\d))+/

/** How a sentence begins that lists the parts of the last total of the sentence before. */
const NEXT_OPENER =
  /^(?:其中|具体(?:为|是|包括|如下)?[：，]|内容包括|分别[为是]|按[^，。；\d]{1,12}分(?:为|：|，)|从[^，。；\d]{1,12}看[：，])/

/**
 * Reads totals and the lists of parts behind them: 共 N 条，其中：A 3条、B 4条. The list may begin in the next sentence; parts of a part,
 * in brackets or behind another 其中, are a list of their own and count once. Where the marks allow two readings, the one that adds up holds.
 */
export function readBreakdowns(paragraph: Paragraph, claims: ClaimList): void {
  let taken = -1
  for (const [index, sentence] of paragraph.entries()) {
    if (index === taken) continue
    const figures = sentence.figures.filter(({ kind }) => kind === 'count')
    if (figures.length === 0) continue
    const following = paragraph[index + 1]?.plain ?? ''
    const totals = readLists(sentence, { figures, following }, claims)
    const next = paragraph[index + 1]
    const total = figures.at(-1)
    const opener = next && NEXT_OPENER.exec(next.plain)?.[0]
    // Where the sentence has more figures, a criterion speaks of another one.
    const isPlain = figures.length === 1 || opener === '其中'
    if (opener && total && isPlain && !totals.includes(total)) {
      taken = index + 1
      const both: Sentence = { ...sentence, text: sentence.text + next.text, plain: sentence.plain + next.plain }
      const from = sentence.plain.length + opener.length
      readList(both, { total, from, bracket: false, following: paragraph[index + 2]?.plain ?? '' }, claims)
    } else if (totals.length === 0) readPlainTotal(sentence, figures, claims)
  }
}

const AGAIN = /^[，；]按[^，。；\d]{1,10}分(?:为|，|：)/

/** Reads the lists of a sentence one behind the other; gives their totals. */
function readLists(
  sentence: Sentence,
  { figures, following }: { readonly figures: readonly Figure[]; readonly following: string },
  claims: ClaimList,
): Figure[] {
  const totals: Figure[] = []
  let from = 0
  for (;;) {
    const list = nextList(sentence.plain, figures, from)
    if (!list) return totals
    totals.push(list.total)
    from = Math.max(readList(sentence, { ...list, following }, claims), list.from)
    // The same total by another criterion.
    for (;;) {
      const again = AGAIN.exec(sentence.plain.slice(from))
      if (!again) break
      const start = from + again[0].length
      from = Math.max(readList(sentence, { total: list.total, from: start, bracket: false }, claims), start)
    }
  }
}

/** A stated number of disclosed items without a list. */
function readPlainTotal(sentence: Sentence, figures: readonly Figure[], claims: ClaimList): void {
  const total = figures.find(({ start }) => {
    const before = sentence.plain.slice(0, start)
    return topicOf(before) === 'disclosure' && /(?:公开|发布)[^，。；\d]*信息[^，。；、\d]{0,6}$/.test(before)
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
  /^(?:：(?!其中)|，?(?:具体|分别|主要|按[^，。；\d]{1,10}分)(?:是|为|有|如下)?：|，?(?=(?:主要|具体)?(?:包括|包含))|，?(?:具体)?分别[为是]|，?按[^，。；\d]{1,10}分(?:为|，)|（其中|（(?!20\d\d年|[上去]年|同?比|较)(?=[^（）]*\d[^（）]*[、，；][^（）]*\d[^（）]*）))/

/** Not what was added or taken off since last year, nor last year's number in brackets. */
function isTotal(plain: string, { start }: Pick<Figure, 'start' | 'end'>): boolean {
  return !/(?:(?:增加|增长|减少|下降|上升|新增|较|比)[^，。；、]{0,8}|（(?:20\d\d年度?|上年度?|去年)[为：]?)$/.test(
    plain.slice(0, start),
  )
}

/** Reads one list; gives the place where it ends. */
function readList(sentence: Sentence, { total, from, bracket, opener = '', following = '' }: List, claims: ClaimList): number {
  const { plain } = sentence
  const closing = bracket ? plain.indexOf('）', from) : -1
  const text = plain.slice(0, closing === -1 ? undefined : closing)
  const { parts, nested, end } = partsOf(text, from, { total, following: bracket ? '' : following })
  const topic = topicOf(plain.slice(0, total.start))
  const isCase = topic === null && /申请|受理|办结|答复/.test(plain.slice(0, total.start))
  const isOther = isCase || topic === 'ignored' || topic === 'request' || topic === 'review' || topic === 'lawsuit'
  if (parts.length === 0 || isOther) return end
  const kind = topic === 'disclosure' ? 'disclosed_total' : 'breakdown_total'
  addList(sentence, { total, label: labelBefore(plain, total), parts, listed: opener + text.slice(from, end), kind }, claims)
  for (const { parent, children, listed } of nested)
    addList(sentence, { total: parent.figure, label: parent.label, parts: children, listed, kind: 'breakdown_total' }, claims)
  return end
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
  const percents = sentence.plain.includes('%') ? figuresOf(sentence.plain).filter(({ kind }) => kind === 'percent') : []
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

type Parts = {
  readonly parts: readonly Part[]
  readonly nested: readonly Nested[]
  /** Where the list ends in the text. */
  readonly end: number
}

/** Behind `；` in a list whose parts stand between `、` or `，`: 微信公众号发布信息158条 is a total of its own. */
function isAnotherStatement(
  before: string,
  label: string,
  { parts, marked, isOtherUnit }: { readonly parts: number; readonly marked: boolean; readonly isOtherUnit: boolean },
): boolean {
  return (
    /；/.test(before) &&
    parts >= 2 &&
    !marked &&
    (isOtherUnit || /通过|利用|发布|公开.*信息|推送|制作|印发|编发|公众号|新媒体|网站|平台/.test(label))
  )
}

const CRITERION = /^(?:按[^，。；\d]{1,12}分(?:为|：|，)|从[^，。；\d]{1,12}看[：，])/

type Nested = { readonly parent: Part; readonly children: Part[]; readonly listed: string }

/** The parts of a list; what stands in brackets or behind a further 其中 belongs to one of the parts. */
function partsOf(
  text: string,
  from: number,
  { total, following }: { readonly total: Figure; readonly following: string },
): Parts {
  const figures = figuresOf(text).filter(({ kind, start }) => kind === 'count' && start >= from)
  const brackets = [...text.matchAll(/（[^（）]*\d[^（）]*）/g)].map(({ index, 0: inside }) => ({
    from: index,
    to: index + inside.length,
  }))
  const inBracket = ({ start }: Figure) =>
    brackets.find((bracket) => bracket.from < start && start < bracket.to && bracket.from >= from)
  const parts: Part[] = []
  const nested: Nested[] = []
  let at = from
  let inner: Nested | null = null
  let marked = false
  for (const figure of figures.filter((each) => !inBracket(each))) {
    const before = text.slice(at, figure.start).replace(/（[^（）]*）/g, '')
    const bare = before.replace(LEADING, '')
    const label = parts.length === 0 ? bare.replace(CRITERION, '') : bare
    const parent = parts.at(-1)
    if (inner && (/；/.test(before) || sumOf(inner.children) === inner.parent.figure.value)) inner = null
    if (!inner && parent && /^[，：]?(?:.{0,4}其中|包括|包含|含|内有|内含)/.test(before)) {
      const close = text.indexOf('；', figure.start)
      inner = { parent, children: [], listed: text.slice(at, close === -1 ? text.length : close) }
      nested.push(inner)
    }
    const runsOver = /。/.test(before.replace(/^。?其中/, '')) || ANOTHER_SUBJECT.test(label)
    const isOtherUnit = figure.unit !== null && total.unit !== null && figure.unit !== total.unit
    if (!inner && (runsOver || isAnotherStatement(before, label, { parts: parts.length, marked, isOtherUnit }))) break
    marked ||= /；/.test(before)
    at = figure.end
    ;(inner?.children ?? parts).push({ figure, label })
  }
  const end = endOfPart(text, at)
  for (const bracket of brackets.filter((each) => each.from >= from && each.to <= end + 40)) {
    const inside = figures.filter(({ start }) => bracket.from < start && start < bracket.to)
    // 机构类（含A 20条、B 30条）50条 and 机构类50条（A 20条、B 30条） mean the same.
    const parent =
      parts.find(({ figure }) => figure.start === bracket.to) ?? parts.findLast(({ figure }) => figure.end <= bracket.from)
    const children = inside.map((figure, index) => ({
      figure,
      label: text.slice(inside[index - 1]?.end ?? bracket.from + 1, figure.start).replace(LEADING, ''),
    }))
    if (parent && children.length > 0) nested.push({ parent, children, listed: text.slice(bracket.from + 1, bracket.to - 1) })
  }
  // The last parts may stand in the next sentence.
  const later = figuresOf(following).map((figure) => ({
    ...figure,
    start: figure.start + text.length,
    end: figure.end + text.length,
  }))
  const beyond = [...figures.filter(({ start }) => start >= at), ...later.filter(({ kind }) => kind === 'count')]
    .filter((figure) => (figure.unit === total.unit || figure.unit === parts.at(-1)?.figure.unit) && !inBracket(figure))
    .map((figure) => ({ figure, label: labelBefore(text + following, figure) ?? '' }))
  const reading = bestReading({ parts, nested }, beyond, { total, from, text })
  const last = reading.parts.at(-1)
  const isWhole = reading.parts.length === parts.length || last === undefined
  return { ...reading, end: isWhole ? end : endOfPart(text, last.figure.end) }
}

function endOfPart(text: string, at: number): number {
  return at + (/^[^，、；。]*/.exec(text.slice(at))?.[0].length ?? 0)
}

type Reading = Omit<Parts, 'end'>

/** Of the readings that the marks allow, the one that adds up; else the plain one. */
function bestReading({ parts, nested }: Reading, beyond: readonly Part[], { total, from, text }: Listing): Reading {
  const lists = nested.filter(({ children }) => children.length >= 2)
  const plain = { parts, nested: lists }
  if (sumOf(parts) === total.value) return plain
  const flat = [...parts, ...nested.flatMap(({ children }) => children)].toSorted((a, b) => a.figure.start - b.figure.start)
  if (nested.length > 0 && sumOf(flat) === total.value) return { parts: flat, nested: [] }
  const grouped = groupedReading(text, plain)
  if (sumOf(grouped.parts) === total.value) return grouped
  const isFirst = !figuresOf(text.slice(0, total.start)).some(({ kind }) => kind === 'count')
  for (let length = 2; length < parts.length; length += 1) {
    const head = parts.slice(0, length)
    if (sumOf(head) !== total.value || (isFirst && !isCut(text, { from, head, next: parts[length]! }))) continue
    return { parts: head, nested: lists.filter(({ parent }) => head.includes(parent)) }
  }
  for (let length = 1; length <= beyond.length; length += 1) {
    const more = [...parts, ...beyond.slice(0, length)]
    if (sumOf(more) === total.value) return { parts: more, nested: lists }
  }
  return sumOf(parts) > total.value ? grouped : plain
}

/** Between `；` a number that the others add up to is their total: 机构类20条，领导10条、职能10条；工作类11条. */
function groupedReading(text: string, { parts, nested }: Reading): Reading {
  const groups: Part[][] = []
  for (const part of parts) {
    const last = groups.at(-1)
    const begins = last === undefined || /；/.test(text.slice(last.at(-1)!.figure.end, part.figure.start))
    if (begins) groups.push([part])
    else last.push(part)
  }
  if (groups.length < 2) return { parts, nested }
  const whole = groups.map(([first, ...rest]) => rest.length >= 2 && sumOf(rest) === first!.figure.value)
  return {
    parts: groups.flatMap((group, index) => (whole[index] ? group.slice(0, 1) : group)),
    nested: [
      ...nested,
      ...groups.filter((_, index) => whole[index]).map(([parent, ...children]) => ({ parent: parent!, children, listed: '' })),
    ],
  }
}

type Listing = { readonly total: Figure; readonly from: number; readonly text: string }

/** Whether a stronger mark, or a verb, parts the next figure from the head of a list. */
function isCut(
  text: string,
  { from, head, next }: { readonly from: number; readonly head: readonly Part[]; readonly next: Part },
): boolean {
  const gap = text.slice(head.at(-1)!.figure.end, next.figure.start)
  const inside = text.slice(head[0]?.figure.end ?? from, head.at(-1)!.figure.start)
  if (/；/.test(gap) && !/；/.test(inside)) return true
  if (/，/.test(gap) && !/[，；]/.test(inside)) return true
  return /^[，；](?:共|累计|全年)?(?:发布|公开|制作|编发|推送|制发|印发|更新)/.test(gap)
}

function sumOf(parts: readonly Part[]): number {
  return Number(parts.reduce((sum, { figure }) => sum + figure.value, 0).toFixed(4))
}

function labelBefore(plain: string, { start }: Figure): string | null {
  const label = /[^，。；、：（）\d]*$/.exec(plain.slice(0, start))?.[0] ?? ''
  return label === '' ? null : label.slice(-24)
}
