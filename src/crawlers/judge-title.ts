import { type CrawlSentence, said } from '../model/crawl-words.ts'

/** What the title of an entry says by itself. `cut`: the title does not show enough; the article must be opened to tell. */
export type TitleJudgement = { readonly judgement: 'candidate' | 'cut' | 'not-report'; readonly reason: string | null }

/** The name of the paper, with whatever stands between its words in practice (portals write a dozen variants). */
const REPORT =
  /(?:政府|政务)?(?:信息|政务|政府)公开(?:工作)?(?:开展)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:开展)?(?:情况)?(?:的)?(?:年度)?(?:总结)?(?:报告|年报)/

/** Papers that carry the same words and are something else. The first that fits gives the reason. */
const LOOK_ALIKES: readonly (readonly [RegExp, CrawlSentence])[] = [
  [/网站.{0,8}(?:年度)?(?:工作)?(?:年度)?(?:报表|年报|年度报告)|网站监管/, 'web-site-paper'],
  [/通知|的函$|方案|办法|细则|指引|规程/, 'notice'],
  [/通报|公示|考核|评估|评议|测评|检查|抽查|督查/, 'assessment'],
  [/格式|模板|样式|范本|填报说明|填写说明|填表说明|编制说明/, 'form'],
  [/解读|一图|读懂|看懂|图说|问答|视频|动漫|H5|政策图解|^图解/i, 'interpretation'],
  [/法治|依法行政|依申请公开|决算|预算|统计公报|工作总结|工作要点|重点工作|建议提案|人大代表/, 'another-paper'],
  [/上半年|下半年|半年|季度|第[一二三四]季|\d{1,2}月份/, 'part-of-year'],
  [/汇总|年报目录|年报列表|一览/, 'summary-page'],
  [/培训|会议|召开|部署|推进会|座谈|调研|举办|开展.{0,12}(?:编制|发布)|编制工作|发布会|工作动态/, 'news'],
  [/(?:统计表|情况表|附表|统计数据|数据表)(?:[((].*[))])?$/, 'table-alone'],
]

const OTHER_FORM = /[((【[](?:图解|图片|图文|长图|音频|语音|视频)(?:版)?[))】\]]$/

/**
 * Judges an entry of a list by its title. Whatever may be a report is a candidate: reading it decides, and a report passed over
 * would count as missing. `names` are registered bodies; a word such as 考核 or 预算 inside a name says nothing about the paper.
 */
export function judgeTitle(title: string, names: readonly string[] = []): TitleJudgement {
  const plain = names.reduce((rest, name) => rest.replace(plainTitle(name), ''), plainTitle(title))
  const form = plain.replace(OTHER_FORM, '')
  for (const [pattern, reason] of LOOK_ALIKES) if (pattern.test(form)) return { judgement: 'not-report', reason: said(reason) }
  if (REPORT.test(withoutYear(form))) return { judgement: 'candidate', reason: null }
  if (isCut(title)) return { judgement: 'cut', reason: null }
  return { judgement: 'not-report', reason: said('other-title') }
}

/** Whether words hold the name of the paper, and something beside it: 政府信息公开年报 alone is a column. */
export function namesReport(title: string): boolean {
  const plain = plainTitle(title)
  return REPORT.test(withoutYear(plain)) && (plain.length > 12 || yearInTitle(plain) !== null)
}

/** Whether an entry is a second form (pictures, sound) of a report whose text stands in the same list under `mainTitle`. */
export function isOtherFormOf(title: string, mainTitle: string): boolean {
  const plain = plainTitle(title)
  return OTHER_FORM.test(plain) && plain.replace(OTHER_FORM, '') === plainTitle(mainTitle)
}

/** Whether the list shows only the beginning of a title. */
export function isCut(title: string): boolean {
  return /(?:…|\.{2,}|。。+)\s*$/.test(title.trim())
}

/** Whose report a title speaks of, as printed: what is left without the paper's name, years and furniture. Empty when none is named. */
export function nameInTitle(title: string): string {
  const rest = withoutYear(plainTitle(title).replace(/[((【[][^))】\]]*[))】\]]/g, '')).replace(
    /\.(?:pdf|docx?|wps|ofd|html?)$/i,
    '',
  )
  return rest
    .replace(new RegExp(`(?:关于|的)*${REPORT.source}.*$`), (found) => tailAfterReport(found))
    .replace(/^(?:关于|发布|公布)+|(?:关于|的)+$/g, '')
    .replace(/[\s_\-—–―:：.,，、·"“”'《》]+/g, '')
}

/** `…年度报告-示例区财政局` names the body at the end. */
function tailAfterReport(found: string): string {
  const tail = found.replace(new RegExp(`^(?:关于|的)*${REPORT.source}`), '')
  return /^[_\-—–―:：]/.test(tail) ? tail : ''
}

/** The reporting year that a title names, or null. */
export function yearInTitle(title: string): number | null {
  const match = plainTitle(title).match(/(?<!\d)(20[0-3]\d)(?!\d)/)
  return match ? Number(match[1]) : null
}

function withoutYear(title: string): string {
  return title.replace(/(?<!\d)20\d\d_?(?:年度?)?(?:度)?|二[〇○零O0][一二][〇○零O0一二三四五六七八九]年度?/g, '')
}

function plainTitle(title: string): string {
  return title.normalize('NFKC').replace(/[\s\u200B\uFEFF]+/g, '')
}
