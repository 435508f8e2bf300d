import pg from 'pg'

/**
 * A name for the database at `url` that no other one has, on any server: of letters that a key in Redis may have. It is not stored, so that a
 * copy of the rows in another database (a restored backup, a trial) is another installation.
 */
export async function installationOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000, application_name: 'gouji' })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string }>(
      `SELECT system_identifier || '_' || (SELECT oid FROM pg_database WHERE datname = current_database()) AS name FROM pg_control_system()`,
    )
    return rows[0]!.name
  } finally {
    await client.end()
  }
}
