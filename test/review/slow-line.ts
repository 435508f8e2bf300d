import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** A page comes in so many pieces, with time between two for the browser to paint what it has. */
const PIECES = 10
const BETWEEN_MS = 35

export type SlowLine = { readonly url: string; readonly close: () => Promise<void> }

/** A line to `home` over which each page comes piece by piece; what is no page comes at once, and only GET is passed on. */
export async function openSlowLine(home: string): Promise<SlowLine> {
  const server = createServer(async (request, response) => {
    const { host: _, connection: __, 'accept-encoding': ___, ...headers } = request.headers as Record<string, string>
    const answer = await fetch(home + request.url, { headers, redirect: 'manual' })
    const body = Buffer.from(await answer.arrayBuffer())
    response.writeHead(answer.status, [...answer.headers].filter(([name]) => !HOP_HEADERS.has(name)).flat())
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false
    const length = isPage ? Math.ceil(body.length / PIECES) : body.length
    for (let from = 0; from < body.length; from += length) {
      if (from > 0) await wait(BETWEEN_MS)
      response.write(body.subarray(from, from + length))
    }
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** What is between two ends of one connection and not passed on. */
const HOP_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length'])
