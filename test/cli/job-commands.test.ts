import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as runs from '../../db/runs.ts'
import { reportPage } from '../jobs/report-page.ts'
import { startSamplePortals } from '../portals/start-sample-portals.ts'
import { openTestDatabase } from '../test-database.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts')

let database: OpenDatabase
let folder: string
beforeAll(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-cli-'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string }
type Running = { readonly child: ChildProcess; readonly ended: Promise<Ended>; readonly said: () => string }

function launch(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Running {
  const { REDIS_URL, ...environment } = process.env
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...environment, DATABASE_URL: database.url, GOUJI_DATA: join(folder, 'data'), ...settings },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })))
  return { child, ended, said: () => stdout + stderr }
}

const run = (args: readonly string[], settings?: Readonly<Record<string, string>>) => launch(args, settings).ended

/** One line of ours on stderr, exit status 2, no stack trace. */
function expectOneClearLine({ status, stderr }: Ended, says: RegExp): void {
  expect(stderr.trim()).toMatch(says)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(status).toBe(2)
}

const mistakes = [
  {
    name: 'a database that does not answer',
    args: ['migrate'],
    settings: { DATABASE_URL: 'postgres://a:secret@127.0.0.1:9/x' },
    says: /^gouji: DATABASE_URL: no PostgreSQL answers at 127.0.0.1:9/,
  },
  {
    name: 'a Redis that does not answer',
    args: ['worker'],
    settings: { REDIS_URL: 'redis://127.0.0.1:9' },
    says: /^gouji: no Redis answers at REDIS_URL/,
  },
  {
    name: 'a queue that there is not',
    args: ['worker', '--queues', 'crawl,foo'],
    says: /^gouji: --queues: there is no queue "foo"/,
  },
  {
    name: 'a cron pattern that is none',
    args: ['schedule'],
    settings: { GOUJI_CRON: 'at night' },
    says: /^gouji: GOUJI_CRON is "at night"/,
  },
  {
    name: 'a portals file that is not there',
    args: ['start', '--once', '--portals', 'none.yaml'],
    says: /none.yaml cannot be read: there is no such file/,
  },
  { name: 'no portal registered', args: ['crawl', 'somewhere'], says: /^gouji: No portal is registered/ },
  { name: 'a district that is not registered', args: ['ingest', '--district', 'zz', '.'], says: /there is no district "zz"/ },
  {
    name: 'a document to be tried again where nothing has failed',
    args: ['retry', 'document:7'],
    says: /^gouji: "document:7" has not failed; nothing has failed$/,
  },
  { name: 'an account that there is not', args: ['accounts', 'lock', 'nobody'], says: /^gouji: there is no account "nobody"/ },
  {
    name: 'a third night of the sample',
    args: ['start', '--night', '3'],
    settings: { GOUJI_PORT: '0' },
    says: /--night is 1 or 2/,
  },
] as const

test.each(mistakes)('$name gets one clear line', async (mistake) => {
  const { args, settings, says } = { settings: {}, ...mistake }
  expectOneClearLine(await run(args, settings), says)
})

test('ports that are in use are told before any work, with the setting that changes them', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const port = String((taken.address() as { port: number }).port)
  expectOneClearLine(await run(['start'], { GOUJI_PORT: port }), /GOUJI_PORT/)
  expectOneClearLine(await run(['start', '--once'], { GOUJI_SAMPLE_PORT: port }), /GOUJI_SAMPLE_PORT/)
  taken.close()
})

test('ingest takes files and folders, tells what became of each, and goes on after a bad one', async () => {
  const archive = join(folder, 'archive')
  await mkdir(join(archive, '2025', '.hidden'), { recursive: true })
  await writeFile(join(archive, '2025', '公安局.html'), reportPage('yl-gonganju', 2025))
  await writeFile(join(archive, '2025', '.hidden', 'x.html'), reportPage('yl-gonganju', 2024))
  await writeFile(join(archive, 'empty.pdf'), '')
  const { status, stdout, stderr } = await run(['ingest', 'archive', 'missing.pdf'])
  expect(stdout).toMatch(/2025\/公安局\.html\n {2}云岚市公安局 2025年 · 新增 new/)
  expect(stdout).toMatch(/empty\.pdf\n {2}未导入 not taken in: 文件为空 .*: empty\.pdf has no bytes/)
  expect(stdout).toMatch(/missing\.pdf\n {2}未导入 not taken in: 文件不存在 no such file; check the path\n/)
  expect(stdout).not.toContain('x.html')
  expect(stderr).toContain('提取 extract')
  expect(stderr).not.toContain('抓取 crawl')
  expect(status).toBe(2)
})

test('a crawl is queued by one process and done by a worker, which drains when it is asked to stop', async () => {
  const sample = await startSamplePortals({ basePort: 0, night: 1 })
  try {
    await writeFile(join(folder, 'portals.yaml'), sample.portalsYaml)
    const queued = await run(['crawl', 'yunlan-townships', '--portals', 'portals.yaml'])
    expect(queued).toMatchObject({ status: 0, stdout: expect.stringMatching(/^run \d+ is queued/) })
    const worker = launch(['worker', '--concurrency', '2'])
    const { id } = (await runs.latest(database.db, 1))[0] ?? { id: 0 }
    await vi.waitFor(async () => expect((await runs.get(database.db, id))?.state).toBe('complete'), {
      timeout: 100_000,
      interval: 200,
    })
    worker.child.kill('SIGTERM')
    expect(await worker.ended).toMatchObject({ status: 0 })
  } finally {
    await sample.close()
  }
}, 150_000)

test('schedulers say when the next crawl starts, and stop when asked', async () => {
  const schedulers = [launch(['schedule']), launch(['schedule'])]
  for (const { child, said, ended } of schedulers) {
    await vi.waitFor(() => expect(said()).toMatch(/next crawl starts \d{4}-\d{2}-\d{2} 02:30:00 \(Asia\/Shanghai\)/), {
      timeout: 30_000,
    })
    child.kill('SIGINT')
    expect((await ended).status).toBe(0)
  }
})

test('migrate says what it applied, and that there is nothing to apply', async () => {
  const fresh = await openTestDatabase({ empty: true })
  const both = await Promise.all([1, 2].map(() => run(['migrate'], { DATABASE_URL: fresh.url })))
  expect(both.map(({ status }) => status)).toEqual([0, 0])
  expect(both.map(({ stdout }) => stdout).join('')).toContain('applied 2026-11-23-initial')
  expect((await run(['migrate'], { DATABASE_URL: fresh.url })).stdout).toBe('nothing to apply: the schema is the newest\n')
  await fresh.close()
})

test('a script of npm stops with the shell that started it', async () => {
  const { REDIS_URL, ...environment } = process.env
  const settings = { DATABASE_URL: database.url, GOUJI_DATA: join(folder, 'data'), npm_lifecycle_event: 'gouji' }
  const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" "${MAIN}" schedule; true`], {
    cwd: folder,
    env: { ...environment, ...settings },
  })
  let said = ''
  shell.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  // The shell is gone at once; its pipes close when the last who holds them ends.
  const ended = new Promise((resolve) => shell.once('close', resolve))
  await vi.waitFor(() => expect(said).toContain('next crawl starts'), { timeout: 40_000 })
  shell.kill('SIGTERM')
  await ended
})
