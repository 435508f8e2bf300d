import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import * as processes from '../../db/processes.ts'
import { READER_VERSION } from '../extract/version.ts'
import type { JobContext } from '../jobs/context.ts'
import { machineTime } from './keep-time.ts'

const EVERY_MS = 60_000

/** Says once a minute, in the database, that this process lives, for `gouji doctor`; until the returned function is called. */
export async function showAlive(
  { db, log }: Pick<JobContext, 'db' | 'log'>,
  { role, queues }: Pick<processes.OurProcess, 'role' | 'queues'>,
): Promise<() => Promise<void>> {
  const self = { id: randomUUID(), role, queues, machine: hostname(), pid: process.pid, version: READER_VERSION }
  const mark = () =>
    processes
      .markAlive(db, self, machineTime())
      .catch((err: Error) => log.warn({ err }, 'the database could not be told that this process lives'))
  await mark()
  let last = Promise.resolve()
  const timer = setInterval(() => {
    last = mark()
  }, EVERY_MS)
  return async () => {
    clearInterval(timer)
    await last
    await processes.forget(db, self.id)
  }
}
