import type { z } from 'zod'
import type { Db } from '../../../db/connect.ts'
import * as decisions from '../../../db/decisions.ts'
import { countAll } from '../../../db/finding-counts.ts'
import * as list from '../../../db/finding-list.ts'
import * as findings from '../../../db/findings.ts'
import type { FindingRow } from '../../../db/tables.ts'
import { ACTS, type Act, STATUS_TITLES, type Standing } from '../../model/decision.ts'
import { hasRole } from '../../model/role.ts'
import { type AskedAct, readAct } from '../act-form.ts'
import { actorOf, reachOf } from '../acting.ts'
import { decisionWords } from '../decision-words.ts'
import { findingsFor } from '../finding-filters.ts'
import { found, NotFound } from '../request.ts'
import type { Visitor } from '../visitor.ts'
import { WORDS } from '../words.ts'
import { cursorTo, placeIn } from './cursor.ts'
import type { FINDING_ROUTES, FINDING_ROW, HISTORY_ENTRY } from './finding-routes.ts'
import { type ApiDeps, type ApiHandlers, timeOf, timeOrNull } from './handlers.ts'
import { ApiProblem } from './problem.ts'

/** What a place in each order of findings looks like. */
const PLACES = { weight: /^\d{1,9}-\d{1,9}-\d{1,9}$/, due: /^\d{1,9}-\d{1,9}$/, newest: /^\d{1,9}$/ } as const satisfies Readonly<
  Record<list.Sort, RegExp>
>

export function findingHandlers({ db }: ApiDeps): ApiHandlers<keyof typeof FINDING_ROUTES> {
  return {
    'GET /api/v1/findings': async ({ visitor, query: { after, limit, format: _format, ...filters } }) => {
      const sort = filters.sort ?? 'weight'
      const place = placeIn(`findings/${sort}`, after, PLACES[sort])
      const { rows, next } = await list.list(db, findingsFor(filters, visitor), { after: place, limit, sort })
      return { items: rows.map(rowOf), next: next === null ? null : cursorTo(`findings/${sort}`, next) }
    },
    'GET /api/v1/finding-counts': async ({ visitor, query }) => {
      const { total, facets } = await countAll(db, findingsFor(query, visitor))
      return { total, facets: Object.fromEntries(Object.entries(facets).map(([facet, counts]) => [facet, [...(counts ?? [])]])) }
    },
    'GET /api/v1/findings/:id': async ({ params: { id } }) => await fullFinding(db, id),
    'POST /api/v1/findings/:id/acts': async ({ visitor, params: { id }, body: { expected, ...typed } }) => {
      const targets = [{ findingId: id, expected }]
      const outcome = await decisions.act(db, { ...askedAct(visitor, typed), ...whoOf(visitor), targets })
      if (outcome.unknown.length > 0) throw new NotFound()
      const [refused] = outcome.refused
      if (refused) throw notPossible(visitor, typed.act, refused)
      if (outcome.conflicts.length > 0) {
        const { act, by, at } = entryOf(found((await decisions.historyOf(db, id)).at(-1)))
        throw new ApiProblem('acted-meanwhile', {
          detail: `The history has other than ${expected} entries by now, the last one "${act}" by ${by} at ${at}; nothing was done. Read the finding again, then decide.`,
        })
      }
      const isDone = outcome.done.length > 0
      return { outcome: isDone ? 'done' : 'unchanged', batch: isDone ? outcome.batch : null, finding: await fullFinding(db, id) }
    },
    'POST /api/v1/finding-acts': async ({ visitor, body: { targets: named, ...typed } }) => {
      const ids = named.map(({ id }) => id)
      if (new Set(ids).size < ids.length)
        throw new ApiProblem('invalid-body', {
          detail: 'A finding is named twice in "targets". Name each once; nothing was done.',
        })
      const targets = named.map(({ id, expected }) => ({ findingId: id, expected }))
      const outcome = await decisions.act(db, { ...askedAct(visitor, typed), ...whoOf(visitor), targets })
      const { batch, done, conflicts, refused, unchanged, unknown } = outcome
      return {
        batch,
        done: [...done],
        conflicts: [...conflicts],
        refused: [...refused],
        unchanged: [...unchanged],
        unknown: [...unknown],
      }
    },
    'POST /api/v1/finding-acts/undo': async ({ visitor, body: { batch } }) => {
      const overrules = visitor.identity !== null && hasRole(visitor.identity.role, 'supervisor')
      const undone = await decisions.undo(db, { batch, by: actorOf(visitor), overrules, reach: reachOf(visitor) })
      return { batch: undone.batch, done: [...undone.done], acted: [...undone.acted], notYours: [...undone.notYours] }
    },
  }
}

function standingOf({ decision, reason, due, assignee, assigneeAccount = null, proposal = null }: Standing) {
  return { decision, reason, due, assignee, assigneeAccount, proposal }
}

/** In whose name something is done, where, and what of it waits for a second person. */
function whoOf(visitor: Visitor) {
  return { by: actorOf(visitor), reach: reachOf(visitor), secondApprover: visitor.secondApprover }
}

function notPossible(visitor: Visitor, act: Act, { status, why }: decisions.ActOutcome['refused'][number]): ApiProblem {
  const said = decisionWords(inEnglish(visitor)).refused[why](STATUS_TITLES[status].en, ACTS[act].en)
  return new ApiProblem('not-possible', { detail: said, more: { standing: status, why } })
}

function inEnglish(visitor: Visitor): Visitor {
  return { ...visitor, language: 'en', words: WORDS.en }
}

/** The act as the form of the page would send it, so that both mean the same. @throws ApiProblem */
function askedAct(visitor: Visitor, typed: Readonly<Record<string, unknown>>): Omit<AskedAct, 'typed' | 'problem'> {
  const { typed: _typed, problem, ...asked } = readAct(inEnglish(visitor), typed)
  if (!visitor.mayDo(asked.act))
    throw new ApiProblem('not-your-act', { detail: `"${asked.act}" is for supervisors. Nothing was done.` })
  if (problem !== null) throw new ApiProblem('incomplete', { detail: `"${asked.act}": ${problem} Nothing was done.` })
  return asked
}

async function fullFinding(db: Db, id: number) {
  const [finding, history] = await Promise.all([findings.get(db, id), decisions.historyOf(db, id)])
  const row = found(finding)
  return { ...rowOf(row), repair: row.repair, passages: row.passages, history: history.map(entryOf) }
}

function rowOf(row: FindingRow): z.input<typeof FINDING_ROW> {
  return {
    id: row.id,
    rule: row.rule,
    ruleSet: row.rule_set,
    family: row.family,
    severity: row.severity,
    verdict: row.verdict as 'fail' | 'not-assessable',
    authorityId: row.authority_id,
    authorityName: row.authority_name,
    districtId: row.district_id,
    year: row.year,
    reportId: row.report_id,
    versionId: row.version_id,
    scope: row.scope,
    message: row.message,
    messageEn: row.message_en,
    cells: row.cells,
    quote: row.quote,
    left: row.left_value,
    right: row.right_value,
    difference: row.difference,
    basis: row.basis,
    status: row.status,
    decision: row.decision,
    decisionReason: row.decision_reason,
    due: row.due_on,
    assignee: row.assignee,
    assigneeAccount: row.assignee_account,
    proposal: row.proposal,
    entries: row.entries,
    openedAt: timeOf(row.opened_at),
    updatedAt: timeOf(row.updated_at),
    closedAt: timeOrNull(row.closed_at),
    closedReason: row.closed_reason,
  }
}

function entryOf(entry: decisions.Decision): z.input<typeof HISTORY_ENTRY> {
  const { id, act, decided_by: by, decided_by_account: account, decided_at, note, before, after, batch, undoes } = entry
  return {
    id,
    act,
    by,
    account,
    at: timeOf(decided_at),
    note,
    before: standingOf(before),
    after: standingOf(after),
    batch,
    undoes,
  }
}
