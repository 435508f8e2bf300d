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
  if (!c.res.headers.has('Content-Security-Policy')) c.header('Content-Security-Policy', PAGE_POLICY)
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store')
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Referrer-Policy', 'same-origin')
  c.header('X-Frame-Options', 'SAMEORIGIN')
  c.header('Cross-Origin-Opener-Policy', 'same-origin')
}
