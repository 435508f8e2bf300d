import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as captures from '../../db/captures.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import * as findings from '../../db/findings.ts'
import * as versions from '../../db/report-versions.ts'
import * as reports from '../../db/reports.ts'
import type { Report } from '../../src/model/report.ts'
import { cellKeysOf } from '../../src/model/template.ts'
import { openTestDatabase } from '../test-database.ts'
import { A1, COLUMN, type Page, reportOf, see as seeAt, seed, startRun } from './rows.ts'

let open: OpenDatabase
let runId: number
beforeAll(async () => {
  open = await openTestDatabase()
  runId = (await seed(open.db)).runId
})
afterAll(() => open.close())

/** Each test has a filer and addresses of its own. */
let tests = 0
let a1: typeof A1
beforeEach(() => {
  tests += 1
  a1 = { ...A1, filer: `name:第${tests}局` }
})
const address = (path: string) => `${COLUMN}${tests}/${path}`

type LocalPage = Omit<Page, 'runId' | 'attachmentOf'> & { runId?: number; url?: string; attachmentOf?: string }

function see(page: LocalPage) {
  const { url = ARTICLE, bytes, attachmentOf = null } = page
  const from = attachmentOf && address(attachmentOf)
  return seeAt(open.db, { runId, ...page, url: address(url), attachmentOf: from, bytes: `${tests} ${bytes}` })
}

async function publish(page: LocalPage, report: Report, year: number = a1.year) {
  const { id } = await see(page)
  return versions.store(open.db, { ...a1, captureId: id, reader: '1', report, year })
}

const ARTICLE = '1.html'
const FILE = '1.pdf'
const TWIN = 'twin/1.html'
const SUM = 't3.new_received.total'

test('a stored report comes back as it was read, cells in printed order', async () => {
  const report = reportOf({ 't3.new_received.natural_person': 3, 't2.fee_amount_wan': 12.5, 't4.review_total': 0 })
  const stored = await publish({ bytes: 'a' }, report)
  expect(stored.isNew).toBe('new-report')
  const loaded = await versions.load(open.db, stored.versionId)
  expect(loaded).toEqual(report)
  expect(Object.keys(loaded?.cells ?? {})).toEqual(cellKeysOf('2021'))
  expect(await versions.load(open.db, 999)).toBeNull()
})

test('a report without an edition and with a row that its edition does not print comes back, too', async () => {
  const cells = { 't3.other_all.total': { raw: '—', value: null, kind: 'dash', at: null, confidence: 1 } } as const
  const report = reportOf({}, { edition: null, year: 2012, cells, title: null })
  const { versionId } = await publish({ bytes: 'a' }, report, 2012)
  expect(await versions.load(open.db, versionId)).toEqual(report)
})

test('a character that no database takes becomes U+FFFD in its cell', async () => {
  const odd = reportOf({ [SUM]: 3 })
  const cells = { ...odd.cells, [SUM]: { raw: '3\0', value: 3, kind: 'number', at: null, confidence: 1 } } as typeof odd.cells
  const { versionId } = await publish({ bytes: 'a' }, { ...odd, cells })
  expect((await versions.load(open.db, versionId))?.cells[SUM]?.raw).toBe('3\ufffd')
})

test('storing the same reading twice changes nothing', async () => {
  const first = await publish({ bytes: 'a' }, reportOf())
  const again = await publish({ bytes: 'a' }, reportOf())
  expect(again).toEqual({ ...first, isNew: 'unchanged' })
})

test('changed furniture of a page makes no version; its dates are kept as evidence', async () => {
  const first = await publish({ bytes: 'a' }, reportOf())
  const dates = [{ date: '2024-03-03', from: 'meta:PubDate' }]
  const second = await publish(
    { runId: await startRun(open.db), bytes: 'b' },
    reportOf({}, { dates, notes: [{ code: 'x', message: 'x' }] }),
  )
  expect(second).toEqual({ ...first, isNew: 'unchanged' })
  const [newest, oldest] = await captures.ofReport(open.db, first.reportId)
  expect(newest).toMatchObject({ state: 'report', version_id: first.versionId, dates })
  expect(oldest).toMatchObject({ dates: [{ date: '2024-01-20', from: 'meta:PubDate' }] })
})

test('a corrected page is a new version and the current one; the old one stays', async () => {
  const first = await publish({ bytes: 'a' }, reportOf({ [SUM]: 21 }))
  const second = await publish({ runId: await startRun(open.db), bytes: 'b' }, reportOf({ [SUM]: 12 }))
  expect(second).toMatchObject({ reportId: first.reportId, isNew: 'new-version' })
  expect(await versions.versionsOf(open.db, first.reportId)).toMatchObject([
    { id: second.versionId, version: 2, isCurrent: true },
    { id: first.versionId, version: 1, isCurrent: false },
  ])
  expect((await versions.load(open.db, first.versionId))?.cells[SUM]?.value).toBe(21)
  expect(await reports.get(open.db, first.reportId)).toMatchObject({
    versionId: second.versionId,
    version: 2,
    url: address(ARTICLE),
  })
})

const full = reportOf({ [SUM]: 12, 't4.review_total': 1 })
const other = reportOf({ [SUM]: 13, 't4.review_total': 1 })
const withoutTables = reportOf({})

const places = [
  {
    name: 'twin address, same content',
    first: [ARTICLE, full],
    second: [TWIN, full],
    night: 1,
    isNew: 'unchanged',
    current: 'first',
  },
  {
    name: 'twin address, other content, both there',
    first: [ARTICLE, full],
    second: [TWIN, other],
    night: 1,
    isNew: 'unchanged',
    current: 'first',
  },
  {
    name: 'moved and changed',
    first: [ARTICLE, full],
    second: ['new.html', other],
    night: 2,
    isNew: 'new-version',
    current: 'second',
  },
  {
    name: 'moved and not changed',
    first: [ARTICLE, full],
    second: ['new.html', full],
    night: 2,
    isNew: 'unchanged',
    current: 'first',
  },
  {
    name: 'attachment says the same',
    first: [ARTICLE, full],
    second: [FILE, full],
    night: 1,
    isNew: 'unchanged',
    current: 'first',
  },
  { name: 'attachment differs', first: [ARTICLE, full], second: [FILE, other], night: 1, isNew: 'unchanged', current: 'first' },
  {
    name: 'only the attachment has tables',
    first: [ARTICLE, withoutTables],
    second: [FILE, full],
    night: 1,
    isNew: 'new-version',
    current: 'second',
  },
  {
    name: 'page could be read worse later',
    first: [ARTICLE, full],
    second: [ARTICLE, withoutTables],
    night: 2,
    isNew: 'new-version',
    current: 'second',
  },
] as const

test.each(places)('$name', async ({ first: [url1, report1], second: [url2, report2], night, isNew, current }) => {
  const attachmentOf = url2 === FILE ? url1 : undefined
  const first = await publish({ url: url1, bytes: 'a' }, report1)
  const laterRun = night === 1 ? runId : await startRun(open.db)
  const second = await publish({ runId: laterRun, url: url2, bytes: 'b', attachmentOf }, report2)
  expect(second.isNew).toBe(isNew)
  const expected = current === 'first' ? first.versionId : second.versionId
  expect((await reports.get(open.db, first.reportId))?.versionId).toBe(expected)
})

test.each(['first', 'last'] as const)(
  'a correction at an address of its own is the current version where it is read %s',
  async (when) => {
    const listed = (date: string) => ({ dates: [{ date, from: 'list' }] })
    const old = () => publish({ url: ARTICLE, bytes: 'a', ...listed('2026-01-19') }, full)
    const correction = () => publish({ url: 'new.html', bytes: 'b', ...listed('2026-02-10') }, other)
    const corrected = when === 'first' ? await correction() : await old().then(correction)
    if (when === 'first') await old()
    expect((await reports.get(open.db, corrected.reportId))?.versionId).toBe(corrected.versionId)
    expect(await versions.versionsOf(open.db, corrected.reportId)).toHaveLength(2)
  },
)

test('an attachment that was read first gives way to its article only where the article reads better', async () => {
  const file = await publish({ url: FILE, bytes: 'f', attachmentOf: ARTICLE }, full)
  const article = await publish({ url: ARTICLE, bytes: 'a' }, withoutTables)
  expect(article).toMatchObject({ reportId: file.reportId, isNew: 'unchanged' })
  const better = reportOf({ [SUM]: 12, 't4.review_total': 1, 't4.direct_total': 0 })
  expect(await publish({ url: ARTICLE, bytes: 'a2' }, better)).toMatchObject({ isNew: 'new-version' })
})

test('when twins are corrected one after the other, the correction is one version', async () => {
  await publish({ url: ARTICLE, bytes: 'a' }, full)
  await publish({ url: TWIN, bytes: 'twin' }, full)
  const night2 = await startRun(open.db)
  await see({ runId: night2, url: ARTICLE, bytes: 'a' })
  const corrected = await publish({ runId: night2, url: TWIN, bytes: 'twin 2' }, other)
  expect(corrected.isNew).toBe('new-version')
  const followed = await publish({ runId: await startRun(open.db), url: ARTICLE, bytes: 'a 2' }, other)
  expect(followed).toEqual({ ...corrected, isNew: 'unchanged' })
})

test('many workers that read the same report at once make one version', async () => {
  const pages = await Promise.all(Array.from({ length: 8 }, (_, index) => see({ url: `${index}.html`, bytes: `${index}` })))
  const stored = await Promise.all(
    pages.map(({ id }) => versions.store(open.db, { ...a1, captureId: id, reader: '1', report: full })),
  )
  expect(stored.filter(({ isNew }) => isNew === 'new-report')).toHaveLength(1)
  expect(new Set(stored.map(({ versionId }) => versionId)).size).toBe(1)
})

test('the check of a report gets the year before, and is done again when that changes', async () => {
  const next = await publish({ url: '2024.html', bytes: '2024' }, reportOf({}, { year: 2024 }), 2024)
  const alone = await versions.loadForCheck(open.db, next.versionId)
  expect(alone).toMatchObject({ ...a1, year: 2024, isCurrent: true, prior: null })
  const checked = { ...a1, scope: 'report', year: 2024, reportId: next.reportId, versionId: next.versionId } as const
  const check = async (priorVersionId: number | null) => {
    const version = { filer: a1.filer, versionId: next.versionId, priorVersionId, ruleSet: '1', sketch: Uint8Array.of(1, 2) }
    return (await findings.recordCheck(open.db, version, checked, [])) !== null
  }
  expect(await check(null)).toBe(true)
  const [before] = await versions.versionsOf(open.db, next.reportId)
  expect(before?.checked_at).toBeInstanceOf(Date)

  const prior = await publish({ url: '2023.html', bytes: '2023' }, full)
  const [after] = await versions.versionsOf(open.db, next.reportId)
  expect(after?.checked_at).toBeNull()
  expect(await check(null)).toBe(false)
  const both = await versions.loadForCheck(open.db, next.versionId)
  expect(both?.prior).toEqual({ versionId: prior.versionId, report: full })
  expect(await check(prior.versionId)).toBe(true)

  const corrected = await publish({ runId: await startRun(open.db), url: '2024.html', bytes: '2024b' }, other, 2024)
  expect((await versions.loadForCheck(open.db, next.versionId))?.isCurrent).toBe(false)
  expect(await check(prior.versionId)).toBe(false)
  expect(corrected.isNew).toBe('new-version')
  expect(await versions.loadForCheck(open.db, 999)).toBeNull()
})

test('a reading that cannot be stored leaves nothing behind', async () => {
  const { id } = await see({ bytes: 'a' })
  const broken = reportOf({ [SUM]: 1 })
  const cells = { ...broken.cells, [SUM]: { raw: '1', value: 1, kind: 'number', at: null, confidence: 7 } } as typeof broken.cells
  await expect(versions.store(open.db, { ...a1, captureId: id, reader: '1', report: { ...broken, cells } })).rejects.toThrow(
    /confidence/,
  )
  expect(await reports.ofFiler(open.db, a1.filer)).toEqual([])
  expect((await captures.get(open.db, id))?.state).toBe('pending')
})
