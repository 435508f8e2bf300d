import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as apiTokens from '../../db/api-tokens.ts'
import type { Route } from '../../src/review/permissions.ts'
import { openPerson } from '../e2e/person.ts'
import { type EveryRoute, openEveryRoute } from './every-route.ts'
import { launchBrowser } from './review-browser.ts'
import { addAccount, cookieOf } from './sign-in.ts'
import { openSlowLine, type SlowLine } from './slow-line.ts'

type OfRoutes<Value> = Partial<Readonly<Record<Route, Value>>>

/** What is asked for by GET and is no page of its own, and its media type; null: it leads elsewhere. The API is besides. */
const NO_PAGES: OfRoutes<string | null> = {
  'GET /healthz': 'text/plain',
  'GET /readyz': 'text/plain',
  'GET /metrics': 'text/plain',
  'GET /assets/*': 'text/css',
  'GET /sign-in/oidc': null,
  'GET /filings': null,
  // A library's own pages, behind a link.
  'GET /queues': 'text/plain',
  'GET /queues/*': 'text/plain',
  // A piece of the list of findings.
  'GET /finding-counts': 'text/html',
  // A page of somebody else, shown in a frame.
  'GET /snapshots/:sha256/view': 'text/html',
  'GET /snapshots/:sha256': 'application/octet-stream',
  'GET /screenshots/:sha256': 'image/png',
  'GET /misreadings.jsonl': 'application/x-ndjson',
  'GET /papers/:kind': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'GET /registry-export/:name': 'text/csv',
  'GET /releases/:id/files/*': 'text/markdown',
  'GET /api/openapi.json': 'application/json',
}

/** Pages of who is not signed in yet. */
const ENTRANCES: readonly Route[] = ['GET /sign-in', 'GET /sign-in/oidc/callback', 'GET /first/:token', 'GET /invitation/:token']

/** Where the page is that something is not there, or not as it should be. */
const REFUSALS: OfRoutes<number> = {
  'GET /sign-in/oidc/callback': 422,
  'GET /first/:token': 404,
  'GET /invitation/:token': 404,
  'GET /reports/:id/evidence.wacz': 404,
  'GET /filings/:authority/:year/evidence.wacz': 404,
}

/** What follows the address of a page for its other states. */
const STATES: OfRoutes<readonly string[]> = {
  'GET /': ['?district=yunhe&year=2023'],
  'GET /findings': ['?verdict=fail&status=undecided&q=%E8%A1%A8%E4%B8%89', '?q=nothing-of-the-kind'],
  'GET /reports': ['?year=2023&district=yunhe', '?q=nothing-of-the-kind'],
  'GET /filings/:district/:year': ['?status=not-found'],
  'GET /papers': ['?district=yunhe&authority=finance&year=2023'],
  'GET /registry/:district/:kind': ['?id=finance', '?id=water'],
}

let world: EveryRoute
let line: SlowLine
let browser: Browser
let signedIn: string
beforeAll(async () => {
  ;[world, browser] = await Promise.all([openEveryRoute(), launchBrowser()])
  line = await openSlowLine(world.site.url)
  const { db } = world.filled
  const account = await addAccount(db, { role: 'administrator', name: '钱毅' })
  await apiTokens.make(db, { account: account.id, name: '每日导出', role: 'viewer', days: 30 })
  signedIn = (await cookieOf(db, account)).plain
})
afterAll(async () => {
  await browser?.close()
  await line?.close()
  await world?.close()
})

const asked = () => world.served().filter((route) => route.startsWith('GET ') && !route.startsWith('GET /api/v1/'))

test('what is asked for by GET is a page, or of a kind that the table names', async () => {
  const kindOf = async (route: Route): Promise<string | null> => {
    const headers = { accept: 'text/html', ...(!ENTRANCES.includes(route) && { cookie: signedIn }) }
    const response = await fetch(world.site.url + world.addressOf(route), { headers, redirect: 'manual' })
    await response.body?.cancel()
    return response.headers.get('content-type')?.split(';')[0] ?? null
  }
  const told = await Promise.all(asked().map(async (route) => [route, await kindOf(route)] as const))
  const wanted = asked().map((route) => [route, route in NO_PAGES ? NO_PAGES[route] : 'text/html'])
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(wanted))
})

test.each([
  ['zh-CN', 'zh-CN'],
  ['en-GB', 'en'],
] as const)(
  'every page in %s stands up to axe on a desk and a phone, by day and night, says what it is, and does not jump on a slow line',
  async (locale, lang) => {
    const [officer, stranger] = await Promise.all(
      [signedIn, ''].map((cookie) => openPerson(browser, { home: line.url, locale, ...(cookie && { cookie }) })),
    )
    for (const person of [officer, stranger]) await person?.goes(`/sign-in?lang=${lang.slice(0, 2)}`)
    const faults: string[] = []
    for (const route of asked().filter((route) => !(route in NO_PAGES))) {
      const { goes, page } = (ENTRANCES.includes(route) ? stranger : officer)!
      for (const state of ['', ...(STATES[route] ?? [])]) {
        const address = world.addressOf(route) + state
        const status = await goes(address)
        const told = await page.evaluate(() => ({
          lang: document.documentElement.lang,
          heads: document.querySelectorAll('h1').length,
          title: document.title,
        }))
        const { heads, title } = told
        if (status !== (REFUSALS[route] ?? 200)) faults.push(`${address}: ${status}`)
        if (told.lang !== lang) faults.push(`${address} is in ${told.lang}`)
        if (heads !== 1) faults.push(`${address} has ${heads} main headings`)
        if (!/\S · \S/.test(title)) faults.push(`${address} has the title “${title}”`)
      }
    }
    await Promise.all([officer?.leaves(), stranger?.leaves()])
    expect(faults).toEqual([])
  },
  600_000,
)
