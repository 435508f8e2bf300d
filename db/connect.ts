import { Kysely, PostgresAdapter, PostgresDialect } from 'kysely'
import pg from 'pg'
import Cursor from 'pg-cursor'
import { joinServer } from './embedded-server.ts'
import type { Database } from './tables.ts'
import { DatabaseUnavailable } from './unavailable.ts'

export { DatabaseUnavailable } from './unavailable.ts'

export type Db = Kysely<Database>

export type OpenDatabase = {
  readonly db: Db
  /** Address of the server and database, with the password: for the queues, which open connections of their own. Never to be printed. */
  readonly url: string
  readonly embedded: boolean
  close(): Promise<void>
}

const OLDEST_SERVER = 15

/**
 * Connects to the database at `databaseUrl`. Where that is null, to the PostgreSQL that lives in `dataDir`: created if it is not there,
 * started if it does not run, joined if another process of ours runs it. The last process that closes it stops it.
 * @throws DatabaseUnavailable
 */
export async function openDatabase(options: { databaseUrl: string | null; dataDir: string }): Promise<OpenDatabase> {
  if (options.databaseUrl !== null) {
    await probe(options.databaseUrl)
    const db = connect(options.databaseUrl)
    return { db, url: options.databaseUrl, embedded: false, close: () => db.destroy() }
  }
  const server = await joinServer(options.dataDir)
  const db = connect(server.url)
  return {
    db,
    url: server.url,
    embedded: true,
    close: async () => {
      await db.destroy()
      await server.leave()
    },
  }
}

/** A pool of connections to the database at `url`; nothing is opened before the first query. */
export function connect(url: string): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 30_000,
    application_name: 'gouji',
    types: { getTypeParser },
  })
  // The pool drops a connection that breaks while idle and opens another for the next query, which tells if that fails, too. One that breaks
  // while it is in use, as in a transaction that does other things meanwhile, is told by its next query; unheard, it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<Database>({ dialect: new Dialect({ pool, cursor: Cursor }) })
}

/** PostgreSQL without the lock of a session that Kysely takes to migrate: behind a pooler a session is not ours. `migrateToLatest` has a lock of its own. */
class Dialect extends PostgresDialect {
  override createAdapter() {
    return new (class extends PostgresAdapter {
      override async acquireMigrationLock() {}
      override async releaseMigrationLock() {}
    })()
  }
}

const { builtins } = pg.types
const asText = (value: string) => value

/** Days stay text, so that no time zone shifts them; counts and sums are numbers. Everything else as pg reads it. */
function getTypeParser(oid: number, format?: string) {
  if (oid === builtins.DATE) return asText
  if (oid === builtins.INT8 || oid === builtins.NUMERIC) return Number
  return pg.types.getTypeParser(oid, format as 'text')
}

async function probe(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'gouji' })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(
      `SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('server_encoding') AS encoding`,
    )
    if (rows[0].major < OLDEST_SERVER)
      throw new DatabaseUnavailable(
        `DATABASE_URL: the server is PostgreSQL ${rows[0].major}; Gouji needs ${OLDEST_SERVER} or newer. Upgrade it, or remove DATABASE_URL to use the embedded one.`,
      )
    if (rows[0].encoding !== 'UTF8')
      throw new DatabaseUnavailable(
        `DATABASE_URL: the database is encoded in ${rows[0].encoding}; Gouji needs UTF8. Create one with: createdb --encoding=UTF8 --template=template0 NAME`,
      )
  } catch (error) {
    throw error instanceof DatabaseUnavailable ? error : new DatabaseUnavailable(explain(error, url), { cause: error })
  } finally {
    await client.end()
  }
}

function explain(error: unknown, url: string): string {
  const { host, port, user, database } = new pg.Client({ connectionString: url })
  const code = (error as { code?: string }).code ?? ''
  const server = `${host}:${port}`
  switch (code) {
    case 'ECONNREFUSED':
      return `DATABASE_URL: no PostgreSQL answers at ${server}. Start it or correct the address; without DATABASE_URL an embedded one is used.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `DATABASE_URL: the host ${host} is not known. Correct the address, or check the name service.`
    case '28P01':
    case '28000':
      return `DATABASE_URL: ${server} does not let user "${user}" in. Check user and password (special characters as %XX), and pg_hba.conf on the server.`
    case '3D000':
      return `DATABASE_URL: there is no database "${database}" at ${server}. Create it (createdb -h ${host} -p ${port} -U ${user} ${database}), or correct the name.`
    case '53300':
      return `DATABASE_URL: ${server} has no connection left. Raise max_connections on the server, or stop other programs that use it.`
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `DATABASE_URL: the certificate of ${server} is not trusted: ${(error as Error).message}. Name your own authority's file as ?sslrootcert=… or in NODE_EXTRA_CA_CERTS, or correct the host name.`
    default:
      return `DATABASE_URL: cannot connect to PostgreSQL at ${server}: ${error instanceof Error ? error.message : String(error)}. Check the address, the network and TLS (?sslmode=…).`
  }
}
