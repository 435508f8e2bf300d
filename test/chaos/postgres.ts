import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { chown, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { serverAccount } from '../../db/server-account.ts'
import { findServerBinaries } from '../../db/server-binaries.ts'
import { freePort } from '../jobs/redis-server.ts'
import { endWithUs } from './children.ts'

/** A PostgreSQL of our own that can be stopped, killed and started again at the same address. */
export type OwnPostgres = {
  readonly url: string
  readonly start: () => Promise<void>
  /** `fast` lets it write what it has; `immediate` does not, as a machine that is switched off; `kill` takes the first process only. */
  readonly stop: (how: 'fast' | 'immediate' | 'kill') => Promise<void>
}

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const
const PATIENCE_MS = 60_000
const NAME = 'gouji'

/** Makes a cluster in `folder` with an empty database, and starts it. */
export async function openPostgres(folder: string): Promise<OwnPostgres> {
  const { initdb, postgres } = findServerBinaries()
  const data = join(folder, 'pg')
  const log = join(folder, 'postgres.log')
  await mkdir(data, { mode: 0o700 })
  const account = serverAccount([data, postgres])
  if (account.owner) await chown(data, account.owner.uid, account.owner.gid)

  const launch = (program: string, args: readonly string[]): ChildProcess => {
    const { file, args: all, ...ids } = account.command(program, args)
    const output = openSync(log, 'a', 0o600)
    const child = spawn(file, all, {
      ...ids,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    return endWithUs(child)
  }
  const initialised = launch(initdb, ['-D', data, '-U', NAME, '--auth=trust', '--encoding=UTF8', '--locale=C'])
  if ((await exitOf(initialised)) !== 0) throw new Error(`initdb failed: ${await readFile(log, 'utf8')}`)

  const port = await freePort()
  const addressOf = (database: string) => `postgresql://${NAME}@127.0.0.1:${port}/${database}`
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200']
  let server: ChildProcess | null = null

  const start = async () => {
    const deadline = Date.now() + PATIENCE_MS
    for (;;) {
      const started = launch(postgres, ['-D', data, ...settings.flatMap((setting) => ['-c', setting])])
      server = started
      const ended = exitOf(started)
      // After a kill the other processes of the old server hold its memory for a moment: the new one ends, and is started again.
      const outcome = await Promise.race([ended.then(() => 'ended' as const), untilAnswers(addressOf('postgres'), deadline)])
      if (outcome === 'answers') return
      if (Date.now() > deadline) throw new Error(`PostgreSQL does not start: ${(await readFile(log, 'utf8')).slice(-2_000)}`)
      await delay(200)
    }
  }
  await start()
  const client = new pg.Client({ connectionString: addressOf('postgres') })
  await client.connect()
  await client.query(`CREATE DATABASE ${NAME}`)
  await client.end()

  return {
    url: addressOf(NAME),
    start,
    stop: async (how) => {
      if (server === null) return
      const ended = exitOf(server)
      server.kill(SIGNALS[how])
      server = null
      await ended
    },
  }
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  return await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
}

async function untilAnswers(url: string, deadline: number): Promise<'answers' | 'too late'> {
  while (Date.now() < deadline) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    client.on('error', () => undefined)
    const answers = await client.connect().then(
      () => client.query('SELECT 1').then(() => true),
      () => false,
    )
    await client.end().catch(() => undefined)
    if (answers) return 'answers'
    await delay(50)
  }
  return 'too late'
}
