import type { SampleAuthority } from './authorities.ts'
import { hashOf } from './dice.ts'

/** What a sentence may speak of. */
export type Voice = { readonly authority: SampleAuthority; readonly year: number }

type Sentence = (voice: Voice & { readonly duty: string; readonly other: string; readonly subject: string }) => string

/**
 * The sentence of a bank that one authority uses in one year. Neighbouring years get different ones, and two authorities seldom
 * share more than a few of a whole report.
 */
export function say(bank: readonly Sentence[], slot: string, voice: Voice): string {
  const { authority, year } = voice
  const turn = hashOf(`${slot}/${authority.id}`) % 1009
  const take = <T>(list: readonly T[], shift: number) => list[(turn + year * 3 + shift) % list.length] as T
  return take(
    bank,
    -year * 2,
  )({
    ...voice,
    duty: take(authority.duties, 0),
    other: take(authority.duties, 1),
    subject: take(authority.subjects, 0),
  })
}

export const PREFACES: readonly Sentence[] = [
  ({ authority: { name, address, phone }, year }) =>
    `根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号文件规定的格式，现公布${name}${year}年政府信息公开工作年度报告。报告数据的统计期限为${year}年1月1日至${year}年12月31日。公众如有疑问，可与我们联系（地址：${address}，电话：${phone}）。`,
  ({ authority: { name, self, address, phone }, year }) =>
    `本报告由${name}按照《中华人民共和国政府信息公开条例》第五十条的要求编制，包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分。统计期限自${year}年1月1日起，至${year}年12月31日止。对报告内容有意见建议的，请联系${self}政务公开工作人员（${address}；${phone}）。`,
  ({ authority: { address, phone }, year }) =>
    `为便于社会了解和监督，依照《中华人民共和国政府信息公开条例》（国务院令第711号），现将${year}年度政府信息公开工作情况报告如下。文中数据的起止时间为${year}年1月1日至${year}年12月31日。联系电话：${phone}；通信地址：${address}；邮政编码：999001。`,
  ({ authority: { name, address, phone }, year }) =>
    `${name}按照国办公开办函〔2021〕30号文件明确的统一格式，对全年政府信息公开工作作了梳理，形成本年度报告。统计期限：${year}年1月1日至${year}年12月31日。咨询电话：${phone}，办公地址：${address}。`,
]

export const OVERVIEWS: readonly Sentence[] = [
  ({ authority: { self }, year, duty, other }) =>
    `${year}年，${self}把公开透明贯穿${duty}、${other}等日常工作，按季度盘点公开事项，按时限发布信息，群众查得到、看得懂的程度有所提高。`,
  ({ authority: { self }, duty }) =>
    `一年来，${self}坚持应公开尽公开，由主要负责人听取汇报、分管负责人逐项过问，围绕${duty}这一重点补齐公开短板。`,
  ({ authority: { self }, year, subject }) =>
    `${year}年度，${self}以${subject}为突破口推进政务公开，先列清单、再定责任、后查结果，公开工作与业务工作同步部署。`,
  ({ authority: { self }, duty, other }) =>
    `${self}认真履行公开职责，在${duty}方面做到决策前听意见、执行中讲进度、办结后晒结果，并将这一做法推广到${other}。`,
  ({ authority: { self }, year, subject, duty }) =>
    `围绕群众最关心的${duty}，${self}在${year}年调整了公开重点，压缩一般性动态，增加${subject}等实用内容，总体运行平稳有序。`,
  ({ authority: { self }, year, other }) =>
    `回顾${year}年，${self}公开工作呈现三个特点：责任更加明确，内容更加贴近${other}的实际需要，渠道更加便捷。现分项报告如下。`,
  ({ authority: { self }, subject, duty }) =>
    `${self}始终把信息公开当作服务手段，一手抓${subject}的及时更新，一手抓${duty}的过程公开，以公开促规范、促落实。`,
]

export const PROACTIVE: readonly Sentence[] = [
  ({ subject, duty }) => `对照主动公开基本目录重新梳理栏目，${subject}一类内容由专人维护，${duty}的依据、程序和结果一并上网。`,
  ({ duty, other }) => `凡涉及${duty}的文件，起草时同步确定公开属性，印发后三个工作日内上网；${other}的进展每月更新一次。`,
  ({ subject }) => `将${subject}信息按事项重新归类，配上办理流程图和常见问题，减少群众来回查找。`,
  ({ duty, subject }) => `政策出台后，由业务科室撰写解读稿，用案例说明${duty}怎么办、找谁办，${subject}栏目的点击量明显上升。`,
  ({ other, subject }) => `坚持以公开为常态，${other}实行全过程留痕公开，${subject}做到随办随公布。`,
  ({ duty }) => `在${duty}中推行公开前置审核，先核对数据和口径，再核对个人隐私，发布后由督查人员抽看效果。`,
  ({ subject, other }) => `重点公开${subject}，对${other}中群众反复询问的内容主动说明，避免一问一答、问而不答。`,
]

/** What was done for applicants; the first three also suit a year without applications. */
export const SERVICE: readonly Sentence[] = [
  () => '严格执行登记、审核、办理、答复、归档各环节要求，答复文书统一编号并由法制人员把关。',
  ({ authority: { self } }) => `${self}更新了公开指南，写明受理地点、办公时间和网上提交方式，并备有纸质申请表。`,
  () => '对内容不明确的，一次性告知需要补正的事项；对不属于本机关职责的，告知向哪个机关提出。',
  ({ other }) => `建立会商办法，遇到与${other}有关的复杂事项，由政务公开、业务和法律顾问三方共同研究。`,
  ({ duty }) => `办理中注重与当事人沟通，对涉及${duty}的申请先电话核实诉求，再出具书面答复。`,
  () => '设立专门台账，临近期限自动提醒，杜绝超期答复。',
]

export const RECORDS: readonly Sentence[] = [
  ({ subject }) => `健全信息从制作、审核到发布、归档的全流程管理，${subject}信息逐条标明来源和责任人。`,
  () => '落实“三审三校”，先审内容、再审政治和保密、最后核对文字，未经审查的信息一律不上网。',
  ({ duty }) => `对历年发布的${duty}文件作了清理，失效的加注说明，修改过的链接到新文本。`,
  () => '制定信息动态调整办法，因情况变化可以公开的及时转为主动公开，并定期评估不予公开事项。',
  ({ authority: { self }, subject }) => `${self}指定信息管理员，每月抽查${subject}栏目，发现错链、空栏当日处理。`,
  () => '规范文件公开属性认定，拟稿人提出意见，办公室复核，不公开的须写明理由。',
  ({ other }) => `建立${other}数据的共享核对办法，同一数据只认一个出口，防止各处口径不一。`,
]

export const PLATFORMS: readonly Sentence[] = [
  ({ subject }) => `依托市政府门户网站集中发布信息，${subject}栏目增加检索和订阅功能。`,
  () => '线上以门户网站为主阵地，线下在办事大厅设置公开查阅点，提供自助查询设备和纸质资料。',
  ({ duty }) => `政务新媒体账号与网站内容同源发布，${duty}类信息优先用图文和短视频推送。`,
  () => '完成网站适老化和无障碍改造，字体放大、语音播报等功能运行正常。',
  ({ authority: { self }, other }) => `${self}在公示栏和电子屏同步张贴${other}事项，照顾不上网的群众。`,
  () => '关停长期不更新的账号，保留的账号实行备案管理，发布、回复和监测均有专人负责。',
  ({ subject, duty }) => `调整网页布局，把${subject}放在首屏显著位置，并为${duty}设置专题页面。`,
]

export const SUPERVISION: readonly Sentence[] = [
  ({ authority: { self } }) => `${self}把公开工作列入年度目标管理，年中对照清单自查，年底逐项销号。`,
  () => '明确分管负责人、责任科室和具体经办人，人员变动时当面交接，做到工作不断档。',
  ({ duty }) => `举办业务培训，邀请法律顾问讲解答复文书写法，并以${duty}案例开展讨论。`,
  () => '畅通监督渠道，公布举报电话和信箱，收到的意见由办公室登记、限时反馈。',
  ({ other }) => `聘请社会监督员对${other}公开情况提出建议，合理意见均已采纳。`,
  () => '对发布不及时、内容有差错的，点对点提醒并督促改正；全年未发生需要追究责任的情形。',
]

export const GOVERNMENT_SUPERVISION: readonly Sentence[] = [
  ({ year }) =>
    `政务公开纳入${year}年度市级综合考核，考核结果向各部门通报；委托第三方开展社会评议，参评群众总体满意；全年没有因信息公开被责任追究的情形。`,
  () => '把政务公开列为部门绩效考核内容，结合线上问卷开展社会评议，评议意见逐条交办；未出现须责任追究的事项。',
  ({ year }) => `${year}年组织两轮工作考核，对得分靠后的部门负责人作了提醒；社会评议由群众代表现场打分；未发生责任追究案件。`,
]

/** What 条例第五十条 asks of every government, towns included. */
export const TOWN_SUPERVISION: readonly Sentence[] = [
  ({ duty }) => `市级年度考核对${duty}的公开情况给予肯定；社会评议未收到负面意见；没有责任追究情形。`,
  ({ other }) => `接受上级工作考核一次，反馈的${other}问题已改正；请村民代表参加社会评议；无人被责任追究。`,
  ({ year, subject }) => `${year}年结合${subject}开展社会评议，群众比较满意；工作考核按市里要求完成；责任追究为零。`,
]

export const PROBLEMS: readonly Sentence[] = [
  ({ duty }) => `解读形式还比较单一，涉及${duty}的专业表述偏多，群众理解有难度`,
  ({ subject }) => `${subject}信息更新节奏不均衡，年初年末集中、平时偏少`,
  () => '基层经办人员变动较快，对答复文书的规范要求掌握得不够牢固',
  ({ other }) => `与群众互动不足，围绕${other}主动征求意见的次数偏少`,
  ({ subject }) => `${subject}的分类仍不够细，检索结果有时不准确`,
  ({ duty }) => `${duty}过程公开的深度不够，结果公布了，理由说明得还不充分`,
  () => '线下查阅点使用率不高，纸质资料更换不及时',
  ({ other }) => `业务科室对公开工作的主动性有差距，${other}信息常需要催报`,
]

export const IMPROVEMENTS: readonly Sentence[] = [
  ({ duty }) => `请业务骨干用问答、图示等形式改写${duty}解读稿，发布前请群众代表试读`,
  ({ subject }) => `给${subject}栏目定出月度更新计划，由办公室按月核对完成情况`,
  () => '编印答复文书范本，采取以案代训的方式提高经办人员能力',
  ({ other }) => `每季度就${other}开展一次开放日或座谈，把意见采纳情况公布出来`,
  ({ subject }) => `细化${subject}的目录层级，补充关键词，提高检索的准确性`,
  ({ duty }) => `在${duty}结果公布时附上依据和理由，重要事项另附说明材料`,
  () => '改进查阅点布局，安排专人引导，及时补充最新资料',
  ({ other }) => `把${other}信息报送纳入科室月度评比，对迟报、漏报的当月通报`,
]

export const FEES: readonly Sentence[] = [
  ({ year }) => `${year}年未发出收费通知，未收取信息处理费。`,
  ({ authority: { self } }) => `按照《政府信息公开信息处理费管理办法》，${self}本年度没有产生信息处理费。`,
  () => '本年度办理政府信息公开申请未收取任何费用，信息处理费为零。',
]

export const CLOSINGS: readonly Sentence[] = [
  () => '除上述情况外，没有其他需要报告的事项。',
  ({ duty }) => `本年度结合${duty}开展了政务公开主题宣传，相关做法将继续完善。`,
  ({ authority: { self } }) => `${self}将继续听取各方意见，不断改进公开工作。`,
  ({ other }) => `按照上级统一安排，${other}领域的公开标准目录已对外发布。`,
]
