import type { Db } from '../../db/connect.ts'
import { listFilings, type PaperFiling, type PaperFinding, streamFindings } from '../../db/papers.ts'
import { columnLetters } from '../model/column-letters.ts'
import { FAMILY_TITLES, SEVERITY_TITLES } from '../model/finding.ts'
import type { PaperRequest } from '../model/paper.ts'
import type { OfficeSettings, ScoreScheme } from './office-settings.ts'
import type { PaperPlace } from './paper-place.ts'
import { dayInWords, filingInWords, levelInWords } from './words.ts'
import { headRow, type Sheet, type SheetColumn, writeXlsx } from './xlsx.ts'
import type { SheetValue } from './xlsx-values.ts'

type Item = ScoreScheme['items'][number]

const SCHEME = '指标'
/** Columns before the counts. */
const LEADING: readonly SheetColumn[] = [
  { title: '序号', width: 7, style: 'number' },
  { title: '地区', width: 14, style: 'text' },
  { title: '单位', width: 28, style: 'text' },
  { title: '层级', width: 8, style: 'text' },
  { title: '发布状态', width: 16, style: 'text' },
]

/**
 * 考核扣分表: what is taken off for what was confirmed, one row an authority. The points are formulas over the scheme's sheet, so that whoever changes
 * the scheme there sees the scores change. Nothing is taken off for what nobody confirmed.
 */
export async function writeScores(
  db: Db,
  request: PaperRequest,
  { out, whose, settings }: PaperPlace & { readonly settings: OfficeSettings },
): Promise<number> {
  const { scores } = settings
  const filings = (await listFilings(db, request)).filter(({ status }) => status !== 'exempt')
  const counts = await countItems(
    streamFindings(db, request, scores.rectified ? ['confirmed', 'notified', 'rectified'] : ['confirmed', 'notified']),
    scores,
  )
  const scheme = schemeSheet(scores)
  const note = `制表日期：${dayInWords(request.date)}。只计经人工确认的问题${scores.rectified ? '（已整改的也计）' : '（已整改的不计）'}；待核实、误报、无法判断、读取有误的一律不扣分。发布状态仅供参考，是否扣分以经确认的问题为准。`
  const firstRow = headRow({ notes: [note] }) + 1
  await writeXlsx(out, [
    {
      name: '扣分表',
      title: `${whose}${request.year}年度政府信息公开工作年度报告考核扣分表`,
      notes: [note],
      columns: columnsOf(scores),
      rows: filings.map((filing, index) =>
        lineOf(filing, counts.get(filing.authorityId) ?? scores.items.map(() => 0), { scores, row: firstRow + index, scheme }),
      ),
    },
    scheme,
  ])
  return filings.length
}

/** How many findings of an authority each item counts; a finding counts for the first item that it fits. */
async function countItems(
  findings: AsyncIterable<PaperFinding>,
  { items }: ScoreScheme,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const counts = new Map<string, number[]>()
  for await (const finding of findings) {
    const index = items.findIndex((item) => fits(item, finding))
    if (index < 0) continue
    const own = counts.get(finding.filer) ?? items.map(() => 0)
    own[index]! += 1
    counts.set(finding.filer, own)
  }
  return counts
}

function fits({ families, severities, rules }: Item, { family, severity, rule }: PaperFinding): boolean {
  return families.includes(family) && severities.includes(severity) && (rules === undefined || rules.includes(rule))
}

function columnsOf({ items }: ScoreScheme): readonly SheetColumn[] {
  return [
    ...LEADING,
    ...items.map(({ name }): SheetColumn => ({ title: `${name}（个）`, width: 12, style: 'number' })),
    ...items.map(({ name }): SheetColumn => ({ title: `${name}扣分`, width: 12, style: 'points' })),
    { title: '扣分合计', width: 11, style: 'points' },
    { title: '得分', width: 9, style: 'points' },
  ]
}

type LineParts = { readonly scores: ScoreScheme; readonly row: number; readonly scheme: Sheet }

function lineOf(filing: PaperFiling, counts: readonly number[], { scores, row, scheme }: LineParts): readonly SheetValue[] {
  const { items, full } = scores
  const firstItem = headRow(scheme) + 1
  const letter = (index: number) => columnLetters(LEADING.length + index)
  const points = items.map((item, index) => exact(Math.min(counts[index]! * item.points, item.most)))
  const taken = exact(points.reduce((sum, each) => sum + each, 0))
  const [first, last, sum] = [letter(items.length), letter(2 * items.length - 1), letter(2 * items.length)]
  return [
    row - headRow({ notes: [''] }),
    filing.district,
    filing.authority,
    levelInWords(filing.level, filing.kind),
    filingInWords(filing.status),
    ...counts,
    ...items.map((_, index) => ({
      formula: `MIN(${letter(index)}${row}*${SCHEME}!$E$${firstItem + index},${SCHEME}!$F$${firstItem + index})`,
      value: points[index]!,
    })),
    { formula: `SUM(${first}${row}:${last}${row})`, value: taken },
    { formula: `MAX(0,${SCHEME}!$E$${firstItem + items.length}-${sum}${row})`, value: Math.max(0, exact(full - taken)) },
  ]
}

/** Sums of points as people write them, without what binary fractions add. */
function exact(points: number): number {
  return Number(points.toFixed(6))
}

function schemeSheet({ full, items }: ScoreScheme): Sheet {
  return {
    name: SCHEME,
    title: '考核指标',
    notes: ['在本表改动“每个扣分”“最多扣分”或满分，扣分表随之重算。一个问题只计入它符合的第一项。'],
    columns: [
      { title: '指标', width: 24, style: 'text' },
      { title: '问题类别', width: 26, style: 'text' },
      { title: '程度', width: 18, style: 'text' },
      { title: '限于规则', width: 30, style: 'text' },
      { title: '每个扣分', width: 12, style: 'points' },
      { title: '最多扣分', width: 12, style: 'points' },
    ],
    rows: [
      ...items.map(({ name, families, severities, rules, points, most }) => [
        name,
        families.map((family) => FAMILY_TITLES[family].zh).join('、'),
        severities.map((severity) => SEVERITY_TITLES[severity].zh).join('、'),
        rules === undefined ? '不限' : rules.join('、'),
        points,
        most,
      ]),
      ['满分', null, null, null, full, null],
    ],
  }
}
