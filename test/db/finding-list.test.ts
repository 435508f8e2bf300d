import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import { countAll, countFew } from '../../db/finding-counts.ts'
import * as list from '../../db/finding-list.ts'
import * as findings from '../../db/findings.ts'
import { importRegistry } from '../../db/registry.ts'
import type { FindingRow } from '../../db/tables.ts'
import { ACT_NAMES, OPEN } from '../../src/model/decision.ts'
import { drawFrom } from '../generate/draw.ts'
import { openTestDatabase } from '../test-database.ts'
import { authorityOf, registryOf } from './rows.ts'

const FINDINGS = 240
const BY = { name: '王', account: null }
const RULES = ['T3-01', 'T3-02', 'NAR-02'] as const
const SEVERITIES = ['error', 'warning', 'info'] as const
const FAMILIES = ['inaccurate', 'late', 'copied'] as const
/** The day in China, some days later. */
const dayIn = (days: number) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)

let open: OpenDatabase
let rows: FindingRow[]

/** Findings of two districts, some authorities registered and some not, acted on at random. */
beforeAll(async () => {
  open = await openTestDatabase()
  const { districts } = registryOf()
  await importRegistry(open.db, {
    districts: [...districts, { ...districts[0]!, id: 'd2', name: '邻县' }],
    authorities: [authorityOf('a1', { name: '示例县财政局' }), authorityOf('b1', { district: 'd2', name: '邻县教育局' })],
    portals: [],
  })
  const draw = drawFrom(7)
  for (let n = 0; n < FINDINGS; n++) {
    const authority = draw.pick(['a1', 'b1', null])
    const rule = draw.pick(RULES)
    const about = {
      filer: authority ?? `name:某局${n}`,
      authorityId: authority,
      authorityName: authority === 'a1' ? '示例县财政局' : authority === 'b1' ? '邻县教育局' : `某局${n}`,
      districtId: authority === null ? null : authority === 'a1' ? 'd1' : 'd2',
      year: 2000 + n,
    }
    await findings.reconcile(open.db, { ...about, scope: 'filing', reportId: null, versionId: null }, [
      {
        rule,
        ruleSet: '2',
        family: draw.pick(FAMILIES),
        severity: draw.pick(SEVERITIES),
        verdict: draw.pick(['fail', 'not-assessable'] as const),
        message: `相差${n % 7}`,
        messageEn: `off by ${n % 7}`,
        cells: [],
        quote: n % 5 === 0 ? '增长100%_a' : null,
        left: null,
        right: null,
        difference: null,
        basis: draw.pick(['《政府信息公开条例》第四十九条', '算术']),
        repair: [],
        subject: 's',
        fingerprint: String(n),
      },
    ])
  }
  const ids = (await open.db.selectFrom('findings').select('id').execute()).map(({ id }) => id)
  for (const findingId of ids) {
    const due = dayIn(draw.int(30) - 10)
    const details = { reason: 'scope', due, assignee: draw.pick(['王', '李']), note: '看过' }
    if (draw.chance(0.7))
      await decisions.act(open.db, { act: draw.pick(ACT_NAMES), ...details, targets: [{ findingId, expected: null }], by: BY })
  }
  await open.db
    .updateTable('findings')
    .set({ state: 'closed', closed_at: new Date(), closed_reason: 'no-longer-found' })
    .where('year', '<', 2020)
    .execute()
  rows = await open.db.selectFrom('findings').selectAll().execute()
}, 120_000)
afterAll(() => open.close())

const ORDERS = {
  weight: (a: FindingRow, b: FindingRow) => b.weight - a.weight || b.urgency - a.urgency || b.id - a.id,
  newest: (a: FindingRow, b: FindingRow) => b.id - a.id,
  due: (a: FindingRow, b: FindingRow) => b.urgency - a.urgency || b.id - a.id,
} as const

/** What the list has to show, told without the database. */
function expected(filter: list.FindingFilter, sort: list.Sort): number[] {
  const columns = { district: 'district_id', authority: 'authority_id' } as const
  const { words = [], reach = null, assignee, due, since: _since, state, ...equal } = filter
  const narrow = list.isNarrow(filter)
  return rows
    .filter((row) =>
      Object.entries(equal).every(
        ([name, value]) => value === undefined || row[(columns as never)[name] ?? (name as never)] === value,
      ),
    )
    .filter((row) => reach === null || (row.district_id !== null && reach.includes(row.district_id)))
    .filter((row) => assignee === undefined || row.assignee === (assignee === list.UNASSIGNED ? null : assignee))
    .filter((row) => state === undefined || (OPEN as readonly string[]).includes(row.status))
    .filter((row) => due === undefined || row.status === 'notified')
    .filter((row) => due !== 'overdue' || (row.due_on ?? '') < dayIn(0))
    .filter((row) => due !== 'soon' || ((row.due_on ?? '') >= dayIn(0) && (row.due_on ?? '') <= dayIn(7)))
    .filter((row) =>
      words.every(
        ({ text, rules }) =>
          row.authority_name.includes(text) ||
          rules.includes(row.rule) ||
          (narrow &&
            [row.message, row.message_en, row.quote ?? ''].some((said) => said.toLowerCase().includes(text.toLowerCase()))),
      ),
    )
    .toSorted(ORDERS[sort])
    .map(({ id }) => id)
}

test('pages hold what the filters ask for, in order, each once, whatever is asked', async () => {
  const draw = drawFrom(11)
  const maybe = <T>(value: T) => (draw.chance(0.25) ? value : undefined)
  const word = (text: string, rules: readonly string[] = []) => ({ text, rules })
  for (let round = 0; round < 60; round++) {
    const sort = draw.pick(list.SORT_NAMES)
    const filter: list.FindingFilter = {
      district: maybe(draw.pick(['d1', 'd2'])),
      authority: maybe('a1'),
      rule: maybe(draw.pick(RULES)),
      severity: maybe(draw.pick(SEVERITIES)),
      family: maybe(draw.pick(FAMILIES)),
      verdict: maybe(draw.pick(['fail', 'not-assessable'] as const)),
      state: maybe('open' as const),
      status: maybe(draw.pick(['undecided', 'notified', 'dismissed', 'gone'] as const)),
      assignee: maybe(draw.pick(['王', '李', list.UNASSIGNED])),
      due: maybe(draw.pick(['overdue', 'soon'] as const)),
      words: maybe(
        draw.pick([
          [word('财政')],
          [word('差3')],
          [word('某局'), word('T3', ['T3-01', 'T3-02'])],
          [word('100%_')],
          [word('1__%')],
        ]),
      ),
      reach: draw.chance(0.2) ? ['d2'] : null,
    }
    const wanted = expected(filter, sort)
    const seen: number[] = []
    let after: string | null = null
    do {
      const page: list.FindingPage = await list.list(open.db, filter, { after, limit: 17, sort })
      seen.push(...page.rows.map(({ id }) => id))
      after = page.next
    } while (after !== null)
    expect(seen, JSON.stringify({ filter, sort })).toEqual(wanted)
    const at = draw.int(Math.max(wanted.length - 1, 0))
    const here = rows.find(({ id }) => id === wanted[at])
    if (here)
      expect(await list.neighboursOf(open.db, filter, here, sort)).toEqual({
        previous: wanted[at - 1] ?? null,
        next: wanted[at + 1] ?? null,
      })
    const all = await countAll(open.db, filter)
    expect(all.total).toBe(wanted.length)
    const few = await countFew(open.db, filter)
    if (few) {
      expect(few.total).toBe(wanted.length)
      for (const facet of ['severity', 'status', 'verdict', 'family', 'year', 'rule'] as const) {
        const inOrder = (of: typeof few) => of.facets[facet]?.toSorted((a, b) => (a.value < b.value ? -1 : 1))
        expect(inOrder(few), facet).toEqual(inOrder(all))
      }
    }
    expect((await list.matching(open.db, filter, 1_000)).map(({ id }) => id)).toEqual(wanted.toSorted((a, b) => a - b))
  }
})

test('a facet counts what each choice would show beside the other filters', async () => {
  const { facets } = await countAll(open.db, { district: 'd1', severity: 'error' })
  for (const { value, count } of facets.severity ?? [])
    expect(count).toBe(expected({ district: 'd1', severity: value as 'error' }, 'weight').length)
  for (const { value, count } of facets.rule ?? [])
    expect(count).toBe(expected({ district: 'd1', severity: 'error', rule: value }, 'weight').length)
  expect(facets.district?.map(({ value }) => value).toSorted()).toEqual(['d1', 'd2'])
})

test('what is new since a day of China or since a run', async () => {
  const run = await open.db
    .insertInto('runs')
    .values({ kind: 'manual', state: 'running' })
    .returning('id')
    .executeTakeFirstOrThrow()
  expect((await list.list(open.db, { since: { run: run.id } }, { limit: 5 })).rows).toEqual([])
  expect((await countAll(open.db, { since: { day: '2020-01-01' } })).total).toBe(FINDINGS)
  expect((await countAll(open.db, { since: { day: '2199-01-01' } })).total).toBe(0)
})

test.each(['nonsense', '1-2', '1-2-3-4', '-1', '99999999999', ''])(
  'a cursor that is none of ours begins at the first page: %s',
  async (after) => {
    const first = await list.list(open.db, {}, { limit: 3 })
    expect((await list.list(open.db, {}, { after, limit: 3 })).rows).toEqual(first.rows)
  },
)

test('counts that would take long are left to another request', async () => {
  expect((await countFew(open.db, { status: 'undecided' }))?.total).toBe(expected({ status: 'undecided' }, 'weight').length)
  await sql`UPDATE pg_class SET reltuples = 1e6 WHERE oid = 'findings'::regclass`.execute(open.db)
  expect(await countFew(open.db, { status: 'undecided' })).toBeNull()
  expect((await countFew(open.db, { district: 'd1', status: 'undecided' }))?.total).toBe(
    expected({ district: 'd1', status: 'undecided' }, 'weight').length,
  )
})
