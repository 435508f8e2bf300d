import type { KnownFetch } from '../model/crawl.ts'
import type { HostWay } from '../model/host-ledger.ts'
import type { Ask } from './fetcher.ts'

/** The headers of a request. Over a certificate that cannot be verified nothing goes beside the plain question: no cookie, no condition. */
export function requestHeaders(of: {
  readonly way: HostWay
  readonly ask: Ask
  readonly known: KnownFetch | null
  readonly userAgent: string
  /** Empty where there is none. */
  readonly cookie: string
}): Record<string, string> {
  const { way, ask, known, userAgent, cookie } = of
  const plain = {
    'user-agent': userAgent,
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-language': 'zh-CN,zh;q=0.9',
    'accept-encoding': 'gzip, deflate, br',
  }
  if (way === 'unverified') return plain
  return {
    ...plain,
    ...(known?.etag ? { 'if-none-match': known.etag } : {}),
    ...(known?.lastModified ? { 'if-modified-since': known.lastModified } : {}),
    ...ask.headers,
    ...(ask.contentType ? { 'content-type': ask.contentType } : {}),
    ...(ask.body ? { 'content-length': String(ask.body.length) } : {}),
    ...(cookie === '' ? {} : { cookie }),
  }
}
