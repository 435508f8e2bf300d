import { load } from 'cheerio/slim'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRegistry } from '../../db/registry.ts'
import * as registryChanges from '../../db/registry-changes.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { type Filled, fillDatabase } from './filled-database.ts'

let filled: Filled
let app: ReviewApp
beforeAll(async () => {
  filled = await fillDatabase()
  app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true })
})
afterAll(() => filled?.close())

const FINANCE = '/registry/yunhe/authority?id=finance'
const COLUMN = `/registry/yunhe/column?portal=portal&url=${encodeURIComponent('https://www.yunhe.example/nianbao/')}`
const CONFIRM = 'form[action="/registry-import/confirm"]'
const OWN = { 'Sec-Fetch-Site': 'same-origin' }

const get = (path: string, headers: Record<string, string> = {}) => app.request(`http://localhost${path}`, { headers })
const page = async (path: string, headers?: Record<string, string>) => load(await (await get(path, headers)).text())
const post = (path: string, form: URLSearchParams | FormData, headers: Record<string, string> = OWN) =>
  app.request(`http://localhost${path}`, { method: 'POST', body: form, headers })

/** The fields of a form as a browser would send them, some of them changed. */
async function fieldsOf(path: string, changes: Record<string, string> = {}): Promise<URLSearchParams> {
  const $ = await page(path)
  const fields = $('form.entry').serializeArray()
  const form = new URLSearchParams(fields.map(({ name, value }) => [name, value]))
  for (const [name, value] of Object.entries(changes)) form.set(name, value)
  return form
}
const authority = async (id: string) => (await loadRegistry(filled.db)).authorities.find((each) => each.id === id)
const latest = async () => (await registryChanges.ofDistrict(filled.db, 'yunhe', { limit: 1 }))[0]

test('the registry shows every authority, what it owes, every column, and who changed what', async () => {
  const list = await page('/registry')
  expect(list('.districts tbody tr').text().replace(/\s+/g, ' ')).toMatch(/云河区 yunhe.* 6.* 1.* 1.* 7.*命令行/)
  const $ = await page('/registry/yunhe')
  const owed = (name: string) =>
    $('.expectations tbody tr')
      .toArray()
      .find((row) => $(row).find('th').text() === name)
  expect($(owed('云河区财政局')).find('td').text()).toBe('已见应公布')
  expect($(owed('青石镇人民政府')).find('td').text()).toBe('缺应公布')
  expect($(owed('云河区水务局')).find('td').first().attr('title')).toContain('已并入云河区人民政府')
  expect($('#authority-water').text()).toContain('曾用名：云河区水利局 –2018')
  expect($('#portal-portal').text()).toContain('全部单位')
  expect($('.changes').text()).toContain('登记 单位')
  expect((await get('/registry/nowhere')).status).toBe(404)
  expect((await get('/registry/yunhe/authority?id=nobody')).status).toBe(404)
  expect((await get('/registry/yunhe/column?portal=nobody')).status).toBe(404)
})

test('a form that is sent unchanged changes nothing; a change is recorded with what stood there before', async () => {
  const before = await latest()
  for (const path of [FINANCE, '/registry/yunhe/portal?id=portal', COLUMN])
    expect((await post(path, await fieldsOf(path))).status, path).toBe(303)
  expect((await latest())?.id).toBe(before?.id)

  const changed = await fieldsOf(FINANCE, {
    name: '云河区财政和国资局',
    former_names: '云河区财政局 -2025\r\n',
    exempt: '2022：当年机构调整',
    uscc: '11370300MB28519923',
    note: '据“三定”方案',
  })
  const saved = await post(FINANCE, changed)
  expect([saved.status, saved.headers.get('Location')]).toEqual([303, '/registry/yunhe#authority-finance'])
  expect(await authority('finance')).toMatchObject({
    name: '云河区财政和国资局',
    formerNames: [{ name: '云河区财政局', since: null, until: 2025 }],
    exempt: { '2022': '当年机构调整' },
    note: '据“三定”方案',
  })
  expect(await latest()).toMatchObject({
    kind: 'authority',
    subject: 'finance',
    changed_by: '本机',
    before: { name: '云河区财政局' },
    after: { name: '云河区财政和国资局', uscc: '11370300MB28519923' },
  })
  const shown = await page(FINANCE)
  expect(shown('.changes').text()).toContain('名称 云河区财政局 → 云河区财政和国资局')
})

test('every mistake stands at its field in both languages, and nothing that was typed is lost', async () => {
  const form = await fieldsOf('/registry/yunhe/authority', {
    id: 'Neu Amt',
    name: '新<b>局</b>',
    uscc: '123',
    since: '２０２５',
    until: '2024',
    verified_at: '2026-02-30',
    exempt: '忘了年度',
  })
  const answer = await post('/registry/yunhe/authority', form)
  expect(answer.status).toBe(422)
  const $ = load(await answer.text())
  expect($('#wrong-id').text()).toContain('小写字母')
  expect($('#wrong-uscc').text()).toContain('统一社会信用代码')
  expect($('#wrong-verified_at').text()).toContain('应为日期')
  expect($('#wrong-exempt').text()).toContain('报告年度')
  expect($('#f-id').attr('aria-invalid')).toBe('true')
  expect($('#f-name').attr('value')).toBe('新<b>局</b>')
  expect($('#f-exempt').text().trim()).toBe('忘了年度')
  expect($('#f-since').attr('value')).toBe('２０２５')
  const english = await post('/registry/yunhe/authority', form, { ...OWN, Cookie: 'gouji_language=en' })
  expect(load(await english.text())('#wrong-id').text()).toContain('must consist of lower-case letters')
  expect(await authority('Neu Amt')).toBeUndefined()
})

test('of two persons at once the second is told, sees both, and saves knowingly', async () => {
  const [first, second] = [
    await fieldsOf('/registry/yunhe/authority?id=education', { note: '甲写的' }),
    await fieldsOf('/registry/yunhe/authority?id=education', { note: '乙写的', aliases: '区教育局' }),
  ]
  const path = '/registry/yunhe/authority?id=education'
  expect((await post(path, first)).status).toBe(303)
  const told = await post(path, second)
  expect(told.status).toBe(409)
  const $ = load(await told.text())
  expect($('[role=alert]').text()).toContain('本机')
  expect($('#theirs-note').text()).toBe('现在登记为：甲写的')
  expect($('#theirs-aliases').text()).toBe('现在登记为：（空）')
  expect($('#f-note').text().trim()).toBe('乙写的')
  expect($('#theirs-name')).toHaveLength(0)
  expect((await authority('education'))?.note).toBe('甲写的')
  const again = new URLSearchParams(
    $('form.entry')
      .serializeArray()
      .map(({ name, value }) => [name, value]),
  )
  expect((await post(path, again)).status).toBe(303)
  expect(await authority('education')).toMatchObject({ note: '乙写的', aliases: ['区教育局'] })
})

test('an entry is added, retired while somebody edits it, and taken up again; what is referred to is not retired', async () => {
  const add = await fieldsOf('/registry/yunhe/authority', { id: 'audit', name: '云河区审计局', level: 'county' })
  expect((await post('/registry/yunhe/authority', add)).headers.get('Location')).toBe('/registry/yunhe#authority-audit')
  const path = '/registry/yunhe/authority?id=audit'
  const edited = await fieldsOf(path, { note: '正在修改' })
  const mark = new URLSearchParams({ mark: edited.get('mark') ?? '' })
  expect((await post(path.replace('?', '/retire?'), mark)).status).toBe(303)
  expect(await authority('audit')).toBeUndefined()
  expect(await latest()).toMatchObject({ subject: 'audit', after: null })

  const late = await post(path, edited)
  expect(late.status).toBe(409)
  const $ = load(await late.text())
  expect($('[role=alert]').text()).toContain('停用了此项')
  expect($('#f-id').attr('value')).toBe('audit')
  const again = new URLSearchParams(
    $('form.entry')
      .serializeArray()
      .map(({ name, value }) => [name, value]),
  )
  expect((await post($('form.entry').attr('action') ?? '', again)).status).toBe(303)
  expect((await authority('audit'))?.note).toBe('正在修改')

  const kept = await post(
    '/registry/yunhe/authority/retire?id=government',
    new URLSearchParams({ mark: (await fieldsOf('/registry/yunhe/authority?id=government')).get('mark') ?? '' }),
  )
  expect(kept.status).toBe(422)
  expect(await kept.text()).toContain('承接单位')
})

test('a portal comes with its first column; columns are added, changed and retired, and the last one stays', async () => {
  const portal = await fieldsOf('/registry/yunhe/portal', {
    portal: 'second',
    portal_name: '云河区园区',
    host: 'park.yunhe.example',
    url: 'https://park.yunhe.example/nb/',
  })
  expect((await post('/registry/yunhe/portal', portal)).headers.get('Location')).toBe('/registry/yunhe#portal-second')
  const added = await fieldsOf('/registry/yunhe/column?portal=second', { url: 'https://park.yunhe.example/old/', status: 'old' })
  added.delete('authorities')
  added.append('authorities', 'finance')
  added.append('authorities', 'education')
  expect((await post('/registry/yunhe/column?portal=second', added)).status).toBe(303)
  const portals = (await loadRegistry(filled.db)).portals
  expect(portals.find(({ id }) => id === 'second')).toMatchObject({
    pace: 3,
    sample: false,
    columns: [
      { url: 'https://park.yunhe.example/nb/', authorities: 'all' },
      { url: 'https://park.yunhe.example/old/', authorities: ['finance', 'education'], status: 'old' },
    ],
  })
  const columnAt = (url: string) => `/registry/yunhe/column?portal=second&url=${encodeURIComponent(url)}`
  const retire = async (url: string) => {
    const mark = (await fieldsOf(columnAt(url))).get('mark') ?? ''
    return post(columnAt(url).replace('?', '/retire?'), new URLSearchParams({ mark }))
  }
  expect((await retire('https://park.yunhe.example/nb/')).status).toBe(303)
  const last = await retire('https://park.yunhe.example/old/')
  expect(last.status).toBe(422)
  expect(await last.text()).toContain('至少登记一个栏目')
  const wrong = await post(
    '/registry/yunhe/portal',
    await fieldsOf('/registry/yunhe/portal', { portal: 'x', portal_name: 'x', host: '127.0.0.1', url: 'http://127.0.0.1/nb/' }),
  )
  expect(load(await wrong.text())('#wrong-host').text()).toContain('内部网络')
})

test('files are shown as what they would change, then taken over; mistakes are told by line and column', async () => {
  const upload = (name: string, content: string | Uint8Array<ArrayBuffer>) => {
    const form = new FormData()
    form.append('files', new File([content], name))
    return post('/registry-import', form)
  }
  const table = await (await get('/registry-export/authorities.csv?district=yunhe')).text()
  const same = load(await (await upload('authorities.csv', table)).text())
  expect(same('.empty').text()).toContain('完全相同')

  const changed = table.replace('青石镇人民政府', '青石镇人民政府（新）').replace(/^yunhe,云河区,hostile.*\r?\n/m, '')
  const shown = await upload('authorities.csv', changed)
  expect(shown.status).toBe(200)
  const $ = load(await shown.text())
  expect($('main b').first().text()).toMatch(/修改 1 项，停用 1 项/)
  expect($('.changes').text()).toContain('青石镇人民政府 → 青石镇人民政府（新）')
  expect((await authority('qingshi'))?.name).toBe('青石镇人民政府')
  const confirmed = new FormData()
  for (const { name, value } of $(CONFIRM).serializeArray()) confirmed.append(name, value)
  // Somebody else is quicker.
  await post('/registry/yunhe/authority?id=water', await fieldsOf('/registry/yunhe/authority?id=water', { note: '先到' }))
  const moved = await post('/registry-import/confirm', confirmed)
  expect(moved.status).toBe(409)
  const anew = load(await moved.text())
  expect(anew('[role=alert]').text()).toContain('没有导入')
  // The file would take the note back, and says so.
  expect(anew('main b').first().text()).toMatch(/修改 2 项，停用 1 项/)
  const second = new FormData()
  for (const { name, value } of anew(CONFIRM).serializeArray()) second.append(name, value)
  expect((await post('/registry-import/confirm', second)).headers.get('Location')).toBe('/registry')
  expect((await authority('qingshi'))?.name).toBe('青石镇人民政府（新）')
  expect(await authority('hostile')).toBeUndefined()
  expect((await latest())?.changed_by).toBe('本机')

  const bad = await upload('authorities.csv', table.replace(',gov_department,', ',gov_departement,'))
  expect(bad.status).toBe(422)
  expect(load(await bad.text())('.lines').text()).toMatch(
    /authorities\.csv:\d+:\d+: kind: "gov_departement" is not known; did you mean/,
  )
  expect(load(await (await upload('liste.pdf', '%PDF')).text())('.lines').text()).toContain('liste.pdf is no registry file')
  const sample = `districts:\n  - { id: yunhe, name: 云河区, authorities: [{ id: finance, name: 财政局, kind: gov_department }] }\nportals:\n  - { id: inside, name: x, district: yunhe, host: '127.0.0.1:5432', sample: true, columns: [{ url: 'http://127.0.0.1:5432/', authorities: all }] }\n`
  expect(load(await (await upload('portals.yaml', sample)).text())('.lines').text()).toContain('on the command line only')
  expect((await upload('large.yaml', 'x'.repeat(7 * 1024 * 1024))).status).toBe(413)
})

test('what is exported is what is registered, as YAML and as tables', async () => {
  const yaml = await get('/registry-export/portals.yaml?district=yunhe')
  expect(yaml.headers.get('Content-Disposition')).toBe('attachment; filename="portals.yaml"')
  const [read] = filled.desks.desk.readFiles([{ name: 'portals.yaml', text: await yaml.text() }], await loadRegistry(filled.db))
  expect(read).toEqual(await loadRegistry(filled.db, { district: 'yunhe' }))
  expect((await get('/registry-export/passwords.csv')).status).toBe(404)
  expect((await get('/registry-export/columns.csv?district=nowhere')).status).toBe(404)
})

test('a form from elsewhere changes nothing', async () => {
  for (const path of [FINANCE, FINANCE.replace('?', '/retire?'), '/registry-import/confirm'])
    expect((await post(path, new URLSearchParams(), { 'Sec-Fetch-Site': 'cross-site' })).status, path).toBe(403)
})
