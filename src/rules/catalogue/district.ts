import type { CellKey, Table3Row } from '../../model/template.ts'
import type { Added } from '../kinds/district.ts'
import type { Rule } from '../rule.ts'
import { DENIED, OTHER, REJECTED, UNABLE } from './groups.ts'

const SUMMED = '政府年度报告汇总所属各行政机关的数据'
const NONE_TOLERATED = { share: 0, count: 0 }

const totals = (rows: readonly Table3Row[]): CellKey[] => rows.map((row) => `t3.${row}.total` as const)

const RECEIVED: Added = {
  subject: 'new_received',
  zh: '本年新收政府信息公开申请数量',
  en: 'applications received',
  cells: ['t3.new_received.total'],
}

const HANDLED: readonly Added[] = [
  { subject: 'carried_in', zh: '上年结转', en: 'carried in', cells: ['t3.carried_in.total'] },
  { subject: 'granted', zh: '予以公开', en: 'granted', cells: ['t3.granted.total'] },
  { subject: 'partly_granted', zh: '部分公开', en: 'granted in part', cells: ['t3.partly_granted.total'] },
  { subject: 'denied', zh: '不予公开', en: 'denied', cells: totals(DENIED) },
  { subject: 'unable', zh: '无法提供', en: 'unable to provide', cells: totals(UNABLE) },
  { subject: 'rejected', zh: '不予处理', en: 'not processed', cells: totals(REJECTED) },
  { subject: 'other', zh: '其他处理', en: 'otherwise handled', cells: totals(OTHER) },
  { subject: 'result_total', zh: '办理结果总计', en: 'handled in all', cells: ['t3.result_total.total'] },
  { subject: 'carried_out', zh: '结转下年度继续办理', en: 'carried out', cells: ['t3.carried_out.total'] },
]

const DISPUTES: readonly Added[] = [
  { subject: 'review', zh: '行政复议总计', en: 'reviews', cells: ['t4.review_total'] },
  { subject: 'lawsuits', zh: '行政诉讼总计', en: 'lawsuits', cells: ['t4.direct_total', 't4.postreview_total'] },
]

const POWERS: readonly Added[] = [
  { subject: 'licenses', zh: '行政许可', en: 'permits', cells: ['t2.license_decisions'] },
  { subject: 'penalties', zh: '行政处罚', en: 'penalties', cells: ['t2.penalty_decisions'] },
  { subject: 'coercion', zh: '行政强制', en: 'coercive measures', cells: ['t2.coercion_decisions'] },
]

export const districtRules = [
  {
    kind: 'region-sum',
    id: 'AGG-01',
    title: { zh: '全区域新收申请 = 各单位之和', en: "the region's applications are those of its bodies" },
    family: 'inaccurate',
    severity: 'warning',
    scope: 'cross-agency',
    basis: SUMMED,
    zh: '汇总数{a}件，与各单位合计{b}件相差{diff}，请核实。',
    en: 'The region reports {a}, its bodies {b} together; they differ by {diff}.',
    example: '县政府报告本年新收120件，县政府办公室和各部门、乡镇报告的新收合计131件。',
    figures: [RECEIVED],
    tolerated: NONE_TOLERATED,
  },
  {
    kind: 'region-at-least',
    id: 'AGG-02',
    title: { zh: '全区域数据不小于任一下级单位', en: 'no body has more than its region' },
    family: 'inaccurate',
    severity: 'error',
    scope: 'cross-agency',
    basis: SUMMED,
    zh: '{agency}汇总“{row}”为{a}，小于下级单位{text}的{b}。',
    en: '{agency} reports {a} ({rowEn}) for its whole region, less than the {b} of {text} alone.',
    example: '县政府全县汇总新收12件，而县自然资源局一家就报告新收35件。',
    figures: [RECEIVED, ...HANDLED, ...DISPUTES],
  },
  {
    kind: 'region-sum',
    id: 'AGG-03',
    title: { zh: '全区域办理情况 = 各单位之和', en: 'what the region handled is what its bodies handled' },
    family: 'inaccurate',
    severity: 'warning',
    scope: 'cross-agency',
    basis: SUMMED,
    zh: '“{row}”汇总数{a}与各单位合计{b}不一致，请核实。',
    en: '{rowEn}: the region reports {a}, its bodies {b} together.',
    example: '县政府汇总结转下年度8件，各单位结转合计5件。',
    figures: HANDLED,
    tolerated: NONE_TOLERATED,
  },
  {
    kind: 'region-sum',
    id: 'AGG-04',
    title: { zh: '全区域复议诉讼 = 各单位之和', en: "the region's disputes are those of its bodies" },
    family: 'inaccurate',
    severity: 'warning',
    scope: 'cross-agency',
    basis: `${SUMMED}；国办公开办函〔2016〕201号`,
    zh: '行政复议（诉讼）“{row}”汇总数{a}与各单位合计{b}不一致，请核实。',
    en: '{rowEn}: the region reports {a}, its bodies {b} together.',
    example: '县政府汇总行政复议4件，各单位合计6件。',
    figures: DISPUTES,
    tolerated: NONE_TOLERATED,
  },
  {
    kind: 'region-sum',
    id: 'AGG-05',
    title: { zh: '全区域主动公开数据与各单位之和相近', en: "the region's decisions are about those of its bodies" },
    family: 'inaccurate',
    severity: 'info',
    scope: 'cross-agency',
    editions: ['2021'],
    basis: SUMMED,
    zh: '“{row}”汇总数{a}与各单位合计{b}相差较大。',
    en: '{rowEn}: the region reports {a}, its bodies {b} together.',
    example: '县政府汇总行政处罚210件，各单位合计1860件。',
    figures: [
      { subject: 'nd_in_force', zh: '行政规范性文件现行有效件数', en: 'normative documents in force', cells: ['t2.nd_in_force'] },
      ...POWERS,
      { subject: 'fees', zh: '行政事业性收费金额', en: 'administrative fees', cells: ['t2.fee_amount_wan'] },
    ],
    tolerated: { share: 0.1, count: 10 },
  },
  {
    kind: 'scope-unknown',
    id: 'AGG-06',
    title: { zh: '数据范围可以判断', en: 'the scope of the figures can be told' },
    family: 'inaccurate',
    severity: 'info',
    scope: 'cross-agency',
    basis: '核查口径：先明确数据范围再作汇总比对',
    zh: '无法判断数据范围（全区域或本机关），汇总核对未执行。',
    en: 'The text does not say whether the figures are of the whole region or of the body alone; sums over the district were not checked.',
    example: '县政府报告全文未出现“全县”“本机关”等字样，无法得知申请数量是否包含各部门。',
  },
  {
    kind: 'office-as-region',
    id: 'AGG-07',
    title: { zh: '政府与其办公室的数据不同', en: "a government's figures are not those of its office" },
    family: 'inaccurate',
    severity: 'warning',
    scope: 'cross-agency',
    basis: SUMMED,
    zh: '政府报告与政府办公室报告数据完全相同，请核实统计范围。',
    en: "The government's tables 3 and 4 are those of its general office; please verify what they cover.",
    example: '县政府与县政府办公室的表三、表四逐格相同（新收均为17件），而县住建局另报告新收9件。',
  },
  {
    kind: 'alike-in-district',
    id: 'AGG-08',
    title: { zh: '与其他单位的报告不雷同', en: 'the text is not that of another body' },
    family: 'copied',
    severity: 'warning',
    scope: 'cross-agency',
    basis: '国办公开办函〔2021〕30号：内容雷同',
    zh: '与{text}的报告重复率{a}%，疑似雷同，请核实。',
    en: '{a} % of the text also stands in the report of {text}: probably copied.',
    example: '甲镇与乙镇的总体情况、存在的问题只差镇名和数字。',
    from: 0.9,
  },
  {
    kind: 'roster',
    id: 'AGG-09',
    title: { zh: '应发布单位均已发布', en: 'all bodies that are expected have published' },
    family: 'late',
    severity: 'warning',
    scope: 'cross-agency',
    basis: '《政府信息公开条例》第四十九条',
    zh: '应发布{a}家，已发布{b}家，未发现{list}，请核实。',
    en: '{a} bodies are expected to publish, {b} did; not found: {list}.',
    example: '名录中应发布42家，完整读取各栏目后只发现40家的报告。',
  },
] as const satisfies readonly Rule[]
