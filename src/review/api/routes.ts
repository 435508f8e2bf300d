import type { Permission } from '../permissions.ts'
import type { ApiDefinition } from './definition.ts'
import { FINDING_ROUTES } from './finding-routes.ts'
import { OVERVIEW_ROUTES } from './overview-routes.ts'
import { REGISTRY_ROUTES } from './registry-routes.ts'
import { RELEASE_ROUTES } from './release-routes.ts'
import { REPORT_ROUTES } from './report-routes.ts'

/** Every route of the HTTP API, in the order of its reference. */
export const API = { ...OVERVIEW_ROUTES, ...FINDING_ROUTES, ...REPORT_ROUTES, ...REGISTRY_ROUTES, ...RELEASE_ROUTES }

export type ApiRoute = keyof typeof API
export const API_ROUTES = Object.keys(API) as readonly ApiRoute[]

export function definitionOf(route: ApiRoute): ApiDefinition {
  return API[route]
}

/** Their rows in the table of permissions: tokens open all of them. */
export const API_PERMISSIONS = Object.fromEntries(
  Object.entries(API).map(([route, { least, scope }]) => [route, { least, scope, programs: true }]),
) as { readonly [Route in ApiRoute]: Permission }
