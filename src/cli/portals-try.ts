import { readFile, writeFile } from 'node:fs/promises'
import type { Db } from '../../db/connect.ts'
import { openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import * as registryRows from '../../db/registry.ts'
import { ConfigError, readConfig } from '../config.ts'
import { authoritiesOf } from '../crawlers/agency-index.ts'
import { readPortalsFile } from '../crawlers/portals-file.ts'
import { addToDistrictInFile } from '../crawlers/registry-files/add-authorities.ts'
import { addPortal, addToPortalsFile, columnsThere } from '../crawlers/registry-files/add-portal.ts'
import { columnAt, giveUpColumn, giveUpColumnInFile } from '../crawlers/registry-files/give-up-column.ts'
import { suggest } from '../crawlers/suggest.ts'
import { showsReports, tryPortal } from '../crawlers/try-portal.ts'
import { addressToTry, portalToSave, portalToTry } from '../crawlers/try-target.ts'
import { shanghaiToday } from '../jobs/shanghai-time.ts'
import { NOTHING_SET, type Portal, type PortalColumn, type Registry } from '../model/portal.ts'
import type { TriedPortal } from '../model/tried-portal.ts'
import { loadPortals } from './import-portals.ts'
import { triedText } from './portals-try-text.ts'
import { stopSignal } from './stop-signal.ts'

export type TryOptions = {
  readonly sample?: boolean
  readonly district?: string
  readonly portals?: string
  readonly save?: boolean
  readonly id?: string
  readonly name?: string
  readonly authority?: string
  readonly insteadOf?: string
  readonly authorities?: boolean
  readonly format: 'text' | 'json'
}

/**
 * `gouji portals try`: looks at one page as a crawl would. Exit status 0 where it shows reports, 1 where it was read and shows none or
 * something is wrong with it, 2 where it could not be had.
 */
export async function run(url: string, options: TryOptions): Promise<void> {
  const target = checkedUrl(url, options.sample === true)
  const isSaved = options.save === true || options.authorities === true
  if (isSaved && options.district === undefined && options.portals === undefined)
    throw new ConfigError('--save needs the district that the portal belongs to; add --district ID.')
  const needsDatabase = isSaved || (options.district !== undefined && options.portals === undefined)
  const database = needsDatabase ? await openDatabase(readConfig()) : null
  try {
    if (database) await migrateToLatest(database.db)
    const registry = await registryFor(options, database?.db ?? null)
    const district = registry.districts[0]!
    const owners = ownersOf(options, registry)
    const given = options.insteadOf === undefined ? null : columnToGiveUp(options.insteadOf, registry)
    const portal: Portal = {
      ...portalToTry(target, { district: district.id, owners, sample: options.sample === true }),
      ...(options.id === undefined ? {} : { id: options.id }),
      ...(options.name === undefined ? {} : { name: options.name }),
    }
    const { chromiumPath, contact } = readConfig()
    const tried = await tryPortal(portal, registry, { chromiumPath, contact, signal: stopSignal() })
    const isKnown = options.district !== undefined || options.portals !== undefined
    const shown = isKnown ? tried : withoutRegistry(tried)
    process.stdout.write(options.format === 'json' ? `${JSON.stringify(shown)}\n` : triedText(shown, { isKnown }))
    process.exitCode = statusOf(tried)
    if (options.authorities) await saveBodies(database!.db, options, tried, registry)
    if (!options.save) return
    const found = portalToSave(portal, tried, shanghaiToday())
    if (found === null) throw new ConfigError('not saved: the page shows no report; give the address of the 年报 column.')
    const columns =
      given?.annual === false ? found.columns.map((column) => ({ ...column, annual: false as const })) : found.columns
    await save(database!.db, options, { ...found, columns, name: options.name ?? found.name }, registry)
  } finally {
    await database?.close()
  }
}

function checkedUrl(text: string, sample: boolean): URL {
  const { url, problem } = addressToTry(text, { sample })
  if (problem !== null)
    throw new ConfigError(sample ? problem.message : problem.message.replace('marked "sample: true"', 'tried with --sample'))
  return url
}

/** Who is registered in the district: by the portals file, else by the database; nobody where neither is named. */
async function registryFor({ portals, district }: TryOptions, db: Db | null): Promise<Registry> {
  const all = portals !== undefined ? await loadPortals(portals) : db !== null ? await registryRows.loadRegistry(db) : nobody()
  const known = all.districts.map(({ id }) => id)
  const id = district ?? (known.length === 1 ? known[0] : undefined)
  if (id === undefined) throw new ConfigError(`${portals} names several districts; add --district ID (${known.join(', ')}).`)
  if (!known.includes(id))
    throw new ConfigError(
      known.length === 0
        ? '--district: no district is registered; import one first, with gouji registry import PATH (docs/portals.md).'
        : `--district: there is no district "${id}"; ${suggest(id, known)}`,
    )
  return {
    districts: all.districts.filter((each) => each.id === id),
    authorities: all.authorities.filter((each) => each.district === id),
    portals: all.portals.filter((each) => each.district === id),
  }
}

function nobody(): Registry {
  const year = Number(shanghaiToday().slice(0, 4))
  return {
    districts: [{ id: 'none', name: '', years: [year - 3, year - 2, year - 1], ...NOTHING_SET }],
    authorities: [],
    portals: [],
  }
}

/** The column that the one which is tried stands for from now on. */
function columnToGiveUp(url: string, registry: Registry): PortalColumn {
  const column = columnAt(registry, url)
  if (column !== null) return column
  const known = registry.portals.flatMap(({ columns }) => columns.map((each) => each.url))
  throw new ConfigError(`--instead-of: no column ${url} is registered in the district; ${suggest(url, known)}`)
}

function ownersOf({ authority, insteadOf }: TryOptions, registry: Registry): 'all' | readonly string[] {
  const { authorities } = registry
  if (authority === undefined) return insteadOf === undefined ? 'all' : columnToGiveUp(insteadOf, registry).authorities
  const known = authorities.map(({ id }) => id)
  if (!known.includes(authority))
    throw new ConfigError(`--authority: there is no authority "${authority}"; ${suggest(authority, known)}`)
  return [authority]
}

/** Where nobody is registered, nobody is foreign: whose report it is remains to be seen. */
function withoutRegistry(tried: TriedPortal): TriedPortal {
  const columns = tried.columns.map((column) => ({
    ...column,
    entries: column.entries.map((entry) =>
      entry.judgement === 'foreign' ? { ...entry, judgement: 'candidate' as const, reason: null } : entry,
    ),
  }))
  const reports = columns.flatMap(({ entries }) => entries.filter(({ judgement }) => judgement === 'candidate'))
  const articles = new Set([...reports.map(({ url }) => url), ...tried.next.articles])
  return { ...tried, columns, next: { ...tried.next, articles: [...articles] } }
}

function statusOf(tried: TriedPortal): 0 | 1 | 2 {
  if (showsReports(tried)) return tried.problems.length === 0 ? 0 : 1
  const wasRead = tried.links.length > 0 || tried.bodies.length > 0 || tried.columns.some(({ family }) => family !== null)
  return wasRead ? 1 : 2
}

/** Registers the bodies that an index lists and the district does not know, unverified, in the database and in the portals file. */
async function saveBodies(db: Db, { portals }: TryOptions, { bodies }: TriedPortal, registry: Registry): Promise<void> {
  const district = registry.districts[0]!
  const added = authoritiesOf(bodies, district, registry.authorities)
  if (added.length > 0 && portals !== undefined) {
    const text = addToDistrictInFile(await readFile(portals, 'utf8'), district, added)
    await registryRows.importRegistry(db, readPortalsFile(text, portals))
    await writeFile(portals, text)
  } else if (added.length > 0) {
    const known = await registryRows.loadRegistry(db, { district: district.id })
    await registryRows.importRegistry(db, { ...known, authorities: [...known.authorities, ...added] })
  }
  const names = added.map(({ id, name }) => `${name} (${id})`).join(', ')
  process.stdout.write(`已登记机关（未核实） bodies registered, unverified: ${added.length}${names === '' ? '' : `: ${names}`}\n`)
}

/** Registers the columns in the database, and writes them into the portals file where one is given, so that a later import keeps them. */
async function save(db: Db, { portals, insteadOf }: TryOptions, portal: Portal, known: Registry): Promise<void> {
  const [{ url } = { url: '' }] = portal.columns
  const givenUp =
    insteadOf === undefined || insteadOf === url ? null : { url: insteadOf, note: `${shanghaiToday()} 起改为 ${url}` }
  if (portals === undefined) {
    const grown = addPortal(await registryRows.loadRegistry(db, { district: portal.district }), portal)
    await registryRows.importRegistry(db, givenUp === null ? grown : giveUpColumn(grown, givenUp))
  } else {
    const added = addToPortalsFile(await readFile(portals, 'utf8'), portal)
    const text = givenUp === null ? added : giveUpColumnInFile(added, givenUp)
    const registry = readPortalsFile(text, portals)
    await registryRows.importRegistry(db, registry)
    await writeFile(portals, text)
  }
  process.stdout.write(
    `已登记 saved: ${portal.columns.map(({ url }) => url).join(', ')} (${portal.district}${portals === undefined ? '' : `, ${portals}`}); 下次夜间抓取将包括 the next nightly crawl reads it\n`,
  )
  for (const { url, authorities } of columnsThere(known, portal)) {
    const isKept = portal.columns.every((column) => column.url !== url || column.authorities === 'all')
    const owners = authorities === 'all' ? '全部单位 all authorities' : authorities.join(', ')
    if (isKept) process.stdout.write(`原已登记，机关不变 was registered, and stays with its authorities: ${url} (${owners})\n`)
  }
}
