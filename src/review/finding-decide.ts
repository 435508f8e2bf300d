import type { Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import { DECISION_TITLES, DISMISS_REASONS, type DismissReason } from '../model/decision.ts'
import { formatTime } from './dates.ts'
import { filterQuery, filtersOf } from './finding-filters.ts'
import { showFinding } from './finding-page.ts'
import { BadRequest, found, NotFound, parsedOrBad, pathPart, ROW_ID } from './request.ts'
import { officerName, type ReviewEnv, visitorOf } from './visitor.ts'

const DECISION = z.object({
  decision: z.enum(['undecided', 'confirmed', 'dismissed']),
  reason: z
    .enum(Object.keys(DISMISS_REASONS) as [DismissReason, ...DismissReason[]])
    .or(z.literal(''))
    .default(''),
  // A form sends a line break as two characters, the page counts one. PostgreSQL holds no text with a zero in it.
  note: z
    .string()
    .default('')
    .transform((note) => note.replaceAll('\r\n', '\n').trim())
    .refine((note) => note.length <= 2000 && !note.includes('\0')),
  /** How many decisions the officer has seen. */
  expected: z.coerce.number().int().min(0),
})

/** Records what an officer made of a finding, unless another officer decided after the page was opened. */
export function findingDecide(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { words, language, officer } = visitor
    const id = pathPart(c, 'id', ROW_ID)
    const filters = filtersOf(c)
    const form = await c.req.parseBody().catch(() => {
      throw new BadRequest('no form')
    })
    const { decision, reason, note, expected } = parsedOrBad(DECISION, form)
    if (decision === 'dismissed' && reason === '')
      return showFinding(db, c, id, { status: 422, problem: { text: words.reasonNeeded, note } })

    const outcome = await decisions.add(db, {
      findingId: id,
      decision,
      reason: decision === 'dismissed' ? reason : null,
      note: note === '' ? null : note,
      decidedBy: officer,
      expectedDecisionCount: expected,
    })
    if (outcome === 'unknown-finding') throw new NotFound()
    if (outcome === 'added') return c.redirect(`/findings/${id}${filterQuery(filters)}`, 303)
    const latest = found((await decisions.historyOf(db, id)).at(-1))
    const text = words.decidedMeanwhile(
      officerName(latest.decided_by, visitor),
      DECISION_TITLES[latest.decision][language],
      formatTime(latest.decided_at, language),
    )
    return showFinding(db, c, id, { status: 409, problem: { text, note } })
  }
}
