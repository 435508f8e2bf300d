import { stripVTControlCharacters, styleText } from 'node:util'
import { type Finding, type Repair, repairOptions, SEVERITY_TITLES, type Severity } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { type CellKey, cellLabel, type Edition } from '../model/template.ts'
import { headline } from './report-text.ts'

const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[]
const COLOURS = { error: 'red', warning: 'yellow', info: 'gray' } as const

/** What `gouji check` prints for people: findings by severity, each with the numbers, the sentence or cells, the basis and the proposal. */
export function findingsText(path: string, report: Report, findings: readonly Finding[]): string {
  const failing = findings.filter(({ verdict }) => verdict === 'fail')
  const open = findings.filter(({ verdict }) => verdict !== 'fail')
  const parts = SEVERITIES.flatMap((severity) => {
    const group = failing.filter((finding) => finding.severity === severity)
    return group.length === 0
      ? []
      : [heading(severity, group.length), ...group.map((finding) => describe(finding, report.edition))]
  })
  const summary = failing.length === 0 ? [styleText('green', '  未发现问题 nothing found')] : parts
  const notes = report.notes.map(({ message }) => styleText('gray', `  提取说明 note  ${message}`))
  const rest = open.map(({ rule, message }) => styleText('gray', `  无法判断 not assessed  ${rule}  ${message}`))
  return [headline(path, report), ...summary, ...rest, ...notes, ''].join('\n')
}

function heading(severity: Severity, count: number): string {
  const { zh, en } = SEVERITY_TITLES[severity]
  return styleText(['bold', COLOURS[severity]], `  ${zh} ${en} (${count})`)
}

function describe(finding: Finding, edition: Edition | null): string {
  const { rule, severity, message, left, right, difference, quote, cells, basis, repair, passages = [] } = finding
  const label = (key: (typeof cells)[number]) => (edition === null ? key : cellLabel(key, edition))
  const lines = [`  ${styleText(COLOURS[severity], rule.padEnd(7))} ${message}`]
  const indent = ' '.repeat(10)
  if (left !== null && right !== null) {
    const gap = difference === null ? '' : `，相差 ${difference > 0 ? '+' : ''}${difference}`
    lines.push(`${indent}左 ${left}  右 ${right}${gap}`)
  }
  for (const { own, other } of passages) lines.push(`${indent}相同 “${clip(own, 120)}”`, `${indent}对照 “${clip(other, 120)}”`)
  if (quote && passages.length === 0) lines.push(`${indent}原文 “${clip(quote, 160)}”`)
  else if (!quote && cells.length > 0)
    lines.push(`${indent}单元格 ${cells.slice(0, 3).map(label).join('；')}${cells.length > 3 ? ` 等 ${cells.length} 处` : ''}`)
  for (const [order, option] of repairOptions(repair).entries()) lines.push(`${indent}${describeOption(option, order, label)}`)
  lines.push(styleText('gray', `${indent}依据 ${basis}`))
  return lines.join('\n')
}

/** One way to repair a finding, in Chinese; `order`: its place among the ways proposed. */
export function describeOption(option: readonly Repair[], order: number, labelOf: (key: CellKey) => string): string {
  return `${order === 0 ? '疑似' : '或　'} ${option.map((change) => proposal(change, labelOf)).join('，同时')}`
}

function proposal({ cell, label = '', from, to, reason }: Repair, labelOf: (key: CellKey) => string): string {
  const figure = cell === null ? `文中“${label}”` : `“${labelOf(cell)}”`
  return `${figure}应为 ${to}（现为 ${from ?? '空白'}，${reason}）`
}

/** Printed text comes from strangers: no control characters reach the terminal, long sentences are cut in the middle. */
function clip(text: string, length: number): string {
  const plain = stripVTControlCharacters(text).replace(/\s+/g, ' ').trim()
  return plain.length <= length ? plain : `${plain.slice(0, length * 0.7)} … ${plain.slice(-length * 0.2)}`
}
