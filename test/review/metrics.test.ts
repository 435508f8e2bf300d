import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { openSnapshotStore } from '../../db/snapshot-store.ts'
import { createReviewApp, type ReviewDeps } from '../../src/review/app.ts'
import { openTestDatabase } from '../test-database.ts'
import { desksOf } from './desks.ts'

const KEY = '0123456789abcdef-key'
const text = async () => 'gouji_captures_pending 0\n'
const basic = { authorization: `Basic ${Buffer.from(`张三:${KEY}`).toString('base64')}` }

let database: OpenDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

function statusOf(deps: Pick<ReviewDeps, 'accessKey' | 'metrics'>) {
  const app = createReviewApp({ ...desksOf(database.db), db: database.db, snapshots: openSnapshotStore(tmpdir()), ...deps })
  return async (headers: Record<string, string>, host = 'gouji.example') =>
    (await app.request(`https://${host}/metrics`, { headers })).status
}

test('figures have a token of their own, or are opened as the pages are', async () => {
  const withToken = statusOf({ accessKey: KEY, metrics: { text, token: 'monitoring-token' } })
  expect(await withToken({ authorization: 'Bearer monitoring-token' })).toBe(200)
  expect(await withToken({ authorization: `Bearer ${KEY}` })).toBe(401)
  expect(await withToken(basic)).toBe(401)
  const withKey = statusOf({ accessKey: KEY, metrics: { text, token: null } })
  expect(await withKey(basic)).toBe(200)
  expect(await withKey({})).toBe(401)
  const onThisMachine = statusOf({ accessKey: null, metrics: { text, token: null } })
  expect(await onThisMachine({}, '127.0.0.1')).toBe(200)
  expect(await onThisMachine({})).toBe(403)
  expect(await statusOf({ accessKey: KEY })(basic)).toBe(404)
})
