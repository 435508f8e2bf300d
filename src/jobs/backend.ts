import { createPostgresBackend, createRedisBackend, type Processor, type Queue, type Worker, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import { installationOf } from '../../db/installation.ts'
import { sessionProblem } from '../../db/session.ts'
import { SetupError } from '../model/setup-error.ts'

/** Where the queues live. Everything above this type is the same on Redis and on PostgreSQL. */
export type Backend = {
  readonly kind: 'redis' | 'postgres'
  readonly openQueue: (name: string) => Queue
  readonly openWorker: (name: string, processor: Processor, options: { concurrency: number }) => Worker
}

/** The queues' own schema in PostgreSQL, and the beginning of their keys in Redis. */
const NAMESPACE = 'gouji_queue'

// How long the work of a process that died waits for another one; longer than any step keeps the event loop busy.
const LOCK_MS = 30_000
const STALLED_CHECK_MS = 10_000
// A job is handed out again after its process died. More often than this it never is: `createWorkers` records it as a failure before.
const DEATHS_ALLOWED = 20

/**
 * Queues on Redis (or Valkey) when there is a `redisUrl`, else in the PostgreSQL of `databaseUrl`. Installations that share a Redis have keys of
 * their own, by their databases.
 * Tries the connection first, so that a wrong address is one clear message instead of endless retries.
 * @throws SetupError
 */
export async function createBackend(urls: { redisUrl: string | null; databaseUrl: string }): Promise<Backend> {
  return urls.redisUrl === null ? await onPostgres(urls.databaseUrl) : await onRedis(urls.redisUrl, urls.databaseUrl)
}

const worker = { lockDuration: LOCK_MS, stalledInterval: STALLED_CHECK_MS, maxStalledCount: DEATHS_ALLOWED } as const

async function onRedis(url: string, databaseUrl: string): Promise<Backend> {
  await assertRedisAnswers(url)
  const prefix = `${NAMESPACE}_${await installationOf(databaseUrl)}`
  const { Queue, Worker } = withBackend(createRedisBackend)
  const connection = { url }
  return {
    kind: 'redis',
    openQueue: (name) => new Queue(name, { connection, prefix }) as unknown as Queue,
    openWorker: (name, processor, options) =>
      new Worker(name, processor, { ...worker, ...options, connection, prefix }) as unknown as Worker,
  }
}

/** Most connections of a worker of one queue, opened as they are needed: with two, its jobs wait for each other at the end of each. */
const WORKER_CONNECTIONS = 8

async function onPostgres(connectionString: string): Promise<Backend> {
  const { Queue, Worker } = withBackend(createPostgresBackend)
  await assertSessions(connectionString)
  // A config object, not a pool: the backend then opens its own connection for LISTEN, beside those for queries.
  const connection = { connectionString, schema: NAMESPACE, migrate: true, max: 2 }
  const probe = new Queue('probe', { connection })
  try {
    await probe.waitUntilReady()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : cause.name) : String(cause)
    const pooler = /startup parameter/.test(reason) ? ` ${NEEDS_SESSION}` : ''
    throw new SetupError(`the queues could not be set up in PostgreSQL at DATABASE_URL: ${reason}.${pooler}`, { cause })
  } finally {
    await probe.close()
  }
  return {
    kind: 'postgres',
    openQueue: (name) => new Queue(name, { connection }) as unknown as Queue,
    openWorker: (name, processor, options) =>
      new Worker(name, processor, {
        ...worker,
        ...options,
        connection: { ...connection, max: Math.min(Math.max(2, options.concurrency), WORKER_CONNECTIONS) },
      }) as unknown as Worker,
  }
}

const NEEDS_SESSION =
  'Queues in PostgreSQL need sessions: give the address of the server itself in GOUJI_QUEUE_DATABASE_URL, or keep the queues in Redis (REDIS_URL).'

async function assertSessions(url: string): Promise<void> {
  const problem = await sessionProblem(url).catch((cause: Error & { code?: string }) => {
    throw new SetupError(`the queues could not be set up in PostgreSQL at DATABASE_URL: ${cause.message || cause.code}`, {
      cause,
    })
  })
  if (problem !== null) throw new SetupError(`DATABASE_URL: ${problem}. ${NEEDS_SESSION}`)
}

async function assertRedisAnswers(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5_000, maxRetriesPerRequest: 0 })
  let lastError: Error | null = null
  client.on('error', (error) => {
    lastError = error
  })
  try {
    await client.connect()
    await client.ping()
  } catch (cause) {
    const reason = (lastError ?? (cause as Error)).message
    if (/WRONGPASS|NOAUTH/.test(reason))
      throw new SetupError(`REDIS_URL: the Redis at ${withoutPassword(url)} does not let us in. Check user and password.`, {
        cause,
      })
    if (/certificate|altname/i.test(reason))
      throw new SetupError(
        `REDIS_URL: the certificate of ${withoutPassword(url)} is not trusted: ${reason}. Name your own authority's file in NODE_EXTRA_CA_CERTS, or correct the host name.`,
        { cause },
      )
    throw new SetupError(
      `no Redis answers at REDIS_URL (${withoutPassword(url)}): ${reason}. Start it, correct REDIS_URL, or remove it to keep the queues in PostgreSQL.`,
      { cause },
    )
  } finally {
    client.disconnect()
  }
}

function withoutPassword(url: string): string {
  const parsed = new URL(url)
  parsed.password = ''
  return parsed.href
}
