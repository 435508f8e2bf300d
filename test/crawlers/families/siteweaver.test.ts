import { beforeAll, describe, expect, test } from 'vitest'
import { tellOutcome } from '../../nasty.ts'
import { gbkHost } from '../../portals/hosts/gbk.ts'
import { outcomesAt, outcomesIn } from '../outcomes.ts'
import { crawlHost, expectedOf, foundIn, type HostCrawl, publishedOn } from './crawl-host.ts'

let found: HostCrawl
beforeAll(async () => {
  found = await crawlHost(gbkHost)
})

test('gbk.test: every entry is judged as it is, and every report is whose it is', () => {
  expect(foundIn(found)).toEqual(expectedOf(gbkHost))
  expect(found.crawl).toMatchObject({ family: 'siteweaver', problems: [], readings: [{ complete: true, pages: 2, declared: 5 }] })
})

describe('nasty cases', () => {
  test('nasty 13: a title that is cut is judged by its article, and a day without a year is none', async () => {
    const entries = found.crawl.readings[0]?.entries ?? []
    expect(entries.map(({ date }) => date)).toEqual(entries.map(() => null))
    expect(entries.find(({ url }) => url.endsWith('/24064.aspx'))).toMatchObject({ judgement: 'foreign' })
    expect(await publishedOn(found, '/Item/24067.aspx')).toMatchObject({ date: '2026-01-20' })
    tellOutcome('2 ok, foreign, 2 not_report', await outcomesIn(found.night))
  })

  test('nasty 30: GBK under the name of UTF-8', async () => {
    const titles = found.crawl.readings[0]?.entries.map(({ title }) => title) ?? []
    expect(titles.join('')).not.toMatch(/\uFFFD/)
    expect(titles[0]).toMatch(/^示例区财政局2025年政府信息/)
    const extraction = await found.read(found.crawl.captures[0]!)
    expect(JSON.stringify(extraction)).not.toMatch(/\uFFFD/)
    tellOutcome('ok', await outcomesAt(found.night, '/Item/24067.aspx'))
  })

  test('nasty 31: no character is lost of a text that Word cut into spans', async () => {
    const capture = found.crawl.captures.find(({ url }) => url.endsWith('/24067.aspx'))!
    const extraction = await found.read(capture)
    expect(extraction).toMatchObject({ kind: 'report', report: { authority: '示例区财政局', year: 2025 } })
    const printed = JSON.stringify(extraction)
    expect(printed).toMatch(/2025年1月1日/)
    expect(printed).not.toMatch(/20\d{2}(?:11日|1231日)/)
    tellOutcome('ok', await outcomesAt(found.night, '/Item/24067.aspx'))
  })
})
