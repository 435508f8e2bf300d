import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '../jobs/redis-server.ts'
import type { Certificates } from './certificates.ts'

const NOBODY = 65_534

/** Why tests with a pooler cannot run here; null when they can. */
export function poolerMissing(): string | null {
  return spawnSync('pgbouncer', ['--version']).error ? 'skipped: there is no pgbouncer on the PATH' : null
}

/** A real PgBouncer in transaction mode before the database at `databaseUrl`; with `certificates` it speaks TLS only. */
export async function openPooler(
  databaseUrl: string,
  certificates: Certificates | null = null,
): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'gouji-pooler-'))
  chmodSync(folder, 0o755)
  const server = new URL(databaseUrl)
  const port = await freePort()
  const tls = certificates && [
    'client_tls_sslmode = require',
    `client_tls_key_file = ${certificates.key}`,
    `client_tls_cert_file = ${certificates.certificate}`,
  ]
  const settings = [
    '[databases]',
    `* = host=${server.hostname} port=${server.port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${join(folder, 'users')}`,
    'pool_mode = transaction',
    'max_client_conn = 300',
    'default_pool_size = 15',
    ...(tls ?? []),
  ]
  writeFileSync(join(folder, 'users'), `"${server.username}" "${decodeURIComponent(server.password)}"\n`)
  writeFileSync(join(folder, 'pgbouncer.ini'), `${settings.join('\n')}\n`)
  // It does not run as root.
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const pooler = spawn('pgbouncer', ['-q', join(folder, 'pgbouncer.ini')], { ...account, stdio: 'ignore' })
  const ended = new Promise((resolve) => pooler.once('close', resolve))
  const url = new URL(databaseUrl)
  url.host = `localhost:${port}`
  if (certificates) url.search = `?sslmode=verify-full&sslrootcert=${certificates.authority}`
  await untilAnswers(url.href)
  return {
    url: url.href,
    close: async () => {
      pooler.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilAnswers(url: string): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await delay(100)
    }
  }
}
