import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { connect, type OpenDatabase } from '../db/connect.ts'
import { joinServer } from '../db/embedded-server.ts'
import { migrateToLatest } from '../db/migrate.ts'

const TEMPLATE = 'gouji_template'
const TEMPLATE_LOCK = 7_311

/**
 * A new database of one's own on a real PostgreSQL, with the newest schema; `empty` without it. `close` drops it.
 * Call it in `beforeAll` (or a test) and close it in `afterAll`.
 */
export async function openTestDatabase(options: { empty?: boolean } = {}): Promise<OpenDatabase> {
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
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [TEMPLATE])
    if (rowCount === 0) {
      await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`)
      await client.query(`CREATE DATABASE ${TEMPLATE}`)
      const template = connect(addressOf(TEMPLATE))
      await migrateToLatest(template).finally(() => template.destroy())
      await client.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true`)
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${options.empty ? 'template0' : TEMPLATE}`)
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
