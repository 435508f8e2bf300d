import type { Handler } from 'hono'
import { sameSecret } from './same-secret.ts'
import type { ReviewEnv } from './visitor.ts'

type Metrics = {
  readonly text: () => Promise<string>
  /** To be given as `Authorization: Bearer …`; null: whoever gets here may read. */
  readonly token: string | null
}

/** What Prometheus reads. It has a token of its own: the officers' key would let the monitoring decide on findings. */
export function metricsPage({ text, token }: Metrics): Handler<ReviewEnv> {
  return async (c) => {
    const given = /^Bearer\s+(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? ''
    if (token !== null && !sameSecret(given, token))
      return c.text('GOUJI_METRICS_TOKEN is needed\n', 401, { 'WWW-Authenticate': 'Bearer' })
    return c.body(await text(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
  }
}
