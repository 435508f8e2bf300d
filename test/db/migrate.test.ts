import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { openTestDatabase } from '../test-database.ts'

test('the schema is made once, by whoever comes first', async () => {
  const { db, url, close } = await openTestDatabase({ empty: true })
  const others = Array.from({ length: 4 }, () => connect(url))
  try {
    const applied = await Promise.all([db, ...others].map(migrateToLatest))
    expect(applied.flat()).toEqual(['2026-11-23-initial'])
    expect(await migrateToLatest(db)).toEqual([])
    const { rows } = await sql<{
      name: string
    }>`select table_name as name from information_schema.tables where table_name = 'findings'`.execute(db)
    expect(rows).toHaveLength(1)
  } finally {
    await Promise.all(others.map((other) => other.destroy()))
    await close()
  }
})

test('a failed migration says which one, and leaves nothing behind', async () => {
  const { db, close } = await openTestDatabase({ empty: true })
  try {
    await sql`create table findings (id int)`.execute(db)
    await expect(migrateToLatest(db)).rejects.toThrow(/could not be migrated \(2026-11-23-initial\).*findings.*exists/s)
    const { rows } = await sql`select from information_schema.tables where table_name = 'districts'`.execute(db)
    expect(rows).toHaveLength(0)
  } finally {
    await close()
  }
})
