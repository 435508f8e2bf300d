import { isIP } from 'node:net'
import type { Context } from 'hono'
import { isLoopback } from '../model/loopback.ts'

type Asked = Pick<Context, 'req' | 'env'>

/** The peer of the connection as @hono/node-server hands it over; all requests count as one where there is none. */
function peerOf({ env }: Asked): string {
  const incoming = (env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
  return (incoming?.socket?.remoteAddress ?? '').replace(/^::ffff:/, '')
}

/** Where a request comes from. A proxy on this machine or in a private network is believed about the one before it; both are named then. */
export function clientAddress(c: Asked): string {
  const peer = peerOf(c)
  const forwarded = c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() ?? ''
  return isIP(forwarded) !== 0 && isNear(peer) ? `${forwarded} (${peer || 'proxy'})` : peer
}

/** A request that another machine may have sent through a proxy. */
export function isForwarded({ req }: Asked): boolean {
  return ['X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Forwarded', 'Via'].some((name) => req.header(name) !== undefined)
}

/** Whether the browser reached us by TLS, which a proxy ends. */
export function isOverTls({ req }: Asked): boolean {
  const protocol = req.header('X-Forwarded-Proto')?.split(',').at(-1)?.trim() ?? new URL(req.url).protocol.slice(0, -1)
  return protocol === 'https'
}

function isNear(address: string): boolean {
  return (
    address === '' || isLoopback(address) || /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/i.test(address)
  )
}
