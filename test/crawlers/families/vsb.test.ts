import { beforeAll, describe, expect, test } from 'vitest'
import { tellOutcome } from '../../nasty.ts'
import { vsbHost } from '../../portals/hosts/vsb.ts'
import { outcomesAt, outcomesOfColumns } from '../outcomes.ts'
import { crawlHost, expectedOf, foundIn, type HostCrawl, publishedOn } from './crawl-host.ts'

let found: HostCrawl
beforeAll(async () => {
  found = await crawlHost(vsbHost)
})

test('vsb.test: every entry is judged as it is, and every report is whose it is', async () => {
  expect(foundIn(found)).toEqual(expectedOf(vsbHost))
  expect(found.crawl).toMatchObject({ family: 'vsb', problems: [] })
  expect(await publishedOn(found, '/info/1042/51880.htm')).toMatchObject({ date: '2026-01-20' })
})

describe('nasty cases', () => {
  test('nasty 40: pages numbered down are walked by the link to the next one', () => {
    expect(found.asked.filter((path) => path.startsWith('/zfxxgk/'))).toEqual([
      '/zfxxgk/ndbg.htm',
      ...[4, 3, 2, 1].map((page) => `/zfxxgk/ndbg/${page}.htm`),
    ])
    expect(found.crawl.readings).toMatchObject([{ complete: true, pages: 5, declared: 10, problem: null }])
    tellOutcome('ok', outcomesOfColumns(found.crawl.readings))
  })

  test('nasty 25 and 29: a report in a file behind the text, named .doc and made as a page', async () => {
    const file = found.crawl.captures.find(({ attachmentOf }) => attachmentOf !== null)!
    expect(file).toMatchObject({ authority: 'finance', attachmentOf: expect.stringMatching(/\/info\/1042\/51881\.htm$/) })
    expect(await found.read(file)).toMatchObject({ kind: 'report', report: { authority: '示例区财政局', year: 2024 } })
    tellOutcome('ok, attachment_only', await outcomesAt(found.night, '/info/1042/51881.htm'))
  })
})
