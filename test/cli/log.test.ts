import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as deliveries from '../../db/deliveries.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as runs from '../../db/runs.ts'
import { openLog } from '../../src/cli/log.ts'
import { readConfig } from '../../src/config.ts'
import { createProcessors } from '../../src/jobs/processors.ts'
import { QUEUE_NAMES } from '../../src/jobs/queue-names.ts'
import { enqueue } from '../../src/jobs/queues.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { createWorkers } from '../../src/jobs/workers.ts'
import { type ChatRobots, openChatRobots } from '../jobs/deliver/chat-robots.ts'
import { openMailServer } from '../jobs/deliver/mail-server.ts'
import { type JobWorld, openJobWorld } from '../jobs/job-world.ts'
import { reportPage } from '../jobs/report-page.ts'

let world: JobWorld
let robots: ChatRobots
let mail: Awaited<ReturnType<typeof openMailServer>>
beforeAll(async () => {
  world = await openJobWorld()
  robots = await openChatRobots()
  mail = await openMailServer({ secure: true })
})
afterAll(async () => {
  await mail.close()
  await robots.close()
  await world.close()
})

const SECRETS = {
  database: 'db-Pa%20ss-1234',
  queue: 'queue-db-pass-3141',
  bucket: 'bucket/secret+key=2718',
  session: 'bucket-session-token-1618',
  redis: 'redis/pass"word',
  metrics: 'metrics-token-5678',
  mail: 'wrong-mail-pass&word',
  wecom: 'wecom-robot-key-4321',
  dingtalk: 'dingtalk-token-8765',
  sign: 'SECdingtalk+/=99',
  feishu: 'f00dcafe-0000-4000-8000-123456789abc',
}

/** Every way in which a secret could stand in a line. */
function written(secret: string): string[] {
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]
}

function settings() {
  const coded = (name: keyof typeof SECRETS) => encodeURIComponent(SECRETS[name])
  return readConfig({
    DATABASE_URL: `postgres://gouji:${coded('database')}@db.example.cn/gouji`,
    REDIS_URL: `rediss://:${coded('redis')}@redis.example.cn`,
    GOUJI_QUEUE_DATABASE_URL: `postgres://gouji:${coded('queue')}@db.example.cn/gouji`,
    GOUJI_SNAPSHOTS: 's3://bucket/gouji?endpoint=https://s3.example.cn',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: SECRETS.bucket,
    AWS_SESSION_TOKEN: SECRETS.session,
    GOUJI_METRICS_TOKEN: SECRETS.metrics,
    GOUJI_SMTP_URL: `smtps://gouji:${coded('mail')}@127.0.0.1:${mail.port}`,
    GOUJI_MAIL_FROM: 'gouji@example.gov.cn',
    GOUJI_MAIL_TO: 'officer@example.gov.cn',
    GOUJI_WEBHOOKS: [
      `wecom=${robots.base}/wecom?key=${SECRETS.wecom}`,
      `dingtalk=${robots.base}/dingtalk?access_token=${SECRETS.dingtalk}#${coded('sign')}`,
      `feishu=${robots.base}/open-apis/bot/v2/hook/${SECRETS.feishu}`,
    ].join(),
    GOUJI_LOG_LEVEL: 'debug',
  })
}

type Line = {
  readonly level: number
  readonly msg: string
  readonly queue?: string
  readonly job?: object
  readonly run?: number
  readonly ms?: number
}
const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

test('every job tells its start and its end, with its run and its time; no line holds a secret, whatever fails', async () => {
  let text = ''
  const config = settings()
  const log = openLog(config, {
    write: (line) => {
      text += line
    },
  })
  const context = { ...world.context, log, notify: config.notify }
  // Robots that repeat in their refusals what they were asked.
  robots.others.push(
    ...config.notify.targets.map((target) => ({ status: 200, body: `who is ${'url' in target && target.url}?` })),
  )

  const { id: runId } = await runs.start(context.db, { kind: 'nightly' })
  await portalCrawls.plan(context.db, runId, ['yunlan-townships'])
  await world.see(runId, [
    { url: 'http://127.0.0.1:3/report.html', bytes: reportPage('yl-gonganju', 2025) },
    { url: `http://reader:${SECRETS.metrics}@127.0.0.1:3/broken.pdf?token=short`, bytes: '%PDF-1.7 broken' },
  ])
  await writeFile(join(context.dataDir, 'releases'), 'not a folder')
  await sweep(context)
  const workers = createWorkers(world.backend, createProcessors(context), { queues: QUEUE_NAMES, concurrency: 2, log })
  await enqueue(context.queues, 'release', [{ name: SECRETS.metrics }])
  await vi.waitFor(
    async () => {
      const tried = (await deliveries.latest(context.db, 10)).filter(({ attempts }) => attempts > 0)
      expect(tried).toHaveLength(4)
      expect(text).toContain('failed for good')
    },
    { timeout: 80_000, interval: 100 },
  )
  await workers.close()
  log.error(
    { err: new Error('no answer', { cause: new Error(`at ${config.databaseUrl}`) }), config },
    `${config.redisUrl} is away`,
  )
  log.error({ headers: { authorization: 'Basic b2ZmaWNlcg==' } }, 'postgres://other:unknown@elsewhere.example.cn/x')

  const lines = linesOf(text)
  for (const [name, secret] of Object.entries(SECRETS))
    for (const form of written(secret)) expect(text.includes(form), `${name} in a line`).toBe(false)
  expect(text).not.toMatch(/:unknown@|b2ZmaWNlcg/)
  const stored = JSON.stringify((await deliveries.latest(context.db, 10)).map(({ error }) => error))
  expect(stored).toContain('who is ')
  for (const [name, secret] of Object.entries(SECRETS))
    for (const form of written(secret)) expect(stored.includes(form), `${name} in the database`).toBe(false)

  const ofJob = (queue: string, message: RegExp) => lines.filter((line) => line.queue === queue && message.test(line.msg))
  for (const queue of ['crawl', 'extract', 'check', 'audit', 'notify', 'deliver'] as const) {
    const [started] = ofJob(queue, /^a job starts$/)
    expect(started, queue).toMatchObject({ level: 30, job: expect.any(Object) })
    const ended = ofJob(queue, /^a job (?:ended|waits)/)
    expect(ended.length, queue).toBeGreaterThan(0)
    for (const line of ended) expect(line, queue).toMatchObject({ ms: expect.any(Number) })
    if (queue !== 'check') expect(ended[0], queue).toMatchObject({ run: runId })
  }
  expect(ofJob('extract', /can never be done/)).toHaveLength(1)
  expect(ofJob('release', /failed for good/)[0]).toMatchObject({ level: 50, err: expect.anything() })
}, 120_000)
