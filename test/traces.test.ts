import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { OpenDatabase } from '../db/connect.ts'
import * as registry from '../db/registry.ts'
import * as runs from '../db/runs.ts'
import { readPortalsFile } from '../src/crawlers/portals-file.ts'
import { createBackend } from '../src/jobs/backend.ts'
import { createQueues } from '../src/jobs/queues.ts'
import { startNightlyRun } from '../src/jobs/start-run.ts'
import { openMailServer } from './jobs/deliver/mail-server.ts'
import { openTestRedis, redisMissing } from './jobs/redis-server.ts'
import { silentLog } from './jobs/silent-log.ts'
import { listenTo, type Running } from './listen-to.ts'
import { startSamplePortals } from './portals/start-sample-portals.ts'
import { openTraceReceiver, type ReceivedSpan, type TraceReceiver } from './servers/trace-receiver.ts'
import { openTestDatabase } from './test-database.ts'

const ROOT = join(import.meta.dirname, '..')
const MAIN = join(ROOT, 'src', 'cli', 'main.ts')
const PATIENCE_MS = 240_000
const TOKEN = 'collector-token-4711'
const MAIL_PASSWORD = 'p@ss/word'
const noRedis = redisMissing()

function launch(args: readonly string[], settings: Readonly<Record<string, string>>): Running {
  const { REDIS_URL, ...environment } = process.env
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...environment, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return listenTo(child)
}

let folder: string
let database: OpenDatabase
let receiver: TraceReceiver
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gouji-traces-'))
  database = await openTestDatabase()
  receiver = await openTraceReceiver()
})
afterEach(async () => {
  await receiver.close()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const settingsFor = (more: Readonly<Record<string, string>> = {}) => ({
  DATABASE_URL: database.url,
  GOUJI_DATA: folder,
  GOUJI_LOG_LEVEL: 'info',
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${TOKEN}`,
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=trial',
  ...more,
})

describe.each([
  { name: 'PostgreSQL', skipped: null },
  { name: 'Redis', skipped: noRedis },
])('a night of two workers with its queues in $name', ({ name, skipped }) => {
  let redis: Awaited<ReturnType<typeof openTestRedis>> | null = null
  beforeAll(async () => {
    if (name === 'Redis' && skipped === null) redis = await openTestRedis()
  })
  afterAll(async () => await redis?.close())

  test.skipIf(skipped !== null)(
    'is told whole: every request, document, check and message in its place, and nothing that is nobody’s business',
    async () => {
      const sample = await startSamplePortals({ basePort: 0, night: 1 })
      const mail = await openMailServer()
      const settings = settingsFor({
        ...(redis === null ? {} : { REDIS_URL: redis.url }),
        GOUJI_SMTP_URL: `smtp://gouji:${encodeURIComponent(MAIL_PASSWORD)}@127.0.0.1:${mail.port}`,
        GOUJI_MAIL_FROM: 'gouji@example.gov.cn',
        GOUJI_MAIL_TO: 'zhangsan@example.gov.cn',
        NODE_EXTRA_CA_CERTS: join(import.meta.dirname, 'fixtures/tls/authority.pem'),
      })
      const workers: Running[] = []
      try {
        await registry.importRegistry(database.db, readPortalsFile(sample.portalsYaml, 'portals.yaml'))
        await startNight(redis?.url ?? null)
        workers.push(launch(['worker', '--queues', 'crawl,extract'], settings))
        workers.push(launch(['worker', '--queues', 'check,audit,release,notify,deliver,try'], settings))
        await vi.waitFor(() => expect(mail.mails).toHaveLength(1), { timeout: 200_000, interval: 100 })
        for (const { child } of workers) child.kill('SIGTERM')
        for (const { ended, said } of workers) expect(await ended, said()).toBe(0)

        const told = workers.map(({ said }) => said()).join('\n')
        expect(told).not.toMatch(/traces|spans/)
        await expectWhole(receiver.spans)
        expectNothingPrivate(receiver)
        expectFactsAsDocumented(receiver.spans)
        expectLogNamesSpans(told, receiver.spans)
      } catch (error) {
        // What went wrong in the workers stands in their log.
        const troubles = workers.flatMap(({ said }) => said().split('\n')).filter((line) => !/"level":30/.test(line))
        throw new Error(troubles.join('\n'), { cause: error })
      } finally {
        for (const { child } of workers) child.kill('SIGKILL')
        await Promise.all(workers.map(({ ended }) => ended))
        await sample.close()
        await mail.close()
      }
    },
    PATIENCE_MS,
  )
})

async function startNight(redisUrl: string | null): Promise<void> {
  const queues = createQueues(await createBackend({ redisUrl, databaseUrl: database.url }), silentLog)
  await startNightlyRun({ db: database.db, queues, log: silentLog }, 'trial')
  await queues.close()
}

/** Every row has its span, each under the one that it came of. */
async function expectWhole(spans: readonly ReceivedSpan[]): Promise<void> {
  const { db } = database
  const [run] = await runs.latest(db, 1)
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  const named = (wanted: string) => spans.filter(({ name }) => name === wanted)
  const aboveOf = ({ parentId }: ReceivedSpan) => byId.get(parentId ?? '')
  expect(byId.size).toBe(spans.length)
  for (const span of spans.filter(({ parentId }) => parentId !== null)) {
    expect(aboveOf(span)?.traceId, span.name).toBe(span.traceId)
    expect(span.to).toBeGreaterThanOrEqual(span.from)
  }

  const [whole] = named('run')
  expect(named('run')).toHaveLength(1)
  expect(whole).toMatchObject({ parentId: null, facts: { 'gouji.run_id': run?.id, 'gouji.kind': 'nightly', 'gouji.portals': 3 } })
  expect(whole?.resource).toMatchObject({ 'service.name': 'gouji', 'deployment.environment.name': 'trial' })

  const crawls = named('crawl of a portal')
  expect(crawls.map(({ facts }) => facts['gouji.portal']).toSorted()).toEqual([
    'yunlan-gongkai',
    'yunlan-main',
    'yunlan-townships',
  ])
  for (const crawl of crawls)
    expect(crawl).toMatchObject({ parentId: null, links: [{ traceId: whole?.traceId, spanId: whole?.spanId }] })
  for (const job of named('crawl').filter(({ facts }) => facts['gouji.portal_crawl_id'] !== undefined))
    expect(aboveOf(job)?.facts['gouji.portal_crawl_id']).toBe(job.facts['gouji.portal_crawl_id'])

  const { rows: fetched } = await sql<{ id: number; crawl: number; status: number | null; bytes: number }>`
    SELECT id, portal_crawl_id AS crawl, status, bytes FROM fetches ORDER BY id`.execute(db)
  const requests = spans.filter(({ facts }) => facts['gouji.fetch_id'] !== undefined)
  const figures = ({ facts }: ReceivedSpan) => [
    Number(facts['gouji.fetch_id']),
    facts['http.response.status_code'] ?? null,
    facts['http.response.body.size'],
  ]
  expect(requests.map(figures).toSorted(([a], [b]) => Number(a) - Number(b))).toEqual(
    fetched.map(({ id, status, bytes }) => [id, status, bytes]),
  )
  for (const request of requests) {
    const crawl = fetched.find(({ id }) => id === request.facts['gouji.fetch_id'])?.crawl
    expect(aboveOf(request)?.facts['gouji.portal_crawl_id']).toBe(crawl)
    expect(request.events.length).toBe(request.facts['gouji.messages'])
    for (const { at } of request.events) expect(at).toBeGreaterThanOrEqual(request.from)
  }

  const { rows: captures } = await sql<{ id: number; url: string; version: number | null }>`
    SELECT c.id, url, v.id AS version FROM captures c LEFT JOIN report_versions v ON v.capture_id = c.id ORDER BY c.id`.execute(
    db,
  )
  expect(captures.length).toBeGreaterThan(70)
  const extracts = new Map(named('extract').map((span) => [span.facts['gouji.capture_id'], span]))
  const checks = new Map(named('check').map((span) => [span.facts['gouji.version_id'], span]))
  expect(extracts.size).toBe(captures.length)
  for (const { id, url, version } of captures) {
    const extract = extracts.get(id)
    expect(extract && aboveOf(extract)?.facts['url.full'], url).toBe(decodedPath(url))
    expect(named('read in a thread').filter(({ parentId }) => parentId === extract?.spanId)).toHaveLength(1)
    if (version !== null) expect(checks.get(version)?.parentId).toBe(extract?.parentId)
  }
  expect(checks.size).toBe(captures.filter(({ version }) => version !== null).length)

  const audits = await db.selectFrom('run_audits').selectAll().execute()
  // Once or twice: the queue may be given an audit that ended while it was looked up which ones are owed.
  expect(new Set(named('audit').map(({ facts }) => `${facts['gouji.district']} ${facts['gouji.year']}`))).toEqual(
    new Set(audits.map(({ district_id, year }) => `${district_id} ${year}`)),
  )
  for (const job of ['audit', 'notify', 'deliver'] as const)
    expect(new Set(named(job).map(aboveOf)), job).toEqual(new Set([whole]))
  expect(spans.filter(({ isError, name }) => isError && name !== 'GET').map(({ name }) => name)).toEqual([])
}

/** As an address stands in a span: without what it asks for. */
function decodedPath(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

function expectNothingPrivate({ spans, requests }: TraceReceiver): void {
  expect(new Set(requests.map(({ path, headers }) => `${path} ${headers.authorization} ${headers['content-type']}`))).toEqual(
    new Set([`/v1/traces Bearer ${TOKEN} application/x-protobuf`]),
  )
  const texts = spans.flatMap(({ name, message, facts, events, resource }) => [
    name,
    message,
    ...[facts, resource, ...events.map((event) => event.facts)].flatMap((given) => Object.values(given).map(String)),
  ])
  const secrets = [TOKEN, MAIL_PASSWORD, encodeURIComponent(MAIL_PASSWORD), new URL(database.url).password].filter(Boolean)
  for (const text of new Set(texts)) {
    expect(text).not.toMatch(/\p{Script=Han}|[?@]/u)
    for (const secret of secrets) expect(text).not.toContain(secret)
  }
}

/** docs/operations.md lists what each span tells. */
function expectFactsAsDocumented(spans: readonly ReceivedSpan[]): void {
  const rows = [
    ...readFileSync(join(ROOT, 'docs/operations.md'), 'utf8').matchAll(/^\| span `([^`]+)`[^|]*\|[^|]*\| ([^|]+) \|$/gm),
  ]
  const documented = new Map(
    rows.map(([, name = '', facts = '']) => [name, [...facts.matchAll(/`([^`]+)`/g)].map(([, fact]) => fact)]),
  )
  for (const { name, kind, facts } of spans) {
    const ofJobs = kind === 5 ? (documented.get('(every job)') ?? []) : []
    const known = [...ofJobs, ...(documented.get(name) ?? [])]
    expect(documented.has(name), name).toBe(true)
    expect(
      Object.keys(facts).filter((fact) => !known.includes(fact)),
      name,
    ).toEqual([])
  }
}

function expectLogNamesSpans(told: string, spans: readonly ReceivedSpan[]): void {
  const lines = told
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { msg: string; queue: string; trace_id?: string; span_id?: string })
  const ended = lines.filter(({ msg, queue }) => msg === 'a job ended' && queue === 'check')
  expect(ended.length).toBeGreaterThan(10)
  for (const { trace_id, span_id } of ended)
    expect(spans).toContainEqual(expect.objectContaining({ traceId: trace_id, spanId: span_id, name: 'check' }))
}
