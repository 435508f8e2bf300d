import type { Handler } from 'hono'
import type { ReviewEnv } from './visitor.ts'

/** The dashboard of the queues as an application of its own, opened when it is first asked for; null where the queues cannot be reached. */
export type QueueBoard = () => Promise<{ readonly fetch: (request: Request) => Response | Promise<Response> } | null>

export const BOARD_PATH = '/queues'

/**
 * The dashboard is drawn by its own script, which finds its files by a base address (`base-uri`): this much more than our pages, and only
 * here, it may do. Its inline styles and the fonts that it would get elsewhere stay refused.
 */
const BOARD_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function queueBoard(open: QueueBoard): Handler<ReviewEnv> {
  return async (c) => {
    const board = await open()
    if (board === null) return c.text('队列无法连接 the queues do not answer\n', 503)
    const answer = await board.fetch(c.req.raw)
    const headers = new Headers(answer.headers)
    headers.set('Content-Security-Policy', BOARD_POLICY)
    return new Response(answer.body, { status: answer.status, headers })
  }
}
