import { sql } from 'kysely'
import { makeToken, tokenHash } from '../src/model/secret-token.ts'
import type { Db } from './connect.ts'

/** Within which somebody has to come back from the identity provider. */
const MINUTES = 10

export type OidcAttempt = {
  readonly nonce: string
  readonly codeVerifier: string
  /** Where to go on to. */
  readonly next: string
  /** The account that is to be linked; null: somebody signs in. */
  readonly account: number | null
}

/** Notes that the browser with this token sets out, and returns the state to send along. Ways that nobody came back from are removed. */
export async function begin(db: Db, browser: string, { nonce, codeVerifier, next, account }: OidcAttempt): Promise<string> {
  await sql`DELETE FROM oidc_attempts WHERE began_at < now() - make_interval(mins => ${MINUTES})`.execute(db)
  const state = makeToken()
  await db
    .insertInto('oidc_attempts')
    .values({
      state_hash: tokenHash(state),
      browser_hash: tokenHash(browser),
      nonce,
      code_verifier: codeVerifier,
      next,
      account_id: account,
    })
    .execute()
  return state
}

/** What this browser set out with, once; null where there is no such way, it was another browser's, or it took too long. */
export async function finish(db: Db, browser: string, state: string): Promise<OidcAttempt | null> {
  const { rows } = await sql<OidcAttempt>`
    DELETE FROM oidc_attempts WHERE state_hash = ${tokenHash(state)} AND browser_hash = ${tokenHash(browser)}
      AND began_at >= now() - make_interval(mins => ${MINUTES})
    RETURNING nonce, code_verifier AS "codeVerifier", next, account_id AS account`.execute(db)
  return rows[0] ?? null
}
