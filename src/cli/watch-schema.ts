import type { Db } from '../../db/connect.ts'
import { SchemaTooNew, schemaState } from '../../db/migrate.ts'
import type { JobContext } from '../jobs/context.ts'

const EVERY_MS = 30_000

type Watch = {
  /** Aborts when a newer version has migrated the database. */
  readonly outgrown: AbortSignal
  readonly close: () => Promise<void>
}

/**
 * Looks now and then whether the database still has the schema of this version: a process that goes on with rows of another form would
 * fail oddly, or write them wrongly. It ends in order then, with status 2 and a sentence that says why.
 */
export function watchSchema({ db, log }: Pick<JobContext, 'db' | 'log'>, everyMs = EVERY_MS): Watch {
  const outgrown = new AbortController()
  let last = Promise.resolve()
  const timer = setInterval(() => {
    last = tooNew(db).then(
      (error) => {
        if (error === null || outgrown.signal.aborted) return
        process.stderr.write(`gouji: ${error.message} This process stops.\n`)
        process.exitCode = 2
        outgrown.abort(error)
      },
      (err: Error) => log.warn({ err }, 'the schema of the database could not be looked at'),
    )
  }, everyMs)
  return {
    outgrown: outgrown.signal,
    close: async () => {
      clearInterval(timer)
      await last
    },
  }
}

/** Whether the database has the schema of another version, newer or older: errors of work say nothing of the work then. */
export async function hasOtherSchema(db: Db): Promise<boolean> {
  const { unknown, pending } = await schemaState(db)
  return unknown.length > 0 || pending.length > 0
}

async function tooNew(db: Db): Promise<SchemaTooNew | null> {
  const { unknown } = await schemaState(db)
  return unknown.length > 0 ? new SchemaTooNew(unknown) : null
}
