import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync } from 'node:fs'
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type ServerAccount, serverAccount } from './server-account.ts'
import { findServerBinaries } from './server-binaries.ts'
import { DatabaseUnavailable } from './unavailable.ts'

/** A running server that this process uses beside others. Should it die, it is started again at the same address. */
export type JoinedServer = {
  readonly url: string
  /** Says that this process needs the server no more. The last one stops it. */
  leave(): Promise<void>
}

type Cluster = { readonly folder: string; readonly log: string; readonly password: string; readonly settings: readonly string[] }

/** Name of both the role and the database. */
const NAME = 'gouji'
const PASSWORD_FILE = 'gouji-password'
/** Every process that uses the server holds this lock, shared; who can take it alone is the last one. */
const USERS_LOCK = 6_024_931
const PATIENCE_MS = 60_000
/** Loopback only and no socket file, so that no folder outside is needed. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'jit=off',
  'log_timezone=UTC',
  // Pages ask for many rows of few places: they come from memory, or from disks without heads.
  'random_page_cost=1.1',
  `shared_buffers=${sharedMegabytes()}MB`,
  `effective_cache_size=${Math.floor(memoryMegabytes() / 2)}MB`,
]

/** Memory that this process may use at most: of the machine, or of the container. */
function memoryMegabytes(): number {
  const limit = process.constrainedMemory()
  const total = totalmem()
  return Math.floor((limit > 0 && limit < total ? limit : total) / 2 ** 20)
}

/** An eighth of the memory, at least what PostgreSQL takes by itself, at most a gigabyte. It is used as far as it is needed. */
function sharedMegabytes(): number {
  return Math.min(1_024, Math.max(128, Math.floor(memoryMegabytes() / 8)))
}

/** Nothing of the user's that PostgreSQL would take for its own settings, and messages in English. Windows needs variables of its own. */
const SERVER_ENVIRONMENT =
  process.platform === 'win32' ? undefined : { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Makes sure that the server in `<dataDir>/pg` is there and runs, and joins it. The folder is created whole or not at all; a server that
 * died, or that an earlier process left running, is taken up again.
 * @throws DatabaseUnavailable
 */
export async function joinServer(dataDir: string, options: { settings?: readonly string[] } = {}): Promise<JoinedServer> {
  const folder = join(dataDir, 'pg')
  const binaries = findServerBinaries()
  await makeFolder(dataDir)
  const account = serverAccount([folder, binaries.postgres])
  if (!existsSync(folder)) await createCluster(folder, binaries.initdb, account)
  const cluster: Cluster = {
    folder,
    log: join(dataDir, 'postgres.log'),
    password: await readPassword(folder),
    settings: [...SETTINGS, ...(options.settings ?? [])],
  }

  const come = async (wanted: number | null): Promise<Place> => {
    const deadline = Date.now() + PATIENCE_MS
    for (;;) {
      const port = await ensureRunning(cluster, { postgres: binaries.postgres, account, wanted, deadline })
      try {
        return { port, keeper: await enter(cluster, port) }
      } catch (error) {
        // The last one before us stopped the server while we came in.
        if (Date.now() > deadline) throw unavailable(cluster, 'it was stopped again and again while we connected', error)
        await sleep(100)
      }
    }
  }
  const first = await come(null)
  const stay = stayIn(first, () => come(first.port))
  return {
    url: urlOf(cluster, first.port, NAME),
    leave: async () => {
      const { port, keeper } = await stay.end()
      await leave(cluster, port, keeper)
    },
  }
}

type Place = { readonly port: number; readonly keeper: pg.Client }

/** Comes back whenever the server has gone, until the end, which tells the last place. */
function stayIn(first: Place, comeBack: () => Promise<Place>): { readonly end: () => Promise<Place> } {
  let isOver = false
  let place = Promise.resolve(first)
  const watch = ({ keeper }: Place) => keeper.once('end', () => isOver || again())
  const again = () => {
    place = untilBack(comeBack, () => isOver)
    place.then(watch, () => undefined)
  }
  watch(first)
  return {
    end: () => {
      isOver = true
      return place
    },
  }
}

/** Tries until it works; whoever waits for the database is told by his own queries meanwhile. */
async function untilBack(comeBack: () => Promise<Place>, isOver: () => boolean): Promise<Place> {
  for (;;) {
    try {
      return await comeBack()
    } catch (error) {
      if (isOver()) throw error
      await sleep(1_000)
    }
  }
}

async function makeFolder(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true }).catch((cause: Error) => {
    throw new DatabaseUnavailable(
      `The data folder ${dataDir} cannot be made: ${cause.message}. Choose another with GOUJI_DATA.`,
      { cause },
    )
  })
}

async function createCluster(folder: string, initdb: string, account: ServerAccount): Promise<void> {
  const fresh = `${folder}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  const passwordFile = `${fresh}.password`
  try {
    await mkdir(fresh, { mode: 0o700 })
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (account.owner) for (const path of [fresh, passwordFile]) await chown(path, account.owner.uid, account.owner.gid)
    const options = [`--pgdata=${fresh}`, `--username=${NAME}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
    await runInitdb(initdb, [...options, '--encoding=UTF8', '--locale=C', '--no-instructions'], account)
    await rename(passwordFile, join(fresh, PASSWORD_FILE))
    await rename(fresh, folder)
  } catch (error) {
    // Another process was quicker: its folder is as good.
    if (existsSync(folder)) return
    if (error instanceof DatabaseUnavailable) throw error
    throw new DatabaseUnavailable(
      `The database folder ${folder} cannot be made: ${error instanceof Error ? error.message : error}.`,
      { cause: error },
    )
  } finally {
    await rm(fresh, { recursive: true, force: true })
    await rm(passwordFile, { force: true })
  }
}

async function runInitdb(initdb: string, options: readonly string[], account: ServerAccount): Promise<void> {
  const { file, args, ...ids } = account.command(initdb, options)
  const child = spawn(file, args, { ...ids, env: SERVER_ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (status !== 0)
    throw new DatabaseUnavailable(
      `The embedded PostgreSQL could not make its folder: ${said.trim() || `initdb ended with ${status}`}. Correct that, choose another folder with GOUJI_DATA, or give a server in DATABASE_URL.`,
    )
}

async function readPassword(folder: string): Promise<string> {
  return readFile(join(folder, PASSWORD_FILE), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new DatabaseUnavailable(
      cause.code === 'EACCES'
        ? `The database folder ${folder} belongs to another user. Run Gouji as the user who made it, or choose another folder with GOUJI_DATA.`
        : `${folder} is not a database folder of Gouji (${cause.message}). Move it away, or choose another folder with GOUJI_DATA.`,
      { cause },
    )
  })
}

/** Another process is starting it, took the port, or is still ending after a crash. */
const MAY_PASS = /lock file|could not bind|could not create any TCP\/IP sockets|pre-existing shared memory/

type Start = {
  readonly postgres: string
  readonly account: ServerAccount
  /** The port that it had before, by which other processes still look for it. */
  readonly wanted: number | null
  readonly deadline: number
}

/** Returns the port of the server, which accepts connections now. */
async function ensureRunning(cluster: Cluster, { postgres, account, wanted, deadline }: Start): Promise<number> {
  let own: { child: ChildProcess; logStart: number } | null = null
  for (; Date.now() < deadline; await sleep(50)) {
    const running = await readServerFile(cluster.folder)
    if (running !== null && (await isServer(running.pid))) {
      if (running.port !== null && (await answers(cluster, running.port))) return running.port
      continue
    }
    if (own === null) {
      // The number of a process that died may be another's today; PostgreSQL would take that one for a running server.
      if (running !== null && isAlive(running.pid)) await rm(join(cluster.folder, 'postmaster.pid'), { force: true })
      const port = await freePort(wanted ?? running?.port ?? 0)
      own = await startServer(cluster, { postgres, account, port })
    } else if (own.child.exitCode !== null || own.child.signalCode !== null) {
      const reason = await readLog(cluster.log, own.logStart)
      if (Date.now() > deadline || !MAY_PASS.test(reason)) throw unavailable(cluster, reason)
      own = null
      await sleep(300)
    }
  }
  throw unavailable(cluster, `it does not answer after ${PATIENCE_MS / 1000} seconds`)
}

async function startServer(
  cluster: Cluster,
  { postgres, account, port }: Pick<Start, 'postgres' | 'account'> & { port: number },
) {
  const settings = [...cluster.settings, `port=${port}`].flatMap((setting) => ['-c', setting])
  const { file, args, ...ids } = account.command(postgres, ['-D', cluster.folder, ...settings])
  const logStart = await stat(cluster.log).then(
    (log) => log.size,
    () => 0,
  )
  const log = openSync(cluster.log, logStart > 10_000_000 ? 'w' : 'a', 0o600)
  // A process group of its own: Ctrl-C in a terminal is for us, and we stop the server when nobody needs it any more.
  const child = spawn(file, args, { ...ids, env: SERVER_ENVIRONMENT, stdio: ['ignore', log, log], detached: true })
  closeSync(log)
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
  child.unref()
  return { child, logStart }
}

/** The wanted port where nobody has it, else any. */
async function freePort(wanted: number): Promise<number> {
  const probe = createServer()
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => probe.once('error', reject).listen(port, '127.0.0.1', resolve))
  await listen(wanted).catch(() => listen(0))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** `postmaster.pid`: process number in the first line, port in the fourth. Null when there is none, or it is just being written. */
async function readServerFile(folder: string): Promise<{ pid: number; port: number | null } | null> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const [pid, , , port] = text.split('\n')
  return pid ? { pid: Number(pid), port: port ? Number(port) : null } : null
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether the process is alive and a PostgreSQL; a zombie, or another program that got the number of a dead one, is not. */
async function isServer(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform === 'win32') return true
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    return /^\d+ \(postgres\) [^ZX]/.test(status)
  }
  const { stdout } = spawnSync('ps', ['-o', 'stat=,comm=', '-p', String(pid)], { encoding: 'utf8' })
  return /^[^ZX]\S*\s.*postgres/.test(stdout)
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgresql://${NAME}:${cluster.password}@127.0.0.1:${port}/${database}`
}

async function connectTo(cluster: Cluster, port: number): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres'), connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function answers(cluster: Cluster, port: number): Promise<boolean> {
  try {
    await (await connectTo(cluster, port)).end()
    return true
  } catch {
    return false
  }
}

/** Holds the users' lock on a connection of its own, and makes the database the first time. */
async function enter(cluster: Cluster, port: number): Promise<pg.Client> {
  const keeper = await connectTo(cluster, port)
  try {
    await keeper.query('SELECT pg_advisory_lock_shared($1)', [USERS_LOCK])
    const { rowCount } = await keeper.query('SELECT FROM pg_database WHERE datname = $1', [NAME])
    if (rowCount === 0) await keeper.query(`CREATE DATABASE ${NAME}`).catch(unlessAnotherMadeIt)
    return keeper
  } catch (error) {
    await keeper.end().catch(() => {})
    throw error
  }
}

function unlessAnotherMadeIt(error: { code?: string }): void {
  if (error.code !== '42P04' && error.code !== '23505') throw error
}

async function leave(cluster: Cluster, port: number, keeper: pg.Client): Promise<void> {
  try {
    await keeper.query('SELECT pg_advisory_unlock_shared($1)', [USERS_LOCK])
    const { rows } = await keeper.query('SELECT pg_try_advisory_lock($1) AS alone', [USERS_LOCK])
    if (rows[0].alone) await stopServer(cluster)
  } catch (error) {
    // Whoever stops the server by other means has ended our connection, too.
    if (await answers(cluster, port)) throw error
  } finally {
    await keeper.end().catch(() => {})
  }
}

async function stopServer(cluster: Cluster): Promise<void> {
  const running = await readServerFile(cluster.folder)
  if (running === null) return
  // A fast shutdown: open transactions are rolled back, everything committed is written.
  process.kill(running.pid, 'SIGINT')
  const deadline = Date.now() + PATIENCE_MS
  while (await isServer(running.pid)) {
    if (Date.now() > deadline) throw unavailable(cluster, `process ${running.pid} does not end; see ${cluster.log}`)
    await sleep(20)
  }
}

async function readLog(path: string, from: number): Promise<string> {
  const text = (await readFile(path)).subarray(from).toString('utf8').trim()
  return (
    text
      .split('\n')
      .filter((line) => /FATAL|ERROR|PANIC|HINT|DETAIL/.test(line))
      .join(' ') ||
    text ||
    'it ended without a word'
  )
}

function unavailable(cluster: Cluster, reason: string, cause?: unknown): DatabaseUnavailable {
  return new DatabaseUnavailable(
    `The embedded PostgreSQL in ${cluster.folder} does not start: ${reason}. Its log is ${cluster.log}; a server of your own can be given in DATABASE_URL.`,
    { cause },
  )
}
