import { randomUUID } from 'node:crypto'
import { type Selectable, type SqlBool, sql, type Transaction } from 'kysely'
import {
  type Act,
  type ActDetails,
  actRule,
  after,
  type DecidingAct,
  type FindingStatus,
  type HistoryAct,
  isDeciding,
  isProposer,
  mayBeDone,
  proposed,
  type Standing,
} from '../src/model/decision.ts'
import { type Actor, type Reach, reaches } from '../src/model/role.ts'
import * as accounts from './accounts.ts'
import * as assignees from './assignees.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { Database, DecisionTable, FindingAsDecided, FindingRow } from './tables.ts'
import { inTransaction } from './transaction.ts'

export type Decision = Selectable<DecisionTable>

/** Of `decisions d`: what was done and not taken back. */
export const STANDS = sql<SqlBool>`d.act <> 'undo' AND d.id NOT IN (SELECT undoes FROM decisions WHERE undoes IS NOT NULL)`

/** A finding to be acted on. */
type Target = {
  readonly findingId: number
  /** How many entries of its history the person saw; another number now means that somebody else was quicker. Null: not asked. */
  readonly expected: number | null
}

export type ActRequest = ActDetails & {
  readonly act: Act
  readonly targets: readonly Target[]
  readonly note?: string | null
  readonly by: Actor
  /** Districts whose findings the person may act on. */
  readonly reach?: Reach
  /** Acts that only propose, until a second person approves. */
  readonly secondApprover?: readonly DecidingAct[]
  /** Why another proposal that waits does so in vain; it then lapses, with this in the history. Left out: the act is refused while one waits. */
  readonly lapses?: string
}

/**
 * Why an act was refused: it is not possible where the finding stands; a proposal waits there, or none does; nobody approves what they proposed;
 * only who proposed it may withdraw it; nobody is the one whom it is to be assigned to, or they do not see its district.
 */
type Refusal =
  | 'status'
  | 'proposed'
  | 'nothing-proposed'
  | 'own-proposal'
  | 'not-own-proposal'
  | 'no-such-person'
  | 'person-elsewhere'

/** What became of each finding: in one of these lists, none of which overlap. */
export type ActOutcome = {
  /** What was done by this click, to be undone by its name. */
  readonly batch: string
  readonly done: readonly number[]
  /** Somebody acted on it after the person looked. */
  readonly conflicts: readonly number[]
  /** Where it stands, the act is not possible. */
  readonly refused: readonly { readonly id: number; readonly status: FindingStatus; readonly why: Refusal }[]
  /** It is as the act would leave it. */
  readonly unchanged: readonly number[]
  /** There is none, or it lies beyond the person's districts. */
  readonly unknown: readonly number[]
}

/** By whom the database writes its own entries, too. */
const SYSTEM: Actor = { name: 'gouji', account: null }

/** Findings that one statement locks and writes. */
const PORTION = 500

/**
 * Acts on findings, all in one transaction: those that can be acted on are, each with an entry in its history, and the others are named.
 * Nothing of the history is ever changed or removed.
 */
export async function act(db: Db, request: ActRequest): Promise<ActOutcome> {
  const batch = randomUUID()
  const outcome = { done: [] as number[], conflicts: [] as number[], unchanged: [] as number[], unknown: [] as number[] }
  const refused: { id: number; status: FindingStatus; why: Refusal }[] = []
  const targets = request.targets.toSorted((a, b) => a.findingId - b.findingId)
  await inTransaction(db, async (trx) => {
    const assignee = await assigneeOf(trx, request)
    const asked = { ...request, ...(assignee && { assignee: assignee.name, assigneeAccount: assignee.account }) }
    for (let from = 0; from < targets.length; from += PORTION) {
      const portion = targets.slice(from, from + PORTION)
      const rows = await lock(
        trx,
        portion.map(({ findingId }) => findingId),
        request.reach ?? null,
      )
      const lapsed: Entry[] = []
      const entries: Entry[] = []
      for (const { findingId: id, expected } of portion) {
        const found = rows.get(id)
        if (found === undefined) outcome.unknown.push(id)
        else if (expected !== null && expected !== found.entries) outcome.conflicts.push(id)
        else {
          const lapse = lapseBy(request, found)
          const row = lapse === null ? found : { ...found, proposal: null }
          if (lapse !== null) lapsed.push(lapse)
          const why = refusalOf(request, row) ?? (request.act === 'assign' ? refusalToAssign(assignee, row) : null)
          const change = changeBy(asked, standingOf(row))
          if (why !== null) refused.push({ id, status: row.status, why })
          else if (request.act !== 'comment' && isSame(change.before, change.after)) outcome.unchanged.push(id)
          else {
            entries.push({ row, ...change, note: request.note ?? null, undoes: null })
            outcome.done.push(id)
          }
        }
      }
      // A click of its own: to take back the act does not bring back what lapsed.
      await append(trx, lapsed, { batch: randomUUID(), by: SYSTEM })
      await append(trx, entries, { batch, by: request.by })
    }
  })
  return { batch, ...outcome, refused }
}

/** Whom an assignment names; undefined: of no account where there are none, so that the name alone is kept. */
async function assigneeOf(trx: Db, { act, assignee }: ActRequest): Promise<assignees.Assignee | null | undefined> {
  if (act !== 'assign' || !assignee || !(await accounts.isAny(trx))) return undefined
  return await assignees.named(trx, assignee)
}

function refusalToAssign(assignee: assignees.Assignee | null | undefined, { district_id }: Locked): Refusal | null {
  if (assignee === undefined) return null
  if (assignee === null) return 'no-such-person'
  return reaches(assignee.reach, district_id) ? null : 'person-elsewhere'
}

function refusalOf({ act, by }: ActRequest, { status, proposal }: Locked): Refusal | null {
  if (!mayBeDone(act, status, proposal !== null)) {
    if (!actRule(act).from.includes(status)) return 'status'
    return proposal === null ? 'nothing-proposed' : 'proposed'
  }
  if (proposal === null) return null
  if (act === 'approve') {
    if (isProposer(proposal, by)) return 'own-proposal'
    return mayBeDone(proposal.act, status) ? null : 'status'
  }
  return act === 'withdraw' && !isProposer(proposal, by) ? 'not-own-proposal' : null
}

/** The entry by which a proposal makes way for an act that could be done if none waited; null where nothing lapses. */
function lapseBy({ act, lapses }: ActRequest, row: Locked): Entry | null {
  const { proposal, status } = row
  if (lapses === undefined || proposal === null || proposal.act === act || !mayBeDone(act, status)) return null
  const before = standingOf(row)
  return { row, act: 'lapsed', before, after: { ...before, proposal: null }, note: lapses, undoes: null }
}

/** The entry that an act leads to: of itself or, where a second person is asked for, of its proposal. */
function changeBy(request: ActRequest, before: Standing): Pick<Entry, 'act' | 'before' | 'after'> {
  const { act, secondApprover = [] } = request
  const next = after(act, before, request)
  if (!isDeciding(act) || !secondApprover.includes(act) || isSame(before, next)) return { act, before, after: next }
  return { act: 'propose', before, after: proposed(act, before, request, request.by) }
}

export type UndoOutcome = {
  readonly batch: string
  readonly done: readonly number[]
  /** Somebody acted on it since: it stays as it is. */
  readonly acted: readonly number[]
  /** Done by somebody else, whom the person may not overrule. */
  readonly notYours: readonly number[]
}

/**
 * Takes back what one click did: every finding on which nothing was done since stands again as before, which its history says, too.
 * `overrules`: whether the person may take back what others did.
 */
export async function undo(
  db: Db,
  request: { readonly batch: string; readonly by: Actor; readonly overrules: boolean; readonly reach?: Reach },
): Promise<UndoOutcome> {
  const batch = randomUUID()
  const [done, acted, notYours]: [number[], number[], number[]] = [[], [], []]
  await inTransaction(db, async (trx) => {
    const undone = await trx
      .selectFrom('decisions')
      .selectAll()
      .where('batch', '=', request.batch)
      .where('act', '<>', 'comment')
      .orderBy('finding_id')
      .execute()
    for (let from = 0; from < undone.length; from += PORTION) {
      const portion = undone.slice(from, from + PORTION)
      const ids = portion.map(({ finding_id }) => finding_id)
      const rows = await lock(trx, ids, request.reach ?? null)
      const last = await lastEntries(trx, ids)
      const entries: Entry[] = []
      for (const { id, finding_id, before, decided_by, decided_by_account } of portion) {
        const row = rows.get(finding_id)
        const isOwn = decided_by === request.by.name && decided_by_account === request.by.account
        if (row === undefined || !(isOwn || request.overrules)) notYours.push(finding_id)
        else if (last.get(finding_id) !== id) acted.push(finding_id)
        else {
          entries.push({ row, act: 'undo', before: standingOf(row), after: before, note: null, undoes: id })
          done.push(finding_id)
        }
      }
      await append(trx, entries, { batch, by: request.by })
    }
  })
  return { batch, done, acted, notYours }
}

type Locked = Pick<
  FindingRow,
  | 'id'
  | 'district_id'
  | 'entries'
  | 'status'
  | 'decision'
  | 'decision_reason'
  | 'due_on'
  | 'assignee'
  | 'assignee_account'
  | 'proposal'
  | 'severity'
  | 'verdict'
  | 'message'
  | 'left_value'
  | 'right_value'
  | 'version_id'
>

type Entry = {
  readonly row: Locked
  readonly act: HistoryAct
  readonly before: Standing
  readonly after: Standing
  readonly note: string | null
  readonly undoes: number | null
}

/** In the order of their ids, so that two who act on the same findings wait for each other and do not stand in each other's way. */
async function lock(trx: Transaction<Database>, ids: readonly number[], reach: Reach): Promise<ReadonlyMap<number, Locked>> {
  const rows = await trx
    .selectFrom('findings')
    .select([
      'id',
      'district_id',
      'entries',
      'status',
      'decision',
      'decision_reason',
      'due_on',
      'assignee',
      'assignee_account',
      'proposal',
    ])
    .select(['severity', 'verdict', 'message', 'left_value', 'right_value', 'version_id'])
    .where('id', '=', sql<number>`ANY(${ids}::int[])`)
    .$if(reach !== null, (query) => query.where('district_id', '=', sql<string>`ANY(${reach}::text[])`))
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

async function lastEntries(trx: Transaction<Database>, ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows = await trx
    .selectFrom('decisions')
    .select((eb) => ['finding_id', eb.fn.max('id').as('last')])
    .where('finding_id', '=', sql<number>`ANY(${ids}::int[])`)
    .groupBy('finding_id')
    .execute()
  return new Map(rows.map(({ finding_id, last }) => [finding_id, last]))
}

async function append(
  trx: Transaction<Database>,
  entries: readonly Entry[],
  { batch, by }: { readonly batch: string; readonly by: Actor },
): Promise<void> {
  if (entries.length === 0) return
  await trx
    .insertInto('decisions')
    .values(
      entries.map((entry) => ({
        finding_id: entry.row.id,
        act: entry.act,
        decision: entry.after.decision,
        reason: entry.after.reason,
        note: entry.note,
        decided_by: by.name,
        decided_by_account: by.account,
        finding: toJson(asDecided(entry.row)),
        before: toJson(entry.before),
        after: toJson(entry.after),
        batch,
        undoes: entry.undoes,
      })),
    )
    .execute()
  const standings = entries.map(({ row, after: { assigneeAccount = null, proposal = null, ...standing } }) => ({
    id: row.id,
    ...standing,
    account: assigneeAccount,
    // As text, since the null of JSON is none of SQL.
    proposal: proposal && toJson(proposal),
  }))
  await sql`
    UPDATE findings f SET decision = s.decision, decision_reason = s.reason, due_on = s.due, assignee = s.assignee,
      assignee_account = s.account, proposal = s.proposal::jsonb, entries = f.entries + 1, updated_at = now()
    FROM jsonb_to_recordset(${toJson(standings)}::jsonb)
      AS s(id int, decision text, reason text, due date, assignee text, account int, proposal text)
    WHERE f.id = s.id`.execute(trx)
}

function standingOf(row: Locked): Standing {
  const { decision, decision_reason: reason, due_on: due, assignee, assignee_account: assigneeAccount, proposal } = row
  return { decision, reason, due, assignee, assigneeAccount, proposal }
}

function asDecided({ severity, verdict, message, left_value, right_value, version_id }: Locked): FindingAsDecided {
  return { severity, verdict, message, left_value, right_value, version_id }
}

/** A proposal is never replaced by another: there is the same, or none. */
function isSame(one: Standing, other: Standing): boolean {
  const parts = ({ decision, reason, due, assignee, assigneeAccount = null, proposal = null }: Standing) => [
    ...[decision, reason, due, assignee, assigneeAccount],
    proposal === null,
  ]
  const others = parts(other)
  return parts(one).every((part, index) => part === others[index])
}

/** The history of a finding, the first entry first. */
export async function historyOf(db: Db, findingId: number): Promise<Decision[]> {
  return db.selectFrom('decisions').selectAll().where('finding_id', '=', findingId).orderBy('id').execute()
}

/** What one click did; null where there is no such click. */
export async function batchOf(
  db: Db,
  batch: string,
): Promise<{ act: HistoryAct; after: Standing; by: Actor; count: number; undone: number } | null> {
  const { rows } = await sql<{ act: HistoryAct; after: Standing; by: Actor; count: number; undone: number }>`
    SELECT min(d.act) AS act, (array_agg(d.after))[1] AS after, count(*) AS count, count(u.id) AS undone,
      json_build_object('name', min(d.decided_by), 'account', min(d.decided_by_account)) AS by
    FROM decisions d LEFT JOIN decisions u ON u.undoes = d.id
    WHERE d.batch = ${batch}::uuid HAVING count(*) > 0`.execute(db)
  return rows[0] ?? null
}
