import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import pg from 'pg'
import { type Db, openDatabase } from '../db/connect.ts'
import { migrateToLatest } from '../db/migrate.ts'
import { openSnapshotStore } from '../db/snapshot-store.ts'
import { addAccount, cookieOf } from '../test/review/sign-in.ts'
import { fillForReview } from './review-rows.ts'
import type { Asked, Spent } from './review-server.ts'
import { measureVisits, type Users, within } from './review-users.ts'
import { type Visit, visitsOf } from './review-visits.ts'
import { measureVitals } from './review-vitals.ts'

const WAYS: Readonly<Record<string, Users>> = {
  '1 user': { users: 1, pauseMs: 0 },
  '20, a click a second': { users: 20, pauseMs: 1_000 },
  '20, without a pause': { users: 20, pauseMs: 0 },
}
const MOST_USERS = 20
/** Times that the queries of a page are asked bare, and pages asked for before anything is measured: a server that runs for days has compiled what it runs. */
const BARE = 15
const WARMING = 200

/**
 * The review pages over a country's findings, served by a process of their own to people who are signed in. Of each page: what its queries take bare in SQL,
 * one after the other; what it takes of the processor in Node; p50 and p95 in ms over HTTP for one user who asks again at once, for twenty with
 * a second between two clicks, and for twenty who ask again at once, with the pages a second then; its weight. Then what a browser says.
 * `--findings N`, `--reports N`, `--visits N` of each page; `--only TEXT` of a page's name; `--data FOLDER` keeps the database there and takes it up again.
 */
export async function measureReview(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      findings: { type: 'string', default: '1000000' },
      reports: { type: 'string', default: '150000' },
      visits: { type: 'string', default: '200' },
      only: { type: 'string', default: '' },
      data: { type: 'string' },
    },
  })
  const dataDir = values.data ?? (await mkdtemp(join(tmpdir(), 'gouji-bench-')))
  const folder = join(dataDir, 'snapshots')
  const database = await openDatabase({ databaseUrl: null, dataDir })
  const { db } = database
  await migrateToLatest(db)
  if (await isEmpty(db)) {
    const began = performance.now()
    await fillForReview(db, openSnapshotStore(folder), { findings: Number(values.findings), reports: Number(values.reports) })
    console.log(
      `${values.findings} findings of ${values.reports} reports made in ${((performance.now() - began) / 1_000).toFixed(0)} s`,
    )
  }
  const cookies = await signIn(db)
  const bare = new pg.Client({ connectionString: database.url })
  await bare.connect()
  const site = await startSite(database.url, folder)
  const titles = Object.keys(WAYS).map((way) => `${way}`.padStart(22))
  console.log(`${'page; ms, p50 p95'.padEnd(34)}${'SQL bare'.padStart(16)}  Node${titles.join('')}   KB`)
  for (const [name, visit] of Object.entries(await visitsOf(db)).filter(([each]) => each.includes(values.only)))
    console.log(await lineOf(name, visit, { site, bare, cookies, visits: Number(values.visits) }))
  await bare.end()
  await measureVitals(site.url, cookies[0]!, await visitsOf(db))
  site.close()
  await site.ended
  await database.close()
  if (values.data === undefined) await rm(dataDir, { recursive: true, force: true })
}

async function isEmpty(db: Db): Promise<boolean> {
  return (await sql`SELECT FROM findings LIMIT 1`.execute(db)).rows.length === 0
}

/** Sessions of as many officers as there are users. */
async function signIn(db: Db): Promise<readonly string[]> {
  const login = `bench-${Date.now()}`
  const accounts = Array.from({ length: MOST_USERS }, (_, n) => addAccount(db, { login: `${login}-${n}`, name: `核查员${n}` }))
  return Promise.all(accounts.map(async (account) => (await cookieOf(db, await account)).plain))
}

type Site = {
  readonly url: string
  readonly spent: () => Promise<Spent>
  readonly close: () => void
  readonly ended: Promise<unknown>
}

async function startSite(databaseUrl: string, folder: string): Promise<Site> {
  const server = fork(join(import.meta.dirname, 'review-server.ts'), [databaseUrl, folder])
  const ended = once(server, 'exit')
  const [url] = (await once(server, 'message')) as [string]
  const spent = async () => {
    const answer = once(server, 'message')
    server.send('spent')
    return (await answer)[0] as Spent
  }
  return { url, spent, close: () => server.disconnect(), ended }
}

type With = { readonly site: Site; readonly bare: pg.Client; readonly cookies: readonly string[]; readonly visits: number }

async function lineOf(name: string, visit: Visit, { site, bare, cookies, visits }: With): Promise<string> {
  const once = { users: 1, pauseMs: 0, cookies }
  await measureVisits(site.url, visit, { ...once, visits: WARMING })
  await site.spent()
  const { weight } = await measureVisits(site.url, visit, { ...once, visits: 1 })
  const { asked } = await site.spent()
  const isReading = weight > 0
  const sqlText = isReading ? `${(await timeBare(bare, asked)).toFixed(1)} in ${asked.length}` : '–'
  const cells: string[] = []
  let cpuMs = 0
  for (const way of Object.values(WAYS)) {
    const { times, perSecond } = await measureVisits(site.url, visit, { ...way, cookies, visits })
    const rate = way.users > 1 && way.pauseMs === 0 ? `${perSecond.toFixed(0)}/s` : ''
    cells.push(`${within(times, 0.5).toFixed(0)} ${within(times, 0.95).toFixed(0)} ${rate}`.padStart(22))
    cpuMs = (await site.spent()).cpuMs / visits
  }
  const load = (loadavg()[0] ?? 0) / availableParallelism()
  return `${name.padEnd(34)}${sqlText.padStart(16)}${cpuMs.toFixed(1).padStart(6)}${cells.join('')}${(weight / 1_024).toFixed(0).padStart(5)}   load ${load.toFixed(1)} a core`
}

/** What the queries of a page take one after the other, without our code: the median in ms. */
async function timeBare(bare: pg.Client, asked: readonly Asked[]): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < BARE; n++) {
    const began = performance.now()
    for (const { text, values } of asked) await bare.query(text, [...values])
    times.push(performance.now() - began)
  }
  return within(times, 0.5)
}
