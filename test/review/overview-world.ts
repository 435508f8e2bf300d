import type { Db } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import { toJson } from '../../db/json.ts'
import type { FindingDecision } from '../../src/model/decision.ts'
import type { Family, Severity, Verdict } from '../../src/model/finding.ts'
import { addDays } from './filing-world.ts'

export type MadeFinding = {
  readonly authority: string
  readonly district: string
  readonly year: number
  readonly rule: string
  readonly family: Family
  readonly severity: Severity
  readonly verdict: Verdict
  readonly isClosed: boolean
  readonly decision: FindingDecision
  readonly reason: string | null
  /** Days since it was found. */
  readonly age: number
}

const ACT_FOR = { confirmed: 'confirm', notified: 'notify', dismissed: 'dismiss', misread: 'misread' } as const

/** Stores findings and decides on them as officers do; the ids in the order given. */
export async function makeFindings(db: Db, made: readonly MadeFinding[]): Promise<readonly number[]> {
  const ids: number[] = []
  for (const [index, finding] of made.entries()) {
    const opened = new Date(Date.now() - finding.age * 86_400_000)
    const { id } = await db
      .insertInto('findings')
      .values({
        fingerprint: `made ${finding.district} ${index}`,
        filer: finding.authority,
        authority_id: finding.authority,
        authority_name: finding.authority,
        district_id: finding.district,
        year: finding.year,
        scope: 'report',
        rule: finding.rule,
        family: finding.family,
        severity: finding.severity,
        verdict: finding.verdict,
        message: '不相等',
        message_en: 'differs',
        cells: [],
        basis: '算术',
        repair: toJson([]),
        subject: `s${index}`,
        state: 'open',
        opened_at: opened,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    ids.push(id)
    if (finding.decision !== 'undecided')
      await decisions.act(db, {
        act: ACT_FOR[finding.decision],
        targets: [{ findingId: id, expected: null }],
        by: { name: '张三', account: null },
        reason: finding.reason,
        due: finding.decision === 'notified' ? addDays('2030-01-01', index) : null,
      })
    if (finding.isClosed)
      await db
        .updateTable('findings')
        .set({ state: 'closed', closed_at: new Date(), closed_reason: 'no-longer-found' })
        .where('id', '=', id)
        .execute()
  }
  return ids
}
