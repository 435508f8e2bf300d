import { afterAll, beforeAll, expect, test } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import type { PortalCrawl } from '../../src/model/crawl.ts'
import { EXPECTED } from '../portals/district/expected.ts'
import { type SamplePortals, startSamplePortals } from '../portals/start-sample-portals.ts'
import { memoryIo } from './serve.ts'

let sample: SamplePortals
let nights: readonly (readonly PortalCrawl[])[]
let requestsOfFirstNight: number

beforeAll(async () => {
  sample = await startSamplePortals({ basePort: 0, night: 1 })
  const { portals, ...rest } = readPortalsFile(sample.portalsYaml, 'portals.yaml')
  const io = memoryIo()
  const crawl = () =>
    Promise.all(
      portals.map((portal) =>
        crawlPortal({ ...portal, pace: 0 }, { ...rest, portals }, io, {
          chromiumPath: process.env['PLAYWRIGHT_CHROMIUM_PATH'] ?? null,
          contact: null,
        }),
      ),
    )
  const first = await crawl()
  requestsOfFirstNight = sample.log.length
  nights = [first, await crawl()]
})
afterAll(() => sample.close())

test('every column of the sample is read wholly, by two families', () => {
  for (const crawl of nights[0]!) {
    expect(crawl.problems).toEqual([])
    for (const { complete, columnUrl } of crawl.readings) expect(complete, columnUrl).toBe(true)
  }
  expect(new Set(nights[0]!.map(({ family }) => family))).toEqual(new Set(['trs-static', 'gongkai']))
})

test('look-alikes and reports of others are told by their titles', () => {
  const entries = nights[0]!.flatMap(({ readings }) => readings.flatMap((reading) => reading.entries))
  const titled = (judgement: string) => entries.filter((entry) => entry.judgement === judgement).map(({ title }) => title)
  expect(new Set(titled('not-report'))).toEqual(new Set(EXPECTED[1].refusedByTitle.notReport))
  expect(new Set(titled('foreign'))).toEqual(new Set(EXPECTED[1].refusedByTitle.foreign))
})

test('each capture is attributed, dated, and kept', () => {
  const captures = nights[0]!.flatMap((crawl) => crawl.captures)
  expect(captures.length).toBeGreaterThanOrEqual(EXPECTED[1].reports.total)
  for (const { authority, dates, url } of captures) {
    expect(authority, url).not.toBeNull()
    expect(
      dates.map(({ from }) => from),
      url,
    ).toContain('list')
  }
})

test('a second night without changes asks conditionally and gets no bodies', () => {
  const bodies = sample.log
    .slice(requestsOfFirstNight)
    .filter(({ status, url }) => status !== 304 && !url.endsWith('/robots.txt'))
  expect(bodies).toEqual([])
  expect(nights[1]!.map(({ captures }) => captures)).toEqual(nights[0]!.map(({ captures }) => captures))
  expect(nights[1]!.map(({ readings }) => readings)).toEqual(nights[0]!.map(({ readings }) => readings))
})
