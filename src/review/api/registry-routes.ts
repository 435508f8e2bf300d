import { z } from 'zod'
import { AUTHORITY_KINDS, AUTHORITY_LEVELS } from '../../model/authority.ts'
import { REGISTRY_ID, REPORT_YEAR } from '../request.ts'
import type { ApiDefinition } from './definition.ts'
import { BY_NAME, COUNT, DAY, FORMAT, ID, named, pageOf, paging, TIME, YEAR } from './schemas.ts'

const KIND = z.enum(AUTHORITY_KINDS)
const LEVEL = z.enum(AUTHORITY_LEVELS).nullable()

const DISTRICT_ROW = named('District', z.object({ id: z.string(), name: z.string(), years: z.array(YEAR) }))

const AUTHORITY_ROW = named(
  'Authority',
  z.object({
    id: z.string(),
    districtId: z.string(),
    name: z.string(),
    kind: KIND,
    level: LEVEL,
    uscc: z.string().nullable().describe('统一社会信用代码'),
    aliases: z.array(z.string()),
    formerNames: z.array(z.object({ name: z.string(), since: YEAR.nullable(), until: YEAR.nullable() })),
    since: YEAR.nullable().describe('first reporting year that is expected; null: always'),
    until: YEAR.nullable().describe('last one; null: still'),
    successor: z.string().nullable(),
    verifiedAt: DAY.nullable(),
  }),
)

const FILING_ROW = named(
  'Filing',
  z.object({
    authorityId: z.string(),
    authorityName: z.string(),
    kind: KIND,
    level: LEVEL,
    status: z
      .enum(['not-due', 'on-time', 'late', 'late-doubtful', 'not-found', 'not-assessable', 'exempt'])
      .nullable()
      .describe('null: not worked out yet'),
    reason: z.string().nullable().describe('why no report is expected, or why nothing can be said'),
    due: DAY.nullable(),
    strength: z.enum(['law', 'policy']).nullable(),
    basis: z.string().nullable(),
    publishedOn: DAY.nullable(),
    publishedFrom: z.string().nullable().describe('where the date was found'),
    daysLate: z.int().nullable(),
    backdated: z.boolean().nullable(),
    reportId: ID.nullable(),
    findings: COUNT,
    computedAt: TIME.nullable(),
  }),
)

const PROBLEM = z.object({ code: z.string(), message: z.string(), url: z.string() })

export const PORTAL_ROW = named(
  'Portal',
  z.object({
    id: z.string(),
    name: z.string(),
    host: z.string(),
    district: z.string().describe('name of the district'),
    sample: z.boolean(),
    family: z.string().nullable(),
    condition: z.enum(['never', 'running', 'healthy', 'trying', 'unhealthy']),
    state: z.string().nullable().describe('of the latest crawl; null: it was never crawled'),
    startedAt: TIME.nullable(),
    endedAt: TIME.nullable(),
    requests: COUNT.nullable(),
    lastSuccess: TIME.nullable(),
    failures: COUNT.describe('crawls since then, none of them complete'),
    problems: z.array(PROBLEM),
  }),
)

const FULL_PORTAL = named(
  'FullPortal',
  PORTAL_ROW.extend({
    columns: z.array(
      z.object({
        url: z.string(),
        complete: z.boolean(),
        pages: COUNT,
        entries: COUNT,
        declared: COUNT.nullable(),
        problem: z.string().nullable(),
      }),
    ),
    crawls: z.array(
      z.object({
        runId: ID,
        kind: z.string(),
        state: z.string(),
        startedAt: TIME,
        endedAt: TIME.nullable(),
        requests: COUNT,
        entries: COUNT,
        columnsRead: COUNT,
        columnsComplete: COUNT,
        problems: z.array(PROBLEM),
      }),
    ),
  }),
)

export const RUN_ROW = named(
  'Run',
  z.object({
    id: ID,
    kind: z.enum(['nightly', 'manual', 'ingest']),
    state: z.enum(['running', 'complete', 'partial', 'failed', 'cancelled']),
    startedAt: TIME,
    endedAt: TIME.nullable(),
    cancelledAt: TIME.nullable(),
    cancelledBy: z.string().nullable(),
  }),
)

export const REGISTRY_ROUTES = {
  'GET /api/v1/districts': {
    name: 'listDistricts',
    title: { zh: '地区', en: 'Districts' },
    least: 'viewer',
    scope: 'listed',
    query: z.object({ format: FORMAT }),
    row: DISTRICT_ROW,
    answer: named('Districts', z.object({ items: z.array(DISTRICT_ROW) })),
  },
  'GET /api/v1/authorities': {
    name: 'listAuthorities',
    title: { zh: '行政机关', en: 'Registered authorities' },
    says: 'In the order of their ids.',
    least: 'viewer',
    scope: 'listed',
    query: z.object({
      district: REGISTRY_ID.optional().describe('id of a district'),
      ...paging({ usual: 500, most: 5_000 }),
      format: FORMAT,
    }),
    row: AUTHORITY_ROW,
    answer: pageOf('AuthorityPage', AUTHORITY_ROW),
  },
  'GET /api/v1/filings/:district/:year': {
    name: 'listFilings',
    title: { zh: '一个地区一年的公布情况', en: 'Who of a district published the report of a year, and when' },
    says: 'Every registered authority of the district, in the order of their ids.',
    least: 'viewer',
    scope: 'district',
    params: z.object({ district: REGISTRY_ID, year: REPORT_YEAR }),
    query: z.object({ format: FORMAT }),
    row: FILING_ROW,
    answer: named('Filings', z.object({ items: z.array(FILING_ROW) })),
  },
  'GET /api/v1/portals': {
    name: 'listPortals',
    title: { zh: '门户网站及其状态', en: 'Portals and how they do' },
    least: 'viewer',
    scope: 'listed',
    query: z.object({ format: FORMAT }),
    row: PORTAL_ROW,
    answer: named('Portals', z.object({ items: z.array(PORTAL_ROW) })),
  },
  'GET /api/v1/portals/:id': {
    name: 'getPortal',
    title: { zh: '一个门户网站', en: 'One portal with its columns and latest crawls' },
    least: 'viewer',
    scope: 'portal',
    params: BY_NAME,
    answer: FULL_PORTAL,
  },
  'POST /api/v1/portals/:id/crawl': {
    name: 'crawlPortal',
    title: { zh: '立即抓取', en: 'Crawl a portal now' },
    least: 'officer',
    scope: 'portal',
    params: BY_NAME,
    answer: named(
      'StartedCrawl',
      z.object({ runId: ID, isNew: z.boolean().describe('false: it is being crawled already, in this run') }),
    ),
  },
  'GET /api/v1/runs': {
    name: 'listRuns',
    title: { zh: '运行记录', en: 'Runs, the newest first' },
    least: 'viewer',
    scope: 'all',
    query: z.object({ ...paging({ usual: 100, most: 500 }), format: FORMAT }),
    row: RUN_ROW,
    answer: pageOf('RunPage', RUN_ROW),
  },
  'GET /api/v1/runs/:id': {
    name: 'getRun',
    title: { zh: '一次运行的结果', en: 'One run with its account' },
    least: 'viewer',
    scope: 'all',
    params: z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) }),
    answer: named(
      'FullRun',
      RUN_ROW.extend({
        account: z
          .looseObject({})
          .nullable()
          .describe('what it did, found and could not do, as it stands now or as stored when it ended'),
      }),
    ),
  },
} as const satisfies Readonly<Record<string, ApiDefinition>>
