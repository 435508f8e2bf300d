import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as decisions from '../../db/decisions.ts'
import { paperWriter } from '../../src/cli/paper-writer.ts'
import { PAPER_KINDS } from '../../src/model/paper.ts'
import { createReviewApp } from '../../src/review/app.ts'
import { serveReview } from '../../src/review/serve-review.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { addAccount, cookieOf } from './sign-in.ts'

let filled: Filled
let site: Awaited<ReturnType<typeof serveReview>>
let own: string
let elsewhere: string

beforeAll(async () => {
  filled = await fillDatabase()
  const { db } = filled
  const writePaper = paperWriter(db, { folder: '/nowhere', site: null, chromiumPath: null })
  const app = createReviewApp({ ...filled.desks, db, snapshots: filled.snapshots, thisMachine: false, writePaper })
  site = await serveReview({ app, host: '127.0.0.1', port: 0 })
  const signedIn = async (districts: readonly string[]) =>
    (await cookieOf(db, await addAccount(db, { role: 'viewer', districts: [...districts] }))).plain
  own = await signedIn(['yunhe'])
  elsewhere = await signedIn(['elsewhere'])
})
afterAll(async () => {
  await site?.close()
  await filled?.close()
})

const ask = (path: string, cookie = own) =>
  fetch(site.url + path, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' })

test('the page offers every paper, and the authorities of a chosen district', async () => {
  const page = await (await ask('/papers?district=yunhe')).text()
  for (const kind of PAPER_KINDS) expect(page).toContain(`formaction="/papers/${kind}"`)
  expect(page).toContain('<option value="finance">云河区财政局</option>')
})

test('a table comes as a file under its name, whose links lead to these pages', async () => {
  const answer = await ask('/papers/ledger?district=yunhe&authority=&year=2023&date=2024-04-08&due=')
  expect(answer.status).toBe(200)
  expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toBe(
    "attachment; filename*=UTF-8''问题台账-云河区-2023.xlsx",
  )
  const bytes = new Uint8Array(await answer.arrayBuffer())
  expect(bytes).toHaveLength(Number(answer.headers.get('content-length')))
  expect(strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml']!)).toContain(`HYPERLINK(&quot;${site.url}/snapshots/`)
})

test('where nothing is confirmed the page says so, and gives no empty notice', async () => {
  const answer = await ask('/papers/notice?district=yunhe&authority=finance&year=2023')
  expect(answer.status).toBe(303)
  expect(await (await ask(answer.headers.get('location') ?? '')).text()).toContain('没有经确认的问题')
})

test('once something is confirmed the notice is a document for the authority', async () => {
  const { id } = await filled.db.selectFrom('findings').select('id').where('rule', '=', 'T3-01').executeTakeFirstOrThrow()
  await decisions.act(filled.db, {
    act: 'confirm',
    targets: [{ findingId: id, expected: null }],
    by: { name: '张三', account: null },
  })
  const answer = await ask('/papers/notice?authority=finance&year=2023')
  expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain('整改通知-云河区财政局-2023.docx')
})

test.each([
  ['a district beyond reach', '/papers/ledger?district=yunhe', 404],
  ['an authority beyond reach', '/papers/notice?authority=finance', 404],
  ['a page of a district beyond reach', '/papers?district=yunhe', 404],
])('%s is not there', async (_, path, status) => {
  expect((await ask(path, elsewhere)).status).toBe(status)
})

test.each([
  ['no such paper', '/papers/poem', 404],
  ['no such authority', '/papers/ledger?authority=nobody', 404],
  ['a day that there is not', '/papers/ledger?date=2024-02-30', 400],
  ['no year', '/papers/ledger?year=soon', 400],
])('%s is answered with %s', async (_, path, status) => {
  expect((await ask(path)).status).toBe(status)
})

test('an account of another district gets a table without anybody of this one', async () => {
  const answer = await ask('/papers/filings?year=2023', elsewhere)
  const parts = unzipSync(new Uint8Array(await answer.arrayBuffer()))
  expect(
    Object.values(parts)
      .map((part) => strFromU8(part))
      .join(''),
  ).not.toContain('云河区')
})

test('a template of the office that cannot be used is named on the page that failed, not passed over', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gouji-office-'))
  await writeFile(join(folder, 'notice.docx'), 'no document')
  const write = paperWriter(filled.db, { folder, site: null, chromiumPath: null })
  const request = {
    kind: 'notice',
    year: 2023,
    district: null,
    authority: 'finance',
    reach: null,
    date: '2024-04-08',
    due: null,
  } as const
  await expect(write(request, join(folder, 'out'), site.url)).rejects.toThrow(/notice\.docx is no Word document/)
  await rm(folder, { recursive: true })
})
