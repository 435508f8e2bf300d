import type { LookupAddress, LookupOptions } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { addressKind, hostKind } from './address-kind.ts'

/** How long a host may keep silent, and how long an answer may take as a whole: slow portals have large scans. */
const LIMITS = { silentMs: 60_000, wholeMs: 15 * 60_000 }
const PAGE_LIMIT = 30 * 1024 * 1024
const FILE_LIMIT = 100 * 1024 * 1024

/** The host leads to an address that its portal may not use: this machine or a private network, or, for a sample, anything else. */
export class RefusedAddress extends Error {}
export class TooLarge extends Error {}

type Message = {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}
export type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly bytes: Uint8Array }

export type Sender = {
  /** Sends one request and reads the whole answer; redirects are not followed. */
  readonly send: (url: URL, message: Message, signal: AbortSignal | undefined) => Promise<Reply>
  readonly close: () => void
}

/**
 * Opens connections that are kept between requests, one a host. Every address a name resolves to is checked on the very look-up
 * that the connection uses, so that a name cannot point elsewhere between check and use.
 */
export function openSender(allowed: 'loopback' | 'public', limits = LIMITS): Sender {
  const check = (address: string) => {
    const kind = addressKind(address)
    if (kind !== allowed)
      throw new RefusedAddress(
        allowed === 'public'
          ? `its address ${address} belongs to this machine or a private network`
          : `its address ${address} is not on this machine, and the portal is marked as a sample`,
      )
  }
  const options = {
    keepAlive: true,
    maxSockets: 1,
    lookup: (
      hostname: string,
      options: LookupOptions,
      done: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
    ) => {
      lookup(hostname, { ...options, all: true }).then(
        (addresses) => {
          try {
            for (const { address } of addresses) check(address)
          } catch (error) {
            return done(error as Error, [])
          }
          const [first] = addresses
          return options.all ? done(null, addresses) : done(null, first?.address ?? '', first?.family)
        },
        (error: NodeJS.ErrnoException) => done(error, []),
      )
    },
  }
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) }

  // A connection kept from the last request may have been closed at the other end in the meantime: the host has not seen the request.
  const stale = new WeakSet<Error>()

  const attempt = (url: URL, message: Message, signal: AbortSignal | undefined): Promise<Reply> => {
    const own = hostKind(url.hostname)
    if (own !== null && /^[\d.]+$|:/.test(url.hostname)) check(url.hostname.replace(/^\[|\]$/g, ''))
    const secure = url.protocol === 'https:'
    return new Promise((resolve, reject) => {
      const started = Date.now()
      let slow: Error | null = null
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: message.method,
        headers: message.headers,
        agent: secure ? agents['https:'] : agents['http:'],
        signal,
      })
      const giveUp = (reason: string) => {
        slow = new Error(reason)
        request.destroy(slow)
      }
      const silence = setTimeout(() => giveUp(`no answer for ${limits.silentMs / 1_000} s`), limits.silentMs)
      const heard = () => {
        silence.refresh()
        if (Date.now() - started > limits.wholeMs) giveUp(`no complete answer within ${limits.wholeMs / 1_000} s`)
      }
      const failed = (error: Error) => {
        clearTimeout(silence)
        reject(slow ?? error)
      }
      let isAnswered = false
      request.on('error', (error: NodeJS.ErrnoException) => {
        const isClosed = error.code === 'ECONNRESET' || error.code === 'EPIPE'
        if (isClosed && request.reusedSocket && !isAnswered) stale.add(error)
        failed(error)
      })
      request.on('response', (response) => {
        isAnswered = true
        heard()
        readBody(response, heard).then((bytes) => {
          clearTimeout(silence)
          resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes })
        }, failed)
      })
      request.end(message.body ?? undefined)
    })
  }

  return {
    send: async (url, message, signal) => {
      try {
        return await attempt(url, message, signal)
      } catch (error) {
        if (message.method === 'GET' && stale.has(error as Error)) return attempt(url, message, signal)
        throw error
      }
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

async function readBody(response: IncomingMessage, heard: () => void): Promise<Uint8Array> {
  const limit = /html|text\/|json|xml/i.test(response.headers['content-type'] ?? '') ? PAGE_LIMIT : FILE_LIMIT
  const tooLarge = () => new TooLarge(`larger than ${limit / 1024 / 1024} MB`)
  const chunks: Buffer[] = []
  let size = 0
  if (Number(response.headers['content-length']) > limit) {
    response.destroy()
    throw tooLarge()
  }
  for await (const chunk of response as AsyncIterable<Buffer>) {
    heard()
    chunks.push(chunk)
    size += chunk.length
    if (size > limit) throw tooLarge()
  }
  if (!response.complete) throw new Error('the connection was closed in the middle of the answer')
  return decompress(Buffer.concat(chunks), response.headers['content-encoding'] ?? '', limit, tooLarge)
}

/** Servers label plain bytes as compressed, and compress without being asked: the bytes decide. */
async function decompress(bytes: Buffer, encoding: string, limit: number, tooLarge: () => Error): Promise<Uint8Array> {
  const bounded = { maxOutputLength: limit }
  try {
    if (/gzip/i.test(encoding)) return bytes[0] === 0x1f && bytes[1] === 0x8b ? await promisify(gunzip)(bytes, bounded) : bytes
    if (/br/i.test(encoding)) return await promisify(brotliDecompress)(bytes, bounded)
    if (/deflate/i.test(encoding)) return await promisify((bytes[0] ?? 0) % 16 === 8 ? inflate : inflateRaw)(bytes, bounded)
    return bytes
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new Error(`the answer cannot be decompressed (${(error as Error).message})`, { cause: error })
  }
}
