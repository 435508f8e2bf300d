import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as apiTokens from '../../db/api-tokens.ts'
import * as releases from '../../db/releases.ts'
import type { Role } from '../../src/model/role.ts'
import { openApiDocument } from '../../src/review/api/openapi.ts'
import { PROBLEM } from '../../src/review/api/problem.ts'
import { API, API_ROUTES, type ApiRoute, definitionOf } from '../../src/review/api/routes.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { releaseOf } from './release-rows.ts'
import { addAccount } from './sign-in.ts'

let filled: Filled
let app: ReviewApp
let finding: number
let token: string

beforeAll(async () => {
  filled = await fillDatabase()
  app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: false })
  await releases.record(
    filled.db,
    releaseOf(['yunhe'], {
      tables: [
        { name: 'reports', rows: 2 },
        { name: 'cells', rows: 404 },
      ],
      files: [{ path: 'csv/报告.csv', table: 'reports', rows: 2, bytes: 90, sha256: 'a'.repeat(64) }],
    }),
  )
  finding = await idOf('T3-01')
  token = await tokenOf('supervisor')
})
afterAll(() => filled?.close())

async function idOf(rule: string): Promise<number> {
  const row = await filled.db
    .selectFrom('findings')
    .select('id')
    .where('rule', '=', rule)
    .where('filer', '=', 'finance')
    .executeTakeFirstOrThrow()
  return row.id
}

async function tokenOf(role: Role, districts: readonly string[] | null = null): Promise<string> {
  const account = await addAccount(filled.db, { role, districts })
  return await apiTokens.make(filled.db, { account: account.id, name: 'test', role, days: 1 })
}

type Asked = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>; readonly as?: string }

function ask(method: string, path: string, { body, headers = {}, as = token }: Asked = {}) {
  return app.request(`https://gouji.example${path}`, {
    method,
    headers: { authorization: `Bearer ${as}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

async function getJson(path: string, asked: Asked = {}) {
  const response = await ask('GET', path, asked)
  expect(response.status, path).toBe(200)
  return (await response.json()) as Answer
}
type Answer = { readonly items: readonly Record<string, unknown>[]; readonly next: string | null } & Record<string, unknown>

/** With the mark that it begins with, which `text()` leaves out. */
async function textOf(response: Response): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())
}

/** A problem as the document describes it; `code` is the last part of its type. */
async function problemIn(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  const problem = PROBLEM.parse(await response.json())
  expect(problem.status).toBe(response.status)
  return { ...problem, code: problem.type.replace('/api#problem-', '') }
}

/** One request for each route, in the order in which they are asked. */
const REQUESTS: Readonly<Record<ApiRoute, () => { readonly path: string; readonly body?: unknown }>> = {
  'GET /api/v1/overview': () => ({ path: '/overview?district=yunhe' }),
  'GET /api/v1/me': () => ({ path: '/me' }),
  'GET /api/v1/findings': () => ({ path: '/findings?verdict=fail&sort=newest' }),
  'GET /api/v1/finding-counts': () => ({ path: '/finding-counts?district=yunhe' }),
  'POST /api/v1/findings/:id/acts': () => ({
    path: `/findings/${finding}/acts`,
    body: { act: 'confirm', expected: 0, note: '属实' },
  }),
  'GET /api/v1/findings/:id': () => ({ path: `/findings/${finding}` }),
  'POST /api/v1/finding-acts': () => ({
    path: '/finding-acts',
    body: {
      act: 'comment',
      note: '待查',
      targets: [
        { id: finding, expected: null },
        { id: 999, expected: null },
      ],
    },
  }),
  'POST /api/v1/finding-acts/undo': () => ({
    path: '/finding-acts/undo',
    body: { batch: '6f1c0f3e-8a51-4a37-9a0e-0f6c8b1c2d3e' },
  }),
  'GET /api/v1/reports': () => ({ path: '/reports?district=yunhe' }),
  'GET /api/v1/reports/:id': () => ({ path: `/reports/${filled.finance.reportId}` }),
  'GET /api/v1/reports/:id/versions': () => ({ path: `/reports/${filled.finance.reportId}/versions` }),
  'GET /api/v1/cells': () => ({ path: '/cells?key=t3&limit=20' }),
  'POST /api/v1/reports/:id/misreadings': () => ({
    path: `/reports/${filled.finance.reportId}/misreadings`,
    body: { version: 1, cell: 't2.reg_issued', printed: '1' },
  }),
  'GET /api/v1/misreadings': () => ({ path: '/misreadings' }),
  'POST /api/v1/reports/:id/misreadings/:misreading/settle': () => ({
    path: `/reports/${filled.finance.reportId}/misreadings/1/settle`,
    body: { outcome: 'fixed' },
  }),
  'GET /api/v1/districts': () => ({ path: '/districts' }),
  'GET /api/v1/authorities': () => ({ path: '/authorities?district=yunhe' }),
  'GET /api/v1/filings/:district/:year': () => ({ path: '/filings/yunhe/2023' }),
  'GET /api/v1/portals': () => ({ path: '/portals' }),
  'GET /api/v1/portals/:id': () => ({ path: '/portals/portal' }),
  'POST /api/v1/portals/:id/crawl': () => ({ path: '/portals/portal/crawl' }),
  'GET /api/v1/runs': () => ({ path: '/runs' }),
  'GET /api/v1/runs/:id': () => ({ path: '/runs/1' }),
  'GET /api/v1/releases': () => ({ path: '/releases' }),
  'GET /api/v1/releases/:id': () => ({ path: '/releases/2023.1' }),
}

describe('what each route answers is what its schema says', () => {
  test.each(Object.entries(REQUESTS))('%s', async (route, request) => {
    const { path, body } = request()
    const response = await ask(route.split(' ')[0] ?? '', `/api/v1${path}`, { body })
    const answered: unknown = await response.json()
    expect(response.status, JSON.stringify(answered)).toBe(200)
    // A field that the schema does not know would be missing from what it makes of the answer.
    expect(definitionOf(route as ApiRoute).answer.parse(answered)).toEqual(answered)
    const { items } = answered as { items?: unknown[] }
    if (items !== undefined) expect(items.length, 'nothing was checked').toBeGreaterThan(0)
  })

  test('no route is left out', () => {
    expect(Object.keys(REQUESTS).toSorted()).toEqual(API_ROUTES.toSorted())
  })
})

describe('lists', () => {
  const LISTS = [
    { path: '/api/v1/findings?limit=1', key: (row: Record<string, unknown>) => row['id'] },
    { path: '/api/v1/findings?sort=newest&limit=1', key: (row: Record<string, unknown>) => row['id'] },
    { path: '/api/v1/findings?sort=due&limit=1', key: (row: Record<string, unknown>) => row['id'] },
    { path: '/api/v1/reports?limit=1', key: (row: Record<string, unknown>) => row['id'] },
    {
      path: '/api/v1/cells?key=t3.new_received&limit=3',
      key: (row: Record<string, unknown>) => `${row['reportId']} ${row['key']}`,
    },
    { path: '/api/v1/authorities?limit=2', key: (row: Record<string, unknown>) => row['id'] },
  ] as const

  test.each(LISTS)('$path: pages put together are the whole list, each row once', async ({ path, key }) => {
    const whole = (await getJson(path.replace(/limit=\d/, 'limit=500'))).items.map(key)
    const seen: unknown[] = []
    for (let after: string | null = ''; after !== null; ) {
      const { items, next } = await getJson(`${path}${after && `&after=${after}`}`)
      seen.push(...items.map(key))
      after = next
      expect(seen.length).toBeLessThanOrEqual(whole.length)
    }
    expect(whole.length).toBeGreaterThan(2 - Number(path.includes('reports')))
    expect(seen).toEqual(whole)
  })

  test('the header Link leads to the next page, with the filters', async () => {
    const response = await ask('GET', '/api/v1/findings?sort=newest&limit=1')
    const { next } = (await response.json()) as Answer
    expect(response.headers.get('link')).toBe(`</api/v1/findings?sort=newest&limit=1&after=${next}>; rel="next"`)
  })

  test('a cursor of another list or another order is refused, and never begins at the first page', async () => {
    const { next } = await getJson('/api/v1/findings?sort=newest&limit=1')
    for (const path of [`/api/v1/findings?after=${next}`, `/api/v1/reports?after=${next}`, '/api/v1/cells?after=abc'])
      expect((await problemIn(await ask('GET', path))).code, path).toBe('invalid-cursor')
  })

  test('a cell that is blank, slashed or missing has no value, in JSON and in CSV', async () => {
    const { items } = await getJson(`/api/v1/cells?report=${filled.finance.reportId}&limit=500`)
    const cell = (key: string) => items.find((row) => row['key'] === key)
    expect(cell('t2.reg_issued')).toMatchObject({ raw: '', value: null, kind: 'blank' })
    expect(cell('t4.review_upheld')).toMatchObject({ raw: '/', value: null, kind: 'slash' })
    expect(cell('t3.result_total.total')).toMatchObject({ raw: '61', value: 61, kind: 'number' })
    const csv = await ask('GET', '/api/v1/cells?key=t2.reg_issued&format=csv')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const text = await textOf(csv)
    expect(
      text.startsWith(
        '\uFEFFreportId,authorityId,authorityName,districtId,year,version,edition,key,raw,value,kind,confidence,remark\r\n',
      ),
    ).toBe(true)
    expect(text).toContain('finance,云河区财政局,yunhe,2023,1,2021,t2.reg_issued,,,blank,1,\r\n')
  })

  test.each([
    ['t3', 25],
    ['t3.new_received', 1],
    ['t3.new_received.total', 1],
  ])('cells under %s', async (under, least) => {
    const { items } = await getJson(`/api/v1/cells?key=${under}&report=${filled.finance.reportId}&limit=500`)
    expect(items.length).toBeGreaterThanOrEqual(least)
    for (const row of items) expect(`${row['key']}.`.startsWith(`${under}.`)).toBe(true)
  })

  test('every list that can be had as CSV has the fields of its rows as columns', async () => {
    for (const [route, request] of Object.entries(REQUESTS)) {
      const { row } = definitionOf(route as ApiRoute)
      if (row === undefined) continue
      const { path } = request()
      const response = await ask('GET', `/api/v1${path}${path.includes('?') ? '&' : '?'}format=csv`)
      const [head] = (await textOf(response)).slice(1).split('\r\n')
      expect(head, route).toBe(Object.keys(row.shape).join(','))
    }
  })
})

test('what has not changed is not sent again', async () => {
  const first = await ask('GET', '/api/v1/filings/yunhe/2023')
  const etag = first.headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/)
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await ask('GET', '/api/v1/filings/yunhe/2023', { headers: { 'if-none-match': known } })
    expect(again.status, known).toBe(304)
    expect(await again.text()).toBe('')
    expect(again.headers.get('etag')).toBe(etag)
  }
  expect((await ask('GET', '/api/v1/filings/yunhe/2023', { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  await filled.db.updateTable('filings').set({ days_late: 6 }).where('authority_id', '=', 'education').execute()
  expect((await ask('GET', '/api/v1/filings/yunhe/2023', { headers: { 'if-none-match': etag } })).status).toBe(200)
})

describe('what cannot be answered says what, where and what to do', () => {
  const CASES: readonly {
    name: string
    method?: string
    path: string
    asked?: Asked
    status: number
    code: string
    says: RegExp
  }[] = [
    {
      name: 'an unknown parameter',
      path: '/findings?yaer=2023',
      status: 400,
      code: 'unknown-parameter',
      says: /"yaer"; it knows district, authority, level, year/,
    },
    { name: 'a parameter where there are none', path: '/me?x=1', status: 400, code: 'unknown-parameter', says: /no parameters/ },
    {
      name: 'a parameter given twice',
      path: '/findings?year=2022&year=2023',
      status: 400,
      code: 'repeated-parameter',
      says: /year/,
    },
    { name: 'a year that is none', path: '/findings?year=last', status: 400, code: 'invalid-parameter', says: /year: .*number/ },
    { name: 'an empty parameter', path: '/findings?rule=', status: 400, code: 'invalid-parameter', says: /rule/ },
    {
      name: 'a cell that is none',
      path: '/cells?key=t3.new',
      status: 400,
      code: 'invalid-parameter',
      says: /key: is no path of a cell/,
    },
    { name: 'too many rows', path: '/cells?limit=10001', status: 400, code: 'invalid-parameter', says: /limit/ },
    { name: 'no such finding', path: '/findings/4711', status: 404, code: 'not-found', says: /does not exist/ },
    { name: 'a number that is none', path: '/findings/x', status: 404, code: 'not-found', says: /does not exist/ },
    { name: 'no such route', path: '/nothing', status: 404, code: 'not-found', says: /does not exist/ },
    { name: 'no such district', path: '/filings/nowhere/2023', status: 404, code: 'not-found', says: /does not exist/ },
    {
      name: 'a form',
      method: 'POST',
      path: '/finding-acts',
      asked: { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      status: 415,
      code: 'not-json',
      says: /application\/json/,
    },
    {
      name: 'a body of another shape',
      method: 'POST',
      path: '/finding-acts/undo',
      asked: { body: { batch: 'x', all: true } },
      status: 400,
      code: 'invalid-body',
      says: /batch/,
    },
    {
      name: 'an act that is none',
      method: 'POST',
      path: '/finding-acts',
      asked: { body: { act: 'delete', targets: [] } },
      status: 400,
      code: 'invalid-body',
      says: /act: .*targets: /,
    },
  ]
  test.each(CASES)('$name', async ({ method = 'GET', path, asked, status, code, says }) => {
    const problem = await problemIn(await ask(method, `/api/v1${path}`, asked))
    expect(problem).toMatchObject({ status, code, instance: `/api/v1${path.split('?')[0]}` })
    expect(problem.detail).toMatch(says)
  })

  test('no token, a wrong one, too low a role, another district: as problems, not as pages', async () => {
    const nobody = await app.request('https://gouji.example/api/v1/findings', { headers: { accept: 'text/html' } })
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer')
    expect((await problemIn(nobody)).code).toBe('sign-in-needed')
    expect((await problemIn(await ask('GET', '/api/v1/findings', { as: `gouji_${'x'.repeat(43)}` }))).code).toBe('token-refused')
    const viewer = await tokenOf('viewer')
    const act = { body: { act: 'confirm', expected: 0 }, as: viewer }
    expect((await problemIn(await ask('POST', `/api/v1/findings/${finding}/acts`, act))).code).toBe('role-missing')
    const elsewhere = await tokenOf('supervisor', ['elsewhere'])
    expect((await problemIn(await ask('GET', `/api/v1/findings/${finding}`, { as: elsewhere }))).code).toBe('other-district')
  })

  test('a page of another site that sends a form in a browser that signed in is refused', async () => {
    const response = await app.request('https://gouji.example/api/v1/finding-acts', {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'text/plain' },
      body: '{}',
    })
    expect((await problemIn(response)).code).toBe('foreign-form')
  })
})

describe('acts', () => {
  const acts = (id: number, body: object, as = token) => ask('POST', `/api/v1/findings/${id}/acts`, { body, as })

  test('an act, who was quicker, what is not possible, what is missing, and taking it back', async () => {
    const id = await idOf('NAR-02')
    const done = (await (await acts(id, { act: 'notify', due: inDays(10), expected: 0 })).json()) as Record<string, unknown>
    expect(done).toMatchObject({ outcome: 'done', finding: { status: 'notified', entries: 1, due: inDays(10) } })
    expect(await problemIn(await acts(id, { act: 'comment', note: '迟了', expected: 0 }))).toMatchObject({
      code: 'acted-meanwhile',
      detail: expect.stringMatching(/the last one "notify" by 张三/),
    })
    expect(await problemIn(await acts(id, { act: 'confirm', expected: 1 }))).toMatchObject({ code: 'not-possible', status: 409 })
    expect(await problemIn(await acts(id, { act: 'dismiss', expected: 1 }))).toMatchObject({ code: 'incomplete', status: 422 })
    expect(await problemIn(await acts(id, { act: 'notify', due: '2020-01-01', expected: 1 }))).toMatchObject({
      code: 'incomplete',
    })
    const same = (await (await acts(id, { act: 'notify', due: inDays(10), expected: 1 })).json()) as Record<string, unknown>
    expect(same).toMatchObject({ outcome: 'unchanged', batch: null })
    const undone = await ask('POST', '/api/v1/finding-acts/undo', { body: { batch: done['batch'] } })
    expect(await undone.json()).toMatchObject({ done: [id], acted: [], notYours: [] })
    expect(await getJson(`/api/v1/findings/${id}`)).toMatchObject({
      status: 'undecided',
      history: [{ act: 'notify' }, { act: 'undo', after: { decision: 'undecided', due: null } }],
    })
  })

  test('what an office asks a second person for waits as proposed, and another supervisor approves it', async () => {
    const careful = createReviewApp({
      ...filled.desks,
      db: filled.db,
      snapshots: filled.snapshots,
      thisMachine: false,
      secondApprover: ['dismiss'],
    })
    const id = await idOf('NAR-02')
    const { entries } = (await getJson(`/api/v1/findings/${id}`)) as unknown as { entries: number }
    const [officer, other] = [await tokenOf('officer'), await tokenOf('supervisor')]
    const carefully = async (body: object, as: string) => {
      const headers = { authorization: `Bearer ${as}`, 'content-type': 'application/json' }
      return careful.request(`/api/v1/findings/${id}/acts`, { method: 'POST', headers, body: JSON.stringify(body) })
    }
    const proposed = await carefully({ act: 'dismiss', reason: 'scope', expected: entries }, token)
    expect(await proposed.json()).toMatchObject({
      outcome: 'done',
      finding: { status: 'undecided', proposal: { act: 'dismiss', reason: 'scope' } },
    })
    const expected = entries + 1
    expect(await problemIn(await carefully({ act: 'approve', expected }, officer))).toMatchObject({
      status: 403,
      code: 'not-your-act',
    })
    expect(await problemIn(await carefully({ act: 'approve', expected }, token))).toMatchObject({
      code: 'not-possible',
      why: 'own-proposal',
    })
    const approved = await carefully({ act: 'approve', expected }, other)
    expect(await approved.json()).toMatchObject({ finding: { status: 'dismissed', proposal: null } })
    await carefully({ act: 'reopen', expected: expected + 1 }, other)
  })

  test('many at once: each is done or named, and none beyond the districts of the token is touched', async () => {
    const id = await idOf('CELL-02')
    const targets = [
      { id, expected: null },
      { id: 4711, expected: null },
    ]
    const elsewhere = await tokenOf('officer', ['elsewhere'])
    const body = { act: 'comment', note: '批量', targets }
    const refused = await ask('POST', '/api/v1/finding-acts', { body, as: elsewhere })
    expect(await refused.json()).toMatchObject({ done: [], unknown: [id, 4711] })
    const done = await ask('POST', '/api/v1/finding-acts', { body })
    expect(await done.json()).toMatchObject({ done: [id], conflicts: [], unknown: [4711] })
    const twice = await ask('POST', '/api/v1/finding-acts', { body: { ...body, targets: [...targets, targets[0]] } })
    expect((await problemIn(twice)).code).toBe('invalid-body')
  })
})

test('a release tells what it holds, and where each file is read', async () => {
  const { items } = await getJson('/api/v1/releases')
  expect(items).toEqual([
    expect.objectContaining({ version: '2023.1', districts: ['yunhe'], years: null, reports: 2, cells: 404, openToAll: false }),
  ])
  const { files } = await getJson('/api/v1/releases/2023.1')
  expect(files).toEqual([
    expect.objectContaining({
      path: 'csv/报告.csv',
      address: '/releases/2023.1/files/csv/%E6%8A%A5%E5%91%8A.csv',
      rows: 2,
      bytes: 90,
    }),
  ])
  expect((await ask('GET', '/api/v1/releases/2023.9')).status).toBe(404)
  expect((await ask('GET', '/api/v1/releases/2023.1', { as: await tokenOf('viewer', ['elsewhere']) })).status).toBe(403)
})

test('lists hold the districts of the token and no others', async () => {
  const elsewhere = await tokenOf('viewer', ['elsewhere'])
  for (const [route, { scope, row }] of Object.entries(API)
    .map(([route]) => [route, definitionOf(route as ApiRoute)] as const)
    .filter(([, { scope, row }]) => scope === 'listed' && row !== undefined)) {
    const { path } = REQUESTS[route as ApiRoute]()
    expect([scope, row !== undefined]).toEqual(['listed', true])
    expect((await getJson(`/api/v1${path}`, { as: elsewhere })).items, route).toEqual([])
  }
})

test('the reference page names every route, parameter and problem, without a script of others', async () => {
  for (const lang of ['zh', 'en']) {
    const response = await ask('GET', '/api', { headers: { cookie: `gouji_language=${lang}` } })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
    const text = await response.text()
    for (const route of API_ROUTES) expect(text).toContain(`<code>${route}</code>`)
    for (const schema of ['Finding', 'Cell', 'BulkAct']) expect(text).toContain(`<code>${schema}</code>`)
    expect(text).toContain('id="problem-unknown-parameter"')
    expect(text.match(/src="(?!\/assets\/)/g)).toBeNull()
  }
})

test('the document is one of OpenAPI 3.1, and every reference in it leads somewhere', async () => {
  const document = JSON.parse(JSON.stringify(openApiDocument())) as Record<string, unknown>
  expect(await new Validator().validate(document)).toEqual({ valid: true })
  const schemas = openApiDocument().components.schemas
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to = '']) =>
    to.replace('#/components/schemas/', ''),
  )
  expect(references.length).toBeGreaterThan(30)
  expect(references.filter((name) => !(name in schemas))).toEqual([])
  const broken = { ...document, paths: { '/x': { get: { responses: 'none' } } } }
  expect(await new Validator().validate(broken)).toMatchObject({ valid: false })
})

test('the document describes each route once', async () => {
  const served = await getJson('/api/openapi.json')
  expect(served).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
  const operations = Object.values(openApiDocument().paths).flatMap((path) => Object.values(path)) as { operationId: string }[]
  expect(operations.length).toBe(API_ROUTES.length)
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(API_ROUTES.length)
})

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}
