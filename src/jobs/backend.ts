import { createPostgresBackend, createRedisBackend, type Processor, type Queue, type Worker, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import { SetupError } from '../model/setup-error.ts'

/** Where the queues live. Everything above this type is the same on Redis and on PostgreSQL. */
export type Backend = {
  readonly kind: 'redis' | 'postgres'
  readonly openQueue: (name: string) => Queue
  readonly openWorker: (name: string, processor: Processor, options: { concurrency: number }) => Worker
}

/** The queues' own schema in PostgreSQL, and the prefix of their keys in Redis. */
const NAMESPACE = 'gouji_queue'

// How long the work of a process that died waits for another one; longer than any step keeps the event loop busy.
const LOCK_MS = 30_000
const STALLED_CHECK_MS = 10_000
// A job is handed out again after its process died. More often than this it never is: `createWorkers` records it as a failure before.
const DEATHS_ALLOWED = 20

/**
 * Queues on Redis (or Valkey) when there is a `redisUrl`, else in the PostgreSQL of `databaseUrl`.
 * Tries the connection first, so that a wrong address is one clear message instead of endless retries.
 * @throws SetupError
 */
export async function createBackend(urls: { redisUrl: string | null; databaseUrl: string }): Promise<Backend> {
  return urls.redisUrl === null ? await onPostgres(urls.databaseUrl) : await onRedis(urls.redisUrl)
}

const worker = { lockDuration: LOCK_MS, stalledInterval: STALLED_CHECK_MS, maxStalledCount: DEATHS_ALLOWED } as const

async function onRedis(url: string): Promise<Backend> {
  await assertRedisAnswers(url)
  const { Queue, Worker } = withBackend(createRedisBackend)
  const connection = { url }
  return {
    kind: 'redis',
    openQueue: (name) => new Queue(name, { connection, prefix: NAMESPACE }) as unknown as Queue,
    openWorker: (name, processor, options) =>
      new Worker(name, processor, { ...worker, ...options, connection, prefix: NAMESPACE }) as unknown as Worker,
  }
}

async function onPostgres(connectionString: string): Promise<Backend> {
  const { Queue, Worker } = withBackend(createPostgresBackend)
  // A config object, not a pool: the backend then opens its own connection for LISTEN, beside two for queries.
  const connection = { connectionString, schema: NAMESPACE, migrate: true, max: 2 }
  const probe = new Queue('probe', { connection })
  try {
    await probe.waitUntilReady()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : cause.name) : String(cause)
    throw new SetupError(`the queues could not be set up in PostgreSQL at DATABASE_URL: ${reason}`, { cause })
  } finally {
    await probe.close()
  }
  return {
    kind: 'postgres',
    openQueue: (name) => new Queue(name, { connection }) as unknown as Queue,
    openWorker: (name, processor, options) =>
      new Worker(name, processor, { ...worker, ...options, connection }) as unknown as Worker,
  }
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
