import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import * as deliveries from '../../../db/deliveries.ts'
import * as runs from '../../../db/runs.ts'
import type { Notify } from '../../../src/jobs/deliver/send.ts'
import { createProcessors } from '../../../src/jobs/processors.ts'
import { sweep } from '../../../src/jobs/sweep.ts'
import { createWorkers, NotNow } from '../../../src/jobs/workers.ts'
import { readChatTarget, readMailTarget } from '../../../src/model/read-targets.ts'
import type { Target } from '../../../src/model/target.ts'
import { type JobWorld, openJobWorld } from '../job-world.ts'
import { reportPage } from '../report-page.ts'
import { silentLog } from '../silent-log.ts'
import { type ChatRobots, openChatRobots, SECRET } from './chat-robots.ts'
import { openMailServer } from './mail-server.ts'

let world: JobWorld
let robots: ChatRobots
let mail: Awaited<ReturnType<typeof openMailServer>>
let notify: Notify
beforeAll(async () => {
  world = await openJobWorld()
  robots = await openChatRobots()
  mail = await openMailServer({ hideSTARTTLS: true, disabledCommands: ['STARTTLS', 'AUTH'] })
  notify = {
    targets: [
      readMailTarget('officer@example.gov.cn'),
      readMailTarget('nobody@example.gov.cn'),
      readChatTarget(`dingtalk=${robots.base}/dingtalk?access_token=t#${SECRET}`),
      readChatTarget(`feishu=${robots.base}/feishu#${SECRET}`),
    ].filter((target): target is Target => target !== null),
    mailServer: { host: '127.0.0.1', port: mail.port, secure: false, login: null, from: 'gouji@example.gov.cn' },
    publicUrl: 'https://gouji.example.gov.cn/',
  }
})
afterAll(async () => {
  await mail.close()
  await robots.close()
  await world.close()
})
beforeEach(() => {
  robots.taken.length = 0
  mail.mails.length = 0
})

const stateOf = async (runId: number) =>
  (await deliveries.latest(world.context.db, 100))
    .filter((row) => row.run_id === runId)
    .map(({ target, state, attempts, error }) => ({ target: target.replace(/-\w+$/, ''), state, attempts, error }))

/** A night that has ended, with the summary owed to one target. */
async function owedNight(target: string): Promise<{ runId: number; id: number }> {
  const { db } = world.context
  const { id: runId } = await runs.start(db, { kind: 'nightly' })
  await runs.end(db, runId, { state: 'failed', summary: { problem: 'the disk is full' } })
  await deliveries.owe(db, runId, [target])
  const owed = (await deliveries.latest(db, 100)).find((row) => row.run_id === runId)
  return { runId, id: owed?.id ?? 0 }
}

const nameOf = (kind: string) => notify.targets.find((target) => target.kind === kind)?.name ?? ''
const attempt = (id: number) =>
  createProcessors({ ...world.context, notify }).deliver.run({ deliveryId: id }, { signal: AbortSignal.timeout(60_000) })
const makeDue = (id: number) =>
  world.context.db
    .updateTable('deliveries')
    .set({ next_at: new Date(0) })
    .where('id', '=', id)
    .execute()

test('the night is told to each target once, whatever is swept again; a run by hand is told to nobody', async () => {
  const context = { ...world.context, notify }
  const { db } = context
  const nightly = await runs.start(db, { kind: 'nightly' })
  const url = 'http://127.0.0.1:3/xxgk/nianbao/1.html'
  await world.see(nightly.id, [{ url, bytes: reportPage('yl-gonganju', 2025), date: '2026-01-20' }])
  const manual = await world.startRun()
  await sweep(context)
  const queues = ['crawl', 'extract', 'check', 'audit', 'release', 'notify', 'deliver'] as const
  const workers = createWorkers(world.backend, createProcessors(context), { queues, concurrency: 2, log: silentLog })
  try {
    await vi.waitFor(
      async () => {
        await sweep(context)
        expect((await stateOf(nightly.id)).filter(({ state }) => state === 'owed')).toEqual([])
        expect(await stateOf(nightly.id)).toHaveLength(4)
        expect((await runs.get(db, manual))?.state).not.toBe('running')
      },
      { timeout: 50_000, interval: 200 },
    )
    await sweep(context)
  } finally {
    await workers.close()
  }
  expect(await stateOf(nightly.id)).toEqual([
    { target: 'mail:officer@example.gov.cn', state: 'sent', attempts: 1, error: null },
    { target: 'mail:nobody@example.gov.cn', state: 'failed', attempts: 1, error: expect.stringContaining('550 no such mailbox') },
    { target: 'dingtalk', state: 'sent', attempts: 1, error: null },
    { target: 'feishu', state: 'sent', attempts: 1, error: null },
  ])
  expect(await stateOf(manual)).toEqual([])
  expect((await runs.get(db, nightly.id))?.state).toBe('complete')
  expect(mail.mails).toHaveLength(1)
  expect(mail.mails[0]?.subject).toBe(`勾稽 第 ${nightly.id} 次夜间抓取：完成 Gouji nightly run ${nightly.id}: complete`)
  expect(mail.mails[0]?.text).toMatch(/报告 reports：新增 new 1 [\s\S]*待处理问题 Open findings/)
  expect(robots.taken.map(({ kind }) => kind).toSorted()).toEqual(['dingtalk', 'feishu'])
  expect(robots.taken[0]?.text).toContain('报告 reports：新增 new 1')
})

test('a platform that is down is asked again, later and later, and then the delivery has failed with its reason', async () => {
  const { runId, id } = await owedNight(nameOf('feishu'))
  const waits: number[] = []
  for (let tried = 0; tried < 6; tried++) {
    robots.others.push({ status: 503, body: '' })
    await makeDue(id)
    await attempt(id).catch((error: unknown) => waits.push(error instanceof NotNow ? error.delayMs / 60_000 : -1))
  }
  expect(waits).toEqual([1, 5, 15, 60, 180])
  expect(await stateOf(runId)).toEqual([{ target: 'feishu', state: 'failed', attempts: 6, error: '飞书 Feishu: HTTP 503' }])
  expect(robots.taken).toEqual([])
  expect(await deliveries.retryFailed(world.context.db)).toBeGreaterThan(0)
  await attempt(id)
  expect(await stateOf(runId)).toMatchObject([{ state: 'sent', attempts: 1, error: null }])
  expect(robots.taken[0]?.text).toContain('the disk is full')
})

test('what is not due is not sent, nor what another process sends at the moment', async () => {
  const { id } = await owedNight(nameOf('feishu'))
  const asked = robots.asked()
  robots.others.push({ status: 503, body: '' })
  await expect(attempt(id)).rejects.toThrow(NotNow)
  await expect(attempt(id)).rejects.toThrow(NotNow)
  expect(robots.asked()).toBe(asked + 1)
  await makeDue(id)
  const both = await Promise.allSettled([attempt(id), attempt(id)])
  // The slower one finds that the other sends, or that it has sent: which of the two is a matter of luck.
  for (const outcome of both) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(NotNow)
  expect(both.map(({ status }) => status)).toContain('fulfilled')
  expect(robots.taken).toHaveLength(1)
})

test('a process that died while sending leaves a message that may have arrived: the next one says so', async () => {
  const { db } = world.context
  const { runId, id } = await owedNight(nameOf('dingtalk'))
  expect(await deliveries.take(db, id)).toMatchObject({ attempts: 1, maybe_sent: false })
  await expect(attempt(id)).rejects.toThrow(NotNow)
  await db
    .updateTable('deliveries')
    .set({ sending_since: new Date(Date.now() - 200_000) })
    .where('id', '=', id)
    .execute()
  await attempt(id)
  expect(robots.taken[0]?.text).toContain('本消息可能重复')
  expect(await stateOf(runId)).toMatchObject([{ state: 'sent', attempts: 2 }])
})

test('a target that the settings no longer name ends as failed, not as told', async () => {
  const { runId, id } = await owedNight('wecom-000000')
  for (let tried = 0; tried < 6; tried++) {
    await makeDue(id)
    await attempt(id).catch(() => undefined)
  }
  expect(await stateOf(runId)).toMatchObject([{ state: 'failed', error: expect.stringContaining('设置中已无此接收方') }])
})
