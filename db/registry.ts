import { type Selectable, sql, type Transaction } from 'kysely'
import {
  type District,
  NOTHING_SET,
  type Portal,
  type PortalColumn,
  type RegisteredAuthority,
  type Registry,
  withoutNulls,
} from '../src/model/portal.ts'
import { changesBetween } from '../src/model/registry-changes.ts'
import type { Reach } from '../src/model/role.ts'
import { SetupError } from '../src/model/setup-error.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import * as registryChanges from './registry-changes.ts'
import type { Database } from './tables.ts'
import { inTransaction } from './transaction.ts'

/** An id of the file that means something of another district already; the message says which, and what to do. */
export class RegistryConflict extends SetupError {
  constructor(message: string) {
    super(message)
    this.name = 'RegistryConflict'
  }
}

export type ImportedRegistry = {
  readonly districts: number
  readonly authorities: number
  readonly portals: number
  readonly columns: number
  /** Authorities, portals and columns that the file leaves out and that were there. */
  readonly retired: number
}

const IMPORT_LOCK = 6_024_932

/** Does the work in one transaction while nobody else changes the registry. */
export async function alone<Result>(db: Db, work: (trx: Transaction<Database>) => Promise<Result>): Promise<Result> {
  return inTransaction(db, async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(${IMPORT_LOCK})`.execute(trx)
    return work(trx)
  })
}

/**
 * Brings the rows to what the file says, all or nothing. It speaks for the districts that it names and for no others: what it leaves out
 * of them is retired (kept with its history, no longer crawled or expected), and taken up again when a later file names it. What differs
 * from before is written down under the name `by`, and the account.
 * @throws RegistryConflict
 */
export async function importRegistry(
  db: Db,
  registry: Registry,
  { by = registryChanges.COMMAND_LINE, account = null }: { readonly by?: string; readonly account?: number | null } = {},
): Promise<ImportedRegistry> {
  return alone(db, async (trx) => {
    const named = { district: registry.districts.map(({ id }) => id) }
    const before = await loadRegistry(trx, named)
    await assertNoneElsewhere(trx, registry)
    await recordRuleChanges(trx, registry)
    const districts = await sql`
      INSERT INTO districts (id, name, years, settings)
      SELECT id, name, years, settings FROM ${rowsOf(registry.districts.map(withSettings))}
        AS d (id text, name text, years int[], settings jsonb)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, years = excluded.years, settings = excluded.settings`.execute(trx)
    const authorities = await sql`
      INSERT INTO authorities
        (id, district_id, name, kind, level, aliases, former_names, since, until, successor, exempt, submitted, uscc, verified_at, note)
      SELECT id, district, name, kind, level, aliases, "formerNames", since, until, successor, exempt, submitted, uscc, "verifiedAt", note
      FROM ${rowsOf(registry.authorities)} AS a (id text, district text, name text, kind text, level text, aliases text[],
        "formerNames" jsonb, since int, until int, successor text, exempt jsonb, submitted jsonb, uscc text, "verifiedAt" date, note text)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, level = excluded.level, aliases = excluded.aliases,
        former_names = excluded.former_names, since = excluded.since, until = excluded.until, successor = excluded.successor,
        exempt = excluded.exempt, submitted = excluded.submitted, uscc = excluded.uscc, verified_at = excluded.verified_at,
        note = excluded.note, retired_at = NULL`.execute(trx)
    const portals = await sql`
      INSERT INTO portals (id, district_id, name, host, other_hosts, family, pace, sample)
      SELECT id, district, name, host, "otherHosts", family, pace, sample FROM ${rowsOf(registry.portals)}
        AS p (id text, district text, name text, host text, "otherHosts" text[], family text, pace float8, sample boolean)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, host = excluded.host, other_hosts = excluded.other_hosts,
        family = excluded.family, pace = excluded.pace, sample = excluded.sample, retired_at = NULL`.execute(trx)
    const columns = await sql`
      INSERT INTO portal_columns (portal_id, url, authority_ids, annual, since, until, status, verified_at, note)
      SELECT portal, url, authorities, annual, since, until, status, "verifiedAt", note
      FROM ${rowsOf(columnsIn(registry.portals))} AS c (portal text, url text, authorities text[], annual boolean, since int, until int,
        status text, "verifiedAt" date, note text)
      ON CONFLICT (portal_id, url) DO UPDATE SET authority_ids = excluded.authority_ids, annual = excluded.annual,
        since = excluded.since, until = excluded.until, status = excluded.status, verified_at = excluded.verified_at,
        note = excluded.note, retired_at = NULL`.execute(trx)
    const retired = await retireOthers(trx, registry)
    await registryChanges.record(trx, changesBetween(before, await loadRegistry(trx, named)), { name: by, account })
    return {
      districts: Number(districts.numAffectedRows),
      authorities: Number(authorities.numAffectedRows),
      portals: Number(portals.numAffectedRows),
      columns: Number(columns.numAffectedRows),
      retired,
    }
  })
}

const rowsOf = (rows: readonly object[]) => sql`jsonb_to_recordset(${toJson(rows)}::jsonb)`

function columnsIn(portals: readonly Portal[]) {
  return portals.flatMap(({ id, columns }) =>
    columns.map(({ authorities, annual = true, status = 'active', ...column }) => ({
      ...column,
      portal: id,
      authorities: authorities === 'all' ? null : authorities,
      annual,
      status,
    })),
  )
}

function withSettings({ id, name, years, ...settings }: District) {
  return { id, name, years, settings }
}

/** Writes down what a district sets of the rules otherwise than before; its reports are then to be checked again. */
async function recordRuleChanges(db: Db, { districts }: Registry): Promise<void> {
  const { rows } = await sql<{ district: string }>`
    WITH changed AS (
      INSERT INTO rule_changes (district_id, rule, before, after)
      SELECT d.id, rule, d.settings -> 'rules' -> rule, n.rules -> rule
      FROM ${rowsOf(districts.map(({ id, rules }) => ({ id, rules })))} AS n (id text, rules jsonb)
      JOIN districts d ON d.id = n.id,
        jsonb_object_keys(coalesce(d.settings -> 'rules', '{}') || n.rules) AS rule
      WHERE d.settings -> 'rules' -> rule IS DISTINCT FROM n.rules -> rule
      RETURNING district_id
    )
    SELECT DISTINCT district_id AS district FROM changed`.execute(db)
  const changed = rows.map(({ district }) => district)
  await sql`
    UPDATE report_versions SET checked_at = NULL
    WHERE id IN (SELECT current_version_id FROM reports WHERE district_id = ANY(${changed}))`.execute(db)
}

async function assertNoneElsewhere(db: Db, { authorities, portals }: Registry): Promise<void> {
  const { rows } = await sql<{ what: string; id: string; district: string }>`
    SELECT 'authority' AS what, a.id, a.district_id AS district FROM authorities a
      JOIN ${rowsOf(authorities)} AS n (id text, district text) ON n.id = a.id AND n.district <> a.district_id
    UNION ALL
    SELECT 'portal', p.id, p.district_id FROM portals p
      JOIN ${rowsOf(portals)} AS n (id text, district text) ON n.id = p.id AND n.district <> p.district_id
    ORDER BY 1, 2`.execute(db)
  if (rows.length === 0) return
  const list = rows.map(({ what, id, district }) => `${what} "${id}" (district "${district}")`).join(', ')
  throw new RegistryConflict(`These ids are taken by another district already: ${list}. Choose other ids in the portals file.`)
}

async function retireOthers(db: Db, { districts, authorities, portals }: Registry): Promise<number> {
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
  const { rows } = await sql<{ retired: number }>`
    WITH
      a AS (UPDATE authorities SET retired_at = now()
        WHERE district_id = ANY(${ids(districts)}) AND id <> ALL(${ids(authorities)}) AND retired_at IS NULL RETURNING 1),
      p AS (UPDATE portals SET retired_at = now()
        WHERE district_id = ANY(${ids(districts)}) AND id <> ALL(${ids(portals)}) AND retired_at IS NULL RETURNING 1),
      c AS (UPDATE portal_columns SET retired_at = now()
        WHERE portal_id IN (SELECT id FROM portals WHERE district_id = ANY(${ids(districts)})) AND retired_at IS NULL
          AND (portal_id, url) NOT IN (SELECT portal, url FROM ${rowsOf(columnsIn(portals))} AS n (portal text, url text)) RETURNING 1)
    SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM p) + (SELECT count(*) FROM c) AS retired`.execute(db)
  return rows[0]?.retired ?? 0
}

/** What is registered now, of some districts or of all; retired rows are left out. In the order of ids, columns as in the file. */
export async function loadRegistry(db: Db, options: { district?: string | readonly string[] } = {}): Promise<Registry> {
  const wanted = options.district === undefined ? null : [options.district].flat()
  const districts = await db
    .selectFrom('districts')
    .select(['id', 'name', 'years', 'settings'])
    .$if(wanted !== null, (query) => query.where('id', 'in', [...wanted!, '']))
    .orderBy('id')
    .execute()
  const authorities = await db
    .selectFrom('authorities')
    .select(AUTHORITY)
    .where('retired_at', 'is', null)
    .$if(wanted !== null, (query) => query.where('district_id', 'in', [...wanted!, '']))
    .orderBy('id')
    .execute()
  const portals = await db
    .selectFrom('portals')
    .select(['id', 'name', 'district_id as district', 'host', 'other_hosts as otherHosts', 'family', 'pace', 'sample'])
    .where('retired_at', 'is', null)
    .$if(wanted !== null, (query) => query.where('district_id', 'in', [...wanted!, '']))
    .orderBy('id')
    .execute()
  const columns = await db
    .selectFrom('portal_columns')
    .select(['portal_id', 'url', 'authority_ids', 'annual', 'since', 'until', 'status', 'verified_at as verifiedAt', 'note'])
    .where('retired_at', 'is', null)
    .orderBy('id')
    .execute()
  const columnsOf = Map.groupBy(columns, ({ portal_id }) => portal_id)
  return {
    districts: districts.map(({ settings, ...district }) => ({ ...district, ...NOTHING_SET, ...settings })),
    authorities: authorities.map(toAuthority),
    portals: portals.map((portal) => ({ ...portal, columns: (columnsOf.get(portal.id) ?? []).map(toColumn) })),
  }
}

/** The districts that somebody may see, without what is registered in them; in the order of ids. */
export async function listDistricts(db: Db, reach: Reach): Promise<District[]> {
  const rows = await db
    .selectFrom('districts')
    .select(['id', 'name', 'years', 'settings'])
    .$if(reach !== null, (query) => query.where('id', 'in', [...reach!, '']))
    .orderBy('id')
    .execute()
  return rows.map(({ settings, ...district }) => ({ ...district, ...NOTHING_SET, ...settings }))
}

/** Registered authorities whose ids follow `after`, of a district or of all that somebody may see; at most `limit`. */
export async function authoritiesAfter(
  db: Db,
  wanted: {
    readonly district?: string | undefined
    readonly reach: Reach
    readonly after: string | null
    readonly limit: number
  },
): Promise<RegisteredAuthority[]> {
  const { district, reach, after, limit } = wanted
  const rows = await db
    .selectFrom('authorities')
    .select(AUTHORITY)
    .where('retired_at', 'is', null)
    .$if(district !== undefined, (query) => query.where('district_id', '=', district as string))
    .$if(reach !== null, (query) => query.where('district_id', 'in', [...reach!, '']))
    .$if(after !== null, (query) => query.where('id', '>', after as string))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toAuthority)
}

/** The registry of the district that a portal belongs to; null where the portal is registered no more. */
export async function loadRegistryOfPortal(db: Db, portalId: string): Promise<Registry | null> {
  const portal = await db
    .selectFrom('portals')
    .select('district_id as district')
    .where('id', '=', portalId)
    .where('retired_at', 'is', null)
    .executeTakeFirst()
  return portal === undefined ? null : await loadRegistry(db, { district: portal.district })
}

type ColumnRow = Pick<
  Selectable<Database['portal_columns']>,
  'url' | 'authority_ids' | 'annual' | 'since' | 'until' | 'status' | 'note'
> & {
  readonly verifiedAt: string | null
}

function toColumn({ url, authority_ids, annual, since, until, status, verifiedAt, note }: ColumnRow): PortalColumn {
  return {
    url,
    authorities: authority_ids ?? 'all',
    ...(annual ? {} : { annual }),
    ...(status === 'active' ? {} : { status }),
    ...withoutNulls({ since, until, verifiedAt, note }),
  }
}

type AuthorityRow = Omit<RegisteredAuthority, 'uscc' | 'verifiedAt' | 'note'> &
  Readonly<Record<'uscc' | 'verifiedAt' | 'note', string | null>>

function toAuthority({ uscc, verifiedAt, note, ...authority }: AuthorityRow): RegisteredAuthority {
  return { ...authority, ...withoutNulls({ uscc, verifiedAt, note }) }
}

const AUTHORITY = [
  ...(['id', 'district_id as district', 'name', 'kind', 'level', 'aliases', 'former_names as formerNames'] as const),
  ...(['since', 'until', 'successor', 'exempt', 'submitted', 'uscc', 'verified_at as verifiedAt', 'note'] as const),
] as const

/** An authority by its id, retired or not; null when there is none. */
export async function authorityOf(db: Db, id: string): Promise<RegisteredAuthority | null> {
  const row = await db.selectFrom('authorities').select(AUTHORITY).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toAuthority(row)
}

/** Ids of a portal's columns by their addresses, those of retired ones, too. */
export async function columnIdsOf(db: Db, portalId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('portal_columns').select(['url', 'id']).where('portal_id', '=', portalId).execute()
  return new Map(rows.map(({ url, id }) => [url, id]))
}

/** Names of districts or authorities by their ids, those of retired ones, too. */
export async function namesOf(
  db: Db,
  table: 'districts' | 'authorities',
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom(table).select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
