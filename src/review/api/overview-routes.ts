import { z } from 'zod'
import { AUTHORITY_KINDS, AUTHORITY_LEVELS } from '../../model/authority.ts'
import { REGISTRY_ID, REPORT_YEAR } from '../request.ts'
import type { ApiDefinition } from './definition.ts'
import { COUNT, DAY, named, TIME, YEAR } from './schemas.ts'

const OVERVIEW = named(
  'Overview',
  z.object({
    filings: z
      .array(
        z.object({
          district: z.string(),
          year: YEAR,
          kind: z.enum(AUTHORITY_KINDS),
          level: z.enum(AUTHORITY_LEVELS).nullable(),
          status: z.string().nullable(),
          count: COUNT,
        }),
      )
      .describe(
        'registered authorities by filing status; null: not worked out. Every authority and registered year is in one of the counts',
      ),
    findings: z
      .array(
        z.object({
          rule: z.string(),
          family: z.string(),
          status: z.string(),
          decision: z.string(),
          reason: z.string().nullable(),
          count: COUNT,
        }),
      )
      .describe('failures by rule and what was decided'),
    waiting: z
      .array(z.object({ severity: z.string(), fromDays: COUNT, toDays: COUNT.nullable(), count: COUNT, oldest: TIME }))
      .describe('open failures that nobody has decided on, by how many days they have been open'),
    work: z
      .array(z.object({ week: DAY, act: z.string(), count: COUNT }))
      .describe('acts of the last weeks, by their Mondays in China'),
  }),
)

export const OVERVIEW_ROUTES = {
  'GET /api/v1/overview': {
    name: 'getOverview',
    title: { zh: '总览数据', en: 'The counts behind the overview' },
    says: 'Counts only, each of what it says; a rate is for whoever names its denominator.',
    least: 'viewer',
    scope: 'listed',
    query: z.object({
      district: REGISTRY_ID.optional().describe("id of a district; all of the account's where it is left out"),
      year: REPORT_YEAR.optional().describe('reporting year; all where it is left out'),
    }),
    answer: OVERVIEW,
  },
  'GET /api/v1/me': {
    name: 'getMe',
    title: { zh: '当前账号', en: 'Who asks, and what they may' },
    least: 'viewer',
    scope: 'none',
    answer: named(
      'Me',
      z.object({
        name: z.string(),
        via: z.enum(['machine', 'session', 'program']),
        role: z.enum(['viewer', 'officer', 'supervisor', 'administrator']),
        districts: z.array(z.string()).nullable().describe('null: all'),
      }),
    ),
  },
} as const satisfies Readonly<Record<string, ApiDefinition>>
