import type { Context } from 'hono'
import type { Db } from '../../../db/connect.ts'
import type { CrawlDesk } from '../desk.ts'
import type { ReviewEnv, Visitor } from '../visitor.ts'
import type { AnswerOf, Given } from './definition.ts'
import type { API, ApiRoute } from './routes.ts'

export type ApiDeps = { readonly db: Db; readonly crawls: CrawlDesk }

/** A request to one route: what was sent, checked, and who asks. */
export type ApiRequest<Route extends ApiRoute> = Given<(typeof API)[Route]> & {
  readonly visitor: Visitor
  readonly c: Context<ReviewEnv>
}

export type ApiHandlers<Routes extends ApiRoute> = {
  readonly [Route in Routes]: (request: ApiRequest<Route>) => Promise<AnswerOf<(typeof API)[Route]>>
}

/** The first `limit` of what was found, and where the next page begins where there was more. */
export function pageOfRows<Found, Row>(
  found: readonly Found[],
  limit: number,
  parts: { readonly rowOf: (each: Found) => Row; readonly next: (last: Found) => string },
): { items: Row[]; next: string | null } {
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(parts.rowOf), next: found.length > limit && last !== undefined ? parts.next(last) : null }
}

export function timeOf(time: Date): string {
  return time.toISOString()
}

export function timeOrNull(time: Date | null): string | null {
  return time === null ? null : time.toISOString()
}
