import pg from 'pg'

/**
 * Why connections to `url` are not sessions of their own, as LISTEN and settings of a session need them: a pooler that gives the server to others
 * between transactions; null when they are.
 */
export async function sessionProblem(url: string): Promise<string | null> {
  const open = () => new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000, application_name: 'gouji' })
  const [one, other] = [open(), open()]
  for (const client of [one, other]) client.on('error', () => {})
  try {
    await one.connect()
    await other.connect()
    const before = await serverOf(one)
    // A pooler gives the server that just became free to the next who asks, and another one to us meanwhile.
    await other.query('BEGIN')
    const theirs = await serverOf(other)
    const after = await serverOf(one)
    await other.query('ROLLBACK')
    return before === theirs || before !== after ? 'a pooler in transaction mode stands before the server' : null
  } finally {
    await Promise.all([one.end(), other.end()])
  }
}

async function serverOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]!.pid
}
