import { pino } from 'pino'
import type { Log } from '../jobs/context.ts'

/** Log lines as JSON on stderr, so that stdout holds only what was asked for. Errors are their message; on level debug their stack, too. */
export function openLog(level: string): Log {
  const messages = (error: Error): string =>
    error.cause instanceof Error ? `${error.message}: ${messages(error.cause)}` : error.message
  const err = level === 'debug' ? (error: Error) => ({ message: messages(error), stack: error.stack }) : messages
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err } },
    pino.destination({ fd: 2, sync: true }),
  )
}
