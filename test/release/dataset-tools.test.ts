import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { convert, HAS_OFFICE } from '../papers/read-office-file.ts'
import { openTestDatabase } from '../test-database.ts'
import { type Duck, openDuck } from './duck.ts'
import { NASTY, releaseAs, seedRelease } from './release-rows.ts'

/** The first python that has pandas: where another python goes before the system's, Debian's package is not seen by it. */
const PYTHON = ['python3', '/usr/bin/python3'].find(
  (python) => spawnSync(python, ['-c', 'import pandas'], { timeout: 60_000 }).status === 0,
)
const HAS_R = spawnSync('Rscript', ['--version'], { timeout: 60_000 }).status === 0

let open: OpenDatabase
let folder: string
let release: string
let duck: Duck
let docs: string

beforeAll(async () => {
  open = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-tools-'))
  release = join(folder, 'release')
  docs = await readFile(join(import.meta.dirname, '../../docs/dataset.md'), 'utf8')
  await seedRelease(open.db)
  await releaseAs(open.db, release)
  duck = await openDuck(release)
})

afterAll(async () => {
  duck?.close()
  await rm(folder, { recursive: true, force: true })
  await open.close()
})

/** The one example of docs/dataset.md in a language. */
function exampleIn(language: string): string {
  const examples = [...docs.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text)
  expect(examples).toHaveLength(1)
  return examples[0] as string
}

/** Runs an example with more lines of its language in the folder of the release, and gives what it prints. */
async function run(command: string, name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  const { status, stdout, stderr } = spawnSync(command, [path], {
    cwd: release,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  expect(status, stderr).toBe(0)
  return stdout
}

/** Every cell as Parquet holds it, a line each, for comparing with what a tool makes of the CSV. */
async function cellLines(): Promise<readonly string[]> {
  const { rows } = await duck.ask(`SELECT filer, year, key, raw, value, kind FROM 'parquet/cells.parquet'`)
  return rows.map((row) => row.map((value) => (value === null ? 'none' : String(value).replaceAll('\n', '\\n'))).join('|')).sort()
}

const linesIn = (text: string) => text.trimEnd().split('\n').sort()

test.skipIf(PYTHON === undefined)(
  'pandas (left out without python3-pandas): the example of docs/dataset.md runs, and every cell is as in Parquet',
  async () => {
    const example = exampleIn('python')
    expect(await run(PYTHON as string, 'example.py', example)).toMatch(/^2023 +40\.0 +1 +2$/m)
    const shown = await run(
      PYTHON as string,
      'cells.py',
      `${example.replace(/^print.*$/gm, '')}
for filer, year, key, raw, value, kind in cells[["filer", "year", "key", "raw", "value", "kind"]].itertuples(index=False):
    print("|".join([filer, str(year), key, raw.replace("\\n", "\\\\n"), "none" if pd.isna(value) else f"{value:g}", kind]))
`,
    )
    expect(linesIn(shown)).toEqual(await cellLines())
  },
)

test.skipIf(!HAS_R)(
  'R (left out without r-base-core): the example of docs/dataset.md runs, and every cell is as in Parquet',
  async () => {
    const example = exampleIn('r')
    expect(await run('Rscript', 'example.R', example)).toMatch(/year value\n1 2023 +40/)
    const shown = await run(
      'Rscript',
      'cells.R',
      `${example.replace(/^print.*$/gm, '')}
shown <- ifelse(is.na(cells$value), "none", as.character(cells$value))
writeLines(paste(cells$filer, cells$year, cells$key, gsub("\\n", "\\\\n", cells$raw, fixed = TRUE), shown, cells$kind, sep = "|"))
`,
    )
    expect(linesIn(shown)).toEqual(await cellLines())
  },
)

test.skipIf(!HAS_OFFICE)(
  'a spreadsheet (left out without soffice): codes, zeros in front, days and texts like formulas stay as they are in XLSX',
  async () => {
    const [csv] = await convert(join(release, 'xlsx/cells.xlsx'), 'csv')
    const path = join(folder, 'opened.csv')
    await writeFile(path, csv as Buffer)
    const { rows } = await duck.ask(`SELECT key, raw, value FROM read_csv('${path}', header = true, all_varchar = true)
      WHERE filer = 'a1' AND year = '2023'`)
    const opened = new Map(rows.map(([key, raw, value]) => [key, { raw, value }]))
    for (const [key, raw] of Object.entries(NASTY)) expect([key, opened.get(key)?.raw]).toEqual([key, raw])
    expect(opened.get('t3.new_received.total')).toEqual({ raw: '40', value: '40' })
    expect(opened.get('t3.carried_in.total')).toEqual({ raw: '0', value: '0' })
    expect(opened.get('t2.reg_issued')?.value).toBeNull()
    const [filings] = await convert(join(release, 'xlsx/filings.xlsx'), 'csv')
    expect(filings?.toString()).toMatch(/,2024-01-31,.*,2024-02-02,list,/)
  },
)
