import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { type Db, openDatabase } from '../db/connect.ts'
import * as findingList from '../db/finding-list.ts'
import { migrateToLatest } from '../db/migrate.ts'
import { openSnapshotStore } from '../db/snapshot-store.ts'
import { createReviewApp } from '../src/review/app.ts'
import { serveReview } from '../src/review/serve-review.ts'
import { desksOf } from '../test/review/desks.ts'
import { fillForReview } from './review-rows.ts'

const USERS = [1, 20]
const HEADERS = { 'Sec-Fetch-Site': 'same-origin' }

/** A way to ask for a page, told anew each time, so that nobody gets the answer of the one before. */
type Visit = (n: number) => { readonly path: string; readonly form?: URLSearchParams }

/**
 * The review pages over a country's findings: p50 and p95 in ms over HTTP for one and for twenty users who ask again as soon as they are
 * answered, beside the list's query bare in SQL, and how much a page weighs. `--findings N`, `--reports N`, `--visits N` of each page;
 * `--data FOLDER` keeps the database there and takes it up again.
 */
export async function measureReview(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      findings: { type: 'string', default: '1000000' },
      reports: { type: 'string', default: '150000' },
      visits: { type: 'string', default: '200' },
      data: { type: 'string' },
    },
  })
  const dataDir = values.data ?? (await mkdtemp(join(tmpdir(), 'gouji-bench-')))
  const [load = 0] = loadavg()
  console.log(`load of the machine ${load.toFixed(1)} on ${availableParallelism()} cores`)
  const database = await openDatabase({ databaseUrl: null, dataDir })
  const { db } = database
  await migrateToLatest(db)
  const store = openSnapshotStore(join(dataDir, 'snapshots'))
  if (await isEmpty(db)) {
    const began = performance.now()
    await fillForReview(db, store, { findings: Number(values.findings), reports: Number(values.reports) })
    console.log(
      `${values.findings} findings of ${values.reports} reports made in ${((performance.now() - began) / 1_000).toFixed(0)} s`,
    )
  }
  const app = createReviewApp({ ...desksOf(db), db, snapshots: store, thisMachine: true })
  const site = await serveReview({ app, host: '127.0.0.1', port: 0 })
  const visits = await visitsOf(db)
  console.log(`${'page'.padEnd(34)}${USERS.map((users) => `${users} at once, p50 p95`.padStart(24)).join('')}   KB, compressed`)
  for (const [name, visit] of Object.entries(visits)) {
    let weight = Number.NaN
    const cells: string[] = []
    for (const users of USERS) {
      const measured = await measure(site.url, visit, { users, visits: Number(values.visits) })
      weight = measured.weight
      cells.push(`${at(measured.times, 0.5)} ${at(measured.times, 0.95)}`.padStart(24))
    }
    console.log(`${name.padEnd(34)}${cells.join('')}   ${(weight / 1_024).toFixed(1)}`)
  }
  const bare = await timesOf(Number(values.visits), () =>
    findingList.list(db, { status: 'undecided', verdict: 'fail' }, { limit: 50 }),
  )
  console.log(`${'the query of the list, bare'.padEnd(34)}${`${at(bare, 0.5)} ${at(bare, 0.95)}`.padStart(24)}`)
  await site.close()
  await database.close()
  if (values.data === undefined) await rm(dataDir, { recursive: true, force: true })
}

async function isEmpty(db: Db): Promise<boolean> {
  return (await sql`SELECT FROM findings LIMIT 1`.execute(db)).rows.length === 0
}

async function visitsOf(db: Db): Promise<Readonly<Record<string, Visit>>> {
  const waiting = { status: 'undecided', verdict: 'fail' } as const
  const { rows: districts } = await sql<{ id: string }>`SELECT id FROM districts ORDER BY id`.execute(db)
  const { rows: whole } = await sql<{ id: number }>`
    SELECT f.id FROM findings f JOIN report_versions v ON v.id = f.version_id WHERE v.reader = '2' AND f.status = 'undecided' ORDER BY f.id`.execute(
    db,
  )
  const page = await findingList.list(db, waiting, { limit: 50 })
  const { rows: free } = await sql<{
    id: number
  }>`SELECT id FROM findings WHERE status = 'undecided' ORDER BY id DESC LIMIT 100000`.execute(db)
  const district = (n: number) => districts[n % districts.length]!.id
  const query = '?verdict=fail&status=undecided'
  const form = (n: number, of: number) =>
    new URLSearchParams([
      ['act', 'comment'],
      ['note', 'x'],
      ...free.slice(n * of, (n + 1) * of).map(({ id }) => ['pick', `${id}:0`]),
    ])
  let bulk = 0
  let single = 0
  return {
    'list, all of the country': () => ({ path: `/findings${query}` }),
    'list, next page': () => ({ path: `/findings${query}&after=${page.next}` }),
    'list of a district, with counts': (n) => ({ path: `/findings${query}&district=${district(n)}` }),
    'list of a year and a rule': (n) => ({ path: `/findings${query}&year=${2016 + (n % 10)}&rule=T3-01` }),
    'list of what is overdue': () => ({ path: '/findings?due=overdue' }),
    'search for an authority': (n) => ({ path: `/findings${query}&q=${encodeURIComponent(`第${n % districts.length}市财政`)}` }),
    'search in a district': (n) => ({
      path: `/findings${query}&district=${district(n)}&q=${encodeURIComponent(`相差${n % 80}`)}`,
    }),
    'a finding with its report': (n) => ({ path: `/findings/${whole[n % whole.length]!.id}${query}` }),
    'filing board of a district': (n) => ({ path: `/filings/${district(n)}/2024` }),
    'a comment on one': () => ({ path: `/finding-acts${query}`, form: form(90_000 + single++, 1) }),
    'an act on 100': () => ({ path: `/finding-acts${query}`, form: form(bulk++, 100) }),
  }
}

async function measure(
  origin: string,
  visit: Visit,
  { users, visits }: { readonly users: number; readonly visits: number },
): Promise<{ readonly times: readonly number[]; readonly weight: number }> {
  const times: number[] = []
  let weight = 0
  let next = 0
  const use = async () => {
    while (next < visits) {
      const { path, form } = visit(next++)
      const began = performance.now()
      const answer = await fetch(origin + path, {
        headers: HEADERS,
        redirect: 'manual',
        ...(form && { method: 'POST', body: form }),
      })
      const body = await answer.text()
      times.push(performance.now() - began)
      if (answer.status !== (form ? 303 : 200)) throw new Error(`${path} gave ${answer.status}`)
      weight = gzipSync(body).length
    }
  }
  await Promise.all(Array.from({ length: users }, use))
  return { times, weight }
}

async function timesOf(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < count; n++) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return times
}

function at(times: readonly number[], share: number): string {
  return (times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN).toFixed(0)
}
