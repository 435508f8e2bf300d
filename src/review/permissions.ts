import type { Subject } from '../../db/districts-of.ts'
import { hasRole, type Role } from '../model/role.ts'
import { API_PERMISSIONS } from './api/routes.ts'
import type { Identity } from './visitor.ts'

/**
 * Where an account of some districts is stopped. `none`: nothing of a district is there; `listed`: the page shows its districts only; `all`:
 * accounts of all districts only; `form`, `query`: the district that the form or the query names; `account`: nothing of a district, and not without an account;
 * else the district of what the address names.
 */
export type Scope = 'none' | 'listed' | 'all' | 'form' | 'query' | 'account' | 'district' | Subject

export type Permission = {
  /** Who may at least; `anyone`: also who is not signed in. */
  readonly least: Role | 'anyone'
  readonly scope: Scope
  /** Whether an API token opens it. */
  readonly programs: boolean
}

const open = { least: 'anyone', scope: 'none', programs: true } as const
const entry = { least: 'anyone', scope: 'none', programs: false } as const
const own = { least: 'viewer', scope: 'account', programs: false } as const
const ownViews = { least: 'viewer', scope: 'none', programs: false } as const
const accountDesk = { least: 'administrator', scope: 'account', programs: false } as const
const queues = { least: 'administrator', scope: 'all', programs: false } as const
const reading = <S extends Scope>(scope: S) => ({ least: 'viewer', scope, programs: true }) as const
const changing = <R extends Role, S extends Scope>(least: R, scope: S) => ({ least, scope, programs: true }) as const

/** Who may do what: every route there is. One without a row here does not compile, and none is served without being asked for here. */
export const PERMISSIONS = {
  'GET /healthz': open,
  'GET /readyz': open,
  'GET /assets/*': open,
  'GET /metrics': reading('all'),
  'GET /queues': queues,
  'GET /queues/*': queues,
  'PUT /queues': queues,
  'PUT /queues/*': queues,

  'GET /': reading('listed'),
  'GET /findings': reading('listed'),
  'GET /finding-counts': reading('listed'),
  'POST /finding-acts': changing('officer', 'listed'),
  'POST /finding-acts/undo': changing('officer', 'listed'),
  'POST /saved-views': ownViews,
  'POST /saved-views/:id': ownViews,
  'POST /saved-views/:id/remove': ownViews,
  'GET /findings/:id': reading('finding'),
  'POST /findings/:id/decisions': changing('officer', 'finding'),
  'GET /reports': reading('listed'),
  'GET /reports/:id': reading('report'),
  'GET /reports/:id/evidence.wacz': reading('report'),
  'GET /reports/:id/versions': reading('report'),
  'POST /reports/:id/misreadings': changing('officer', 'report'),
  'POST /reports/:id/misreadings/:misreading/settle': changing('supervisor', 'report'),
  'POST /reports/:id/corrections': changing('supervisor', 'report'),
  'POST /reports/:id/authority': changing('supervisor', 'report'),
  'GET /misreadings': reading('listed'),
  'GET /misreadings.jsonl': reading('listed'),
  'GET /filings': reading('listed'),
  'GET /filings/:district': reading('district'),
  'GET /filings/:district/:year': reading('district'),
  'GET /filings/:authority/:year/evidence.wacz': reading('authority'),
  'GET /snapshots/:sha256': reading('snapshot'),
  'GET /snapshots/:sha256/view': reading('snapshot'),
  'GET /screenshots/:sha256': reading('screenshot'),

  'GET /papers': reading('listed'),
  'GET /papers/:kind': reading('listed'),

  'GET /portals': reading('listed'),
  'GET /portals/:id': reading('portal'),
  'POST /portals/:id/crawl': changing('officer', 'portal'),
  'GET /portal-tries': reading('listed'),
  'POST /portal-tries': changing('officer', 'form'),
  'GET /portal-tries/:id': reading('try'),
  'POST /portal-tries/:id/save': changing('supervisor', 'try'),

  'GET /registry': reading('listed'),
  'GET /registry-export/:name': reading('query'),
  'POST /registry-import': changing('supervisor', 'all'),
  'POST /registry-import/confirm': changing('supervisor', 'all'),
  'GET /registry/:district': reading('district'),
  'GET /registry/:district/:kind': changing('supervisor', 'district'),
  'POST /registry/:district/:kind': changing('supervisor', 'district'),
  'POST /registry/:district/:kind/retire': changing('supervisor', 'district'),

  'GET /releases': reading('listed'),
  'GET /releases/:id': reading('release'),
  'GET /releases/:id/tables/:table': reading('release'),
  'GET /releases/:id/files/*': reading('release'),

  'GET /runs': reading('all'),
  'GET /runs/:id': reading('all'),
  'POST /runs/:id/cancel': changing('supervisor', 'all'),
  'POST /runs/:id/resume': changing('supervisor', 'all'),

  'GET /api': reading('none'),
  'GET /api/openapi.json': reading('none'),
  ...API_PERMISSIONS,

  'GET /sign-in': entry,
  'POST /sign-in': entry,
  'POST /sign-out': entry,
  'GET /sign-in/oidc': entry,
  'GET /sign-in/oidc/callback': entry,
  'GET /first/:token': entry,
  'POST /first/:token': entry,
  'GET /invitation/:token': entry,
  'POST /invitation/:token': entry,

  'GET /account': own,
  'POST /account/password': own,
  'POST /account/oidc': own,
  'POST /account/sessions/end': own,
  'POST /account/tokens': own,
  'POST /account/tokens/:id/revoke': own,
  'GET /account/held': own,
  'POST /account/held/:id/drop': own,

  'GET /accounts': accountDesk,
  'POST /accounts': accountDesk,
  'GET /accounts/:id': accountDesk,
  'POST /accounts/:id': accountDesk,
  'POST /accounts/:id/lock': accountDesk,
  'POST /accounts/:id/unlock': accountDesk,
  'POST /accounts/:id/link': accountDesk,
  'POST /accounts/:id/oidc/unlink': accountDesk,
  'POST /accounts/:id/sessions/end': accountDesk,
} as const satisfies Readonly<Record<string, Permission>>

export type Route = keyof typeof PERMISSIONS

/** Whether somebody may use a route as far as their role and a limit to districts say it beforehand: what pages offer. */
export function mayUse(identity: Pick<Identity, 'role' | 'reach' | 'via'> | null, route: Route): boolean {
  const { least, scope, programs }: Permission = PERMISSIONS[route]
  if (least === 'anyone') return true
  if (identity === null || !hasRole(identity.role, least)) return false
  if (identity.via === 'program' && !programs) return false
  return scope !== 'all' || identity.reach === null
}
