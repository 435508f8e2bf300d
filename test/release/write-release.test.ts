import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as releases from '../../db/releases.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { TABLES, tableNamed } from '../../src/release/release-tables.ts'
import { openTestDatabase } from '../test-database.ts'
import { releaseAs, seedRelease } from './release-rows.ts'

let open: OpenDatabase
let folder: string

beforeAll(async () => {
  open = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-release-'))
  await seedRelease(open.db)
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await open.close()
})

const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8')

test('a release holds every table in every format, what is said of it, and checksums that are true', async () => {
  const { tables, files } = await releaseAs(open.db, join(folder, 'one'))
  expect(tables).toEqual([
    { name: 'reports', rows: 3 },
    { name: 'cells', rows: 200 + 200 + 1 },
    { name: 'wide_2020_2019', rows: 1 },
    { name: 'wide_2023_2021', rows: 2 },
    { name: 'claims', rows: 1 },
    { name: 'findings', rows: 1 },
    { name: 'filings', rows: 1 },
    { name: 'authorities', rows: 3 },
    { name: 'districts', rows: 2 },
    { name: 'sources', rows: 3 },
    { name: 'cell_keys', rows: 198 + 200 },
    { name: 'rules', rows: expect.any(Number) },
  ])
  const there = await readdir(join(folder, 'one'), { recursive: true, withFileTypes: true })
  const names = there
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 5))
  expect(names.toSorted()).toEqual(files.map(({ path }) => path).toSorted())
  for (const line of (await read('one', 'SHA256SUMS')).trim().split('\n')) {
    const [sum, path] = line.split('  ') as [string, string]
    expect(sha256Of(await readFile(join(folder, 'one', path)))).toBe(sum)
  }
  for (const { path, bytes, sha256 } of files) {
    const content = await readFile(join(folder, 'one', path))
    expect([path, content.length, sha256Of(content)]).toEqual([path, bytes, sha256])
  }
})

test('the same rows under the same version give the same bytes', async () => {
  await releaseAs(open.db, join(folder, 'first'))
  await releaseAs(open.db, join(folder, 'second'))
  expect(await read('second', 'SHA256SUMS')).toBe(await read('first', 'SHA256SUMS'))
})

test('a selection holds what belongs to it and nothing else', async () => {
  const selection = { years: [2023], districts: ['d2'], authorities: null }
  await releaseAs(open.db, join(folder, 'part'), { selection, formats: ['csv'], csv: { bom: true, exact: false } })
  const rowsOf = async (name: string) => (await read('part', 'csv', name)).trim().split('\n').slice(1)
  expect((await rowsOf('reports.csv')).map((row) => row.split(',')[1])).toEqual(['b1'])
  expect((await rowsOf('authorities.csv')).map((row) => row.split(',')[0])).toEqual(['b1'])
  expect((await rowsOf('sources.csv')).map((row) => row.split(',')[1])).toEqual(['b1'])
  expect(await rowsOf('findings.csv')).toEqual([])
  expect((await read('part', 'csv', 'reports.csv')).charCodeAt(0)).toBe(0xfeff)
  expect((await readdir(join(folder, 'part', 'csv'))).filter((name) => name.startsWith('wide'))).toEqual(['wide_2023_2021.csv'])
})

test('a folder that holds files is refused and stays as it was; an empty one is taken', async () => {
  await mkdir(join(folder, 'full'))
  await writeFile(join(folder, 'full', 'kept.txt'), 'x')
  await expect(releaseAs(open.db, join(folder, 'full'))).rejects.toThrow(/is not empty.*name another version/s)
  expect(await readdir(join(folder, 'full'))).toEqual(['kept.txt'])
  await mkdir(join(folder, 'empty'))
  await releaseAs(open.db, join(folder, 'empty'), { formats: ['jsonl'] })
  expect(await readdir(join(folder, 'empty'))).toContain('jsonl')
})

test('a release that is interrupted leaves neither files nor a row, and what one that was killed left goes with the next', async () => {
  const parent = join(folder, 'releases')
  await mkdir(join(parent, '.draft-of-2023.9-AbCdEf', 'csv'), { recursive: true })
  const stopping = new AbortController()
  const stopped = releaseAs(open.db, join(parent, '2023.9'), {
    version: '2023.9',
    recorded: true,
    signal: stopping.signal,
    onRows: ({ table }) => table === 'cells' && stopping.abort(),
  })
  await expect(stopped).rejects.toThrow(/abort/)
  expect(await readdir(parent)).toEqual([])
  expect(await releases.get(open.db, '2023.9')).toBeNull()
})

test('of a disk that is full it says so, and nothing stays', async () => {
  const parent = join(folder, 'full-disk')
  const full = releaseAs(open.db, join(parent, '2023.8'), {
    formats: ['csv'],
    onRows: () => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    },
  })
  await expect(full).rejects.toThrow(/disk of .* is full.*Nothing of the release stays/)
  expect(await readdir(parent)).toEqual([])
})

test('a version is recorded with what it holds, once', async () => {
  const parent = join(folder, 'recorded')
  const written = await releaseAs(open.db, join(parent, '2023.1'), { recorded: true, formats: ['parquet'] })
  const row = await releases.get(open.db, '2023.1')
  expect(row).toMatchObject({ version: '2023.1', previous: null, formats: ['parquet'], readers: ['1'], open_to_all: false })
  expect(row?.files).toEqual(written.files)
  const again = releaseAs(open.db, join(parent, 'elsewhere'), { recorded: true })
  await expect(again).rejects.toThrow(/Release 2023.1 exists/)
  expect(await readdir(parent)).toEqual(['2023.1'])
})

test('every column has a type and a meaning in both languages, and keys name columns that are there', () => {
  for (const table of [...TABLES, tableNamed('wide_2023_2021')!, tableNamed('wide_2020_2019')!]) {
    const names = table.columns.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining([...table.key]))
    for (const { columns, table: other, references } of table.foreignKeys ?? []) {
      expect(names).toEqual(expect.arrayContaining([...columns]))
      expect(tableNamed(other)?.columns.map(({ name }) => name)).toEqual(expect.arrayContaining([...references]))
    }
    for (const { name, zh, en, missing } of table.columns)
      expect(zh && en && (missing?.zh ?? 'x'), `${table.name}.${name}`).toBeTruthy()
  }
})

test('the codebook tells of every table and column, and of what it means that there is no value', async () => {
  await releaseAs(open.db, join(folder, 'codebook'), { formats: ['csv'] })
  const text = await read('codebook', 'codebook.md')
  for (const { name, columns } of TABLES) {
    expect(text).toContain(`## ${name}\n`)
    for (const column of columns) expect(text).toContain(`| \`${column.name}\` |`)
  }
  expect(text).toContain('没有可读的数字，绝不等于 0')
  expect(await read('codebook', 'CITATION.cff')).toMatch(
    /^cff-version: 1\.2\.0\n.*type: dataset\n.*version: "2023\.1"\n.*license: CC-BY-4\.0\n/s,
  )
})
