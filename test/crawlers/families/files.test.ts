import { beforeAll, describe, expect, test } from 'vitest'
import { tellOutcome } from '../../nasty.ts'
import { FILED, filesHost, READ_AS } from '../../portals/hosts/files.ts'
import { outcomesAt } from '../outcomes.ts'
import { crawlHost, expectedOf, foundIn, type HostCrawl } from './crawl-host.ts'

let found: HostCrawl
beforeAll(async () => {
  found = await crawlHost(filesHost)
})

const filesOf = (article: string) =>
  found.crawl.captures.filter(({ attachmentOf }) => attachmentOf?.endsWith(article)).map(({ url }) => new URL(url))
const pathsOf = (article: string) => filesOf(article).map(({ pathname, hash }) => pathname + hash)
/** The document of the one file of an article. */
const readFileOf = (article: string) =>
  found.read(found.crawl.captures.find(({ attachmentOf }) => attachmentOf?.endsWith(article))!)

test('files.test: every entry is judged as it is, and every file of it is had', () => {
  expect(foundIn(found)).toEqual(expectedOf(filesHost))
  expect(found.crawl.problems).toEqual([])
  expect(found.crawl.readings.map(({ complete }) => complete)).toEqual([true, true])
  expect(found.asked.filter((path) => /manual|logo|ewm|line|help|viewer|show/.test(path))).toEqual([])
})

test.each(READ_AS.flat().filter(({ href }) => href !== FILED.pictures))('$title is read as $readAs', async ({ href, readAs }) => {
  expect((await outcomesAt(found.night, href)).toSorted()).toEqual(readAs.split(', ').toSorted())
})

describe('nasty cases', () => {
  test('nasty 24: behind a summary page, links say whose the reports in files are, not the names of the files', async () => {
    const captures = found.crawl.captures.filter(({ columnUrl }) => columnUrl.endsWith('/hz/'))
    expect(captures.map(({ url, authority }) => [new URL(url).pathname, authority])).toEqual([
      ['/hz/slqczj.pdf', 'finance'],
      ['/hz/lhz.docx', 'town'],
    ])
    tellOutcome('2 ok', await outcomesAt(found.night, '/hz/slqczj.pdf', '/hz/lhz.docx'))
  })

  test('nasty 25: a page that only points to its file', async () => {
    expect(pathsOf(FILED.word)).toEqual(['/nb/202601/P020260120.docx'])
    expect(await readFileOf(FILED.word)).toMatchObject({
      kind: 'report',
      report: { authority: '示例区财政局', year: 2025, source: { mediaType: expect.stringContaining('wordprocessingml') } },
    })
    tellOutcome('ok, attachment_only', await outcomesAt(found.night, FILED.word))
  })

  test('nasty 26: a report in pictures alone is read from all of them together', async () => {
    expect(pathsOf(FILED.pictures)).toEqual([`${FILED.pictures}#pictures`])
    expect(found.asked.filter((path) => path.includes('/W02'))).toEqual([
      '/nb/202501/W020250120_1.jpg',
      '/nb/202501/W020250120_2.jpg',
    ])
    const [, joined] = found.crawl.captures.filter(({ url }) => new URL(url).pathname === FILED.pictures)
    const judgement = await found.night.judge(joined!)
    if (judgement.kind !== 'report') throw new Error(judgement.message)
    const { filer, year, report } = judgement
    expect([filer.authorityId, year]).toEqual(['finance', 2024])
    const { notes, cells, sections } = report
    expect(sections.map(({ number }) => number)).toEqual([1, 4, 5])
    expect([cells['t4.review_total']?.value, cells['t4.direct_total']?.value]).toEqual([3, 2])
    expect(notes.map(({ code }) => code)).toContain('read-by-recognition')
    tellOutcome('ok, image_only', await outcomesAt(found.night, FILED.pictures))
  }, 240_000)

  test('nasty 27: the file in a viewer, behind a click, and in a script is found, not the page that shows it', async () => {
    expect([FILED.viewer, FILED.click, FILED.script].map(pathsOf)).toEqual([
      ['/nb/files/2023.pdf'],
      ['/nb/files/2022.pdf'],
      ['/nb/files/edu2024.pdf'],
    ])
    tellOutcome('3 ok, 3 attachment_only', await outcomesAt(found.night, FILED.viewer, FILED.click, FILED.script))
  })

  test('nasty 29: files are typed by their bytes; what is none is not taken for a report, and what nobody knows is kept', async () => {
    expect(await readFileOf(FILED.ofd)).toMatchObject({ report: { source: { mediaType: expect.stringContaining('ofd') } } })
    expect(await readFileOf(FILED.wps)).toMatchObject({ report: { source: { mediaType: 'text/html' } } })
    expect(pathsOf(FILED.unknown)).toEqual(['/nb/files/town2024.doc'])
    tellOutcome(
      '2 ok, not_report, 4 attachment_only, needs_human',
      await outcomesAt(found.night, FILED.ofd, FILED.wps, FILED.fake, FILED.unknown),
    )
  })
})
