import type { Document } from '../model/document.ts'
import type { NotReportCode } from '../model/not-report.ts'
import type { NotReport } from '../model/report.ts'
import { authorityOfTitle, BODY_SUFFIX, type Identity, sameBody } from './identity/identity.ts'
import { oneLine, withPlainDigits } from './label.ts'

/** What extraction found in a document, for judging whether it is a report at all. */
export type Evidence = {
  readonly document: Document
  readonly title: string | null
  /** The block behind the title. */
  readonly bodyFrom: number
  /** Value cells found in the three tables, blank ones included. */
  readonly cells: number
  /** Of these, how many hold something. */
  readonly filled: number
  /** Numbers of the six official sections that were found. */
  readonly official: readonly number[]
  /** The sections, official or with headings of their own, and their text. */
  readonly sections: readonly { readonly title: string; readonly text: string }[]
}

type LookAlike = { readonly code: NotReportCode; readonly pattern: RegExp; readonly message: string }

const LOOK_ALIKES: readonly LookAlike[] = [
  {
    code: 'website-report',
    pattern:
      /(?:政府|门户)?网站(?:与政务新媒体|和政务新媒体)?(?:年度工作|工作年度|年度|监管年度|监管工作年度)(?:报表|报告)|网站工作年度|网站监管/,
    message: '是政府网站年度工作报表，不是政府信息公开工作年度报告。',
  },
  {
    code: 'half-year',
    pattern: /上半年|下半年|半年|季度|[1一]月?[-—–~至到][6六]月|[1一]月?[-—–~至到][3三9九]月/,
    message: '是半年或季度材料，不是年度报告。',
  },
  {
    code: 'interpretation',
    pattern: /解读|图解|一图|看懂|读懂|问答|长图|图说|速览|动漫|短视频/,
    message: '是解读材料，不是报告本身。',
  },
  {
    code: 'notice',
    pattern:
      /通知(?!公告)|通报|的函$|填报说明|编制说明|填写说明|编写说明|格式模板|征求意见|意见征集|征集意见|公示(?!公告)|提醒|方案$|(?:的|关于.*)(?:请示|批复|意见|办法|规定)$/,
    message: '是通知、公示、方案一类文件，不是报告本身。',
  },
  {
    code: 'summary-page',
    pattern: /年报汇总|年度报告汇总|报告汇编|年报列表|年报目录|一览表?$/,
    message: '是年报汇总页面，不是某一机关的报告。',
  },
  {
    code: 'other-yearly-paper',
    pattern: /学年度?(?:政府)?信息公开|(?:高校|高等学校|大学|学院|学校)(?:19|20)\d{2}[^，。]{0,12}(?<!政府)信息公开/,
    message: '是高等学校的信息公开报告，不是政府信息公开工作年度报告。',
  },
  {
    code: 'other-yearly-paper',
    pattern:
      /法治政府建设|依法行政|法治建设|政务公开工作总结|政务公开(?:工作)?要点|工作要点|依申请公开(?:工作)?(?:情况)?(?:年度)?(?:报告|年报|总结)|部门(?:预|决)算|单位(?:预|决)算|财政(?:预|决)算|(?:预|决)算公开|统计公报|工作总结(?!报告)|党务公开|政府工作报告|建议提案|公开指南$|公开目录$|公开制度$/,
    message: '是另一种材料，不是政府信息公开工作年度报告。',
  },
]
const NAMES_A_PAPER = /^(?!上一|下一|附件|相关|首页|当前|您).*(?:报告|年报|通知|通报|解读|报表|总结|公报)(?:[（(].{0,12}[)）])?$/
const REPORT = /(?:信息|政务)公开[^。]{0,12}(?:报告|年报)/
/** The name of the column, which stands on all its pages, and names no report. */
const COLUMN_NAME =
  /^(?:首页)?(?:法定主动公开内容|政务公开|信息公开)?(?:政府)?信息公开(?:工作)?年(?:度报告|报)(?:专栏|栏目|列表)?$/
const SEE_ATTACHMENT = /(?:详见|见|请见|参见|下载)附件|附件[:：\s]*\S|全文下载|点击(?:下载|查看)/
const REPORT_FILE = /年报|报告|信息公开|附件|\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar|7z)(?:$|[?#])/i
/** What only this report speaks of. */
const SUBJECT = /信息公开|政务公开|主动公开|依申请/g
const OPENING = /信息公开[^。]{0,24}(?:年度报告|年报)|统计期限|《(?:中华人民共和国)?政府信息公开条例》/

/** Why the document is no report, or null when it is one. Tables outweigh any title: a report with tables is a report, however odd. */
export function judge(evidence: Evidence): NotReport | null {
  const { cells, filled, official, sections } = evidence
  const titles = titlesOf(evidence)
  const own = ownTitles(evidence)
  const half = alikeIn(own)
  if (half?.kind.code === 'half-year' && filled > 0) return refuseAlike(half)
  if (filled >= 10) return null
  const alike = alikeIn(titles)
  if (isOfSchool(evidence)) return refuse('other-yearly-paper', OF_SCHOOL)
  // The blank official form is still the form; a notice that encloses it is a notice.
  if (cells >= 20 && alike === null) return null
  const text = sections.map((section) => `${section.title}${section.text}`).join('')
  const isAbout = (text.match(SUBJECT)?.length ?? 0) >= LEAST_MENTIONS
  const isOfficial = official.length >= 4 || (official.length >= 3 && official.some((number) => number >= 2 && number <= 4))
  const isReport = isOfficial && isAbout && text.length >= 150
  // Another paper that a line on the page names is no reason against the text.
  if (alike && !(isReport && alikeIn(own) === null)) return refuseAlike(alike)
  if (isReport) return null
  const isNamed = titles.some((title) => REPORT.test(title) && !COLUMN_NAME.test(title)) || opensLikeReport(evidence)
  if (isNamed && isAbout && sections.length >= 2 && text.length >= 300) return null
  return refuseEmpty(evidence, titles)
}

const OF_SCHOOL = '正文说明，这是高等学校按《高等学校信息公开办法》编制的报告，不是政府信息公开工作年度报告。'

/** A university reports by a rule of its own on its school year, which its first lines say. */
function isOfSchool({ document, bodyFrom }: Evidence): boolean {
  const opening = document.blocks
    .slice(bodyFrom, bodyFrom + 6)
    .flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []))
    .join('')
    .slice(0, 700)
  return (
    /高等学校信息公开(?:办法|事项清单)/.test(opening) &&
    /学年|学校|大学|学院/.test(opening) &&
    !/教育(?:局|厅|委|部)(?:19|20)\d{2}/.test(opening)
  )
}

/** A report on public information names it more often. */
const LEAST_MENTIONS = 2

/** A report under no title but that of its column says in its first lines what it is. */
function opensLikeReport({ document, title, bodyFrom }: Evidence): boolean {
  if (title === null || !REPORT.test(title)) return false
  return document.blocks.slice(bodyFrom, bodyFrom + 12).some((block) => block.kind === 'paragraph' && OPENING.test(block.text))
}

function refuseEmpty({ document }: Evidence, titles: readonly string[]): NotReport {
  const lines = document.blocks.flatMap((block) => (block.kind === 'paragraph' ? [oneLine(block.text)] : []))
  const error = errorIn(titles, lines)
  if (error) return refuse('error-page', `页面显示“${error}”，是错误页或登录页，没有报告内容。`)
  const named = titles.some((title) => REPORT.test(title))
  const files = document.attachments.filter(({ href, text }) => REPORT_FILE.test(href) || REPORT_FILE.test(text))
  const reports = files.filter(({ text }) => REPORT.test(text) || /年报/.test(text))
  if (reports.length >= 5) return refuse('summary-page', `页面列出${reports.length}份年报文件，是年报汇总页面。`, reports)
  const pointing = lines.some((line) => line.length < 200 && SEE_ATTACHMENT.test(line))
  if (files.length > 0 && (named || pointing || reports.length > 0)) {
    return refuse('attachment-only', `正文没有报告内容，报告可能在${files.length}个附件中。`, files)
  }
  const listed = new Set(lines.filter(isListedReport)).size
  if (listed >= 4) return refuse('list-page', `页面列出${listed}份年报的标题，是列表页，不是报告本身。`)
  const pictures = document.blocks.filter((block) => block.kind === 'picture').length
  if (pictures > 0 && named && !titles.every((title) => COLUMN_NAME.test(title))) {
    return refuse('pictures-only', `正文没有文字，只有${pictures}张图片，无法读取。`)
  }
  const isEmpty = lines.some((line) => line.length < 30 && EMPTY_LIST.test(line))
  if (isEmpty) return refuse('list-page', '栏目下暂无内容，没有报告。')
  const entries = new Set(lines.filter((line) => MENU_ENTRY.test(line))).size
  if (entries >= 3 && !lines.some((line) => line.length > 120)) return refuse('list-page', '页面只有栏目导航，没有报告内容。')
  const seen = titles[0] ? `标题为“${titles[0].slice(0, 40)}”，` : ''
  return refuse('no-report-content', `${seen}未发现年度报告的章节和表格。`)
}

const EMPTY_LIST = /暂无(?:相关)?(?:数据|内容|信息|记录|文章|文件)|没有(?:找到|相关)(?:数据|内容|信息|记录)?|共\s*0\s*[条页]/
const MENU_ENTRY = /^(?:政府)?信息公开(?:指南|制度|年报|目录|规定|年度报告)$|^法定主动公开内容$|^依申请公开$|^政策文件$/

/** What the pages of servers, firewalls and accounts say. */
const ERROR =
  /40[0134](?!\d)|50[0234](?!\d)|页面(?:不存在|未找到|找不到|已(?:被)?删除|丢失|走丢)|(?:访问|查看|请求)的(?:页面|内容|信息|文章|资源|地址)(?:不存在|已|未|暂|丢失|出错)|(?:信息|文章|内容|网页)(?:不存在|已(?:被)?删除|已下线)|访问(?:被拒绝|被拦截|受限|异常|过于频繁|出错)|(?:安全|人机|滑动)验证|拦截|not found|forbidden|access denied|bad gateway|service unavailable|system error|系统(?:维护|繁忙|错误|异常)|服务器(?:错误|繁忙|内部)|请(?:先)?登录|用户登录|统一身份认证|无权(?:限)?访问|没有权限|(?:启用|开启|支持)\s*javascript/i
/** A page that says more than this beside the error has another subject. */
const MOST_ON_ERROR_PAGE = 3000

function errorIn(titles: readonly string[], lines: readonly string[]): string | null {
  if (lines.reduce((sum, line) => sum + line.length, 0) > MOST_ON_ERROR_PAGE) return null
  const told = [...titles, ...lines].find(
    (line) =>
      line.length < 80 && ERROR.test(line) && !REPORT.test(line) && !/^\d{4}年|电话|\d+件|[：:]\s*0?\d{3,4}[-—]/.test(line),
  )
  return told?.slice(0, 40) ?? null
}

/** A line of a list that names the report of some body or some year. */
function isListedReport(line: string): boolean {
  return line.length <= 90 && REPORT.test(line) && /(?:19|20)\d{2}/.test(withPlainDigits(line)) && !/[。；]/.test(line)
}

type Alike = { readonly kind: LookAlike; readonly title: string }

/** The look-alike that one of the titles names; the order of the list decides. */
function alikeIn(titles: readonly string[]): Alike | null {
  for (const kind of LOOK_ALIKES) {
    const title = titles.find((each) => kind.pattern.test(withoutName(each)))
    if (title !== undefined) return { kind, title }
  }
  return null
}

/** The title without the name of its body: 网站监管中心 and 法治建设服务中心 say nothing of the paper. */
function withoutName(title: string): string {
  const name = authorityOfTitle(title)
  return name !== null && BODY_SUFFIX.test(name) ? title.replace(name, '') : title
}

function refuseAlike({ kind, title }: Alike): NotReport {
  return refuse(kind.code, `标题“${title.slice(0, 60)}”表明，这${kind.message}`)
}

function refuse(code: NotReport['code'], message: string, attachments: NotReport['attachments'] = []): NotReport {
  return { code, message, attachments }
}

/** What the document says that it is as a whole: its title and those that the page carries. */
function ownTitles({ document, title }: Evidence): string[] {
  const carried = document.meta.filter(({ name }) => /^articletitle$/i.test(name)).map(({ content }) => content)
  const headings = document.blocks.flatMap((block) => (block.kind === 'paragraph' && block.heading === 1 ? [block.text] : []))
  return distinct([
    title,
    ...[document.title, ...carried].flatMap((each) => (each === null ? [] : partsNaming(oneLine(each)))),
    ...headings.slice(0, 4),
  ])
}

/** Everything that names the document as a whole: its title, what the page says of itself, and the first lines of its body. */
function titlesOf(evidence: Evidence): string[] {
  const { document, title, bodyFrom } = evidence
  const titles: (string | null)[] = ownTitles(evidence)
  const lines = document.blocks.flatMap((block) => (block.kind === 'paragraph' && block.text.trim() !== '' ? [block] : []))
  // Where the title names the report, a line behind it that names another paper speaks of that paper.
  const isSure = title !== null && REPORT.test(title) && !COLUMN_NAME.test(title)
  const body = isSure ? document.blocks.slice(bodyFrom, bodyFrom + 2) : document.blocks.slice(bodyFrom, bodyFrom + 8)
  for (const block of [...lines.slice(0, 3), ...body]) {
    if (block.kind === 'paragraph' && block.text.length <= 60 && NAMES_A_PAPER.test(block.text)) titles.push(block.text)
  }
  return distinct(titles)
}

/** The parts of a page's title that name the report; all of it where none does. Others name the site and its column. */
function partsNaming(title: string): string[] {
  const parts = title.split(/[-_|｜—–>]+/).map((part) => part.trim())
  const naming = parts.filter((part) => REPORT.test(part))
  return naming.length === 0 ? [title] : naming
}

function distinct(titles: readonly (string | null)[]): string[] {
  return [...new Set(titles.flatMap((each) => (each === null ? [] : [oneLine(each)])))].filter((each) => each !== '')
}

/** Whether a report is not the one that is looked for. What it only may be, by a guess or against another part of it, is no reason. */
export function isAnother(
  { year, authority, notes }: Pick<Identity, 'year' | 'authority' | 'notes'>,
  expected: { readonly year?: number; readonly authority?: string },
): NotReport | null {
  const isNoted = (codes: readonly string[]) => notes.some(({ code }) => codes.includes(code))
  if (expected.year !== undefined && year !== null && year !== expected.year && !isNoted(['year-guessed', 'year-conflict']))
    return refuse('other-year', `这是${year}年的报告，不是${expected.year}年的报告。`)
  const isOther = expected.authority !== undefined && authority !== null && !sameBody(authority, expected.authority)
  if (isOther && !isNoted(['authority-conflict', 'authority-from-label', 'authority-from-signature']))
    return refuse('other-authority', `这是“${authority}”的报告，不是“${expected.authority}”的报告。`)
  return null
}
