import { stripVTControlCharacters, styleText } from 'node:util'
import { doubtfulCells, type Explanation, type OtherReading, type SumCheck } from '../extract/explain.ts'
import { DOUBTS } from '../extract/tables/doubts.ts'
import { type Attempt, WAYS, WHYS } from '../extract/tables/reading.ts'
import { widthOf } from '../jobs/align-columns.ts'
import type { Cell, CellKind, Report } from '../model/report.ts'
import { type CellKey, cellLabel, TABLE_TITLES } from '../model/template.ts'
import { headline } from './report-text.ts'

const KINDS: Readonly<Record<CellKind, string>> = {
  number: '数字 number',
  blank: '空白 blank',
  slash: '斜杠 slash',
  dash: '短横 dash',
  word: '文字 word',
  missing: '未找到 not found',
  unreadable: '无法读出 unreadable',
}
const OUTCOMES: Readonly<Record<Attempt['outcome'], string>> = {
  chosen: '采用 chosen',
  completing: '用于补缺 completing',
  rejected: '未采用 rejected',
}
const RESULTS = { hold: '成立 holds', open: '无法判断 open', fail: '不成立 fails' } as const
const LONGEST_LINE = 160

/** What `gouji explain FILE CELL` prints for people. */
export function explanationText(explanation: Explanation): string {
  const { key, label, cell, way, rowLabel, headings, around, sums, readings } = explanation
  const value = cell.value === null ? '' : ` → ${cell.value}`
  return [
    `  ${styleText('bold', plain(label))}  ${styleText('gray', key)}`,
    row('原文 printed', `“${plain(cell.raw)}”${value}  ${KINDS[cell.kind]}${cell.remark ? `  ${plain(cell.remark)}` : ''}`),
    row('位置 place', placeText(cell.at)),
    ...(way ? [row('读法 way', `${WAYS[way].zh} ${WAYS[way].en}`)] : []),
    ...(rowLabel
      ? [row('行标签 row label', `“${plain(rowLabel.printed)}”  相似度 likeness ${rowLabel.likeness.toFixed(2)}`)]
      : []),
    ...(headings.length > 0 ? [row('栏目 headings', headings.map(plain).join(' › '))] : []),
    ...(around.length > 0 ? [row('上下文 around', aroundText(around))] : []),
    ...sums.map((sum, index) => row(index === 0 ? '勾稽 sums' : '', sumText(key, sum))),
    row('可信度 confidence', confidenceText(explanation)),
    ...readings.map((reading, index) => row(index === 0 ? '各种读法 ways' : '', readingText(reading))),
    '',
  ].join('\n')
}

/** What `gouji explain FILE` prints for people: how each table was read, and the cells to look at. */
export function overviewText(path: string, report: Report, attempts: readonly Attempt[]): string {
  const doubtful = doubtfulCells(report)
  const title = doubtful.length === 0 ? '没有存疑的单元格 no doubtful cells' : `存疑的单元格 doubtful cells (${doubtful.length})`
  return [
    headline(path, report),
    ...attempts.map(({ reading, way, outcome, why }) =>
      row(
        `${TABLE_TITLES[reading.table].slice(0, 8)}… ${reading.table}`,
        `${WAYS[way].zh}：${reading.cells.size} 格 cells，${OUTCOMES[outcome]}（${WHYS[why].zh} ${WHYS[why].en}）`,
      ),
    ),
    `  ${styleText('bold', title)}`,
    ...doubtful.map((key) => `    ${doubtfulLine(key, report)}`),
    ...report.notes.map(({ code, message }) => styleText('gray', `  提取说明 note  ${message} [${code}]`)),
    '',
  ].join('\n')
}

function doubtfulLine(key: CellKey, { cells, edition }: Report): string {
  const { raw, kind, confidence } = cells[key]!
  const label = edition === null ? key : cellLabel(key, edition)
  return `${key}  ${label}  “${plain(raw)}”  ${KINDS[kind]}  ${confidence.toFixed(2)}`
}

function row(name: string, text: string): string {
  return `    ${styleText('gray', name)}${' '.repeat(Math.max(1, 20 - widthOf(name)))}${text}`
}

function placeText(at: Cell['at']): string {
  if (at === null) return '无 none'
  const { grid, row: line, column, page, box, path, start, end } = at
  return [
    ...(grid === undefined
      ? []
      : [
          `第 ${grid + 1} 个表格第 ${(line ?? 0) + 1} 行第 ${(column ?? 0) + 1} 列 grid ${grid + 1}, row ${(line ?? 0) + 1}, column ${(column ?? 0) + 1}`,
        ]),
    ...(path === undefined ? [] : [path]),
    ...(page === undefined ? [] : [`第 ${page} 页 page ${page}`]),
    ...(box === undefined ? [] : [`[${box.map((side) => side.toFixed(0)).join(', ')}]`]),
    ...(start === undefined ? [] : [`字符 characters ${start}–${end ?? start}`]),
  ].join('；')
}

function aroundText(around: Explanation['around']): string {
  return around
    .map(({ text, marked }) => (marked ? styleText('bold', `【${plain(text)}】`) : plain(text)))
    .join(' | ')
    .slice(0, LONGEST_LINE * 2)
}

function sumText(key: CellKey, { left, right, result }: SumCheck): string {
  const side = (terms: SumCheck['left']) =>
    terms.map((term) => (term.key === key ? `【${term.value ?? '？'}】` : String(term.value ?? '？'))).join(' + ')
  const colour = result === 'hold' ? 'green' : result === 'fail' ? 'red' : 'gray'
  return `${side(left)} = ${side(right)}  ${styleText(colour, RESULTS[result])}  ${styleText('gray', nameOf(left, right))}`
}

/** What a sum adds up: a row, a column, or a group of table 4. */
function nameOf(left: SumCheck['left'], right: SumCheck['left']): string {
  const [, rowKey, column] = right[0]!.key.split('.')
  if (column === undefined) return '本组 group'
  return left.every(({ key }) => key.split('.')[1] === rowKey) ? '本行 row' : '本列 column'
}

function confidenceText({ cell, doubts, confirmed }: Explanation): string {
  const reasons = doubts.map((doubt) => `${DOUBTS[doubt].zh} ${DOUBTS[doubt].en}`)
  const lifted = confirmed ? ['勾稽关系成立，予以确认 the sums confirm it'] : []
  const sure =
    reasons.length === 0 && cell.kind !== 'missing' && cell.kind !== 'unreadable' ? ['位置明确 its place is certain'] : []
  return [cell.confidence.toFixed(2), ...sure, ...reasons, ...lifted].join('；')
}

function readingText({ way, outcome, why, raw, unreadable, sure, doubts }: OtherReading): string {
  const found =
    raw === null ? '未读出 nothing' : unreadable ? `“${plain(raw)}”无法分列 not told apart` : `“${plain(raw)}” ${sure.toFixed(2)}`
  const reasons = doubts.map((doubt) => DOUBTS[doubt].zh).join('、')
  return `${WAYS[way].zh}：${found}  ${OUTCOMES[outcome]}（${WHYS[why].zh}${reasons === '' ? '' : `；${reasons}`}）`
}

/** Printed text comes from strangers: no control characters reach the terminal, and nothing is longer than a line. */
function plain(text: string): string {
  const line = stripVTControlCharacters(text).replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}…`
}
