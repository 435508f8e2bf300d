import type { Db } from '../../db/connect.ts'
import { countLeftOut, type PaperFinding, streamFindings } from '../../db/papers.ts'
import { type FindingStatus, STATUS_TITLES } from '../model/decision.ts'
import { FAMILY_TITLES, SEVERITY_TITLES } from '../model/finding.ts'
import type { PaperRequest } from '../model/paper.ts'
import type { PaperPlace } from './paper-place.ts'
import { adviceOf, dayInWords, levelInWords, messageOf, positionOf, quotedOf } from './words.ts'
import { type Sheet, type SheetColumn, writeXlsx } from './xlsx.ts'
import type { SheetValue } from './xlsx-values.ts'

/** What a ledger lists: what stands, what was rectified, and false alarms as such. What is no longer found without a correction was none. */
const LISTED = ['undecided', 'confirmed', 'notified', 'rectified', 'dismissed'] as const satisfies readonly FindingStatus[]

/** `number` counts from 1; `site`: the address of the review pages, null where it is not known. */
type Line = { readonly finding: PaperFinding; readonly number: number; readonly site: string | null }
type LedgerColumn = SheetColumn & { readonly from: (line: Line) => SheetValue }

const COLUMNS: readonly LedgerColumn[] = [
  { title: '序号', width: 7, style: 'number', from: ({ number }) => number },
  { title: '地区', width: 12, style: 'text', from: ({ finding }) => finding.district },
  { title: '单位', width: 24, style: 'text', from: ({ finding }) => finding.authority },
  { title: '层级', width: 8, style: 'text', from: ({ finding }) => levelInWords(finding.level, finding.kind) },
  { title: '年度', width: 7, style: 'number', from: ({ finding }) => finding.year },
  { title: '部分', width: 16, style: 'text', from: ({ finding }) => positionOf(finding).section },
  { title: '表', width: 7, style: 'text', from: ({ finding }) => positionOf(finding).table },
  { title: '行', width: 24, style: 'text', from: ({ finding }) => positionOf(finding).row },
  { title: '列', width: 14, style: 'text', from: ({ finding }) => positionOf(finding).column },
  { title: '问题类别', width: 12, style: 'text', from: ({ finding }) => FAMILY_TITLES[finding.family].zh },
  { title: '规则', width: 10, style: 'text', from: ({ finding }) => finding.rule },
  { title: '问题描述', width: 44, style: 'text', from: ({ finding }) => messageOf(finding) },
  { title: '原文', width: 44, style: 'text', from: ({ finding }) => quotedOf(finding) },
  { title: '左值', width: 11, style: 'number', from: ({ finding }) => finding.left_value },
  { title: '右值', width: 11, style: 'number', from: ({ finding }) => finding.right_value },
  { title: '差额', width: 11, style: 'number', from: ({ finding }) => finding.difference },
  { title: '依据', width: 36, style: 'text', from: ({ finding }) => finding.basis },
  { title: '程度', width: 7, style: 'text', from: ({ finding }) => SEVERITY_TITLES[finding.severity].zh },
  { title: '整改建议', width: 36, style: 'text', from: ({ finding }) => adviceOf(finding) },
  { title: '时限', width: 12, style: 'day', from: ({ finding }) => finding.due_on && { day: finding.due_on } },
  { title: '状态', width: 12, style: 'text', from: ({ finding }) => STATUS_TITLES[finding.status].zh },
  { title: '复核人', width: 10, style: 'text', from: ({ finding }) => finding.decidedBy },
  { title: '原文网址', width: 30, style: 'text', from: ({ finding }) => finding.url },
  { title: '快照链接', width: 14, style: 'link', from: ({ finding, site }) => snapshotLink(finding, site) },
]

/** The snapshot as the review pages show it; without their address its SHA-256, by which it can be asked for. */
function snapshotLink({ sha256, version_id }: Pick<PaperFinding, 'sha256' | 'version_id'>, site: string | null): SheetValue {
  if (sha256 === null) return null
  return site === null ? sha256 : { url: `${site}/snapshots/${sha256}/view?version=${version_id}`, text: '查看快照' }
}

/** 问题台账: one row a finding. */
export async function writeLedger(db: Db, request: PaperRequest, { out, site, whose }: PaperPlace): Promise<number> {
  const { notAssessable, misread } = await countLeftOut(db, request)
  const sheet: Sheet = {
    name: '问题台账',
    title: `${whose}${request.year}年度政府信息公开工作年度报告问题台账`,
    notes: [
      `制表日期：${dayInWords(request.date)}。“左值”“右值”为比对的两个数，“差额”为左值减右值；空格表示没有该项，不等于0。状态为“误报”的不是问题，列出备查。`,
      `无法判断的 ${notAssessable} 项、本系统读取有误的 ${misread} 项不是单位的问题，未列入。`,
    ],
    columns: COLUMNS,
    rows: linesOf(streamFindings(db, request, LISTED), site),
  }
  const [count = 0] = await writeXlsx(out, [sheet])
  return count
}

async function* linesOf(findings: AsyncIterable<PaperFinding>, site: string | null): AsyncGenerator<readonly SheetValue[]> {
  let number = 0
  for await (const finding of findings) {
    number += 1
    const line = { finding, number, site }
    yield COLUMNS.map(({ from }) => from(line))
  }
}
