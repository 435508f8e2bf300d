import { byYear, type CellForm, daysByYear, flag, formerNames, json, list, number, numbers, owners, text } from './cells.ts'

/** Headings of a table and how their cells are read. */
export type Headings = Readonly<Record<string, CellForm>>

/** One row an authority. */
export const AUTHORITY_HEADINGS = {
  id: text,
  name: text,
  kind: text,
  level: text,
  uscc: text,
  aliases: list,
  former_names: formerNames,
  since: number,
  until: number,
  successor: text,
  exempt: byYear,
  submitted: daysByYear,
  verified_at: text,
  note: text,
} as const satisfies Headings

/** One row a column; what it says of the portal stands in each of the portal's rows. */
export const PORTAL_HEADINGS = {
  portal: text,
  portal_name: text,
  host: text,
  other_hosts: list,
  family: text,
  pace: number,
  sample: flag,
} as const satisfies Headings

export const COLUMN_HEADINGS = {
  url: text,
  authorities: owners,
  annual: flag,
  since: number,
  until: number,
  status: text,
  verified_at: text,
  note: text,
} as const satisfies Headings

/** One row a district, for what it sets by itself. */
export const DISTRICT_HEADINGS = {
  id: text,
  name: text,
  level: text,
  years: numbers,
  local_due: text,
  deadlines: json,
  holidays: json,
  rules: json,
} as const satisfies Headings

/** The three tables of a registry: their headings in order, and those without which a row says nothing. */
export const TABLES = {
  authorities: {
    headings: { district: text, district_name: text, ...AUTHORITY_HEADINGS },
    needed: ['district', 'id', 'name', 'kind'],
  },
  columns: {
    headings: { district: text, ...PORTAL_HEADINGS, ...COLUMN_HEADINGS },
    needed: ['district', 'portal', 'portal_name', 'host', 'url', 'authorities'],
  },
  districts: { headings: DISTRICT_HEADINGS, needed: ['id', 'name', 'years'] },
} as const satisfies Record<string, { headings: Headings; needed: readonly string[] }>

export type TableName = keyof typeof TABLES

/** How an export names the file of each table. */
export const TABLE_FILES: Readonly<Record<TableName, string>> = {
  authorities: 'authorities.csv',
  columns: 'columns.csv',
  districts: 'districts.csv',
}
