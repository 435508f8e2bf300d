import type { ClaimKind } from '../../model/report.ts'
import type { ClaimList } from './claim-list.ts'
import { type Figure, figuresOf } from './figures.ts'
import { type Paragraph, type Sentence, withoutRemarks } from './sentences.ts'
import { offsetIn } from './spot.ts'
import { type Topic, topicOf } from './topic.ts'

type Word = { readonly kind: ClaimKind; readonly label?: string; readonly pattern: RegExp; readonly isDetail?: boolean }

/** Words that say what a number of applications counts. Of those that end at the same place the first one holds. */
const WORDS: readonly Word[] = [
  {
    kind: 'carried_out',
    pattern:
      /(?:(?:结转|顺延|延续)(?:到|至|入|为)?(?:下|次|明|20\d\d)|(?:转|延期)(?:入|至|到)?下|顺延|跨年度?|延期?(?:至|到)(?:下|次|明|20\d\d)|结转(?:至|到|入))(?:一?年度?)?(?:继续)?(?:办理|处理|答复)?(?:的?申请)?|(?:尚在|正在|仍在|继续)(?:办理|处理)/g,
  },
  {
    kind: 'carried_in',
    pattern:
      /(?:上一?年度?|去年度?|往年|20\d\d年度?)(?:度)?(?:的)?(?:结转|遗留|转入|转来)(?:的|到本年|至本年|本年)?(?:办理|处理)?|结转(?:自|的)?(?:上一?年|去年)/g,
  },
  { kind: 'outcome', label: '予以公开及部分公开', pattern: /予以公开(?:及|和|、|或|与|以及)(?:予以)?部分公开(?:答复)?/g },
  { kind: 'outcome', label: '不予公开', pattern: /不予公开(?:答复)?/g },
  { kind: 'outcome', label: '部分公开', pattern: /部分公开(?:答复)?/g },
  { kind: 'outcome', label: '予以公开', pattern: /(?<!不)予以公开(?:答复)?/g },
  { kind: 'outcome', label: '无法提供', pattern: /无法提供(?:答复)?/g },
  { kind: 'outcome', label: '不予处理', pattern: /不予处理(?:答复)?/g },
  { kind: 'outcome', label: '其他处理', pattern: /其[他它]处理(?:答复)?/g },
  { kind: 'outcome', label: '同意公开', pattern: /(?<!不|部分)(?:同意|准予)公开(?:答复)?/g },
  { kind: 'outcome', isDetail: true, label: '属于国家秘密', pattern: /国家秘密/g },
  { kind: 'outcome', isDetail: true, label: '其他法律行政法规禁止公开', pattern: /行政法规禁止公开/g },
  { kind: 'outcome', isDetail: true, label: '危及“三安全一稳定”', pattern: /三安全一稳定”?/g },
  { kind: 'outcome', isDetail: true, label: '保护第三方合法权益', pattern: /第三方(?:的?合法)?权益/g },
  { kind: 'outcome', isDetail: true, label: '属于三类内部事务信息', pattern: /内部事务(?:性)?(?:信息)?/g },
  { kind: 'outcome', isDetail: true, label: '属于四类过程性信息', pattern: /过程性信息/g },
  { kind: 'outcome', isDetail: true, label: '属于行政执法案卷', pattern: /行政执法案卷(?:信息)?/g },
  { kind: 'outcome', isDetail: true, label: '属于行政查询事项', pattern: /行政查询(?:事项)?/g },
  {
    kind: 'outcome',
    isDetail: true,
    label: '本机关不掌握相关政府信息',
    pattern: /(?:本机关|本单位|我[局委办])?不掌握(?:相关)?(?:政府)?(?:信息)?/g,
  },
  {
    kind: 'outcome',
    isDetail: true,
    label: '没有现成信息需要另行制作',
    pattern: /没有现成信息(?:、?需要?另行制作)?|需要?另行制作/g,
  },
  { kind: 'outcome', isDetail: true, label: '补正后申请内容仍不明确', pattern: /补正后(?:申请内容)?仍不明确/g },
  { kind: 'outcome', isDetail: true, label: '信访举报投诉类申请', pattern: /信访、?举报、?投诉类?(?:申请)?/g },
  { kind: 'outcome', isDetail: true, label: '要求提供公开出版物', pattern: /公开出版物/g },
  { kind: 'outcome', isDetail: true, label: '无正当理由大量反复申请', pattern: /大量、?反复申请/g },
  { kind: 'new_received', pattern: /新收(?:到|件)?|新增|新接收|新受理|本年新/g },
  {
    kind: 'answered',
    pattern:
      /(?<![未待])办结|办理结果(?:总计|合计)|(?<!延期|未|待|逾期)答复(?![书意])|(?<!电话)回复|(?:办理|处理)完(?:毕|成|结)|已(?:办理|处理)/g,
  },
  { kind: 'received', label: '收到', pattern: /(?<!未|没有)(?:收到|接到|接收|接收到|收件|收悉|收取(?![^，。；]{0,14}费))/g },
  { kind: 'received', label: '受理', pattern: /(?<!不予|未|不|新)受理/g },
  { kind: 'received', label: '收办', pattern: /收办/g },
  { kind: 'received', label: '办理', pattern: /(?<!继续|正在|已|续)(?:办理|处理)(?!完|结果|费)/g },
  { kind: 'by_applicant', label: '自然人', pattern: /自然人|个人|公民/g },
  { kind: 'by_applicant', label: '商业企业', pattern: /商业企业/g },
  { kind: 'by_applicant', label: '科研机构', pattern: /科研机构/g },
  { kind: 'by_applicant', label: '社会公益组织', pattern: /社会公益组织/g },
  { kind: 'by_applicant', label: '法律服务机构', pattern: /法律服务机构/g },
  {
    kind: 'by_applicant',
    label: '法人或其他组织',
    pattern: /法人(?:或者?|和|及|、|以及)其[他它]组织/g,
  },
  { kind: 'by_applicant', pattern: /(?:企业)?法人|其[他它]组织|企业|公司/g },
  {
    kind: 'by_channel',
    pattern:
      /网络|网上|互联网|在线|线上|平台|系统|网站|信函|邮寄|邮政|寄送|EMS|信件|快递|邮件|邮箱|书面|当面|当场|现场|窗口|传真/g,
  },
]
const CHANNEL = WORDS.at(-1)!.pattern
/** A bare 结转 behind what was received or answered is what goes on to the next year. */
const BARE_CARRY = /结转$/

/** Behind these a bare 共 or 合计 sums up what came in. */
const TOTAL_AFTER: ReadonlySet<ClaimKind | null> = new Set<ClaimKind>(['received', 'new_received', 'carried_in', 'by_channel'])
const ALL_RECEIVED: Bound = { kind: 'received', label: '收到' }
/** A clause with no word of its own: what it counts was said before. */
const SUMMING = /^(?:全年|年内|总数|数量|总量|共|合计|总计|累计|计|均|为|有|其中|约|近)*$/
/** A number right behind the noun, without a verb: received or answered, nobody can tell. */
const BARE_REQUESTS =
  /^(?:[^，。；、\d]{0,8}(?:年度?|[局委办区市县镇乡]|单位|中心|机关|街道))?(?:政府信息)?(?:依申请公开|公开申请)(?:的?政府信息|信息|申请|件|事项|案件|办件)?(?:总?数量?|总量)?(?:共|为|：)?$/
const HANDLED: Bound = { kind: 'received', label: '办理' }
/** Figures beside these are of another year, another period, or not a count of applications. */
const OTHER_PERIOD =
  /同比|同期|环比|(?:较|比)(?:上|去|20\d\d)年|(?:上一?年度?|去年度?)(?!度?的?(?:结转|遗留|转))(?:共|全年|收|受理|为)|上半年|下半年|[一二三四]季度|\d月份|日均|月均|增加|减少|增长|下降|延期|逾期|超期|补正|转办|转送|提前|工作日|电话|近[两三几]年|分别(?:新?收到?|受理|办理)|(?<!经)审[核查][^，。；]{0,8}答复|口头|(?:指导|协助|配合|督促|抽查|评查|会商|研判|把关)[^，。；]{0,20}$/
/** Words for everybody: they name no kind of applicant. */
const EVERYBODY = /(?:公民|个人|自然人)、?法人(?:或者?|和|及|以及|、)其[他它]组织/g

/** 制发公文526件，其中主动公开210件、依申请公开98件: how papers are marked, no applications. */
const ATTRIBUTES = /(?:公文|发文|公开属性|(?:制发|印发|制作|起草|审核)[^，。；]{0,12}文件)[^。]*主动公开/

/** How a paragraph begins that goes on with what the one before told; often a line that the typesetter broke behind a full stop. */
const GOES_ON =
  /^(?:在?(?:已|所)?(?:办结|收到|答复|受理|办理|新收)的?[^，。；]{0,4}\d|其中|按(?:申请|办理|答复|受理)[^，。；]{0,8}分|从(?:申请|办理|答复|受理)[^，。；]{0,8}看)/

/**
 * Reads what a paragraph says of applications: received, carried, answered, by outcome, by applicant, or none at all.
 * `heading` is the line that the paragraph stands under, `before` the topic of the paragraph before it; gives its own last topic.
 */
export function readRequests(
  paragraph: Paragraph,
  { heading, before }: { readonly heading: string; readonly before: Topic | null },
  claims: ClaimList,
): Topic | null {
  let topic = topicOf(heading) ?? (GOES_ON.test(paragraph[0]?.plain ?? '') ? before : null)
  for (const sentence of paragraph) {
    const plain = withoutRemarks(sentence.plain).replace(EVERYBODY, '')
    if (plain.includes('主动公开') && ATTRIBUTES.test(plain)) continue
    const saysNone = readNone(sentence, plain, claims)
    topic = readFigures(sentence, plain, { topic, saysNone }, claims)
  }
  return topic
}

type Known = { readonly topic: Topic | null; readonly saysNone: boolean }

function readFigures(sentence: Sentence, plain: string, known: Known, claims: ClaimList): Topic | null {
  const figures = plain === sentence.plain ? sentence.figures : figuresOf(plain)
  let { topic } = known
  let from = 0
  let last = null as Previous | null
  let counted = false
  let totals: Totals = { count: null, outcome: null }
  for (const figure of figures) {
    if (figure.kind === 'other') continue
    const before = plain.slice(from, figure.start)
    const after = /^[^，。；、（）：]*/.exec(plain.slice(figure.end))?.[0] ?? ''
    if (figure.kind === 'percent') {
      if (last && /^[，、（]?(?:约?占(?:比)?|占[^，。；\d]{0,12})$/.test(plain.slice(last.end, figure.start)))
        claims.figure(sentence, figure, { kind: 'percentage', label: figure.printed, of: last.index }, { clause: before, plain })
      continue
    }
    topic = topicOf(before) ?? (from === 0 ? topicOf(after) : null) ?? topic
    from = figure.end
    const said: Bound | null = topic === 'request' ? wordFor(before, after, last?.kind ?? null, counted) : null
    const word: Bound | null =
      said?.kind === 'outcome' ? (rowInRemark(sentence.plain, offsetIn(sentence.plain, plain, figure.start)) ?? said) : said
    if (!word || (word === HANDLED && claims.isPart(sentence, figure, plain))) continue
    if (figure.unit !== null && !/^(?:件次?|条|宗|份|个|例|次|项|起)$/.test(figure.unit)) continue
    if (word.isBehind) from = figure.end + after.length
    if (word.kind === 'answered' && /按[期时]/.test(before) && /延期[^，。；\d]{0,6}\d/.test(plain)) continue
    const isNone = word.kind === 'received' && figure.value === 0
    if (isNone && !known.saysNone) claims.statement(sentence, 'no_requests', { value: 0, label: word.label })
    if (!isNone) {
      const of = totalOf(word, totals, plain, figure)
      const index = claims.figure(sentence, figure, { ...word, of }, { clause: before, plain })
      last = { index, end: figure.end, kind: word.kind }
      if (TOTALS.has(word.kind) && of === null) totals = { ...totals, count: last }
      if (word.kind === 'outcome' && !word.isDetail) totals = { ...totals, outcome: last }
    }
    counted ||= word.kind === 'received' || word.kind === 'new_received' || word.kind === 'answered'
  }
  return topicOf(plain.slice(from)) ?? topic
}

type Previous = { readonly index: number; readonly end: number; readonly kind: ClaimKind }
type Bound = {
  readonly kind: ClaimKind
  readonly label: string | null
  readonly isBehind?: boolean
  /** One row of a group of outcomes. */
  readonly isDetail?: boolean
}

/** The figures that later ones of the sentence may be parts of. */
type Totals = { readonly count: Previous | null; readonly outcome: Previous | null }
const TOTALS: ReadonlySet<ClaimKind> = new Set<ClaimKind>(['received', 'new_received', 'answered'])
const PARTS: Readonly<Partial<Record<ClaimKind, readonly ClaimKind[]>>> = {
  by_channel: ['received', 'new_received'],
  by_applicant: ['received', 'new_received'],
  outcome: ['received', 'new_received', 'answered'],
  new_received: ['received'],
  carried_in: ['received', 'answered'],
}
/** What stands between a total and its parts. */
const OPENS_PARTS = /其中|(?:^|[^）])（[^）]*$|：|包括|包含|含|分别[为是]|^[^，。；\d]{0,14}中，/

/** The total that a figure is a part of, where the words between them say so. */
function totalOf({ kind, isDetail }: Bound, { count, outcome }: Totals, plain: string, { start }: Figure): number | null {
  if (isDetail && outcome && /^[^，；]{0,2}[（，](?:其中|含|包括)|^（/.test(plain.slice(outcome.end, start))) return outcome.index
  if (!count || !PARTS[kind]?.includes(count.kind)) return null
  return OPENS_PARTS.test(plain.slice(count.end, start)) ? count.index : null
}

/** The word that a figure is bound to: the nearest before it, else the first behind it. */
function wordFor(before: string, after: string, previous: ClaimKind | null, counted: boolean): Bound | null {
  const last = before.slice(Math.max(before.lastIndexOf('，'), before.lastIndexOf('；'), before.lastIndexOf('（')) + 1)
  const clause = last.replace(MANY_WAYS, '')
  if (OTHER_PERIOD.test(clause)) return null
  // 新收12件、结转1件 are what there was to handle.
  if (previous === 'new_received' && BARE_CARRY.test(clause) && !/[上去往]|20\d\d/.test(clause))
    return /^[、和及]/.test(before) ? { kind: 'carried_in', label: '结转' } : null
  if (counted && BARE_CARRY.test(clause) && !/上|去|往|20\d\d/.test(clause)) return { kind: 'carried_out', label: '结转' }
  if (previous === 'outcome' && /^[，、；和及]?(?:作)?其[他它](?:情形|情况)?$/.test(before))
    return { kind: 'outcome', label: '其他处理' }
  if (/(?:其余|剩余|余下)[^，。；]{0,6}$/.test(clause)) return null
  if (/^[，、；。]?(?:一共|总共|合计|共计|总计|共)$/.test(before)) return TOTAL_AFTER.has(previous) ? ALL_RECEIVED : null
  const behind = SUMMING.test(clause) ? rightBehind(after) : null
  if (behind) return behind
  const near = nearest(clause) ?? (SUMMING.test(clause) ? nearest(before) : null)
  if (near === null) return firstOf(after) ?? (after === '' && BARE_REQUESTS.test(clause) ? HANDLED : null)
  const isCount = near.kind === 'received' || near.kind === 'answered' || near.kind === 'new_received'
  return isCount && isOneChannel(clause.replace(/^[、和及]/, ''))
    ? { kind: 'by_channel', label: clause.match(CHANNEL)?.[0] ?? null }
    : near
}

/** 不予公开（属于国家秘密）1件 counts the one row that the remark names, not the group. */
function rowInRemark(plain: string, start: number): Bound | null {
  const remark = /（([^（）\d]*)）$/.exec(plain.slice(0, start))?.[1]
  if (!remark) return null
  const rows = WORDS.filter(({ pattern, isDetail }) => isDetail && firstMatch(pattern, remark) !== null)
  return rows.length === 1 ? { kind: 'outcome', label: rows[0]!.label!, isDetail: true } : null
}

/** 17件线上申请，4件予以公开: the word stands behind its number, and no other one before it. */
function rightBehind(after: string): Bound | null {
  const text = after.replace(/^(?:均?[为是]|通过|作出|答复)/, '')
  for (const { kind, label, pattern, isDetail } of WORDS) {
    if ((kind !== 'outcome' && kind !== 'by_channel') || isDetail) continue
    const match = firstMatch(pattern, text)
    if (match?.index === 0) return { kind, label: label ?? match[0], isBehind: true }
  }
  return null
}

/** All ways together count no single one. */
const MANY_WAYS = /(?:通过|以|采取|采用)[^，。；]*?等[^，。；\d]{0,6}?(?:方式|途径|渠道|形式)/

/** 通过网上收到3件 counts one channel; 通过网上、信函等方式共收到15件 counts all. */
function isOneChannel(clause: string): boolean {
  return clause.match(CHANNEL) !== null && !/[、等各和及共]|多种/.test(clause)
}

const OUTCOME_GAP = /^(?:[类的共有为计：“”]|答复|决定|情形|情况|相关|政府|信息|公开|申请|事项|案件|数量?|达)*$/

function nearest(text: string): Bound | null {
  let best: { readonly bound: Bound; readonly end: number } | null = null
  for (const { kind, label, pattern, isDetail } of WORDS) {
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match; match = pattern.exec(text))
      if (pattern.lastIndex > (best?.end ?? 0))
        best = { bound: { kind, label: label ?? match[0], ...(isDetail && { isDetail }) }, end: pattern.lastIndex }
  }
  if (best === null) return null
  const gap = text.slice(best.end)
  // An outcome and its number stand together; further away the word means something else.
  if (best.bound.kind === 'outcome' && !OUTCOME_GAP.test(gap)) return null
  // 涉及企业信息2件 says what was asked, not who did.
  return best.bound.kind === 'by_applicant' && /^(?!申请|提出|提交).*(?:信息|档案|登记|资料)/.test(gap) ? null : best.bound
}

function firstOf(text: string): Bound | null {
  let best: { readonly bound: Bound; readonly start: number } | null = null
  for (const { kind, label, pattern, isDetail } of WORDS) {
    if (kind === 'received' || kind === 'by_channel' || isDetail) continue
    const match = firstMatch(pattern, text)
    if (match && (best === null || match.index < best.start))
      best = { bound: { kind, label: label ?? match[0], isBehind: true }, start: match.index }
  }
  return best?.bound ?? null
}

function firstMatch(pattern: RegExp, text: string): RegExpExecArray | null {
  pattern.lastIndex = 0
  return pattern.exec(text)
}

const NONE = [
  /(?:未曾?|没有|暂未|均未|尚未)(?:收到|接到|受理|收悉|办理|发生)(?:过|任何)?([^，。；]{0,30}?(?:公开(?:的)?申请|依申请公开|申请公开|申请))(?!.{0,6}(?:复议|诉讼))/g,
  /(?:^|[，。；：])[^，。；]{0,20}(?<![有与和及])无(?:人|任何|相关|一[例件起宗])?((?:政府)?信息公开申请|依申请公开(?:政府信息|信息|事项|申请|情况)?|申请公开)(?![^，。；]*(?:结转|逾期|超期|复议|诉讼))/g,
  /((?:公开申请|(?<!依)申请公开(?:政府信息|信息)?|依申请公开[^，。；\d]{0,10}|申请(?:数量|件数|总数|总量|情况|数|量)?)(?:共|为|是|：)*)[“]?[0零][”]?(?:件|条|宗|份|$|。)/g,
]
const ONE_KIND =
  /网络|网上|互联网|信函|邮件|邮寄|当面|现场|传真|平台|线上|线下|企业|自然人|公司|法人|书面|收费|更正|撤销|撤回|超期|逾期|不予|复议|诉讼|上半年|季度|重复|商业|科研|涉密|结转|涉及|第三方|[去上往]年|同期|相比|(?:下|所|直)属|各(?:乡|镇|街道|单位|部门|科室|股室|村)/

/** Named ways that stand for all of them. */
const EVERY_WAY = /其[他它](?:形式|方式|渠道|途径)|等(?:各种|多种)?(?:形式|方式|渠道|途径)|任何/

/** 未收到申请 and the like, unless they speak of one channel or one kind of application. Tells whether it was said. */
function readNone(sentence: Sentence, plain: string, claims: ClaimList): boolean {
  if (!/申请/.test(plain) || !/[未没无零0]/.test(plain)) return false
  for (const match of NONE.flatMap((pattern) => [...plain.matchAll(pattern)])) {
    const said = /[^，。；]*$/.exec(plain.slice(0, match.index))![0] + match[0]
    const clause = said + /^[^，。；]*/.exec(plain.slice(match.index + match[0].length))![0]
    const isOneKind = ONE_KIND.test(clause) && !EVERY_WAY.test(clause)
    if (isOneKind || topicOf(clause) !== 'request' || /(?<!其[他它])其中/.test(clause)) continue
    claims.statement(sentence, 'no_requests', { value: 0, label: match[0].replace(/^[，。；：]/, '') })
    return true
  }
  return false
}
