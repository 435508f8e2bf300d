import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { freePort } from '../jobs/redis-server.ts'
import { reportPage } from '../jobs/report-page.ts'
import { listenTo } from '../listen-to.ts'
import { openTraceReceiver } from '../servers/trace-receiver.ts'
import { openTestDatabase } from '../test-database.ts'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')

/** Runs before the command: says on stderr that OpenTelemetry is loaded, or acts as if it were not installed. */
const WATCH = `import { registerHooks } from 'node:module'
registerHooks({ resolve(name, context, next) {
  if (name.startsWith('@opentelemetry/')) {
    if (process.env.WITHOUT_OTEL) throw Object.assign(new Error('Cannot find package ' + name), { code: 'ERR_MODULE_NOT_FOUND' })
    process.stderr.write('loads OpenTelemetry\\n')
  }
  return next(name, context)
} })`

let database: OpenDatabase
let folder: string
beforeAll(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-no-traces-'))
  for (const year of [2024, 2025] as const) await writeFile(join(folder, `${year}.html`), reportPage('yl-gonganju', year))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

function launch(args: readonly string[], settings: Readonly<Record<string, string>>) {
  const { REDIS_URL, ...environment } = process.env
  const watch = `data:text/javascript,${encodeURIComponent(WATCH)}`
  const child = spawn(process.execPath, ['--import', watch, MAIN, ...args], {
    cwd: folder,
    env: { ...environment, DATABASE_URL: database.url, GOUJI_DATA: join(folder, 'data'), ...settings },
  })
  return listenTo(child)
}

test('without an address no file of OpenTelemetry is loaded; with one it is, and the work is told', async () => {
  const off = launch(['ingest', '2024.html'], {})
  expect([await off.ended, off.said()]).toEqual([expect.any(Number), expect.not.stringContaining('OpenTelemetry')])
  const receiver = await openTraceReceiver()
  const on = launch(['ingest', '2025.html'], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url })
  expect([await on.ended, on.said()]).toEqual([await off.ended, expect.stringContaining('loads OpenTelemetry')])
  expect(receiver.spans.map(({ name }) => name)).toContain('run')
  await receiver.close()
}, 200_000)

test('an address without the packages is one clear line that names them, and the doctor says so', async () => {
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', WITHOUT_OTEL: '1' }
  const work = launch(['ingest', '2025.html'], settings)
  expect(await work.ended).toBe(2)
  expect(work.said()).toMatch(/^gouji: OTEL_EXPORTER_OTLP_ENDPOINT .*Install @opentelemetry\/api.*\n$/)
  const doctor = launch(['doctor', '--format', 'json'], { ...settings, PLAYWRIGHT_CHROMIUM_PATH: join(folder, 'none') })
  expect(await doctor.ended).toBe(2)
  const { checks } = JSON.parse(doctor.said()) as { checks: { name: string; state: string; found: string }[] }
  expect(checks.find(({ name }) => name === 'traces')).toMatchObject({
    state: 'broken',
    found: expect.stringContaining('@opentelemetry/sdk-trace'),
  })
}, 200_000)

test('the pages are told by their patterns, nothing of what was asked for', async () => {
  const receiver = await openTraceReceiver()
  const port = await freePort()
  const pages = launch(['serve'], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, GOUJI_PORT: String(port) })
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' })
  await vi.waitFor(() => ask('/healthz'), { timeout: 60_000, interval: 100 })
  const asked = ['/', '/findings?authority=yl-gonganju', '/findings/4711', `/nowhere/${encodeURIComponent('张三')}?q=secret`]
  for (const path of asked) await ask(path)
  pages.child.kill('SIGTERM')
  expect(await pages.ended, pages.said()).toBe(0)
  expect(receiver.spans.map(({ name, kind }) => [name, kind])).toEqual([
    ['GET /', 2],
    ['GET /findings', 2],
    ['GET /findings/:id', 2],
    ['GET', 2],
  ])
  expect(JSON.stringify(receiver.spans)).not.toMatch(/4711|gonganju|secret|张三|%E5/)
  await receiver.close()
}, 200_000)
