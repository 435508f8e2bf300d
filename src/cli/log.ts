import { pino } from 'pino'
import type { Log } from '../jobs/context.ts'

/** Log lines as JSON on stderr, so that stdout holds only what was asked for. */
export function openLog(level: string): Log {
  return pino({ level }, pino.destination({ fd: 2, sync: true }))
}
