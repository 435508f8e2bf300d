import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as accounts from '../../db/accounts.ts'
import * as portalTries from '../../db/portal-tries.ts'
import { importRegistry } from '../../db/registry.ts'
import { paperWriter } from '../../src/cli/paper-writer.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { assetPath } from '../../src/review/assets.ts'
import { openOidc } from '../../src/review/oidc.ts'
import type { Route } from '../../src/review/permissions.ts'
import { serveReview } from '../../src/review/serve-review.ts'
import { releaseAs } from '../release/release-rows.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { samplePage } from './sample-page.ts'
import { addAccount } from './sign-in.ts'

export type EveryRoute = {
  readonly filled: Filled
  readonly app: ReviewApp
  readonly site: Awaited<ReturnType<typeof serveReview>>
  /** An account that nobody of the test signs in with. */
  readonly spare: accounts.Account
  /** Every pattern that the app answers, as it is registered. */
  readonly served: () => Route[]
  /** An address of a route, of something of the district 云河区. @throws Error where a part of it has no value here */
  readonly addressOf: (route: Route) => string
  readonly close: () => Promise<void>
}

/** The review pages with everything switched on, and something behind each route: of the district 云河区; 别处 is empty. */
export async function openEveryRoute(): Promise<EveryRoute> {
  const filled = await fillDatabase()
  const { db } = filled
  const releaseFolder = await mkdtemp(join(tmpdir(), 'gouji-every-route-'))
  await importRegistry(db, {
    districts: [{ id: 'elsewhere', name: '别处', deadlines: [], holidays: [], rules: {}, years: [2023] }],
    authorities: [],
    portals: [],
  })
  const spare = await addAccount(db, { role: 'administrator' })
  const oidc = openOidc({
    issuer: 'http://127.0.0.1:9',
    clientId: 'gouji',
    clientSecret: null,
    loginClaim: 'sub',
    newcomers: null,
    publicUrl: null,
  })
  const app = createReviewApp({
    ...filled.desks,
    db,
    snapshots: filled.snapshots,
    thisMachine: false,
    oidc,
    metrics: { text: async () => '', token: null },
    releaseFolder,
    writeEvidence: async () => 'nothing' as const,
    writePaper: paperWriter(db, { folder: '/nowhere', site: null, chromiumPath: null }),
    board: async () => ({ fetch: () => new Response('the board') }),
  })
  const site = await serveReview({ app, host: '127.0.0.1', port: 0 })
  const screenshot = await crawlWithScreenshot(filled)
  const finding = await db.selectFrom('findings').select('id').where('rule', '=', 'T3-01').executeTakeFirstOrThrow()
  const report = await db
    .selectFrom('report_versions')
    .select('sha256')
    .where('id', '=', filled.finance.versionId)
    .executeTakeFirstOrThrow()
  await filled.publish('finance', samplePage({ authority: '云河区财政局', raw: { 't3.result_total.total': '16' } }))
  const tried = await portalTries.add(db, {
    url: 'https://www.yunhe.example/nianbao/',
    district: 'yunhe',
    authority: null,
    by: { name: '张三', account: null },
  })
  const selection = { years: null, districts: ['yunhe'], authorities: null }
  await releaseAs(db, join(releaseFolder, '2023.1'), { selection, recorded: true })
  const ids: Readonly<Record<string, string>> = {
    findings: String(finding.id),
    reports: String(filled.finance.reportId),
    portals: 'portal',
    'portal-tries': String(tried),
    runs: '1',
    releases: '2023.1',
    accounts: String(spare.id),
  }

  const addressOf = (route: Route) => {
    const [, pattern = ''] = route.split(' ')
    const first = pattern.replace('/api/v1', '').split('/')[1] ?? ''
    const values: Readonly<Record<string, string | undefined>> = {
      id: ids[first] ?? '1',
      sha256: first === 'screenshots' ? screenshot : report.sha256,
      district: 'yunhe',
      year: '2023',
      authority: 'finance',
      kind: first === 'papers' ? 'ledger' : 'authority',
      name: 'authorities.csv',
      token: 'no-such-token',
      misreading: '1',
      table: 'reports',
    }
    const rest = first === 'releases' ? '/CHANGES.md' : '/static/x.js'
    const path = pattern === '/assets/*' ? assetPath('style.css') : pattern.replace('/*', rest)
    const filledIn = path.replace(/:([a-z0-9]+)/g, (_, name: string) => {
      const value = values[name]
      if (value === undefined) throw new Error(`${route}: give :${name} a value in every-route.ts`)
      return encodeURIComponent(value)
    })
    if (pattern.endsWith('/view')) return `${filledIn}?version=${filled.finance.versionId}`
    return pattern === '/registry-export/:name' ? `${filledIn}?district=yunhe` : filledIn
  }

  return {
    filled,
    app,
    site,
    spare,
    served: () => [
      ...new Set(app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}` as Route)),
    ],
    addressOf,
    close: async () => {
      await site.close()
      await filled.close()
      await rm(releaseFolder, { recursive: true, force: true })
    },
  }
}

/** A crawl that ended before a puzzle, whose picture was kept. */
async function crawlWithScreenshot({ db, snapshots }: Filled): Promise<string> {
  const screenshot = await snapshots.put(Buffer.from(ONE_PIXEL, 'base64'))
  const url = 'https://www.yunhe.example/'
  const problem = { code: 'needs-human', message: 'm', url, kept: [{ kind: 'screenshot', sha256: screenshot }] }
  await db
    .insertInto('portal_crawls')
    .values({ run_id: 1, portal_id: 'portal', state: 'complete', ended_at: new Date(), problems: JSON.stringify([problem]) })
    .execute()
  return screenshot
}

/** A PNG of one pixel. */
const ONE_PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
