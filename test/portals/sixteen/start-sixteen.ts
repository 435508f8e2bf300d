import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer, type ServerOptions } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { answer, type Routes } from '../../crawlers/serve.ts'
import { FAULTS, type Fault, withFault } from '../hosts/faults.ts'
import { type Addresses, HOST_NAMES, type HostName, movedHost, strangeRoutes, type WorldHost, worldHosts } from './hosts.ts'
import { worldPortals } from './portals-yaml.ts'

/** What can go wrong with a host of the world: with its answers, or below them. */
export type WorldFault = Fault | (typeof WIRE_FAULTS)[number]
/** `drip`: a byte a second. `hijack`: every address leads to the mirror. TLS counts for hosts with https addresses. */
const WIRE_FAULTS = ['drip', 'hijack', 'tls-old', 'tls-expired'] as const

export function isWorldFault(name: string): name is WorldFault {
  return ([...FAULTS, ...WIRE_FAULTS] as readonly string[]).includes(name)
}

/** One request as the host saw it; moments in milliseconds since the epoch, `endedAt` null while it is answered. */
export type LoggedRequest = {
  readonly host: HostName
  readonly startedAt: number
  endedAt: number | null
  readonly method: string
  readonly path: string
  readonly status: () => number
}

export type World = {
  readonly hosts: readonly WorldHost[]
  readonly addresses: Addresses
  /** The portals file that registers them. */
  readonly portalsYaml: string
  /** The same for the one host that moved, at its new address. */
  readonly movedYaml: string
  readonly log: LoggedRequest[]
  /** Puts a host in trouble, or out of it. Connections that are open are cut. */
  readonly setFault: (host: HostName, fault: WorldFault | null) => void
  /** The reports of `gaoxin` are put right where they stand. */
  readonly correct: () => void
  readonly close: () => Promise<void>
}

/** Hosts whose addresses are https. */
export const HTTPS_HOSTS: readonly HostName[] = ['openness', 'vsb']
const DRIP_MS = 1_000

type Options = {
  /** The hosts listen at this port of 127.0.0.1 and those after it; 0: at any free ones. */
  readonly basePort?: number
  /** Seconds between two requests to a host. */
  readonly pace?: number
  readonly faults?: Readonly<Partial<Record<HostName, WorldFault>>>
  readonly onRequest?: (request: LoggedRequest) => void
}

/** Serves all hosts of the world on loopback, each at a port of its own that speaks HTTP and TLS. The same bytes each time. */
export async function startSixteen({ basePort = 0, pace = 0.05, faults = {}, onRequest }: Options = {}): Promise<World> {
  const log: LoggedRequest[] = []
  const served = new Map<HostName, Routes>()
  const troubled = new Map(Object.entries(faults) as [HostName, WorldFault][])
  const fronts = HOST_NAMES.map((name) =>
    openFront(
      () => troubled.get(name) ?? null,
      (request, response) => {
        const fault = troubled.get(name) ?? null
        const entry: LoggedRequest = {
          host: name,
          startedAt: Date.now(),
          endedAt: null,
          method: request.method ?? '',
          path: request.url ?? '/',
          status: () => response.statusCode,
        }
        log.push(entry)
        response.on('close', () => {
          entry.endedAt = Date.now()
          onRequest?.(entry)
        })
        const isRobots = request.url === '/robots.txt'
        if (fault === 'drip' && !isRobots) return drip(response)
        const hijacked = `http://${addresses.mirror}${request.url}`
        if (fault === 'hijack' && !isRobots) return void response.writeHead(302, { location: hijacked }).end()
        const routes = served.get(name) ?? {}
        answer(request, response, isAnswerFault(fault) ? withFault(routes, fault) : routes).catch((error) =>
          response.destroy(error),
        )
      },
    ),
  )
  const ports = await Promise.all(fronts.map((front, n) => listen(front.server, basePort === 0 ? 0 : basePort + n)))
  const addresses = Object.fromEntries(HOST_NAMES.map((name, n) => [name, `127.0.0.1:${ports[n]}`])) as Addresses
  const serveHosts = (hosts: readonly WorldHost[]) => {
    for (const { name, routes } of hosts) served.set(name, routes)
  }
  const hosts = worldHosts(addresses)
  serveHosts(hosts)
  for (const [name, routes] of Object.entries(strangeRoutes(addresses))) served.set(name as HostName, routes)
  return {
    hosts,
    addresses,
    portalsYaml: worldPortals(hosts, addresses, { pace, https: HTTPS_HOSTS }),
    movedYaml: worldPortals([movedHost()], addresses, { pace, https: [] }),
    log,
    setFault: (host, fault) => {
      if (fault === null) troubled.delete(host)
      else troubled.set(host, fault)
      fronts[HOST_NAMES.indexOf(host)]?.cut()
    },
    correct: () => serveHosts(worldHosts(addresses, { corrected: true }).filter(({ name }) => name === 'gaoxin')),
    close: async () => {
      await Promise.all(fronts.map((front) => front.close()))
    },
  }
}

function isAnswerFault(fault: WorldFault | null): fault is Fault {
  return (FAULTS as readonly (string | null)[]).includes(fault)
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  const timer = setInterval(() => response.write(' '), DRIP_MS)
  response.on('close', () => clearInterval(timer))
}

const pem = (name: string) => readFileSync(join(import.meta.dirname, '../../fixtures/tls', `${name}.pem`), 'utf8')
const certified = (name: string): ServerOptions => ({ key: pem(name), cert: pem(name) })
const OLD: ServerOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }

type Front = { readonly server: Server; readonly cut: () => void; readonly close: () => Promise<void> }

/** A port at which the first byte tells whether a connection speaks TLS; what its TLS is worth is told by the fault. */
function openFront(
  faultNow: () => WorldFault | null,
  answerTo: (request: IncomingMessage, response: ServerResponse) => void,
): Front {
  const plain = createHttpServer(answerTo)
  const [valid, old, expired] = [certified('valid'), { ...certified('valid'), ...OLD }, certified('expired')].map((options) =>
    createHttpsServer(options, answerTo),
  )
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null
      if (first === null) return
      socket.unshift(first)
      const fault = faultNow()
      const secure = fault === 'tls-old' ? old : fault === 'tls-expired' ? expired : valid
      ;(first[0] === 0x16 ? secure! : plain).emit('connection', socket)
    })
  })
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    server,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        cut()
      }),
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
