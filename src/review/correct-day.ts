import type { Context, Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as corrections from '../../db/corrections.ts'
import * as filings from '../../db/filings.ts'
import * as reports from '../../db/reports.ts'
import { actorOf } from './acting.ts'
import {
  CORRECTIONS_ID,
  type Correctable,
  correctionForm,
  dayAsRead,
  possibleDays,
  type TypedCorrection,
} from './correction-form.ts'
import { correctionWords } from './correction-words.ts'
import { formatDay } from './dates.ts'
import type { CrawlDesk } from './desk.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import { BadRequest, found, NotFound, parsedOrBad, pathPart, ROW_ID } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

// A form sends a line break as two characters, the page counts one. PostgreSQL holds no text with a zero in it.
export const TEXT = z
  .string()
  .default('')
  .transform((text) => text.replaceAll('\r\n', '\n').trim())
  .refine((text) => text.length <= 2000 && !text.includes('\0'))

const FORM = z.object({
  act: z.enum(['correct', 'withdraw']),
  expected: z.coerce.number().int().min(0),
  date: TEXT,
  note: TEXT,
  evidence: TEXT,
})
type Sent = z.infer<typeof FORM>

/** Records on which day a person says that a report was published, or that what was read holds again, and judges the filing by it at once. */
export function correctDay(db: Db, { refile }: Pick<CrawlDesk, 'refile'>): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const report = found(await reports.get(db, pathPart(c, 'id', ROW_ID)))
    const { authorityId, districtId, id, year } = report
    if (authorityId === null || districtId === null) throw new NotFound('a filing of the report')
    const form = await c.req.parseBody().catch(() => {
      throw new BadRequest('no form')
    })
    const sent = parsedOrBad(FORM, form)
    const [history, filing] = await Promise.all([corrections.ofReport(db, id), filings.get(db, authorityId, year)])
    const about = { report, corrections: history, filing }
    const problem = problemOf(visitor, about, sent)
    if (problem !== null) return ask(c, visitor, about, { status: 422, problem, typed: sent })
    const isRecorded = await corrections.record(db, {
      reportId: id,
      before: dayAsRead(about),
      after: sent.act === 'withdraw' ? null : { date: sent.date },
      note: sent.note,
      evidence: sent.evidence || null,
      by: actorOf(visitor),
      expected: sent.expected,
    })
    if (!isRecorded) {
      const latest = { ...about, corrections: await corrections.ofReport(db, id) }
      return ask(c, visitor, latest, { status: 409, problem: correctionWords(visitor).problems.meanwhile, typed: sent })
    }
    await refile({ district: districtId, year })
    return c.redirect(`/reports/${id}#${CORRECTIONS_ID}`, 303)
  }
}

/** What is missing or cannot be, in the visitor's language. */
function problemOf(visitor: Visitor, { report, corrections: history }: Correctable, sent: Sent): string | null {
  const { problems } = correctionWords(visitor)
  const holding = history.at(-1)?.after ?? null
  if (sent.note === '') return problems.note
  if (sent.evidence !== '' && !isWebAddress(sent.evidence)) return problems.evidence
  if (sent.act === 'withdraw') return holding === null ? problems.notCorrected : null
  const { from, to } = possibleDays(report)
  const isPossible = z.iso.date().safeParse(sent.date).success && sent.date >= from && sent.date <= to
  if (!isPossible) return problems.day(formatDay(from, visitor.language), formatDay(to, visitor.language))
  return sent.expected === history.length && sent.date === holding?.date ? problems.unchanged : null
}

export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}

type Asked = { readonly status: 409 | 422; readonly problem: string; readonly typed: TypedCorrection }

/** The form once more, with what was typed. */
function ask(c: Context<ReviewEnv>, visitor: Visitor, about: Correctable, { status, problem, typed }: Asked) {
  const words = correctionWords(visitor)
  const body = html`<main class="narrow"><h1>${words.form}</h1><p class="problem" role="alert">${problem}</p>
    ${correctionForm(visitor, about, typed)}<p><a href="/reports/${about.report.id}#${CORRECTIONS_ID}">${words.back}</a></p></main>`
  return c.html(layout(visitor, { title: words.form, current: 'reports', body }), status)
}
