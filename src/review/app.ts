import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import type { Db } from '../../db/connect.ts'
import { SnapshotMissing, type SnapshotStore } from '../../db/snapshot-store.ts'
import type { DecidingAct } from '../model/decision.ts'
import { firstCreate, firstPage, invitationAccept, invitationPage } from './account-entrance.ts'
import { accountInvite, accountList } from './account-list.ts'
import {
  accountChange,
  accountEndSessions,
  accountLink,
  accountLock,
  accountPage,
  accountUnlink,
  accountUnlock,
} from './account-page.ts'
import { serveApi } from './api/serve-api.ts'
import { serveAsset } from './assets.ts'
import { correctAuthority } from './correct-authority.ts'
import { correctDay } from './correct-day.ts'
import type { CrawlDesk, RegistryDesk } from './desk.ts'
import { filingEvidence, reportEvidence, type WriteEvidence } from './evidence-download.ts'
import { findingCounts } from './facet-rail.ts'
import { filingBoard, filingChoice } from './filing-board.ts'
import { filingMatrix } from './filing-matrix.ts'
import { findingActs, findingUndo } from './finding-acts.ts'
import { findingDecide } from './finding-decide.ts'
import { findingList } from './finding-list.ts'
import { findingPage } from './finding-page.ts'
import { guardedRoutes, requireGuards } from './guard.ts'
import { safeHeaders } from './headers.ts'
import { alive, ready } from './health.ts'
import { forgetTaken, heldDrop, heldPage } from './held-form.ts'
import { identify } from './identify.ts'
import { chosenLanguage } from './language.ts'
import { metricsPage } from './metrics.ts'
import { misreadCell, misreadingSettle } from './misread-cell.ts'
import { misreadingExport, misreadingList } from './misreading-list.ts'
import { changePassword, endSessions, makeToken, myAccount, revokeToken } from './my-account.ts'
import type { OidcDesk } from './oidc.ts'
import { oidcLink, oidcReturn, oidcSetOut } from './oidc-sign-in.ts'
import { overview } from './overview.ts'
import { paperDownload, type WritePaper } from './paper-download.ts'
import { paperList } from './paper-list.ts'
import { plainPage } from './plain-page.ts'
import { portalList } from './portal-list.ts'
import { portalPage, portalTryNow } from './portal-page.ts'
import { type QueueBoard, queueBoard } from './queue-board.ts'
import type { ReadingDesk } from './reading-desk.ts'
import { registryDistrict } from './registry-district.ts'
import { entryForm, entrySave } from './registry-edit.ts'
import { IMPORT_LIMIT, importConfirm, importPreview, registryExport } from './registry-import.ts'
import { registryList } from './registry-list.ts'
import { releaseFile } from './release-files.ts'
import { releaseList } from './release-list.ts'
import { releasePage } from './release-page.ts'
import { releaseTable } from './release-table.ts'
import { reportList } from './report-list.ts'
import { reportPage } from './report-page.ts'
import { BadRequest, NotFound } from './request.ts'
import { runList } from './run-list.ts'
import { runCancel, runPage, runResume } from './run-page.ts'
import { ownPagesOnly } from './same-origin.ts'
import { viewChange, viewRemove, viewSave } from './saved-views.ts'
import { screenshot } from './screenshot.ts'
import { signIn, signInPage, signOut } from './sign-in.ts'
import { snapshotDownload } from './snapshot-download.ts'
import { snapshotView } from './snapshot-view.ts'
import { type AnsweredRequest, tellRequests } from './tell-requests.ts'
import { tryAdd, tryList } from './try-list.ts'
import { tryPage, trySave } from './try-page.ts'
import { versionCompare } from './version-compare.ts'
import type { ReviewEnv } from './visitor.ts'

export type ReviewDeps = {
  readonly db: Db
  readonly snapshots: SnapshotStore
  /** The pages are served on loopback only: as long as nobody has an account, this machine may do everything. */
  readonly thisMachine: boolean
  /** Acts on findings that hold only after a second person has approved. Absent: none. */
  readonly secondApprover?: readonly DecidingAct[]
  readonly desk: RegistryDesk
  readonly crawls: CrawlDesk
  /** What Prometheus reads at /metrics; only `token` opens it, where there is one. Absent: there is no such page. */
  readonly metrics?: { readonly text: () => Promise<string>; readonly token: string | null }
  /** Absent: evidence is written by `gouji evidence` only. */
  readonly writeEvidence?: WriteEvidence
  /** Absent: papers are written by `gouji papers` only. */
  readonly writePaper?: WritePaper
  /** Reads files again for the pages. Absent: originals that are no pages of a site can only be downloaded. */
  readonly reading?: ReadingDesk
  /** The dashboard of the queues. Absent: there is no such page. */
  readonly board?: QueueBoard
  /** Where releases lie, each in a folder of its version. Absent: only what is recorded of them is shown. */
  readonly releaseFolder?: string
  /** The identity provider by which people may sign in. Absent: by passwords alone. */
  readonly oidc?: OidcDesk | undefined
  /** Whether people may sign in by passwords. Absent: yes. Links made on this machine work all the same. */
  readonly passwords?: boolean
  /** Told of every request to a page. Absent: no traces are made. */
  readonly onAnswer?: ((answered: AnsweredRequest) => void) | undefined
  /** Told of every request that failed by our mistake. */
  readonly onError?: (error: Error, path: string) => void
}

export type ReviewApp = Hono<ReviewEnv> & { readonly isForThisMachine: boolean }

const BODY_LIMIT = 64 * 1024

/** A path as it may be logged: links that work once stand in some. */
function withoutToken(path: string): string {
  return path.replace(/^\/(first|invitation)\/.+/, '/$1/…')
}

/** PostgreSQL holds no text with a zero in it, so that no address can mean one. */
const withoutZeros: MiddlewareHandler<ReviewEnv> = async (c, next) => {
  if (c.req.url.includes('%00')) throw new BadRequest('a zero in the address')
  return next()
}

/** The review pages as one HTTP application. */
export function createReviewApp({
  db,
  snapshots,
  thisMachine,
  secondApprover = [],
  oidc,
  passwords = true,
  desk,
  crawls,
  metrics,
  writeEvidence,
  writePaper,
  board,
  onAnswer,
  reading,
  releaseFolder = '',
  onError,
}: ReviewDeps): ReviewApp {
  const rereading = reading ? { snapshots, reading } : null
  const ways = { outside: oidc !== undefined, passwords }
  const app = new Hono<ReviewEnv>()
  const page = guardedRoutes(app, db)
  if (onAnswer) app.use(tellRequests(onAnswer))
  app.use(safeHeaders)
  page('GET /healthz', alive)
  page('GET /readyz', ready(db))
  page('GET /assets/*', serveAsset)
  if (metrics?.token) app.use('/metrics', metricsPage(metrics))
  app.use(chosenLanguage)
  app.use(identify(db, { thisMachine }))
  app.use(ownPagesOnly)
  app.use(async (c, next) => {
    c.set('secondApprover', secondApprover)
    c.set('ways', ways)
    return next()
  })
  const tooLarge = (c: Context<ReviewEnv>) => plainPage(c, 413, 'tooLarge')
  const [small, large] = [BODY_LIMIT, IMPORT_LIMIT].map((maxSize) => bodyLimit({ maxSize, onError: tooLarge }))
  app.use((c, next) => (c.req.path.startsWith('/registry-import') ? large : small)!(c, next))
  app.use(withoutZeros)
  app.use(forgetTaken(db))

  page('GET /sign-in', signInPage(db))
  page('POST /sign-in', signIn(db))
  page('POST /sign-out', signOut(db))
  if (oidc) {
    const outside = { db, oidc, onError: (error: Error, path: string) => onError?.(error, path) }
    page('GET /sign-in/oidc', oidcSetOut(outside))
    page('GET /sign-in/oidc/callback', oidcReturn(outside))
    page('POST /account/oidc', oidcLink(outside))
    page('POST /accounts/:id/oidc/unlink', accountUnlink(db))
  }
  page('GET /first/:token', firstPage(db))
  page('POST /first/:token', firstCreate(db))
  page('GET /invitation/:token', invitationPage(db))
  page('POST /invitation/:token', invitationAccept(db))
  page('GET /account', myAccount(db))
  page('POST /account/password', changePassword(db))
  page('POST /account/sessions/end', endSessions(db))
  page('POST /account/tokens', makeToken(db))
  page('POST /account/tokens/:id/revoke', revokeToken(db))
  page('GET /account/held', heldPage(db))
  page('POST /account/held/:id/drop', heldDrop(db))
  page('GET /accounts', accountList(db))
  page('POST /accounts', accountInvite(db))
  page('GET /accounts/:id', accountPage(db))
  page('POST /accounts/:id', accountChange(db))
  page('POST /accounts/:id/lock', accountLock(db))
  page('POST /accounts/:id/unlock', accountUnlock(db))
  page('POST /accounts/:id/link', accountLink(db))
  page('POST /accounts/:id/sessions/end', accountEndSessions(db))

  if (metrics) page('GET /metrics', metricsPage({ ...metrics, token: null }))
  if (board)
    for (const route of ['GET /queues', 'GET /queues/*', 'PUT /queues', 'PUT /queues/*'] as const) page(route, queueBoard(board))
  page('GET /', overview(db))
  page('GET /findings', findingList(db))
  page('GET /finding-counts', findingCounts(db))
  page('POST /finding-acts', findingActs(db))
  page('POST /finding-acts/undo', findingUndo(db))
  page('POST /saved-views', viewSave(db))
  page('POST /saved-views/:id', viewChange(db))
  page('POST /saved-views/:id/remove', viewRemove(db))
  page('GET /findings/:id', findingPage(db, rereading))
  page('POST /findings/:id/decisions', findingDecide(db))
  page('GET /reports', reportList(db))
  page('GET /reports/:id', reportPage(db, rereading))
  page('GET /reports/:id/versions', versionCompare(db))
  page('POST /reports/:id/misreadings', misreadCell(db))
  page('POST /reports/:id/misreadings/:misreading/settle', misreadingSettle(db))
  page('POST /reports/:id/corrections', correctDay(db, crawls))
  page('POST /reports/:id/authority', correctAuthority(db, crawls))
  page('GET /misreadings', misreadingList(db))
  page('GET /misreadings.jsonl', misreadingExport(db))
  if (writeEvidence) {
    page('GET /reports/:id/evidence.wacz', reportEvidence(writeEvidence))
    page('GET /filings/:authority/:year/evidence.wacz', filingEvidence(writeEvidence))
  }
  if (writePaper) {
    page('GET /papers', paperList(db))
    page('GET /papers/:kind', paperDownload(db, writePaper))
  }
  page('GET /filings', filingChoice(db))
  page('GET /filings/:district', filingMatrix(db))
  page('GET /filings/:district/:year', filingBoard(db))
  page('GET /portals', portalList(db))
  page('GET /portals/:id', portalPage(db, crawls))
  page('POST /portals/:id/crawl', portalTryNow(db, crawls))
  page('GET /portal-tries', tryList(db))
  page('POST /portal-tries', tryAdd(db, desk, crawls))
  page('GET /portal-tries/:id', tryPage(db, desk))
  page('POST /portal-tries/:id/save', trySave(db, desk))
  page('GET /screenshots/:sha256', screenshot(db, snapshots))
  page('GET /registry', registryList(db))
  page('GET /registry-export/:name', registryExport(db, desk))
  page('POST /registry-import', importPreview(db, desk))
  page('POST /registry-import/confirm', importConfirm(db, desk))
  page('GET /registry/:district', registryDistrict(db))
  page('GET /registry/:district/:kind', entryForm(db, desk))
  page('POST /registry/:district/:kind', entrySave(db, desk, { retires: false }))
  page('POST /registry/:district/:kind/retire', entrySave(db, desk, { retires: true }))
  page('GET /releases', releaseList(db))
  page('GET /releases/:id', releasePage(db, releaseFolder))
  page('GET /releases/:id/tables/:table', releaseTable(db, releaseFolder))
  page('GET /releases/:id/files/*', releaseFile(db, releaseFolder))
  page('GET /runs', runList(db, { hasBoard: board !== undefined }))
  page('GET /runs/:id', runPage(db, crawls))
  page('POST /runs/:id/cancel', runCancel(db, crawls))
  page('POST /runs/:id/resume', runResume(db, crawls))
  page('GET /snapshots/:sha256', snapshotDownload(db, snapshots))
  page('GET /snapshots/:sha256/view', snapshotView(db, snapshots, reading))

  serveApi(page, { db, crawls })

  app.notFound((c) => plainPage(c, 404, 'notFound'))
  app.onError((error, c) => {
    if (error instanceof NotFound) return plainPage(c, 404, 'notFound')
    if (error instanceof SnapshotMissing) return plainPage(c, 404, 'snapshotMissing')
    if (error instanceof BadRequest) return plainPage(c, 400, 'badRequest')
    if (error instanceof HTTPException && error.status < 500) return plainPage(c, 400, 'badRequest')
    onError?.(error, withoutToken(c.req.path))
    return plainPage(c, 500, 'failed')
  })
  requireGuards(app)
  return Object.assign(app, { isForThisMachine: thisMachine })
}
