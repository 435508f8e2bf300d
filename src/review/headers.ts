import type { MiddlewareHandler } from 'hono'
import type { ReviewEnv } from './visitor.ts'

const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
].join('; ')

/**
 * On every answer; a route that needs a stricter policy sets its own first. The referrer stays on our own pages: with
 * `no-referrer` browsers would send `Origin: null` with our forms, and these could not be told from foreign ones.
 */
export const safeHeaders: MiddlewareHandler<ReviewEnv> = async (c, next) => {
  await next()
  // Not by c.header(), which makes the answer anew each time once there is one.
  const { headers } = c.res
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', PAGE_POLICY)
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-store')
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Referrer-Policy', 'same-origin')
  headers.set('X-Frame-Options', 'SAMEORIGIN')
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
}
