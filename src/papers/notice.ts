import type { PaperFinding } from '../../db/papers.ts'
import type { PaperRequest } from '../model/paper.ts'
import type { Paragraph } from './docx.ts'
import type { TemplateData } from './fill-template.ts'
import type { OfficeSettings } from './office-settings.ts'
import { adviceOf, dayInWords, messageOf, positionOf, quotedOf } from './words.ts'

/** What a person has to fill in. */
const TO_FILL_IN = '____年__月__日'

/** 整改通知 as we have it; an office may put a `notice.docx` of its own in its place. */
export const NOTICE_TEMPLATE: readonly Paragraph[] = [
  ['title', '关于限期整改政府信息公开工作年度报告有关问题的通知'],
  ['to', '{{单位}}：'],
  ['body', '经核查，你单位{{年度}}年度政府信息公开工作年度报告存在以下{{问题数}}个问题，请认真核实，限期整改。'],
  ['heading', '一、存在的问题'],
  ['note', '{{#问题}}'],
  ['body', '{{序号}}．{{描述}}'],
  ['body', '位置：{{位置}}。原文：{{原文}}'],
  ['body', '依据：{{依据}}。'],
  ['body', '建议：{{建议}}时限：{{时限}}。'],
  ['note', '{{/问题}}'],
  ['heading', '二、有关要求'],
  [
    'body',
    '请对照上述问题逐项核实、校对，更正后重新发布年度报告，并举一反三，防止类似问题再次发生。整改情况请于{{期限}}前报送{{办公室}}。如有异议，请一并说明并附有关材料。',
  ],
  ['body', '年度报告网址：{{网址}}'],
  ['body', '联系方式：{{联系方式}}'],
  ['sign', '{{办公室}}'],
  ['sign', '{{日期}}'],
]

type NoticeParts = {
  /** Those confirmed of one authority and year, at least one. */
  readonly findings: readonly PaperFinding[]
  readonly request: Pick<PaperRequest, 'year' | 'date' | 'due'>
  readonly settings: OfficeSettings
}

/** What the notice to one authority says. */
export function noticeOf({ findings, request, settings }: NoticeParts): TemplateData {
  const dueOf = (finding: PaperFinding) => finding.due_on ?? request.due
  const days = findings.map(dueOf)
  const known = days.filter((day) => day !== null)
  // The reply on all of them is due when the last of them is.
  const last = known.length === days.length ? known.toSorted().at(-1)! : request.due
  return {
    单位: findings[0]!.authority,
    年度: String(request.year),
    问题数: String(findings.length),
    问题: findings.map((finding, index) => ({
      序号: String(index + 1),
      描述: messageOf(finding),
      位置: positionInWords(finding),
      原文: quotedInWords(finding),
      依据: finding.basis,
      建议: adviceOf(finding),
      时限: dayOr(dueOf(finding)),
    })),
    期限: dayOr(last),
    办公室: settings.office ?? '（请填写发文机关）',
    联系方式: settings.contact ?? '（请填写联系人及电话）',
    网址: findings.find(({ url }) => url !== null)?.url ?? '未发现已公布的报告',
    日期: dayInWords(request.date),
  }
}

function dayOr(day: string | null): string {
  return day === null ? TO_FILL_IN : dayInWords(day)
}

export function positionInWords(finding: PaperFinding): string {
  const { section, table, row, column } = positionOf(finding)
  const cell = [row, column].filter((part) => part !== '').join('—')
  return [section, table, cell && `“${cell}”`].filter((part) => part !== '').join('，')
}

function quotedInWords(finding: PaperFinding): string {
  const quoted = quotedOf(finding)
  if (quoted === '') return '（本项不涉及原文）。'
  return finding.quote === null ? `${quoted}。` : `“${quoted}”`
}
