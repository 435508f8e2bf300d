import { z } from 'zod'
import { RELEASE_FORMATS } from '../../model/release.ts'
import type { ApiDefinition } from './definition.ts'
import { COUNT, FORMAT, named, TIME, YEAR } from './schemas.ts'

const RELEASE_ROW = named(
  'Release',
  z.object({
    version: z.string(),
    madeAt: TIME,
    years: z.array(YEAR).nullable().describe('reporting years; null: all'),
    districts: z.array(z.string()).nullable().describe('ids; null: all'),
    authorities: z.array(z.string()).nullable().describe('ids; null: all'),
    formats: z.array(z.enum(RELEASE_FORMATS)),
    previous: z.string().nullable().describe('the release that its CHANGES are told against'),
    reports: COUNT,
    cells: COUNT,
    openToAll: z.boolean().describe('whether accounts of some districts see it, too'),
  }),
)

const FULL_RELEASE = named(
  'FullRelease',
  RELEASE_ROW.extend({
    program: z.string().describe('what made it, and its version'),
    ruleSets: z.array(z.string()),
    readers: z.array(z.string()),
    tables: z.array(z.object({ name: z.string(), rows: COUNT })),
    files: z.array(
      z.object({
        path: z.string().describe('within the release'),
        address: z.string().describe('where it is read, in parts, too (Range); a token opens it'),
        table: z.string().nullable().describe('null: it is about the release'),
        rows: COUNT.nullable(),
        bytes: COUNT,
        sha256: z.string(),
      }),
    ),
  }),
)

export const RELEASE_ROUTES = {
  'GET /api/v1/releases': {
    name: 'listReleases',
    title: { zh: '数据集各版本', en: 'Releases of the dataset, the newest first' },
    says: 'Accounts of some districts see the releases of one of theirs alone, and those that were opened to all.',
    least: 'viewer',
    scope: 'listed',
    query: z.object({ format: FORMAT }),
    row: RELEASE_ROW,
    answer: named('Releases', z.object({ items: z.array(RELEASE_ROW) })),
  },
  'GET /api/v1/releases/:id': {
    name: 'getRelease',
    title: { zh: '一个版本的数据集', en: 'One release with its tables and files' },
    least: 'viewer',
    scope: 'release',
    params: z.object({ id: z.string().min(1).max(60) }),
    answer: FULL_RELEASE,
  },
} as const satisfies Readonly<Record<string, ApiDefinition>>
