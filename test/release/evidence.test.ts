import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WARCParser, type WARCRecord } from 'warcio'
import { reportIdOf } from '../../db/evidence.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as registry from '../../db/registry.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import type { Subject } from '../../src/release/evidence/collect.ts'
import { type EvidenceFormat, EvidenceTooLarge, writeEvidence } from '../../src/release/evidence/write-evidence.ts'
import { type Routes, type Site, serve } from '../crawlers/serve.ts'
import { type JobWorld, openJobWorld } from '../jobs/job-world.ts'
import { reportPage } from '../jobs/report-page.ts'

const POLICE = 'yl-gonganju'
const AUDIT = 'yl-shenjiju'
const TITLE = '云岚市公安局2025年政府信息公开工作年度报告'
const list = (entries: string) =>
  `<html><head><title>政府信息公开年报</title></head><body><ul class="list">${entries}</ul></body></html>`
const entry = (title: string, href: string) => `<li><a href="${href}" title="${title}">${title}</a><span>2026-01-20</span></li>`
const OLDER = entry('云岚市公安局2024年政府信息公开工作年度报告', 't2024.html')
const PAGE = reportPage(POLICE, 2025)
const CORRECTED = reportPage(POLICE, 2025, { change: (html) => html.replaceAll('公安局', '公安局（更正）') })

let world: JobWorld
let site: Site
let folder: string
const routes: Routes = {
  '/police/': list(entry(TITLE, '/go/20260120.html') + OLDER),
  '/audit/': list(entry('云岚市审计局2024年政府信息公开工作年度报告', 't2024.html')),
  '/police/t2024.html': reportPage(POLICE, 2024),
  '/audit/t2024.html': reportPage(AUDIT, 2024),
  '/go/20260120.html': { status: 302, headers: { location: '/police/t2025.html', 'set-cookie': 'session=1' } },
  '/police/t2025.html': { headers: { 'content-disposition': 'inline' }, body: PAGE },
}

/** Four nights: the report is found, is corrected at the same address, is gone, and leaves its list. */
beforeAll(async () => {
  world = await openJobWorld()
  site = await serve(routes)
  folder = await mkdtemp(join(tmpdir(), 'gouji-evidence-'))
  const { db } = world.context
  const known = await registry.loadRegistry(db)
  const [portal] = known.portals
  if (portal === undefined) throw new Error('no portal')
  const columns = [
    { url: site.url('/police/'), authorities: [POLICE] },
    { url: site.url('/audit/'), authorities: [AUDIT] },
  ]
  await registry.importRegistry(db, {
    ...known,
    portals: [{ ...portal, family: null, host: site.host, otherHosts: [], columns }],
  })
  await night(portal.id)
  routes['/police/t2025.html'] = CORRECTED
  await night(portal.id)
  routes['/go/20260120.html'] = { status: 404, body: '<html><title>404</title></html>' }
  await night(portal.id)
  routes['/police/'] = list(OLDER)
  await night(portal.id)
}, 120_000)

afterAll(async () => {
  await site.close()
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

async function night(portal: string): Promise<void> {
  const runId = await world.startRun()
  const [portalCrawlId = 0] = await portalCrawls.plan(world.context.db, runId, [portal])
  await world.processors.crawl.run({ portalCrawlId }, { signal: new AbortController().signal })
  await world.finish(runId)
}

async function write(subject: Subject, format: EvidenceFormat): Promise<Buffer> {
  const { db, snapshots } = world.context
  const out = join(folder, `evidence.${format}`)
  await writeEvidence({ db, snapshots, subject, out, format })
  return await readFile(out)
}

async function policeReport(): Promise<Subject> {
  return { report: (await reportIdOf(world.context.db, POLICE, 2025)) ?? 0 }
}

type Read = { readonly record: WARCRecord; readonly body: Uint8Array }

async function recordsIn(bytes: Uint8Array): Promise<Read[]> {
  const records: Read[] = []
  for await (const record of new WARCParser([bytes], { keepHeadersCase: true }))
    records.push({ record, body: await record.readFully(false) })
  return records
}

function readable({ record }: Read): string {
  const { warcType, warcTargetURI, httpHeaders } = record
  const path = warcTargetURI?.startsWith('http') ? new URL(warcTargetURI).pathname : (warcTargetURI ?? '')
  return `${warcType} ${path} ${httpHeaders?.statusCode ?? ''}`.trim()
}

const answersOf = (records: readonly Read[]) =>
  records.filter(({ record: { warcType } }) => warcType === 'response' || warcType === 'revisit')

describe('the evidence of a report', () => {
  test('holds every answer in order: pages, redirects, what was unchanged, what was gone', async () => {
    const records = await recordsIn(await write(await policeReport(), 'warc.gz'))
    expect(records.slice(0, 2).map(({ record }) => record.warcType)).toEqual(['warcinfo', 'metadata'])
    expect(answersOf(records).map(readable)).toEqual([
      'response /police/ 200',
      'response /go/20260120.html 302',
      'response /police/t2025.html 200',
      'revisit /police/ 304',
      'response /go/20260120.html 302',
      'response /police/t2025.html 200',
      'revisit /police/ 304',
      'response /go/20260120.html 404',
      'response /police/ 200',
    ])
  })

  test('holds the very bytes: each body hashes to its digest, and to a snapshot', async () => {
    const { snapshots } = world.context
    const records = answersOf(await recordsIn(await write(await policeReport(), 'warc.gz')))
    const pages = records.filter(({ record }) => record.httpHeaders?.statusCode === 200)
    expect(pages).toHaveLength(4)
    for (const { record, body } of pages) {
      expect(record.warcPayloadDigest).toBe(`sha256:${sha256Of(body)}`)
      expect(Buffer.from(await snapshots.get(sha256Of(body)))).toEqual(Buffer.from(body))
    }
    expect(pages.map(({ body }) => sha256Of(body))).toEqual(
      [routesOfNight1['/police/'], PAGE, CORRECTED, list(OLDER)].map((page) => sha256Of(Buffer.from(page))),
    )
  })

  test('refers from what was unchanged to the record that holds it, and asks as it did', async () => {
    const records = await recordsIn(await write(await policeReport(), 'warc.gz'))
    const revisit = records.find(({ record }) => record.warcType === 'revisit')?.record
    const original = records.find(({ record }) => record.warcHeader('WARC-Record-ID') === revisit?.warcHeader('WARC-Refers-To'))
    expect(readable(original as Read)).toBe('response /police/ 200')
    expect(revisit?.warcRefersToDate).toBe(original?.record.warcDate)
    expect(revisit?.warcPayloadDigest).toBe(original?.record.warcPayloadDigest)
    const request = records.find(
      ({ record }) => record.warcHeader('WARC-Concurrent-To') === revisit?.warcHeader('WARC-Record-ID'),
    )
    expect(request?.record.httpHeaders?.headers.get('if-none-match')).toMatch(/^"\w+"$/)
  })

  test('has headers as they came, without cookies, and marks bodies that were not kept', async () => {
    const records = answersOf(await recordsIn(await write(await policeReport(), 'warc.gz')))
    const redirect = records.find((each) => readable(each) === 'response /go/20260120.html 302')
    const headers = new Map(redirect?.record.httpHeaders?.headers ?? [])
    expect(headers.get('location')).toBe('/police/t2025.html')
    expect([...headers.keys()].filter((name) => /cookie/i.test(name))).toEqual([])
    expect(redirect?.record.warcHeader('WARC-Truncated')).toBe('unspecified')
    expect(redirect?.record.warcHeader('WARC-IP-Address')).toBe('127.0.0.1')
    const page = records.find((each) => readable(each) === 'response /police/t2025.html 200')
    expect(page?.record.httpHeaders?.headers.get('content-disposition')).toBe('inline')
  })

  test('tells what is known: versions, dates with their sources, readings with their requests', async () => {
    const { 'evidence.json': file } = unzipSync(await write(await policeReport(), 'wacz'))
    const known = JSON.parse(Buffer.from(file ?? []).toString())
    expect(known.versions.map(({ version }: { version: number }) => version)).toEqual([1, 2])
    expect(known.documents).toHaveLength(2)
    expect(known.documents[0].dates).toContainEqual({ date: '2026-01-20', from: 'list' })
    expect(known.readings).toMatchObject([
      { complete: true, entries: 2, listsReport: true, pages: 1 },
      { complete: true, entries: 2, listsReport: true, pages: 1 },
      { complete: false, entries: 2, listsReport: true, problem: expect.stringContaining('HTTP 404') },
      { complete: true, entries: 1, listsReport: false, pages: 1 },
    ])
    const outcomes = new Map(known.requests.map(({ id, outcome }: { id: number; outcome: string }) => [id, outcome]))
    expect(known.readings.map(({ requests }: { requests: number[] }) => requests.map((id) => outcomes.get(id)))).toEqual([
      ['ok'],
      ['unchanged'],
      ['unchanged'],
      ['ok'],
    ])
    expect(known.requests.at(-2)).toMatchObject({ status: 404, outcome: 'gone', tls: 'plain' })
  })

  test('is the same bytes for the same rows, and refused when it is too large', async () => {
    const subject = await policeReport()
    expect(sha256Of(await write(subject, 'wacz'))).toBe(sha256Of(await write(subject, 'wacz')))
    const { db, snapshots } = world.context
    const asked = { db, snapshots, subject, out: join(folder, 'x.wacz'), format: 'wacz', limit: 1_000 } as const
    await expect(writeEvidence(asked)).rejects.toThrow(EvidenceTooLarge)
  })
})

const routesOfNight1 = { '/police/': routes['/police/'] as string }

test('the package keeps to WACZ 1.1.1: sums, index and pages lead to the records', async () => {
  const files = unzipSync(await write(await policeReport(), 'wacz'))
  const jsonOf = (path: string) => JSON.parse(Buffer.from(files[path] ?? []).toString())
  const linesOf = (path: string) =>
    Buffer.from(files[path] ?? [])
      .toString()
      .trim()
      .split('\n')
  const datapackage = jsonOf('datapackage.json')
  expect(datapackage).toMatchObject({ profile: 'data-package', wacz_version: '1.1.1' })
  expect(jsonOf('datapackage-digest.json')).toEqual({
    path: 'datapackage.json',
    hash: `sha256:${sha256Of(files['datapackage.json'] ?? new Uint8Array())}`,
  })
  const listed = datapackage.resources.map(({ path }: { path: string }) => path)
  expect([...listed, 'datapackage.json', 'datapackage-digest.json'].sort()).toEqual(Object.keys(files).sort())
  for (const { path, hash, bytes } of datapackage.resources)
    expect([hash, bytes]).toEqual([`sha256:${sha256Of(files[path] ?? new Uint8Array())}`, files[path]?.length])

  const warc = files['archive/data.warc.gz'] ?? new Uint8Array()
  const index = linesOf('indexes/index.cdx')
  expect(index).toEqual(index.toSorted())
  for (const line of index) {
    const { url, offset, length } = JSON.parse(line.replace(/^\S+ \S+ /, ''))
    const [read] = await recordsIn(warc.slice(Number(offset), Number(offset) + Number(length)))
    expect(read?.record.warcTargetURI).toBe(url)
  }
  const [head, ...pages] = linesOf('pages/pages.jsonl').map((line) => JSON.parse(line))
  expect(head).toMatchObject({ format: 'json-pages-1.0' })
  for (const { url, ts } of pages)
    expect(index.some((line) => line.includes(` ${ts.replace(/\D/g, '').slice(0, 14)} `) && line.includes(url))).toBe(true)
  expect(pages[0]).toMatchObject({ url: site.url('/police/t2025.html'), title: TITLE })
  expect(datapackage.mainPageUrl).toBe(pages[0].url)
})

test('of a report that was not found, the complete readings of its columns are the evidence', async () => {
  const bytes = await write({ authority: AUDIT, year: 2025 }, 'wacz')
  const files = unzipSync(bytes)
  const known = JSON.parse(Buffer.from(files['evidence.json'] ?? []).toString())
  expect(known).toMatchObject({ report: null, filing: { status: 'not-found' }, readingsInAll: 4 })
  expect(known.readings).toMatchObject([
    { column: site.url('/audit/'), complete: true, entries: 1, listsReport: null },
    { column: site.url('/audit/'), complete: true, entries: 1, listsReport: null },
  ])
  expect(known.lacks.at(-1)).toMatch(/^2 readings that say the same/)
  const answers = answersOf(await recordsIn(files['archive/data.warc.gz'] ?? new Uint8Array()))
  expect(answers.map(readable)).toEqual(['response /audit/ 200', 'revisit /audit/ 304'])
})

test('what was never seen has no evidence, and says so', async () => {
  await expect(write({ report: 4_711 }, 'wacz')).rejects.toThrow('no report 4711')
  await expect(write({ authority: 'nobody', year: 2025 }, 'wacz')).rejects.toThrow('no authority "nobody"')
  await expect(write({ authority: 'yl-tongjiju', year: 2025 }, 'wacz')).rejects.toThrow('no column')
})
