import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { addAccount, cookieOf } from './sign-in.ts'

let filled: Filled
let app: ReviewApp
let viewer: string
let supervisor: string

beforeAll(async () => {
  filled = await fillDatabase()
  app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true })
  const signIn = async (role: 'viewer' | 'supervisor') => (await cookieOf(filled.db, await addAccount(filled.db, { role }))).plain
  viewer = await signIn('viewer')
  supervisor = await signIn('supervisor')
})
afterAll(() => filled?.close())

const get = async (cookie: string, path = '/findings') =>
  (await app.request(`http://localhost${path}`, { headers: { Cookie: cookie } })).text()
const post = (cookie: string, path: string, fields: Readonly<Record<string, string>> = {}) =>
  app.request(`http://localhost${path}`, {
    method: 'POST',
    headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams(fields),
  })
const linksIn = (text: string) =>
  [.../<nav class="choices" aria-label="存下的列表">(.*?)<\/nav>/s.exec(text)![1]!.matchAll(/href="([^"]*)"[^>]*>([^<]*)/g)].map(
    ([, href, name]) => [name!.trim(), href!.replaceAll('&amp;', '&')],
  )
const idIn = (text: string) => /action="\/saved-views\/(\d+)"/.exec(text)?.[1]

test('a list is kept under a name, replaced, renamed and deleted, and is its owner’s alone', async () => {
  const query = '?year=2023&severity=error&sort=newest'
  const saved = await post(viewer, `/saved-views${query}`, { name: ' 今年的错误 ' })
  expect([saved.status, saved.headers.get('Location')]).toEqual([303, `/findings${query}`])
  expect(linksIn(await get(viewer))).toEqual([
    ['全部', '/findings'],
    ['今年的错误', `/findings${query}`],
  ])
  expect(linksIn(await get(supervisor))).toHaveLength(1)
  await post(viewer, '/saved-views?year=2022', { name: '今年的错误' })
  expect(linksIn(await get(viewer))[1]).toEqual(['今年的错误', '/findings?year=2022'])
  const id = idIn(await get(viewer, '/findings?year=2022'))
  await post(viewer, `/saved-views/${id}`, { name: '去年' })
  expect(linksIn(await get(viewer))[1]).toEqual(['去年', '/findings?year=2022'])
  expect((await post(supervisor, `/saved-views/${id}`, { name: '别人的' })).status).toBe(404)
  await post(supervisor, `/saved-views/${id}/remove`)
  expect(linksIn(await get(viewer)), 'not by others').toHaveLength(2)
  await post(viewer, `/saved-views/${id}/remove?year=2022`)
  expect(linksIn(await get(viewer))).toHaveLength(1)
})

test('a supervisor shares one with everybody; who is none does not', async () => {
  await post(viewer, '/saved-views?family=late', { name: '迟报', shared: '1' })
  expect(linksIn(await get(supervisor))).toHaveLength(1)
  await post(supervisor, '/saved-views?family=copied', { name: '雷同', shared: '1' })
  expect(linksIn(await get(viewer)).map(([name]) => name)).toEqual(['全部', '迟报', '雷同'])
  expect(await get(viewer, '/findings?family=copied'), 'not theirs to change').not.toContain('/remove')
})

test.each([
  ['no name', { name: ' ' }],
  ['a name that is too long', { name: '名'.repeat(41) }],
])('refused: %s', async (_, fields) => {
  const refused = await post(viewer, '/saved-views?year=2021', fields)
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('没有存下')
})

test('nothing but filters is kept', async () => {
  await post(viewer, '/saved-views?year=2020&evil=javascript', { name: '某年' })
  expect(linksIn(await get(viewer)).find(([name]) => name === '某年')).toEqual(['某年', '/findings?year=2020'])
})
