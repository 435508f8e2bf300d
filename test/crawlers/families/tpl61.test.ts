import { beforeAll, describe, expect, test } from 'vitest'
import { tpl61Host } from '../../portals/hosts/tpl61.ts'
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
  test('nasty 2: yearly papers on web sites are never entered as reports', () => {
    const sheets = found.crawl.readings.flatMap(({ entries }) => entries.filter(({ title }) => title.includes('网站')))
    expect(sheets.map(({ judgement }) => judgement)).toEqual(['not-report', 'not-report', 'not-report'])
    expect(found.asked.filter((path) => /3650588|3660001|3560001/.test(path))).toEqual([])
  })

  test('nasty 34: the menu before the list is not the list', () => {
    const paths = found.crawl.readings.flatMap(({ entries }) => entries.map(({ url }) => new URL(url).pathname))
    expect(paths.filter((path) => path.startsWith('/zfxxgk/'))).toEqual([])
  })

  test('nasty 35: what shows of a menu in comments is not followed', () => {
    expect(found.asked.filter((path) => path.startsWith('/old/'))).toEqual([])
  })

  test('nasty 65: of two hundred addresses in a select none is asked', () => {
    expect(found.asked.toSorted()).toEqual(
      ['/nb/', '/ndgzbb/', '/2026/01-26/3653721.html', '/2026/01-23/3652898.html', '/2025/01-22/3550001.html'].toSorted(),
    )
  })
})
