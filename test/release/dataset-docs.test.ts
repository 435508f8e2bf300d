import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { TABLES } from '../../src/release/release-tables.ts'
import { RATIOS } from '../../src/release/tables/ratios.ts'
import { openTestDatabase } from '../test-database.ts'
import { type Duck, openDuck } from './duck.ts'
import { releaseAs, seedRelease } from './release-rows.ts'

let open: OpenDatabase
let folder: string
let duck: Duck
let docs: string

beforeAll(async () => {
  open = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-docs-'))
  docs = await readFile(join(import.meta.dirname, '../../docs/dataset.md'), 'utf8')
  await seedRelease(open.db)
  await releaseAs(open.db, join(folder, 'release'))
  duck = await openDuck(join(folder, 'release'))
})

afterAll(async () => {
  duck?.close()
  await rm(folder, { recursive: true, force: true })
  await open.close()
})

test('the examples for DuckDB in docs/dataset.md run, and give what the rows hold', async () => {
  const examples = [...docs.matchAll(/```sql\n(.*?)```/gs)].map(([, sql = '']) => sql)
  const [received, origin, late, confirmed, csv] = await Promise.all(examples.map((sql) => duck.ask(sql)))
  expect(received?.rows).toEqual([[2023, 40, '1', '1']])
  expect(origin?.rows).toMatchObject([['12.5', 12.5, '示例县a1', expect.stringContaining('1.html'), expect.anything(), '1']])
  expect(late?.rows).toEqual([[2023, '示例县a1', 'late', 2, '2024-02-02']])
  expect(confirmed?.rows).toEqual([])
  expect(csv?.rows).toContainEqual(['a1', 't2.reg_issued', '=1+1', null])
  expect(csv?.rows).toContainEqual(['b1', 't2.reg_issued', '', null])
})

test('docs/dataset.md names every table with its key, and how ratios are named', () => {
  for (const { name } of TABLES) expect(docs).toContain(`\`${name}\``)
  for (const { name, key } of TABLES.slice(0, 5))
    expect(docs).toMatch(new RegExp(`\\| \`${name}\` \\|.*\\| ${key.join(', ')} \\|`))
  expect(RATIOS.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ratio.disclosed_of_results', 'ratio.carried_out_of_in_hand']),
  )
})
