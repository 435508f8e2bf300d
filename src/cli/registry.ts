import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../db/connect.ts'
import { openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import * as registryRows from '../../db/registry.ts'
import { ConfigError, readConfig } from '../config.ts'
import type { TableSource } from '../crawlers/registry-files/read-tables.ts'
import { TABLE_FILES, type TableName } from '../crawlers/registry-files/tables.ts'
import { registryTables, registryYaml } from '../crawlers/registry-files/write-registry.ts'
import { suggest } from '../crawlers/suggest.ts'
import { decodeText } from '../model/decode-text.ts'
import type { Registry } from '../model/portal.ts'
import { SetupError } from '../model/setup-error.ts'
import { isReadable, READABLE, readSources } from './registry-sources.ts'

/** `gouji registry import`: takes YAML files and tables over into the database, all or nothing of each YAML file and of all tables together. */
export async function importFiles(paths: readonly string[], { district }: { readonly district?: string } = {}): Promise<void> {
  const files = (await Promise.all(paths.map(filesAt))).flat()
  await withDatabase(async (db) => {
    const registries = readSources(files, await registryRows.loadRegistry(db), new Date())
    for (const registry of district === undefined ? registries : onlyDistrict(registries, district))
      tell(await registryRows.importRegistry(db, registry), registry)
  })
}

/** `gouji registry export`: what is registered, as a portals file on stdout or as files in a folder. */
export async function exportFiles(options: {
  readonly format: 'yaml' | 'csv'
  readonly out?: string
  readonly district?: string
}): Promise<void> {
  const { format, out, district } = options
  if (format === 'csv' && out === undefined)
    throw new ConfigError('--format csv writes three files; name a folder for them, such as --out registry.')
  await withDatabase(async (db) => {
    const registry = await registryRows.loadRegistry(db, district === undefined ? {} : { district })
    if (registry.districts.length === 0) throw new ConfigError(await nothingRegistered(db, district))
    if (out === undefined) process.stdout.write(registryYaml(registry))
    else await writeFiles(out, format === 'yaml' ? { 'portals.yaml': registryYaml(registry) } : filesOf(registryTables(registry)))
  })
}

async function withDatabase(work: (db: Db) => Promise<void>): Promise<void> {
  const { db, close } = await openDatabase(readConfig())
  try {
    await migrateToLatest(db)
    await work(db)
  } finally {
    await close()
  }
}

/** The files of a path: itself, or those of the folder that can be read. Tables that a spreadsheet saved in GBK are decoded as such. */
async function filesAt(path: string): Promise<TableSource[]> {
  try {
    const names = (await stat(path)).isDirectory()
      ? (await readdir(path)).filter(isReadable).map((name) => join(path, name))
      : [path]
    if (names.length === 0)
      throw new SetupError(`The folder ${path} holds no registry; it should hold ${READABLE.join(', ')} files (docs/portals.md).`)
    return await Promise.all(names.map(async (name) => ({ name, text: decodeText(await readFile(name)).text })))
  } catch (cause) {
    if (cause instanceof SetupError) throw cause
    const { code, message } = cause as NodeJS.ErrnoException
    throw new SetupError(
      `${path} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : message}. Give registry files (docs/portals.md).`,
      { cause },
    )
  }
}

/** @throws ConfigError where no file names the district */
function onlyDistrict(registries: readonly Registry[], id: string): readonly Registry[] {
  const known = registries.flatMap(({ districts }) => districts.map((district) => district.id))
  if (!known.includes(id)) throw new ConfigError(`--district: there is no district "${id}" in these files; ${suggest(id, known)}`)
  return registries
    .map(({ districts, authorities, portals }) => ({
      districts: districts.filter((each) => each.id === id),
      authorities: authorities.filter(({ district }) => district === id),
      portals: portals.filter(({ district }) => district === id),
    }))
    .filter(({ districts }) => districts.length > 0)
}

function tell(imported: registryRows.ImportedRegistry, registry: Registry): void {
  const { districts, authorities, portals, columns, retired } = imported
  const unverified = [...registry.authorities, ...registry.portals.flatMap((portal) => portal.columns)].filter(
    ({ verifiedAt }) => verifiedAt === undefined,
  )
  process.stdout.write(
    `已导入 imported: 地区 districts ${districts}, 机关 authorities ${authorities}, 门户 portals ${portals}, 栏目 columns ${columns}; 停用 retired ${retired}; 未经核实 unverified ${unverified.length}\n`,
  )
}

async function nothingRegistered(db: Db, district: string | undefined): Promise<string> {
  const known = (await registryRows.loadRegistry(db)).districts.map(({ id }) => id)
  return district === undefined || known.length === 0
    ? 'No district is registered; import a registry first, with gouji registry import PATH (docs/portals.md).'
    : `--district: there is no district "${district}"; ${suggest(district, known)}`
}

function filesOf(tables: Readonly<Record<TableName, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tables).map(([table, text]) => [TABLE_FILES[table as TableName], text]))
}

/** Files that are there are not written over: somebody may have edited them. */
async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true })
  const there = new Set(await readdir(folder))
  const taken = Object.keys(files).find((name) => there.has(name))
  if (taken !== undefined)
    throw new ConfigError(`--out: ${join(folder, taken)} is there already; name another folder, or move the file away.`)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { flag: 'wx' })
  process.stdout.write(
    `${Object.keys(files)
      .map((name) => join(folder, name))
      .join('\n')}\n`,
  )
}
