import type { MiddlewareHandler } from 'hono'
import { plainPage } from './plain-page.ts'
import { identityOf, type ReviewEnv } from './visitor.ts'

/**
 * Lets a change through only when the browser says that it comes from our own pages: by `Sec-Fetch-Site`, by `Origin`, or both.
 * Browsers leave out the first on plain HTTP beyond loopback, so either may be missing, but not both. A program shows its token with each
 * request, which no browser does for a foreign page.
 */
export const ownPagesOnly: MiddlewareHandler<ReviewEnv> = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  if (identityOf(c)?.via === 'program') return next()
  const site = c.req.header('Sec-Fetch-Site')
  const origin = c.req.header('Origin')
  const fromElsewhere =
    (site === undefined && origin === undefined) ||
    (site !== undefined && site !== 'same-origin') ||
    (origin !== undefined && hostOf(origin) !== new URL(c.req.url).host)
  return fromElsewhere ? plainPage(c, 403, 'foreignForm') : next()
}

// The scheme is left out: behind a proxy that ends TLS it is https outside and http here.
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
