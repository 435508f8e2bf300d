import type { Finding } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { cellKeysOf } from '../model/template.ts'

/** One line of `--format json`: the object of the contract, keys and cells always in the same order. */
export function reportLine(report: Report, findings?: readonly Finding[]): string {
  const keys = report.edition === null ? [] : cellKeysOf(report.edition)
  const ordered = new Map(keys.map((key) => [key as string, report.cells[key]]))
  for (const [key, cell] of Object.entries(report.cells)) if (!ordered.has(key)) ordered.set(key, cell)
  const { schema, source, authority, year, edition, title, period, scope, scopeWords, contact, ...rest } = report
  const { dates, opening, sections, claims, notes } = rest
  const cells = Object.fromEntries(ordered)
  const about = { schema, source, authority, year, edition, title, period, scope, scopeWords, contact }
  const line = { ...about, dates, opening, sections, cells, claims, notes }
  return JSON.stringify(findings === undefined ? line : { ...line, findings })
}
