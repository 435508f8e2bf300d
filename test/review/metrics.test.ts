import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as apiTokens from '../../db/api-tokens.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import { openSnapshotStore } from '../../db/snapshot-store.ts'
import { createReviewApp, type ReviewDeps } from '../../src/review/app.ts'
import { openTestDatabase } from '../test-database.ts'
import { desksOf } from './desks.ts'
import { addAccount } from './sign-in.ts'

const text = async () => 'gouji_captures_pending 0\n'

let database: OpenDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

function statusOf(deps: Pick<ReviewDeps, 'thisMachine' | 'metrics'>, { db } = database) {
  const app = createReviewApp({ ...desksOf(db), db, snapshots: openSnapshotStore(tmpdir()), ...deps })
  return async (headers: Record<string, string>, host = 'gouji.example') =>
    (await app.request(`https://${host}/metrics`, { headers })).status
}

test('figures have a token of their own, or are opened as the pages are', async () => {
  const withToken = statusOf({ thisMachine: false, metrics: { text, token: 'monitoring-token' } })
  expect(await withToken({ authorization: 'Bearer monitoring-token' })).toBe(200)
  const { id: account } = await addAccount(database.db, { role: 'viewer' })
  const make = () => apiTokens.make(database.db, { account, name: 'Prometheus', role: 'viewer', days: 1 })
  const bearer = { authorization: `Bearer ${await make()}` }
  expect(await withToken(bearer)).toBe(401)
  const asPages = statusOf({ thisMachine: false, metrics: { text, token: null } })
  expect(await asPages(bearer)).toBe(200)
  expect(await asPages({ authorization: 'Bearer gouji_wrong' })).toBe(401)
  expect(await asPages({})).toBe(401)
  expect(await statusOf({ thisMachine: false })(bearer)).toBe(404)
})

test('as long as nobody has an account, this machine reads the figures, and no other', async () => {
  const empty = await openTestDatabase()
  try {
    const ask = statusOf({ thisMachine: true, metrics: { text, token: null } }, empty)
    expect(await ask({}, '127.0.0.1')).toBe(200)
    expect(await ask({})).toBe(403)
    expect(await ask({ 'x-forwarded-for': '203.0.113.9' }, '127.0.0.1')).toBe(403)
  } finally {
    await empty.close()
  }
})
