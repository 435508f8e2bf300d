import * as overviews from '../../../db/overview.ts'
import { AGES, WEEKS } from '../overview-findings.ts'
import { found } from '../request.ts'
import { type ApiDeps, type ApiHandlers, timeOf } from './handlers.ts'
import type { OVERVIEW_ROUTES } from './overview-routes.ts'

export function overviewHandlers({ db }: ApiDeps): ApiHandlers<keyof typeof OVERVIEW_ROUTES> {
  return {
    'GET /api/v1/overview': async ({ visitor: { reach }, query: { district = null, year = null } }) => {
      const scope = { district, year, reach }
      const [filings, findings, waiting, work] = await Promise.all([
        overviews.filingCounts(db, scope),
        overviews.findingCounts(db, scope),
        overviews.waiting(db, scope, AGES),
        overviews.workByWeek(db, scope, WEEKS),
      ])
      return {
        filings,
        findings,
        waiting: waiting.map(({ severity, age, count, oldest }) => ({
          ...{ severity, fromDays: AGES[age - 1] ?? 0, toDays: AGES[age] ?? null, count, oldest: timeOf(oldest) },
        })),
        work,
      }
    },
    'GET /api/v1/me': async ({ visitor }) => {
      const { actor, via, role, reach } = found(visitor.identity)
      return { name: actor.name, via, role, districts: reach === null ? null : [...reach] }
    },
  }
}
