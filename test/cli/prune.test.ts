import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { seed } from '../db/rows.ts'
import { openTestDatabase } from '../test-database.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts')

let database: OpenDatabase
let folder: string
beforeAll(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-prune-cli-'))
  const { runId } = await seed(database.db)
  // Five years of a host, a message that was sent and one that is owed.
  await sql`INSERT INTO host_days (host, day) SELECT 'www.example.gov.cn', d FROM generate_series(date '2020-01-01', date '2024-12-31', interval '1 day') d`.execute(
    database.db,
  )
  await sql`INSERT INTO deliveries (run_id, target, state, owed_at) VALUES (${runId}, 'a', 'sent', '2022-03-01'), (${runId}, 'b', 'owed', '2022-03-01')`.execute(
    database.db,
  )
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

function prune(args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'prune', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', DATABASE_URL: database.url, REDIS_URL: '', GOUJI_DATA: folder, ...settings },
  })
  return { status, stdout, stderr }
}

const hostDays = async () => (await sql`SELECT FROM host_days`.execute(database.db)).rows.length

test('without settings everything is kept, and it says so', async () => {
  const { status, stdout } = prune([])
  expect([status, await hostDays()]).toEqual([0, 1_827])
  expect(stdout.match(/永久 for ever/g)).toHaveLength(3)
})

test('a look before shows kinds, years and sizes for settings that are not set, and deletes nothing', async () => {
  const { status, stdout } = prune(['--dry-run', '--runs-days', '400'])
  expect(status).toBe(0)
  expect(stdout).toContain('400 天 days')
  expect(stdout).toMatch(/主机每日请求计数 daily counts of hosts +2020 +366 条 rows +\d+ kB +至 up to 2020-12-31/)
  expect(stdout).toMatch(/汇总发送记录 records of messages sent +2022 +1 条 rows/)
  expect(await hostDays()).toBe(1_827)
  const { wouldDelete } = JSON.parse(prune(['--dry-run', '--runs-days', '400', '--format', 'json']).stdout)
  expect(wouldDelete.filter(({ kind }: { kind: string }) => kind === 'host-day')).toHaveLength(5)
})

test('what the settings do not keep is deleted and recorded; what is owed stays', async () => {
  const { status, stdout } = prune([], { GOUJI_KEEP_RUNS_DAYS: '400' })
  expect(status).toBe(0)
  expect(stdout).toMatch(/已删除 deleted\n.*\n?.*主机每日请求计数 daily counts of hosts +1827 条 rows/)
  expect(await hostDays()).toBe(0)
  const owed = await database.db.selectFrom('deliveries').select('target').execute()
  expect(owed).toEqual([{ target: 'b' }])
  expect(prune(['--dry-run'], { GOUJI_KEEP_RUNS_DAYS: '400' }).stdout).toMatch(
    /现在没有可删除的记录.*此前已删除 deleted before.*1827 条 rows/s,
  )
  await expect(sql`UPDATE deletions SET rows = 1`.execute(database.db)).rejects.toThrow('never changed')
})

const REFUSED: readonly { name: string; args: readonly string[]; settings: Readonly<Record<string, string>>; says: RegExp }[] = [
  { name: 'days without --dry-run', args: ['--runs-days', '400'], settings: {}, says: /go along with --dry-run/ },
  { name: 'too few days to look at', args: ['--dry-run', '--runs-days', '29'], settings: {}, says: /whole number of 30 or more/ },
  { name: 'too few days', args: [], settings: { GOUJI_KEEP_REQUESTS_DAYS: '7' }, says: /GOUJI_KEEP_REQUESTS_DAYS is "7"/ },
  {
    name: 'less than two looks at an article',
    args: [],
    settings: { GOUJI_KEEP_REQUESTS_DAYS: '50', GOUJI_RECHECK_DAYS: '30' },
    says: /at least twice GOUJI_RECHECK_DAYS/,
  },
]

test.each(REFUSED)('$name is refused in one line', ({ args, settings, says }) => {
  const { status, stderr } = prune(args, settings)
  expect(stderr.trim()).toMatch(says)
  expect([stderr.trim().split('\n').length, status]).toEqual([1, 2])
})
