import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../jobs/redis-server.ts'
import type { Certificates } from './certificates.ts'

/** What an account of Redis needs for the queues, and no more. */
const RIGHTS = ['~gouji_queue_*', '&gouji_queue_*', '+@all', '-@admin', '-@dangerous', '+info', '+client']

/** A real Redis that speaks TLS only and lets one account in, with a password that has to be written as %XX in addresses. */
export async function openSecureRedis({
  certificate,
  key,
  authority,
}: Certificates): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'gouji-redis-'))
  const port = await freePort()
  const password = 'p@ss/word:%'
  const tls = ['--tls-port', `${port}`, '--port', '0', '--tls-cert-file', certificate, '--tls-key-file', key]
  const account = ['--user', 'default', 'off', '--user', 'gouji', 'on', `>${password}`, ...RIGHTS]
  const kept = ['--dir', folder, '--save', '', '--maxmemory-policy', 'noeviction']
  const options = [
    ...tls,
    '--tls-ca-cert-file',
    authority,
    '--tls-auth-clients',
    'no',
    '--bind',
    '127.0.0.1',
    ...kept,
    ...account,
  ]
  const server = spawn('redis-server', options, { stdio: 'ignore' })
  const ended = new Promise((resolve) => server.once('close', resolve))
  await untilListens(port)
  return {
    url: `rediss://gouji:${encodeURIComponent(password)}@localhost:${port}`,
    close: async () => {
      server.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilListens(port: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    const answered = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (answered) return
    if (tries > 300) throw new Error(`no Redis listens on port ${port}`)
    await delay(100)
  }
}
