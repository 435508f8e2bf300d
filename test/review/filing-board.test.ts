import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { importRegistry } from '../../db/registry.ts'
import { openSnapshotStore } from '../../db/snapshot-store.ts'
import { AUTHORITY_KINDS, type AuthorityKind } from '../../src/model/authority.ts'
import type { FilingStatus } from '../../src/model/filing.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { openTestDatabase } from '../test-database.ts'
import { desksOf } from './desks.ts'
import { dayOfFiling, idOf, type MadeDistrict, makeDistricts } from './filing-world.ts'

let open: OpenDatabase
let app: ReviewApp
beforeAll(async () => {
  open = await openTestDatabase()
  app = createReviewApp({ ...desksOf(open.db), db: open.db, snapshots: openSnapshotStore('/nowhere'), thisMachine: true })
})
afterAll(() => open?.close())

const ask = (path: string) => app.request(`http://localhost${path}`)
const body = async (path: string) => {
  const answer = await ask(path)
  expect(answer.status, path).toBe(200)
  return answer.text()
}

const STATUSES: readonly FilingStatus[] = ['not-due', 'on-time', 'late', 'late-doubtful', 'not-found', 'not-assessable', 'exempt']
const filing = fc.option(fc.record({ status: fc.constantFrom(...STATUSES), days: fc.nat(200), backdated: fc.boolean() }))
const authority = fc.record({ kind: fc.constantFrom(...AUTHORITY_KINDS), years: fc.tuple(filing, filing) })
let made = 0

/** The rows of a file, without its head. */
async function csvRows(path: string): Promise<string[][]> {
  const [, ...rows] = (await body(path)).trimEnd().split('\r\n')
  return rows.map((row) => row.split(','))
}

test('whatever the filings are: every registered authority is counted once, and each figure leads to as many lines', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(authority, { minLength: 1, maxLength: 25 }), async (authorities) => {
      made += 1
      const district: MadeDistrict = { id: `d${made}`, years: [2022, 2023], authorities }
      await makeDistricts(open.db, [district])
      for (const [which, year] of district.years.entries()) {
        const path = `/filings/${district.id}/${year}`
        const page = await body(path)
        const truth = Map.groupBy(authorities, ({ years }) => years[which]?.status ?? 'not-computed')
        const shown = new Map(
          [...page.matchAll(/<dd><a href="[^"]*\?status=([a-z-]+)">(\d+)<\/a><\/dd>/g)].map(([, status, count]) => [
            status,
            Number(count),
          ]),
        )
        expect(shown).toEqual(new Map([...truth].map(([status, own]) => [status, own.length])))
        expect([...shown.values()].reduce((sum, count) => sum + count, 0)).toBe(authorities.length)
        expect(page.match(/<tr><th scope="row" class="whole first">/g)).toHaveLength(authorities.length)
        for (const [status, own] of truth) {
          const rows = await csvRows(`${path}?status=${status}&format=csv`)
          const ids = authorities.flatMap((each, index) => (own.includes(each) ? [idOf(district, index)] : []))
          expect(rows.map(([id]) => id).toSorted()).toEqual(ids)
        }
        const kinds = [...page.matchAll(/\?level=[a-z]+&amp;kind=([a-z_]+)">(\d+)</g)].map(([, kind, count]) => [
          kind,
          Number(count),
        ])
        expect(new Map(kinds as [AuthorityKind, number][])).toEqual(
          new Map([...Map.groupBy(authorities, ({ kind }) => kind)].map(([kind, own]) => [kind, own.length])),
        )
        const days = authorities.flatMap((each) => {
          const own = each.years[which] ?? null
          return dayOfFiling(each, year, own) ?? []
        })
        const dated = [...page.matchAll(/\?published=([\d-]+)">(\d+)</g)].map(([, day, count]) => [day, Number(count)] as const)
        expect(new Map(dated)).toEqual(new Map([...Map.groupBy(days, (day) => day)].map(([day, own]) => [day, own.length])))
      }
      const matrix = await csvRows(`/filings/${district.id}?format=csv`)
      expect(matrix).toHaveLength(authorities.length * 2)
      for (const [index, { years }] of authorities.entries()) {
        const own = matrix.filter(([id]) => id === idOf(district, index)).map((row) => row[4])
        expect(own).toEqual(years.map((each) => each?.status ?? 'not-computed'))
      }
    }),
    { numRuns: 25 },
  )
})

test('sort and filter stand in the address, and are kept from one to the other', async () => {
  const authorities = (['late', 'on-time', 'late', 'not-found'] as const).map((status, index) => ({
    kind: index < 2 ? ('gov_department' as const) : ('township' as const),
    years: [{ status, days: 3 * index, backdated: index === 2 }],
  }))
  await makeDistricts(open.db, [{ id: 'sorted', years: [2023], authorities }])
  const order = async (query: string) =>
    (await csvRows(`/filings/sorted/2023?format=csv&${query}`)).map(([id]) => id?.slice(-1)).join('')
  expect(await order('')).toBe('3021')
  expect(await order('sort=published')).toBe('1023')
  expect(await order('sort=-published')).toBe('2013')
  expect(await order('status=late&sort=-days')).toBe('20')
  expect(await order('flag=backdated')).toBe('2')
  expect(await order('level=township')).toBe('32')
  const page = await body('/filings/sorted/2023?status=late&sort=days')
  expect(page).toContain('href="/filings/sorted/2023?status=late&amp;sort=-days"')
  expect(page).toContain('href="/filings/sorted/2023?status=late&amp;sort=days&amp;format=csv"')
  expect(page).toContain('aria-sort="ascending"')
  expect(page).toContain('显示 2 家，共 4 家')
  for (const bad of ['?status=nothing', '?sort=weight', '?published=2024-13-01', '?page=0', '?level=moon'])
    expect((await ask(`/filings/sorted/2023${bad}`)).status, bad).toBe(400)
})

test('a file is named, and its names are nobody else’s formulas', async () => {
  const answer = await ask('/filings/sorted/2023?format=csv')
  expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('Content-Disposition')).toBe("attachment; filename*=UTF-8''sorted-2023.csv")
})

test('many authorities are shown in pages, while counts and files are of all', async () => {
  const authorities = Array.from({ length: 301 }, () => ({ kind: 'gov_department' as const, years: [null] }))
  await makeDistricts(open.db, [{ id: 'large', years: [2023], authorities }])
  const rows = (page: string) => page.match(/<tr><th scope="row" class="whole first">/g)?.length ?? 0
  const first = await body('/filings/large/2023?status=not-computed')
  expect(rows(first)).toBe(300)
  expect(first).toContain('href="/filings/large/2023?status=not-computed&amp;page=2"')
  expect(first).toContain('>301</a></dd>')
  expect(rows(await body('/filings/large/2023?page=2'))).toBe(1)
  expect(await csvRows('/filings/large/2023?format=csv')).toHaveLength(301)
})

test('a district without authorities or years says what to do', async () => {
  await importRegistry(open.db, {
    districts: [{ id: 'empty', name: '空区', deadlines: [], holidays: [], rules: {}, years: [] }],
    authorities: [],
    portals: [],
  })
  expect(await body('/filings/empty/2023')).toContain('该地区没有登记单位。请到“名录”添加单位')
  expect(await body('/filings/empty')).toContain('该地区没有登记年度')
  expect((await ask('/filings/nowhere')).status).toBe(404)
})
