import { openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { readConfig } from '../config.ts'

/** Brings the schema to the newest form and names what was applied. */
export async function run(): Promise<void> {
  const { db, close } = await openDatabase(readConfig())
  try {
    const applied = await migrateToLatest(db)
    process.stdout.write(
      applied.length > 0 ? applied.map((name) => `applied ${name}\n`).join('') : 'nothing to apply: the schema is the newest\n',
    )
  } finally {
    await close()
  }
}
