import type { z } from 'zod'
import * as filings from '../../../db/filings.ts'
import * as portalHealth from '../../../db/portal-health.ts'
import * as portalHistory from '../../../db/portal-history.ts'
import * as registry from '../../../db/registry.ts'
import * as runActions from '../../../db/run-actions.ts'
import * as runs from '../../../db/runs.ts'
import type { CrawlProblem } from '../../model/crawl.ts'
import { conditionOf } from '../../model/portal-condition.ts'
import { found } from '../request.ts'
import { cursorTo, idIn, placeIn } from './cursor.ts'
import { type ApiDeps, type ApiHandlers, pageOfRows, timeOf, timeOrNull } from './handlers.ts'
import type { PORTAL_ROW, REGISTRY_ROUTES, RUN_ROW } from './registry-routes.ts'

const CRAWLS_TOLD = 15
const REGISTERED = /^.{1,200}$/s

export function registryHandlers({ db, crawls }: ApiDeps): ApiHandlers<keyof typeof REGISTRY_ROUTES> {
  return {
    'GET /api/v1/districts': async ({ visitor: { reach } }) => {
      const districts = await registry.listDistricts(db, reach)
      return { items: districts.map(({ id, name, years }) => ({ id, name, years: [...years] })) }
    },
    'GET /api/v1/authorities': async ({ visitor: { reach }, query: { after, limit, district } }) => {
      const place = placeIn('authorities', after, REGISTERED)
      const rows = await registry.authoritiesAfter(db, { district, reach, after: place, limit: limit + 1 })
      const rowOf = (row: (typeof rows)[number]) => ({
        ...{ id: row.id, districtId: row.district, name: row.name, kind: row.kind, level: row.level, uscc: row.uscc ?? null },
        ...{ aliases: [...row.aliases], formerNames: [...row.formerNames], since: row.since, until: row.until },
        ...{ successor: row.successor, verifiedAt: row.verifiedAt ?? null },
      })
      return pageOfRows(rows, limit, { rowOf, next: ({ id }) => cursorTo('authorities', id) })
    },
    'GET /api/v1/filings/:district/:year': async ({ params: { district, year } }) => {
      found((await registry.namesOf(db, 'districts', [district])).get(district))
      const rows = await filings.board(db, { district, year })
      return {
        items: rows.map((row) => ({
          ...{ authorityId: row.authorityId, authorityName: row.authorityName, kind: row.kind, level: row.level },
          ...{ status: row.status, reason: row.reason?.zh ?? null, due: row.due, strength: row.strength, basis: row.basis },
          ...{ publishedOn: row.publishedOn, publishedFrom: row.publishedFrom, daysLate: row.daysLate },
          ...{ backdated: row.backdated, reportId: row.reportId, findings: row.findings, computedAt: timeOrNull(row.computedAt) },
        })),
      }
    },
    'GET /api/v1/portals': async ({ visitor: { reach } }) => ({
      items: (await portalHealth.latestOfPortals(db, { reach })).map(portalOf),
    }),
    'GET /api/v1/portals/:id': async ({ params: { id } }) => {
      const [health] = await portalHealth.latestOfPortals(db, { id })
      const portal = found(health)
      const past = await portalHistory.latestCrawls(db, id, CRAWLS_TOLD)
      return {
        ...portalOf(portal),
        columns: [...portal.columns],
        crawls: past.map(
          ({ runId, kind, state, startedAt, endedAt, asked, entries, columnsRead, columnsComplete, problems }) => ({
            ...{ runId, kind, state, startedAt: timeOf(startedAt), endedAt: timeOrNull(endedAt), requests: asked },
            ...{ entries, columnsRead, columnsComplete, problems: problems.map(problemOf) },
          }),
        ),
      }
    },
    'POST /api/v1/portals/:id/crawl': async ({ visitor, params: { id } }) => {
      found((await portalHealth.latestOfPortals(db, { id }))[0])
      const { runId, isNew } = await crawls.startCrawl(id)
      if (isNew) await runActions.record(db, runId, 'start', visitor.actor)
      return { runId, isNew }
    },
    'GET /api/v1/runs': async ({ query: { after, limit } }) => {
      const rows = await runs.latest(db, limit + 1, idIn('runs', after))
      return pageOfRows(rows, limit, { rowOf: runOf, next: ({ id }) => cursorTo('runs', id) })
    },
    'GET /api/v1/runs/:id': async ({ params: { id } }) => {
      const run = runOf(found(await runs.get(db, id)))
      return { ...run, account: (await crawls.accountOf(id)) as Record<string, unknown> | null }
    },
  }
}

function portalOf(portal: portalHealth.PortalHealth): z.input<typeof PORTAL_ROW> {
  const { id, name, host, district, sample, family, state, requests, failures } = portal
  return {
    ...{ id, name, host, district, sample, family, condition: conditionOf(portal), state, requests, failures },
    startedAt: timeOrNull(portal.startedAt),
    endedAt: timeOrNull(portal.endedAt),
    lastSuccess: timeOrNull(portal.lastSuccess),
    problems: (portal.problems ?? []).map(problemOf),
  }
}

function problemOf({ code, message, url }: CrawlProblem) {
  return { code, message, url }
}

function runOf({ id, kind, state, started_at, ended_at, cancelled_at, cancelled_by }: runs.Run): z.input<typeof RUN_ROW> {
  return {
    ...{ id, kind, state, startedAt: timeOf(started_at), endedAt: timeOrNull(ended_at) },
    ...{ cancelledAt: timeOrNull(cancelled_at), cancelledBy: cancelled_by },
  }
}
