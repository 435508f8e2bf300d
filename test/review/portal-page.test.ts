import { load } from 'cheerio/slim'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as portalTries from '../../db/portal-tries.ts'
import { loadRegistry } from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import * as snapshots from '../../db/snapshots.ts'
import type { TriedPortal } from '../../src/model/tried-portal.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { type Filled, fillDatabase } from './filled-database.ts'

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
let filled: Filled
let app: ReviewApp
beforeAll(async () => {
  filled = await fillDatabase()
  app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true })
})
afterAll(() => filled?.close())

const get = (path: string) => app.request(`http://localhost${path}`)
const page = async (path: string) => load(await (await get(path)).text())
const post = (path: string, form: Record<string, string> = {}) =>
  app.request(`http://localhost${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  })
async function keep(bytes: Uint8Array, mediaType: string): Promise<string> {
  const sha256 = await filled.snapshots.put(bytes)
  await snapshots.record(filled.db, { sha256, bytes: bytes.length, mediaType })
  return sha256
}

test('a crawl is started once, waits for a worker, and its outcome is shown with the page and the picture of it', async () => {
  expect((await page('/portals/portal'))('button.primary').text()).toBe('立即采集')
  expect((await post('/portals/portal/crawl')).headers.get('Location')).toBe('/portals/portal')
  await post('/portals/portal/crawl')
  const waiting = await page('/portals/portal')
  expect(waiting('.desk').text()).toContain('已排队等候采集')
  expect(waiting('form[action$="/crawl"]')).toHaveLength(0)
  expect(waiting('script[src*="reload"]')).toHaveLength(1)
  const crawls = await filled.db.selectFrom('portal_crawls').select(['id', 'run_id']).where('portal_id', '=', 'portal').execute()
  expect(crawls).toHaveLength(1)

  const { id, run_id } = crawls[0]!
  const [picture, html] = [await keep(PICTURE, 'image/png'), await keep(Buffer.from('<script>alert(1)</script>'), 'image/png')]
  await portalCrawls.begin(filled.db, id)
  expect((await page('/portals/portal'))('.desk').text()).toContain(`正在采集（第 ${run_id} 次运行）`)
  const url = 'https://www.yunhe.example/nianbao/'
  await portalCrawls.end(filled.db, id, {
    state: 'failed',
    family: null,
    requests: 3,
    problems: [
      {
        code: 'needs-human',
        url,
        message: 'no list',
        kept: [
          { kind: 'page', sha256: html },
          { kind: 'screenshot', sha256: picture },
        ],
      },
    ],
  })
  await runs.end(filled.db, run_id, { state: 'failed', summary: {} })
  const $ = await page('/portals/portal')
  expect($('.status.not-found').first().text()).toBe('异常，请查看')
  expect($('.facts').text()).toContain('连续 1 次未成功（满 3 次')
  expect($('.problems').text()).toContain('需要人工查看')
  expect($('img').attr('src')).toBe(`/screenshots/${picture}`)
  expect($(`a[href="/snapshots/${html}"]`)).toHaveLength(1)

  const shown = await get(`/screenshots/${picture}`)
  expect([shown.status, shown.headers.get('Content-Type'), shown.headers.get('X-Content-Type-Options')]).toEqual([
    200,
    'image/png',
    'nosniff',
  ])
  expect(shown.headers.get('Content-Security-Policy')).toContain('sandbox')
  // The page that was kept beside it is no picture, whatever its server called it, and neither is any other snapshot.
  expect((await get(`/screenshots/${html}`)).status).toBe(404)
  const { sha256 } = await filled.db.selectFrom('captures').select('sha256').executeTakeFirstOrThrow()
  expect((await get(`/screenshots/${sha256}`)).status).toBe(404)
})

test('what a host was asked today and why it is asked no more is told before anybody tries', async () => {
  const day = {
    host: 'www.yunhe.example',
    requests: 41,
    blocks: 3,
    stop: JSON.stringify({ outcome: 'blocked', reason: '连续三次拒绝' }),
  }
  await filled.db
    .insertInto('host_days')
    .values({ ...day, day: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10), not_there: null })
    .execute()
  const $ = await page('/portals/portal')
  expect($('.notice').text()).toContain('今天不再访问 www.yunhe.example')
  expect($('main').text()).toContain('41/2000')
  expect((await get('/portals/nobody')).status).toBe(404)
  expect((await post('/portals/nobody/crawl')).status).toBe(404)
})

const SEEN = {
  url: 'https://new.yunhe.example/nb/',
  siteName: '云河区新网站',
  links: [],
  bodies: [{ name: '示例镇', url: 'https://new.yunhe.example/slz/', group: null, kind: 'township' }],
  isFollowed: false,
  columns: [
    {
      url: 'https://new.yunhe.example/nb/',
      family: 'trs-static',
      declared: 2,
      pages: 3,
      entries: [
        {
          url: 'https://new.yunhe.example/nb/1.html',
          title: '云河区财政局2023年政府信息公开工作年度报告<script>',
          date: '2024-01-22',
          dateInUrl: null,
          judgement: 'candidate',
          reason: null,
        },
        {
          url: 'javascript:alert(1)',
          title: '通知',
          date: null,
          dateInUrl: '2024-01-02',
          judgement: 'not-report',
          reason: '标题不是年报',
        },
      ],
    },
  ],
  problems: [],
  next: { articles: ['https://new.yunhe.example/nb/1.html'], pages: [] },
  requests: 2,
} as const satisfies Partial<TriedPortal> as unknown as TriedPortal

test('an address is tried by a worker and registered with what it showed', async () => {
  const asked = { url: 'https://new.yunhe.example/nb/', district: 'yunhe', authority: 'finance' }
  for (const [url, why] of [
    ['http://127.0.0.1:5432/', '内部网络'],
    ['http://192.168.1.1/nb/', '内部网络'],
    ['ftp://x.example/', '不是网址'],
  ] as const) {
    const refused = await post('/portal-tries', { ...asked, url })
    expect(refused.status).toBe(422)
    expect(load(await refused.text())('#wrong-url').text()).toContain(why)
  }
  expect((await post('/portal-tries', { ...asked, district: 'nowhere' })).status).toBe(400)
  const path = (await post('/portal-tries', asked)).headers.get('Location') ?? ''
  expect((await page(path))('.status').text()).toContain('等候试读')
  expect((await page('/portal-tries'))('.tries').text()).toContain(asked.url)

  const id = Number(path.split('/').at(-1))
  await portalTries.begin(filled.db, id)
  await portalTries.end(filled.db, id, { result: SEEN })
  const $ = await page(path)
  expect($('.tried tbody tr').first().text()).toContain('云河区财政局2023年政府信息公开工作年度报告<script>')
  expect($('main').text()).toContain('列表页 2 页')
  expect($('main').text()).toContain('示例镇 乡镇人民政府?')
  expect($('a[href^="javascript"]')).toHaveLength(0)
  expect($('#f-id').attr('value')).toBe('new-yunhe-example')

  const wrong = await post(`${path}/save`, { id: 'Neu', name: '云河区新网站' })
  expect(wrong.status).toBe(422)
  const saved = await post(`${path}/save`, { id: 'new-site', name: '云河区新网站' })
  expect(saved.headers.get('Location')).toBe('/registry/yunhe#portal-new-site')
  const portal = (await loadRegistry(filled.db)).portals.find((each) => each.id === 'new-site')
  expect(portal).toMatchObject({ pace: 3, sample: false, columns: [{ url: SEEN.url, authorities: ['finance'] }] })
  expect(portal?.columns[0]?.verifiedAt).toMatch(/^\d{4}-\d\d-\d\d$/)
  // The host is known now: a second try adds to that portal.
  const again = await page(path)
  expect(again('input[name=id]').attr('value')).toBe('new-site')
  expect(again('.desk').text()).toContain('原已登记')
  const shared = (await post('/portal-tries', { ...asked, authority: '' })).headers.get('Location') ?? ''
  await portalTries.end(filled.db, Number(shared.split('/').at(-1)), { result: SEEN })
  await post(`${shared}/save`, { id: 'new-site', name: '云河区新网站' })
  const kept = (await loadRegistry(filled.db)).portals.find((each) => each.id === 'new-site')
  expect(kept?.columns).toMatchObject([{ url: SEEN.url, authorities: ['finance'] }])
})

test('a try that failed says why, and too many do not wait', async () => {
  const path = (await post('/portal-tries', { url: 'https://new.yunhe.example/', district: 'yunhe', authority: '' })).headers.get(
    'Location',
  )!
  await portalTries.end(filled.db, Number(path.split('/').at(-1)), { problem: 'no answer' })
  expect((await page(path))('main').text()).toMatch(/没有看成\s+no answer/)
  expect((await post(`${path}/save`, { id: 'a', name: 'b' })).status).toBe(404)
  const again = () => post('/portal-tries', { url: 'https://new.yunhe.example/', district: 'yunhe', authority: '' })
  for (let n = 0; n < 10; n++) expect((await again()).status).toBe(303)
  expect((await again()).status).toBe(429)
})
