import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as decisions from '../../db/decisions.ts'
import type { FindingRow } from '../../db/tables.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { type Filled, fillDatabase } from './filled-database.ts'

const LI = { name: '李', account: null }

let filled: Filled
let app: ReviewApp
let all: FindingRow[]

beforeAll(async () => {
  filled = await fillDatabase()
  app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true })
})
afterAll(() => filled?.close())
beforeEach(async () => {
  const targets = (await filled.db.selectFrom('findings').select('id').execute()).map(({ id }) => ({
    findingId: id,
    expected: null,
  }))
  await decisions.act(filled.db, { act: 'reopen', targets, by: LI })
  await decisions.act(filled.db, { act: 'unassign', targets, by: LI })
  all = await filled.db.selectFrom('findings').selectAll().orderBy('id').execute()
})

const headers = { 'Sec-Fetch-Site': 'same-origin' }
const get = async (path: string) => (await app.request(`http://localhost${path}`)).text()
const post = (path: string, form: readonly (readonly [string, string])[]) =>
  app.request(`http://localhost${path}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form.map(([name, value]) => [name, value])),
  })
const pick = ({ id, entries }: FindingRow) => ['pick', `${id}:${entries}`] as const
const statuses = async () =>
  (await filled.db.selectFrom('findings').select('status').orderBy('id').execute()).map(({ status }) => status)
const batchIn = (text: string) => /name="batch" value="([^"]+)"/.exec(text)?.[1] ?? ''

test('what was chosen is done at once, said, and taken back by one click', async () => {
  const [a, b] = all as [FindingRow, FindingRow]
  const done = await post('/finding-acts?severity=error', [
    pick(a),
    pick(b),
    ['act', 'dismiss'],
    ['reason', 'scope'],
    ['note', '口径'],
  ])
  expect(done.status).toBe(303)
  const list = await get(done.headers.get('Location') ?? '')
  expect(list).toContain('已对 2 条“排除（误报）”')
  expect((await statuses()).filter((status) => status === 'dismissed')).toHaveLength(2)
  expect((await decisions.historyOf(filled.db, a.id)).at(-1)).toMatchObject({ note: '口径', reason: 'scope', decided_by: '本机' })
  const undone = await post('/finding-acts/undo?severity=error', [['batch', batchIn(list)]])
  expect(undone.status).toBe(303)
  expect(await get(undone.headers.get('Location') ?? '')).toContain('已撤销 2 条')
  expect(new Set(await statuses())).toEqual(new Set(['undecided']))
})

test('what somebody acted on meanwhile, or does not allow it, is named, and the rest is done', async () => {
  const [a, b, c] = all as [FindingRow, FindingRow, FindingRow]
  await decisions.act(filled.db, { act: 'comment', note: '且慢', targets: [{ findingId: b.id, expected: null }], by: LI })
  await decisions.act(filled.db, { act: 'confirm', targets: [{ findingId: c.id, expected: null }], by: LI })
  const answer = await post('/finding-acts', [
    pick(a),
    pick(b),
    ['pick', `${c.id}:${c.entries + 1}`],
    ['pick', '999999:0'],
    ['act', 'confirm'],
  ])
  expect(answer.status).toBe(200)
  const text = await answer.text()
  expect(text).toContain('已对 1 条“确认问题属实”')
  expect(text).toContain('以下 3 条没有执行')
  for (const said of ['您查看之后已有他人操作', '目前为“已确认”', '不存在，或不在您的地区']) expect(text).toContain(said)
  await decisions.act(filled.db, { act: 'comment', note: '再看', targets: [{ findingId: a.id, expected: null }], by: LI })
  const undone = await (await post('/finding-acts/undo', [['batch', batchIn(text)]])).text()
  expect(undone).toContain('以下 1 条没有撤销')
  expect(undone).toContain('其后又有操作')
})

describe('all that match', () => {
  const seenIn = (text: string) => /name="seen" value="([0-9a-f]+)"/.exec(text)?.[1] ?? ''

  test('are shown with their number first, and done when that was seen', async () => {
    const asked = [
      ['act', 'assign'],
      ['assignee', '赵六'],
      ['all', '1'],
    ] as const
    const first = await (await post('/finding-acts?rule=CELL-02', asked)).text()
    const matching = all.filter(({ rule }) => rule === 'CELL-02').length
    expect(first).toContain(`对符合条件的全部 ${matching} 条“指派”？`)
    expect(await get('/findings?assignee=%E8%B5%B5%E5%85%AD')).toContain('共 0 条')
    expect((await post('/finding-acts?rule=CELL-02', [...asked, ['seen', seenIn(first)]])).status).toBe(303)
    expect(await get('/findings?assignee=%E8%B5%B5%E5%85%AD')).toContain(`共 ${matching} 条`)
  })

  test('are not acted on when they changed after their number was seen', async () => {
    const asked = [
      ['act', 'confirm'],
      ['all', '1'],
    ] as const
    const first = await (await post('/finding-acts', asked)).text()
    await decisions.act(filled.db, {
      act: 'dismiss',
      reason: 'scope',
      targets: [{ findingId: all[0]!.id, expected: null }],
      by: LI,
    })
    const second = await post('/finding-acts', [...asked, ['seen', seenIn(first)]])
    expect(second.status).toBe(409)
    expect(await second.text()).toContain('没有作任何更改')
    expect((await statuses()).filter((status) => status === 'confirmed')).toEqual([])
  })
})

test.each([
  [[['act', 'confirm']], 422, '没有选择任何条目'],
  [
    [
      ['act', 'dismiss'],
      ['pick', '1:0'],
      ['note', '留下的话'],
    ],
    422,
    '留下的话',
  ],
  [
    [
      ['act', 'notify'],
      ['due', '2001-01-01'],
      ['pick', '1:0'],
      ['note', '留下的话'],
    ],
    422,
    '留下的话',
  ],
  [
    [
      ['act', 'perhaps'],
      ['pick', '1:0'],
    ],
    400,
    '',
  ],
  [
    [
      ['act', 'confirm'],
      ['pick', 'x'],
    ],
    400,
    '',
  ],
  [
    [
      ['act', 'confirm'],
      ['pick', '1:0'],
      ['seen', 'x'],
    ],
    400,
    '',
  ],
] as const)('what cannot be done changes nothing and keeps what was typed: %#', async (form, status, text) => {
  const before = await statuses()
  const answer = await post('/finding-acts', form)
  expect(answer.status).toBe(status)
  const said = await answer.text()
  expect(said).toContain(text)
  if (status === 422 && form.some(([name]) => name === 'pick')) expect(said).toContain('name="pick" value="1:0"')
  expect(await statuses()).toEqual(before)
})

test('the counts of a large list come by a request of their own, and say when they were made', async () => {
  await sql`UPDATE pg_class SET reltuples = 1e6 WHERE oid = 'findings'::regclass`.execute(filled.db)
  const page = await get('/findings?verdict=fail&status=undecided')
  expect(page).toContain('data-src="/finding-counts?verdict=fail&amp;status=undecided"')
  expect(page).not.toMatch(/共 \d+ 条/)
  const counts = await get('/finding-counts?verdict=fail&status=undecided')
  expect(counts).toContain(`data-total="共 ${all.filter(({ verdict }) => verdict === 'fail').length} 条"`)
  expect(counts).toContain('计于')
  expect(await get('/findings?verdict=fail&status=undecided&counts=1')).toMatch(/共 \d+ 条/)
})
