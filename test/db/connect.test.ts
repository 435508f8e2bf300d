import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DatabaseUnavailable, type OpenDatabase, openDatabase } from '../../db/connect.ts'
import { openTestDatabase } from '../test-database.ts'

describe('a database of the operator’s own', () => {
  let given: OpenDatabase
  beforeAll(async () => {
    given = await openTestDatabase()
  })
  afterAll(() => given.close())

  const open = (databaseUrl: string) => openDatabase({ databaseUrl, dataDir: '/nonexistent' })

  test('is used as it is; days are text, counts and sums are numbers', async () => {
    const { db, url, embedded, close } = await open(given.url)
    const { rows } =
      await sql`select date '2024-01-31' as day, 3000000000::int8 as count, 1.25::numeric as sum, array[date '2024-01-31']::text[] as days`.execute(
        db,
      )
    expect(rows).toEqual([{ day: '2024-01-31', count: 3_000_000_000, sum: 1.25, days: ['2024-01-31'] }])
    expect({ url, embedded }).toEqual({ url: given.url, embedded: false })
    await close()
  })

  test('a connection that breaks within a transaction is an error of that transaction, and the next one gets another', async () => {
    const { db, close } = await open(given.url)
    const broken = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(given.db)
      await sleep(100)
      await sql`select 1`.execute(trx)
    })
    await expect(broken).rejects.toThrow()
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
    await close()
  })

  const change = (parts: Partial<Pick<URL, 'port' | 'host' | 'hostname' | 'username' | 'password' | 'pathname'>>) => () =>
    Object.assign(new URL(given.url), parts).href

  test.each([
    { name: 'nobody answers', url: change({ port: '1' }), says: /no PostgreSQL answers at 127\.0\.0\.1:1\. Start it or correct/ },
    {
      name: 'unknown host',
      url: change({ hostname: 'no-such-host.invalid' }),
      says: /the host no-such-host\.invalid is not known/,
    },
    {
      name: 'wrong password',
      url: change({ password: 'wrong' }),
      says: /does not let user "gouji" in\. Check user and password/,
    },
    { name: 'no password', url: change({ password: '' }), says: /password/ },
    { name: 'no such database', url: change({ pathname: '/nothing' }), says: /there is no database "nothing" at .*createdb/ },
  ])('$name: one message that says what, where and what to do, without the password', async ({ url, says }) => {
    const error = await open(url()).then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(DatabaseUnavailable)
    const { message } = error as Error
    expect(message).toMatch(says)
    expect(message).toContain('DATABASE_URL')
    expect(message).not.toContain('\n')
    expect(message).not.toContain(new URL(given.url).password)
  })

  test('a server that is no PostgreSQL is told apart', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    await expect(open(`postgresql://u:p@127.0.0.1:${port}/x`)).rejects.toThrow(DatabaseUnavailable)
    server.close()
  })

  test('a database in another encoding is refused', async () => {
    await sql`create database latin encoding 'LATIN1' locale 'C' template template0`.execute(given.db)
    await expect(open(change({ pathname: '/latin' })())).rejects.toThrow(/encoded in LATIN1; Gouji needs UTF8/)
    await sql`drop database latin`.execute(given.db)
  })
})

describe('the embedded database', () => {
  let folder: string
  let dataDir: string
  const children: ChildProcess[] = []
  beforeAll(async () => {
    // mktemp folders are closed to others, like /root: the server's account must pass all the same.
    folder = await mkdtemp(join(tmpdir(), 'gouji-embedded-'))
    dataDir = join(folder, 'data')
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    // Takes up whatever a test left running, and stops it.
    if (runs()) await (await open()).close()
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const open = (where = dataDir) => openDatabase({ databaseUrl: null, dataDir: where })
  const serverPid = async () => Number((await readFile(join(dataDir, 'pg', 'postmaster.pid'), 'utf8')).split('\n')[0])
  const runs = () => existsSync(join(dataDir, 'pg', 'postmaster.pid'))
  const keep = (db: OpenDatabase['db'], text: string) =>
    sql`create table if not exists kept (text text); truncate kept; insert into kept values (${sql.lit(text)})`.execute(db)
  const kept = async (db: OpenDatabase['db']) =>
    (await sql<{ text: string }>`select text from kept order by 1`.execute(db)).rows.map(({ text }) => text)

  /** Another process that opens the database, says so, and closes it when its input ends. */
  const openElsewhere = async () => {
    const program = `
      import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, '../../db/connect.ts'))}
      const open = await openDatabase({ databaseUrl: null, dataDir: ${JSON.stringify(dataDir)} })
      console.log('open')
      process.stdin.resume().on('end', () => open.close())`
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    children.push(child)
    await once(child.stdout, 'data')
    return child
  }

  test('is made, kept, stopped and started again', async () => {
    const first = await open()
    await keep(first.db, '勾稽')
    expect((await stat(join(dataDir, 'pg', 'gouji-password'))).mode & 0o777).toBe(0o600)
    const { rows } = await sql`
      select current_setting('server_encoding') as encoding, datcollate as collation, current_setting('fsync') as fsync
      from pg_database where datname = current_database()`.execute(first.db)
    expect(rows).toEqual([{ encoding: 'UTF8', collation: 'C', fsync: 'on' }])
    await first.close()
    expect(runs()).toBe(false)
    const second = await open()
    expect(await kept(second.db)).toEqual(['勾稽'])
    await second.close()
  })

  test('is shared by all processes in the folder, whoever starts first, and stopped by the last', async () => {
    const others = await Promise.all([openElsewhere(), openElsewhere()])
    const own = await open()
    for (const child of others) {
      await keep(own.db, String(child.pid))
      child.stdin?.end()
      await once(child, 'exit')
    }
    expect(await kept(own.db)).toEqual([String(others[1]?.pid)])
    expect(runs()).toBe(true)
    await own.close()
    expect(runs()).toBe(false)
  })

  test('outlives a process that was killed, and is taken up by the next one', async () => {
    const child = await openElsewhere()
    const pid = await serverPid()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const next = await open()
    expect(await serverPid()).toBe(pid)
    await next.close()
    expect(runs()).toBe(false)
  })

  test('is started again after the server itself was killed, with all that was committed', async () => {
    const child = await openElsewhere()
    const first = await open()
    await keep(first.db, 'committed')
    process.kill(await serverPid(), 'SIGKILL')
    await sleep(200)
    await first.close()
    child.kill('SIGKILL')
    const second = await open()
    expect(await kept(second.db)).toEqual(['committed'])
    await second.close()
  })

  test('comes back by itself, at the same address, when it was killed while processes use it', async () => {
    const child = await openElsewhere()
    const own = await open()
    await keep(own.db, 'committed')
    const pid = await serverPid()
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => serverPid().catch(() => pid), { timeout: 50_000 }).not.toBe(pid)
    await expect.poll(() => kept(own.db).catch(() => null), { timeout: 50_000 }).toEqual(['committed'])
    child.stdin?.end()
    await once(child, 'exit')
    await own.close()
    expect(runs()).toBe(false)
  })

  test('is not held up by a number that another program has today', async () => {
    await (await open()).close()
    await writeFile(
      join(dataDir, 'pg', 'postmaster.pid'),
      `${process.pid}\n${join(dataDir, 'pg')}\n1700000000\n1\n\n127.0.0.1\n\nready   \n`,
    )
    const again = await open()
    expect(await serverPid()).not.toBe(process.pid)
    await again.close()
  })

  test.each([
    {
      name: 'a folder that is not ours',
      make: (path: string) => mkdir(join(path, 'pg'), { recursive: true }),
      says: /is not a database folder of Gouji/,
    },
    {
      name: 'a file where the data folder should be',
      make: (path: string) => writeFile(path, ''),
      says: /cannot be made.*GOUJI_DATA/,
    },
  ])('$name: one clear message', async ({ name, make, says }) => {
    const path = join(folder, name)
    await make(path)
    await expect(open(path)).rejects.toThrow(DatabaseUnavailable)
    await expect(open(path)).rejects.toThrow(says)
  })

  test('a damaged folder: the message carries what PostgreSQL says and where its log is', async () => {
    await (await open()).close()
    await rm(join(dataDir, 'pg', 'global'), { recursive: true })
    await expect(open()).rejects.toThrow(/does not start: .*global.*postgres\.log/s)
  })
})
