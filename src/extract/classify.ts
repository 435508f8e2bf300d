import type { Document } from '../model/document.ts'
import type { NotReport } from '../model/report.ts'
import { oneLine } from './label.ts'

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
  readonly sections: number
  /** Characters of the section texts. */
  readonly text: number
}

const LOOK_ALIKES: readonly { readonly code: NotReport['code']; readonly pattern: RegExp; readonly message: string }[] = [
  {
    code: 'website-report',
    pattern: /政府网站(?:年度工作|工作年度|年度)(?:报表|报告)/,
    message: '这是政府网站年度工作报表，不是政府信息公开工作年度报告。',
  },
  { code: 'half-year', pattern: /上半年|下半年|半年|季度|[1一][-—至][6六]月/, message: '这是半年或季度材料，不是年度报告。' },
  {
    code: 'interpretation',
    pattern: /解读|图解|一图读懂|一图看懂|问答|长图|图说/,
    message: '这是年度报告的解读材料，不是报告本身。',
  },
  {
    code: 'notice',
    pattern: /通知|通报|的函$|填报说明|编制说明|征求意见|提醒/,
    message: '这是关于编制年度报告的通知或说明，不是报告本身。',
  },
  { code: 'summary-page', pattern: /年报汇总|年度报告汇总|年报列表|年报目录/, message: '这是年报汇总页面，不是某一机关的报告。' },
  {
    code: 'other-yearly-paper',
    pattern:
      /法治政府建设|政务公开工作总结|政务公开(?:工作)?要点|依申请公开(?:工作)?年度|部门(?:预|决)算|统计公报|网站工作年度|工作总结|党务公开/,
    message: '这是其他年度材料，不是政府信息公开工作年度报告。',
  },
]
const NAMES_A_PAPER = /^(?!上一|下一|附件|相关).*(?:报告|年报|通知|解读|报表|总结|公报)(?:[（(].{0,12}[)）])?$/
const REPORT = /信息公开[^。]{0,12}(?:报告|年报)/
const SEE_ATTACHMENT = /(?:详见|见|请见|参见|下载)附件|附件[:：\s]*\S|全文下载|点击(?:下载|查看)/
const REPORT_FILE = /年报|报告|信息公开|附件|\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)(?:$|[?#])/i

/** Why the document is no report, or null when it is one. Tables outweigh any title: a report with tables is a report, however odd. */
export function judge(evidence: Evidence): NotReport | null {
  const { document, cells, filled, sections, text } = evidence
  const titles = titlesOf(evidence)
  const alike = LOOK_ALIKES.find(({ pattern }) => titles.some((title) => pattern.test(title)))
  if (alike?.code === 'half-year' && filled > 0) return refuse(alike.code, alike.message)
  if (filled >= 10) return null
  // The blank official form is still the form; a notice that encloses it is a notice.
  if (cells >= 20 && alike === undefined) return null
  if (alike) return refuse(alike.code, alike.message)
  if (sections >= 3 && text >= 150) return null
  const named = titles.some((title) => REPORT.test(title))
  if (named && sections >= 2 && text >= 300) return null
  return refuseEmpty(document, titles)
}

function refuseEmpty(document: Document, titles: readonly string[]): NotReport {
  const named = titles.some((title) => REPORT.test(title))
  const files = document.attachments.filter(({ href, text }) => REPORT_FILE.test(href) || REPORT_FILE.test(text))
  const reports = files.filter(({ text }) => REPORT.test(text) || /年报/.test(text))
  if (reports.length >= 5) return refuse('summary-page', `页面列出${reports.length}份年报文件，是年报汇总页面。`, reports)
  const pointing = document.blocks.some(
    (block) => block.kind === 'paragraph' && block.text.length < 200 && SEE_ATTACHMENT.test(block.text),
  )
  if (files.length > 0 && (named || pointing || reports.length > 0)) {
    return refuse('attachment-only', `正文没有报告内容，报告可能在${files.length}个附件中。`, files)
  }
  const pictures = document.blocks.filter((block) => block.kind === 'picture').length
  if (pictures > 0 && named) return refuse('pictures-only', `正文没有文字，只有${pictures}张图片，无法读取。`)
  const seen = titles[0] ? `标题为“${titles[0].slice(0, 40)}”，` : ''
  return refuse('no-report-content', `${seen}未发现年度报告的章节和表格。`)
}

function refuse(code: NotReport['code'], message: string, attachments: NotReport['attachments'] = []): NotReport {
  return { code, message, attachments }
}

/** Everything that names the document as a whole: its title, what the page says of itself, and the first lines of its body. */
function titlesOf({ document, title, bodyFrom }: Evidence): string[] {
  const titles = [
    title,
    document.title,
    ...document.meta.filter(({ name }) => /^articletitle$/i.test(name)).map(({ content }) => content),
  ]
  const lines = document.blocks.flatMap((block) => (block.kind === 'paragraph' && block.text.trim() !== '' ? [block] : []))
  for (const block of lines.slice(0, 80)) if (block.heading === 1) titles.push(block.text)
  const body = document.blocks.slice(bodyFrom, bodyFrom + 8)
  for (const block of [...lines.slice(0, 3), ...body]) {
    if (block.kind === 'paragraph' && block.text.length <= 60 && NAMES_A_PAPER.test(block.text)) titles.push(block.text)
  }
  return [...new Set(titles.filter((each) => each !== null).map(oneLine))].filter((each) => each !== '')
}
