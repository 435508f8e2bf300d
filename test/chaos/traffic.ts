import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { LoggedRequest } from '../portals/start-sample-portals.ts'

/** What the portals' clock and ours may differ by, in milliseconds. */
const TOLERANCE_MS = 5

/** How the portals were asked too much, by their own log: beyond the budget, twice at once, or too fast. */
export async function tooMuchAsked(
  db: Db,
  requests: readonly LoggedRequest[],
  { budget, pace }: { readonly budget: number; readonly pace: ReadonlyMap<string, number> },
): Promise<string[]> {
  const { rows } = await sql<{
    host: string
    requests: number
  }>`SELECT host, sum(requests) AS requests FROM host_days GROUP BY host`.execute(db)
  const accounts = new Map(rows.map((row) => [row.host, row.requests]))
  return [...Map.groupBy(requests, ({ host }) => host)].flatMap(([host, asked]) => {
    const account = accounts.get(host) ?? 0
    return [
      ...(asked.length > budget ? [`${host} was asked ${asked.length} times; its budget is ${budget}`] : []),
      ...(asked.length > account ? [`${host} was asked ${asked.length} times, and ${account} are accounted for`] : []),
      ...tooFast(asked, (pace.get(host) ?? 0) * 1_000),
    ]
  })
}

function tooFast(asked: readonly LoggedRequest[], paceMs: number): string[] {
  const found: string[] = []
  for (const [index, next] of asked.entries()) {
    const before = asked[index - 1]
    if (before === undefined) continue
    const pause = next.at - (before.endedAt ?? Number.POSITIVE_INFINITY)
    if (pause < 0) found.push(`${next.host} was asked for ${before.url} and ${next.url} at once`)
    else if (pause < paceMs - TOLERANCE_MS)
      found.push(`${next.host} was asked ${pause} ms after the last answer; its pace is ${paceMs} ms`)
  }
  return found
}
