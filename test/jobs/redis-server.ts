import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'

export type TestRedis = { readonly url: string; readonly close: () => Promise<void> }

/** Why tests on Redis cannot run here; null when they can. */
export function redisMissing(): string | null {
  if (process.env['REDIS_URL']) return null
  return spawnSync('redis-server', ['--version']).error
    ? 'skipped: REDIS_URL is not set and there is no redis-server on the PATH'
    : null
}

/** The Redis of REDIS_URL, or one of our own on a free port with its files in a temporary folder. */
export async function openTestRedis(): Promise<TestRedis> {
  const given = process.env['REDIS_URL']
  if (given) return { url: given, close: async () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'gouji-redis-'))
  const port = await freePort()
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''], {
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => server.on('close', resolve))
  const url = `redis://127.0.0.1:${port}`
  await untilAnswers(url)
  return {
    url,
    close: async () => {
      server.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until a Redis takes commands: one that reads its files refuses them for a while. */
export async function untilAnswers(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 200 })
  client.on('error', () => undefined)
  await client.ping()
  client.disconnect()
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
