import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { initial } from '../../db/migrations/2026-11-23-initial.ts'
import { authoritySpans } from '../../db/migrations/2026-11-24-authority-spans.ts'
import { registryFacts } from '../../db/migrations/2026-11-27-registry-facts.ts'
import { loadRegistry } from '../../db/registry.ts'
import { KINDS_WITHOUT_LEGAL_DATE, LOCAL_BASIS } from '../../src/model/deadline.ts'
import { openTestDatabase } from '../test-database.ts'

test('the schema is made once, by whoever comes first', async () => {
  const { db, url, close } = await openTestDatabase({ empty: true })
  const others = Array.from({ length: 4 }, () => connect(url))
  try {
    const applied = await Promise.all([db, ...others].map(migrateToLatest))
    expect(applied.flat()).toEqual([
      '2026-11-23-initial',
      '2026-11-24-authority-spans',
      '2026-11-25-rules-of-districts',
      '2026-11-26-manners',
      '2026-11-27-registry-facts',
      '2026-11-28-nights',
      '2026-11-30-registry-desk',
    ])
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

test('the local date of before becomes a setting of the kinds whose date no law sets', async () => {
  const { db, close } = await openTestDatabase({ empty: true })
  try {
    await initial.up(db as unknown as Kysely<unknown>)
    await sql`INSERT INTO districts (id, name, local_due, years) VALUES ('d1', '示例县', '02-10', '{2024}'), ('d2', '邻县', NULL, '{2024}')`.execute(
      db,
    )
    await sql`INSERT INTO authorities (id, district_id, name, kind, since) VALUES ('a1', 'd1', '示例镇人民政府', 'township', 2024)`.execute(
      db,
    )
    await authoritySpans.up(db as unknown as Kysely<unknown>)
    await registryFacts.up(db as unknown as Kysely<unknown>)
    const { districts, authorities } = await loadRegistry(db)
    const [d1, d2] = districts
    expect(d1?.deadlines).toEqual([
      { kinds: [...KINDS_WITHOUT_LEGAL_DATE], years: null, publish: '02-10', submit: null, basis: LOCAL_BASIS },
    ])
    expect(d2).toEqual({ id: 'd2', name: '邻县', years: [2024], deadlines: [], holidays: [], rules: {} })
    expect(authorities).toMatchObject([{ id: 'a1', since: 2024, until: null, level: null, formerNames: [], submitted: {} }])
  } finally {
    await close()
  }
})
