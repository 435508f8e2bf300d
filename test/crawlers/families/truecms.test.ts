import { afterEach, expect, test } from 'vitest'
import { crawlPortal } from '../../../src/crawlers/crawl-portal.ts'
import { tellOutcome } from '../../nasty.ts'
import { hanwebEntries } from '../../portals/hosts/hanweb.ts'
import { COLUMN, truecmsHost } from '../../portals/hosts/truecms.ts'
import { outcomesOfColumns } from '../outcomes.ts'
import { memoryIo, portalOf, type Routes, type Site, serve } from '../serve.ts'

const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function crawl(routes: Routes) {
  const site = await serve(routes)
  sites.push(site)
  const { portal, registry } = portalOf(site, [{ url: site.url(COLUMN), authorities: 'all' }])
  return { ...(await crawlPortal(portal, registry, memoryIo(), { chromiumPath: null, contact: null })), site }
}

test('nasty 44: rows in a hidden element, then as XML in JSON in a call', async () => {
  const entries = hanwebEntries(140)
  const { readings, captures, problems, family, site } = await crawl(truecmsHost(entries, 'works'))
  expect(problems).toEqual([])
  expect(family).toBe('truecms')
  expect(readings).toMatchObject([{ complete: true, declared: 149, pages: 3 }])
  expect(readings[0]?.entries.map(({ url, date }) => [new URL(url).pathname, date])).toEqual(
    entries.map(({ href, date }) => [href, date]),
  )
  expect(captures.length).toBe(9)
  expect(site.log.filter(({ path }) => path.includes('getMessage.do')).length).toBe(2)
  tellOutcome('ok', outcomesOfColumns(readings))
})

test('a site that answers with 404 to whoever asks for many rows at once is asked for fewer', async () => {
  const entries = hanwebEntries(140)
  const { readings, problems } = await crawl(truecmsHost(entries, 'works', 20))
  expect(problems).toEqual([])
  expect(readings).toMatchObject([{ complete: true }])
  expect(readings[0]?.entries.length).toBe(149)
})

test('an endpoint that is gone leaves the first rows, and a reading that says so', async () => {
  const entries = hanwebEntries(140)
  const { readings, problems } = await crawl(truecmsHost(entries, 'gone'))
  expect(readings).toMatchObject([{ complete: false, declared: 149 }])
  expect(readings[0]?.entries.length).toBe(59)
  expect(readings[0]?.problem).toBe(
    'the list breaks off before page 2, after 59 of 149 entries: the page does not exist (HTTP 404)',
  )
  expect(problems).toMatchObject([{ code: 'gone' }])
})

test('a list that fits into its first screen is whole without the endpoint', async () => {
  const { readings, problems } = await crawl(truecmsHost(hanwebEntries(20), 'gone'))
  expect(problems).toEqual([])
  expect(readings).toMatchObject([{ complete: true }])
})
