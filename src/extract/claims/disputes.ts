import type { ClaimKind } from '../../model/report.ts'
import type { ClaimList } from './claim-list.ts'
import { figuresOf } from './figures.ts'
import { type Paragraph, type Sentence, withoutRemarks } from './sentences.ts'
import { type Topic, topicOf } from './topic.ts'

const RESULTS: readonly (readonly [string, RegExp])[] = [
  ['尚未审结', /尚?未审结|正在审理|未结案/],
  ['结果维持', /维持/],
  ['结果纠正', /纠正|撤销|败诉/],
  ['其他结果', /其[他它]结果|驳回|终止|撤回/],
]

/** Reads figures of reviews and lawsuits by result, and statements that there were none or that all were upheld. */
export function readDisputes(paragraph: Paragraph, claims: ClaimList): void {
  if (!paragraph.some(({ plain }) => /复议|诉讼|败诉/.test(plain))) return
  let topic: Topic | null = null
  for (const sentence of paragraph) {
    const plain = withoutRemarks(sentence.plain)
    if (OTHER_CAUSE.test(plain)) continue
    if (/复议|诉讼/.test(plain)) readStatements(sentence, plain, claims)
    let from = 0
    for (const figure of plain === sentence.plain ? sentence.figures : figuresOf(plain)) {
      if (figure.kind !== 'count') continue
      const before = plain.slice(from, figure.start)
      topic = topicOf(before) ?? topic
      from = figure.end
      const kind: ClaimKind | null = topic === 'review' ? 'review' : topic === 'lawsuit' ? 'lawsuits' : null
      if (kind === null || !/^(?:件|起|宗|例|次|)$/.test(figure.unit ?? '')) continue
      const label = labelOf(kind, before)
      // 行政复议、行政诉讼案件74件 counts both together.
      if (!isWay(label) && /复议/.test(before) && /诉讼/.test(before)) continue
      claims.figure(sentence, figure, { kind, label }, { plain })
    }
  }
}

/** The result that a number of cases is of, or the way that lawsuits came; null where it is of all. */
function labelOf(kind: ClaimKind, before: string): string | null {
  const result = RESULTS.find(([, pattern]) => pattern.test(before.slice(-12)))
  if (result) return result[0]
  const clause = /[^，、；。：]*$/.exec(before)![0]
  return kind === 'lawsuits' ? (WAYS.find(([, pattern]) => pattern.test(clause))?.[0] ?? null) : null
}

/** As the two parts of lawsuits in table 4 are named. */
const WAYS: readonly (readonly [string, RegExp])[] = [
  ['未经复议直接起诉', /直接(?:向法院|向人民法院)?(?:提起|起诉|诉讼|行政诉讼)|未经(?:行政)?复议/],
  ['复议后起诉', /(?:经(?:过)?(?:行政)?复议|复议)(?:程序)?(?:后|再|又)[^，。；]{0,6}(?:起诉|诉讼)/],
]

function isWay(label: string | null): boolean {
  return WAYS.some(([way]) => way === label)
}

/** Cases about something else than public information. */
const OTHER_CAUSE = /因(?:其[他它])?(?:具体)?行政行为|非(?:政府)?信息公开类?(?:行政)?(?:复议|诉讼|案件)/

const UPHELD = /(?:均|全部|都)(?:获|被|予以|得到|为|依法)?维持|零败诉|零纠错|零撤销/
const NONE =
  /(?:未(?!经|审结?|决|结)|没有|无(?!故|正当))(?:发生|收到|产生|出现|涉及)?[^，。；]{0,24}(?:行政复议|行政诉讼|复议|诉讼)/g

function readStatements(sentence: Sentence, plain: string, claims: ClaimList): void {
  for (const label of upheldIn(plain)) claims.statement(sentence, 'all_upheld', { value: null, label })
  const said = new Set<ClaimKind>()
  const say = (kind: ClaimKind, label: string) => {
    if (said.has(kind)) return
    said.add(kind)
    claims.statement(sentence, kind, { value: 0, label })
  }
  for (const { index, 0: none } of plain.matchAll(NONE)) {
    const clause = none + /^[^，；。]*/.exec(plain.slice(index + none.length))![0]
    if (/结果|纠正|纠错|败诉|撤销|超期|逾期/.test(clause)) continue
    const rest = /^[^；。]*/.exec(plain.slice(index, index + none.length + 12))![0]
    if (/复议/.test(rest)) say('no_reviews', none)
    if (/诉讼/.test(rest)) say('no_lawsuits', none)
  }
}

/** What is said to be upheld altogether; where only decided cases are, others may be pending. */
function upheldIn(plain: string): readonly string[] {
  const place = UPHELD.exec(plain)
  if (!place) return []
  const clause = plain.slice(plain.lastIndexOf('；', place.index) + 1, place.index + place[0].length)
  if (/审结|结案|已结/.test(clause)) return []
  return [...(/复议/.test(clause) ? ['行政复议'] : []), ...(/诉/.test(clause) ? ['行政诉讼'] : [])]
}
