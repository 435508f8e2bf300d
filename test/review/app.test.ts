import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '../../db/decisions.ts'
import * as findingList from '../../db/finding-list.ts'
import * as findings from '../../db/findings.ts'
import { evidenceWriter } from '../../src/cli/evidence-writer.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { serveReview } from '../../src/review/serve-review.ts'
import { checkFinance, FINANCE_PAGE, type Filled, fillDatabase } from './filled-database.ts'
import { samplePage } from './sample-page.ts'

let filled: Filled
let app: ReviewApp
let sum: findingList.FindingPage['rows'][number]

beforeAll(async () => {
  filled = await fillDatabase()
  app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true })
  const [first] = (await findingList.list(filled.db, { rule: 'T3-01' }, { limit: 1 })).rows
  if (!first) throw new Error('the finding T3-01 was not stored')
  sum = first
})
afterAll(() => filled?.close())

const get = (path: string, headers: Record<string, string> = {}) => app.request(`http://localhost${path}`, { headers })
const body = async (path: string, headers?: Record<string, string>) => (await get(path, headers)).text()
const send = (
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = { 'Sec-Fetch-Site': 'same-origin' },
) => app.request(`http://localhost${path}`, { method: 'POST', body: new URLSearchParams(form), headers })

describe('the board of a district', () => {
  test('says why nobody expects a report, what a body was called, and that the due date is no working day', async () => {
    const board = await body('/filings/yunhe/2024')
    expect(board).toContain('县级 · 人民政府部门 · 原名云河区水利局')
    const page = await body('/filings/yunhe/2023')
    expect(page).toContain('已并入云河区人民政府，2023年度起由其编制')
    expect(page).toMatch(/<dt>应发布<\/dt><dd><a href="[^"]+">5<\/a><\/dd><\/div><div><dt>已发布<\/dt><dd>2</)
    expect(page).toContain('据此认定')
    expect(page).not.toContain('条例未规定顺延')
  })

  test('names the status that the overview counts', async () => {
    expect(await body('/')).toContain('不要求 1')
  })
})

describe('every page', () => {
  const pages = () => [
    '/',
    '/findings',
    '/findings?state=open&decision=undecided&q=%E8%B4%A2%E6%94%BF',
    `/findings/${sum.id}?severity=error`,
    '/reports',
    `/reports/${filled.finance.reportId}`,
    '/filings/yunhe/2023',
    '/portals',
    '/runs',
  ]

  test('answers in Chinese with headers that let nothing foreign in', async () => {
    for (const path of pages()) {
      const response = await get(path)
      expect(response.status, path).toBe(200)
      const policy = response.headers.get('Content-Security-Policy') ?? ''
      expect(policy, path).toContain("default-src 'none'")
      expect(policy, path).not.toContain('unsafe-inline')
      expect(response.headers.get('X-Content-Type-Options'), path).toBe('nosniff')
      const page = await response.text()
      expect(page, path).toContain('<html lang="zh-CN">')
      expect(page, path).not.toMatch(/undefined|\[object|NaN/)
      expect(page, path).not.toMatch(/<img|<script(?! src="\/assets)|style="|onerror="/)
    }
  })

  test('is there in English, once chosen', async () => {
    const chosen = await get('/findings?state=open&lang=en')
    expect(chosen.status).toBe(303)
    expect(chosen.headers.get('Location')).toBe('/findings?state=open')
    const cookie = chosen.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    for (const path of pages()) expect(await body(path, { Cookie: cookie }), path).toContain('<html lang="en">')
    expect(await body('/findings', { Cookie: cookie })).toContain('Table 3, column 总计')
  })

  test.each([
    ['/nothing', 404],
    ['/findings/999999', 404],
    ['/findings/x', 404],
    ['/findings/99999999999', 404],
    ['/reports/0', 404],
    ['/filings/nowhere/2023', 404],
    ['/filings/yunhe/abc', 404],
    ['/snapshots/zz', 404],
    [`/snapshots/${'0'.repeat(64)}`, 404],
    ['/snapshots/..%2f..%2fetc%2fpasswd', 404],
    ['/findings?severity=terrible', 400],
    ['/findings?year=1', 400],
    ['/filings/yunhe/2023?status=x', 400],
  ])('%s is answered with %i in plain words', async (path, status) => {
    const response = await get(path)
    expect(response.status).toBe(status)
    const page = await response.text()
    expect(page).toContain('回到首页')
    expect(page).not.toMatch(/at .*\.ts|Error:/)
  })
})

test('a failure of ours is told to the log, and to the visitor without its details', async () => {
  const told: string[] = []
  const failing = createReviewApp({
    ...filled.desks,
    db: filled.db,
    snapshots: { ...filled.snapshots, get: () => Promise.reject(new Error('disk on fire')) },
    thisMachine: true,
    onError: (error, path) => told.push(`${path}: ${error.message}`),
  })
  const response = await failing.request(`http://localhost/snapshots/${FINANCE_PAGE.sha256}`)
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('fire')
  expect(told).toEqual([`/snapshots/${FINANCE_PAGE.sha256}: disk on fire`])
})

describe('findings', () => {
  test('are narrowed by the address, with counts beside each choice', async () => {
    const page = await body('/findings?severity=error')
    expect(page).toContain('勾稽关系不成立')
    expect(page).not.toContain('表二有1处空白')
    expect(page).toMatch(/<span>疑似<\/span><span>2<\/span>/)
    expect(await body('/findings?q=青石镇')).toContain('未发现公布')
    expect(await body('/findings?q=%25')).toContain('没有符合条件')
  })

  test('are all reached page by page, each once', async () => {
    const { rows } = await findingList.list(filled.db, {}, { limit: 100 })
    const ids: number[] = []
    let after: string | null = null
    do {
      const page: findingList.FindingPage = await findingList.list(filled.db, {}, { after, limit: 2 })
      ids.push(...page.rows.map(({ id }) => id))
      after = page.next
    } while (after)
    expect(ids).toEqual(rows.map(({ id }) => id))
    for (const [index, row] of rows.entries()) {
      expect(await findingList.neighboursOf(filled.db, {}, row)).toEqual({
        previous: rows[index - 1]?.id ?? null,
        next: rows[index + 1]?.id ?? null,
      })
    }
  })

  test('show the sum written out, the cells, the basis and the proposal', async () => {
    const page = await body(`/findings/${sum.id}`)
    expect(page).toContain('二、上年结转政府信息公开申请数量—总计')
    expect(page).toContain('应为 <b>16</b>（现为 61，数字颠倒）')
    expect(page).toContain('国办公开办函〔2021〕30号')
    expect(page).toMatch(/<td class="[^"]*flagged error selected[^"]*"[^>]*>(<[^>]+>)?61/)
    expect(page).toContain('>空白<')
  })

  test('without a report show the evidence of the crawls', async () => {
    const [missing] = (await findingList.list(filled.db, { rule: 'TIME-03' }, { limit: 1 })).rows
    const page = await body(`/findings/${missing?.id}`)
    expect(page).toContain('未发现该单位该年度的报告')
    expect(page).toContain('2024年2月2日 02:30 完整读取栏目，未见报告')
  })
})

describe('decisions', () => {
  const path = () => `/findings/${sum.id}/decisions?severity=error`

  test('are refused when the form was not sent from these pages', async () => {
    const form = { act: 'confirm', expected: '0' }
    const foreign: Record<string, string>[] = [
      {},
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: 'http://localhost:1' },
    ]
    for (const headers of foreign) expect((await send(path(), form, headers)).status, JSON.stringify(headers)).toBe(403)
    expect(await decisions.historyOf(filled.db, sum.id)).toEqual([])
  })

  test.each([
    [{ act: 'perhaps', expected: '0' }, 400],
    [{ act: 'confirm' }, 400],
    [{ act: 'dismiss', reason: 'mood', expected: '0' }, 400],
    [{ act: 'dismiss', reason: '', note: '留下的说明', expected: '0' }, 422],
    [{ act: 'notify', due: '', note: '留下的说明', expected: '0' }, 422],
    [{ act: 'notify', due: '2020-01-31', note: '留下的说明', expected: '0' }, 422],
    [{ act: 'notify', due: '2030-02-30', note: '留下的说明', expected: '0' }, 422],
    [{ act: 'comment', note: '', assignee: '留下的说明', expected: '0' }, 422],
    [{ act: 'reopen', note: '留下的说明', expected: '0' }, 409],
    [{ act: 'confirm', note: 'x'.repeat(2001), expected: '0' }, 400],
    [{ act: 'confirm', note: 'x'.repeat(70_000), expected: '0' }, 413],
    [{ act: 'confirm', note: 'a\0b', expected: '0' }, 400],
  ])('that cannot be recorded change nothing: %#', async (form, status) => {
    const response = await send(path(), form)
    expect(response.status).toBe(status)
    if (status === 422 || status === 409) expect(await response.text()).toMatch(/role="alert"[\s\S]*留下的说明/)
    expect(await decisions.historyOf(filled.db, sum.id)).toEqual([])
  })

  test('are not read from what is no form, and an address with a zero in it means nothing', async () => {
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'multipart/form-data' }
    expect((await app.request(`http://localhost${path()}`, { method: 'POST', body: 'x', headers })).status).toBe(400)
    for (const address of ['/findings?q=%00', '/reports?q=a%00', '/findings?district=%00', '/reports?after=2024-1-%00'])
      expect((await get(address)).status, address).toBe(400)
  })

  test('take a note of full length whose line breaks the form sends as two characters', async () => {
    const [other] = (await findingList.list(filled.db, { status: 'undecided' }, { limit: 50 })).rows.filter(
      ({ id }) => id !== sum.id,
    )
    const note = `${'甲'.repeat(99)}\r\n`.repeat(20)
    const form = { act: 'confirm', note, expected: '0' }
    expect((await send(`/findings/${other?.id}/decisions`, form)).status).toBe(303)
    expect((await decisions.historyOf(filled.db, other?.id as number))[0]?.note).toHaveLength(1999)
    await send(`/findings/${other?.id}/decisions`, { act: 'reopen', expected: '1' })
  })

  test('are recorded, lead back to the finding, tell the second officer, and outlive a re-check', async () => {
    const recorded = await send(path(), { act: 'confirm', note: '已电话核实', expected: '0' })
    expect(recorded.status).toBe(303)
    expect(recorded.headers.get('Location')).toBe(`/findings/${sum.id}?severity=error`)

    const late = await send(path(), { act: 'dismiss', reason: 'scope', note: '我的看法', expected: '0' })
    expect(late.status).toBe(409)
    expect(await late.text()).toMatch(/本机 已于 .* 作了“确认问题属实”/)

    await checkFinance(filled.db, filled.finance)
    expect(await findings.get(filled.db, sum.id)).toMatchObject({ decision: 'confirmed', state: 'open' })

    expect((await send(path(), { act: 'reopen', expected: '1' }, { Origin: 'http://localhost' })).status).toBe(303)
    expect((await send(path(), { act: 'dismiss', reason: 'scope', expected: '2' })).status).toBe(303)
    const page = await body(`/findings/${sum.id}`)
    expect(page).toContain('数据口径不同')
    expect(page).toContain('已电话核实')
    expect((await decisions.historyOf(filled.db, sum.id)).map(({ decision, decided_by }) => [decision, decided_by])).toEqual([
      ['confirmed', '本机'],
      ['undecided', '本机'],
      ['dismissed', '本机'],
    ])
  })
})

describe('snapshots', () => {
  const view = (stored: Filled['finance'], sha256: string) => `/snapshots/${sha256}/view?version=${stored.versionId}`

  test('are handed out as bytes, never as a page', async () => {
    const response = await get(`/snapshots/${FINANCE_PAGE.sha256}`)
    expect(response.headers.get('Content-Type')).toBe('application/octet-stream')
    expect(response.headers.get('Content-Disposition')).toBe(`attachment; filename="${FINANCE_PAGE.sha256.slice(0, 16)}.html"`)
    expect(response.headers.get('Content-Security-Policy')).toContain('sandbox')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(FINANCE_PAGE.bytes)
  })

  test('show the cells of the finding marked, and its sentence', async () => {
    const page = await body(`${view(filled.finance, FINANCE_PAGE.sha256)}&finding=${sum.id}`)
    expect(page).toMatch(/<td align="right" class="selected" id="here" title="一、本年新收[^"]*—总计">15<\/td>/)
    expect(page.match(/class="selected"/g)).toHaveLength(4)
    const [text] = (await findingList.list(filled.db, { rule: 'NAR-02' }, { limit: 1 })).rows
    expect(await body(`${view(filled.finance, FINANCE_PAGE.sha256)}&finding=${text?.id}`)).toContain(
      '<mark class="quote" id="here">2023年，本机关主动公开政府信息127条',
    )
  })

  test('of a hostile page keep nothing that acts, loads or leads away', async () => {
    const content = await filled.db
      .selectFrom('report_versions')
      .select('sha256')
      .where('id', '=', filled.hostile.versionId)
      .executeTakeFirstOrThrow()
    const response = await get(view(filled.hostile, content.sha256))
    expect(response.headers.get('Content-Security-Policy')).toMatch(/default-src 'none'.*sandbox/)
    const page = await response.text()
    expect(page).not.toMatch(/<(script|img|svg|iframe|form|input|meta (?!charset)|base|link|math|a )/i)
    expect(page).not.toMatch(/\son\w+=|style="|href=|src=/i)
    expect(page).toContain('〔图片〕')
    expect(page).toContain('<b>标签</b>')
  })

  test.each([
    ['application/pdf', /<iframe name="original" sandbox=""/],
    ['text/plain', /<iframe name="original" sandbox=""/],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', /<div class="asread"/],
  ])('of %s are shown in the way that fits', async (mediaType, frame) => {
    const page = samplePage({ authority: '云河区教育局', paragraphs: [mediaType] })
    const report = { ...page.report, source: { ...page.report.source, mediaType } }
    const stored = await filled.publish('education', { ...page, report }, `https://www.yunhe.example/${mediaType}`)
    const [version] = await filled.db.selectFrom('report_versions').select('version').where('id', '=', stored.versionId).execute()
    expect(await body(`/reports/${stored.reportId}?version=${version?.version}`)).toMatch(frame)
    const response = await get(view(stored, page.sha256))
    expect(response.status).toBe(mediaType.includes('openxml') ? 404 : 200)
    if (mediaType === 'application/pdf') {
      expect(response.headers.get('Content-Security-Policy')).toMatch(/default-src 'none'; img-src data:.*sandbox/)
      expect(response.headers.get('Content-Security-Policy')).not.toContain('unsafe')
      expect(await response.text(), 'without the reader').toContain('此处不能逐页显示原文')
    }
    if (mediaType === 'text/plain') expect(await response.text()).toContain('&lt;h1&gt;')
  })

  test('belong to their version', async () => {
    expect((await get(view(filled.hostile, FINANCE_PAGE.sha256))).status).toBe(404)
    expect((await get(`/snapshots/${FINANCE_PAGE.sha256}/view`)).status).toBe(404)
  })
})

const HTML = { Accept: 'text/html' }

describe('access', () => {
  test('as long as nobody has an account, only this machine is answered, under its own names and through no proxy', async () => {
    expect((await app.request('http://evil.example/findings', { headers: HTML })).status).toBe(403)
    expect((await app.request('http://127.0.0.1:8080/findings')).status).toBe(200)
    expect((await app.request('http://[::1]:8080/findings')).status).toBe(200)
    const forwarded = { ...HTML, 'X-Forwarded-For': '203.0.113.9' }
    expect((await app.request('http://127.0.0.1:8080/findings', { headers: forwarded })).status).toBe(403)
  })

  test('pages for this machine are not served to others', async () => {
    await expect(serveReview({ app, host: '0.0.0.0', port: 0 })).rejects.toThrow(/open to everyone/)
  })

  test('a port that is taken is told as such', async () => {
    const first = await serveReview({ app, host: '127.0.0.1', port: 0 })
    await expect(serveReview({ app, host: '127.0.0.1', port: Number(new URL(first.url).port) })).rejects.toThrow(/GOUJI_PORT/)
    expect(await (await fetch(`${first.url}/healthz`)).text()).toBe('ok\n')
    await first.close()
  })
})

test('what came over a certificate that could not be verified is marked on its page', async () => {
  const page = `/reports/${filled.finance.reportId}`
  expect(await body(page)).not.toContain('安全证书未能验证')
  const unverified = { tls_unverified: true }
  await filled.db.updateTable('snapshots').set(unverified).where('sha256', '=', FINANCE_PAGE.sha256).execute()
  expect(await body(page)).toContain('安全证书未能验证')
  await filled.db.updateTable('snapshots').set({ tls_unverified: false }).where('sha256', '=', FINANCE_PAGE.sha256).execute()
})

test('the evidence of a report is handed out as a file, and nothing stays behind', async () => {
  const { db, snapshots, desks } = filled
  const writer = evidenceWriter({ db, snapshots })
  const pages = createReviewApp({ ...desks, db, snapshots, thisMachine: true, writeEvidence: writer })
  const response = await pages.request(`http://localhost/reports/${filled.finance.reportId}/evidence.wacz`)
  expect(response.headers.get('Content-Type')).toBe('application/wacz+zip')
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect(Object.keys(unzipSync(bytes))).toContain('archive/data.warc.gz')
  expect(response.headers.get('Content-Length')).toBe(String(bytes.length))
  expect((await pages.request('http://localhost/reports/999999/evidence.wacz')).status).toBe(404)
  expect((await pages.request('http://localhost/filings/nobody/2023/evidence.wacz')).status).toBe(404)
  const tooLarge = createReviewApp({ ...desks, db, snapshots, thisMachine: true, writeEvidence: (s, out) => writer(s, out, 1) })
  expect((await tooLarge.request(`http://localhost/reports/${filled.finance.reportId}/evidence.wacz`)).status).toBe(413)
})
