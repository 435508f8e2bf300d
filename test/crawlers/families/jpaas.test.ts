import type { IncomingMessage } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { crawlPortal } from '../../../src/crawlers/crawl-portal.ts'
import { extractReport } from '../../../src/extract/extract-report.ts'
import { PLAIN_MANNERS } from '../../../src/model/manners.ts'
import { drawFrom } from '../../generate/draw.ts'
import { PDF_LAYOUTS } from '../../generate/layouts/pdf.ts'
import { makeReport } from '../../generate/make-report.ts'
import { tellOutcome } from '../../nasty.ts'
import {
  COLUMN,
  CONTRADICTORY,
  type FileTraps,
  jpaasEntries,
  jpaasHost,
  LYING_FOLDER,
  WITH_FILE,
} from '../../portals/hosts/jpaas.ts'
import { nightOf, outcomesAt, outcomesOfColumns, outcomesOfProblems } from '../outcomes.ts'
import { memoryIo, portalOf, type Routes, type Site, serve } from '../serve.ts'

const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

const options = { chromiumPath: null, contact: null, manners: { ...PLAIN_MANNERS, recheckDays: 7 } }

/** One night, and what is needed for the next, which knows what the first one found. */
async function crawl(routes: Routes) {
  const site = await serve(routes)
  sites.push(site)
  const io = memoryIo()
  const { portal, registry } = portalOf(site, [{ url: site.url(COLUMN), authorities: 'all' }])
  const first = await crawlPortal(portal, registry, io, options)
  const lastEntries = async () => first.readings[0]!.entries
  const night = nightOf(first, registry, io.snapshots)
  return { ...first, site, io, night, again: () => crawlPortal(portal, registry, { ...io, lastEntries }, options) }
}

const pathOf = (url: string) => new URL(url).pathname

describe('the list', () => {
  test('nasty 44: is built by a gateway, and read page after page until it is empty', async () => {
    const entries = jpaasEntries(42)
    const { readings, problems, family, site } = await crawl(jpaasHost(entries))
    expect(problems).toEqual([])
    expect(family).toBe('jpaas')
    expect(readings).toMatchObject([{ complete: true, pages: 3, declared: 45 }])
    expect(readings[0]?.entries.map(({ url, title, date }) => ({ href: pathOf(url), title, date }))).toEqual(entries)
    const pages = site.log.map(({ path }) => path).filter((path) => path.includes('build/unit'))
    expect(pages.map((path) => new URL(path, 'http://jpaas.test').searchParams.get('paramJson'))).toEqual([
      null,
      '{"pageNo":2,"pageSize":15}',
      '{"pageNo":3,"pageSize":15}',
      '{"pageNo":4,"pageSize":15}',
    ])
    tellOutcome('ok', outcomesOfColumns(readings))
  })

  test('nasty 41: whose page number is ignored is not read completely', async () => {
    const { readings, problems } = await crawl(jpaasHost(jpaasEntries(42), { ignoresPages: true }))
    expect(readings).toMatchObject([{ complete: false, pages: 1 }])
    expect(problems).toMatchObject([{ code: 'soft-404' }])
    tellOutcome('partial', outcomesOfColumns(readings))
  })

  test('that the gateway fails to build is told', async () => {
    const routes = jpaasHost(jpaasEntries(42))
    const build = '/api-gateway/jpaas-publish-server/front/page/build/unit'
    const failed = { body: '{"success":false,"code":"500","data":null}', headers: { 'content-type': 'application/json' } }
    const whole = routes[build] as (request: { url?: string }) => never
    routes[build] = (request) => (request.url?.includes('paramJson') ? failed : whole(request))
    const { readings, problems } = await crawl(routes)
    expect(readings).toMatchObject([{ complete: false, pages: 1 }])
    expect(problems[0]?.message).toContain('answers with no list')
  })
})

test('nasty 4: a title without a name, and a publisher that is not who reports: the first sentence tells', async () => {
  const { captures, io, night } = await crawl(jpaasHost(jpaasEntries(3)))
  const capture = captures.find(({ url }) => pathOf(url) === CONTRADICTORY.href)!
  expect(capture.authority).toBeNull()
  const extraction = await extractReport({ name: 'a.html', bytes: io.snapshots.get(capture.sha256)!, sha256: capture.sha256 })
  expect(extraction).toMatchObject({ kind: 'report', report: { authority: '示例区财政局', year: 2025 } })
  const judgement = await night.judge(capture)
  expect(judgement).toMatchObject({ kind: 'report', filer: { authorityId: 'finance' } })
  expect(judgement.kind === 'report' && judgement.report.notes.map(({ code }) => code)).toContain('authority-conflict')
  tellOutcome('ok', await outcomesAt(night, CONTRADICTORY.href))
})

test('nasty 5: the year in the path is not the year of the report', async () => {
  const { captures, io, night } = await crawl(jpaasHost(jpaasEntries(3)))
  const capture = captures.find(({ url }) => pathOf(url) === LYING_FOLDER.href)!
  const extraction = await extractReport({
    name: LYING_FOLDER.href,
    bytes: io.snapshots.get(capture.sha256)!,
    sha256: capture.sha256,
  })
  expect(extraction).toMatchObject({ kind: 'report', report: { year: 2025 } })
  tellOutcome('ok', await outcomesAt(night, LYING_FOLDER.href))
})

describe('nasty 28: the link to a file', () => {
  /** The host, with a report where its link gives a file. */
  const withReport = (routes: Routes, file: Uint8Array): Routes => {
    const download = '/api-gateway/jpaas-web-server/front/document/download'
    const given = routes[download] as (request: IncomingMessage) => { body: string; headers?: Record<string, string> }
    return {
      ...routes,
      [download]: (request) => {
        const answer = given(request)
        return answer.headers?.['content-type'] === 'application/pdf' ? { ...answer, body: file } : answer
      },
    }
  }
  const reportFile = async () => {
    const authority = { name: '示例区教育局', self: '我局', kind: 'department', region: '全区' } as const
    const printed = makeReport(drawFrom(28), { edition: '2021', year: 2025, authority })
    return await PDF_LAYOUTS[0]!.render(printed, drawFrom(28))
  }
  const fileOf = ({ captures }: Awaited<ReturnType<typeof crawl>>) =>
    captures
      .filter(({ attachmentOf }) => attachmentOf !== null)
      .map(({ attachmentOf, url }) => [pathOf(attachmentOf ?? ''), url.match(/token\d/)?.[0]])

  test.each<[string, FileTraps, string]>([
    ['is good for a short time: the file is fetched right after its article', {}, 'token1'],
    ['has expired: the article is opened again and names a new one', { worksFrom: 2 }, 'token2'],
    ['has expired, which a page says in place of the file', { worksFrom: 2, expired: 'page' }, 'token2'],
    ['is refused to whoever asks for much at once: asked again later', { refused: 1 }, 'token2'],
  ])('%s', async (_, traps, token) => {
    const result = await crawl(withReport(jpaasHost(jpaasEntries(3), traps), await reportFile()))
    expect(result.problems).toEqual([])
    expect(result.readings).toMatchObject([{ complete: true }])
    expect(fileOf(result)).toEqual([[WITH_FILE.href, token]])
    const paths = result.site.log.map(({ path }) => path)
    const article = paths.indexOf(WITH_FILE.href)
    expect(paths[article + 1]).toContain('/download?')
    tellOutcome('ok, attachment_only', await outcomesAt(result.night, WITH_FILE.href))
  })

  test('never works: told after the second try, and the reading is not complete', async () => {
    const result = await crawl(jpaasHost(jpaasEntries(3), { worksFrom: 9, expired: 'page' }))
    expect(fileOf(result)).toEqual([])
    expect(result.readings).toMatchObject([{ complete: false }])
    expect(result.problems[0]?.message).toContain('the answer is a page, not a file')
    expect(result.site.asked(WITH_FILE.href)).toBe(2)
    tellOutcome('attachment_only', await outcomesAt(result.night, WITH_FILE.href))
    expect(outcomesOfProblems(result)).toHaveLength(1)
  })
})

test('a file whose link is gone when the article is opened again is told', async () => {
  const { readings, problems } = await crawl(jpaasHost(jpaasEntries(3), { worksFrom: 9, unlinked: true }))
  expect(readings).toMatchObject([{ complete: false }])
  expect(problems[0]?.message).toContain('not linked any more')
})

test('a second night without changes asks for lists only', async () => {
  const { again, site, captures } = await crawl(jpaasHost(jpaasEntries(3)))
  const before = site.log.length
  const second = await again()
  expect(second.captures).toEqual(captures)
  const asked = site.log.slice(before).map(({ path }) => path.replace(/\?.*/, ''))
  expect(asked.filter((path) => path.includes('/art/') || path.includes('/download'))).toEqual([])
})

test('a file that could not be had is asked for anew on the second night, with a link of that night', async () => {
  const { again, problems } = await crawl(jpaasHost(jpaasEntries(3), { worksFrom: 3 }))
  expect(problems.length).toBe(1)
  const second = await again()
  expect(second.problems).toEqual([])
  expect(second.readings).toMatchObject([{ complete: true }])
  expect(second.captures.filter(({ attachmentOf }) => attachmentOf !== null).length).toBe(1)
})
