import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as releases from '../../db/releases.ts'
import { openSnapshotStore } from '../../db/snapshot-store.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { rangeOf } from '../../src/review/release-files.ts'
import { serveReview } from '../../src/review/serve-review.ts'
import { releaseAs, seedRelease } from '../release/release-rows.ts'
import { openTestDatabase } from '../test-database.ts'
import { desksOf } from './desks.ts'
import { releaseOf } from './release-rows.ts'
import { addAccount, cookieOf } from './sign-in.ts'

let open: OpenDatabase
let folder: string
let app: ReviewApp
let site: Awaited<ReturnType<typeof serveReview>>
let all: Record<string, string>
let limited: Record<string, string>

beforeAll(async () => {
  open = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-releases-'))
  await seedRelease(open.db)
  await releaseAs(open.db, join(folder, '2023.1'), { recorded: true })
  const snapshots = openSnapshotStore(join(folder, 'snapshots'))
  app = createReviewApp({ ...desksOf(open.db), db: open.db, snapshots, thisMachine: false, releaseFolder: folder })
  site = await serveReview({ app, host: '127.0.0.1', port: 0 })
  await releases.record(open.db, releaseOf(['d1'], { version: 'd1.1' }))
  await releases.record(open.db, releaseOf(['d1', 'd2'], { version: 'both.1' }))
  all = { Cookie: (await cookieOf(open.db, await addAccount(open.db, { role: 'viewer' }))).plain }
  limited = { Cookie: (await cookieOf(open.db, await addAccount(open.db, { role: 'viewer', districts: ['d1'] }))).plain }
})

afterAll(async () => {
  await site.close()
  await rm(folder, { recursive: true, force: true })
  await open.close()
})

const ask = (path: string, headers: Record<string, string>) => fetch(site.url + path, { headers })
const text = async (path: string, headers: Record<string, string> = all) => {
  const response = await ask(path, { ...headers, 'Accept-Language': 'zh' })
  expect(response.status, path).toBe(200)
  return await response.text()
}

test('the list and the page of a release tell what it holds and link every file', async () => {
  expect(await text('/releases')).toContain('href="/releases/2023.1"')
  const page = await text('/releases/2023.1')
  for (const name of ['reports', 'cells', 'wide_2023_2021', 'findings'])
    for (const format of ['csv', 'jsonl', 'parquet', 'xlsx'])
      expect(page).toContain(`/releases/2023.1/files/${format}/${name}.${format}`)
  for (const name of ['codebook.md', 'CHANGES.md', 'CITATION.cff', 'SHA256SUMS', 'csv/datapackage.json'])
    expect(page).toContain(`/releases/2023.1/files/${name}`)
})

test('every table has a page with first rows, spread of values and columns, as the release itself says', async () => {
  for (const { name } of (await releases.get(open.db, '2023.1'))!.tables) {
    const page = await text(`/releases/2023.1/tables/${name}`)
    expect(page).toContain('各列说明')
  }
  const cells = await text('/releases/2023.1/tables/cells')
  expect(cells).toContain('空白，不等于 0')
  expect(cells).toContain('绝不等于 0')
  expect(cells).toMatch(/<svg class="bar"/)
  const findings = await text('/releases/2023.1/tables/findings')
  expect(findings).toContain('=1+1')
  expect((await ask('/releases/2023.1/tables/nothing', all)).status).toBe(404)
})

test('a file comes whole or in parts, and not again to who has it', async () => {
  const bytes = await readFile(join(folder, '2023.1', 'parquet', 'cells.parquet'))
  const path = '/releases/2023.1/files/parquet/cells.parquet'
  const whole = await ask(path, all)
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
  expect(whole.headers.get('accept-ranges')).toBe('bytes')
  const etag = whole.headers.get('etag')!
  const part = await ask(path, { ...all, Range: 'bytes=4-11' })
  expect(part.status).toBe(206)
  expect(part.headers.get('content-range')).toBe(`bytes 4-11/${bytes.length}`)
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(4, 12))).toBe(true)
  const end = await ask(path, { ...all, Range: 'bytes=-4', 'If-Range': etag })
  expect(await end.text()).toBe('PAR1')
  expect((await ask(path, { ...all, Range: `bytes=${bytes.length}-` })).status).toBe(416)
  expect((await ask(path, { ...all, Range: 'bytes=0-3', 'If-Range': '"other"' })).status).toBe(200)
  expect((await ask(path, { ...all, 'If-None-Match': etag })).status).toBe(304)
})

test.each([
  [undefined, null],
  ['bytes=0-0', { first: 0, last: 0 }],
  ['bytes=5-', { first: 5, last: 9 }],
  ['bytes=-3', { first: 7, last: 9 }],
  ['bytes=-30', { first: 0, last: 9 }],
  ['bytes=2-99', { first: 2, last: 9 }],
  ['bytes=10-', 'outside'],
  ['bytes=4-2', null],
  ['bytes=0-1,3-4', null],
  ['pages=1-2', null],
])('of ten bytes %s is %j', (header, range) => {
  expect(rangeOf(header, 10)).toEqual(range)
})

test('no address leads out of a release', async () => {
  for (const path of ['..%2F..%2Fsnapshots', '%2e%2e/2023.1/codebook.md', 'csv', 'parquet/..%2fcodebook.md', ''])
    expect((await ask(`/releases/2023.1/files/${path}`, all)).status, path).toBe(404)
  expect((await ask('/releases/nothing', all)).status).toBe(404)
})

test('an account of one district sees releases of that district alone, and what is open to all', async () => {
  const listed = await text('/releases', limited)
  expect([...listed.matchAll(/href="\/releases\/([^"/]+)"/g)].map(([, version]) => version)).toEqual(['d1.1'])
  expect((await ask('/releases/2023.1', limited)).status).toBe(403)
  expect((await ask('/releases/2023.1/files/codebook.md', limited)).status).toBe(403)
  expect((await ask('/releases/both.1', limited)).status).toBe(403)
  expect(await text('/releases/d1.1', limited)).toContain('文件不在本机')
  expect(await releases.openToAll(open.db, '2023.1', true)).toBe(true)
  expect((await ask('/releases/2023.1/files/codebook.md', limited)).status).toBe(200)
  expect(await text('/releases', limited)).toContain('href="/releases/2023.1"')
  await releases.openToAll(open.db, '2023.1', false)
  expect((await ask('/releases/2023.1', limited)).status).toBe(403)
})
