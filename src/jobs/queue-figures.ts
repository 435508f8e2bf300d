import { QUEUE_NAMES, type QueueName } from './queue-names.ts'
import type { Queues } from './queues.ts'

export type QueueFigures = {
  readonly name: QueueName
  readonly waiting: number
  readonly active: number
  /** Put off on purpose: retries, messages, the tick of the schedule. */
  readonly delayed: number
  /** Milliseconds since the job that waits longest was queued; null where none waits. */
  readonly oldestMs: number | null
}

/** How much waits in each queue. One queue after the other, so that a look takes one connection at a time. */
export async function queueFigures(queues: Queues, now: number): Promise<QueueFigures[]> {
  const figures: QueueFigures[] = []
  for (const name of QUEUE_NAMES) {
    const queue = queues.of(name)
    const counts = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed')
    const waiting = (counts['waiting'] ?? 0) + (counts['prioritized'] ?? 0)
    const [oldest] = waiting === 0 ? [] : await queue.getJobs(['waiting', 'prioritized'], 0, 0, true)
    figures.push({
      name,
      waiting,
      active: counts['active'] ?? 0,
      delayed: counts['delayed'] ?? 0,
      oldestMs: oldest ? Math.max(now - oldest.timestamp, 0) : null,
    })
  }
  return figures
}
