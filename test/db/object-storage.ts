import dns from 'node:dns'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'
import type { Bucket } from '../../src/model/bucket.ts'

/** A domain whose names lead to this machine, once `nameHere` has been called. */
const NAMED_HERE = 'storage.test'

export type TestStorage = {
  /** A bucket that is there, and the only key that opens it. */
  readonly bucket: Bucket
  /** The same under a host name of its own, with the bucket before it. */
  readonly named: Bucket
  /** The file in which the server keeps the bytes of an object. */
  readonly fileOf: (key: string) => string
  readonly close: () => Promise<void>
}

/**
 * A real server of the S3 API on this machine, which verifies signatures; its objects are in a temporary folder. `lenient`: known keys may sign
 * anything, since this server computes other signatures than the S3 API for requests with the bucket before the host.
 */
export async function openTestStorage({ lenient = false } = {}): Promise<TestStorage> {
  const directory = await mkdtemp(join(tmpdir(), 'gouji-s3-'))
  const server = new S3rver({
    directory,
    address: '127.0.0.1',
    port: 0,
    silent: true,
    serviceEndpoint: NAMED_HERE,
    allowMismatchedSignatures: lenient,
    configureBuckets: [{ name: 'evidence' }],
  })
  const { port } = await server.run()
  const bucket: Bucket = {
    name: 'evidence',
    prefix: 'night/snapshots',
    endpoint: `http://127.0.0.1:${port}`,
    region: 'cn-east-1',
    addressing: 'path',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    sessionToken: null,
  }
  return {
    bucket,
    named: { ...bucket, addressing: 'host', endpoint: `http://s3.${NAMED_HERE}:${port}` },
    fileOf: (key) => join(directory, 'evidence', `${key}._S3rver_object`),
    close: async () => {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export type Interruption = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * A server in front of a storage: `interrupt` answers a request itself and returns true, or lets it pass. What passes goes on with the host name
 * that was signed.
 */
export async function openFrontOf(
  storage: TestStorage,
  interrupt: Interruption,
): Promise<{ endpoint: string; close: () => Promise<void> }> {
  const behind = new URL(storage.bucket.endpoint ?? '')
  const server = createServer((asked, answer) => {
    if (interrupt(asked, answer)) return
    const { method, url, headers } = asked
    const passed = request({ host: behind.hostname, port: behind.port, method, path: url, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers)
      got.pipe(answer)
    })
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Stands in for a name server: names of the test domain lead to this machine. Returns how to end it. */
export function nameHere(): () => void {
  const { lookup } = dns
  const changed = (name: string, ...rest: unknown[]) =>
    (lookup as (...args: unknown[]) => void)(name.endsWith(`.${NAMED_HERE}`) ? '127.0.0.1' : name, ...rest)
  dns.lookup = Object.assign(changed, { __promisify__: lookup.__promisify__ })
  return () => {
    dns.lookup = lookup
  }
}
