import { afterAll, beforeAll, expect, test } from 'vitest'
import * as findingList from '../../db/finding-list.ts'
import { openReadingDesk } from '../../src/cli/open-reading-desk.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { makeDocument } from '../generate/documents.ts'
import { LAYOUTS } from '../generate/layouts/index.ts'
import { FINANCE_PAGE, type Filled, fillDatabase } from './filled-database.ts'
import { readFile } from './read-file.ts'
import { samplePage } from './sample-page.ts'

let filled: Filled
let reading: ReturnType<typeof openReadingDesk>
let app: ReviewApp

beforeAll(async () => {
  filled = await fillDatabase()
  reading = openReadingDesk()
  app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true, reading })
})
afterAll(async () => {
  await reading?.close()
  await filled?.close()
})

async function body(path: string): Promise<string> {
  const response = await app.request(`http://localhost${path}`)
  expect(response.status).toBe(200)
  return await response.text()
}

/** The inspector as lines of text. */
function inspectorOf(page: string): string {
  const markup = /<article class="inspector"[\s\S]*?<\/article>/.exec(page)?.[0] ?? ''
  return markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

const at = (key: string) => `/reports/${filled.finance.reportId}?cell=${key}`

test('every cell of the tables leads to its inspector, by an address that can be shared', async () => {
  const page = await body(`/reports/${filled.finance.reportId}`)
  expect(page.match(/<td[^>]*><a href="\/reports\/\d+\?cell=t[234]\.[^"]+#cell">/g)).toHaveLength(200)
  expect(page).not.toContain('class="inspector"')
})

test('a figure: what is printed, its value and place, and the findings that name it', async () => {
  const shown = inspectorOf(await body(at('t3.result_total.total')))
  expect(shown).toContain('（七）总计—总计')
  expect(shown).toMatch(/原文 61 数值 61 类型 数字 可信度 100% 位置 第\d+至\d+个字符 读取程序 第1版 代码 t3\.result_total\.total/)
  expect(shown).toContain('勾稽关系不成立')
})

test.each([
  ['t2.reg_issued', /原文 没有印出任何内容 数值 无（不作 0 处理） 类型 空白 不是 0：没有填写数字/],
  ['t4.review_upheld', /原文 \/ 数值 无（不作 0 处理） 类型 斜线 不是 0/],
  ['t2.nd_in_force', /数值 7 类型 数字 可信度 80% 把握不足/],
])('%s is not taken for more than it says', async (key, words) => {
  expect(inspectorOf(await body(at(key)))).toMatch(words)
})

test('on the page of a finding the list stays in the address, and the frame opens at the cell', async () => {
  const [sum] = (await findingList.list(filled.db, { rule: 'T3-01' }, { limit: 1 })).rows
  const page = await body(`/findings/${sum?.id}?severity=error&cell=t3.granted.total`)
  expect(page).toContain(`<a href="/findings/${sum?.id}?severity=error" rel="close">`)
  expect(page).toContain(`href="/findings/${sum?.id}?severity=error&amp;cell=t3.carried_in.total#cell"`)
  expect(page).toContain('class="finding error"')
  const src = /<iframe[^>]* src="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const original = await body(src)
  expect(original).toMatch(/class="selected" id="here" title="[^"]*予以公开[^"]*">12</)
  expect(original.match(/class="other"/g)?.length).toBeGreaterThanOrEqual(4)
})

test('other years and versions of the cell', async () => {
  await filled.publish('finance', samplePage({ authority: '云河区财政局', year: 2022, raw: { 't3.carried_out.total': '5' } }))
  const page = await body(at('t3.carried_out.total'))
  expect(inspectorOf(page)).toMatch(/2023年 1 现行 1 2022年 1 现行 5/)
  const [sum] = (await findingList.list(filled.db, { rule: 'T3-01' }, { limit: 1 })).rows
  expect(await body(`/findings/${sum?.id}`)).toMatch(/<th scope="col">2023<\/th><th scope="col" class="soft">2022<\/th>/)
})

test('the original is read again on demand, and every way of reading is told', async () => {
  const file = await readFile(
    'report.html',
    (await makeDocument(LAYOUTS.find(({ name }) => name === 'html-clean')!, 11, [])).bytes,
  )
  const stored = await filled.publish('government', file)
  const path = `/reports/${stored.reportId}?cell=t3.result_total.total`
  const before = await body(path)
  expect(before).toContain('重新读取原文，列出各种读法')
  const shown = inspectorOf(await body(`${path}&again=1`))
  expect(shown).toContain(`读得： ${file.report.cells['t3.result_total.total']?.raw.trim()}`)
  expect(shown).toMatch(/按本部分表格的行列标签对应 \d+ 采用/)
  expect(shown).toMatch(/按统一格式的次序逐词对齐 \S+ 未采用/)
})

test('a file that cannot be read again says why', async () => {
  const damaged = createReviewApp({
    ...filled.desks,
    db: filled.db,
    snapshots: { ...filled.snapshots, get: async () => new Uint8Array() },
    thisMachine: true,
    reading,
  })
  const response = await damaged.request(`http://localhost${at('t3.granted.total')}&again=1`)
  expect(inspectorOf(await response.text())).toContain('未能重新读取：文件为空')
})

test('no cell of a form is refused', async () => {
  for (const key of ['t3.nothing.total', 't9.x', 'constructor']) {
    const response = await app.request(`http://localhost${at(key)}`)
    expect(response.status, key).toBe(400)
  }
  expect(
    (await app.request(`http://localhost/snapshots/${FINANCE_PAGE.sha256}/view?version=${filled.finance.versionId}&cell=t9.x`))
      .status,
  ).toBe(400)
})

test('a cell that was misread goes to the list, its findings count against nobody, and what became of it is said once', async () => {
  const key = 't3.new_received.total'
  const send = (path: string, fields: Record<string, string>) =>
    app.request(`http://localhost${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: 'http://localhost' },
    })
  const path = `/reports/${filled.finance.reportId}/misreadings`
  const sent = await send(path, { version: '1', cell: key, printed: '16', note: '第二位是6', also: '1' })
  expect(sent.status).toBe(303)
  expect(sent.headers.get('Location')).toBe(`/reports/${filled.finance.reportId}?cell=${key}#cell`)
  const shown = inspectorOf(await body(at(key)))
  expect(shown).toMatch(/本机 · 原件“16” · 待处理 第二位是6/)
  const [sum] = (await findingList.list(filled.db, { rule: 'T3-01' }, { limit: 1 })).rows
  expect(sum).toMatchObject({ decision: 'misread', status: 'misread' })

  expect(await body('/misreadings')).toContain('云河区财政局 2023年')
  const lines = (await body('/misreadings.jsonl'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toMatchObject([
    { schema: 'gouji.misreading/1', year: 2023, key, cell: { raw: '15', value: 15 }, printed: '16', outcome: null },
  ])
  const settle = `${path}/${lines[0].id}/settle`
  expect((await send(settle, { outcome: 'fixed' })).status).toBe(303)
  expect((await send(settle, { outcome: 'withdrawn' })).headers.get('Location')).toContain('#misreading-')
  expect(inspectorOf(await body(at(key)))).toContain('已修正读取程序')
})

test.each([
  ['no such cell', { version: '1', cell: 't9.x' }, 400],
  ['no such version', { version: '99', cell: 't3.granted.total' }, 404],
  ['a note beyond measure', { version: '1', cell: 't3.granted.total', note: 'x'.repeat(2001) }, 400],
] as const)('a misreading of %s is refused', async (_, fields, status) => {
  const response = await app.request(`http://localhost/reports/${filled.finance.reportId}/misreadings`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { Origin: 'http://localhost' },
  })
  expect(response.status).toBe(status)
})
