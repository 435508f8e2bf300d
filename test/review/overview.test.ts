import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as findingList from '../../db/finding-list.ts'
import { type FindingCount, sumFigures, waiting, workByWeek } from '../../db/overview.ts'
import { openSnapshotStore } from '../../db/snapshot-store.ts'
import { AUTHORITY_KINDS } from '../../src/model/authority.ts'
import type { FilingStatus } from '../../src/model/filing.ts'
import type { CellKey } from '../../src/model/template.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { precisionOf, weeksBetween } from '../../src/review/overview-findings.ts'
import { publish, reportOf, startRun } from '../db/rows.ts'
import { openTestDatabase } from '../test-database.ts'
import { desksOf } from './desks.ts'
import { idOf, type MadeDistrict, makeDistricts } from './filing-world.ts'
import { type MadeFinding, makeFindings } from './overview-world.ts'
import { addAccount, cookieOf } from './sign-in.ts'

/** The same numbers every time: 0 to below `n`. */
function dice(seed: number) {
  let state = seed
  return (n: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor(state / 65_536) % n
  }
}

const roll = dice(7)
const pick = <T>(values: readonly T[]): T => values[roll(values.length)]!
const STATUSES: readonly (FilingStatus | null)[] = [
  'on-time',
  'late',
  'late-doubtful',
  'not-found',
  'not-assessable',
  'exempt',
  null,
]
const districtOf = (id: string, count: number): MadeDistrict => ({
  id,
  years: [2022, 2023],
  authorities: Array.from({ length: count }, (_, index) => ({
    kind: index === 0 ? 'county_gov' : pick(['gov_department', 'township', 'subdistrict']),
    years: [2022, 2023].map(() => {
      const status = pick(STATUSES)
      return status === null ? null : { status, days: roll(30), backdated: false }
    }),
  })),
})
const DISTRICTS = [districtOf('d1', 14), districtOf('d2', 9)]
const RULES = [
  ['T3-01', 'inaccurate'],
  ['TIME-01', 'late'],
  ['FMT-01', 'incomplete'],
] as const
const FINDINGS: readonly MadeFinding[] = Array.from({ length: 120 }, () => {
  const district = pick(DISTRICTS)
  const [rule, family] = pick(RULES)
  const decision = pick(['undecided', 'undecided', 'confirmed', 'notified', 'dismissed', 'misread'] as const)
  return {
    authority: idOf(district, roll(district.authorities.length)),
    district: district.id,
    year: pick([2022, 2023]),
    rule,
    family,
    severity: pick(['error', 'warning', 'info'] as const),
    verdict: roll(8) === 0 ? 'not-assessable' : 'fail',
    isClosed: roll(4) === 0,
    decision,
    reason: decision === 'dismissed' ? pick(['scope', 'explained', 'not-applicable', 'other']) : null,
    age: pick([1, 6, 8, 29, 31, 89, 91, 400]),
  }
})

let open: OpenDatabase
let app: ReviewApp
let ids: readonly number[]
const fails: Error[] = []
beforeAll(async () => {
  open = await openTestDatabase()
  app = createReviewApp({
    ...desksOf(open.db),
    db: open.db,
    snapshots: openSnapshotStore('/nowhere'),
    thisMachine: true,
    onError: (error) => fails.push(error),
  })
  expect(await page('/')).toContain('还没有登记地区')
  await makeDistricts(open.db, DISTRICTS)
  expect(await page('/')).toContain('没有核查结果。运行一次抓取')
  ids = await makeFindings(open.db, FINDINGS)
})
afterAll(() => open?.close())

async function page(path: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await app.request(`http://localhost${path}`, { headers })
  expect(fails).toEqual([])
  expect(answer.status, path).toBe(200)
  return answer.text()
}

const plain = (href: string) => href.replaceAll('&amp;', '&')

/** The part of the page between one heading and the next. */
function sectionOf(body: string, id: string): string {
  return /<section[\s\S]*?<\/section>/g[Symbol.match](body)?.find((each) => each.includes(`<h2 id="${id}"`)) ?? ''
}

describe('timeliness', () => {
  test.each(['2022', '2023', 'all'])(
    'of %s counts every registered authority once a year, and leads to as many lines',
    async (year) => {
      const section = sectionOf(await page(`/?year=${year}`), 'timeliness')
      const years = year === 'all' ? [0, 1] : [Number(year) - 2022]
      for (const district of DISTRICTS) {
        const filings = district.authorities.flatMap((each) => years.map((which) => each.years[which]?.status ?? 'not-computed'))
        const row = section.split('<tr>').find((each) => each.includes(`<th scope="row">${district.id}区</th>`)) ?? ''
        const [, registered] = /登记 <\/span><a href="[^"]+">(\d+)</.exec(row) ?? []
        expect(Number(registered)).toBe(filings.length)
        const shown = [...row.matchAll(/<a href="([^"]*status=([a-z-]+)[^"]*)">(\d+)<\/a>/g)]
        expect(Object.fromEntries(shown.map(([, , status, count]) => [status, Number(count)]))).toEqual(
          Object.fromEntries([...Map.groupBy(filings, (status) => status)].map(([status, own]) => [status, own.length])),
        )
        if (year !== 'all')
          for (const [, href, , count] of shown)
            expect((await page(plain(href!))).match(/<tr><th scope="row" class="whole first">/g)).toHaveLength(Number(count))
      }
    },
  )

  test('of one level leaves the others out', async () => {
    const section = sectionOf(await page('/?year=2023&district=d1&level=township'), 'timeliness')
    const towns = DISTRICTS[0]!.authorities.filter(({ kind }) => kind === 'township' || kind === 'subdistrict')
    expect(section).toMatch(new RegExp(`登记 </span><a href="/filings/d1/2023\\?level=township">${towns.length}<`))
  })
})

describe('findings', () => {
  test.each(['/?year=all', '/?year=2023', '/?year=2022&district=d2'])(
    'of %s: every figure leads to a list of as many',
    async (path) => {
      const body = await page(path)
      const links = [...body.matchAll(/<a href="(\/findings\?[^"]+)">([\d,]+)<\/a>/g)]
      expect(links.length).toBeGreaterThan(12)
      for (const [, href, count] of links) expect(await page(plain(href!)), href).toContain(`共 ${count} 条`)
    },
  )

  test('are counted by rule as they were made', async () => {
    const section = sectionOf(await page('/?year=2023&district=d1'), 'findings')
    for (const [rule] of RULES) {
      const own = FINDINGS.filter(
        (each) => each.rule === rule && each.district === 'd1' && each.year === 2023 && each.verdict === 'fail',
      )
      const row = section.split('<tr>').find((each) => each.includes(`>${rule} `)) ?? ''
      const figures = [...row.matchAll(/<span class="label">(\S+) <\/span>(?:<a [^>]*>|<span class="soft">)(\d+)</g)]
      const counted = Object.fromEntries(figures.map(([, label, count]) => [label, Number(count)]))
      const statusOf = ({ isClosed, decision }: MadeFinding) =>
        isClosed && decision !== 'dismissed' && decision !== 'misread' ? 'gone' : decision
      const of = (status: string) => own.filter((each) => statusOf(each) === status).length
      expect(counted).toEqual({
        合计: own.length,
        待核实: of('undecided'),
        已确认: of('confirmed'),
        已通知整改: of('notified'),
        误报: of('dismissed'),
        读取有误: of('misread'),
        已整改: 0,
        不再出现: of('gone'),
      })
    }
  })

  test('that wait are told by severity and age', async () => {
    const rows = await waiting(open.db, { district: null, year: 2023, reach: ['d1'] }, [7, 30, 90])
    const mine = FINDINGS.filter(
      (each) =>
        each.district === 'd1' &&
        each.year === 2023 &&
        each.verdict === 'fail' &&
        !each.isClosed &&
        each.decision === 'undecided',
    )
    const ageOf = ({ age }: MadeFinding) => (age < 7 ? 0 : age < 30 ? 1 : age < 90 ? 2 : 3)
    const truth = Map.groupBy(mine, (each) => `${each.severity} ${ageOf(each)}`)
    expect(new Map(rows.map(({ severity, age, count }) => [`${severity} ${age}`, count]))).toEqual(
      new Map([...truth].map(([key, own]) => [key, own.length])),
    )
  })
})

describe('the precision of a rule', () => {
  const count = (decision: FindingCount['decision'], n: number, reason: string | null = null): FindingCount => ({
    rule: 'T3-01',
    family: 'inaccurate',
    status: decision,
    decision,
    reason,
    count: n,
  })
  test.each([
    ['nothing decided', [count('undecided', 5)], null],
    ['confirmed and asked to rectify', [count('confirmed', 2), count('notified', 1), count('dismissed', 1, 'scope')], 0.75],
    ['explained in the report is not the rule’s error', [count('confirmed', 1), count('dismissed', 9, 'explained')], 1],
    [
      'what we misread says nothing of it',
      [count('dismissed', 1, 'other'), count('misread', 9), count('dismissed', 3, 'misread')],
      0,
    ],
    ['only misread', [count('misread', 3)], null],
  ])('%s', (_, counts, expected) => expect(precisionOf(counts)[0]?.precision ?? null).toBe(expected))

  test('is that of what was decided here', async () => {
    const section = sectionOf(await page('/?year=all'), 'precision')
    for (const [rule] of RULES) {
      const own = FINDINGS.filter((each) => each.rule === rule && each.verdict === 'fail')
      const right = own.filter(({ decision }) => decision === 'confirmed' || decision === 'notified').length
      const wrong = own.filter(({ decision, reason }) => decision === 'dismissed' && reason !== 'explained').length
      const row = section.split('<tr>').find((each) => each.includes(`>${rule} `)) ?? ''
      expect(row).toContain(`准确率 </span>${((100 * right) / (right + wrong)).toFixed(1)}%<`)
    }
  })
})

describe('sums of the tables', () => {
  const RECEIVED = 't3.new_received.total' as CellKey
  const UNABLE = ['t3.unable_not_held.total', 't3.unable_needs_creation.total', 't3.unable_still_unclear.total'] as CellKey[]
  const FIGURES = [
    { sum: [RECEIVED], given: [RECEIVED] },
    { sum: UNABLE, given: UNABLE },
    { sum: ['t3.other_misc.total' as CellKey], given: ['t3.other_misc.total' as CellKey], or: ['t3.other_all.total' as CellKey] },
  ]
  const made: { authority: string; year: number; cells: Partial<Record<CellKey, number>>; doubtful: boolean }[] = []

  beforeAll(async () => {
    const runId = await startRun(open.db)
    for (const [index] of DISTRICTS[0]!.authorities.entries())
      for (const year of [2022, 2023]) {
        if (roll(4) === 0) continue
        const keys = [RECEIVED, ...UNABLE, pick(['t3.other_misc.total', 't3.other_all.total'] as CellKey[])]
        const cells = Object.fromEntries(keys.filter(() => roll(5) > 0).map((key) => [key, roll(50)]))
        const doubtful = roll(6) === 0
        const authority = idOf(DISTRICTS[0]!, index)
        made.push({ authority, year, cells, doubtful })
        const report = reportOf(cells, { year })
        const shown =
          doubtful && report.cells[RECEIVED]
            ? { ...report.cells, [RECEIVED]: { ...report.cells[RECEIVED], confidence: 0.5 } }
            : report.cells
        const other = cells['t3.other_all.total' as CellKey]
        const all =
          other === undefined
            ? shown
            : {
                ...shown,
                ['t3.other_all.total']: {
                  ...report.cells[UNABLE[0]!]!,
                  raw: String(other),
                  value: other,
                  kind: 'number' as const,
                  confidence: 1,
                },
              }
        await publish(
          open.db,
          {
            runId,
            url: `https://www.example.gov.cn/${authority}/${year}.html`,
            bytes: `${authority} ${year}`,
            authorityId: authority,
          },
          { ...report, cells: all },
          { filer: authority, authorityId: authority, authorityName: authority, year },
        )
      }
  })

  test('are of the reports that give every cell of a figure, and say of how many', async () => {
    const scope = { district: 'd1', year: null, reach: null, kinds: AUTHORITY_KINDS, level: null }
    const years = await sumFigures(open.db, scope, FIGURES)
    expect(years.map(({ year }) => year)).toEqual([2023, 2022])
    for (const { year, reports, figures } of years) {
      const own = made.filter((each) => each.year === year)
      expect(reports).toBe(own.length)
      const values = [
        own.map(({ cells, doubtful }) => (doubtful ? undefined : cells[RECEIVED])),
        own.map(({ cells }) =>
          UNABLE.every((key) => cells[key] !== undefined) ? UNABLE.reduce((sum, key) => sum + cells[key]!, 0) : undefined,
        ),
        own.map(({ cells }) => cells['t3.other_misc.total' as CellKey] ?? cells['t3.other_all.total' as CellKey]),
      ].map((each) => each.filter((value) => value !== undefined))
      expect(figures).toEqual(
        values.map((each) => ({ sum: each.length === 0 ? null : each.reduce((a, b) => a + b, 0), bodies: each.length })),
      )
    }
  })

  test('stand on the page with those expected and missing, governments apart', async () => {
    const section = sectionOf(await page('/?district=d1&year=2023'), 'outcomes')
    const [bodies = '', governments = ''] = section.split('<h3>').slice(1)
    const isGovernment = (id: string) => id === idOf(DISTRICTS[0]!, 0)
    const rows = (part: string) => part.split('<tr>').find((each) => each.includes('>2023年<')) ?? ''
    const expected = DISTRICTS[0]!.authorities.filter((each, index) => index > 0 && each.years[1]?.status !== 'exempt').length
    const own = made.filter(({ authority, year }) => year === 2023 && !isGovernment(authority))
    const missing = DISTRICTS[0]!.authorities.filter(
      (each, index) =>
        index > 0 && each.years[1]?.status !== 'exempt' && !own.some(({ authority }) => authority === idOf(DISTRICTS[0]!, index)),
    ).length
    expect(rows(bodies)).toContain(`应报告 </span>${expected}<`)
    expect(rows(bodies)).toContain(`有报告 </span>${own.length}<`)
    expect(rows(bodies)).toContain(`缺报告 </span>${missing}<`)
    if (made.some(({ authority }) => isGovernment(authority))) expect(governments).toContain('县级以上人民政府')
  })
})

test('work is counted in weeks from Monday, without what was taken back', async () => {
  const failing = FINDINGS.filter(({ district, decision }) => district === 'd1' && decision !== 'undecided')
  const scope = { district: 'd1', year: null, reach: null }
  const before = await workByWeek(open.db, scope, 4)
  expect(before.reduce((sum, { count }) => sum + count, 0)).toBe(failing.length)
  expect(new Set(before.map(({ week }) => new Date(`${week}T00:00:00Z`).getUTCDay()))).toEqual(new Set([1]))
  const index = FINDINGS.findIndex(
    ({ district, decision, isClosed }) => district === 'd1' && decision === 'undecided' && !isClosed,
  )
  const { batch } = await decisions.act(open.db, {
    act: 'confirm',
    targets: [{ findingId: ids[index]!, expected: null }],
    by: { name: '张三', account: null },
  })
  await decisions.undo(open.db, { batch, by: { name: '张三', account: null }, overrules: false })
  expect(await workByWeek(open.db, scope, 4)).toEqual(before)
})

test('each week of work leads to the findings that were acted on in it', async () => {
  const scope = { district: 'd1', year: null, reach: null }
  const { rows: acts } = await sql<{ finding_id: number; week: string }>`
    SELECT d.finding_id, to_char((d.decided_at AT TIME ZONE 'Asia/Shanghai')::date
      - extract(isodow FROM d.decided_at AT TIME ZONE 'Asia/Shanghai')::int + 1, 'YYYY-MM-DD') AS week
    FROM decisions d JOIN findings f ON f.id = d.finding_id
    WHERE f.district_id = 'd1' AND d.act <> 'undo' AND NOT EXISTS (SELECT FROM decisions u WHERE u.undoes = d.id)`.execute(
    open.db,
  )
  const weeks = [...new Set((await workByWeek(open.db, scope, 26)).map(({ week }) => week))]
  expect(weeks.length).toBeGreaterThan(0)
  for (const week of weeks) {
    const wanted = [...new Set(acts.filter((each) => each.week === week).map(({ finding_id }) => finding_id))]
    expect(wanted.length).toBeGreaterThan(0)
    const sunday = new Date(Date.parse(week) + 6 * 86_400_000).toISOString().slice(0, 10)
    for (const worked of [week, sunday]) {
      const { rows } = await findingList.list(open.db, { district: 'd1', worked }, { limit: 1_000 })
      expect(rows.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(wanted.toSorted((a, b) => a - b))
    }
  }
  const overview = plain(await page('/?district=d1&year=all'))
  for (const week of weeks) expect(overview).toContain(`href="/findings?district=d1&worked=${week}"`)
  expect(await page(`/findings?worked=${weeks[0]}`)).toContain('所在的一周有操作')
  expect((await findingList.list(open.db, { worked: '2001-01-01' }, { limit: 10 })).rows).toEqual([])
})

test('weeks without work are between the others', () => {
  expect(weeksBetween('2024-02-19', '2024-03-11')).toEqual(['2024-02-19', '2024-02-26', '2024-03-04', '2024-03-11'])
})

test.each(['?year=1', '?level=moon', '?year=soon'])('the address %s is not understood', async (query) => {
  expect((await app.request(`http://localhost/${query}`)).status).toBe(400)
})

test('where many findings are to be counted, the page says when they were, and says the same of them', async () => {
  const path = '/?year=all&district=d1'
  const fresh = await page(path)
  expect(fresh).not.toContain('计于')
  await sql`UPDATE pg_class SET reltuples = 1e6 WHERE oid = 'findings'::regclass`.execute(open.db)
  const shared = await page(path)
  expect(shared).toMatch(/<p class="soft">计于 \d{4}年\d+月\d+日 \d\d:\d\d<\/p>/)
  const ids = ['timeliness', 'findings', 'outcomes', 'remedies', 'backlog', 'precision', 'work']
  for (const id of ids) expect(sectionOf(shared, id)).toBe(sectionOf(fresh, id))
  expect(sectionOf(await page('/?year=all&district=d2'), 'findings')).not.toBe(sectionOf(fresh, 'findings'))
})

// Last: once there is an account, this machine alone opens nothing any more.
test('findings of other districts are not counted for an account of one', async () => {
  const account = await addAccount(open.db, { role: 'officer', districts: ['d2'] })
  const body = await page('/?year=all', { Cookie: (await cookieOf(open.db, account)).plain })
  expect(body).toContain('d2区')
  expect(body).not.toContain('d1区')
  const families = sectionOf(body, 'findings')
  const late = FINDINGS.filter((each) => each.district === 'd2' && each.family === 'late' && each.verdict === 'fail')
  expect(families).toMatch(new RegExp(`合计 </span><a href="[^"]*family=late[^"]*">${late.length}<`))
  const elsewhere = await app.request('http://localhost/?district=d1', {
    headers: { Cookie: (await cookieOf(open.db, account)).plain },
  })
  expect(elsewhere.status).toBe(404)
})
