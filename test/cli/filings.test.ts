import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as columnReadings from '../../db/column-readings.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import { columnIdsOf, importRegistry } from '../../db/registry.ts'
import type { ListEntry } from '../../src/model/crawl.ts'
import { authorityOf, COLUMN, publish, registryOf, reportOf, startRun } from '../db/rows.ts'
import { openTestDatabase } from '../test-database.ts'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')
const PAGE = `${COLUMN}1.html`

let database: OpenDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  const { db } = database
  const authorities = [
    authorityOf('a1', { name: '示例县财政局' }),
    authorityOf('a2', { name: '示例县农业农村和水利局' }),
    authorityOf('a3', { name: '示例县水利局', until: 2023, successor: 'a2' }),
  ]
  const { districts, ...rest } = registryOf({ authorities })
  await importRegistry(db, { ...rest, districts: districts.map((each) => ({ ...each, years: [2023, 2024] })) })
  // 财政局 was not there on 5 February 2025; on 20 February it was, with the date 25 January.
  await readOn('2025-02-05', [])
  await readOn('2025-02-20', [{ url: PAGE, title: '2024年年报', date: '2025-01-25', judgement: 'candidate', reason: null }])
  const dates = [{ date: '2025-01-25', from: 'label:发布日期' }]
  const page = { runId: await startRun(db), url: PAGE, bytes: 'page', dates }
  const stored = await publish(db, page, reportOf({}, { year: 2024, dates: [] }), { year: 2024 })
  await sql`UPDATE captures SET first_seen_at = '2025-02-20T02:30:00+08:00' WHERE report_id = ${stored.reportId}`.execute(db)
  await sql`UPDATE reports SET first_seen_at = '2025-02-20T02:30:00+08:00'`.execute(db)
})
afterAll(() => database.close())

async function readOn(day: string, entries: readonly ListEntry[]): Promise<void> {
  const { db } = database
  const [portalCrawlId = 0] = await portalCrawls.plan(db, await startRun(db), ['p1'])
  await sql`UPDATE portal_crawls SET started_at = ${`${day}T02:30:00+08:00`} WHERE id = ${portalCrawlId}`.execute(db)
  const columnId = (await columnIdsOf(db, 'p1')).get(COLUMN) ?? 0
  const reading = { columnUrl: COLUMN, complete: true, pages: 1, entries, declared: null, problem: null }
  await columnReadings.record(db, { portalCrawlId, columnId }, reading)
}

function filings(...args: readonly string[]) {
  const env = { ...process.env, NO_COLOR: '1', DATABASE_URL: database.url, REDIS_URL: '' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'filings', ...args], { encoding: 'utf8', env })
  return { status, stdout, stderr }
}

test('the board names everybody, aligned, with what proves the status and what is at fault', () => {
  const { status, stdout, stderr } = filings('--district', 'd1', '--year', '2024')
  expect(stderr).toBe('')
  expect(status).toBe(1)
  const lines = stdout.split('\n')
  expect(lines[0]).toMatch(/^示例县 2024 年度报告发布情况 filing of 2024 · 截至 as of \d{4}-\d\d-\d\d$/)
  expect(lines[1]).toBe(
    '应发布 expected 2 · 已发布 published 1 · 逾期（日期存疑） late, date doubtful 1 · 未发现 not found 1 · 不要求 exempt 1',
  )
  const [, , , head = '', ...board] = lines
  const rows = board.slice(0, 3)
  expect(rows[0]).toMatch(
    /^示例县财政局 .*逾期（日期存疑） late, date doubtful .*2025-01-31 +2025-02-20 .*首次采集日期 .*20 天 d .*back-dated$/,
  )
  expect(rows[1]).toMatch(/^示例县农业农村和水利局 .*未发现 not found .*最近一次完整读取栏目 last complete reading 2025-02-20$/)
  expect(rows[2]).toMatch(/^示例县水利局 .*不要求 exempt .*已并入示例县农业农村和水利局，2024年度起由其编制$/)
  // A Chinese character takes two places: the second column begins at the same one in every line.
  const placesTo = (line: string, word: string) =>
    [...line.slice(0, line.indexOf(word))].reduce((sum, c) => sum + (/[⺀-鿿＀-￯]/.test(c) ? 2 : 1), 0)
  expect(new Set([placesTo(head, '类型'), ...rows.map((row) => placesTo(row, '人民政府部门'))]).size).toBe(1)
  expect(stdout).toContain(
    'TIME-01 错误  2025-02-05完整读取有关栏目，未发现示例县农业农村和水利局2024年度报告（应于2025-01-31前公布）。',
  )
  expect(stdout).toContain('TIME-07 疑似  示例县财政局：页面日期2025-01-25与首次采集日期')
})

test('as of a day, only what was known by then counts', () => {
  const statuses = (...args: readonly string[]) => {
    const { stdout, status } = filings('--year', '2024', '--format', 'json', ...args)
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: string; asOf: string })
    return { status, rows: rows.map((row) => `${row.asOf} ${row.status}`) }
  }
  expect(statuses('--as-of', '2025-01-31')).toEqual({
    status: 0,
    rows: ['not-due', 'not-due', 'exempt'].map((each) => `2025-01-31 ${each}`),
  })
  expect(statuses('--as-of', '2025-02-04').rows[0]).toBe('2025-02-04 not-assessable')
  expect(statuses('--as-of', '2025-02-05')).toMatchObject({
    status: 1,
    rows: ['not-found', 'not-found', 'exempt'].map((each) => `2025-02-05 ${each}`),
  })
  expect(statuses('--as-of', '2025-02-20').rows[0]).toBe('2025-02-20 late-doubtful')
})

test('CSV has one line an authority; JSON holds the evidence', () => {
  const csv = filings('--year', '2024', '--format', 'csv').stdout.trim().split('\n')
  expect(csv).toHaveLength(4)
  expect(csv[0]).toMatch(/^district,authority_id,authority_name,kind,level,year,as_of,status,/)
  expect(csv[1]).toContain('d1,a1,示例县财政局,gov_department,,2024,')
  const [first = ''] = filings('--year', '2024', '--format', 'json').stdout.split('\n')
  expect(JSON.parse(first)).toMatchObject({
    schema: 'gouji.filing/1',
    authority: { id: 'a1' },
    backdated: true,
    firstSeenOn: '2025-02-20',
    dates: [{ date: '2025-01-25', from: 'label:发布日期' }],
    search: { columns: [{ url: COLUMN, annual: true }], readings: [{ found: false }, { found: true }] },
    dayOff: { zh: '春节放假，国务院办公厅关于2025年部分节假日安排的通知' },
  })
})

test.each([
  { args: ['--district', 'd2'], says: /^gouji: --district: there is no district "d2"; did you mean "d1"/ },
  { args: ['--as-of', '2025-02-30'], says: /^gouji: --as-of is "2025-02-30"; give a day as YYYY-MM-DD/ },
  { args: ['--as-of', '2099-01-01'], says: /which has not come yet/ },
  { args: ['--year', '1999'], says: /^gouji: --year is 1999; give a reporting year/ },
])('$args is told in one line, with status 2', ({ args, says }) => {
  const { status, stderr, stdout } = filings(...args)
  expect(stderr.trim()).toMatch(says)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect([status, stdout]).toEqual([2, ''])
})
