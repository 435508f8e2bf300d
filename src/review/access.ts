import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { isLoopback } from '../model/loopback.ts'
import { plainPage } from './plain-page.ts'
import { LOCAL_OFFICER, type ReviewEnv } from './visitor.ts'

export const LEAST_KEY_LENGTH = 16

const FAILURES_ALLOWED = 10
const PAUSE_MS = 60_000

/**
 * With a key: HTTP Basic, the officer's name as user and the key as password; ten wrong keys from one address close it for a minute.
 * Without one: the request must name this machine as its host, so that a foreign page cannot reach the pages through a name of its own.
 */
export function officerOnly(accessKey: string | null): MiddlewareHandler<ReviewEnv> {
  return accessKey === null ? thisMachineOnly : withKey(accessKey)
}

const thisMachineOnly: MiddlewareHandler<ReviewEnv> = async (c, next) => {
  if (!isLoopback(new URL(c.req.url).hostname)) return plainPage(c, 403, 'foreignHost')
  c.set('officer', LOCAL_OFFICER)
  return next()
}

function withKey(accessKey: string): MiddlewareHandler<ReviewEnv> {
  const failures = new Map<string, { count: number; until: number }>()
  return async (c, next) => {
    const address = remoteAddressOf(c.env)
    const failed = failures.get(address)
    if (failed && failed.until <= Date.now()) failures.delete(address)
    else if (failed && failed.count >= FAILURES_ALLOWED) {
      c.header('Retry-After', String(PAUSE_MS / 1000))
      return plainPage(c, 429, 'tooManyKeys')
    }
    const given = credentialsOf(c.req.header('Authorization'))
    if (given && sameSecret(given.key, accessKey)) {
      const officer = given.name.trim()
      if (officer !== '' && officer.length <= 40 && !/\p{Cc}/u.test(officer)) {
        failures.delete(address)
        c.set('officer', officer)
        return next()
      }
    } else if (given) {
      if (failures.size > 10_000) failures.clear()
      failures.set(address, { count: (failures.get(address)?.count ?? 0) + 1, until: Date.now() + PAUSE_MS })
    }
    c.header('WWW-Authenticate', 'Basic realm="Gouji: name and access key", charset="UTF-8"')
    return plainPage(c, 401, 'keyNeeded')
  }
}

function credentialsOf(header: string | undefined): { name: string; key: string } | null {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1]
  if (!encoded) return null
  const [name, ...key] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return { name: name ?? '', key: key.join(':') }
}

/** Digests are compared, so that neither content nor length shows in the time it takes. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** The peer of the connection as @hono/node-server hands it over; all requests count as one where there is none. */
function remoteAddressOf(env: unknown): string {
  const incoming = (env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
  return incoming?.socket?.remoteAddress ?? ''
}
