import { serve } from '@hono/node-server'
import { isLoopback } from '../model/loopback.ts'
import type { ReviewApp } from './app.ts'

type ServeOptions = { readonly app: ReviewApp; readonly host: string; readonly port: number }

/**
 * Serves the review pages until closed; port 0 takes any free one. What is meant for this machine is not served to others.
 * @throws Error when the address may not or cannot be listened on; the message says what to do.
 */
export async function serveReview({ app, host, port }: ServeOptions): Promise<{ url: string; close(): Promise<void> }> {
  if (!isLoopback(host) && app.isForThisMachine)
    throw new Error(`The review pages would be open to everyone who reaches ${host} as long as nobody has an account.`)
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (info) => {
      server.off('error', failed)
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${info.port}`,
        close: () =>
          new Promise((closed, wrong) => {
            server.close((error) => (error ? wrong(error) : closed()))
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
    const failed = (cause: NodeJS.ErrnoException) =>
      reject(
        new Error(
          cause.code === 'EADDRINUSE'
            ? `Port ${port} on ${host} is taken by another program. Stop it, or set GOUJI_PORT to a free port.`
            : `The review pages cannot be served on ${host}:${port}: ${cause.message}. Check GOUJI_HOST and GOUJI_PORT.`,
          { cause },
        ),
      )
    server.once('error', failed)
  })
}
