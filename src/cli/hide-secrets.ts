import type { Config } from '../config.ts'
import { secretsOfMessages } from '../model/hide-secrets.ts'

type SecretSettings = Pick<
  Config,
  'databaseUrl' | 'queueDatabaseUrl' | 'redisUrl' | 'snapshots' | 'notify' | 'metrics' | 'oidc' | 'traces'
>

/** Every secret that the settings hold. */
export function secretsOf(config: SecretSettings): string[] {
  const { databaseUrl, queueDatabaseUrl, redisUrl, snapshots, notify, metrics, oidc, traces } = config
  return [
    ...[databaseUrl, queueDatabaseUrl, redisUrl].flatMap((address) => (address === null ? [] : passwordsIn(address))),
    ...(typeof snapshots === 'string' ? [] : [snapshots.secretAccessKey, snapshots.sessionToken]),
    metrics.token,
    oidc?.clientSecret,
    // `Bearer` and the like before a token is none.
    ...Object.values(traces?.headers ?? {}).map((value) => value.replace(/^\w+ +/, '')),
    ...secretsOfMessages(notify),
  ].filter((secret) => secret !== null && secret !== undefined)
}

function passwordsIn(address: string): string[] {
  const { password, searchParams } = new URL(address)
  return [password, decoded(password), searchParams.get('password')].filter((found) => found !== null)
}

/** A password may hold a percent sign that encodes nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}
