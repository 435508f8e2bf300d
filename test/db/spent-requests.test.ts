import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as columnReadings from '../../db/column-readings.ts'
import type { Db, OpenDatabase } from '../../db/connect.ts'
import * as deletions from '../../db/deletions.ts'
import * as fetches from '../../db/fetches.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as snapshots from '../../db/snapshots.ts'
import { deleteOfCrawls, isDue, spentByYear } from '../../db/spent-requests.ts'
import type { FetchRecord } from '../../src/model/crawl.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { openTestDatabase } from '../test-database.ts'
import { COLUMN, see, seed, startRun } from './rows.ts'

const PAGE = `${COLUMN}1.html`
const KEPT_DAYS = 30

let database: OpenDatabase
let db: Db
beforeEach(async () => {
  database = await openTestDatabase()
  db = database.db
  await seed(db)
})
afterEach(async () => await database.close())

/** One request of a night: capital letters are bytes sent whole, small ones the same bytes said to be unchanged, `-` not there, `!` no answer. */
type Sign = string
type Night = {
  /** One request of the page each; of several in a night all belong to it. */
  readonly asked: Sign
  /** What the list held, if it was read: `x` its first reading in a form, `y` in another; `?`: not to its end. */
  readonly list?: 'x' | 'y' | 'x?' | undefined
}

function recordOf(sign: Sign, url: string, more: Partial<FetchRecord>): FetchRecord {
  const isPage = /[a-z]/i.test(sign)
  const isWhole = /[A-Z]/.test(sign)
  const outcome = isPage ? (isWhole ? 'ok' : 'unchanged') : sign === '-' ? 'gone' : 'later'
  return {
    url,
    finalUrl: url,
    redirects: [],
    status: isPage ? (isWhole ? 200 : 304) : sign === '-' ? 404 : null,
    outcome,
    fetchedAt: '2025-03-01T00:00:00Z',
    durationMs: 1,
    etag: isWhole ? `"${sign}"` : null,
    lastModified: null,
    contentType: 'text/html',
    bytes: 1,
    sha256: isPage ? sha256Of(sign.toUpperCase()) : null,
    error: null,
    method: 'GET',
    exchanges: [],
    columnUrl: null,
    tls: 'verified',
    challenge: null,
    ...more,
  }
}

/** Nights a day apart from the first of March 2025 (or another day), long over. */
async function nights(asked: readonly Night[], { url = PAGE, from = '2025-03-01', state = 'complete' } = {}): Promise<void> {
  const column = await db.selectFrom('portal_columns').select('id').executeTakeFirstOrThrow()
  for (const [index, night] of asked.entries()) {
    const at = new Date(Date.parse(`${from}T04:00:00Z`) + index * 86_400_000)
    const runId = await startRun(db)
    const [crawl = 0] = await portalCrawls.plan(db, runId, ['p1'])
    await sql`UPDATE portal_crawls SET started_at = ${at}, ended_at = ${at}, state = 'complete' WHERE id = ${crawl}`.execute(db)
    for (const sign of night.asked) {
      const columnUrl = night.list === undefined ? null : COLUMN
      const record = recordOf(sign, url, { fetchedAt: at.toISOString(), columnUrl })
      if (record.sha256 !== null) await snapshots.record(db, { sha256: record.sha256, bytes: 1, mediaType: null })
      await fetches.record(db, crawl, record)
    }
    if (night.list !== undefined)
      await columnReadings.record(
        db,
        { portalCrawlId: crawl, columnId: column.id },
        {
          columnUrl: COLUMN,
          complete: !night.list.endsWith('?'),
          pages: 1,
          entries: [],
          declared: night.list.startsWith('y') ? 1 : null,
          problem: null,
          ...(night.list.startsWith('y') ? { entries: [ENTRY] } : {}),
        },
      )
    await sql`UPDATE runs SET state = ${state}, started_at = ${at}, ended_at = ${at} WHERE id = ${runId}`.execute(db)
  }
}

const ENTRY = { url: PAGE, title: '年报', date: null, judgement: 'candidate', reason: null } as never

/** Signs of what is still there, in order, each with the number of those that it stands for. */
async function left(): Promise<string> {
  const { rows } = await sql<{ sha256: string | null; outcome: string; repeated: number }>`
    SELECT sha256, outcome, repeated FROM fetches ORDER BY id`.execute(db)
  const letters = new Map([...'ABCDEFGH'].map((letter) => [sha256Of(letter), letter]))
  return rows
    .map(({ sha256, outcome, repeated }) => {
      const letter = letters.get(sha256 ?? '') ?? (outcome === 'gone' ? '-' : '!')
      return `${outcome === 'unchanged' ? letter.toLowerCase() : letter}${repeated > 0 ? repeated : ''}`
    })
    .join(' ')
}

async function prune(crawlsAtOnce = 3): Promise<number> {
  const limit = await deletions.limitOf(db, KEPT_DAYS)
  let rows = 0
  for (;;) {
    const deleted = await db.transaction().execute((trx) => deleteOfCrawls(trx, limit, crawlsAtOnce))
    if (deleted === null) return rows
    rows += deleted.rows
  }
}

const asks = (signs: string) => [...signs].map((asked) => ({ asked }))
const lists = (signs: string, list: Night['list']) => [...signs].map((asked) => ({ asked, list }))

const ADDRESS = [
  { name: 'equal answers in a row: the first and the last', signs: 'Aaaaa', left: 'A3 a' },
  { name: 'sent again or unchanged is the same answer', signs: 'AAaAa', left: 'A2 A a' },
  { name: 'two are the first and the last', signs: 'Aa', left: 'A a' },
  { name: 'one that stands alone is never deleted', signs: 'A', left: 'A' },
  { name: 'each change stays, with what came before and after', signs: 'AaaBbbbAaa', left: 'A1 a B2 b A1 a' },
  { name: 'an answer between equal ones is a change', signs: 'Aa-aa', left: 'A a - a a' },
  { name: 'what never was there is repeated, too', signs: '-----', left: '-3 -' },
  { name: 'no answer is not "not there"', signs: '-!!!-', left: '- !1 ! -' },
  { name: 'the marks of a conditional request stay, though the same page came before and after', signs: 'Aaa', left: 'A1 a' },
] as const

test.each(ADDRESS)('requests of an address: $name', async ({ signs, left: expected }) => {
  await nights(asks(signs))
  const foreseen = await spentByYear(db, await deletions.limitOf(db, KEPT_DAYS))
  const rows = await prune()
  expect(await left()).toBe(expected)
  expect(foreseen.reduce((sum, year) => sum + year.rows, 0)).toBe(rows)
  const known = await fetches.known(db, PAGE)
  if (/[A-Z]/.test(signs)) expect(known).toMatchObject({ etag: `"${expected.match(/[A-Z](?!.*[A-Z])/)?.[0]}"` })
  expect(await prune()).toBe(0)
  expect(await left()).toBe(expected)
})

test('the marks that the last answer brought stay where a later one leaves them out', async () => {
  await nights(asks('AaAaaa'))
  await sql`UPDATE fetches SET etag = '"new"' WHERE id = (SELECT max(id) FROM fetches WHERE outcome = 'ok')`.execute(db)
  const known = await fetches.known(db, PAGE)
  await prune()
  expect(known?.etag).toBe('"new"')
  expect(await fetches.known(db, PAGE)).toEqual(known)
  expect(await left()).toBe('A1 A2 a')
})

const LIST = [
  { name: 'equal readings: pages of the first and the last', nights: lists('AAAAA', 'x'), left: 'A A' },
  { name: 'whose bytes differ each night', nights: lists('ABCDE', 'x'), left: 'A E' },
  {
    name: 'a changed list keeps its pages, and those of the nights beside it',
    nights: [...lists('ABC', 'x'), ...lists('DEF', 'y')],
    left: 'A C D F',
  },
  {
    name: 'a reading that was not complete is a change',
    nights: [...lists('ABC', 'x'), ...lists('D', 'x?'), ...lists('EF', 'x')],
    left: 'A C D E F',
  },
  {
    name: 'what brought bytes that a kept reading found unchanged stays',
    nights: [...lists('ABbb', 'x'), ...lists('b', 'y')],
    left: 'A B b b',
  },
  {
    name: 'all requests of a reading go or stay together',
    nights: lists('A', 'x').concat({ asked: '!!B', list: 'x' }, lists('C', 'x')),
    left: 'A C',
  },
] as const

test.each(LIST)('pages of a list: $name', async ({ nights: asked, left: expected }) => {
  await nights(asked, { url: COLUMN })
  await prune()
  expect((await left()).replace(/\d/g, '')).toBe(expected)
  expect(await prune()).toBe(0)
})

test('the first reading of a year is kept: evidence of that year begins with it', async () => {
  await nights(lists('ABCDEFGH', 'x'), { url: COLUMN, from: '2024-12-28' })
  await prune()
  // 28 December, 1 January (in China the first of the year), and the last.
  expect(await left()).toBe('A E H')
})

test('of a document every day is kept on which it was not there', async () => {
  await nights(asks('Aaa-----'))
  await see(db, { runId: await startRun(db), url: PAGE, bytes: 'A' })
  await prune()
  expect(await left()).toBe('A1 a - - - - -')
})

test('a list that is the document itself keeps each change of its bytes', async () => {
  await nights(lists('AABBBCC', 'x'), { url: COLUMN })
  await see(db, { runId: await startRun(db), url: COLUMN, bytes: 'A' })
  await prune()
  expect(await left()).toBe('A A B1 B C C')
})

test('an attachment and an article are documents by the addresses that their captures name', async () => {
  await nights(asks('-----'))
  await see(db, { runId: await startRun(db), url: `${PAGE}.pdf`, bytes: 'A', attachmentOf: PAGE })
  expect(await prune()).toBe(0)
})

test.each([
  { name: 'a run that goes on', state: 'running' },
  { name: 'a run that may be taken up again', state: 'cancelled' },
])('$name keeps its records', async ({ state }) => {
  await nights(asks('Aaaaa'), { state })
  expect(await prune()).toBe(0)
  expect(await left()).toBe('A a a a a')
})

test('what is younger than the setting says stays, and is looked at when it is old enough', async () => {
  const yesterday = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10)
  await nights(asks('Aaa'), { from: yesterday })
  expect(await prune()).toBe(0)
  await sql`UPDATE runs SET ended_at = ended_at - interval '31 days'`.execute(db)
  expect(await isDue(db, await deletions.limitOf(db, KEPT_DAYS))).toBe(true)
  expect(await prune()).toBe(1)
  expect(await isDue(db, await deletions.limitOf(db, KEPT_DAYS))).toBe(false)
})

test('each crawl knows how many of its records went', async () => {
  await nights([{ asked: 'A' }, { asked: 'aa' }, { asked: 'a' }])
  await prune(1)
  const rows = await db.selectFrom('portal_crawls').select('fetches_deleted').orderBy('id').execute()
  expect(rows.map(({ fetches_deleted }) => fetches_deleted)).toEqual([0, 2, 0])
  expect(await left()).toBe('A2 a')
})

/** A seeded sequence of nights, whatever the batches are: nothing but equal answers between equal ones goes, and every one is counted. */
test.each([1, 2, 7, 100])(
  'drawn sequences of answers, %i crawls at once: the ends of every stretch stay, and the count is whole',
  async (atOnce) => {
    let seed = 20_261_204
    const draw = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed % below
    }
    let sent: string | null = null
    const signs = Array.from({ length: 60 }, () => {
      if (draw(5) === 0) return '!'
      if (sent !== null && draw(4) > 0) return draw(3) > 0 ? sent.toLowerCase() : sent
      sent = 'AB'[draw(2)] as string
      return sent
    }).join('')
    await nights(asks(signs))
    await see(db, { runId: await startRun(db), url: PAGE, bytes: 'A' })
    const ends = (text: string) => {
      const same = (a: string | undefined, b: string) => a?.toUpperCase() === b.toUpperCase() && b !== '!'
      return [...text].filter((sign, n) => !(same(text[n - 1], sign) && same(text[n + 1], sign))).join('')
    }
    await prune(atOnce)
    const after = await left()
    expect(after.replace(/[ \d]/g, '')).toBe(ends(signs))
    expect(after.split(' ').reduce((sum, sign) => sum + 1 + Number(sign.slice(1)), 0)).toBe(signs.length)
  },
)
