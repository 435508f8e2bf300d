import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { authorityOf as findAuthority, importRegistry, loadRegistry, RegistryConflict } from '../../db/registry.ts'
import * as registryChanges from '../../db/registry-changes.ts'
import type { Registry } from '../../src/model/portal.ts'
import { changedFacts } from '../../src/model/registry-changes.ts'
import { openTestDatabase } from '../test-database.ts'
import { authorityOf, COLUMN, portalOf, registryOf } from './rows.ts'

let open: OpenDatabase
beforeAll(async () => {
  open = await openTestDatabase()
})
afterAll(() => open.close())

test('what was imported is loaded, and importing it again changes nothing', async () => {
  const registry = registryOf({
    authorities: [authorityOf('a1', { aliases: ['县甲局'], since: 2022, exempt: { '2023': '当年成立' } }), authorityOf('a2')],
    portals: [portalOf('p1', { otherHosts: ['files.example.gov.cn'], columns: [{ url: COLUMN, authorities: ['a1'] }] })],
  })
  const counts = { districts: 1, authorities: 2, portals: 1, columns: 1, retired: 0 }
  expect(await importRegistry(open.db, registry)).toEqual(counts)
  expect(await loadRegistry(open.db)).toEqual(registry)
  expect(await importRegistry(open.db, registry)).toEqual(counts)
  expect(await loadRegistry(open.db, { district: 'd1' })).toEqual(registry)
  expect(await loadRegistry(open.db, { district: 'unknown' })).toEqual({ districts: [], authorities: [], portals: [] })
})

test('what the file leaves out of its districts is retired and comes back; other districts are left alone', async () => {
  const second = {
    districts: [{ id: 'd2', name: '邻县', deadlines: [], holidays: [], rules: {}, years: [] }],
    authorities: [authorityOf('b1', { district: 'd2' })],
    portals: [],
  }
  await importRegistry(open.db, registryOf())
  await importRegistry(open.db, second)
  expect(await importRegistry(open.db, registryOf({ authorities: [authorityOf('a1')], portals: [] }))).toMatchObject({
    retired: 3,
  })
  const left = await loadRegistry(open.db)
  expect(left.authorities.map(({ id }) => id)).toEqual(['a1', 'b1'])
  expect(left.portals).toEqual([])
  expect((await findAuthority(open.db, 'a2'))?.name).toBe('示例县a2')
  await importRegistry(open.db, registryOf())
  expect(await loadRegistry(open.db, { district: 'd1' })).toEqual(registryOf())
})

test('an id of another district is refused by name, and nothing is imported', async () => {
  await importRegistry(open.db, registryOf())
  const before = await loadRegistry(open.db)
  const clash = {
    districts: [{ id: 'd3', name: '第三县', deadlines: [], holidays: [], rules: {}, years: [] }],
    authorities: [authorityOf('a1', { district: 'd3' }), authorityOf('c1', { district: 'd3' })],
    portals: [portalOf('p1', { district: 'd3' })],
  }
  await expect(importRegistry(open.db, clash)).rejects.toThrow(RegistryConflict)
  await expect(importRegistry(open.db, clash)).rejects.toThrow(/authority "a1" \(district "d1"\), portal "p1" \(district "d1"\)/)
  expect(await loadRegistry(open.db)).toEqual(before)
})

test('what a district changes of the rules is written down', async () => {
  const withRules = (rules: Registry['districts'][number]['rules']) =>
    importRegistry(open.db, registryOf({ districts: [{ ...registryOf().districts[0]!, rules }] }))
  await withRules({})
  await withRules({ 'CELL-02': { severity: 'off' }, 'FMT-18': { severity: 'info', most: 800 } })
  await withRules({ 'CELL-02': { severity: 'off' }, 'FMT-18': { severity: 'info', most: 900 } })
  await withRules({})
  const changes = await open.db.selectFrom('rule_changes').select(['rule', 'before', 'after']).orderBy('id').execute()
  expect(changes).toEqual([
    { rule: 'FMT-18', before: null, after: { severity: 'info', most: 800 } },
    { rule: 'CELL-02', before: null, after: { severity: 'off' } },
    { rule: 'FMT-18', before: { severity: 'info', most: 800 }, after: { severity: 'info', most: 900 } },
    { rule: 'FMT-18', before: { severity: 'info', most: 900 }, after: null },
    { rule: 'CELL-02', before: { severity: 'off' }, after: null },
  ])
})

test('two imports at once end as one of them', async () => {
  await Promise.all([
    importRegistry(open.db, registryOf()),
    importRegistry(open.db, registryOf()),
    importRegistry(open.db, registryOf()),
  ])
  expect(await loadRegistry(open.db, { district: 'd1' })).toEqual(registryOf())
})

test('credit codes, spans and states of columns, and who looked when, are kept and may be taken back', async () => {
  const facts = { verifiedAt: '2026-11-27', note: '核实过' }
  const registry = registryOf({
    authorities: [authorityOf('a1', { uscc: '11370300MB28519923', ...facts }), authorityOf('a2')],
    portals: [
      portalOf('p1', {
        columns: [
          { url: COLUMN, authorities: 'all', since: 2021, ...facts },
          { url: `${COLUMN}old/`, authorities: ['a1'], annual: false, status: 'old', until: 2020 },
        ],
      }),
    ],
  })
  await importRegistry(open.db, registry)
  expect(await loadRegistry(open.db, { district: 'd1' })).toEqual(registry)
  expect(await findAuthority(open.db, 'a1')).toEqual(registry.authorities[0])
  await importRegistry(open.db, registryOf())
  expect(await loadRegistry(open.db, { district: 'd1' })).toEqual(registryOf())
})

test('every import writes down what it changes, once, under the name of who did it', async () => {
  await importRegistry(open.db, registryOf())
  const [newest] = await registryChanges.ofDistrict(open.db, 'd1', { limit: 1 })
  const since = newest?.id ?? 0
  await importRegistry(open.db, registryOf(), { by: '张三' })
  const changed = registryOf({
    authorities: [{ ...registryOf().authorities[0]!, name: '示例县新局', note: '更名' }],
    portals: [portalOf('p1', { columns: [{ url: COLUMN, authorities: 'all', status: 'old' }] })],
  })
  await importRegistry(open.db, changed, { by: '张三' })
  const recorded = (await registryChanges.ofDistrict(open.db, 'd1', { limit: 20 })).filter(({ id }) => id > since)
  expect(recorded.every(({ changed_by }) => changed_by === '张三')).toBe(true)
  expect(
    recorded.toReversed().map(({ kind, subject, before, after }) => [kind, subject, changedFacts({ before, after })]),
  ).toEqual([
    ['authority', 'a1', ['name', 'note']],
    ['authority', 'a2', expect.arrayContaining(['name', 'kind'])],
    ['column', COLUMN, ['status']],
  ])
  expect(recorded.find(({ subject }) => subject === 'a2')?.after).toBeNull()
  await expect(open.db.deleteFrom('registry_changes').execute()).rejects.toThrow()
  await importRegistry(open.db, registryOf())
  expect((await registryChanges.ofDistrict(open.db, 'd1', { limit: 1 }))[0]?.changed_by).toBe(registryChanges.COMMAND_LINE)
})
