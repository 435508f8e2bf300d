import { FILING_STATUS_TITLES, type FilingStatus } from '../model/filing.ts'
import type { Fill } from './charts/fills.ts'
import type { Language } from './language.ts'

type Said = Readonly<Record<Language, string>>

/** A status of the board: as worked out, or not worked out at all. */
export type BoardStatus = FilingStatus | 'not-computed'

/** What needs attention stands first. */
export const BOARD_STATUSES = [
  'not-found',
  'late',
  'late-doubtful',
  'not-assessable',
  'not-computed',
  'not-due',
  'on-time',
  'exempt',
] as const satisfies readonly BoardStatus[]

export const BOARD_STATUS_TITLES: Readonly<Record<BoardStatus, Said>> = {
  ...FILING_STATUS_TITLES,
  'not-computed': { zh: '尚未核算', en: 'not worked out yet' },
}

/** How a status is drawn. Two that stand side by side differ in texture, too. */
export const STATUS_FILLS: Readonly<Record<BoardStatus, Fill>> = {
  'on-time': { tone: 'soft', texture: 'solid' },
  late: { tone: 'error', texture: 'solid' },
  'late-doubtful': { tone: 'warning', texture: 'hatch' },
  'not-found': { tone: 'error', texture: 'cross' },
  'not-assessable': { tone: 'ink', texture: 'dots' },
  'not-computed': { tone: 'warning', texture: 'dots' },
  'not-due': { tone: 'soft', texture: 'empty' },
  exempt: { tone: 'soft', texture: 'hatch' },
}

const ZH = {
  allYears: '历年对照',
  allYearsOf: (district: string) => `${district} 历年发布情况`,
  download: '下载表格（CSV）',
  backdatedToo: '页面日期早于首次采集',
  byKind: '按层级和类型',
  level: '层级',
  kind: '类型',
  levelUnknown: '层级未登记',
  registered: '登记',
  total: '合计',
  share: '各状态占登记单位的比例',
  calendar: '发布日期分布',
  calendarLead: (dated: number, undated: number) =>
    `按认定的发布日期计，共 ${dated} 家；另有 ${undated} 家没有日期（未发现、无法判断、未到期等），不在图上。角标为期限，斜线为休息日。`,
  noDates: '没有认定发布日期的报告。运行一次抓取并等核算完成后再来查看。',
  monthCount: (month: string, count: number, due: readonly string[]) =>
    `${month}：${count} 家发布${due.length > 0 ? `；期限 ${due.join('、')}` : ''}`,
  monthOf: (year: number, month: number) => `${year}年${month}月`,
  weekdays: ['一', '二', '三', '四', '五', '六', '日'],
  day: '日期',
  count: '家数',
  remark: '说明',
  dueDay: (kinds: string) => `期限：${kinds}`,
  dayTable: '逐日列表',
  days: '距期限',
  daysEarly: (days: number) => `提前 ${days} 天`,
  onTheDay: '当天',
  daysLate: (days: number) => `晚 ${days} 天`,
  daysLeft: (days: number) => `还有 ${days} 天`,
  dueToday: '今天到期',
  daysSince: (days: number) => `已过 ${days} 天`,
  open: '问题',
  openHint: '未消除且未排除的核查结果',
  proofWhole: (day: string) => `${day}完整读取全部栏目，未见`,
  proofSomeWhole: (day: string) => `${day}完整读取过栏目，但不足以证明未发布`,
  proofPartial: (day: string) => `${day}只读到一部分，不能证明未发布`,
  proofNone: '期限后没有读取记录',
  proofSeen: (day: string) => `${day}首次采集`,
  filters: '筛选',
  shown: (count: number, all: number) => `显示 ${count} 家，共 ${all} 家`,
  clear: '清除筛选',
  noMatch: '没有符合条件的单位。可清除筛选。',
  noneRegistered: '该地区没有登记单位。请到“名录”添加单位，或导入登记文件。',
  publishedDay: (day: string) => `${day}发布`,
  backdated: '日期存疑（倒签）',
  sortBy: (column: string) => `按${column}排序`,
  ascending: '升序',
  descending: '降序',
  morePages: (from: number, to: number) => `第 ${from}–${to} 家`,
  pages: '分页',
  matrixLead: '每格为该年度的发布状态；点开可看报告，没有报告的到该年度看依据。',
  everWas: (status: string) => `有年度${status}`,
  onTimeShare: '按期率',
  onTimeShareHint: '按期 ÷（按期 + 逾期 + 逾期存疑 + 未发现）；未到期、无法判断、尚未核算、不要求的不计入分母',
  noYears: '该地区没有登记年度。请在登记文件中写明年度。',
  ofAuthority: '单位编号',
  statusCode: '状态代码',
  reasonOf: '原因',
  basis: '期限依据',
  report: '报告编号',
  asOf: '核算时间',
}

type Widened<T> = T extends string ? string : T extends readonly string[] ? readonly string[] : T
type FilingWords = { readonly [Key in keyof typeof ZH]: Widened<(typeof ZH)[Key]> }

const EN: FilingWords = {
  allYears: 'All years',
  allYearsOf: (district) => `${district}: filing over the years`,
  download: 'Download the table (CSV)',
  backdatedToo: 'page date before first capture',
  byKind: 'By level and kind',
  level: 'Level',
  kind: 'Kind',
  levelUnknown: 'level not registered',
  registered: 'registered',
  total: 'Total',
  share: 'share of each status of those registered',
  calendar: 'Days of publication',
  calendarLead: (dated, undated) =>
    `By the day taken as that of publication: ${dated} authorities. ${undated} have none (not found, not assessable, not due …) and are not in the picture. A corner marks a due date, hatching a day off.`,
  noDates: 'No report has a day of publication. Run a crawl, and come back when filing has been worked out.',
  monthCount: (month, count, due) => `${month}: ${count} published${due.length > 0 ? `; due ${due.join(', ')}` : ''}`,
  monthOf: (year, month) => `${MONTHS[month - 1]} ${year}`,
  weekdays: ['M', 'T', 'W', 'T', 'F', 'S', 'S'],
  day: 'Day',
  count: 'Authorities',
  remark: 'Remark',
  dueDay: (kinds) => `due: ${kinds}`,
  dayTable: 'Day by day',
  days: 'To the due date',
  daysEarly: (days) => `${days} d early`,
  onTheDay: 'on the day',
  daysLate: (days) => `${days} d late`,
  daysLeft: (days) => `${days} d left`,
  dueToday: 'due today',
  daysSince: (days) => `${days} d over`,
  open: 'Findings',
  openHint: 'open findings that nobody dismissed',
  proofWhole: (day) => `all columns read completely by ${day}, not seen`,
  proofSomeWhole: (day) => `a column was read completely on ${day}, which proves no absence yet`,
  proofPartial: (day) => `read in part only on ${day}: no proof of absence`,
  proofNone: 'nothing was read since the due date',
  proofSeen: (day) => `first seen ${day}`,
  filters: 'Filters',
  shown: (count, all) => `${count} of ${all} shown`,
  clear: 'Clear filters',
  noMatch: 'Nothing matches. Clear the filters.',
  noneRegistered: 'No authority is registered in this district. Add some under Registry, or import a portals file.',
  publishedDay: (day) => `published ${day}`,
  backdated: 'page date before first capture',
  sortBy: (column) => `sort by ${column}`,
  ascending: 'ascending',
  descending: 'descending',
  morePages: (from, to) => `${from} to ${to}`,
  pages: 'Pages',
  matrixLead: 'Each cell is the filing status of that year. It leads to the report, or where there is none to the evidence.',
  everWas: (status) => `${status} in any year`,
  onTimeShare: 'On-time rate',
  onTimeShareHint:
    'on time ÷ (on time + late + late, date doubtful + not found); not due, not assessable, not worked out and exempt are not in the denominator',
  noYears: 'No year is registered for this district. Name its years in the portals file.',
  ofAuthority: 'Authority id',
  statusCode: 'Status code',
  reasonOf: 'Reason',
  basis: 'Basis of the due date',
  report: 'Report id',
  asOf: 'Worked out',
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

export function filingWords({ language }: { readonly language: Language }): FilingWords {
  return language === 'zh' ? ZH : EN
}
