import { type Selectable, sql } from 'kysely'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { DecisionTable, FindingAsDecided, FindingDecision } from './tables.ts'
import { inTransaction } from './transaction.ts'

export type Decision = Selectable<DecisionTable>

export type NewDecision = {
  readonly findingId: number
  readonly decision: FindingDecision
  readonly reason: string | null
  readonly note: string | null
  readonly decidedBy: string
  readonly decidedByAccount?: number | null
  /** How many decisions the reviewer saw; another number now means that somebody else was quicker. */
  readonly expectedDecisionCount?: number
}

/** Adds a decision and makes it the finding's. Nothing is ever changed or removed; `undecided` takes an earlier one back. */
export async function add(db: Db, decision: NewDecision): Promise<'added' | 'conflict' | 'unknown-finding'> {
  return inTransaction(db, async (trx) => {
    const finding = await trx
      .selectFrom('findings')
      .selectAll()
      .where('id', '=', decision.findingId)
      .forUpdate()
      .executeTakeFirst()
    if (!finding) return 'unknown-finding'
    const { decided } = await trx
      .selectFrom('decisions')
      .select((counted) => counted.fn.countAll<number>().as('decided'))
      .where('finding_id', '=', decision.findingId)
      .executeTakeFirstOrThrow()
    if (decision.expectedDecisionCount !== undefined && decision.expectedDecisionCount !== decided) return 'conflict'
    const { severity, verdict, message, left_value, right_value, version_id } = finding
    const asDecided: FindingAsDecided = { severity, verdict, message, left_value, right_value, version_id }
    await trx
      .insertInto('decisions')
      .values({
        finding_id: decision.findingId,
        decision: decision.decision,
        reason: decision.reason,
        note: decision.note,
        decided_by: decision.decidedBy,
        decided_by_account: decision.decidedByAccount ?? null,
        finding: toJson(asDecided),
      })
      .execute()
    await trx
      .updateTable('findings')
      .set({ decision: decision.decision, updated_at: sql<Date>`now()` })
      .where('id', '=', decision.findingId)
      .execute()
    return 'added'
  })
}

/** All decisions on a finding, the first one first. */
export async function historyOf(db: Db, findingId: number): Promise<Decision[]> {
  return db.selectFrom('decisions').selectAll().where('finding_id', '=', findingId).orderBy('id').execute()
}
