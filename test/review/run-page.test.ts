import { type CheerioAPI, load } from 'cheerio/slim'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as deliveries from '../../db/deliveries.ts'
import * as runs from '../../db/runs.ts'
import { continueOrStartRun } from '../../src/jobs/start-run.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { type JobWorld, openJobWorld } from '../jobs/job-world.ts'
import { reportPage } from '../jobs/report-page.ts'
import { desksOf } from './desks.ts'

let world: JobWorld
let app: ReviewApp
beforeAll(async () => {
  world = await openJobWorld()
  const { db, snapshots, queues } = world.context
  const board = async () => null
  app = createReviewApp({ ...desksOf(db, async () => queues), db, snapshots, thisMachine: true, board })
})
afterAll(() => world?.close())

const page = async (path: string, language = 'zh') =>
  load(await (await app.request(`http://localhost${path}`, { headers: { Cookie: `gouji_language=${language}` } })).text())
const post = (path: string) =>
  app.request(`http://localhost${path}`, { method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' } })
const text = ($: CheerioAPI, selector: string) => $(selector).text().replace(/\s+/g, ' ').trim()

test('the page of a run has the figures of its summary, and tells to whom it was sent', async () => {
  const { db } = world.context
  const runId = await world.startRun()
  await world.see(runId, [
    { url: 'http://127.0.0.1:3/a.html', bytes: reportPage('yl-gonganju', 2025) },
    { url: 'http://127.0.0.1:3/b.pdf', bytes: '%PDF-1.7 broken', listTitle: '<b>坏</b>' },
  ])
  const going = await page(`/runs/${runId}`)
  expect(text(going, '.desk .facts')).toContain('文件已读取 0 / 2')
  expect(text(going, 'main')).not.toContain('未能完成')
  expect(going('script[src*="reload"]')).toHaveLength(1)
  expect(text(going, '.figures')).toContain('文件合计 2')

  const summary = await world.finish(runId)
  await deliveries.owe(db, runId, ['feishu-abcdef'])
  const [owed] = await deliveries.ofRun(db, runId)
  await deliveries.recordFailure(db, owed!.id, { error: 'HTTP 404', retryMs: null, maybeSent: false })
  const ended = await page(`/runs/${runId}`)
  const figures = text(ended, '.figures')
  expect(figures).toContain('年报合计 1 新增 1 更正 0 未变 0')
  expect(figures).toContain('文件合计 2 报告 1 未采用 0 无法读取 1')
  expect(figures).toContain(`错误 ${summary.findings.open.error} 疑似 ${summary.findings.open.warning}`)
  expect(text(ended, '.problems')).toContain(summary.run.why[0]!.zh)
  expect(ended('details').text()).toContain('<b>坏</b>')
  expect(text(ended, 'main')).toContain('feishu-abcdef发送失败')
  expect(ended('script[src*="reload"]')).toHaveLength(0)
  expect(text(await page(`/runs/${runId}`, 'en'), '.figures')).toContain('of reports 1')

  const list = await page('/runs')
  expect(list(`a[href="/runs/${runId}"]`)).toHaveLength(1)
  expect(list('a[href="/queues"]')).toHaveLength(1)
  expect((await app.request('http://localhost/runs/99999')).status).toBe(404)
}, 120_000)

test('a run is cancelled and taken up again in the name of the officer, none beside another that crawls', async () => {
  const { db } = world.context
  const { runId } = await continueOrStartRun(world.context, ['yunlan-townships'])
  expect((await post(`/runs/${runId}/cancel`)).headers.get('Location')).toBe(`/runs/${runId}`)
  expect(text(await page(`/runs/${runId}`), '.desk .notice')).toContain('已由 本机 取消')
  await world.finish(runId)
  expect((await page(`/runs/${runId}`))(`form[action="/runs/${runId}/resume"]`)).toHaveLength(1)
  expect((await post(`/runs/${runId}/cancel`)).status).toBe(303)
  expect((await runs.get(db, runId))?.state).toBe('cancelled')

  const next = await continueOrStartRun(world.context, ['yunlan-townships'])
  const refused = (await post(`/runs/${runId}/resume`)).headers.get('Location')
  expect(refused).toBe(`/runs/${runId}?other=${next.runId}`)
  expect(text(await page(refused!), '.notice')).toContain(`第 ${next.runId} 次运行正在抓取`)
  await post(`/runs/${next.runId}/cancel`)
  await world.finish(next.runId)
  await post(`/runs/${runId}/resume`)
  expect((await runs.get(db, runId))?.state).toBe('running')
}, 120_000)

test('an account that could not be written says why', async () => {
  const { db } = world.context
  const { id } = await runs.start(db, { kind: 'nightly' })
  await runs.end(db, id, { state: 'failed', summary: { problem: 'the disk is full' } })
  expect(text(await page(`/runs/${id}`), '.notice')).toBe('汇总未能写出：the disk is full')
})
