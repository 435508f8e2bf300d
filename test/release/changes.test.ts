import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import type { ReleaseSelection } from '../../src/model/release.ts'
import type { Cell } from '../../src/model/report.ts'
import { COLUMN, publish, reportOf } from '../db/rows.ts'
import { openTestDatabase } from '../test-database.ts'
import { correct, releaseAs, type Seeded, seedRelease } from './release-rows.ts'

let open: OpenDatabase
let folder: string
let seeded: Seeded

beforeAll(async () => {
  open = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-changes-'))
  seeded = await seedRelease(open.db)
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await open.close()
})

const release = (version: string, selection?: ReleaseSelection) =>
  releaseAs(open.db, join(folder, version), { version, recorded: true, formats: ['csv'], ...(selection && { selection }) })
const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8')
const changesOf = async (version: string) => JSON.parse(await read(version, 'CHANGES.json'))

const number = (value: number): Cell => ({ raw: String(value), value, kind: 'number', at: null, confidence: 1 })
const NONE = { reports: 0, cells: 0 }

test('the first release of a selection is compared with none', async () => {
  expect((await release('2023.1')).previous).toBeNull()
  expect(await changesOf('2023.1')).toMatchObject({ previous: null, reports: [] })
  expect(await read('2023.1', 'CHANGES.md')).toContain('第一个版本')
})

test('a release of unchanged rows differs from the one before in nothing', async () => {
  await release('2023.2')
  expect(await changesOf('2023.2')).toMatchObject({
    previous: '2023.1',
    counts: { added: NONE, corrected: NONE, reread: NONE, withdrawn: NONE },
    reports: [],
  })
  expect(await read('2023.2', 'csv/cells.csv')).toBe(await read('2023.1', 'csv/cells.csv'))
})

test('after a correction exactly the corrected cells are listed, with what was and is printed', async () => {
  await correct(open.db, seeded, {
    't3.carried_out.total': number(5),
    't2.nd_issued': { ...number(0), raw: '', value: null, kind: 'blank' },
  })
  await release('2023.3')
  const { counts, reports } = await changesOf('2023.3')
  expect(counts).toEqual({ added: NONE, corrected: { reports: 1, cells: 2 }, reread: NONE, withdrawn: NONE })
  expect(reports).toMatchObject([
    {
      change: 'corrected',
      filer: 'a1',
      year: 2023,
      from_version: 1,
      to_version: 2,
      cells: [
        {
          key: 't2.nd_issued',
          before: { raw: '@SUM(A1)', value: null, kind: 'word' },
          after: { raw: '', value: null, kind: 'blank' },
        },
        {
          key: 't3.carried_out.total',
          before: { raw: '4', value: 4, kind: 'number' },
          after: { raw: '5', value: 5, kind: 'number' },
        },
      ],
    },
  ])
  const text = await read('2023.3', 'CHANGES.md')
  expect(text).toContain('- `t3.carried_out.total`: “4” → “5”')
  expect(text.match(/^ {2}- /gm)).toHaveLength(2)
})

test('the same bytes that a better reader reads otherwise are re-read, not corrected', async () => {
  const cells = { ...reportOf({ 't3.granted.total': 1, 't3.new_received.total': 7 }).cells }
  const about = { filer: 'b1', authorityId: 'b1', authorityName: '示例县b1', districtId: 'd2', reader: '2' }
  await publish(
    open.db,
    { runId: seeded.runId, bytes: 'c', url: `${COLUMN}3.html`, authorityId: 'b1' },
    reportOf({}, { cells }),
    about,
  )
  await release('2023.4')
  const { counts, reports } = await changesOf('2023.4')
  expect(counts).toEqual({ added: NONE, corrected: NONE, reread: { reports: 1, cells: 1 }, withdrawn: NONE })
  expect(reports).toMatchObject([{ filer: 'b1', from_reader: '1', to_reader: '2', cells: [{ key: 't3.new_received.total' }] }])
})

test('a new report is added; one that leaves the selection is withdrawn', async () => {
  const district: ReleaseSelection = { years: null, districts: ['d2'], authorities: null }
  await release('d2.1', district)
  const whose = { filer: 'a2', authorityId: 'a2', authorityName: '示例县a2', districtId: 'd2' }
  await publish(
    open.db,
    { runId: seeded.runId, bytes: 'd', url: `${COLUMN}4.html`, authorityId: 'a2' },
    reportOf({}, { title: '又一份' }),
    whose,
  )
  await open.db.updateTable('reports').set({ district_id: 'd1' }).where('filer', '=', 'b1').execute()
  expect((await release('d2.2', district)).previous).toBe('d2.1')
  const { counts, reports } = await changesOf('d2.2')
  expect(counts).toEqual({ added: { reports: 1, cells: 0 }, corrected: NONE, reread: NONE, withdrawn: { reports: 1, cells: 0 } })
  expect(reports.map(({ filer, change }: Record<string, string>) => [filer, change])).toEqual([
    ['a2', 'added'],
    ['b1', 'withdrawn'],
  ])
})
