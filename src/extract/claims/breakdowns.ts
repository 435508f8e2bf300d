import type { ClaimList } from './claim-list.ts'
import { type Figure, figuresOf } from './figures.ts'
import type { Paragraph, Sentence } from './sentences.ts'
import { topicOf } from './topic.ts'

type Part = { readonly figure: Figure; readonly label: string }

/** A total and where its list begins and ends in the text. */
type List = {
  readonly total: Figure
  readonly context: string
  readonly text: string
  readonly from: number
  readonly bracket: boolean
}

/** A list goes no further where another activity begins. */
const ANOTHER_SUBJECT =
  /^(?:并|还|同时|另外?|此外|全年|累计|合计|共计|共(?!同|有产)|向[^，；]{1,14}(?:报送|报告|提供)|报送|上报|收到|受理|办理|办结|答复|回复|组织(?:开展|召开|举办|实施|参加)|召开|开展|举办|举行|接待|开设|开通|建立|完成|审查|审核|清理|同比|较上年|较去年|比上年|比去年|增长|下降|点击|浏览|阅读|访问|关注|回应|没有|未)/
const LEADING = /^(?:[，、；：。）\s]|其中|包括|分别[是为]|主要[是为有]|和|及|以及|有)+/

/**
 * Reads totals and the lists of parts behind them: 共 N 条，其中：A 3条、B 4条. The list may begin in the next sentence; parts of a part,
 * in brackets or behind another 其中, are a list of their own and count once. Where the marks allow two readings, the one that adds up holds.
 */
export function readBreakdowns(paragraph: Paragraph, claims: ClaimList): void {
  let taken = -1
  for (const [index, sentence] of paragraph.entries()) {
    if (index === taken) continue
    const figures = figuresOf(sentence.plain).filter(({ kind }) => kind === 'count')
    const lists = listsOf(sentence, figures)
    for (const list of lists) readList(sentence, list, claims)
    const next = paragraph[index + 1]
    const total = figures.at(-1)
    const opensNext = next && total && /^其中/.test(next.plain) && !lists.some((list) => list.total === total)
    if (opensNext) {
      const both: Sentence = { ...sentence, text: sentence.text + next.text, plain: sentence.plain + next.plain }
      const from = sentence.plain.length + 2
      taken = index + 1
      readList(both, { total, context: sentence.plain.slice(0, total.start), text: both.plain, from, bracket: false }, claims)
    } else if (lists.length === 0) readPlainTotal(sentence, figures, claims)
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

function listsOf({ plain }: Sentence, figures: readonly Figure[]): List[] {
  const lists: List[] = []
  const add = (total: Figure | undefined, from: number, bracket: boolean) => {
    if (total && isTotal(plain, total) && !lists.some((list) => list.total === total))
      lists.push({ total, context: plain.slice(0, total.start), text: plain, from, bracket })
  }
  const first = /其中/.exec(plain)
  if (first)
    add(
      figures.findLast(({ end, start }) => end <= first.index && isTotal(plain, { start, end })),
      first.index + 2,
      false,
    )
  for (const figure of figures) {
    // What stands in a list is read with it.
    if (first && figure.start > first.index) break
    const rest = plain.slice(figure.end)
    if (/^：(?!其中)/.test(rest)) add(figure, figure.end + 1, false)
    else if (/^（(?!其中)[^（）]*\d[^（）]*[、，；][^（）]*\d[^（）]*）/.test(rest)) add(figure, figure.end + 1, true)
    else if (/^（其中/.test(rest)) add(figure, figure.end + 3, true)
  }
  return lists
}

/** Not what was added or taken off since last year. */
function isTotal(plain: string, { start }: Pick<Figure, 'start' | 'end'>): boolean {
  return !/(?:增加|增长|减少|下降|上升|新增|较|比)[^，。；、]{0,8}$/.test(plain.slice(0, start))
}

function readList(sentence: Sentence, list: List, claims: ClaimList): void {
  const topic = topicOf(list.context)
  if (topic === 'ignored' || topic === 'request' || topic === 'review' || topic === 'lawsuit') return
  const closing = list.bracket ? list.text.indexOf('）', list.from) : -1
  const text = list.text.slice(0, closing === -1 ? undefined : closing)
  const { parts, nested, end } = partsOf(text, list.from, list.total)
  if (parts.length === 0) return
  const kind = topic === 'disclosure' ? 'disclosed_total' : 'breakdown_total'
  addList(
    sentence,
    { total: list.total, label: labelBefore(list.text, list.total), parts, listed: text.slice(list.from, end), kind },
    claims,
  )
  for (const { parent, children, listed } of nested)
    addList(sentence, { total: parent.figure, label: parent.label, parts: children, listed, kind: 'breakdown_total' }, claims)
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
  for (const part of parts) claims.figure(sentence, part.figure, { kind: 'part', label: part.label, of })
}

/** True for a list with 其他 or 合计, false for one that is open by its own words, undefined where it does not say. */
function isClosed(listed: string): boolean | undefined {
  if (/^(?:，|：)?(?:主要|包括|包含|有)|\d[件条篇份个次项余多]*等|等(?:。|$|，|；)|如/.test(listed)) return false
  return /其[他它][^，、；。\d]{0,10}\d|\d[件条篇份个次项]其[他它]|合计/.test(listed) ? true : undefined
}

type Parts = {
  readonly parts: readonly Part[]
  readonly nested: readonly Nested[]
  /** Where the list ends in the text. */
  readonly end: number
}

type Nested = { readonly parent: Part; readonly children: Part[]; readonly listed: string }

/** The parts of a list; what stands in brackets or behind a further 其中 belongs to one of the parts. */
function partsOf(text: string, from: number, total: Figure): Parts {
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
  for (const figure of figures.filter((each) => !inBracket(each))) {
    const before = text.slice(at, figure.start).replace(/（[^（）]*）/g, '')
    const label = before.replace(LEADING, '')
    const parent = parts.at(-1)
    if (inner && (/；/.test(before) || sumOf(inner.children) === inner.parent.figure.value)) inner = null
    if (!inner && parent && /^[，：]?.{0,4}其中/.test(before)) {
      const close = text.indexOf('；', figure.start)
      inner = { parent, children: [], listed: text.slice(at, close === -1 ? text.length : close) }
      nested.push(inner)
    }
    if (!inner && (/。/.test(before.replace(/^。?其中/, '')) || ANOTHER_SUBJECT.test(label))) break
    at = figure.end
    ;(inner?.children ?? parts).push({ figure, label })
  }
  const end = at + (/^[^，、；。]*/.exec(text.slice(at))?.[0].length ?? 0)
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
  return { ...bestReading(parts, nested, total, text), end }
}

/** Of the readings that the marks allow, the one that adds up; else the plain one. */
function bestReading(parts: readonly Part[], nested: readonly Nested[], total: Figure, text: string): Omit<Parts, 'end'> {
  const lists = nested.filter(({ children }) => children.length >= 2)
  const plain = { parts, nested: lists }
  if (sumOf(parts) === total.value) return plain
  const flat = [...parts, ...nested.flatMap(({ children }) => children)].toSorted((a, b) => a.figure.start - b.figure.start)
  if (nested.length > 0 && sumOf(flat) === total.value) return { parts: flat, nested: [] }
  const first = parts[0]
  const stop = first ? text.indexOf('；', first.figure.end) : -1
  const clause = stop === -1 ? [] : parts.filter(({ figure }) => figure.end <= stop)
  return clause.length >= 2 && sumOf(clause) === total.value ? { parts: clause, nested: lists } : plain
}

function sumOf(parts: readonly Part[]): number {
  return Number(parts.reduce((sum, { figure }) => sum + figure.value, 0).toFixed(4))
}

function labelBefore(plain: string, { start }: Figure): string | null {
  const label = /[^，。；、：（）\d]*$/.exec(plain.slice(0, start))?.[0] ?? ''
  return label === '' ? null : label.slice(-24)
}
