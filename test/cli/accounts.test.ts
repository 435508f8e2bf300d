import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as accountLinks from '../../db/account-links.ts'
import * as accounts from '../../db/accounts.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import { importRegistry } from '../../db/registry.ts'
import { checkAccounts } from '../../src/cli/doctor/check-accounts.ts'
import { firstLinkText, linkTo } from '../../src/cli/first-link.ts'
import { readConfig } from '../../src/config.ts'
import { openTestDatabase } from '../test-database.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts')

let database: OpenDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  const none = { deadlines: [], holidays: [], rules: {}, years: [2024] }
  await importRegistry(database.db, { districts: [{ id: 'd1', name: '示例县', ...none }], authorities: [], portals: [] })
})
afterAll(() => database.close())

function run(...args: readonly string[]) {
  const settings = { DATABASE_URL: database.url, REDIS_URL: '', GOUJI_PUBLIC_URL: 'https://gouji.example.gov.cn/' }
  const env = { ...process.env, NO_COLOR: '1', ...settings }
  return spawnSync(process.execPath, [MAIN, 'accounts', ...args], { cwd: tmpdir(), encoding: 'utf8', env })
}
const tokenIn = (text: string) => /^https:\/\/gouji\.example\.gov\.cn\/(?:first|invitation)\/([\w-]{43})\n$/.exec(text)?.[1] ?? ''
const check = async (environment: Readonly<Record<string, string>>) =>
  (await checkAccounts(database.db, readConfig(environment))).state

test('the start says who may do what, and hands out the link that changes it', async () => {
  const here = readConfig({})
  const text = await firstLinkText(database.db, here, 'http://127.0.0.1:8123')
  expect(text).toMatch(/whoever uses this machine may do everything\n.*http:\/\/127\.0\.0\.1:8123\/first\/[\w-]{43}\n$/)
  const served = readConfig({ GOUJI_HOST: '0.0.0.0', GOUJI_ACCESS_KEY: 'a-key-of-16-signs-or-more' })
  const open = await firstLinkText(database.db, served, 'http://0.0.0.0:8080')
  expect(open).toMatch(/^GOUJI_ACCESS_KEY .* no longer used.*\n.*nobody can use the pages\n.*http:\/\/127\.0\.0\.1:8080\/first\//)
  expect(open).not.toContain('a-key-of-16')
  expect(linkTo(readConfig({ GOUJI_HOST: '::1' }), 'x')).toBe('http://[::1]:8080/x')
  expect([await check({}), await check({ GOUJI_HOST: '0.0.0.0' })]).toEqual(['ok', 'warning'])
})

test('who sits at the machine makes the first link, invites, changes, locks and resets, each on the record', async () => {
  const first = tokenIn(run('link').stdout)
  expect(await accountLinks.find(database.db, first)).toMatchObject({ purpose: 'first' })

  const invited = run('invite', 'Li.Na', '--name', '李娜', '--role', 'administrator')
  expect(await accountLinks.find(database.db, tokenIn(invited.stdout))).toMatchObject({ purpose: 'invitation' })
  expect(run('link').stderr).toContain('There are accounts already')
  expect(run('invite', 'li.na', '--name', '李娜').stderr).toContain('There is an account "li.na" already')
  await accounts.setPassword(database.db, (await accounts.byLogin(database.db, 'li.na'))!.id, 'scrypt$1$1$1$a$b')
  expect(run('lock', 'li.na').stderr).toContain('li.na is the last administrator who can sign in')
  expect(await check({ GOUJI_HOST: '0.0.0.0' })).toBe('ok')
  expect(await check({ GOUJI_HOST: '0.0.0.0', GOUJI_PUBLIC_URL: 'http://gouji.example.gov.cn' })).toBe('warning')

  run('invite', 'wang.lei', '--name', '王磊', '--role', 'officer', '--district', 'd1')
  expect(run('role', 'wang.lei', 'emperor').stderr).toContain('"emperor" is no role')
  expect(run('role', 'wang.lei', 'supervisor', '--district', 'd9').stderr).toContain('there is no district "d9"')
  expect(run('role', 'wang.lei', 'supervisor').stdout).toBe('wang.lei: supervisor, all districts\n')
  run('lock', 'wang.lei')
  expect(run('reset', 'wang.lei').stderr).toContain('wang.lei is locked')
  run('unlock', 'wang.lei')

  const listed = run().stdout.split('\n')
  expect(listed[0]).toMatch(/^li\.na {2}李娜 {2}管理员 administrator {2}全部地区 all districts {2}正常 active/)
  const history = run('history', 'wang.lei', '--format', 'json')
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(history.map(({ kind }) => kind)).toEqual(['unlocked', 'locked', 'changed', 'invited'])
  expect(history[2]).toMatchObject({
    by_name: expect.stringContaining('命令行'),
    detail: { role: { from: 'officer', to: 'supervisor' } },
  })
  const all = run('--format', 'json').stdout + run('history').stdout
  expect(all).not.toMatch(/scrypt|[0-9a-f]{64}/)
})
