import { serve } from '@hono/node-server'
import { type Config, ConfigError } from '../config.ts'
import type { JobContext } from '../jobs/context.ts'
import { createMetrics } from '../jobs/metrics.ts'
import { isLoopback } from '../model/loopback.ts'
import { createStatusApp } from '../review/status-app.ts'

/** Serves `/healthz`, `/readyz` and `/metrics` of a worker or scheduler where GOUJI_METRICS_PORT is set. @throws ConfigError */
export async function serveStatus(
  { host, metrics }: Pick<Config, 'host' | 'metrics'>,
  { db, queues, log }: Pick<JobContext, 'db' | 'queues' | 'log'>,
): Promise<() => Promise<void>> {
  if (metrics.port === null) return async () => undefined
  if (!isLoopback(host) && metrics.token === null)
    throw new ConfigError(
      `GOUJI_HOST is ${host}, which other machines can reach. Set GOUJI_METRICS_TOKEN, or leave GOUJI_HOST at 127.0.0.1.`,
    )
  const { text } = createMetrics({ db, queues: async () => queues })
  const onError = (err: Error, path: string) => log.error({ err, path }, 'the figures could not be read')
  const app = createStatusApp({ db, metrics: { text, token: metrics.token }, onError })
  return await listen(app.fetch, host, metrics.port)
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], hostname: string, port: number): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, () => {
      server.off('error', failed)
      resolve(
        () =>
          new Promise((closed) => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      )
    })
    const failed = (cause: Error) =>
      reject(new ConfigError(`GOUJI_METRICS_PORT is ${port}, where nothing can be served: ${cause.message}`, { cause }))
    server.once('error', failed)
  })
}
