import type { Db } from '../../db/connect.ts'
import type { JobContext } from './context.ts'
import { isPruneDue, prune } from './prune.ts'
import type { JobData } from './queue-names.ts'
import { enqueue } from './queues.ts'
import type { Processor } from './workers.ts'

/** Deletes the bookkeeping that the settings do not keep; what a process that stops leaves is done by the next one. */
export function pruneJob(context: JobContext): Processor<JobData['prune']> {
  return {
    run: async (_, { signal }) => {
      await prune(context, signal)
    },
    // No row waits for it: the log tells, and the end of the next night tries again.
    recordFailure: async () => undefined,
    afterwards: async () => undefined,
  }
}

/** Queues it where the settings let go of anything. It is asked when a run has ended, and in every sweep while none goes on. */
export async function enqueuePrune({
  db,
  queues,
  keep,
}: { readonly db: Db } & Pick<JobContext, 'queues' | 'keep'>): Promise<void> {
  if (await isPruneDue(db, keep)) await enqueue(queues, 'prune', [{}])
}
