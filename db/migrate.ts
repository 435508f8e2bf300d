import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration'
import { SetupError } from '../src/model/setup-error.ts'
import type { Db } from './connect.ts'
import { alone } from './locks.ts'
import { initial } from './migrations/2026-11-23-initial.ts'
import { authoritySpans } from './migrations/2026-11-24-authority-spans.ts'
import { rulesOfDistricts } from './migrations/2026-11-25-rules-of-districts.ts'
import { manners } from './migrations/2026-11-26-manners.ts'
import { registryFacts } from './migrations/2026-11-27-registry-facts.ts'
import { nights } from './migrations/2026-11-28-nights.ts'
import { registryDesk } from './migrations/2026-11-30-registry-desk.ts'
import { deliveries } from './migrations/2026-12-01-deliveries.ts'
import { exchanges } from './migrations/2026-12-02-exchanges.ts'
import { challenges } from './migrations/2026-12-03-challenges.ts'
import { retention } from './migrations/2026-12-04-retention.ts'
import { storing } from './migrations/2026-12-05-storing.ts'
import { accounts } from './migrations/2026-12-06-accounts.ts'
import { acts } from './migrations/2026-12-08-acts.ts'
import { lists } from './migrations/2026-12-09-lists.ts'
import { misreadings } from './migrations/2026-12-10-misreadings.ts'
import { reopening } from './migrations/2026-12-10-reopening.ts'
import { overview } from './migrations/2026-12-11-overview.ts'
import { counts } from './migrations/2026-12-12-counts.ts'
import { secondApprover } from './migrations/2026-12-13-second-approver.ts'
import { corrections } from './migrations/2026-12-14-corrections.ts'
import { movedReports } from './migrations/2026-12-14-moved-reports.ts'
import { reopeningOthers } from './migrations/2026-12-14-reopening-others.ts'
import { oidc } from './migrations/2026-12-15-oidc.ts'
import { releases } from './migrations/2026-12-16-releases.ts'
import { releaseStandings } from './migrations/2026-12-17-release-standings.ts'

/** In order of their names. Listed here rather than read from a folder, so that they are found in `dist`, too. */
const MIGRATIONS: Record<string, Migration> = {
  '2026-11-23-initial': initial,
  '2026-11-24-authority-spans': authoritySpans,
  '2026-11-25-rules-of-districts': rulesOfDistricts,
  '2026-11-26-manners': manners,
  '2026-11-27-registry-facts': registryFacts,
  '2026-11-28-nights': nights,
  '2026-11-30-registry-desk': registryDesk,
  '2026-12-01-deliveries': deliveries,
  '2026-12-02-exchanges': exchanges,
  '2026-12-03-challenges': challenges,
  '2026-12-04-retention': retention,
  '2026-12-05-storing': storing,
  '2026-12-06-accounts': accounts,
  '2026-12-08-acts': acts,
  '2026-12-09-lists': lists,
  '2026-12-10-misreadings': misreadings,
  '2026-12-10-reopening': reopening,
  '2026-12-11-overview': overview,
  '2026-12-12-counts': counts,
  '2026-12-13-second-approver': secondApprover,
  '2026-12-14-corrections': corrections,
  '2026-12-14-moved-reports': movedReports,
  '2026-12-14-reopening-others': reopeningOthers,
  '2026-12-15-oidc': oidc,
  '2026-12-16-releases': releases,
  '2026-12-17-release-standings': releaseStandings,
}

/** A migration that waits longer for a table lets go of it, so that whoever waits behind it goes on. */
const LOCK_PATIENCE = '3s'
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000
const PATIENCE_MS = 5 * 60_000
/** SQLSTATE of a lock that was not got in time, and of a deadlock: both are over when the others are. */
const IN_USE: readonly unknown[] = ['55P03', '40P01']

/** The database was migrated by a newer version of ours: this one would read and write it wrongly. */
export class SchemaTooNew extends SetupError {
  constructor(unknown: readonly string[]) {
    super(
      `The database has the schema of a newer version of Gouji (${unknown.join(', ')}). Update this installation to that version; going back needs a backup made before (gouji restore).`,
    )
    this.name = 'SchemaTooNew'
  }
}

type Patience = { readonly patienceMs?: number }

/**
 * Brings the schema to the newest form and returns the names of the migrations applied now: all of them, or none. Safe twice, by many
 * processes at once, and while others work: a table in use is asked for again and again, for five minutes in all.
 * @throws SchemaTooNew
 */
export async function migrateToLatest(db: Db, patience: Patience = {}): Promise<string[]> {
  const { pending, unknown } = await schemaState(db)
  if (unknown.length > 0) throw new SchemaTooNew(unknown)
  return pending.length > 0 ? await migrate(db, (migrator) => migrator.migrateToLatest(), patience) : []
}

/** Brings an older schema, or none, to the form that it had after the migration of this name. */
export async function migrateTo(db: Db, name: string): Promise<string[]> {
  return await migrate(db, (migrator) => migrator.migrateTo(name), {})
}

async function migrate(
  db: Db,
  direct: (migrator: Migrator) => Promise<MigrationResultSet>,
  { patienceMs = PATIENCE_MS }: Patience,
): Promise<string[]> {
  const deadline = Date.now() + patienceMs
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const { error, results = [] } = await attempt(db, direct)
    if (error === undefined) return results.filter((result) => result.status === 'Success').map((result) => result.migrationName)
    const isInUse = IN_USE.includes((error as { code?: string }).code)
    if (isInUse && Date.now() + pause < deadline) {
      await sleep(pause * (0.75 + Math.random() / 2))
      continue
    }
    const failed = results.find((result) => result.status === 'Error')?.migrationName
    const reason = error instanceof Error ? error.message : String(error)
    const advice = isInUse ? '. Its tables are in use all the time: stop the other processes, or try again later' : ''
    throw new Error(`The database could not be migrated${failed ? ` (${failed})` : ''}: ${reason}${advice}`, { cause: error })
  }
}

/** One attempt, alone and in one transaction, of which nothing stays where it fails. */
async function attempt(db: Db, direct: (migrator: Migrator) => Promise<MigrationResultSet>): Promise<MigrationResultSet> {
  let failed: MigrationResultSet | null = null
  try {
    return await alone(db, 'migrations', async (trx) => {
      const outcome = await direct(new Migrator({ db: trx, provider: { getMigrations: async () => WITH_SHORT_WAITS } }))
      if (outcome.error !== undefined) {
        failed = outcome
        throw outcome.error
      }
      return outcome
    })
  } catch (error) {
    return failed ?? { error }
  }
}

/** All of them run in one transaction, which a setting is local to. */
const WITH_SHORT_WAITS: Record<string, Migration> = Object.fromEntries(
  Object.entries(MIGRATIONS).map(([name, { up }]) => [
    name,
    {
      up: async (db) => {
        await sql`SELECT set_config('lock_timeout', ${LOCK_PATIENCE}, true)`.execute(db)
        await up(db)
      },
    },
  ]),
)

export type SchemaState = { readonly pending: readonly string[]; readonly unknown: readonly string[] }

/** Names that this version does not know. */
export function unknownOf(migrations: readonly string[]): string[] {
  return migrations.filter((name) => !Object.hasOwn(MIGRATIONS, name))
}

/** Names of all migrations of this version, in order. */
export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS)

/** Migrations that a database still needs, and those it has had from a newer version of ours. Changes nothing. */
export async function schemaState(db: Db): Promise<SchemaState> {
  const { rows: tables } = await sql<{ exists: boolean }>`SELECT to_regclass('kysely_migration') IS NOT NULL AS exists`.execute(
    db,
  )
  if (!tables[0]?.exists) return { pending: MIGRATION_NAMES, unknown: [] }
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(db)
  const applied = new Set(rows.map(({ name }) => name))
  return {
    pending: MIGRATION_NAMES.filter((name) => !applied.has(name)),
    unknown: unknownOf([...applied]),
  }
}
