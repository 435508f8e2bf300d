import { afterEach, beforeEach, expect, test } from 'vitest'
import * as ingestedFiles from '../../db/ingested-files.ts'
import { type GivenFile, startIngestRun } from '../../src/jobs/ingest.ts'
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
