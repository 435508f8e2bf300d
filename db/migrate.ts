import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Db } from './connect.ts'
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
}

/** Brings the schema to the newest form and returns the names of the migrations applied now. Safe twice and by many processes at once. */
export async function migrateToLatest(db: Db): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error !== undefined) {
    const failed = results.find((result) => result.status === 'Error')?.migrationName
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`The database could not be migrated${failed ? ` (${failed})` : ''}: ${reason}`, { cause: error })
  }
  return results.filter((result) => result.status === 'Success').map((result) => result.migrationName)
}

/** Migrations that a database still needs, and those it has had from a newer version of ours. Changes nothing. */
export async function schemaState(db: Db): Promise<{ readonly pending: readonly string[]; readonly unknown: readonly string[] }> {
  const { rows: tables } = await sql<{ exists: boolean }>`SELECT to_regclass('kysely_migration') IS NOT NULL AS exists`.execute(
    db,
  )
  if (!tables[0]?.exists) return { pending: Object.keys(MIGRATIONS), unknown: [] }
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(db)
  const applied = new Set(rows.map(({ name }) => name))
  return {
    pending: Object.keys(MIGRATIONS).filter((name) => !applied.has(name)),
    unknown: [...applied].filter((name) => !Object.hasOwn(MIGRATIONS, name)),
  }
}
