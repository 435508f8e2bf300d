import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type E2eWorld, openE2eWorld } from '../e2e/night-world.ts'
import { type Duck, openDuck } from './duck.ts'
import { releaseAs } from './release-rows.ts'

let world: E2eWorld
let folder: string
let duck: Duck

beforeAll(async () => {
  world = await openE2eWorld()
  folder = await mkdtemp(join(tmpdir(), 'gouji-sample-release-'))
  await releaseAs(world.db, join(folder, 'sample'), { version: 'sample', formats: ['csv', 'parquet'] })
  duck = await openDuck(join(folder, 'sample'))
}, 300_000)

afterAll(async () => {
  duck?.close()
  await rm(folder, { recursive: true, force: true })
  await world?.close()
})

/** What differs from one night to the next: times, ports, and the hashes of pages that name a port. */
function steady(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '<sha256>')
    .replaceAll(/127\.0\.0\.\d+:\d+|localhost:\d+/g, '<host>')
    .replaceAll(/first-seen=\d{4}-\d\d-\d\d/g, 'first-seen=<day>')
}

const FIRST = 3

async function tableText(name: string): Promise<string> {
  const lines = (await readFile(join(folder, 'sample', 'csv', `${name}.csv`), 'utf8')).split('\n')
  return [`# ${name}: ${lines.length - 2} lines`, ...lines.slice(0, FIRST + 1)].map((line) => line.slice(0, 600)).join('\n')
}

async function queryText(title: string, sql: string): Promise<string> {
  const { names, rows } = await duck.ask(sql)
  return [`# ${title}`, names.join(' | '), ...rows.map((row) => row.map((value) => value ?? '∅').join(' | '))].join('\n')
}

test('the release of the sample portals is as kept, in small: the first lines of tables, one report, and what the rows add up to', async () => {
  const parts = [
    ...(await Promise.all(['reports', 'claims', 'filings', 'authorities', 'districts'].map(tableText))),
    await queryText(
      'reports by year and edition',
      `SELECT year, edition, count(*) AS reports FROM 'parquet/reports.parquet' GROUP BY ALL ORDER BY ALL`,
    ),
    await queryText(
      'cells by kind',
      `SELECT year, kind, count(*) AS cells, round(sum(value), 2) AS sum FROM 'parquet/cells.parquet' GROUP BY ALL ORDER BY ALL`,
    ),
    await queryText(
      'findings by rule',
      `SELECT rule, severity, verdict, count(*) AS findings FROM 'parquet/findings.parquet' GROUP BY ALL ORDER BY ALL`,
    ),
    await queryText(
      'filing status',
      `SELECT year, status, count(*) AS authorities FROM 'parquet/filings.parquet' GROUP BY ALL ORDER BY ALL`,
    ),
    await queryText(
      'one report, its totals',
      `SELECT key, raw, value, kind, remark FROM 'parquet/cells.parquet' WHERE filer = 'yl-gonganju' AND year = 2025 AND (key LIKE 't3.%.total' OR key LIKE 't2.%') ORDER BY key`,
    ),
    await queryText(
      'ratios',
      `SELECT filer, round("ratio.disclosed_of_results", 4) AS disclosed, round("ratio.unable_of_results", 4) AS unable, round("ratio.carried_out_of_in_hand", 4) AS carried_out,
        round("ratio.review_corrected_of_all", 4) AS of_all, round("ratio.review_corrected_of_decided", 4) AS of_decided FROM 'parquet/wide_2025_2021.parquet' ORDER BY filer LIMIT 12`,
    ),
  ]
  await expect(steady(`${parts.join('\n\n')}\n`)).toMatchFileSnapshot(join(import.meta.dirname, 'sample-release.txt'))
})
