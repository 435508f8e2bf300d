import { type DestinationStream, pino } from 'pino'
import type { Config } from '../config.ts'
import type { Log } from '../jobs/context.ts'
import { hider } from '../model/hide-secrets.ts'
import { secretsOf } from './hide-secrets.ts'

/** Fields whose values no line may hold, whatever is in them. */
const SECRET_FIELDS = ['password', 'pass', 'secret', 'token', 'accessKey', 'authorization', 'Authorization', 'cookie', 'Cookie']

/**
 * Log lines as JSON on stderr, so that stdout holds only what was asked for. Errors are their message; on level debug their stack, too.
 * Each line is rid of the secrets of the settings, wherever they stand in it.
 */
export function openLog(
  config: Parameters<typeof secretsOf>[0] & Pick<Config, 'logLevel'>,
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Log {
  const messages = (error: Error): string =>
    error.cause instanceof Error ? `${error.message}: ${messages(error.cause)}` : error.message
  const err = config.logLevel === 'debug' ? (error: Error) => ({ message: messages(error), stack: error.stack }) : messages
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[hidden]' },
      hooks: { streamWrite: hider(secretsOf(config)) },
    },
    destination,
  )
}
