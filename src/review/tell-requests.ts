import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { ReviewEnv } from './visitor.ts'

/** A request that was answered. */
export type AnsweredRequest = {
  readonly method: string
  /** The pattern of the address, such as `/findings/:id`; null where there is no such page. Never the address itself. */
  readonly route: string | null
  readonly status: number
  /** Milliseconds since 1970. */
  readonly from: number
  readonly ms: number
  /** What failed by our mistake. */
  readonly error: Error | null
}

/** What is asked all the time, or costs nothing. */
const UNTOLD = /^\/(?:assets\/|healthz$|readyz$|metrics$)/
/** Patterns of what every request passes. */
const FOR_ALL = /^\/?\*$/

/** Tells of every request to a page when it has been answered. */
export function tellRequests(onAnswer: (answered: AnsweredRequest) => void): MiddlewareHandler<ReviewEnv> {
  return async (c, next) => {
    if (UNTOLD.test(c.req.path)) return await next()
    const from = Date.now()
    const began = performance.now()
    await next()
    const route = matchedRoutes(c).findLast(({ path }) => !FOR_ALL.test(path))?.path ?? null
    const { status } = c.res
    const error = status >= 500 ? (c.error ?? null) : null
    onAnswer({ method: c.req.method, route, status, from, ms: performance.now() - began, error })
  }
}
