import type { Claim, Contact, Period, ReportScope } from '../../src/model/report.ts'
import { type Edition, SECTION_TITLES, TEMPLATES } from '../../src/model/template.ts'
import type { MadeAuthority } from './authorities.ts'
import type { Draw } from './draw.ts'
import { type Figures, OUTCOMES, totalOf } from './figures.ts'
import type { ClaimTruth } from './printed.ts'
import { BYSTANDER_PATTERNS, DISCLOSURE_PATTERNS, fillPattern } from './sentence-patterns.ts'

/** A claim within its sentence; `of` is the place of its total among the claims of that sentence. */
type Said = Pick<Claim, 'kind' | 'value' | 'unit' | 'label'> & {
  readonly of?: number
  readonly approximate?: boolean
  readonly scope?: Claim['scope']
}

/** A sentence and everything it says in numbers. */
type Sentence = { readonly text: string; readonly said: readonly Said[] }

/** What the text of a report is about. */
export type Voice = {
  readonly authority: MadeAuthority
  readonly year: number
  readonly edition: Edition
  readonly figures: Figures
}

type Opening = {
  readonly text: string
  readonly period: Period
  readonly scope: ReportScope | null
  readonly contact: Contact | null
}

type WrittenSection = { readonly number: number; readonly title: string; readonly paragraphs: readonly string[] }
type Narrative = { readonly sections: readonly WrittenSection[]; readonly claims: readonly ClaimTruth[] }

function plain(text: string): Sentence {
  return { text, said: [] }
}

function said(kind: Claim['kind'], value: number, label: string | null = null, unit = '件'): Said {
  return { kind, value, unit, label }
}

/** The paragraph before the first section: basis, period, sometimes scope and contact data. */
export function writeOpening({ authority, year, edition }: Voice, draw: Draw): Opening {
  const basis = `国办公开办函〔${edition === '2021' ? '2021〕30' : '2019〕60'}号`
  const first = draw.pick([
    `根据《中华人民共和国政府信息公开条例》（以下简称《条例》）和${basis}要求，现公布${authority.name}${year}年政府信息公开工作年度报告。`,
    `本报告由${authority.name}按照《中华人民共和国政府信息公开条例》第五十条编制，由总体情况、主动公开政府信息情况等六个部分组成。`,
    `按照《中华人民共和国政府信息公开条例》规定，由${authority.name}编制本报告。`,
  ])
  const period = draw.pick([
    `本报告所列数据的统计期限自${year}年1月1日起至${year}年12月31日止。`,
    `报告中所列数据统计期限为${year}年1月1日至${year}年12月31日。`,
    `统计期限：${year}年1月1日至12月31日。`,
  ])
  const scope = draw.chance(0.3) ? writeScope(authority, draw) : null
  const contact = draw.chance(0.6) ? writeContact(draw) : null
  return {
    text: `${first}${period}${scope?.text ?? ''}${contact?.text ?? ''}`,
    period: { start: `${year}-01-01`, end: `${year}-12-31` },
    scope: scope?.scope ?? null,
    contact: contact?.contact ?? null,
  }
}

function writeScope({ kind, region, self }: MadeAuthority, draw: Draw): { text: string; scope: ReportScope } | null {
  if (kind === 'government') return { text: `本报告数据由${region}各部门、各乡镇（街道）的数据汇总而成。`, scope: 'whole_region' }
  if (kind === 'office') return { text: `报告所列数据为${self}本级数据，不含其他部门。`, scope: 'own_office' }
  return kind === 'department' && draw.chance(0.5) ? { text: '本报告数据仅包括本机关，不含下属单位。', scope: 'own_body' } : null
}

function writeContact(draw: Draw): { text: string; contact: Contact } {
  const address = `${draw.pick(['建设路', '人民大街', '滨河东路', '文昌街'])}${1 + draw.int(180)}号${draw.pick(['', '综合楼402室', '政务大厦3楼'])}`
  const zip = String(270_000 + draw.int(9_999))
  const phone = `0${530 + draw.int(60)}-${8_100_000 + draw.int(800_000)}`
  const fax = draw.chance(0.4) ? `0${530 + draw.int(60)}-${8_100_000 + draw.int(800_000)}` : null
  const email = draw.chance(0.4) ? `xxgk${draw.int(99)}@example.gov.cn` : null
  const more = `${fax === null ? '' : `，传真：${fax}`}${email === null ? '' : `，电子邮箱：${email}`}`
  const text = draw.pick([
    `如对本报告有疑问，请联系政务公开办公室（地址：${address}，邮编：${zip}，电话：${phone}${more}）。`,
    `联系地址：${address}；邮政编码：${zip}；联系电话：${phone}${more.replaceAll('，', '；')}。`,
  ])
  return { text, contact: { address, zip, phone, fax, email } }
}

/** The text of all six sections, tables apart, and what it says in numbers. */
export function writeNarrative(voice: Voice, draw: Draw): Narrative {
  const sections: WrittenSection[] = []
  const claims: ClaimTruth[] = []
  for (const [index, title] of SECTION_TITLES.entries()) {
    const paragraphs: string[] = []
    for (const sentences of paragraphsOf(index + 1, voice, draw)) {
      paragraphs.push(sentences.map(({ text }) => text).join(''))
      for (const each of sentences) {
        const from = claims.length
        for (const { of, approximate = false, scope = null, ...rest } of each.said)
          claims.push({ ...rest, approximate, scope, section: index + 1, of: of === undefined ? null : from + of })
      }
    }
    sections.push({ number: index + 1, title, paragraphs })
  }
  return { sections, claims }
}

function paragraphsOf(section: number, voice: Voice, draw: Draw): readonly (readonly Sentence[])[] {
  if (section === 1) return overview(voice, draw)
  if (section === 5) return [[plain(draw.pick(PROBLEMS))], [plain(draw.pick(IMPROVEMENTS)(voice.year))]]
  if (section === 6) return others(voice, draw)
  return draw.chance(0.15) ? [[plain(draw.pick(INTRODUCTIONS))]] : []
}

const INTRODUCTIONS = ['本年度具体情况见下表。', '相关数据按规定的统计口径填报。']

const PROBLEMS = [
  '一年来，政府信息公开工作取得一定成效，但仍存在一些不足：一是公开内容不够全面；二是解读形式较为单一。',
  '存在的主要问题：部分栏目更新不够及时，经办人员业务能力有待提高。',
  '主要问题有两个方面：一是公开的主动性还不够强；二是与群众互动偏少。',
]

const IMPROVEMENTS: readonly ((year: number) => string)[] = [
  (year) => `${year + 1}年，将进一步细化公开目录，加强业务培训，完善审核机制。`,
  () => '下一步，将逐项对照整改：规范公开流程，丰富解读方式，提高答复质量。',
  () => '改进措施：每季度检查栏目更新情况，发现问题及时纠正。',
]

const OPENINGS: readonly ((voice: Voice) => string)[] = [
  ({ year, authority }) => `${year}年，${authority.name}坚持以公开为常态、不公开为例外，扎实推进政府信息公开各项工作。`,
  ({ authority }) => `一年来，${authority.self}认真落实上级部署，把政府信息公开与业务工作同安排、同检查、同考核。`,
  ({ year, authority }) => `${year}年度，${authority.name}持续完善公开制度，拓宽公开渠道，公开质量稳步提升。`,
]

function overview(voice: Voice, draw: Draw): readonly (readonly Sentence[])[] {
  return [
    [plain(draw.pick(OPENINGS)(voice))],
    [plain('（一）主动公开情况。'), disclosed(voice, draw)],
    [plain('（二）依申请公开情况。'), ...requests(voice, draw), ...disputes(voice, draw)],
    [plain('（三）政府信息管理情况。'), plain(draw.pick(MANAGEMENT)), ...bystander(draw)],
    [plain('（四）政府信息公开平台建设情况。'), plain(draw.pick(PLATFORMS)), ...bystander(draw)],
    [plain('（五）监督保障情况。'), plain(draw.pick(SUPERVISION)), ...bystander(draw)],
  ]
}

// The numbers in these count nothing that the tables count.
const MANAGEMENT = [
  '严格落实“三审三校”制度，做好信息发布前的保密审查。',
  '全年动态调整公开目录，对2014年以来印发的文件逐一复核，确保信息准确有效。',
  '健全信息制作、审核、发布、归档全流程管理，明确专人负责。',
]
const PLATFORMS = [
  '优化门户网站栏目，规范政务新媒体账号管理，完成适老化改造。',
  '依托政务服务大厅设置公开查阅点，方便群众查询。',
  '办理12345热线工单4521件，按时办结率99.8%；答复网民留言115条。',
]
const SUPERVISION = [
  '将政务公开纳入年度考核，分值权重占4%，全年未发生责任追究情形。',
  '举办培训班2期，培训人员85人次；配备专职工作人员1名、兼职3名。',
  '主动接受社会监督，社会评议结果总体良好。',
]

const SUBJECTS = ['工作动态类', '政策文件类', '财政预决算信息', '人事信息', '公示公告类', '重点领域信息', '建议提案办理信息']

/** What was made public on its own account: a total with its parts, parts of parts, rounded numbers, by channel, for the whole region. */
function disclosed({ year, authority }: Voice, draw: Draw): Sentence {
  const kinds = SUBJECTS.slice(draw.int(2), 3 + draw.int(3))
  const parts = [...kinds, '其他信息'].map((label) => ({ label, count: 1 + draw.int(draw.pick([30, 400])) }))
  const total = parts.reduce((sum, { count }) => sum + count, 0)
  const list = parts.map(({ label, count }) => `${label}${count}条`)
  const said0 = [
    said('disclosed_total', total, null, '条'),
    ...parts.map(({ label, count }) => ({ ...said('part', count, label, '条'), of: 0 })),
  ]
  return draw.pick<() => Sentence>([
    () => ({ text: `全年主动公开政府信息${total}条，其中${list.join('，')}。`, said: said0 }),
    () => ({ text: `${year}年共主动公开政府信息${total}条，其中：${list.join('、')}。`, said: said0 }),
    () => ({ text: `通过门户网站公开政府信息${total}条，包括${list.join('、')}。`, said: said0 }),
    () => ({ text: `全年主动公开政府信息${total}条。其中，${list.join('；')}。`, said: said0 }),
    () => ({ text: `主动公开政府信息共计${total}条，分别为${list.join('、')}。`, said: said0 }),
    () => fromPattern(draw.pick(DISCLOSURE_PATTERNS), draw, '条'),
    () => nestedDisclosed(draw),
    () => roundDisclosed(draw),
    () => ({
      text: `${year}年，${authority.self}主动公开政府信息${total}条。`,
      said: [said('disclosed_total', total, null, '条')],
    }),
  ])()
}

/** A sentence of a pattern, with numbers that no table prints. */
function fromPattern(pattern: string, draw: Draw, unit: string | null): Sentence {
  const { text, claims } = fillPattern(pattern, draw)
  return {
    text,
    said: claims.map(({ of, kind, ...claim }) => ({
      ...claim,
      kind,
      unit: kind === 'percentage' || (kind === 'growth' && text.includes('%')) ? '%' : unit,
      ...(of === null ? {} : { of }),
    })),
  }
}

/** Nothing, or a sentence whose numbers are no claims. */
function bystander(draw: Draw): readonly Sentence[] {
  return draw.chance(0.3) ? [fromPattern(draw.pick(BYSTANDER_PATTERNS), draw, null)] : []
}

/** A part that has parts of its own, in brackets. */
function nestedDisclosed(draw: Draw): Sentence {
  const [site, papers, inner] = [1 + draw.int(300), 1 + draw.int(60), 1 + draw.int(90)]
  const media = inner + 1 + draw.int(200)
  return {
    text: `全年主动公开政府信息${site + media + papers}条，其中门户网站${site}条，政务新媒体${media}条（其中微信公众号${inner}条、微博${media - inner}条），其他渠道${papers}条。`,
    said: [
      said('disclosed_total', site + media + papers, null, '条'),
      { ...said('part', site, '门户网站', '条'), of: 0 },
      { ...said('part', media, '政务新媒体', '条'), of: 0 },
      { ...said('part', papers, '其他渠道', '条'), of: 0 },
      said('breakdown_total', media, '政务新媒体', '条'),
      { ...said('part', inner, '微信公众号', '条'), of: 4 },
      { ...said('part', media - inner, '微博', '条'), of: 4 },
    ],
  }
}

/** A number that is only about right. */
function roundDisclosed(draw: Draw): Sentence {
  const total = 100 * (2 + draw.int(60))
  return {
    text: draw.pick([`全年主动公开政府信息${total}余条。`, `全年主动公开政府信息约${total}条。`]),
    said: [{ ...said('disclosed_total', total, null, '条'), approximate: true }],
  }
}

function requests(voice: Voice, draw: Draw): Sentence[] {
  const { figures, authority } = voice
  const at = (key: string) => totalOf(figures, key)
  const [received, carriedIn, answered, carriedOut] = [
    at('new_received'),
    at('carried_in'),
    at('result_total'),
    at('carried_out'),
  ]
  if (received + carriedIn === 0)
    return [
      {
        text: draw.pick([
          `${voice.year}年，${authority.self}未收到政府信息公开申请。`,
          '全年没有收到公民、法人和其他组织提出的政府信息公开申请。',
          '本年度收到政府信息公开申请0件。',
        ]),
        said: [{ kind: 'no_requests', value: 0, unit: null, label: null }],
      },
    ]
  const flow = draw.pick<() => Sentence>([
    () => ({
      text: `共新收政府信息公开申请${received}件，上年结转${carriedIn}件，全年办结${answered}件，结转下年度继续办理${carriedOut}件。`,
      said: [
        said('new_received', received),
        said('carried_in', carriedIn),
        said('answered', answered),
        said('carried_out', carriedOut),
      ],
    }),
    () => ({
      text: `全年收到政府信息公开申请${received}件，均按规定办理。`,
      said: [received === 0 ? { kind: 'no_requests', value: 0, unit: null, label: null } : said('received', received)],
    }),
    () => ({
      text: `新收政府信息公开申请${received}件，加上上年结转的${carriedIn}件，共办结${answered}件。`,
      said: [said('new_received', received), said('carried_in', carriedIn), said('answered', answered)],
    }),
    () => ({
      text: `${voice.year}年度新收政府信息公开申请${received}件，结转上年度${carriedIn}件，已办结${answered}件，结转下一年度${carriedOut}件。`,
      said: [
        said('new_received', received),
        said('carried_in', carriedIn),
        said('answered', answered),
        said('carried_out', carriedOut),
      ],
    }),
    () => ({
      text: `本年度新收政府信息公开申请${received}件，上年结转政府信息公开申请${carriedIn}件，均已依法办理。`,
      said: [said('new_received', received), said('carried_in', carriedIn)],
    }),
    () => ({
      text: `截至年底，${authority.self}新收政府信息公开申请${received}件，已办结${answered}件，结转下年度办理${carriedOut}件。`,
      said: [said('new_received', received), said('answered', answered), said('carried_out', carriedOut)],
    }),
  ])()
  return [
    flow,
    ...(draw.chance(0.4) ? [outcomes(figures, draw)] : []),
    ...(draw.chance(0.3) ? [applicants(figures, draw)] : []),
    ...(draw.chance(0.3) && received > 0 ? [channels(received, draw)] : []),
    ...(draw.chance(0.4) ? [plain(draw.pick(ASIDES)(voice))] : []),
  ]
}

/** Sentences beside the matter: their numbers are of last year, of other work, or of nothing that the tables count. */
const ASIDES: readonly ((voice: Voice) => string)[] = [
  () => '办理12345热线工单4521件，办结率99.8%。',
  () => '受理行政许可申请256件，办结254件，不予受理2件。',
  () => '组织依申请公开业务培训3次，培训120人次。',
  () => '办理人大建议15件、政协提案22件，均按期答复。',
  () => '申请内容主要涉及征地拆迁、规划许可等方面。',
  () => '未发生因逾期答复引起的投诉。',
]

function outcomes(figures: Figures, draw: Draw): Sentence {
  const answered = totalOf(figures, 'result_total')
  const counts = OUTCOMES.map(({ label, start }) => ({ label, count: totalOf(figures, start) }))
  const list = counts.map(({ label, count }) => `${label}${count}件`)
  const granted = counts[0]!.count
  if (answered > 0 && draw.chance(0.3)) {
    const share = Number(((100 * granted) / answered).toFixed(1))
    return {
      text: `全年共办结政府信息公开申请${answered}件，其中予以公开${granted}件，占${share}%。`,
      said: [
        said('answered', answered),
        said('outcome', granted, '予以公开'),
        { kind: 'percentage', value: share, unit: '%', label: null, of: 1 },
      ],
    }
  }
  return {
    text: draw.pick([
      `在办结的${answered}件申请中，${list.join('，')}。`,
      `全年共办结政府信息公开申请${answered}件，其中${list.join('、')}。`,
    ]),
    said: [said('answered', answered), ...counts.map(({ label, count }) => said('outcome', count, label))],
  }
}

function applicants(figures: Figures, draw: Draw): Sentence {
  const received = totalOf(figures, 'new_received')
  const people = figures.get('t3.new_received.natural_person') ?? 0
  return {
    text: draw.pick([
      `新收政府信息公开申请中，自然人申请${people}件，法人或其他组织申请${received - people}件。`,
      `新收的政府信息公开申请按申请人分，自然人${people}件、法人或其他组织${received - people}件。`,
    ]),
    said: [said('by_applicant', people, '自然人'), said('by_applicant', received - people, '法人或其他组织')],
  }
}

/** By which ways applications came in. */
function channels(received: number, draw: Draw): Sentence {
  const online = draw.int(received)
  const letters = draw.int(received - online)
  const atDesk = received - online - letters
  return {
    text: `其中网络申请${online}件，信函申请${letters}件，当面申请${atDesk}件。`,
    said: [said('by_channel', online, '网络'), said('by_channel', letters, '信函'), said('by_channel', atDesk, '当面')],
  }
}

function disputes({ figures }: Voice, draw: Draw): Sentence[] {
  if (draw.chance(0.4)) return []
  const reviews = figures.get('t4.review_total') ?? 0
  const lawsuits = (figures.get('t4.direct_total') ?? 0) + (figures.get('t4.postreview_total') ?? 0)
  if (reviews === 0 && lawsuits === 0)
    return [
      {
        text: draw.pick([
          '全年未发生因政府信息公开引发的行政复议、行政诉讼。',
          '本年度没有因政府信息公开被申请行政复议、提起行政诉讼的情况。',
        ]),
        said: [
          { kind: 'no_reviews', value: 0, unit: null, label: null },
          { kind: 'no_lawsuits', value: 0, unit: null, label: null },
        ],
      },
    ]
  const direct = figures.get('t4.direct_total') ?? 0
  return [
    draw.pick<() => Sentence>([
      () => ({
        text: `因政府信息公开被申请行政复议${reviews}件，被提起行政诉讼${lawsuits}件。`,
        said: [said('review', reviews), said('lawsuits', lawsuits)],
      }),
      () => ({
        text: `全年发生政府信息公开行政复议案件${reviews}件、行政诉讼案件${lawsuits}件。`,
        said: [said('review', reviews), said('lawsuits', lawsuits)],
      }),
      () => ({
        text: `行政复议${reviews}件；行政诉讼${lawsuits}件，其中未经复议直接起诉${direct}件，复议后起诉${lawsuits - direct}件。`,
        said: [
          said('review', reviews),
          said('lawsuits', lawsuits),
          said('lawsuits', direct, '未经复议直接起诉'),
          said('lawsuits', lawsuits - direct, '复议后起诉'),
        ],
      }),
    ])(),
  ]
}

const NOT_COLLECTED = '（一）本年度未收取政府信息公开信息处理费。'

function others({ edition, figures }: Voice, draw: Draw): readonly (readonly Sentence[])[] {
  const isCharged =
    TEMPLATES[edition] === TEMPLATES['2021'] && (figures.get('t3.new_received.total') ?? 0) > 10 && draw.chance(0.2)
  const cases = 1 + draw.int(4)
  const amount = 100 * (1 + draw.int(30))
  // Who did not pay was sent a notice: then a fee arose, though none was collected.
  const isNoticed = [...figures].some(([key, value]) => key.startsWith('t3.other_fee_unpaid.') && value > 0)
  const fee: Sentence = isCharged
    ? {
        text: `（一）本年度对${cases}件政府信息公开申请收取信息处理费，共计${amount}元。`,
        said: [said('fee_cases', cases), said('fee_amount', amount, null, '元')],
      }
    : {
        text: draw.pick([NOT_COLLECTED, isNoticed ? NOT_COLLECTED : '（一）全年没有产生信息处理费。']),
        said: [{ kind: 'fee_amount', value: 0, unit: null, label: null }],
      }
  return [[fee], [plain('（二）没有其他需要报告的事项。')]]
}
