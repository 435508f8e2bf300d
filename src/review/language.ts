import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { isOfApi } from './api/problem.ts'
import type { ReviewEnv } from './visitor.ts'

export type Language = 'zh' | 'en'

const COOKIE = 'gouji_language'
const YEAR_IN_SECONDS = 31_536_000

/** Chinese unless the visitor chose English. `?lang=en` on any address remembers the choice and leads back to that address. */
export const chosenLanguage: MiddlewareHandler<ReviewEnv> = async (c, next) => {
  const asked = c.req.query('lang')
  if ((asked === 'zh' || asked === 'en') && c.req.method === 'GET' && !isOfApi(c.req.path)) {
    setCookie(c, COOKIE, asked, { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: YEAR_IN_SECONDS })
    const url = new URL(c.req.url)
    url.searchParams.delete('lang')
    return c.redirect(url.pathname + url.search, 303)
  }
  c.set('language', getCookie(c, COOKIE) === 'en' ? 'en' : 'zh')
  return next()
}
