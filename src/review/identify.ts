import type { Context, MiddlewareHandler } from 'hono'
import * as accounts from '../../db/accounts.ts'
import * as apiTokens from '../../db/api-tokens.ts'
import type { Db } from '../../db/connect.ts'
import * as sessions from '../../db/sessions.ts'
import { isLoopback } from '../model/loopback.ts'
import { type Actor, lesserRole, recordedName } from '../model/role.ts'
import { isApiToken } from '../model/secret-token.ts'
import { clientAddress, isForwarded } from './client-address.ts'
import { plainPage } from './plain-page.ts'
import { sessionToken } from './session-cookie.ts'
import { type Identity, LOCAL_OFFICER, type ReviewEnv, type Stranger } from './visitor.ts'

const SIGNED_OUT: Stranger = { why: 'signed-out', account: null }
const THIS_MACHINE: Identity = {
  via: 'machine',
  actor: { name: LOCAL_OFFICER, account: null },
  called: LOCAL_OFFICER,
  role: 'administrator',
  reach: null,
  session: null,
}

/**
 * Finds out who asks, and refuses nobody but a token that does not work. `thisMachine`: the pages are served on loopback only, and as long as
 * nobody has an account, whoever sits here may do everything; the request must then name this machine as its host and have come through no
 * proxy, so that neither a foreign page nor another machine can reach the pages by a way of its own.
 */
export function identify(db: Db, { thisMachine }: { readonly thisMachine: boolean }): MiddlewareHandler<ReviewEnv> {
  let isInUse = false
  return async (c, next) => {
    c.set('address', clientAddress(c))
    const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1]
    if (bearer !== undefined) {
      const program = isApiToken(bearer) ? await programOf(db, bearer) : null
      if (program === null) {
        c.header('WWW-Authenticate', 'Bearer')
        return plainPage(c, 401, 'tokenRefused')
      }
      c.set('identity', program)
      return next()
    }
    isInUse ||= await accounts.isAny(db)
    c.set('identity', isInUse || !thisMachine ? await signedIn(db, c) : atThisMachine(c))
    return next()
  }
}

function atThisMachine(c: Context<ReviewEnv>): Identity | Stranger {
  const isHere = isLoopback(new URL(c.req.url).hostname) && !isForwarded(c)
  return isHere ? THIS_MACHINE : { why: 'foreign-host', account: null }
}

async function signedIn(db: Db, c: Context<ReviewEnv>): Promise<Identity | Stranger> {
  const token = sessionToken(c)
  const found = token === null ? null : await sessions.find(db, token)
  if (found === null) return SIGNED_OUT
  const { account, session, isAlive } = found
  if (isAlive)
    return {
      via: 'session',
      actor: actorOf(account),
      called: account.name,
      role: account.role,
      reach: account.districts,
      session: session.id,
    }
  const isForgotten = session.ended_at === null && account.locked_at === null
  return isForgotten ? { why: 'expired', account: account.id } : SIGNED_OUT
}

async function programOf(db: Db, bearer: string): Promise<Identity | null> {
  const found = await apiTokens.find(db, bearer)
  if (found === null) return null
  const { token, account } = found
  return {
    via: 'program',
    actor: actorOf(account),
    called: account.name,
    role: lesserRole(token.role, account.role),
    reach: account.districts,
    session: null,
  }
}

export function actorOf(account: Pick<accounts.Account, 'id' | 'login' | 'name'>): Actor {
  return { name: recordedName(account), account: account.id }
}
