import pg from 'pg'

/** A connection of its own, whose values are written the same way whatever the server's settings are, and whose work may take long. */
export async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: 'gouji backup', connectionTimeoutMillis: 30_000 })
  // A connection that breaks is told by the query that uses it.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * Returns what `work` returns, when all of it is committed. After an error the connection is of no use: where rows are on their way it takes no
 * command, and its end rolls back.
 */
export async function inOneTransaction<Result>(client: pg.Client, mode: string, work: () => Promise<Result>): Promise<Result> {
  await client.query(`BEGIN ${mode}`)
  await client.query(PLAIN_VALUES)
  const result = await work()
  await client.query('COMMIT')
  return result
}

const PLAIN_VALUES = `SET LOCAL client_encoding = 'UTF8'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
  SET LOCAL timezone = 'UTC'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL statement_timeout = 0;
  SET LOCAL idle_in_transaction_session_timeout = 0`
