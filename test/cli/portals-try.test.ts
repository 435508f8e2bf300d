import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { importRegistry, loadRegistry } from '../../db/registry.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { articlePage, listPage, type Routes, type Site, serve } from '../crawlers/serve.ts'
import { type SamplePortals, startSamplePortals } from '../portals/start-sample-portals.ts'
import { openTestDatabase } from '../test-database.ts'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')
const DISTRICT = `# 手写的说明
districts:
  - id: shili
    name: 示例区
    level: county
    authorities:
      - { id: finance, name: 示例区财政局, kind: gov_department }
      - { id: education, name: 示例区教育局, kind: gov_department }
portals: []
`
const finance = '示例区财政局2025年政府信息公开工作年度报告'

let open: OpenDatabase
let folder: string
const sites: Site[] = []
beforeAll(async () => {
  open = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-try-'))
  await importRegistry(open.db, readPortalsFile(DISTRICT, 'portals.yaml'))
})
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})
afterAll(async () => {
  await open.close()
  await rm(folder, { recursive: true })
})

async function site(routes: Routes): Promise<Site> {
  const served = await serve(routes)
  sites.push(served)
  return served
}

/** Beside the server that answers it, so that neither waits for the other. */
async function tryIt(url: string, ...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [MAIN, 'portals', 'try', url, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', DATABASE_URL: open.url },
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { status, ...said }
}

const column: Routes = {
  '/zfxxgk/nb/': listPage(
    [
      ['./202601/t20260120_101.html', finance, '2026-01-19'],
      ['./202601/t20260121_102.html', '关于做好2025年政府信息公开工作年度报告编制工作的通知', '2026-01-02'],
      ['./202601/t20260122_103.html', '邻县财政局2025年政府信息公开工作年度报告', '2026-01-22'],
    ],
    '<p>共 58 条</p><script>createPageHTML(4, 0, "index", "html")</script>',
  ),
  '/zfxxgk/nb/202601/t20260120_101.html': articlePage(finance),
}

test('a column is told with its family, its entries, their dates, its paging, and what a night would ask; no article is opened', async () => {
  const served = await site(column)
  const { status, stdout, stderr } = await tryIt(served.url('/zfxxgk/nb/'), '--sample', '--district', 'shili')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('平台 family: trs-static')
  expect(stdout).toContain('共 4 页 pages')
  expect(stdout).toMatch(new RegExp(`1\\. \\[年报 report\\] ${finance}; 日期 dates: 列表 list 2026-01-19, 网址 url 2026-01-20`))
  expect(stdout).toMatch(/2\. \[非年报 not a report\] .* — notice or instruction about reports/)
  expect(stdout).toMatch(/3\. \[他机关 foreign\] .* — a report of 邻县财政局/)
  expect(stdout).toContain('文章 articles 1, 列表页 list pages 3')
  expect(served.log.map(({ path }) => path)).toEqual(['/robots.txt', '/zfxxgk/nb/'])
  // Where nobody is registered, nobody is foreign: a night would open them all.
  const unknown = await tryIt(served.url('/zfxxgk/nb/'), '--sample')
  expect(unknown.stdout).toContain('文章 articles 2, 列表页 list pages 3')
}, 60_000)

test('a home page leads to the columns that it links to by their words', async () => {
  const served = await site({
    ...column,
    '/': `<html><head><meta name="SiteName" content="示例区人民政府"></head><body>
      <a href="/zfxxgk/nb/">政府信息公开年报</a> <a href="/wzbb/">政府网站工作年度报表</a> <a href="/news/">要闻</a></body></html>`,
  })
  const { status, stdout } = await tryIt(served.url('/'), '--sample', '--format', 'json')
  expect(status).toBe(0)
  const tried = JSON.parse(stdout)
  expect(tried).toMatchObject({ siteName: '示例区人民政府', isFollowed: true, problems: [] })
  expect(tried.links).toEqual([{ url: served.url('/zfxxgk/nb/'), words: '政府信息公开年报' }])
  expect(tried.columns.map(({ url, declared, pages }: Record<string, unknown>) => ({ url, declared, pages }))).toEqual([
    { url: served.url('/zfxxgk/nb/'), declared: 58, pages: 4 },
  ])
  // No district is named: nobody is foreign.
  expect(tried.columns[0].entries.map(({ judgement }: { judgement: string }) => judgement)).toEqual([
    'candidate',
    'not-report',
    'candidate',
  ])
}, 60_000)

test('--save registers the column, seen today, and a second one beside it', async () => {
  const served = await site({ ...column, '/jyj/nb/': column['/zfxxgk/nb/']! })
  const saved = await tryIt(served.url('/zfxxgk/nb/'), '--sample', '--district', 'shili', '--save', '--name', '示例区门户')
  expect(saved).toMatchObject({ status: 0, stderr: '' })
  expect(saved.stdout).toContain('已登记 saved')
  await tryIt(served.url('/jyj/nb/'), '--sample', '--district', 'shili', '--save', '--authority', 'education')
  const again = await tryIt(served.url('/jyj/nb/'), '--sample', '--district', 'shili', '--save')
  expect(again.stdout).toContain(`stays with its authorities: ${served.url('/jyj/nb/')} (education)`)
  const { portals, authorities } = await loadRegistry(open.db, { district: 'shili' })
  expect(authorities).toHaveLength(2)
  expect(portals).toMatchObject([
    {
      name: '示例区门户',
      host: served.host,
      sample: true,
      columns: [
        { url: served.url('/zfxxgk/nb/'), authorities: 'all', verifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
        { url: served.url('/jyj/nb/'), authorities: ['education'] },
      ],
    },
  ])
}, 60_000)

test('--save with a portals file writes it there, too, and leaves what a person wrote', async () => {
  const served = await site({ ...column, '/jyj/nb/': column['/zfxxgk/nb/']! })
  const file = join(folder, 'portals.yaml')
  await writeFile(file, DISTRICT)
  for (const path of ['/zfxxgk/nb/', '/jyj/nb/', '/jyj/nb/'])
    expect(await tryIt(served.url(path), '--sample', '--portals', file, '--save', '--id', 'main')).toMatchObject({ status: 0 })
  const text = await readFile(file, 'utf8')
  expect(text).toContain('# 手写的说明')
  const registry = readPortalsFile(text, file)
  expect(registry.portals).toMatchObject([
    { id: 'main', columns: [{ url: served.url('/zfxxgk/nb/') }, { url: served.url('/jyj/nb/') }] },
  ])
  expect((await loadRegistry(open.db, { district: 'shili' })).portals).toEqual(registry.portals)
}, 60_000)

test('--instead-of takes over the bodies of the column that moved, and marks it, in the database and in the file', async () => {
  const served = await site({ ...column, '/xxgk/nb/': column['/zfxxgk/nb/']! })
  const [old, now] = [served.url('/jyj/nb/'), served.url('/xxgk/nb/')] as const
  const file = join(folder, 'moved.yaml')
  const entry = `{ url: "${old}", authorities: [education], note: 手录 } # 保留`
  const portal = `portals:\n  - { id: m, name: 门户, district: shili, host: "${served.host}", sample: true, columns: [\n      ${entry}\n    ] }`
  await writeFile(file, DISTRICT.replace('portals: []', portal))
  const wrong = await tryIt(now, '--sample', '--portals', file, '--save', '--instead-of', `${old}x`)
  expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining(`did you mean "${old}"`) })
  expect(await tryIt(now, '--sample', '--portals', file, '--save', '--instead-of', old)).toMatchObject({ status: 0, stderr: '' })
  const columns = [
    { url: old, authorities: ['education'], status: 'moved', note: expect.stringMatching(/^手录；\d{4}-\d\d-\d\d 起改为 /) },
    { url: now, authorities: ['education'] },
  ]
  expect(readPortalsFile(await readFile(file, 'utf8'), file).portals).toMatchObject([{ columns }])
  expect((await loadRegistry(open.db, { district: 'shili' })).portals).toMatchObject([{ id: 'm', columns }])

  const back = await tryIt(served.url('/zfxxgk/nb/'), '--sample', '--district', 'shili', '--save', '--instead-of', now)
  expect(back).toMatchObject({ status: 0, stderr: '' })
  const [{ columns: last } = { columns: [] }] = (await loadRegistry(open.db, { district: 'shili' })).portals
  expect(last.map(({ status }) => status ?? 'active')).toEqual(['moved', 'moved', 'active'])
}, 60_000)

test('--authorities registers the bodies of an index that are not known yet, in the file and in the database', async () => {
  const bodies = { 区财政局: '/czj/', 区水利局: '/slj/', 柳河镇: '/lhz/' }
  const rows = Object.entries(bodies).map(([name, href]) => `<li><a href="${href}">${name}</a></li>`)
  const index = `<html><title>机关目录</title><div class="scroll_tit">区政府部门</div><div class="scroll_con"><ul>${rows.join('')}</ul></div></html>`
  const served = await site({ '/gk/': index })
  const file = join(folder, 'bodies.yaml')
  await writeFile(file, DISTRICT)
  const { status, stdout, stderr } = await tryIt(served.url('/gk/'), '--sample', '--portals', file, '--authorities')
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
  expect(stdout).toContain('列出的机关 bodies listed: 3')
  const registry = readPortalsFile(await readFile(file, 'utf8'), file)
  expect(registry.authorities.map(({ id, name }) => [id, name])).toEqual([
    ['finance', '示例区财政局'],
    ['education', '示例区教育局'],
    ['slj', '示例区水利局'],
    ['lhz', '柳河镇'],
  ])
  expect((await loadRegistry(open.db, { district: 'shili' })).authorities.map(({ id }) => id).toSorted()).toEqual(
    registry.authorities.map(({ id }) => id).toSorted(),
  )
}, 60_000)

test('a page without reports ends with status 1 and is not saved', async () => {
  const served = await site({ '/nb/': listPage([['./202601/t20260120_101.html', '示例区召开春季植树动员会', '2026-01-19']]) })
  const { status, stdout, stderr } = await tryIt(served.url('/nb/'), '--sample', '--district', 'shili', '--save')
  expect(stdout).toContain('非年报 not a report')
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('not saved') })
  expect(await tryIt(served.url('/nb/'), '--sample')).toMatchObject({ status: 1 })
}, 60_000)

test.each([
  { name: 'a page that does not exist', path: '/none/', says: 'gone' },
  { name: 'a host that refuses', path: '/wall/', says: 'blocked' },
  { name: 'robots.txt', path: '/closed/', says: 'robots' },
])(
  '$name is told, with status 2',
  async ({ path, says }) => {
    const served = await site({
      '/wall/': { status: 403, body: '<html>forbidden</html>' },
      '/robots.txt': { body: 'User-agent: *\nDisallow: /closed/\n', headers: { 'content-type': 'text/plain' } },
    })
    const { status, stdout } = await tryIt(served.url(path), '--sample')
    expect(stdout).toContain(`问题 problem: ${says}: `)
    expect(status).toBe(2)
  },
  60_000,
)

test('a host that does not answer is told, with status 2', async () => {
  const served = await serve({})
  await served.close()
  const { status, stdout } = await tryIt(served.url('/nb/'), '--sample')
  expect(stdout).toContain('the host refuses connections')
  expect(status).toBe(2)
}, 60_000)

test.each([
  { name: 'what is no address', args: ['www.example.gov.cn/nb/'], says: 'is not an address' },
  { name: 'this machine without --sample', args: ['http://127.0.0.1:9/'], says: 'tried with --sample' },
  { name: 'a private network', args: ['http://10.0.0.1/nb/'], says: 'private network' },
  { name: 'a public host as a sample', args: ['https://www.example.gov.cn/', '--sample'], says: 'is not on this machine' },
  { name: '--save without a district', args: ['http://127.0.0.1:9/', '--sample', '--save'], says: 'add --district' },
  {
    name: 'an unknown district',
    args: ['http://127.0.0.1:9/', '--sample', '--district', 'shilli'],
    says: 'did you mean "shili"',
  },
])(
  '$name is refused before anything is asked',
  async ({ args: [url, ...args], says }) => {
    const { status, stderr, stdout } = await tryIt(url!, ...args)
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: expect.stringContaining(says) })
  },
  60_000,
)

test('every column of the sample district is recognised, and its reports are told', async () => {
  const sample: SamplePortals = await startSamplePortals({ basePort: 0, night: 1 })
  try {
    const file = join(folder, 'sample.yaml')
    await writeFile(file, sample.portalsYaml)
    const { portals } = readPortalsFile(sample.portalsYaml, file)
    const families = new Set<string>()
    for (const { columns } of portals) {
      const { status, stdout, stderr } = await tryIt(columns[0]!.url, '--sample', '--portals', file, '--format', 'json')
      expect(stderr).toBe('')
      expect(status, stdout).toBe(0)
      const tried = JSON.parse(stdout)
      families.add(tried.columns[0].family)
      expect(tried.next.articles.length).toBeGreaterThan(0)
    }
    expect(families).toEqual(new Set(['trs-static', 'gongkai']))
  } finally {
    await sample.close()
  }
}, 180_000)
