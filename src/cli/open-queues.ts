import type { Config } from '../config.ts'
import { createBackend } from '../jobs/backend.ts'
import type { Log } from '../jobs/context.ts'
import type { OpenQueues } from '../jobs/metrics.ts'
import { createQueues, type Queues } from '../jobs/queues.ts'

/** Where the queues of an installation live: in Redis, or in the database, past a pooler where one stands before it. */
export function placeOfQueues(
  { redisUrl, queueDatabaseUrl }: Pick<Config, 'redisUrl' | 'queueDatabaseUrl'>,
  database: { readonly url: string },
): Parameters<typeof createBackend>[0] {
  return { redisUrl, databaseUrl: queueDatabaseUrl ?? database.url }
}

/**
 * The queues for a process that only looks at them: opened when somebody first asks, and again later where they cannot be reached, so
 * that the review pages do not depend on them.
 */
export function lookAtQueues(
  urls: Parameters<typeof createBackend>[0],
  log: Log,
): { readonly queues: OpenQueues; readonly close: () => Promise<void> } {
  let opening: Promise<Queues | null> | null = null
  const open = () =>
    createBackend(urls).then(
      (backend) => createQueues(backend, log),
      (err: Error) => {
        log.warn({ err }, 'the queues cannot be looked at')
        opening = null
        return null
      },
    )
  return {
    queues: () => {
      opening ??= open()
      return opening
    },
    close: async () => await (await opening)?.close(),
  }
}
