import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { loadRegistry } from '../../db/registry.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { openTestDatabase } from '../test-database.ts'

const ROOT = join(import.meta.dirname, '../..')
const STARTER = join(ROOT, 'registry/starter.yaml')
let open: OpenDatabase
let folder: string
beforeAll(async () => {
  open = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-registry-'))
})
afterAll(async () => {
  await open.close()
  await rm(folder, { recursive: true })
})

function registry(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'src/cli/main.ts'), 'registry', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', DATABASE_URL: open.url },
  })
  return { status, stdout, stderr }
}

test('the starter registry is official hosts only, each entry unverified', async () => {
  const { authorities, portals } = readPortalsFile(await readFile(STARTER, 'utf8'), 'starter.yaml')
  const columns = portals.flatMap((portal) => portal.columns)
  expect(authorities.length).toBeGreaterThanOrEqual(80)
  expect(columns.length).toBeGreaterThanOrEqual(75)
  // The one raw address is the host of 舒兰 as it stands.
  for (const { host } of portals) expect(host).toMatch(/(?:^|\.)gov\.cn$|^122\.137\.242\.24:8080$/)
  expect([...authorities, ...columns].filter(({ verifiedAt }) => verifiedAt !== undefined)).toEqual([])
})

test('the starter registry is imported, exported both ways and imported again without a change', async () => {
  expect(registry('import', STARTER, '--district', 'zibo-gxq')).toMatchObject({ status: 0, stderr: '' })
  expect((await loadRegistry(open.db)).authorities).toHaveLength(8)
  const imported = registry('import', STARTER)
  expect(imported).toMatchObject({ status: 0, stderr: '' })
  expect(imported.stdout).toMatch(/未经核实 unverified \d\d\d/)
  const before = await loadRegistry(open.db)

  expect(registry('export', '--format', 'csv', '--out', 'tables')).toMatchObject({ status: 0, stderr: '' })
  expect(registry('import', 'tables')).toMatchObject({ status: 0, stderr: '' })
  expect(await loadRegistry(open.db)).toEqual(before)

  const yaml = registry('export', '--district', 'zibo-gxq')
  expect(yaml.status).toBe(0)
  await writeFile(join(folder, 'gxq.yaml'), yaml.stdout)
  expect(registry('import', 'gxq.yaml')).toMatchObject({ status: 0, stderr: '' })
  expect(await loadRegistry(open.db)).toEqual(before)

  expect(registry('export', '--format', 'csv', '--out', 'tables').stderr).toContain('is there already')
}, 60_000)

test('a table of authorities alone, saved in GBK, changes them and leaves the portals alone', async () => {
  registry('import', STARTER, '--district', 'liaocheng')
  // 聊城市水务局 as a spreadsheet on a Chinese system saves it.
  const name = Buffer.from([0xc1, 0xc4, 0xb3, 0xc7, 0xca, 0xd0, 0xcb, 0xae, 0xce, 0xf1, 0xbe, 0xd6])
  const table = Buffer.concat([
    Buffer.from('district,id,name,kind,uscc\nliaocheng,liaocheng-slj,'),
    name,
    Buffer.from(',gov_department,11371500004428039E\n'),
  ])
  await writeFile(join(folder, 'authorities.csv'), table)
  expect(registry('import', 'authorities.csv')).toMatchObject({ status: 0, stderr: '' })
  const { authorities, portals } = await loadRegistry(open.db, { district: 'liaocheng' })
  expect(authorities).toMatchObject([{ name: '聊城市水务局' }])
  expect(portals).toHaveLength(1)
}, 60_000)

test('mistakes end with status 2 and are told with their place; nothing is imported', async () => {
  const before = await loadRegistry(open.db)
  await writeFile(
    join(folder, 'bad.csv'),
    'district,id,name,kind,uscc\nliaocheng,x,聊城市某局,gov_department,11371500004428039F\n',
  )
  expect(registry('import', 'bad.csv')).toMatchObject({ status: 2, stderr: expect.stringContaining('bad.csv:2:34: uscc') })
  expect(registry('import', 'none.yaml')).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no such file') })
  expect(registry('import', STARTER, '--district', 'zibo-gqx').stderr).toContain('did you mean "zibo-gxq"')
  expect(registry('export', '--format', 'csv').stderr).toContain('name a folder')
  expect(await loadRegistry(open.db)).toEqual(before)
}, 60_000)
