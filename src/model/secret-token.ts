import { randomBytes } from 'node:crypto'
import { sha256Of } from './sha256.ts'

/** 256 bits that nobody can guess, as 43 letters for an address or a cookie. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token: enough to know it again, and of no use to whoever reads it. */
export function tokenHash(token: string): string {
  return sha256Of(token)
}

const API_TOKEN = /^gouji_[A-Za-z0-9_-]{43}$/

/** A token for programs can be told from anything else, so that it is noticed where it should not lie. */
export function makeApiToken(): string {
  return `gouji_${makeToken()}`
}

export function isApiToken(text: string): boolean {
  return API_TOKEN.test(text)
}
