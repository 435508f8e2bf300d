import type { Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import { ACTS, entryTitle, STATUS_TITLES } from '../model/decision.ts'
import { readAct } from './act-form.ts'
import { actorOf, reachOf } from './acting.ts'
import { formatTime } from './dates.ts'
import { decisionWords } from './decision-words.ts'
import { filterQuery, filtersOf } from './finding-filters.ts'
import { showFinding } from './finding-page.ts'
import { plainPage } from './plain-page.ts'
import { BadRequest, found, NotFound, parsedOrBad, pathPart, ROW_ID } from './request.ts'
import { officerName, type ReviewEnv, visitorOf } from './visitor.ts'

/** How many entries of the history the officer has seen. */
const EXPECTED = z.object({ expected: z.coerce.number().int().min(0) })

/** Records what an officer did with a finding, unless somebody else acted on it after the page was opened. */
export function findingDecide(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { language } = visitor
    const words = decisionWords(visitor)
    const id = pathPart(c, 'id', ROW_ID)
    const filters = filtersOf(c)
    const form = await c.req.parseBody().catch(() => {
      throw new BadRequest('no form')
    })
    const { expected } = parsedOrBad(EXPECTED, form)
    const { typed, problem, ...asked } = readAct(visitor, form)
    if (!visitor.mayDo(asked.act)) return plainPage(c, 403, 'roleMissing')
    if (problem !== null) return showFinding(db, c, id, { status: 422, problem: { text: problem, typed } })

    const targets = [{ findingId: id, expected }]
    const outcome = await decisions.act(db, {
      ...asked,
      targets,
      by: actorOf(visitor),
      reach: reachOf(visitor),
      secondApprover: visitor.secondApprover,
    })
    if (outcome.unknown.length > 0) throw new NotFound()
    const [refused] = outcome.refused
    if (refused) {
      const text = words.refused[refused.why](STATUS_TITLES[refused.status][language], ACTS[asked.act][language])
      return showFinding(db, c, id, { status: 409, problem: { text, typed } })
    }
    if (outcome.conflicts.length > 0) {
      const latest = found((await decisions.historyOf(db, id)).at(-1))
      const text = words.actedMeanwhile(
        officerName(latest.decided_by, visitor, latest.decided_by_account),
        entryTitle(latest.act, language),
        formatTime(latest.decided_at, language),
      )
      return showFinding(db, c, id, { status: 409, problem: { text, typed } })
    }
    return c.redirect(`/findings/${id}${filterQuery(filters)}`, 303)
  }
}
