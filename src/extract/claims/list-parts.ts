import type { Figure } from './figures.ts'
import { bestReading, type Nested, type Part, type Reading, sumOf } from './list-readings.ts'
import type { Sentence } from './sentences.ts'
import { tailBehind } from './spot.ts'

/** A list goes no further where another activity begins. */
const ANOTHER_SUBJECT =
  /^(?:按[^，。；\d]{1,12}[分看]|从[^，。；\d]{1,12}看|并|还|同时|同步|配套|另外?|此外|全年|累计|合计|共计|共(?!同|有产)|向[^，；]{1,14}(?:报送|报告|提供)|报送|上报|收到|受理|办理|办结|答复|回复|组织(?:开展|召开|举办|实施|参加)|召开|开展|举办|举行|接待|开设|开通|建立|完成|审查|审核|清理|同比|较上年|较去年|比上年|比去年|增长|下降|点击|浏览|阅读|访问|关注(?!热点)|回应(?!(?:社会)?关切(?:类?信息)?$)|没有|未)/
const LEADING =
  /^(?:[，、；：。）\s]|其中|包括|包含|分别[是为]|主要[是为有]|和|及|以及|有|[一二三四五六七八九十]是|占[^，；、\d]{0,8}\d+(?:\.\d+)?%|（?\d{1,2}(?:[.、]|）)(?!\d))+/

/** 收费48万元，受理申请: what stands behind a number that counts nothing is a label of its own. */
function behindOtherNumbers(label: string): string {
  return /\d[^，；]*[，；]/.test(label) ? label.slice(Math.max(label.lastIndexOf('，'), label.lastIndexOf('；')) + 1) : label
}

/** A4条、B5条，共发布9条；C2条、D3条，共发布5条: the figure that sums up a group is the part. */
const SUBTOTAL = /^(?:共计?|合计|小计|总计)[^，；、\d]{0,4}$/

type Parts = Reading & {
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

/** A plain text and the numbers in it. */
export type NumberedText = Pick<Sentence, 'plain' | 'figures'>

/** The parts of a list in a text with these figures; what stands in brackets or behind a further 其中 belongs to one of the parts. */
export function partsOf(
  text: string,
  from: number,
  {
    total,
    figures: all,
    following,
  }: { readonly total: Figure; readonly figures: readonly Figure[]; readonly following: NumberedText },
): Parts {
  const figures = all.filter(({ kind, start }) => kind === 'count' && start >= from)
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
  let groupFrom = 0
  for (const figure of figures.filter((each) => !inBracket(each))) {
    const before = text.slice(at, figure.start).replace(/（[^（）]*）/g, '')
    const bare = before.replace(LEADING, '')
    // 包含动态、公告等；通过公众号公开58条: the list named no numbers.
    if (parts.length === 0 && /；/.test(bare)) break
    const label = parts.length === 0 ? bare.replace(CRITERION, '') : behindOtherNumbers(bare)
    const parent = parts.at(-1)
    if (inner && (/；/.test(before) || sumOf(inner.children) === inner.parent.figure.value)) inner = null
    if (!inner && parent && /^[，：]?(?:.{0,4}其中|包括|包含|含|内有|内含)/.test(before)) {
      const close = text.indexOf('；', figure.start)
      inner = { parent, children: [], listed: text.slice(at, close === -1 ? text.length : close) }
      nested.push(inner)
    }
    const runsOver = /。/.test(before.replace(/^。?其中/, '')) || ANOTHER_SUBJECT.test(label)
    const group = parts.slice(groupFrom)
    if (SUBTOTAL.test(label) && group.length >= 2 && figure.value < total.value && sumOf(group) === figure.value) {
      const whole = { figure, label }
      parts.splice(groupFrom, group.length, whole)
      nested.push({ parent: whole, children: group, listed: '' })
      groupFrom = parts.length
      inner = null
      at = figure.end
      continue
    }
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
  const later = following.figures.map((figure) => ({
    ...figure,
    start: figure.start + text.length,
    end: figure.end + text.length,
  }))
  const beyond = [...figures.filter(({ start }) => start >= at), ...later.filter(({ kind }) => kind === 'count')]
    .filter((figure) => (figure.unit === total.unit || figure.unit === parts.at(-1)?.figure.unit) && !inBracket(figure))
    .map((figure) => ({ figure, label: labelBefore(text + following.plain, figure) ?? '' }))
  const reading = bestReading({ parts, nested }, beyond, { total, from, text })
  const last = reading.parts.at(-1)
  const isWhole = reading.parts.length === parts.length || last === undefined
  return { ...reading, end: isWhole ? end : endOfPart(text, last.figure.end) }
}

function endOfPart(text: string, at: number): number {
  return at + (/^[^，、；。]*/.exec(text.slice(at))?.[0].length ?? 0)
}

/** The words right before a figure that say what it counts. */
export function labelBefore(plain: string, { start }: Figure): string | null {
  const before = plain.slice(0, start)
  const printed = tailBehind(/[，。；、：（）\d]/, before)
  // 2024年主动公开… leaves 年 behind its digits.
  const isOfDate = /\d$/.test(before.slice(0, before.length - printed.length))
  const label = isOfDate ? printed.replace(/^(?:年度?|月份?|日)/, '') : printed
  return label === '' ? null : label.slice(-24)
}
