import { afterEach, beforeEach, expect, test } from 'vitest'
import * as captures from '../../db/captures.ts'
import * as ingestedFiles from '../../db/ingested-files.ts'
import { type GivenFile, startIngestRun } from '../../src/jobs/ingest.ts'
import { QUEUE_NAMES } from '../../src/jobs/queue-names.ts'
import { makeZip, type ZipFile } from '../extract/readers/make-zip.ts'
import { type JobWorld, openJobWorld } from './job-world.ts'
import { reportPage } from './report-page.ts'

let world: JobWorld
beforeEach(async () => {
  world = await openJobWorld()
})
afterEach(() => world.close())

const file = (name: string, content: string): GivenFile => ({
  url: `file:///archive/${name}`,
  title: name.replace(/\.\w+$/, ''),
  read: async () => Buffer.from(content),
})

async function ingest(files: readonly GivenFile[]) {
  const problems: string[] = []
  const options = {
    district: null,
    onProblem: (given: GivenFile, error: Error) => problems.push(`${given.url}: ${error.message}`),
  }
  const runId = await startIngestRun(world.context, files, options)
  if (runId === null) return { runId, problems, summary: null, told: [] }
  const summary = await world.finish(runId)
  const rows = await ingestedFiles.ofRun(world.context.db, runId)
  const told = rows.map(({ url, authorityName, year, change, state, reason }) =>
    [url.split('/').at(-1), authorityName, year, change, state, reason].filter((part) => part !== null).join(' '),
  )
  return { runId, problems, summary, told }
}

const archive = [
  file('a.html', reportPage('yl-gonganju', 2025)),
  file('b.html', reportPage('yl-jiaoyuju', 2024, { change: (html) => html.replaceAll('云岚市教育局', '澄浦市教育局') })),
  file('c.html', '<html><body><p>关于召开会议的通知</p></body></html>'),
  file('d.pdf', ''),
] as const

test('files become reports as crawled pages do; others are told by their reason; twice changes nothing', async () => {
  const first = await ingest(archive)
  expect(first.told).toEqual([
    'a.html 云岚市公安局 2025 new report',
    'b.html 澄浦市教育局 2024 new report',
    expect.stringMatching(/^c.html not-report \S+$/),
    'd.pdf failed empty-file',
  ])
  expect(first.summary).toMatchObject({
    run: { kind: 'ingest', state: 'partial' },
    portals: [],
    reports: { new: 2, changed: 0, unchanged: 0, total: 2 },
    documents: { ofReports: 2, total: 4 },
  })
  const filers = await world.context.db.selectFrom('reports').select(['filer', 'authority_id']).orderBy('filer').execute()
  expect(filers).toEqual([
    { filer: 'name:澄浦市教育局', authority_id: null },
    { filer: 'yl-gonganju', authority_id: 'yl-gonganju' },
  ])

  const second = await ingest(archive)
  expect(second.told.slice(0, 2)).toEqual([
    'a.html 云岚市公安局 2025 unchanged report',
    'b.html 澄浦市教育局 2024 unchanged report',
  ])
  expect(second.summary?.reports).toEqual({ new: 0, changed: 0, unchanged: 2, total: 2 })

  const corrected = await ingest([file('a.html', reportPage('yl-gonganju', 2025, { night: 2 }))])
  expect(corrected.told).toEqual(['a.html 云岚市公安局 2025 changed report'])
  expect(corrected.summary?.findings.closed).toBe(1)
})

test('files that are all known wait for nobody who sweeps: their next stage is queued at once', async () => {
  const { queues } = world.context
  await ingest([archive[0]])
  const runId = await startIngestRun(world.context, [archive[0]], { district: null, onProblem: () => undefined })
  const jobs = await Promise.all(QUEUE_NAMES.map((name) => queues.of(name).getJobs(['waiting', 'prioritized'])))
  expect(jobs.flat().map(({ data }) => data)).toContainEqual(expect.objectContaining({ runId }))
})

test('files that another run works on are taken in when it has ended: each run tells of all its files', async () => {
  const { context, finish } = world
  const options = { district: null, onProblem: () => undefined }
  const first = await startIngestRun(context, archive, options)
  const waited: number[] = []
  const second = startIngestRun(context, archive.slice(0, 2), { ...options, onWait: (runId) => waited.push(runId) })
  const summary = await finish(first as number)
  expect(summary.documents).toMatchObject({ ofReports: 2, total: 4 })
  const later = await finish((await second) as number)
  expect(waited).toEqual([first])
  expect(later).toMatchObject({ documents: { ofReports: 2, total: 2 }, reports: { new: 0, unchanged: 2, total: 2 } })
})

test('the documents in an archive become reports of their own; twice changes nothing', async () => {
  const zip = (files: readonly ZipFile[]): GivenFile => ({
    url: 'file:///archive/年报.zip',
    title: '年报',
    read: async () => makeZip(files),
  })
  const files: ZipFile[] = [
    { name: '部门/公安局.html', content: reportPage('yl-gonganju', 2025) },
    { name: 'b.html', content: reportPage('yl-jiaoyuju', 2024) },
    { name: '通知.html', content: '<html><body><p>关于召开会议的通知</p></body></html>' },
    { name: '加密.docx', content: 'x', flags: 1 },
    { name: '内.zip', content: makeZip([{ name: 'c.html', content: reportPage('yl-jiaoyuju', 2023) }]) },
    { name: '__MACOSX/._b.html', content: 'x' },
  ]
  const first = await ingest([zip(files), archive[3]])
  const told = [
    'd.pdf failed empty-file',
    '年报.zip not-report archive',
    'c.html 云岚市教育局 2023 new report',
    '年报.zip#%E5%8A%A0%E5%AF%86.docx failed encrypted-file',
    expect.stringMatching(/^年报\.zip#%E9%80%9A%E7%9F%A5\.html not-report \S+$/),
    '%E5%85%AC%E5%AE%89%E5%B1%80.html 云岚市公安局 2025 new report',
    '年报.zip#b.html 云岚市教育局 2024 new report',
  ]
  expect(first.told).toEqual(told)
  expect(first.summary).toMatchObject({
    reports: { new: 3, changed: 0, unchanged: 0, total: 3 },
    documents: { ofReports: 3, total: 7 },
    notReports: [{ count: 1 }, { count: 1 }],
    failed: [{ count: 1 }, { count: 1 }],
  })
  const members = await world.context.db.selectFrom('captures').select(['attachment_of']).where('state', '=', 'report').execute()
  expect(new Set(members.map(({ attachment_of }) => attachment_of))).toEqual(new Set(['file:///archive/年报.zip']))

  const second = await ingest([zip(files), archive[3]])
  expect(second.told).toEqual(first.told.map((line) => line.replace(' new ', ' unchanged ')))
  expect(second.summary).toMatchObject({
    reports: { new: 0, changed: 0, unchanged: 3, total: 3 },
    documents: { ofReports: 3, total: 7 },
  })

  const corrected = files.with(1, { name: 'b.html', content: reportPage('yl-jiaoyuju', 2024, { night: 2 }) })
  const third = await ingest([zip(corrected)])
  expect(third.summary?.reports.total).toBe(3)
  expect(await captures.notRead(world.context.db, 10)).not.toContainEqual(expect.objectContaining({ reason: 'archive' }))
})

test('an archive beside an article: its documents have the dates of the article and wait for it', async () => {
  const article = 'http://townships.example/a.html'
  const runId = await world.startRun()
  await world.see(runId, [
    { url: article, bytes: '<html><body><p>附件：年报</p></body></html>', date: '2026-01-20' },
    {
      url: `${article}/年报.zip`,
      bytes: makeZip([
        { name: '公安局.html', content: reportPage('yl-gonganju', 2025) },
        { name: '教育局.html', content: reportPage('yl-jiaoyuju', 2024) },
      ]),
      attachmentOf: article,
      date: '2026-01-20',
    },
  ])
  const summary = await world.finish(runId)
  expect(summary.documents).toEqual({ total: 4, ofReports: 2 })
  const rows = await world.context.db
    .selectFrom('captures')
    .select(['attachment_of', 'dates', 'authority_id', 'district_id'])
    .where('state', '=', 'report')
    .execute()
  expect(rows).toEqual(
    Array.from({ length: 2 }, () => ({
      attachment_of: article,
      dates: [{ date: '2026-01-20', from: 'list' }],
      authority_id: null,
      district_id: 'yunlan',
    })),
  )
})

test('a damaged archive is told as any damaged file', async () => {
  const cut = { url: 'file:///archive/x.zip', title: 'x', read: async () => makeZip([{ name: 'a', content: 'a' }]).slice(0, 40) }
  expect((await ingest([cut])).told).toEqual(['x.zip failed damaged-file'])
})

test('a file that cannot be opened does not stop the others; none at all makes no run', async () => {
  const locked = {
    ...file('locked.html', ''),
    read: () => Promise.reject(Object.assign(new Error('EACCES'), { syscall: 'open', path: 'x' })),
  }
  const { problems, told } = await ingest([locked, archive[0]])
  expect(problems).toEqual(['file:///archive/locked.html: EACCES'])
  expect(told).toHaveLength(1)
  expect((await ingest([locked])).runId).toBeNull()
})
