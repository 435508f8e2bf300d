import { isUtf8 } from 'node:buffer'
import type { Exchange, Header } from '../model/crawl.ts'
import type { Attempt } from './ladder.ts'

/** What was sent, as far as it was ours to say; Node adds how the connection is kept. */
type Sent = {
  readonly url: URL
  readonly at: Date
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}

const COOKIES = /^(?:set-)?cookie2?$/i

/** What is kept of one message and its answer as evidence. */
export function exchangeOf({ url, at, method, headers, body }: Sent, { reply, failure }: Attempt): Exchange {
  return {
    url: url.href,
    at: at.toISOString(),
    method,
    sent: [['Host', url.host], ...withoutCookies(Object.entries(headers))],
    body: body === null ? null : textOf(body),
    answer: reply && {
      status: reply.status,
      statusLine: reply.statusLine,
      headers: withoutCookies(reply.headerLines),
      tls: reply.tls,
      address: reply.address,
    },
    error: failure?.message ?? null,
  }
}

function withoutCookies(headers: readonly Header[]): Header[] {
  return headers.filter(([name]) => !COOKIES.test(name))
}

/** PostgreSQL holds no text with a zero in it. */
function textOf(bytes: Uint8Array): string | null {
  return isUtf8(bytes) && !bytes.includes(0) ? Buffer.from(bytes).toString('utf8') : null
}
