import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { LONGEST_HOURS } from '../../db/sessions.ts'
import { isOverTls } from './client-address.ts'
import type { ReviewEnv } from './visitor.ts'

const NAME = 'gouji_session'

/** Over TLS the cookie is bound to TLS and to this very host, by its name too: nothing else can set or read it. */
function optionsOf(c: Context<ReviewEnv>) {
  const base = { path: '/', httpOnly: true, sameSite: 'Lax' } as const
  return isOverTls(c) ? ({ ...base, secure: true, prefix: 'host' } as const) : base
}

export function sessionToken(c: Context<ReviewEnv>): string | null {
  return (isOverTls(c) ? getCookie(c, NAME, 'host') : getCookie(c, NAME)) ?? null
}

export function keepSession(c: Context<ReviewEnv>, token: string): void {
  setCookie(c, NAME, token, { ...optionsOf(c), maxAge: LONGEST_HOURS * 3600 })
}

export function dropSession(c: Context<ReviewEnv>): void {
  deleteCookie(c, NAME, optionsOf(c))
}
