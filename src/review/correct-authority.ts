import type { Context, Handler } from 'hono'
import { z } from 'zod'
import * as authorityCorrections from '../../db/authority-corrections.ts'
import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import * as reports from '../../db/reports.ts'
import type { ReportFiler } from '../model/correction.ts'
import { reaches } from '../model/role.ts'
import { fingerprintOf } from '../rules/fingerprint.ts'
import { actorOf, reachOf } from './acting.ts'
import { AUTHORITY_ID, authorityForm, type Movable, type TypedAuthority } from './authority-form.ts'
import { isWebAddress, TEXT } from './correct-day.ts'
import { correctionWords } from './correction-words.ts'
import type { CrawlDesk } from './desk.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { BadRequest, found, parsedOrBad, pathPart, ROW_ID } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

const FORM = z.object({
  act: z.enum(['correct', 'withdraw']),
  expected: z.coerce.number().int().min(0),
  authority: TEXT,
  note: TEXT,
  evidence: TEXT,
})

/** Records whose report it is by what a person says, or that what was read holds again, and judges the filings of both by it at once. */
export function correctAuthority(db: Db, { refile }: Pick<CrawlDesk, 'refile'>): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = correctionWords(visitor)
    const report = found(await reports.get(db, pathPart(c, 'id', ROW_ID)))
    const form = await c.req.parseBody().catch(() => {
      throw new BadRequest('no form')
    })
    const sent = parsedOrBad(FORM, form)
    const moves = await authorityCorrections.ofReport(db, report.id)
    const about = { report, moves }
    const holding = moves.at(-1)?.after ?? null
    const refuse = (status: 409 | 422, problem: string, more: Html | null = null) =>
      ask(c, visitor, about, { status, problem, more, typed: sent })
    if (sent.note === '') return refuse(422, words.problems.note)
    if (sent.evidence !== '' && !isWebAddress(sent.evidence)) return refuse(422, words.problems.evidence)
    if (sent.act === 'withdraw' && holding === null) return refuse(422, words.problems.notCorrected)
    if (sent.act === 'withdraw' && !reaches(reachOf(visitor), moves[0]!.before.districtId)) return refuse(422, words.noAuthority)
    const after = sent.act === 'withdraw' ? null : await authorityNamed(db, visitor, sent.authority)
    if (sent.act === 'correct' && after === null) return refuse(422, words.noAuthority)
    if (after?.filer === report.filer) return refuse(422, words.problems.unchanged)
    const moved = await authorityCorrections.move(db, {
      reportId: report.id,
      after,
      note: sent.note,
      evidence: sent.evidence || null,
      by: actorOf(visitor),
      expected: sent.expected,
      fingerprintOf,
    })
    if (moved.kind === 'changed-meanwhile') {
      const latest = { report, moves: await authorityCorrections.ofReport(db, report.id) }
      return ask(c, visitor, latest, { status: 409, problem: words.problems.meanwhile, more: null, typed: sent })
    }
    if (moved.kind === 'taken')
      return refuse(409, words.taken, html`<p><a href="/reports/${moved.report}">${words.toTaken}</a></p>`)
    const districts = new Set([moved.from.districtId, moved.to.districtId])
    for (const district of districts) if (district !== null) await refile({ district, year: moved.year })
    return c.redirect(`/reports/${report.id}#${AUTHORITY_ID}`, 303)
  }
}

/** The one registered authority that a text names by its id or its name, of the visitor's districts; null where there is none, or several. */
async function authorityNamed(db: Db, visitor: Visitor, text: string): Promise<ReportFiler | null> {
  if (text === '') return null
  const reach = reachOf(visitor)
  const { authorities } = await registry.loadRegistry(db, reach === null ? {} : { district: reach })
  const within = authorities.filter(({ district }) => reaches(reach, district))
  const byId = within.find(({ id }) => id === text)
  const byName = within.filter(({ name }) => name === text)
  const one = byId ?? (byName.length === 1 ? byName[0] : undefined)
  return one ? { filer: one.id, authorityId: one.id, authorityName: one.name, districtId: one.district } : null
}

type Asked = {
  readonly status: 409 | 422
  readonly problem: string
  readonly more: Html | null
  readonly typed: TypedAuthority
}

/** The form once more, with what was typed. */
function ask(c: Context<ReviewEnv>, visitor: Visitor, about: Movable, { status, problem, more, typed }: Asked) {
  const words = correctionWords(visitor)
  const body = html`<main class="narrow"><h1>${words.authorityForm}</h1><p class="problem" role="alert">${problem}</p>${more}
    ${authorityForm(visitor, about, typed)}<p><a href="/reports/${about.report.id}#${AUTHORITY_ID}">${words.back}</a></p></main>`
  return c.html(layout(visitor, { title: words.authorityForm, current: 'reports', body }), status)
}
