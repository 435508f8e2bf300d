import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as releases from '../../db/releases.ts'
import { seedRelease } from '../release/release-rows.ts'
import { openTestDatabase } from '../test-database.ts'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')

let open: OpenDatabase
let dataDir: string

beforeAll(async () => {
  open = await openTestDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'gouji-cli-release-'))
  await seedRelease(open.db)
})

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true })
  await open.close()
})

/** What `gouji release` prints, and its exit status. */
function gouji(...args: string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const env = { ...process.env, DATABASE_URL: open.url, GOUJI_DATA: dataDir }
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'release', ...args], { env, encoding: 'utf8' }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

test('releases are numbered by the latest year, kept in the data folder and recorded; a copy is not', async () => {
  const first = await gouji('--format', 'csv,parquet')
  expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('数据集 2023.1 已写入') })
  expect((await gouji('--format', 'csv')).stdout).toContain('CHANGES.md')
  expect((await readdir(join(dataDir, 'releases'))).toSorted()).toEqual(['2023.1', '2023.2'])
  const copy = join(dataDir, 'copy')
  await gouji('--version', 'draft', '--out', copy, '--format', 'jsonl', '--years', '2020-2021', '--districts', 'd1')
  expect(await readFile(join(copy, 'jsonl', 'reports.jsonl'), 'utf8')).toMatch(/^\{"year":2020,[^\n]*\n$/)
  expect((await releases.list(open.db)).map(({ version }) => version)).toEqual(['2023.2', '2023.1'])
})

test('an operator opens a release to every account, and closes it', async () => {
  await gouji('--open', '2023.1')
  expect((await releases.get(open.db, '2023.1'))?.open_to_all).toBe(true)
  await gouji('--close', '2023.1')
  expect((await releases.get(open.db, '2023.1'))?.open_to_all).toBe(false)
})

test.each([
  [['--format', 'ods'], /--format is "ods"; give some of csv, jsonl, parquet, xlsx/],
  [['--years', '2023-2021'], /--years is "2023-2021"; give reporting years/],
  [['--districts', 'nowhere'], /--districts: nothing is registered as nowhere/],
  [['--version', '../x'], /"\.\.\/x" cannot name a release/],
  [['--version', '2023.1', '--format', 'csv'], /is not empty. A release is never changed/],
  [['--open', 'nothing'], /There is no release nothing/],
])('%j says what to do instead', async (args, message) => {
  const { code, stderr } = await gouji(...args)
  expect(code).toBe(2)
  expect(stderr).toMatch(message)
})
