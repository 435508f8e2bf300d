import { afterAll, beforeAll, expect, test } from 'vitest'
import * as findingList from '../../db/finding-list.ts'
import { AUTHORITY_LEVEL_TITLES, AUTHORITY_LEVELS, levelOfKind } from '../../src/model/authority.ts'
import { createReviewApp } from '../../src/review/app.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { addAccount, cookieOf } from './sign-in.ts'

let filled: Filled
beforeAll(async () => {
  filled = await fillDatabase()
})
afterAll(() => filled?.close())

test('each level shows the findings of the authorities at it, by their own level or by their kind', async () => {
  const { db } = filled
  const [{ authority_id: first }] = (await db.selectFrom('findings').select('authority_id').execute()) as [
    { authority_id: string },
  ]
  // One authority whose own level differs from that of its kind.
  await db.updateTable('authorities').set({ level: 'province' }).where('id', '=', first).execute()
  // And one whose level only its kind says.
  await db.updateTable('authorities').set({ level: null }).where('id', '=', 'qingshi').execute()
  const authorities = new Map((await db.selectFrom('authorities').selectAll().execute()).map((each) => [each.id, each]))
  const all = await db.selectFrom('findings').select(['id', 'authority_id']).orderBy('id').execute()
  const found = []
  for (const level of AUTHORITY_LEVELS) {
    const { rows } = await findingList.list(db, { level }, { limit: 10_000 })
    const wanted = all.filter(({ authority_id }) => {
      const authority = authorities.get(authority_id ?? '')
      return authority !== undefined && (authority.level ?? levelOfKind(authority.kind)) === level
    })
    expect(
      rows.map(({ id }) => id).toSorted((a, b) => a - b),
      level,
    ).toEqual(wanted.map(({ id }) => id))
    found.push(rows.length)
  }
  expect(found.filter((count) => count > 0).length).toBeGreaterThan(1)
  expect(all.some(({ authority_id }) => authority_id === 'qingshi')).toBe(true)
})

test('the rail offers the levels, and names the chosen one', async () => {
  const app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true })
  const { plain } = await cookieOf(filled.db, await addAccount(filled.db, { role: 'officer', login: 'officer' }))
  const get = async (path: string) => await app.request(`http://localhost${path}`, { headers: { Cookie: plain } })
  const page = await (await get('/findings?level=province')).text()
  for (const level of AUTHORITY_LEVELS) expect(page).toContain(AUTHORITY_LEVEL_TITLES[level].zh)
  expect(page).toMatch(/href="\/findings" aria-current="true" title="[^"]*"/)
  expect((await get('/findings?level=moon')).status).toBe(400)
})
