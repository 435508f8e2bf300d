import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HostName } from './district/authorities.ts'
import type { Night } from './district/sample-report.ts'
import { samplePortalsYaml } from './portals-yaml.ts'
import type { Resource, Site } from './site.ts'
import { sampleSites } from './sites.ts'

/** One request that a sample host has read, with its answer. */
export type LoggedRequest = {
  /** When it came, ms since 1970. */
  readonly at: number
  /** When its answer was on its way or its connection was broken; null while it waits. */
  endedAt: number | null
  readonly host: string
  readonly method: string
  readonly url: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

export type SamplePortals = {
  /** The portals file that names these hosts with their actual ports. */
  readonly portalsYaml: string
  readonly log: readonly LoggedRequest[]
  close(): Promise<void>
}

const HOSTS: readonly HostName[] = ['main', 'gongkai', 'townships']

/**
 * Serves the three hosts of the sample district on 127.0.0.1, at `basePort` and the two ports after it (0: any free ports).
 * A night always has the same bytes; night 2 differs by one corrected and one added report. `answerAfterMs`: how long each answer takes.
 */
export async function startSamplePortals({
  basePort,
  night,
  answerAfterMs = 0,
}: {
  basePort: number
  night: Night
  answerAfterMs?: number
}): Promise<SamplePortals> {
  const sites = sampleSites(night)
  const log: LoggedRequest[] = []
  const servers = HOSTS.map((name) =>
    createServer((request, response) => answer(sites[name], request, response, { log, answerAfterMs })),
  )
  const close = async () => {
    await Promise.all(servers.map(stop))
  }
  try {
    const ports = await Promise.all(servers.map((server, index) => listen(server, basePort === 0 ? 0 : basePort + index)))
    const hosts = Object.fromEntries(HOSTS.map((name, index) => [name, `127.0.0.1:${ports[index]}`])) as Record<HostName, string>
    return { portalsYaml: samplePortalsYaml(hosts), log, close }
  } catch (error) {
    await close()
    throw error
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new Error(
          `The sample portals cannot use port ${port} of 127.0.0.1. Stop the program that uses it, or choose another port.`,
          {
            cause,
          },
        ),
      )
    })
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve()
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function answer(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  { log, answerAfterMs }: { readonly log: LoggedRequest[]; readonly answerAfterMs: number },
): void {
  const url = request.url ?? '/'
  const found = site.get(decodedPath(url))
  const status = found ? (isUnchanged(found, request) ? 304 : 200) : 404
  const logged: LoggedRequest = {
    at: Date.now(),
    endedAt: null,
    host: request.headers.host ?? '',
    method: request.method ?? '',
    url,
    status,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
  }
  log.push(logged)
  response.once('close', () => {
    logged.endedAt ??= Date.now()
  })
  const send = () => {
    logged.endedAt ??= Date.now()
    response.writeHead(status, found ? headersOf(found) : { 'content-type': 'text/html; charset=utf-8' })
    if (request.method === 'HEAD' || status === 304) response.end()
    else response.end(found ? found.body : '<!DOCTYPE html><title>404</title><p>您访问的页面不存在。</p>')
  }
  if (answerAfterMs === 0) send()
  else setTimeout(send, answerAfterMs)
}

function decodedPath(url: string): string {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}

function headersOf({ body, contentType, lastModified, saveAs }: Resource): Record<string, string> {
  return {
    'content-type': contentType,
    etag: etagOf(body),
    'cache-control': 'no-cache',
    ...(lastModified === null ? {} : { 'last-modified': new Date(lastModified).toUTCString() }),
    ...(saveAs === undefined ? {} : { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(saveAs)}` }),
  }
}

function etagOf(body: Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('hex').slice(0, 20)}"`
}

/** A tag decides alone; the time counts only where no tag is given. */
function isUnchanged({ body, lastModified }: Resource, { headers }: IncomingMessage): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) return tags.split(',').some((tag) => tag.trim() === etagOf(body))
  const since = headers['if-modified-since']
  return since !== undefined && lastModified !== null && Date.parse(lastModified) <= Date.parse(since)
}
