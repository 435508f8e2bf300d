import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { TABLES } from '../../db/backup/tables.ts'

/** Every table with its number of rows, a hash of all of them in any order, and where its sequences have come to. */
export async function fingerprintsOf(url: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const all: Record<string, unknown> = {}
    for (const table of TABLES) {
      const { rows } = await client.query(
        `SELECT count(*)::int AS rows, md5(string_agg(h, '' ORDER BY h)) AS hash FROM (SELECT md5(t::text) AS h FROM ${table} t) x`,
      )
      all[table] = rows[0]
    }
    const { rows } = await client.query(
      `SELECT sequencename, last_value::int FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename`,
    )
    return { ...all, sequences: rows }
  } finally {
    await client.end()
  }
}

/** A folder for a test, with the function that removes it. */
export async function scratch(): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'gouji-backup-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
