import { beforeAll, describe, expect, test } from 'vitest'
import { tellOutcome } from '../../nasty.ts'
import { trsTable } from '../../portals/hosts/trs-table.ts'
import { outcomeOfYear, outcomesAt, outcomesIn, outcomesOfColumns } from '../outcomes.ts'
import { crawlHost, expectedOf, foundIn, type HostCrawl, publishedOn } from './crawl-host.ts'

let found: HostCrawl
beforeAll(async () => {
  found = await crawlHost(trsTable)
})

const OWN = '/czj/nb/202601/t20260123_212.html'
const path = (url: string) => new URL(url).pathname

test('trs-table.test: every entry is judged as it is, and every report is whose it is', () => {
  expect(foundIn(found)).toEqual(expectedOf(trsTable))
  expect(found.crawl.problems).toEqual([])
  expect(found.crawl.readings.every(({ complete }) => complete)).toBe(true)
})

describe('nasty cases', () => {
  test('nasty 1: a column of news and of reports of others has none of its own', async () => {
    const [strayed] = found.crawl.readings
    const count = (judgement: string) => strayed?.entries.filter((entry) => entry.judgement === judgement).length
    expect([count('foreign'), count('not-report'), count('candidate')]).toEqual([4, 6, 0])
    expect(found.crawl.captures.some(({ columnUrl }) => columnUrl === strayed?.columnUrl)).toBe(false)
    expect(strayed).toMatchObject({ complete: true })
    tellOutcome('4 foreign, 6 not_report, missing', [
      ...(await outcomesIn(found.night)),
      await outcomeOfYear(found.night, 'office', 2025),
    ])
  })

  test('nasty 8: the day on the page counts, though the address says 17 days later; both are kept', async () => {
    const published = await publishedOn(found, OWN)
    expect(published).toMatchObject({ date: '2026-01-06' })
    expect(published?.all).toEqual(expect.arrayContaining(['list 2026-01-06', 'url 2026-01-23']))
    tellOutcome('ok', await outcomesAt(found.night, OWN))
  })

  test('nasty 9: a day in the head of the page is none of the paper', async () => {
    const published = await publishedOn(found, OWN)
    expect(published?.all.filter((each) => each.includes('2019-12-03'))).toEqual([])
    tellOutcome('ok', await outcomesAt(found.night, OWN))
  })

  test('nasty 32 and 33: the box with the most text is the body, and no style of it is text', async () => {
    const capture = found.crawl.captures.find(({ url }) => path(url) === OWN)!
    const extraction = await found.read(capture)
    if (extraction.kind !== 'report') throw new Error('The page was read as no report.')
    expect(extraction.report).toMatchObject({ authority: '示例区财政局', year: 2025 })
    expect(extraction.report.sections.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
    expect(extraction.report.sections.map(({ title }) => title).join()).not.toMatch(/[一二三四五六]、/)
    expect(JSON.stringify(extraction.report)).not.toMatch(/line-height|cjk-ideographic/)
    tellOutcome('ok', await outcomesAt(found.night, OWN))
  })

  test('nasty 37: blank rows and rows that say 暂无 are no entries', async () => {
    expect(found.crawl.readings.map(({ entries }) => entries.length)).toEqual(trsTable.columns.map(({ truth }) => truth.length))
    tellOutcome('3 ok, 10 not_report', [...(await outcomesIn(found.night, 1)), ...(await outcomesIn(found.night, 4))])
  })

  test('nasty 38: a pager that counts 6348 records on 56 pages, of which two are published, is no error', () => {
    expect(found.crawl.readings[1]).toMatchObject({ complete: true, pages: 2, declared: 6348, problem: null })
    expect(found.asked.filter((each) => each.startsWith('/czj/nb/index'))).toEqual([
      '/czj/nb/index_1.html',
      '/czj/nb/index_2.html',
    ])
    tellOutcome('ok', outcomesOfColumns([found.crawl.readings[1]!]))
  })
})
