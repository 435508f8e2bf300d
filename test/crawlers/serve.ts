import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { CrawlIo, FetchRecord } from '../../src/model/crawl.ts'
import type { Portal, RegisteredAuthority, Registry } from '../../src/model/portal.ts'
import { sha256Of } from '../../src/model/sha256.ts'

type Answer = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly afterMs?: number
}
export type Routes = Record<
  string,
  string | Uint8Array | Answer | ((request: IncomingMessage) => Answer | string | Promise<Answer | string>)
>

export type Site = {
  readonly host: string
  readonly url: (path: string) => string
  readonly routes: Routes
  readonly log: {
    readonly at: number
    readonly method: string
    readonly path: string
    readonly status: number
    readonly headers: IncomingMessage['headers']
  }[]
  readonly asked: (path: string) => number
  readonly close: () => Promise<void>
}

/** A small portal on loopback: paths to answers, with ETag and conditional requests, and a log. */
export async function serve(routes: Routes): Promise<Site> {
  const log: Site['log'] = []
  const server = createServer((request, response) => {
    const at = Date.now()
    answer(request, response, routes).then(
      (status) => log.push({ at, method: request.method ?? '', path: request.url ?? '', status, headers: request.headers }),
      (error) => response.destroy(error),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: (path) => `http://${host}${path}`,
    routes,
    log,
    asked: (path) => log.filter((line) => line.path === path).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Answers a request from routes, with an ETag and conditionally, and gives the status. */
export async function answer(request: IncomingMessage, response: ServerResponse, routes: Routes): Promise<number> {
  const path = request.url ?? '/'
  const found = routes[path] ?? routes[path.replace(/\?.*$/, '')] ?? { status: 404, body: '<html><title>404</title></html>' }
  const given = typeof found === 'function' ? await found(request) : found
  const {
    status = 200,
    headers = {},
    body = '',
    afterMs = 0,
  } = typeof given === 'string' || given instanceof Uint8Array ? { body: given } : given
  await delay(afterMs)
  const bytes = Buffer.from(body)
  const etag = `"${createHash('sha1').update(bytes).digest('hex')}"`
  const isUnchanged = status === 200 && request.headers['if-none-match'] === etag
  const type = path.endsWith('.js')
    ? 'application/javascript'
    : path.endsWith('.json')
      ? 'application/json'
      : 'text/html; charset=utf-8'
  response.writeHead(isUnchanged ? 304 : status, { 'content-type': type, ...(status === 200 ? { etag } : {}), ...headers })
  response.end(isUnchanged ? undefined : bytes)
  return isUnchanged ? 304 : status
}

/** What a POST sends. */
export async function sentWith(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** What a database would remember between two nights. */
export function memoryIo(): CrawlIo & { readonly records: FetchRecord[]; readonly snapshots: Map<string, Uint8Array> } {
  const records: FetchRecord[] = []
  const snapshots = new Map<string, Uint8Array>()
  return {
    records,
    snapshots,
    known: async (url) => {
      const last = records.findLast(
        ({ url: asked, sha256, outcome }) => asked === url && sha256 !== null && (outcome === 'ok' || outcome === 'unchanged'),
      )
      const sha256 = last?.sha256 ?? null
      if (!last || sha256 === null) return null
      const { etag, lastModified, finalUrl, fetchedAt } = last
      return { etag, lastModified, sha256, finalUrl, fetchedAt: new Date(fetchedAt) }
    },
    load: async (sha256) => {
      const bytes = snapshots.get(sha256)
      if (!bytes) throw new Error(`no snapshot ${sha256}`)
      return bytes
    },
    saveSnapshot: async (bytes) => {
      const sha256 = sha256Of(bytes)
      snapshots.set(sha256, Uint8Array.from(bytes))
      return sha256
    },
    recordFetch: async (record) => {
      records.push(record)
    },
  }
}

const authority = (id: string, name: string, aliases: readonly string[] = []): RegisteredAuthority => ({
  id,
  district: 'd',
  name,
  kind: 'gov_department',
  aliases,
  since: null,
  level: null,
  formerNames: [],
  until: null,
  successor: null,
  submitted: {},
  exempt: {},
})

export const AUTHORITIES = [
  authority('gov', '示例区人民政府'),
  authority('office', '示例区人民政府办公室', ['区政府办']),
  authority('finance', '示例区财政局', ['财政局']),
  authority('education', '示例区教育局'),
  authority('town', '柳河镇人民政府'),
]

export function portalOf(
  site: Site,
  columns: Portal['columns'],
  more: Partial<Portal> = {},
): { portal: Portal; registry: Registry } {
  const portal: Portal = {
    id: 'p',
    name: '示例区门户',
    district: 'd',
    host: site.host,
    otherHosts: [],
    family: null,
    pace: 0,
    sample: true,
    columns,
    ...more,
  }
  const registry = {
    districts: [{ id: 'd', name: '示例区', deadlines: [], holidays: [], rules: {}, years: [2023, 2024, 2025] }],
    authorities: AUTHORITIES,
    portals: [portal],
  }
  return { portal, registry }
}

/** A report's page; long enough to hold one unless `body` says otherwise. */
export function articlePage(
  title: string,
  body = `<p>${'本报告依照《中华人民共和国政府信息公开条例》编制。'.repeat(40)}</p>`,
): string {
  return `<html><head><title>${title}</title><meta name="ArticleTitle" content="${title}"></head>
<body><h1>${title}</h1><div class="TRS_Editor">${body}</div></body></html>`
}

export function listPage(rows: readonly (readonly [href: string, title: string, date: string])[], after = ''): string {
  return `<html><body><ul class="menu"><li><a href="/zfxxgk/zn/">指南</a></li><li><a href="/zfxxgk/nb/">政府信息公开年报</a></li></ul>
<ul class="list">${rows.map(([href, title, date]) => `<li><a href="${href}">${title}</a><span>${date}</span></li>`).join('\n')}</ul>${after}</body></html>`
}
