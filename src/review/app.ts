import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import type { Db } from '../../db/connect.ts'
import { SnapshotMissing, type SnapshotStore } from '../../db/snapshot-store.ts'
import { LEAST_KEY_LENGTH, officerOnly } from './access.ts'
import { serveAsset } from './assets.ts'
import type { CrawlDesk, RegistryDesk } from './desk.ts'
import { filingEvidence, reportEvidence, type WriteEvidence } from './evidence-download.ts'
import { filingBoard, filingChoice } from './filing-board.ts'
import { findingDecide } from './finding-decide.ts'
import { findingList } from './finding-list.ts'
import { findingPage } from './finding-page.ts'
import { safeHeaders } from './headers.ts'
import { alive, ready } from './health.ts'
import { chosenLanguage } from './language.ts'
import { metricsPage } from './metrics.ts'
import { overview } from './overview.ts'
import { pagePicture } from './page-picture.ts'
import { plainPage } from './plain-page.ts'
import { portalList } from './portal-list.ts'
import { portalPage, portalTryNow } from './portal-page.ts'
import { BOARD_PATH, type QueueBoard, queueBoard } from './queue-board.ts'
import type { ReadingDesk } from './reading-desk.ts'
import { registryDistrict } from './registry-district.ts'
import { entryForm, entrySave } from './registry-edit.ts'
import { IMPORT_LIMIT, importConfirm, importPreview, registryExport } from './registry-import.ts'
import { registryList } from './registry-list.ts'
import { reportList } from './report-list.ts'
import { reportPage } from './report-page.ts'
import { BadRequest, NotFound } from './request.ts'
import { runList } from './run-list.ts'
import { runCancel, runPage, runResume } from './run-page.ts'
import { ownPagesOnly } from './same-origin.ts'
import { screenshot } from './screenshot.ts'
import { snapshotDownload } from './snapshot-download.ts'
import { snapshotView } from './snapshot-view.ts'
import { type AnsweredRequest, tellRequests } from './tell-requests.ts'
import { tryAdd, tryList } from './try-list.ts'
import { tryPage, trySave } from './try-page.ts'
import type { ReviewEnv } from './visitor.ts'

export type ReviewDeps = {
  readonly db: Db
  readonly snapshots: SnapshotStore
  /** Null: only this machine may connect, and decisions are recorded as made on it. */
  readonly accessKey: string | null
  readonly desk: RegistryDesk
  readonly crawls: CrawlDesk
  /** What Prometheus reads at /metrics; `token` opens it without being an officer's key. Absent: there is no such page. */
  readonly metrics?: { readonly text: () => Promise<string>; readonly token: string | null }
  /** Absent: evidence is written by `gouji evidence` only. */
  readonly writeEvidence?: WriteEvidence
  /** Reads files again for the pages. Absent: originals that are no pages of a site can only be downloaded. */
  readonly reading?: ReadingDesk
  /** The dashboard of the queues. Absent: there is no such page. */
  readonly board?: QueueBoard
  /** Told of every request to a page. Absent: no traces are made. */
  readonly onAnswer?: ((answered: AnsweredRequest) => void) | undefined
  /** Told of every request that failed by our mistake. */
  readonly onError?: (error: Error, path: string) => void
}

export type ReviewApp = Hono<ReviewEnv> & { readonly needsKey: boolean }

const BODY_LIMIT = 64 * 1024

/** PostgreSQL holds no text with a zero in it, so that no address can mean one. */
const withoutZeros: MiddlewareHandler<ReviewEnv> = async (c, next) => {
  if (c.req.url.includes('%00')) throw new BadRequest('a zero in the address')
  return next()
}

/** The review pages as one HTTP application. @throws Error when the key is too short to be one */
export function createReviewApp({
  db,
  snapshots,
  accessKey,
  desk,
  crawls,
  metrics,
  writeEvidence,
  board,
  onAnswer,
  reading,
  onError,
}: ReviewDeps): ReviewApp {
  if (accessKey !== null && accessKey.length < LEAST_KEY_LENGTH)
    throw new Error(`GOUJI_ACCESS_KEY has ${accessKey.length} characters. Give it ${LEAST_KEY_LENGTH} or more, chosen at random.`)

  const app = new Hono<ReviewEnv>()
  if (onAnswer) app.use(tellRequests(onAnswer))
  app.use(safeHeaders)
  app.get('/healthz', alive)
  app.get('/readyz', ready(db))
  app.get('/assets/*', serveAsset)
  if (metrics?.token) app.get('/metrics', metricsPage(metrics))
  app.use(chosenLanguage)
  app.use(officerOnly(accessKey))
  app.use(ownPagesOnly)
  const tooLarge = (c: Context<ReviewEnv>) => plainPage(c, 413, 'tooLarge')
  const [small, large] = [BODY_LIMIT, IMPORT_LIMIT].map((maxSize) => bodyLimit({ maxSize, onError: tooLarge }))
  app.use((c, next) => (c.req.path.startsWith('/registry-import') ? large : small)!(c, next))
  app.use(withoutZeros)

  if (metrics) app.get('/metrics', metricsPage({ ...metrics, token: null }))
  if (board) app.on(['GET', 'PUT'], [BOARD_PATH, `${BOARD_PATH}/*`], queueBoard(board))
  app.get('/', overview(db))
  app.get('/findings', findingList(db))
  app.get('/findings/:id', findingPage(db))
  app.post('/findings/:id/decisions', findingDecide(db))
  app.get('/reports', reportList(db))
  app.get('/reports/:id', reportPage(db))
  if (writeEvidence) {
    app.get('/reports/:id/evidence.wacz', reportEvidence(writeEvidence))
    app.get('/filings/:authority/:year/evidence.wacz', filingEvidence(writeEvidence))
  }
  app.get('/filings', filingChoice(db))
  app.get('/filings/:district/:year', filingBoard(db))
  app.get('/portals', portalList(db))
  app.get('/portals/:id', portalPage(db, crawls))
  app.post('/portals/:id/crawl', portalTryNow(db, crawls))
  app.get('/portal-tries', tryList(db))
  app.post('/portal-tries', tryAdd(db, desk, crawls))
  app.get('/portal-tries/:id', tryPage(db, desk))
  app.post('/portal-tries/:id/save', trySave(db, desk))
  app.get('/screenshots/:sha256', screenshot(db, snapshots))
  app.get('/registry', registryList(db))
  app.get('/registry-export/:name', registryExport(db, desk))
  app.post('/registry-import', importPreview(db, desk))
  app.post('/registry-import/confirm', importConfirm(db, desk))
  app.get('/registry/:district', registryDistrict(db))
  app.get('/registry/:district/:kind', entryForm(db, desk))
  app.post('/registry/:district/:kind', entrySave(db, desk, { retires: false }))
  app.post('/registry/:district/:kind/retire', entrySave(db, desk, { retires: true }))
  app.get('/runs', runList(db, { hasBoard: board !== undefined }))
  app.get('/runs/:id', runPage(db, crawls))
  app.post('/runs/:id/cancel', runCancel(db, crawls))
  app.post('/runs/:id/resume', runResume(db, crawls))
  app.get('/snapshots/:sha256', snapshotDownload(db, snapshots))
  app.get('/snapshots/:sha256/view', snapshotView(db, snapshots, reading))
  app.get('/snapshots/:sha256/pages/:page', pagePicture(snapshots, reading))

  app.notFound((c) => plainPage(c, 404, 'notFound'))
  app.onError((error, c) => {
    if (error instanceof NotFound) return plainPage(c, 404, 'notFound')
    if (error instanceof SnapshotMissing) return plainPage(c, 404, 'snapshotMissing')
    if (error instanceof BadRequest) return plainPage(c, 400, 'badRequest')
    if (error instanceof HTTPException && error.status < 500) return plainPage(c, 400, 'badRequest')
    onError?.(error, c.req.path)
    return plainPage(c, 500, 'failed')
  })
  return Object.assign(app, { needsKey: accessKey !== null })
}
