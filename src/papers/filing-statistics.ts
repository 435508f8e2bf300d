import type { Db } from '../../db/connect.ts'
import { listFilings, type PaperFiling } from '../../db/papers.ts'
import { AUTHORITY_KIND_TITLES, AUTHORITY_LEVELS, levelOfKind } from '../model/authority.ts'
import { columnLetters } from '../model/column-letters.ts'
import { dateSource } from '../model/date-source.ts'
import type { FilingStatus } from '../model/filing.ts'
import type { PaperRequest } from '../model/paper.ts'
import type { PaperPlace } from './paper-place.ts'
import { dayInWords, filingInWords, levelInWords } from './words.ts'
import { headRow, type Sheet, type SheetColumn, writeXlsx } from './xlsx.ts'
import type { SheetValue } from './xlsx-values.ts'

/** The statuses that are counted, each in a column of its own. */
const COUNTED: readonly (FilingStatus | null)[] = [
  'on-time',
  'late',
  'late-doubtful',
  'not-found',
  'not-assessable',
  'not-due',
  null,
]
/** Statuses that say whether a report came in time: the denominator of the on-time rate. */
const JUDGED: readonly (FilingStatus | null)[] = ['on-time', 'late', 'late-doubtful', 'not-found']

const LINES = '明细'

type LineColumn = SheetColumn & { readonly from: (line: PaperFiling, number: number) => SheetValue }

const LINE_COLUMNS: readonly LineColumn[] = [
  { title: '序号', width: 7, style: 'number', from: (_, number) => number },
  { title: '地区', width: 14, style: 'text', from: ({ district }) => district },
  { title: '层级', width: 8, style: 'text', from: ({ level, kind }) => levelInWords(level, kind) },
  { title: '单位编号', width: 18, style: 'text', from: ({ authorityId }) => authorityId },
  { title: '单位', width: 28, style: 'text', from: ({ authority }) => authority },
  { title: '类型', width: 18, style: 'text', from: ({ kind }) => AUTHORITY_KIND_TITLES[kind].zh },
  { title: '是否应发布', width: 9, style: 'text', from: ({ status }) => (isExpected(status) ? '是' : '否') },
  { title: '是否已发布', width: 9, style: 'text', from: ({ reportId }) => (reportId === null ? '否' : '是') },
  { title: '发布状态', width: 16, style: 'text', from: ({ status }) => filingInWords(status) },
  {
    title: '期限',
    width: 12,
    style: 'day',
    from: ({ due, status }) => (due === null || !isExpected(status) ? null : { day: due }),
  },
  { title: '发布日期', width: 12, style: 'day', from: ({ publishedOn }) => publishedOn && { day: publishedOn } },
  { title: '日期来源', width: 20, style: 'text', from: ({ publishedFrom }) => publishedFrom && dateSource(publishedFrom, 'zh') },
  { title: '逾期天数', width: 9, style: 'number', from: ({ daysLate }) => daysLate },
  { title: '网址', width: 46, style: 'text', from: ({ url }) => url },
  { title: '说明', width: 30, style: 'text', from: ({ reason }) => reason?.zh ?? null },
]

const [EXPECTED, PUBLISHED, STATUS] = ['是否应发布', '是否已发布', '发布状态'].map((title) =>
  columnLetters(LINE_COLUMNS.findIndex((column) => column.title === title)),
) as [string, string, string]

function isExpected(status: FilingStatus | null): boolean {
  return status !== 'exempt'
}

/** 发布情况统计表: how many of each area and level published, and one line for each authority; the counts are formulas over the lines. */
export async function writeFilingStatistics(db: Db, request: PaperRequest, { out, whose }: PaperPlace): Promise<number> {
  const lines = (await listFilings(db, request)).toSorted((a, b) => compareText(a.district, b.district) || rankOf(a) - rankOf(b))
  const title = `${whose}${request.year}年度政府信息公开工作年度报告发布情况`
  const asOf = `制表日期：${dayInWords(request.date)}。`
  const detail: Sheet = {
    name: LINES,
    title: `${title}明细表`,
    notes: [`${asOf}“未发现”指期限后完整读取全部栏目仍未见到；“逾期（日期存疑）”“无法判断”须经人工核实，不作为逾期认定。`],
    columns: LINE_COLUMNS,
    rows: lines.map((line, index) => LINE_COLUMNS.map(({ from }) => from(line, index + 1))),
  }
  const summary = summarySheet(lines, headRow(detail) + 1)
  await writeXlsx(out, [
    {
      ...summary,
      title: `${title}统计表`,
      notes: [
        `${asOf}按期率＝按期÷（按期＋逾期＋逾期存疑＋未发现）；未到期、无法判断、尚未核算的不计入分母。各数由“${LINES}”表计算。`,
      ],
    },
    detail,
  ])
  return lines.length
}

function rankOf({ level, kind }: PaperFiling): number {
  const known = level ?? levelOfKind(kind)
  return known === null ? AUTHORITY_LEVELS.length : AUTHORITY_LEVELS.indexOf(known)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

const SUMMARY_COLUMNS: readonly SheetColumn[] = [
  { title: '地区', width: 18, style: 'text' },
  { title: '层级', width: 10, style: 'text' },
  ...['登记单位', '不要求', '应发布', '已发布', ...COUNTED.map(filingInWords)].map((title) => ({
    title,
    width: 11,
    style: 'number' as const,
  })),
  { title: '按期率', width: 10, style: 'share' },
]

const FIRST_COUNT = 2
const statusLetter = (status: FilingStatus | null) =>
  columnLetters(SUMMARY_COLUMNS.findIndex(({ title }) => title === filingInWords(status)))

type Counts = readonly number[]

/** The lines stand in the order of area and level, so that each group is one stretch of rows. */
function summarySheet(lines: readonly PaperFiling[], firstLine: number): Pick<Sheet, 'name' | 'columns' | 'rows' | 'sums'> {
  const groups = [...Map.groupBy(lines, (line) => `${line.district}\n${rankOf(line)}`).values()]
  let next = firstLine
  let row = 3
  const rows = groups.map((group) => {
    const stretch = { from: next, to: next + group.length - 1 }
    next += group.length
    row += 1
    const { district, level, kind } = group[0]!
    return [district, levelInWords(level, kind), ...countCells(group, stretch), rateCell(countsOf(group), row)]
  })
  const totals = countsOf(lines)
  return {
    name: '汇总',
    columns: SUMMARY_COLUMNS,
    rows,
    sums: ({ first, last }) => [
      [
        '合计',
        '',
        ...totals.map((value, index) => {
          const letter = columnLetters(FIRST_COUNT + index)
          return { formula: last < first ? '0' : `SUM(${letter}${first}:${letter}${last})`, value }
        }),
        rateCell(totals, last + 1),
      ],
    ],
  }
}

function countCells(group: readonly PaperFiling[], { from, to }: { readonly from: number; readonly to: number }): SheetValue[] {
  const range = (letter: string) => `${LINES}!$${letter}$${from}:$${letter}$${to}`
  const formulas = [
    `ROWS(${range(STATUS)})`,
    `COUNTIF(${range(EXPECTED)},"否")`,
    `COUNTIF(${range(EXPECTED)},"是")`,
    `COUNTIFS(${range(EXPECTED)},"是",${range(PUBLISHED)},"是")`,
    ...COUNTED.map((status) => `COUNTIF(${range(STATUS)},"${filingInWords(status)}")`),
  ]
  return countsOf(group).map((value, index) => ({ formula: formulas[index]!, value }))
}

/** In the order of the columns: registered, exempt, expected, published, then each status. */
function countsOf(lines: readonly PaperFiling[]): Counts {
  const expected = lines.filter(({ status }) => isExpected(status))
  return [
    lines.length,
    lines.length - expected.length,
    expected.length,
    expected.filter(({ reportId }) => reportId !== null).length,
    ...COUNTED.map((status) => lines.filter((line) => line.status === status).length),
  ]
}

/** Empty where nobody is judged. */
function rateCell(counts: Counts, row: number): SheetValue {
  const countOf = (status: FilingStatus | null) => counts[4 + COUNTED.indexOf(status)] ?? 0
  const judged = JUDGED.reduce((sum, status) => sum + countOf(status), 0)
  const denominator = JUDGED.map((status) => `${statusLetter(status)}${row}`).join('+')
  return {
    formula: `IF(${denominator}=0,"",${statusLetter('on-time')}${row}/(${denominator}))`,
    value: judged === 0 ? '' : countOf('on-time') / judged,
  }
}
