import { z } from 'zod'
import { AUTHORITY_KINDS, AUTHORITY_LEVELS } from '../model/authority.ts'
import { creditCodeProblem } from '../model/credit-code.ts'
import { dayOf } from '../model/day.ts'
import { COLUMN_STATUSES } from '../model/portal.ts'
import { RULE_SEVERITIES } from '../model/rule-settings.ts'

const text = z.string({ error: 'must be text; put it in quotes' }).trim().min(1, 'must not be empty')
const id = text.regex(
  /^[a-z0-9][a-z0-9_-]*$/,
  'must consist of lower-case letters, digits, "-" and "_"; it names this entry for ever',
)
const year = z.number({ error: 'must be a year, such as 2024' }).int('must be a year, such as 2024').min(2008).max(2100)
const dayOfYear = text.regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, "must be a day of the year as MM-DD, such as '01-31'")
const day = text.refine(isDay, "must be a day as YYYY-MM-DD, such as '2026-01-28'")
const reportingYear = z.string().regex(/^20\d\d$/, 'must name a reporting year, such as 2023')

function isDay(value: string): boolean {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? []
  return dayOf(year, month, date) === value
}

const ruleId = z.string().regex(/^[A-Z]+\d?-\d\d$/, 'must name a rule, such as T2-03; `gouji rules` lists them')

const creditCode = text.toUpperCase().superRefine((code, context) => {
  const problem = creditCodeProblem(code)
  if (problem !== null) context.addIssue({ code: 'custom', message: `must be a credit code, but ${code} ${problem}` })
})

/** What we know of an entry by having looked; without `verified_at` it is unverified. */
const verification = { verified_at: day.nullable().default(null), note: text.nullable().default(null) }
const formerNameShape = { name: text, since: year.nullable().default(null), until: year.nullable().default(null) }
const authorityShape = {
  id,
  name: text,
  kind: z.enum(AUTHORITY_KINDS),
  level: z.enum(AUTHORITY_LEVELS).nullable().default(null),
  aliases: z.array(text).default([]),
  former_names: z.array(z.strictObject(formerNameShape)).default([]),
  since: year.nullable().default(null),
  until: year.nullable().default(null),
  successor: id.nullable().default(null),
  exempt: z.record(reportingYear, text).default({}),
  submitted: z.record(reportingYear, day.nullable()).default({}),
  uscc: creditCode.nullable().default(null),
  ...verification,
}
const deadlineShape = {
  kinds: z.array(z.enum(AUTHORITY_KINDS)).min(1, 'must name at least one kind of authority'),
  years: z.array(year).min(1, 'must name at least one reporting year; leave it out for all').nullable().default(null),
  publish: dayOfYear.nullable().default(null),
  submit: dayOfYear.nullable().default(null),
  basis: text,
}
const holidayShape = { name: text, from: day, to: day, working: z.array(day).default([]), source: text }
const ruleSetting = z.union(
  [
    z.enum(RULE_SEVERITIES).transform((severity) => ({ severity })),
    z.strictObject({ severity: z.enum(RULE_SEVERITIES).optional(), most: z.number().int().min(1).optional() }),
  ],
  { error: `must be one of ${RULE_SEVERITIES.join(', ')}, or { severity: …, most: … }` },
)
const districtShape = {
  id,
  name: text,
  level: z.enum(AUTHORITY_LEVELS).nullable().default(null),
  local_due: dayOfYear.nullable().default(null),
  deadlines: z.array(z.strictObject(deadlineShape)).default([]),
  holidays: z.array(z.strictObject(holidayShape)).default([]),
  rules: z.record(ruleId, ruleSetting).default({}),
  years: z.array(year).min(1, 'must name at least one reporting year; leave it out for the last three').optional(),
  authorities: z.array(z.strictObject(authorityShape)).min(1, 'must name at least one authority'),
}
const columnShape = {
  url: text,
  authorities: z.union([z.literal('all'), z.array(id).min(1)], {
    error: 'must be "all" or a list of authority ids, such as [finance-bureau]',
  }),
  annual: z.boolean({ error: 'must be true or false' }).default(true),
  since: year.nullable().default(null),
  until: year.nullable().default(null),
  status: z.enum(COLUMN_STATUSES).default('active'),
  ...verification,
}
const portalShape = {
  id,
  name: text,
  district: id,
  host: text,
  other_hosts: z.array(text).default([]),
  family: text.nullable().default(null),
  pace: z.number({ error: 'must be a number of seconds' }).min(0).max(3600).default(3),
  sample: z.boolean({ error: 'must be true or false' }).default(false),
  columns: z.array(z.strictObject(columnShape)).min(1, 'must name at least one column: the address of a list of reports'),
}
const fileShape = {
  districts: z.array(z.strictObject(districtShape)).min(1, 'must name at least one district'),
  portals: z.array(z.strictObject(portalShape)),
}

export const districtSchema = z.strictObject(districtShape)
export const portalSchema = z.strictObject(portalShape)
/** A portals file as written by hand; defaults are filled in. */
export const fileSchema = z.strictObject(fileShape)

export type PortalsFile = z.infer<typeof fileSchema>
export type DistrictEntry = PortalsFile['districts'][number]
export type AuthorityEntry = DistrictEntry['authorities'][number]
export type PortalEntry = PortalsFile['portals'][number]
export type ColumnEntry = PortalEntry['columns'][number]

/** Keys known at each place of the file; a place is its path without the numbers. */
export const KNOWN_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(fileShape),
  districts: Object.keys(districtShape),
  'districts.deadlines': Object.keys(deadlineShape),
  'districts.holidays': Object.keys(holidayShape),
  'districts.authorities': Object.keys(authorityShape),
  'districts.authorities.former_names': Object.keys(formerNameShape),
  portals: Object.keys(portalShape),
  'portals.columns': Object.keys(columnShape),
}
