import { beforeAll, describe, expect, test } from 'vitest'
import { tellOutcome } from '../../nasty.ts'
import { tpl61Host } from '../../portals/hosts/tpl61.ts'
import { outcomesAt, outcomesIn } from '../outcomes.ts'
import { crawlHost, expectedOf, foundIn, type HostCrawl, publishedOn } from './crawl-host.ts'

let found: HostCrawl
beforeAll(async () => {
  found = await crawlHost(tpl61Host)
})

test('tpl61.test: every entry is judged as it is, and every report is whose it is', async () => {
  expect(foundIn(found)).toEqual(expectedOf(tpl61Host))
  expect(found.crawl.family).toBe('tpl61')
  expect(found.crawl.problems).toEqual([])
  expect(await publishedOn(found, '/2026/01-26/3653721.html')).toMatchObject({ date: '2026-01-26' })
})

describe('nasty cases', () => {
  test('nasty 2: yearly papers on web sites are never entered as reports', async () => {
    const sheets = found.crawl.readings.flatMap(({ entries }) => entries.filter(({ title }) => title.includes('网站')))
    expect(sheets.map(({ judgement }) => judgement)).toEqual(sheets.map(() => 'not-report'))
    expect(found.asked.filter((path) => /3650588|3660001|3560001|3460001/.test(path))).toEqual([])
    const ofSheets = await outcomesAt(found.night, ...sheets.map(({ url }) => new URL(url).pathname))
    tellOutcome('4 not_report', ofSheets)
  })

  test('nasty 34: the menu before the list is not the list', async () => {
    const paths = found.crawl.readings.flatMap(({ entries }) => entries.map(({ url }) => new URL(url).pathname))
    expect(paths.filter((path) => path.startsWith('/zfxxgk/'))).toEqual([])
    tellOutcome('3 ok, not_report', await outcomesIn(found.night))
  })

  test('nasty 35: what shows of a menu in comments is not followed', async () => {
    expect(found.asked.filter((path) => path.startsWith('/old/'))).toEqual([])
    expect(found.crawl.readings.flatMap(({ entries }) => entries.filter(({ url }) => url.includes('/old/')))).toEqual([])
    tellOutcome('3 ok, not_report', await outcomesIn(found.night))
  })

  test('nasty 65: of two hundred addresses in a select none is asked', async () => {
    expect(found.asked.toSorted()).toEqual(
      ['/nb/', '/ndgzbb/', '/2026/01-26/3653721.html', '/2026/01-23/3652898.html', '/2025/01-22/3550001.html'].toSorted(),
    )
    tellOutcome('3 ok, 4 not_report', [...(await outcomesIn(found.night, 0)), ...(await outcomesIn(found.night, 1))])
  })
})
