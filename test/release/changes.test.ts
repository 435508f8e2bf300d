import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as filings from '../../db/filings.ts'
import * as findings from '../../db/findings.ts'
import type { ReleaseSelection } from '../../src/model/release.ts'
import type { Cell } from '../../src/model/report.ts'
import { CHANGES_LISTED } from '../../src/release/standing-changes.ts'
import { A1, COLUMN, publish, reportOf } from '../db/rows.ts'
import { openTestDatabase } from '../test-database.ts'
import { correct, LATE, releaseAs, type Seeded, seedRelease, UNBALANCED } from './release-rows.ts'

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
const NONE = { reports: 0, cells: 0, claims: 0 }

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

test('after a correction exactly the corrected cells and claims are listed, with what was and is printed', async () => {
  const { report } = seeded
  const [claim] = report.claims
  const said = [
    { ...claim!, text: '另有说明。', kind: 'disclosed_total', value: 3 },
    { ...claim!, at: null },
    { ...claim!, text: '=本年新收41件。', value: 41 },
  ] as const
  await correct(
    open.db,
    { ...seeded, report: { ...report, claims: said } },
    {
      't3.carried_out.total': number(5),
      't2.nd_issued': { ...number(0), raw: '', value: null, kind: 'blank' },
    },
  )
  await release('2023.3')
  const { counts, reports } = await changesOf('2023.3')
  expect(counts).toEqual({ added: NONE, corrected: { reports: 1, cells: 2, claims: 2 }, reread: NONE, withdrawn: NONE })
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
  // The claim that is said once more is one more; the one that only moved is as it was.
  expect(reports[0].claims).toEqual([
    { change: 'new', number: 0, kind: 'disclosed_total', value: 3, unit: '件', text: '另有说明。' },
    { change: 'new', number: 2, kind: 'new_received', value: 41, unit: '件', text: '=本年新收41件。' },
  ])
  expect(await changesOf('2023.3')).toMatchObject({ findings: [], filings: [] })
  const text = await read('2023.3', 'CHANGES.md')
  expect(text).toContain('- `t3.carried_out.total`: “4” → “5”')
  expect(text.match(/^ {2}- /gm)).toHaveLength(4)
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
  expect(counts).toEqual({ added: NONE, corrected: NONE, reread: { reports: 1, cells: 1, claims: 0 }, withdrawn: NONE })
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
  expect(counts).toEqual({
    added: { reports: 1, cells: 0, claims: 0 },
    corrected: NONE,
    reread: NONE,
    withdrawn: { reports: 1, cells: 0, claims: 0 },
  })
  expect(reports.map(({ filer, change }: Record<string, string>) => [filer, change])).toEqual([
    ['a2', 'added'],
    ['b1', 'withdrawn'],
  ])
})

/** What is found about the current version of the report of a1. */
async function find(found: readonly findings.FindingWithFingerprint[]): Promise<void> {
  const { id, current_version_id } = await open.db
    .selectFrom('reports')
    .select(['id', 'current_version_id'])
    .where('filer', '=', 'a1')
    .where('year', '=', 2023)
    .executeTakeFirstOrThrow()
  await findings.reconcile(open.db, { ...A1, scope: 'report', reportId: id, versionId: current_version_id as number }, found)
}

const LESS = { ...UNBALANCED, rule: 'NAR-01', fingerprint: '2', subject: 'claim', message: '文中所述与表不符' }

test('exactly the findings and filings that stand otherwise are listed, with how they stood and stand', async () => {
  await release('2023.5')
  await find([UNBALANCED, LESS])
  await filings.upsert(open.db, [{ ...LATE, status: 'on-time', published_on: '2024-01-30', days_late: null }])
  await release('2023.6')
  const { standings, findings: first, filings: filed } = await changesOf('2023.6')
  expect(standings).toEqual({
    findings: { added: 1, closed: 0, reopened: 0, decided: 0, changed: 0, withdrawn: 0 },
    filings: { added: 0, changed: 1, withdrawn: 0 },
  })
  expect(first).toMatchObject([
    { change: 'added', filer: 'a1', year: 2023, rule: 'NAR-01', subject: 'claim', before: null, after: { status: 'undecided' } },
  ])
  expect(filed).toEqual([
    {
      change: 'changed',
      year: 2023,
      authority: 'a1',
      authority_name: '示例县a1',
      before: { status: 'late', published_on: '2024-02-02', days_late: 2 },
      after: { status: 'on-time', published_on: '2024-01-30', days_late: null },
    },
  ])
  expect(await read('2023.6', 'CHANGES.md')).toContain(
    '- 2023 示例县a1 (`a1`) 内容有变 changed: `days_late` 2 → —; `published_on` “2024-02-02” → “2024-01-30”; `status` “late” → “on-time”\n',
  )

  const { id } = await open.db.selectFrom('findings').select('id').where('rule', '=', 'NAR-01').executeTakeFirstOrThrow()
  await decisions.act(open.db, { act: 'confirm', targets: [{ findingId: id, expected: 0 }], by: { name: '王', account: null } })
  await find([LESS])
  await release('2023.7')
  const { findings: second, filings: none } = await changesOf('2023.7')
  expect(none).toEqual([])
  expect(second).toEqual([
    {
      change: 'decided',
      year: 2023,
      filer: 'a1',
      authority_name: '示例县a1',
      rule: 'NAR-01',
      subject: 'claim',
      before: { decision: 'undecided', status: 'undecided' },
      after: { decision: 'confirmed', status: 'confirmed' },
    },
    expect.objectContaining({ change: 'closed', rule: 'T3-01', before: { open: true }, after: { open: false } }),
  ])
})

test('the text for people lists the first thousand changes of findings and says how many more there are', async () => {
  await find([
    LESS,
    ...Array.from({ length: CHANGES_LISTED + 2 }, (_, at) => ({ ...LESS, subject: `s${at}`, fingerprint: `n${at}` })),
  ])
  await release('2023.8')
  expect((await changesOf('2023.8')).findings).toHaveLength(CHANGES_LISTED + 2)
  const text = await read('2023.8', 'CHANGES.md')
  expect(text.match(/^- 2023 .*NAR-01/gm)).toHaveLength(CHANGES_LISTED)
  expect(text).toContain('2 more are in CHANGES.json.')
})

test('a release that did not keep how findings stood says so, rather than calling all of them new', async () => {
  await open.db.updateTable('releases').set({ standings_kept: false }).where('version', '=', '2023.8').execute()
  await release('2023.9')
  expect(await changesOf('2023.9')).toMatchObject({ previous: '2023.8', standings: null })
  expect(await read('2023.9', 'CHANGES.md')).toContain('they cannot be compared')
})
