import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as belonging from '../../db/belonging.ts'
import * as fetches from '../../db/fetches.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import { placeAbove, placeOfCrawl, placeOfFetch, placeOfRun } from '../../src/jobs/span-places.ts'
import type { FetchRecord } from '../../src/model/crawl.ts'
import { type JobWorld, openJobWorld } from '../jobs/job-world.ts'

const ARCHIVE = 'http://127.0.0.1:3/xxgk/nianbao/2025.zip'
const MEMBER = `${ARCHIVE}#%E5%B9%B4%E6%8A%A5.docx`

let world: JobWorld
let runId: number
let crawlId: number
let fetchId: number
beforeAll(async () => {
  world = await openJobWorld()
  const { db } = world.context
  runId = await world.startRun()
  const [planned] = await portalCrawls.plan(db, runId, ['yunlan-townships'])
  crawlId = planned!
  const [seen] = await world.see(runId, [{ url: ARCHIVE, bytes: 'an archive' }])
  fetchId = await fetches.record(db, crawlId, fetchOf(ARCHIVE, seen!.sha256))
  await fetches.record(db, crawlId, fetchOf(`${ARCHIVE}x`, null))
})
afterAll(() => world.close())

function fetchOf(url: string, sha256: string | null): FetchRecord {
  const nothing = { etag: null, lastModified: null, contentType: null, error: null, columnUrl: null, tls: null, challenge: null }
  const at = { url, finalUrl: url, redirects: [], exchanges: [], method: 'GET' }
  return { ...nothing, ...at, status: 200, outcome: 'ok', fetchedAt: '2026-01-05T00:00:00Z', durationMs: 1, bytes: 3, sha256 }
}

const idOf = async (url: string) => (await world.see(runId, [{ url, bytes: url }]))[0]!.id

test('a document belongs to the request that brought it, or the archive it lay in; one that none brought to its crawl', async () => {
  const { db } = world.context
  const inArchive = await belonging.ofCapture(db, await idOf(MEMBER))
  expect(inArchive).toMatchObject({ runId, crawlId, fetchId })
  const { began } = inArchive!
  expect(placeAbove(inArchive!)).toEqual(placeOfFetch(placeOfCrawl({ crawlId, began }), fetchId))
  const unasked = await belonging.ofCapture(db, await idOf('http://127.0.0.1:3/other.html'))
  expect(unasked).toEqual({ runId, began, crawlId, fetchId: null })
  expect(placeAbove(unasked!)).toEqual(placeOfCrawl({ crawlId, began }))
})

test('a local file belongs to its run; what is not there to nothing', async () => {
  const { db } = world.context
  const id = await idOf('file:///archive/1.html')
  await db.updateTable('captures').set({ column_id: null }).where('id', '=', id).execute()
  const local = await belonging.ofCapture(db, id)
  expect(local).toMatchObject({ runId, crawlId: null, fetchId: null })
  expect(placeAbove(local!)).toEqual(placeOfRun(local!))
  expect(await Promise.all([belonging.ofRun(db, 0), belonging.ofCrawl(db, 0), belonging.ofVersion(db, 0)])).toEqual([
    null,
    null,
    null,
  ])
})

test('a place is the same whatever the time zone of a session, and another in a run that was begun anew', async () => {
  const { db } = world.context
  const before = placeOfRun((await belonging.ofRun(db, runId))!)
  await sql`SET TIME ZONE 'Asia/Shanghai'`.execute(db)
  expect(placeOfRun((await belonging.ofRun(db, runId))!)).toEqual(before)
  await db
    .updateTable('runs')
    .set({ started_at: new Date('2026-01-01') })
    .where('id', '=', runId)
    .execute()
  expect(placeOfRun((await belonging.ofRun(db, runId))!).traceId).not.toBe(before.traceId)
})
