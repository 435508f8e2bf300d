import { z } from 'zod'
import { AUTHORITY_KINDS, AUTHORITY_LEVELS } from '../model/authority.ts'
import { creditCodeProblem } from '../model/credit-code.ts'
import { dayOf } from '../model/day.ts'
import { COLUMN_STATUSES } from '../model/portal.ts'
import { RULE_SEVERITIES } from '../model/rule-settings.ts'

/** What is asked of a fact, as the end of a sentence that begins with its name; in Chinese for the review pages. */
export const ASKED = {
  text: { en: 'must be text; put it in quotes', zh: '应为文字' },
  filled: { en: 'must not be empty', zh: '不能为空' },
  id: {
    en: 'must consist of lower-case letters, digits, "-" and "_"; it names this entry for ever',
    zh: '只能用小写字母、数字、“-”和“_”，登记后不再更改',
  },
  year: { en: 'must be a year, such as 2024', zh: '应为年份，如 2024' },
  dayOfYear: { en: "must be a day of the year as MM-DD, such as '01-31'", zh: '应为月-日，如 01-31' },
  day: { en: "must be a day as YYYY-MM-DD, such as '2026-01-28'", zh: '应为日期，如 2026-01-28' },
  reportingYear: { en: 'must name a reporting year, such as 2023', zh: '应写明报告年度，如 2023' },
  rule: { en: 'must name a rule, such as T2-03; `gouji rules` lists them', zh: '应为规则编号，如 T2-03' },
  kinds: { en: 'must name at least one kind of authority', zh: '至少写明一种单位类型' },
  years: {
    en: 'must name at least one reporting year; leave it out for all',
    zh: '至少写明一个报告年度；各年度都适用的，请留空',
  },
  districtYears: {
    en: 'must name at least one reporting year; leave it out for the last three',
    zh: '至少写明一个报告年度；留空即最近三年',
  },
  authorities: { en: 'must name at least one authority', zh: '至少登记一个单位' },
  owners: { en: 'must be "all" or a list of authority ids, such as [finance-bureau]', zh: '应选“全部单位”或列出单位' },
  flag: { en: 'must be true or false', zh: '应为“是”或“否”' },
  pace: { en: 'must be a number of seconds', zh: '应为秒数' },
  columns: { en: 'must name at least one column: the address of a list of reports', zh: '至少登记一个栏目，即年报列表的网址' },
  districts: { en: 'must name at least one district', zh: '至少登记一个地区' },
  severity: {
    en: `must be one of ${RULE_SEVERITIES.join(', ')}, or { severity: …, most: … }`,
    zh: `应为 ${RULE_SEVERITIES.join('、')} 之一，或 { severity: …, most: … }`,
  },
  creditCode: {
    en: 'must be a credit code',
    zh: '应为统一社会信用代码：18 位数字和大写字母（不含 I、O、S、V、Z），末位校验码须相符，请核对',
  },
} as const

const text = z.string({ error: ASKED.text.en }).trim().min(1, ASKED.filled.en)
const id = text.regex(/^[a-z0-9][a-z0-9_-]*$/, ASKED.id.en)
const year = z.number({ error: ASKED.year.en }).int(ASKED.year.en).min(2008).max(2100)
const dayOfYear = text.regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, ASKED.dayOfYear.en)
const day = text.refine(isDay, ASKED.day.en)
const reportingYear = z.string().regex(/^20\d\d$/, ASKED.reportingYear.en)

function isDay(value: string): boolean {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? []
  return dayOf(year, month, date) === value
}

const ruleId = z.string().regex(/^[A-Z]+\d?-\d\d$/, ASKED.rule.en)

const creditCode = text.toUpperCase().superRefine((code, context) => {
  const problem = creditCodeProblem(code)
  if (problem !== null) context.addIssue({ code: 'custom', message: `${ASKED.creditCode.en}, but ${code} ${problem}` })
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
  kinds: z.array(z.enum(AUTHORITY_KINDS)).min(1, ASKED.kinds.en),
  years: z.array(year).min(1, ASKED.years.en).nullable().default(null),
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
  { error: ASKED.severity.en },
)
const districtShape = {
  id,
  name: text,
  level: z.enum(AUTHORITY_LEVELS).nullable().default(null),
  local_due: dayOfYear.nullable().default(null),
  deadlines: z.array(z.strictObject(deadlineShape)).default([]),
  holidays: z.array(z.strictObject(holidayShape)).default([]),
  rules: z.record(ruleId, ruleSetting).default({}),
  years: z.array(year).min(1, ASKED.districtYears.en).optional(),
  authorities: z.array(z.strictObject(authorityShape)).min(1, ASKED.authorities.en),
}
const columnShape = {
  url: text,
  authorities: z.union([z.literal('all'), z.array(id).min(1)], {
    error: ASKED.owners.en,
  }),
  annual: z.boolean({ error: ASKED.flag.en }).default(true),
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
  pace: z.number({ error: ASKED.pace.en }).min(0).max(3600).default(3),
  sample: z.boolean({ error: ASKED.flag.en }).default(false),
  columns: z.array(z.strictObject(columnShape)).min(1, ASKED.columns.en),
}
const fileShape = {
  districts: z.array(z.strictObject(districtShape)).min(1, ASKED.districts.en),
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
