import type { Db } from '../../db/connect.ts'
import { type PaperDecision, streamDecisions } from '../../db/papers.ts'
import { DECISION_TITLES, entryTitle, reasonTitle } from '../model/decision.ts'
import type { PaperRequest } from '../model/paper.ts'
import type { PaperPlace } from './paper-place.ts'
import { dayInWords, messageOf } from './words.ts'
import { type SheetColumn, writeXlsx } from './xlsx.ts'
import type { SheetValue } from './xlsx-values.ts'

type RecordColumn = SheetColumn & { readonly from: (entry: PaperDecision, number: number) => SheetValue }

const COLUMNS: readonly RecordColumn[] = [
  { title: '序号', width: 7, style: 'number', from: (_, number) => number },
  { title: '地区', width: 12, style: 'text', from: ({ district }) => district },
  { title: '单位', width: 24, style: 'text', from: ({ authority }) => authority },
  { title: '问题编号', width: 10, style: 'number', from: ({ findingId }) => findingId },
  { title: '规则', width: 10, style: 'text', from: ({ rule }) => rule },
  { title: '问题描述', width: 48, style: 'text', from: messageOf },
  { title: '操作', width: 20, style: 'text', from: ({ act }) => entryTitle(act, 'zh') },
  { title: '原结论', width: 12, style: 'text', from: ({ before }) => DECISION_TITLES[before.decision].zh },
  { title: '现结论', width: 12, style: 'text', from: ({ after }) => DECISION_TITLES[after.decision].zh },
  { title: '理由', width: 16, style: 'text', from: ({ after }) => after.reason && reasonTitle(after.reason, 'zh') },
  { title: '整改时限', width: 12, style: 'day', from: ({ after }) => after.due && { day: after.due } },
  { title: '指派给', width: 10, style: 'text', from: ({ after }) => after.assignee },
  { title: '说明', width: 30, style: 'text', from: ({ note }) => note },
  { title: '经办人', width: 10, style: 'text', from: ({ by }) => by },
  { title: '时间', width: 17, style: 'text', from: ({ at }) => CLOCK.format(at) },
]

// The Swedish form is the ISO one: 2024-01-31 14:05.
const CLOCK = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })

/** 复核记录: one row for each entry in the history of a finding, in the order of time. */
export async function writeRecord(db: Db, request: PaperRequest, { out, whose }: PaperPlace): Promise<number> {
  const [count = 0] = await writeXlsx(out, [
    {
      name: '复核记录',
      title: `${whose}${request.year}年度政府信息公开工作年度报告核查复核记录`,
      notes: [`制表日期：${dayInWords(request.date)}。每次复核操作一行，按问题和先后排列；时间为北京时间。记录只增不改。`],
      columns: COLUMNS,
      rows: linesOf(streamDecisions(db, request)),
    },
  ])
  return count
}

async function* linesOf(entries: AsyncIterable<PaperDecision>): AsyncGenerator<readonly SheetValue[]> {
  let number = 0
  for await (const entry of entries) {
    number += 1
    yield COLUMNS.map(({ from }) => from(entry, number))
  }
}
