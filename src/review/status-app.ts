import { Hono } from 'hono'
import type { Db } from '../../db/connect.ts'
import type { ReviewDeps } from './app.ts'
import { safeHeaders } from './headers.ts'
import { alive, ready } from './health.ts'
import { metricsPage } from './metrics.ts'
import type { ReviewEnv } from './visitor.ts'

type Deps = {
  readonly db: Db
  readonly metrics: NonNullable<ReviewDeps['metrics']>
  readonly onError: NonNullable<ReviewDeps['onError']>
}

/** What a process without pages tells those who watch it. */
export function createStatusApp({ db, metrics, onError }: Deps): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>()
  app.use(safeHeaders)
  app.get('/healthz', alive)
  app.get('/readyz', ready(db))
  app.get('/metrics', metricsPage(metrics))
  app.onError((error, c) => {
    onError(error, c.req.path)
    return c.text('the figures could not be read\n', 503)
  })
  return app
}
