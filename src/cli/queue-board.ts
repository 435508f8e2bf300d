import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { HonoAdapter } from '@bull-board/hono'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { QUEUE_NAMES } from '../jobs/queue-names.ts'
import type { Queues } from '../jobs/queues.ts'

const ICON = '/assets/icon.svg'

/** BullMQ's dashboard of our queues at `path`. Only to be looked at: what is to be done follows from the rows, not from the queues. */
export function createQueueBoard(queues: Queues, path: string): Hono {
  const adapter = new HonoAdapter(serveStatic)
  adapter.setBasePath(path)
  createBullBoard({
    queues: QUEUE_NAMES.map((name) => new BullMQAdapter(queues.of(name), { readOnlyMode: true })),
    serverAdapter: adapter,
    options: {
      uiConfig: { boardTitle: '勾稽 Gouji', locale: { lng: 'zh-CN' }, favIcon: { default: ICON, alternative: ICON } },
    },
  })
  return new Hono().route(path, adapter.registerPlugin() as unknown as Hono)
}
