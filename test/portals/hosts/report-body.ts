import { drawFrom } from '../../generate/draw.ts'
import { CLEAN, renderBody } from '../../generate/layouts/html-style.ts'
import { makeReport } from '../../generate/make-report.ts'
import { hashOf } from '../district/dice.ts'

/** A whole report of a body for a year (2021 to 2025) as the inner HTML of an article: the same each time. */
export function reportBody(name: string, year: number): string {
  const seed = hashOf(`${name}/${year}`)
  const authority = { name, self: '我单位', kind: 'department', region: '全区' } as const
  return renderBody(makeReport(drawFrom(seed), { edition: '2021', year, authority }), drawFrom(seed), CLEAN)
}
