import { z } from 'zod'
import { cellKeysOf, TABLE3_COLUMNS } from '../../model/template.ts'
import { CELL } from '../cell-key.ts'
import { REGISTRY_ID, REPORT_YEAR, ROW_ID } from '../request.ts'
import type { ApiDefinition } from './definition.ts'
import { BY_ID, COUNT, DAY, FORMAT, ID, named, pageOf, paging, TIME, YEAR } from './schemas.ts'

const NARROWED = {
  district: REGISTRY_ID.optional().describe('id of a district'),
  authority: REGISTRY_ID.optional().describe('id of an authority'),
  year: REPORT_YEAR.optional().describe('reporting year: the year the report is about'),
}

const EDITION = z.enum(['2019', '2021']).nullable().describe('form that it was printed in; null: none of the official ones')
const SHA256 = z.string().describe('of the bytes that were read: /snapshots/{sha256}')

const REPORT_ROW = named(
  'Report',
  z.object({
    id: ID,
    authorityId: z.string().nullable(),
    authorityName: z.string(),
    districtId: z.string().nullable(),
    year: YEAR,
    versionId: ID,
    version: ID.describe('number of the current version'),
    edition: EDITION,
    title: z.string().nullable(),
    url: z.string().describe('where it was found'),
    sha256: SHA256,
    firstSeenAt: TIME,
    findings: COUNT.describe('open findings that count against the authority'),
  }),
)

const KIND = z
  .enum(['number', 'blank', 'slash', 'dash', 'word', 'missing', 'unreadable'])
  .describe('what is printed: only a number has a value; a blank is not zero')

const CELL_SHAPE = {
  key: z.string().describe('path of the cell, such as t3.new_received.total'),
  raw: z.string().describe('as printed'),
  value: z.number().nullable().describe('as understood; null wherever kind is not number'),
  kind: KIND,
  confidence: z.number().describe('0 to 1; below 0.9 the reading is doubtful'),
  remark: z.string().nullable().describe('printed beside the number, such as a unit'),
}

const CELL_ROW = named(
  'Cell',
  z.object({
    reportId: ID,
    authorityId: z.string().nullable(),
    authorityName: z.string(),
    districtId: z.string().nullable(),
    year: YEAR,
    version: ID,
    edition: EDITION,
    ...CELL_SHAPE,
  }),
)

const FULL_REPORT = named(
  'FullReport',
  z.object({
    ...REPORT_ROW.omit({ findings: true }).shape,
    isCurrent: z.boolean().describe('false: the version asked for is an earlier one'),
    reader: z.string().describe('version of our reader'),
    extractedAt: TIME,
    period: z.object({ start: DAY, end: DAY }).nullable(),
    scope: z.string().nullable(),
    dates: z.array(z.object({ date: z.string(), from: z.string() })),
    opening: z.string(),
    sections: z.array(z.object({ number: z.int(), title: z.string(), text: z.string(), printedNumber: z.int().optional() })),
    claims: z.array(
      z.object({
        kind: z.string(),
        value: z.number().nullable(),
        unit: z.string().nullable(),
        approximate: z.boolean(),
        text: z.string(),
        section: z.int(),
        label: z.string().nullable(),
        of: z.int().nullable(),
      }),
    ),
    notes: z
      .array(z.object({ code: z.string(), message: z.string() }))
      .describe('what could not be read, or had to be made even'),
    cells: z.array(z.object(CELL_SHAPE)).describe('in printed order'),
  }),
)

const VERSION = named(
  'Version',
  z.object({
    versionId: ID,
    version: ID,
    isCurrent: z.boolean(),
    title: z.string().nullable(),
    url: z.string(),
    sha256: SHA256,
    reader: z.string(),
    firstSeenAt: TIME,
    extractedAt: TIME,
    checkedAt: TIME.nullable(),
  }),
)

export const MISREADING_ROW = named(
  'Misreading',
  z.object({
    id: ID,
    reportId: ID,
    authorityName: z.string(),
    year: YEAR,
    version: ID,
    edition: EDITION,
    url: z.string(),
    sha256: SHA256,
    key: z.string(),
    raw: z.string().describe('as we read it'),
    value: z.number().nullable(),
    kind: KIND,
    reader: z.string(),
    printed: z.string().nullable().describe('as the person reads it'),
    note: z.string().nullable(),
    reportedAt: TIME,
    outcome: z.enum(['fixed', 'right', 'withdrawn']).nullable().describe('null: it waits'),
    settledAt: TIME.nullable(),
  }),
)

const KEYS: readonly string[] = [
  ...cellKeysOf('2019'),
  ...cellKeysOf('2021'),
  ...TABLE3_COLUMNS.map(({ key }) => `t3.other_all.${key}`),
]
const PREFIX = z
  .string()
  .max(100)
  .refine(
    (text) => KEYS.some((key) => `${key}.`.startsWith(`${text}.`)),
    'is no path of a cell, nor the beginning of one up to a dot',
  )

export const REPORT_ROUTES = {
  'GET /api/v1/reports': {
    name: 'listReports',
    title: { zh: '年报列表', en: 'Reports with their current versions' },
    says: 'In the order of their ids, which never changes.',
    least: 'viewer',
    scope: 'listed',
    query: z.object({
      ...NARROWED,
      q: z.string().trim().min(1).max(100).optional().describe("part of the authority's name"),
      ...paging({ usual: 100, most: 1_000 }),
      format: FORMAT,
    }),
    row: REPORT_ROW,
    answer: pageOf('ReportPage', REPORT_ROW),
  },
  'GET /api/v1/reports/:id': {
    name: 'getReport',
    title: { zh: '一份年报的全部内容', en: 'One report: text, claims, cells and notes' },
    least: 'viewer',
    scope: 'report',
    params: BY_ID,
    query: z.object({ version: ROW_ID.optional().describe('number of a version; the current one where it is left out') }),
    answer: FULL_REPORT,
  },
  'GET /api/v1/reports/:id/versions': {
    name: 'listVersions',
    title: { zh: '一份年报的各版本', en: 'The versions of a report, the newest first' },
    least: 'viewer',
    scope: 'report',
    params: BY_ID,
    answer: named('Versions', z.object({ items: z.array(VERSION) })),
  },
  'GET /api/v1/cells': {
    name: 'listCells',
    title: { zh: '表格数据（长表）', en: 'Cells of the current versions, one a row' },
    says: 'In the order of reports and paths, which never changes. A blank is not zero: sum only what has a value, and say of how many reports.',
    least: 'viewer',
    scope: 'listed',
    query: z.object({
      ...NARROWED,
      report: ROW_ID.optional().describe('id of a report'),
      key: PREFIX.optional().describe('path of a cell, or its beginning up to a dot: t3, t3.new_received, t3.new_received.total'),
      kind: KIND.optional(),
      ...paging({ usual: 1_000, most: 10_000 }),
      format: FORMAT,
    }),
    row: CELL_ROW,
    answer: pageOf('CellPage', CELL_ROW),
  },
  'GET /api/v1/misreadings': {
    name: 'listMisreadings',
    title: { zh: '读取有误的单元格', en: 'Cells that officers say were misread, the newest first' },
    least: 'viewer',
    scope: 'listed',
    query: z.object({
      waiting: z.enum(['yes', 'no']).optional().describe('yes: only those of which nobody said what became of them'),
      ...paging({ usual: 100, most: 1_000 }),
      format: FORMAT,
    }),
    row: MISREADING_ROW,
    answer: pageOf('MisreadingPage', MISREADING_ROW),
  },
  'POST /api/v1/reports/:id/misreadings': {
    name: 'reportMisreading',
    title: { zh: '标记单元格读取有误', en: 'Say that a cell was misread' },
    least: 'officer',
    scope: 'report',
    params: BY_ID,
    body: named(
      'NewMisreading',
      z.strictObject({
        version: ROW_ID.describe('number of the version'),
        cell: CELL.meta({ type: 'string', description: 'path of the cell' }),
        printed: z.string().trim().min(1).max(200).optional().describe('what stands there'),
        note: z.string().trim().min(1).max(2000).optional(),
        also: z.boolean().default(true).describe('whether the findings that rest on it are called misread, too'),
      }),
    ),
    answer: named(
      'ReportedMisreading',
      z.object({ id: ID, misread: z.array(ID).describe('findings that are called misread now') }),
    ),
  },
  'POST /api/v1/reports/:id/misreadings/:misreading/settle': {
    name: 'settleMisreading',
    title: { zh: '登记处理结果', en: 'Say what became of a misreading, once' },
    least: 'supervisor',
    scope: 'report',
    params: BY_ID.extend({ misreading: ROW_ID }),
    body: named('Settle', z.strictObject({ outcome: z.enum(['fixed', 'right', 'withdrawn']) })),
    answer: named(
      'Settled',
      z.object({ settled: z.boolean().describe('false: it was settled before, or the report has none of this number') }),
    ),
  },
} as const satisfies Readonly<Record<string, ApiDefinition>>
