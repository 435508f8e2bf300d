import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createHttpsServer, type ServerOptions } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { openFetcher } from '../../src/crawlers/fetcher.ts'
import { type Attempt, nextWay, reach } from '../../src/crawlers/ladder.ts'
import { openMemoryLedger } from '../../src/crawlers/memory-ledger.ts'
import type { HostWay, TlsState } from '../../src/model/host-ledger.ts'
import { tellOutcome } from '../nasty.ts'
import { wallRoutes } from '../portals/hosts/wall.ts'
import { outcomesOfColumns } from './outcomes.ts'
import { memoryIo, portalOf, type Site } from './serve.ts'

const pem = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/tls', `${name}.pem`), 'utf8')
const certified = (name: string) => ({ key: pem(name), cert: pem(name) })

const trusted = getCACertificates()
beforeAll(() => setDefaultCACertificates([...trusted, pem('authority')]))
afterAll(() => setDefaultCACertificates(trusted))

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A host of three reports over TLS, as `options` have it; what it was asked is kept. With `plain`, HTTP on the same port as well. */
async function serveTls(options: ServerOptions, { plain = false, refuseTls = false } = {}) {
  const asked: IncomingMessage[] = []
  const routes = wallRoutes()
  const answer =
    (isRefused: boolean): RequestListener =>
    (request, response) => {
      asked.push(request)
      const body = routes[request.url ?? '']
      response.writeHead(isRefused ? 403 : body === undefined ? 404 : 200, {
        'content-type': 'text/html; charset=utf-8',
        'set-cookie': 'session=1; path=/',
      })
      response.end(isRefused ? 'Forbidden' : String(body ?? ''))
    }
  const secure = createHttpsServer(options, answer(refuseTls))
  const open = createHttpServer(answer(false))
  // The first byte tells which of the two a connection speaks.
  const front = createTcpServer((socket) => {
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null
      if (first === null) return
      socket.unshift(first)
      ;(first[0] === 0x16 || !plain ? secure : open).emit('connection', socket)
    })
    socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  closers.push(() => front.close())
  const host = `127.0.0.1:${(front.address() as AddressInfo).port}`
  return { host, asked, url: (path: string) => `https://${host}${path}` }
}

async function crawl(site: Pick<Site, 'host' | 'url'>) {
  const { portal, registry } = portalOf(site as Site, [{ url: site.url('/nb/'), authorities: 'all' }])
  const io = { ...memoryIo(), ledger: openMemoryLedger() }
  const states: (TlsState | null | undefined)[] = []
  const { saveSnapshot } = io
  io.saveSnapshot = (bytes, mediaType, tls) => {
    states.push(tls)
    return saveSnapshot(bytes, mediaType)
  }
  const crawled = await crawlPortal(portal, registry, io, { chromiumPath: null, contact: null })
  return { crawled, io, portal, states: [...new Set(states)] }
}

const OLD: ServerOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }

describe('nasty 52: the ladder, with real servers', () => {
  test.each([
    ['a valid certificate', certified('valid'), 'verified', 'strict'],
    ['TLS 1.0 with a valid certificate', { ...certified('valid'), ...OLD }, 'legacy', 'legacy'],
    ['an expired certificate', certified('expired'), 'unverified', 'unverified'],
    ['a certificate of another host', certified('other-host'), 'unverified', 'unverified'],
    ['TLS 1.0 with an expired certificate', { ...certified('expired'), ...OLD }, 'unverified', 'unverified'],
  ] as const)('nasty 52: %s', async (_name, options, state, way) => {
    const site = await serveTls(options)
    const { crawled, io, states } = await crawl(site)
    expect(crawled.problems).toEqual([])
    expect(crawled.captures).toHaveLength(3)
    expect(states).toEqual([state])
    expect(new Set(io.records.map(({ tls }) => tls))).toEqual(new Set([state]))
    expect((await io.ledger.recall(site.host)).way).toBe(way)
    // The step that works is remembered: one request for each address.
    expect(site.asked).toHaveLength(5)
    tellOutcome('ok', outcomesOfColumns(crawled.readings))
  })

  test('nasty 52: over a certificate that nobody vouches for nothing is sent: no cookie, no condition, no POST', async () => {
    setDefaultCACertificates(trusted)
    try {
      const site = await serveTls(certified('valid'))
      const { io, portal, crawled } = await crawl(site)
      const fetcher = openFetcher(portal, io, { contact: null })
      await fetcher.fetch(site.url('/nb/'), { method: 'GET', body: null, contentType: null, headers: { referer: site.url('/') } })
      const post = { method: 'POST', body: Buffer.from('page=1'), contentType: 'application/x-www-form-urlencoded' }
      expect(await fetcher.fetch(site.url('/nb/'), post)).toMatchObject({ outcome: 'refused-host' })
      fetcher.close()
      expect(site.asked.map(({ method }) => method)).toEqual(site.asked.map(() => 'GET'))
      const sent = new Set(site.asked.flatMap(({ headers }) => Object.keys(headers)))
      expect([...sent].filter((name) => /cookie|referer|if-/.test(name))).toEqual([])
      tellOutcome('ok', outcomesOfColumns(crawled.readings))
    } finally {
      setDefaultCACertificates([...trusted, pem('authority')])
    }
  })

  test('nasty 52: https refused while http is fine', async () => {
    const site = await serveTls(certified('valid'), { plain: true, refuseTls: true })
    const { crawled, io, states } = await crawl(site)
    expect(crawled.problems).toEqual([])
    expect(crawled.captures).toHaveLength(3)
    expect(states).toEqual(['plain'])
    expect((await io.ledger.recall(site.host)).way).toBe('http')
    tellOutcome('ok', outcomesOfColumns(crawled.readings))
  })

  test('nasty 52: http where https is written', async () => {
    const plain = createHttpServer((request, response) => {
      const body = wallRoutes()[request.url ?? '']
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(String(body ?? ''))
    })
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
    closers.push(() => plain.close())
    const host = `127.0.0.1:${(plain.address() as AddressInfo).port}`
    const { crawled, states } = await crawl({ host, url: (path) => `https://${host}${path}` })
    expect(crawled.captures).toHaveLength(3)
    expect(states).toEqual(['plain'])
    tellOutcome('ok', outcomesOfColumns(crawled.readings))
  })
})

describe('the steps of the ladder', () => {
  const failed = (code: string, message = code): Attempt => ({
    reply: null,
    failure: Object.assign(new Error(message), { code }),
  })
  const answered = (status: number, location?: string): Attempt => ({
    failure: null,
    reply: {
      status,
      headers: location === undefined ? {} : { location },
      bytes: new Uint8Array(),
      tls: 'plain',
      statusLine: `HTTP/1.1 ${status} `,
      headerLines: [],
      address: null,
    },
  })
  const https = new URL('https://www.example.gov.cn/nb/')

  test.each([
    ['no RFC 5746', 'strict', failed('EPROTO', 'unsafe legacy renegotiation disabled'), 'legacy'],
    ['a point that is not on the curve', 'strict', failed('ERR_SSL_BAD_ECPOINT'), 'legacy'],
    [
      'lost in the handshake',
      'strict',
      failed('ECONNRESET', 'socket disconnected before secure TLS connection was established'),
      'legacy',
    ],
    ['old and expired', 'legacy', failed('CERT_HAS_EXPIRED'), 'unverified'],
    ['older than old', 'legacy', failed('EPROTO', 'handshake failure'), 'http'],
    ['no TLS there', 'strict', failed('EPROTO', 'wrong version number'), 'http'],
    ['nobody on that port', 'strict', failed('ECONNREFUSED'), 'http'],
    ['refused', 'strict', answered(403), 'http'],
    ['a time-out', 'strict', failed('ETIMEDOUT'), null],
    ['gone', 'strict', answered(404), null],
    ['the last step', 'http', failed('ECONNREFUSED'), null],
  ] as const)('%s', (_name, way: HostWay, attempt, next) => {
    expect(nextWay(way, https, attempt)).toBe(next)
  })

  test('http that only sends back to https is no way: what https said counts', async () => {
    const asked: string[] = []
    const reached = await reach(https, 'strict', true, async (url) => {
      asked.push(url.protocol)
      return url.protocol === 'https:' ? answered(403) : answered(301, https.href)
    })
    expect(asked).toEqual(['https:', 'http:'])
    expect(reached).toMatchObject({ way: 'strict', reply: { status: 403 } })
  })
})
