import pg from 'pg'
import { connect } from '../db/connect.ts'
import { openSnapshotStore } from '../db/snapshot-store.ts'
import { createReviewApp } from '../src/review/app.ts'
import { serveReview } from '../src/review/serve-review.ts'
import { desksOf } from '../test/review/desks.ts'

/** A query as it was sent, so that it can be asked bare. */
export type Asked = { readonly text: string; readonly values: readonly unknown[] }
/** What the process has asked of the database and used of the processor since it was last asked, in ms. */
export type Spent = { readonly asked: readonly Asked[]; readonly cpuMs: number }

/** The review pages in a process of their own, as in real life: `node bench/review-server.ts DATABASE_URL FOLDER`. Tells its address, then what it spent. */
const [url, folder] = process.argv.slice(2) as [string, string]
let asked: Asked[] = []
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function (this: unknown, ...args: unknown[]) {
  if (typeof args[0] === 'string') asked.push({ text: args[0], values: (args[1] ?? []) as unknown[] })
  return query.apply(this, args)
} as typeof pg.Client.prototype.query

const db = connect(url)
const app = createReviewApp({ ...desksOf(db), db, snapshots: openSnapshotStore(folder), thisMachine: false })
const site = await serveReview({ app, host: '127.0.0.1', port: 0 })
let before = process.cpuUsage()
process.on('message', () => {
  const { user, system } = process.cpuUsage(before)
  before = process.cpuUsage()
  process.send?.({ asked, cpuMs: (user + system) / 1_000 } satisfies Spent)
  asked = []
})
process.on('disconnect', async () => {
  await site.close()
  await db.destroy()
})
process.send?.(site.url)
