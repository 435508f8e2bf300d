import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as findingList from '../../db/finding-list.ts'
import * as findings from '../../db/findings.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { TABLE2_2019 } from '../../src/model/template.ts'
import { CELLS_TABLE } from '../../src/release/cells-table.ts'
import { cellKeyRows } from '../../src/release/codebook.ts'
import { FINDINGS_TABLE } from '../../src/release/findings-table.ts'
import { REPORTS_TABLE } from '../../src/release/reports-table.ts'
import { writeRelease } from '../../src/release/write-release.ts'
import { A1, publish, reportOf, seed } from '../db/rows.ts'
import { openTestDatabase } from '../test-database.ts'

let open: OpenDatabase
let folder: string

beforeAll(async () => {
  open = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-release-'))
  const { runId } = await seed(open.db)
  const title = '示例县a1，"2023"年\n政府信息公开工作年度报告'
  const { reportId, versionId } = await publish(
    open.db,
    { runId, bytes: 'a' },
    reportOf({ 't2.fee_amount_wan': 12.5 }, { title }),
  )
  await findings.reconcile(open.db, { ...A1, scope: 'report', reportId, versionId }, [
    {
      rule: 'T3-01',
      fingerprint: '1',
      ruleSet: '2',
      family: 'inaccurate',
      severity: 'error',
      verdict: 'fail',
      message: '勾稽关系不成立',
      messageEn: 'does not balance',
      cells: ['t3.new_received.total', 't3.carried_in.total'],
      quote: '=1+1',
      left: 1,
      right: 2,
      difference: -1,
      basis: '表三',
      repair: [],
      subject: 'column:total',
    },
  ])
  const [row] = (await findingList.list(open.db, {}, { limit: 1 })).rows
  await decisions.act(open.db, {
    act: 'dismiss',
    reason: 'scope',
    targets: [{ findingId: row?.id as number, expected: 0 }],
    by: { name: '王', account: null },
  })
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await open.close()
})

const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8')

test('a release holds the tables, the codebook and checksums that are true', async () => {
  const { files } = await writeRelease({ db: open.db, out: join(folder, 'one') })
  expect(files.map(({ name, rows }) => [name, rows])).toEqual([
    ['reports.csv', 1],
    ['cells.csv', 200],
    ['findings.csv', 1],
    ['codebook.csv', REPORTS_TABLE.columns.length + CELLS_TABLE.columns.length + FINDINGS_TABLE.columns.length],
    ['cell-keys.csv', 198 + 200],
  ])
  expect((await readdir(join(folder, 'one'))).toSorted()).toEqual(
    ['SHA256SUMS', 'codebook.md', ...files.map(({ name }) => name)].toSorted(),
  )
  for (const line of (await read('one', 'SHA256SUMS')).trim().split('\n')) {
    const [sum, name] = line.split('  ') as [string, string]
    expect(sha256Of(await readFile(join(folder, 'one', name)))).toBe(sum)
  }
})

test('values, blanks, quotes and line breaks stay as they are', async () => {
  await writeRelease({ db: open.db, out: join(folder, 'values') })
  expect(await read('values', 'reports.csv')).toContain('"示例县a1，""2023""年\n政府信息公开工作年度报告"')
  const cells = (await read('values', 'cells.csv')).split('\n')
  expect(cells).toContain('a1,2023,示例县a1,d1,1,t2.fee_amount_wan,12.5,12.5,number,0.9,件')
  expect(cells).toContain('a1,2023,示例县a1,d1,1,t2.reg_issued,,,blank,1,')
  const findingRows = await read('values', 'findings.csv')
  expect(findingRows).toContain('t3.new_received.total;t3.carried_in.total,=1+1,1,2,-1,表三,2,dismissed,scope,')
})

test('the same rows give the same bytes', async () => {
  await writeRelease({ db: open.db, out: join(folder, 'first') })
  await writeRelease({ db: open.db, out: join(folder, 'second') })
  expect(await read('second', 'SHA256SUMS')).toBe(await read('first', 'SHA256SUMS'))
})

test('a folder that holds files is refused and stays as it was; an empty one is taken', async () => {
  await mkdir(join(folder, 'full'))
  await writeFile(join(folder, 'full', 'kept.txt'), 'x')
  await expect(writeRelease({ db: open.db, out: join(folder, 'full') })).rejects.toThrow(/is not empty.*name a folder/s)
  expect(await readdir(join(folder, 'full'))).toEqual(['kept.txt'])
  await mkdir(join(folder, 'empty'))
  await writeRelease({ db: open.db, out: join(folder, 'empty') })
  expect(await readdir(join(folder, 'empty'))).toContain('reports.csv')
})

test('a release that fails in the middle leaves nothing behind', async () => {
  const broken = await openTestDatabase({ empty: true })
  await expect(writeRelease({ db: broken.db, out: join(folder, 'broken') })).rejects.toThrow()
  await broken.close()
  expect((await readdir(folder)).filter((name) => name.includes('broken'))).toEqual([])
})

test('the codebook names every column with a type and a meaning in both languages, and every key with its labels', async () => {
  for (const table of [REPORTS_TABLE, CELLS_TABLE, FINDINGS_TABLE]) {
    const names = table.columns.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining([...table.key]))
    for (const { zh, en } of table.columns) expect(zh && en).toBeTruthy()
  }
  for (const row of cellKeyRows()) expect([row.row, row.column], row.key).not.toContain('')
  expect(cellKeyRows()[0]).toMatchObject({ key: 't2.reg_made', row: TABLE2_2019[0].row, unit: '件' })
})
