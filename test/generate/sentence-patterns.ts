import type { ClaimKind } from '../../src/model/report.ts'
import type { Draw } from './draw.ts'

/**
 * Sentences with numbers, in words of our own. `{name:kind/label<total}` prints a number and says what it claims: the label as far as it
 * must be read, and the name of the total that it is a part of. `{name}` is a number that claims nothing; `{name~kind}` is approximate.
 */
const REQUEST_PATTERNS: readonly string[] = [
  '全年共收到政府信息公开申请{n:received}件。',
  '本年度收到政府信息公开申请{n:received}件，全部按期答复。',
  '我局共受理政府信息公开申请{n:received@own}件，均已办结。{x!all_closed@own}',
  '一年来，共接到公众提交的政府信息公开申请{n:received}宗。',
  '新收政府信息公开申请{n:new_received}件。',
  '新收政府信息公开申请{n:new_received}件，同比增长{g:growth<n}%。',
  '新收政府信息公开申请{n:new_received}件，较上年减少{x:-growth<n}件。',
  '新收政府信息公开申请{n:new_received}件，比去年增加{x:growth<n}件。',
  '共收到政府信息公开申请{n:received}件，与上年相比下降{g:-growth<n}%。',
  '新收政府信息公开申请{n:new_received}件，上年结转{c:carried_in}件，办结{d:answered}件，结转下年度{o:carried_out}件。',
  '本年新收政府信息公开申请{n:new_received}件；上年结转政府信息公开申请{c:carried_in}件；结转下年度继续办理{o:carried_out}件。',
  '新收到申请公开政府信息{n:new_received}件，上年度遗留{c:carried_in}件。',
  '共办理政府信息公开申请{h:received}件，其中新收{n:new_received<h}件，上年结转{c:carried_in<h}件。',
  '共办理政府信息公开申请{h:received}件（新收{n:new_received<h}件，上年结转{c:carried_in<h}件），办结{d:answered}件。',
  '共收到依申请公开{n:received}件，办结{d:answered}件，转下年度继续办理{o:carried_out}件。',
  '收到政府信息公开申请{n:received}件，答复{d:answered}件，{o:carried_out}件结转下年度办理。',
  '收到政府信息公开申请{n:received}件，已答复{d:answered}件，其余{x}件正在办理中。',
  '截至12月31日，收到政府信息公开申请{n:received}件，已办结{d:answered}件。',
  '全年受理政府信息公开申请{h:received}件（含上年结转{c:carried_in<h}件），办结{d:answered}件。',
  '全年收到政府信息公开申请{n:received}件，其中网络申请{a:by_channel/网络<n}件、信函申请{b:by_channel/信函<n}件、当面申请{e:by_channel/当面<n}件。',
  '全年收到政府信息公开申请{n:received}件，其中通过网上平台提交{a:by_channel<n}件，通过邮寄提交{b:by_channel/邮寄<n}件。',
  '通过网络收到政府信息公开申请{a:by_channel/网络}件，通过信函收到{b:by_channel/信函}件。',
  '通过网络、信函、当面等渠道共收到政府信息公开申请{n:received}件。',
  '全年收到政府信息公开申请{n:received}件，其中自然人申请{a:by_applicant/自然人<n}件，法人或其他组织申请{b:by_applicant/法人<n}件。',
  '收到政府信息公开申请{n:received}件，其中自然人{a:by_applicant/自然人<n}件，商业企业{b:by_applicant/商业企业<n}件，法律服务机构{e:by_applicant/法律服务机构<n}件。',
  '新收政府信息公开申请{n:new_received}件（自然人{a:by_applicant/自然人<n}件，法人或其他组织{b:by_applicant/法人<n}件）。',
  '办结政府信息公开申请{d:answered}件，其中予以公开{a:outcome/予以公开<d}件，部分公开{b:outcome/部分公开<d}件，不予公开{e:outcome/不予公开<d}件。',
  '办结政府信息公开申请{d:answered}件，其中{a:outcome/予以公开<d}件予以公开，{b:outcome/部分公开<d}件部分公开，{e:outcome/不予公开<d}件不予公开。',
  '全年答复政府信息公开申请{d:answered}件，其中予以公开{a:outcome/予以公开<d}件、无法提供{b:outcome/无法提供<d}件、不予处理{e:outcome/不予处理<d}件、其他处理{f:outcome/其他处理<d}件。',
  '在已办结的{d:answered}件政府信息公开申请中，予以公开{a:outcome/予以公开<d}件，无法提供{b:outcome/无法提供<d}件。',
  '答复政府信息公开申请{d:answered}件，其中予以公开及部分公开{a:outcome/予以公开及部分公开<d}件，不予公开{b:outcome/不予公开<d}件。',
  '答复政府信息公开申请{d:answered}件，其中予以公开（含部分公开）{a:outcome/予以公开及部分公开<d}件，无法提供{b:outcome/无法提供<d}件。',
  '政府信息公开申请办理结果为：予以公开{a:outcome/予以公开}件，部分公开{b:outcome/部分公开}件，不予处理{e:outcome/不予处理}件。',
  '办结政府信息公开申请{d:answered}件，其中不予公开{a:outcome/不予公开<d}件（属于国家秘密{b:outcome/属于国家秘密<a}件、内部事务信息{e:outcome/内部事务<a}件）。',
  '办结政府信息公开申请{d:answered}件，其中无法提供{a:outcome/无法提供<d}件，其中本机关不掌握{b:outcome/本机关不掌握<a}件。',
  '办结政府信息公开申请{d:answered}件，予以公开{a:outcome/予以公开}件，占{p:percentage<a}%。',
  '办结政府信息公开申请{d:answered}件，其中予以公开{a:outcome/予以公开<d}件（占{p:percentage<a}%）、不予公开{b:outcome/不予公开<d}件（占{q:percentage<b}%）。',
  '全年共收到政府信息公开申请约{n~received}件。',
  '全年共收到政府信息公开申请{n~received}余件。',
  '全年共收到政府信息公开申请近{n~received}件。',
  '全年共收到政府信息公开申请{n~received}件左右。',
  '全年共收到政府信息公开申请超{n~received}件。',
  '全市各级行政机关共收到政府信息公开申请{n:received@region}件，办结{d:answered@region}件。',
  '全县共新收政府信息公开申请{n:new_received@region}件，上年结转{c:carried_in@region}件。',
  '本机关共收到政府信息公开申请{n:received@own}件。',
  '我局新收政府信息公开申请{n:new_received@own}件，办结{d:answered@own}件。',
  '市政府办公室共收到政府信息公开申请{n:received@own}件。',
  '依申请公开工作有序开展，全年收到政府信息公开申请{n:received}件，办结率100%。{x!all_closed}',
  '收到政府信息公开申请{n:received}件，延期答复{x}件，无逾期答复。',
  '收到政府信息公开申请{n:received}件，申请内容主要涉及征地拆迁、规划许可等。',
  '收到政府信息公开申请{n:received}件，按时答复率100%，未发生行政复议、行政诉讼{x!no_reviews+no_lawsuits}。',
  '政府信息公开申请办理情况：新收{n:new_received}件，结转上年{c:carried_in}件，结转下年{o:carried_out}件。',
  '办理上年结转政府信息公开申请{c:carried_in}件。',
  '结转下年度继续办理的政府信息公开申请{o:carried_out}件。',
  '年内新增政府信息公开申请{n:new_received}件，已全部办结。{x!all_closed}',
  '依申请公开信息收件{n:received}件。',
  '全年共收办政府信息公开申请{n:received}件，转下年度办理{o:carried_out}件。',
  '全年共收到政府信息公开申请{n:received}件，其中{a:outcome/予以公开<n}件予以公开，{o:carried_out}件结转下年度办理。',
  '全年政府信息公开申请{n:received}件。',
  '全年依申请公开政府信息{n:received}件。',
  '公民、法人和其他组织提出政府信息公开申请，全年共受理{n:received}件，答复{d:answered}件。',
  '收到政府信息公开申请{n:received}件，2023年结转{c:carried_in}件，结转2025年{o:carried_out}件。',
  '2023年收到政府信息公开申请{x}件，2024年收到{n:received}件。',
  '2024年，收到政府信息公开申请{n:received}件，较2023年的{x}件有所增加。',
  '全年收到政府信息公开申请{n:received}件（2023年{x}件）。',
  '根据《政府信息公开条例》第二十条，全年收到政府信息公开申请{n:received}件。',
  '完善《政府信息公开申请办理规程》，全年办结政府信息公开申请{d:answered}件。',
  '办结政府信息公开申请{d:answered}件，涉及{x}家单位。',
  '收到政府信息公开申请{n:received}件，参与会商{x}人次。',
  '共新收政府信息公开申请{n:new_received}件，加上上年结转{c:carried_in}件，合计办结{d:answered}件。',
  '自然人申请政府信息公开{a:by_applicant/自然人}件，法人或其他组织申请{b:by_applicant/法人}件。',
  '办结政府信息公开申请{d:answered}件，其中同意公开{a:outcome/同意公开<d}件。',
  '办结政府信息公开申请{d:answered}件，其中不予处理{a:outcome/不予处理<d}件（重复申请除外）。',
  '收到政府信息公开申请{n:received}件，除结转外均已办结。',
  '收到政府信息公开申请{n:received}件，到期的已全部办结。',
  '收到政府信息公开申请{n:received}件，按时办结率100%。',
  '收到政府信息公开申请{n:received}件。12345热线工单全部办结。',
  '收到政府信息公开申请{n:received}件。所有申请已全部依法办结。{x!all_closed}',
  '全市共收到政府信息公开申请{n=:received@region}件（市政府{a:part/市政府@region<n}件、市公安局{b:part/市公安局@region<n}件、河口县{e:part/河口县@region<n}件）。',
  '全市共收到政府信息公开申请{n:received@region}件（市政府{a}件、市公安局{b}件、河口县{e}件等）。',
  '全县新收政府信息公开申请{n=:new_received@region}件，其中县自然资源局{a:part/县自然资源局@region<n}件、白沙镇{b:part/白沙镇@region<n}件、经济开发区{e:part/经济开发区@region<n}件。',
  '未收到政府信息公开申请。{x!no_requests}',
  '全年没有收到任何公民、法人和其他组织提出的政府信息公开申请。{x!no_requests}',
  '本年度未接到政府信息公开申请，无结转事项。{x!no_requests}',
  '全年收到政府信息公开申请0件。{x!no_requests}',
  '本年度依申请公开数量为零。{x!no_requests}',
  '本年度无政府信息公开申请。{x!no_requests}',
]

const DISPUTE_PATTERNS: readonly string[] = [
  '因政府信息公开被申请行政复议{r:review}件，被提起行政诉讼{l:lawsuits}件。',
  '全年发生政府信息公开行政复议案件{r:review}件、行政诉讼案件{l:lawsuits}件。',
  '涉及政府信息公开的行政复议{r:review}起，行政诉讼{l:lawsuits}起。',
  '政府信息公开行政复议{r:review}件，其中结果维持{a:review/结果维持}件，结果纠正{b:review/结果纠正}件，尚未审结{e:review/尚未审结}件。',
  '行政复议{r:review}件，结果维持{a:review/结果维持}件，其他结果{b:review/其他结果}件；行政诉讼{l:lawsuits}件，结果维持{f:lawsuits/结果维持}件。',
  '提起行政诉讼{l:lawsuits}件，其中未经复议直接起诉{a:lawsuits/未经复议直接起诉}件，复议后起诉{b:lawsuits/复议后起诉}件。',
  '全年因政府信息公开引发的行政诉讼{l:lawsuits}件，败诉{a:lawsuits/结果纠正}件。',
  '全年未发生因政府信息公开引发的行政复议、行政诉讼。{x!no_reviews+no_lawsuits}',
  '没有因政府信息公开被申请行政复议的情况。{x!no_reviews}',
  '本年度无行政复议和行政诉讼。{x!no_reviews+no_lawsuits}',
  '收到行政复议{r:review}件，均获维持{x!all_upheld}。',
]

const DOCUMENT_PATTERNS: readonly string[] = [
  '全年制定行政规范性文件{n:documents/行政规范性文件制发}件，废止{a:documents/行政规范性文件废止}件，现行有效{b:documents/行政规范性文件现行有效}件。',
  '本年制发规范性文件{n:documents/行政规范性文件制发}件，宣布失效{a:documents/行政规范性文件废止}件。',
  '制定规章{n:documents/规章制发}件，现行有效规章{a:documents/规章现行有效}件。',
  '截至年底，现行有效的行政规范性文件{n:documents/行政规范性文件现行有效}件。',
  '市政府办公室印发规范性文件{n:documents/行政规范性文件制发}件。',
  '出台规范性文件约{n~documents}件。',
  '主动公开规范性文件{x}件。',
  '清理规范性文件{x:breakdown_total}件，其中废止{a:part<x}件。',
  '印发文件{x:breakdown_total}件，其中规范性文件{a:part<x}件。',
  '制定规章和规范性文件共{x}件。',
  '修订规章{x}件，备案审查规范性文件{a}件。',
  '各乡镇制定规范性文件{x}件。',
  '制定规范性文件管理制度{x}项。',
  '全年作出行政许可决定{n:decisions/行政许可}件、行政处罚决定{a:decisions/行政处罚}件。',
  '全年实施行政处罚{n:decisions/行政处罚}件，实施行政强制{a:decisions/行政强制}件。',
  '公示行政许可、行政处罚信息{x}条。',
  '办理行政许可事项{x}件，公开行政处罚决定{a}件。',
  '受理行政许可申请{x}件。',
]

export const DISCLOSURE_PATTERNS: readonly string[] = [
  '全年主动公开政府信息{n:disclosed_total}条。',
  '全年通过门户网站公开各类政府信息{n:disclosed_total}条。',
  '全年主动公开政府信息{n=:disclosed_total}条，其中：机构职能{a:part/机构职能<n}条，政策文件{b:part/政策文件<n}条，工作动态{e:part/工作动态<n}条。',
  '全年主动公开政府信息{n=:disclosed_total}条，其中政策文件{a:part/政策文件<n}条、财政信息{b:part/财政信息<n}条、其他信息{e:part/其他信息<n}条。',
  '全年主动公开政府信息共计{n=:disclosed_total}条，包括机构概况{a:part/机构概况<n}条、法规文件{b:part/法规文件<n}条、人事信息{e:part/人事信息<n}条。',
  '全年共公开政府信息{n=:disclosed_total}条（政策文件{a:part/政策文件<n}条、工作动态{b:part/工作动态<n}条、公告公示{e:part/公告公示<n}条）。',
  '全年主动公开政府信息{n=:disclosed_total}条，分别为政策文件{a:part/政策文件<n}条、工作动态{b:part/工作动态<n}条、公告公示{e:part/公告公示<n}条。',
  '全年主动公开政府信息{n=:disclosed_total}条。其中，政策文件{a:part/政策文件<n}条，工作动态{b:part/工作动态<n}条，公告公示{e:part/公告公示<n}条。',
  '全年主动公开政府信息{n=:disclosed_total}条，其中：1.政策文件{a:part/政策文件<n}条；2.工作动态{b:part/工作动态<n}条；3.公告公示{e:part/公告公示<n}条。',
  '全年主动公开政府信息{n=:disclosed_total}条，其中：一是政策文件{a:part/政策文件<n}条；二是工作动态{b:part/工作动态<n}条；三是公告公示{e:part/公告公示<n}条。',
  '全年主动公开政府信息{n=:disclosed_total}条，其中通过网站公开{a:part/网站<n}条，通过微信公众号公开{b:part/微信<n}条，通过公开栏公开{e:part/公开栏<n}条。',
  '全年主动公开政府信息{n=:disclosed_total}条，按类别分：政策文件{a:part/政策文件<n}条、工作动态{b:part/工作动态<n}条、公告公示{e:part/公告公示<n}条。',
  '全年主动公开政府信息{n=:disclosed_total}条，其中政策文件{a:part/政策文件<n}条，占{p:percentage<a}%，工作动态{b:part/工作动态<n}条，占{q:percentage<b}%。',
  '全年发布政府信息{n=:disclosed_total}条，其中门户网站{a:part/门户网站<n}条、政务微博{b:part/政务微博<n}条、政务微信{e:part/政务微信<n}条。',
  '全年主动公开政府信息{n:disclosed_total}条，举办新闻发布会{x}场。',
  '全年主动公开政府信息{n:disclosed_total}条，网站总访问量{x}万人次。',
  '全年主动公开政府信息{n:disclosed_total}条，同比增长{g:growth<n}%。',
  '全年主动公开政府信息{n:disclosed_total}条，较上年减少{x:-growth<n}条。',
  '全年主动公开政府信息{n~disclosed_total}余条。',
  '全年主动公开政府信息约{n~disclosed_total}条。',
  '全年主动公开政府信息{n~disclosed_total}条以上。',
  '全市主动公开政府信息{n:disclosed_total@region}条。',
  '我局主动公开政府信息{n:disclosed_total@own}条。',
]

const FEE_PATTERNS: readonly string[] = [
  '本年度对{k:fee_cases}件政府信息公开申请收取信息处理费，共计{m:fee_amount}元。',
  '全年收取信息处理费{m:fee_amount}元。',
  '依申请提供政府信息共收取信息处理费{k:fee_cases}件，金额{m:fee_amount}元。',
  '发出信息处理费收费通知{k:fee_cases}件，收取{m:fee_amount}元。',
  '全年收取信息处理费{m=:fee_amount}元，其中市公安局{a:fee_amount<m}元、市财政局{b:fee_amount<m}元、河口县政府{e:fee_amount<m}元。',
  '本年度未收取政府信息公开信息处理费。{x!fee_amount}',
  '本年度没有收取信息处理费的情况。{x!fee_amount}',
  '全年未产生信息处理费。{x!fee_amount}',
  '未发出信息处理费收费通知。{x!fee_cases}',
]

/** Numbers that say nothing of applications, disclosed items, reviews, lawsuits or fees of the year. */
export const BYSTANDER_PATTERNS: readonly string[] = [
  '办理12345热线工单{a}件，按时办结率99.8%。',
  '答复网民留言{a}条，办理县长信箱来信{b}件。',
  '办理人大代表建议{a}件、政协提案{b}件，办复率100%。',
  '举办业务培训{a}期，培训人员{b}人次。',
  '召开专题会议{a}次，研究解决问题{b}个。',
  '配备专职工作人员{a}名、兼职{b}名。',
  '受理行政许可申请{a}件，办结{b}件。',
  '办理不动产登记{a}件，接待来访群众{b}人次。',
  '微信公众号关注人数{a}人，总阅读量{b}万次。',
  '政务新媒体粉丝达到{a}万人，网站访问量{b}万次。',
  '组织新闻发布会{a}场，开展在线访谈{b}期。',
  '受理消费投诉{a}件，调解成功{b}件。',
  '接受群众咨询{a}人次，发放宣传资料{b}份。',
  '政府信息公开申请表下载量{a}次。',
  '上半年收到政府信息公开申请{a}件。',
  '第三季度收到政府信息公开申请{a}件。',
  '去年收到政府信息公开申请{a}件。',
  '上年度收到政府信息公开申请{a}件。',
  '近三年分别受理政府信息公开申请{a}件、{b}件、{e}件。',
  '指导各单位办理政府信息公开申请{a}件。',
  '政府信息公开申请平均办理时间为{a}个工作日。',
  '行政事业性收费项目{a}项，收费金额{b}万元。',
  '信息处理费按件计收的，每件{a}元。',
  '明年计划举办培训{a}期。',
  '调解民事纠纷{a}件，开展法治宣传{b}场。',
  '全年受理劳动仲裁案件{a}件，结案{b}件。',
  '设置查阅点{a}个，配备查阅电脑{b}台。',
  '更正错别字{a}处，整改链接{b}个。',
  '本机关代理行政许可复核{a}件。',
  '收到政府信息公开申请{a}至{b}件不等。',
  '收到政府信息公开申请数十件。',
  '收到政府信息公开申请两三件。',
  '上年结转的{a}项重点任务全部完成。',
  '制定年度工作计划{a}项，完成{b}项。',
  '本单位现有在编人员{a}人。',
  '全年开展专项检查{a}次，发现并整改问题{b}个。',
]

export type PatternClaim = {
  readonly kind: ClaimKind
  readonly value: number | null
  readonly label: string | null
  readonly approximate: boolean
  readonly scope: 'region' | 'own' | null
  /** Index among the claims of the sentence. */
  readonly of: number | null
}

const SLOT =
  /\{([a-z])(=?)(?:([:~])(-?)([a-z_]+)(?:\/([^<@}]+))?(?:@(region|own))?(?:<([a-z]))?|!([a-z_+]+)(?:@(region|own))?)?\}/g

/** Fills a pattern with numbers; `{n=…}` is the sum of the parts that point to it. */
export function fillPattern(pattern: string, draw: Draw): { readonly text: string; readonly claims: readonly PatternClaim[] } {
  const slots = [...pattern.matchAll(SLOT)]
  const most = draw.pick([9, 90, 900, 5000])
  const values = new Map<string, number>()
  for (const [, name] of slots) values.set(name!, 2 + draw.int(most))
  for (const [, name, isSum] of slots)
    if (isSum)
      values.set(
        name!,
        slots.reduce((sum, [, part, , , , , , , of]) => sum + (of === name ? values.get(part!)! : 0), 0),
      )
  const claims: PatternClaim[] = []
  const places = new Map<string, number>()
  const text = pattern.replace(SLOT, (_, name, _sum, mark, sign, kind, label, scope, of, statements, speaker) => {
    if (statements) {
      for (const each of statements.split('+'))
        claims.push({
          kind: each,
          value: each.startsWith('all_') ? null : 0,
          label: null,
          approximate: false,
          scope: speaker ?? null,
          of: null,
        })
      return ''
    }
    const value = values.get(name)!
    if (kind) {
      places.set(name, claims.length)
      const place = of === undefined ? null : places.get(of)!
      claims.push({
        kind,
        value: sign === '-' ? -value : value,
        label: label ?? null,
        approximate: mark === '~',
        scope: scope ?? null,
        of: place,
      })
    }
    return String(value)
  })
  return { text, claims }
}

export const ALL_PATTERNS: readonly string[] = [
  ...REQUEST_PATTERNS,
  ...DISPUTE_PATTERNS,
  ...DOCUMENT_PATTERNS,
  ...DISCLOSURE_PATTERNS,
  ...FEE_PATTERNS,
  ...BYSTANDER_PATTERNS,
]
