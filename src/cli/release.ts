import { join } from 'node:path'
import { type Db, openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { loadRegistry } from '../../db/registry.ts'
import { summary } from '../../db/released-rows.ts'
import * as releases from '../../db/releases.ts'
import { ConfigError, readConfig } from '../config.ts'
import { enqueue } from '../jobs/queues.ts'
import { PROGRAM } from '../jobs/release-job.ts'
import { isReleaseVersion, RELEASE_FORMATS, type ReleaseFormat, type ReleaseSelection } from '../model/release.ts'
import { writeRelease } from '../release/write-release.ts'
import type { TableProgress } from '../release/write-tables.ts'
import { openWork } from './open-work.ts'
import { progressOn } from './progress-line.ts'
import { stopSignal } from './stop-signal.ts'

type Options = {
  readonly version?: string
  readonly years?: string
  readonly districts?: string
  readonly authorities?: string
  readonly format: string
  readonly bom?: true
  readonly exactCsv?: true
  readonly out?: string
  readonly queue?: string
  readonly open?: string
  readonly close?: string
}

/**
 * `gouji release` makes a release in `<data>/releases/<version>`. `--out DIR` writes a copy that nobody else knows of, `--queue NAME` lets a
 * worker make a release of everything, `--open` and `--close` say whether accounts of some districts see one.
 */
export async function run(options: Options): Promise<void> {
  if (options.queue !== undefined) await queueAs(options.queue)
  else if (options.open !== undefined) await openToAll(options.open, true)
  else if (options.close !== undefined) await openToAll(options.close, false)
  else await make(options)
}

async function make(options: Options): Promise<void> {
  const config = readConfig()
  const formats = formatsOf(options.format)
  const database = await openDatabase(config)
  const progress = progressOn(process.stderr)
  try {
    const { db } = database
    await migrateToLatest(db)
    const selection = await selectionOf(db, options)
    const version = options.version === undefined ? await nextVersion(db, selection) : checkedVersion(options.version)
    const out = options.out ?? join(config.dataDir, 'releases', version)
    const { tables, files, previous } = await writeRelease({
      db,
      out,
      version,
      selection,
      formats,
      csv: { bom: options.bom === true, exact: options.exactCsv === true },
      program: PROGRAM,
      recorded: options.out === undefined,
      onRows: (done) => progress.show(progressText(done)),
      signal: stopSignal(),
    })
    progress.clear()
    for (const { name, rows } of tables) process.stdout.write(`${String(rows).padStart(10)}  ${name}\n`)
    for (const { path, table } of files.filter((file) => /-\d+\.xlsx$/.test(file.path)))
      process.stdout.write(`${table} 超出一张工作表的行数，续见 goes on in ${path}\n`)
    process.stdout.write(`数据集 ${version} 已写入 dataset written: ${out}\n`)
    process.stdout.write(
      previous === null
        ? '这一范围的第一个版本 the first release of its selection\n'
        : `与 ${previous} 的差别见 what differs from ${previous}: ${join(out, 'CHANGES.md')}\n`,
    )
  } finally {
    progress.clear()
    await database.close()
  }
}

const BAR = 24

function progressText({ table, rows, share }: TableProgress): string {
  const full = Math.round((share ?? 0) * BAR)
  const bar = share === null ? '' : ` [${'█'.repeat(full)}${'·'.repeat(BAR - full)}] ${Math.round(share * 100)} %`
  return `${table}${bar} ${rows.toLocaleString('en')} 行 rows`
}

function formatsOf(text: string): readonly ReleaseFormat[] {
  const asked = partsOf(text)
  const unknown = asked.filter((name) => !(RELEASE_FORMATS as readonly string[]).includes(name))
  if (asked.length === 0 || unknown.length > 0)
    throw new ConfigError(`--format is "${text}"; give some of ${RELEASE_FORMATS.join(', ')}, with commas between them.`)
  return RELEASE_FORMATS.filter((format) => asked.includes(format))
}

async function selectionOf(db: Db, { years, districts, authorities }: Options): Promise<ReleaseSelection> {
  const registry = await loadRegistry(db)
  return {
    years: years === undefined ? null : yearsOf(years),
    districts: known('--districts', districts, registry.districts),
    authorities: known('--authorities', authorities, registry.authorities),
  }
}

/** `2023`, `2021-2023`, and several with commas between them. */
function yearsOf(text: string): readonly number[] {
  const years = partsOf(text).flatMap((part) => {
    const [, first, last = first] = /^(20\d\d)(?:-(20\d\d))?$/.exec(part) ?? []
    const span = Number(last) - Number(first)
    if (first === undefined || span < 0)
      throw new ConfigError(`--years is "${text}"; give reporting years such as 2023 or 2021-2023, with commas between them.`)
    return Array.from({ length: span + 1 }, (_, index) => Number(first) + index)
  })
  return [...new Set(years)].sort((a, b) => a - b)
}

function known(option: string, text: string | undefined, entries: readonly { readonly id: string }[]): readonly string[] | null {
  if (text === undefined) return null
  const ids = new Set(entries.map(({ id }) => id))
  const asked = [...new Set(partsOf(text))].sort()
  const unknown = asked.filter((id) => !ids.has(id))
  if (asked.length === 0 || unknown.length > 0)
    throw new ConfigError(`${option}: nothing is registered as ${unknown.join(', ') || '""'}; see gouji registry for the ids.`)
  return asked
}

function partsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** The latest reporting year and the next number: `2025.1`, `2025.2`. */
async function nextVersion(db: Db, selection: ReleaseSelection): Promise<string> {
  const year = (await summary(db, selection)).last_year ?? 'empty'
  const numbers = (await releases.list(db)).map(({ version }) =>
    version.startsWith(`${year}.`) ? Number(version.slice(`${year}.`.length)) : 0,
  )
  return `${year}.${Math.max(0, ...numbers.filter(Number.isInteger)) + 1}`
}

function checkedVersion(name: string): string {
  if (isReleaseVersion(name)) return name
  throw new ConfigError(`"${name}" cannot name a release; use letters, digits, dots and hyphens, such as 2025.1.`)
}

async function openToAll(version: string, open: boolean): Promise<void> {
  const { db, close } = await openDatabase(readConfig())
  try {
    await migrateToLatest(db)
    if (!(await releases.openToAll(db, version, open))) throw new ConfigError(`There is no release ${version}.`)
    process.stdout.write(
      open
        ? `所有账号可见 every account sees it: ${version}\n`
        : `仅限管辖全部地区的账号 accounts of all districts only: ${version}\n`,
    )
  } finally {
    await close()
  }
}

async function queueAs(name: string): Promise<void> {
  checkedVersion(name)
  const { context, close } = await openWork(readConfig())
  try {
    await enqueue(context.queues, 'release', [{ name }])
    process.stdout.write(`已排队，由工作进程写入 queued; a worker writes it to ${context.dataDir}/releases/${name}\n`)
  } finally {
    await close()
  }
}
