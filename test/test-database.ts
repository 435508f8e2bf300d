import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { connect, type OpenDatabase } from '../db/connect.ts'
import { joinServer } from '../db/embedded-server.ts'
import { migrateToLatest } from '../db/migrate.ts'

/** A database that is made once in a test run, by whichever file comes first, and copied by all. */
export type Template = { readonly name: string; readonly lock: number; readonly fill: (url: string) => Promise<void> }

const NEWEST_SCHEMA: Template = {
  name: 'gouji_template',
  lock: 7_311,
  fill: async (url) => {
    const db = connect(url)
    await migrateToLatest(db).finally(() => db.destroy())
  },
}

/**
 * A new database of one's own on a real PostgreSQL, with the newest schema, or a copy of `template`; `empty` without any. `close` drops it.
 * Call it in `beforeAll` (or a test) and close it in `afterAll`.
 */
export async function openTestDatabase(options: { empty?: boolean; template?: Template } = {}): Promise<OpenDatabase> {
  const template = options.template ?? NEWEST_SCHEMA
  const server = await joinServer(inject('databaseFolder'), {
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  })
  const name = `test_${randomBytes(6).toString('hex')}`
  const addressOf = (database: string) => Object.assign(new URL(server.url), { pathname: `/${database}` }).href
  const administer = async (work: (client: pg.Client) => Promise<unknown>) => {
    const client = new pg.Client({ connectionString: addressOf('postgres') })
    await client.connect()
    try {
      await work(client)
    } finally {
      await client.end()
    }
  }

  await administer(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [template.lock])
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [template.name])
    if (rowCount === 0) {
      await client.query(`DROP DATABASE IF EXISTS ${template.name}`)
      await client.query(`CREATE DATABASE ${template.name}`)
      await template.fill(addressOf(template.name))
      await client.query(`ALTER DATABASE ${template.name} IS_TEMPLATE true`)
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${options.empty ? 'template0' : template.name}`)
  })
  const url = addressOf(name)
  const db = connect(url)
  return {
    db,
    url,
    embedded: true,
    close: async () => {
      await db.destroy()
      await administer((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
      await server.leave()
    },
  }
}
