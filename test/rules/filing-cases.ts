import { expect } from 'vitest'
import type { AuthorityKind } from '../../src/model/authority.ts'
import { KINDS_WITHOUT_LEGAL_DATE, type LocalDeadline } from '../../src/model/deadline.ts'
import type { RegisteredAuthority } from '../../src/model/portal.ts'
import { assessFiling } from '../../src/rules/filing/assess-filing.ts'
import { checkFiling } from '../../src/rules/filing/check-filing.ts'
import type { ColumnSight, FiledReport, FilingInput, RegisteredColumn } from '../../src/rules/filing/filing-input.ts'

export function authorityOf(kind: AuthorityKind, name: string, more: Partial<RegisteredAuthority> = {}): RegisteredAuthority {
  return {
    id: 'a',
    district: 'd',
    name,
    kind,
    level: null,
    aliases: [],
    formerNames: [],
    since: null,
    until: null,
    successor: null,
    exempt: {},
    submitted: {},
    ...more,
  }
}

export const bureau = authorityOf('gov_department', '示例县水务局')
export const township = authorityOf('township', '示例镇人民政府')
export const government = authorityOf('county_gov', '示例县人民政府')

export const COLUMN = 'https://x.example/nb/'

type FromAndDate = readonly [from: string, date: string]

export function report(firstSeenOn: string, ...dates: readonly FromAndDate[]): FiledReport {
  return { firstSeenOn, dates: dates.map(([from, date]) => ({ from, date })), changes: [], dead: null }
}

export function reading(readAt: string, found = false, complete = true, columnUrl = COLUMN): ColumnSight {
  return { columnUrl, readAt, complete, found }
}

export function columnsOf(...urls: readonly string[]): RegisteredColumn[] {
  return urls.map((url) => ({ url, annual: true }))
}

/** The local day (MM-DD) to publish, for those whose date no law sets. */
export function localDay(publish: string, more: Partial<LocalDeadline> = {}): FilingInput['settings'] {
  const deadline = { kinds: KINDS_WITHOUT_LEGAL_DATE, years: null, publish, submit: null, basis: '某县政务公开办通知' }
  return { deadlines: [{ ...deadline, ...more }], holidays: [], rules: {} }
}

/** Judges the filing of the report for 2023, due on Wednesday 31 January 2024, unless told otherwise. */
export function judgeFiling(given: Partial<FilingInput>) {
  const input: FilingInput = {
    authority: bureau,
    successor: null,
    year: 2023,
    settings: { deadlines: [], holidays: [], rules: {} },
    asOf: '2024-06-01',
    report: null,
    columns: columnsOf(...new Set(given.readings?.map(({ columnUrl }) => columnUrl))),
    readings: [],
    unread: [],
    ...given,
  }
  const assessment = assessFiling(input)
  return { assessment, findings: checkFiling(input, assessment) }
}

/** What a case expects of a judgement; what it leaves out is not looked at. */
type Expected = {
  readonly name: string
  readonly status: string
  /** Rules that fire, each with its severity. */
  readonly rules?: readonly string[]
  readonly late?: number
  readonly on?: string | null
  readonly from?: string
  readonly backdated?: boolean
  readonly reason?: RegExp
}

export type FilingCase = Expected & Partial<FilingInput>

export function expectFiling({
  name: _,
  status,
  rules = [],
  late,
  on,
  from,
  backdated = false,
  reason,
  ...given
}: FilingCase): void {
  const { assessment, findings } = judgeFiling(given)
  expect(assessment.status).toBe(status)
  expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(rules)
  if (late !== undefined) expect(assessment.daysLate).toBe(late)
  if (on !== undefined) expect(assessment.publishedOn).toBe(on)
  if (from !== undefined) expect(assessment.publishedFrom).toBe(from)
  if (reason !== undefined) expect(assessment.reason?.zh).toMatch(reason)
  expect(assessment.backdated).toBe(backdated)
}
