import type { Report } from '../../model/report.ts'
import { type CellKey, TEMPLATES } from '../../model/template.ts'
import type { Term } from '../term.ts'
import { cellAt, type View, valueAt } from './view.ts'

type Reason = { readonly zh: string; readonly en: string }

/**
 * Why this report and last year's cannot be compared: another body, or other figures. Null where they can, or where there is none
 * (domain reference §5.9).
 */
export function apartOf({ report, prior, body }: View): Reason | null {
  if (prior === null) return null
  if (!body.isRegistered && !isSameBody(report.authority, prior.authority))
    return {
      zh: `上一年度报告的机关名称为“${prior.authority}”，可能更名、合并或分设`,
      en: `last year's report names another body, ${prior.authority}`,
    }
  return report.scope !== null && prior.scope !== null && report.scope !== prior.scope
    ? { zh: '两年报告的统计范围不同', en: 'the two reports cover different figures' }
    : null
}

/** Whether both reports say that they cover the same. */
export function sayTheSameScope({ report, prior }: View): boolean {
  return report.scope !== null && report.scope === prior?.scope
}

/** 示例市水务局 and 市水务局 are one; where one report prints no name, nothing says otherwise. */
function isSameBody(now: Report['authority'], before: Report['authority']): boolean {
  if (now === null || before === null) return true
  const [a, b] = [now, before].map((name) => name.replace(/[\s（）()]/g, '').replace(/(?:人民政府)?(?:办事处)?$/, ''))
  return a!.endsWith(b!) || b!.endsWith(a!)
}

/**
 * The number of a cell as the form means it: fees in 万元 whatever unit is printed. Null where the heading above it says something else
 * than the form's.
 */
export function meantValue(view: View, term: Term): number | null {
  const value = valueAt(view, term)
  if (value === null || !term.includes('t2.')) return value
  const report = term.startsWith('prior:') ? view.prior : view.report
  const key = term.replace('prior:', '')
  const notes = report?.notes.filter(({ cells }) => cells?.includes(key as CellKey)) ?? []
  if (notes.some(({ code }) => code === 'column-meaning')) return null
  if (!isMoney(view, key)) return value
  const unit = /^(?:亿|千万|百万|万|千)?元/.exec(cellAt(view, term)?.remark ?? '')?.[0]
  const heading = notes.find(({ code }) => code === 'unit-differs')
  return inTenThousands(value, unit ?? heading?.unit ?? '万元')
}

function isMoney({ edition }: View, key: string): boolean {
  return edition !== null && TEMPLATES[edition].t2.some((cell) => cell.decimal === true && key === `t2.${cell.key}`)
}

/** How many 万元 one of these is. */
const UNITS: Readonly<Record<string, number>> = { 元: 1e-4, 千元: 0.1, 万元: 1, 百万元: 100, 千万元: 1000, 亿元: 10_000 }

function inTenThousands(value: number, unit: string): number | null {
  const size = UNITS[unit]
  return size === undefined ? null : Number((value * size).toFixed(6))
}
