import { type Selectable, sql } from 'kysely'
import type { StandingDay } from '../src/model/correction.ts'
import type { Actor } from '../src/model/role.ts'
import type { AuthorityCorrection } from './authority-corrections.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import { alone } from './locks.ts'
import type { CorrectionTable } from './tables.ts'

/** An entry: the day as read, null where none was, and the day that is said; null: as read again. */
export type Correction = Omit<Selectable<CorrectionTable>, 'before' | 'after'> & {
  readonly before: StandingDay | null
  readonly after: { readonly date: string } | null
}

/** What people said of a report's day of publication, the first entry first. */
export async function ofReport(db: Db, reportId: number): Promise<Correction[]> {
  const rows = await db
    .selectFrom('corrections')
    .selectAll()
    .where('report_id', '=', reportId)
    .where('kind', '=', 'published-on')
    .orderBy('id')
    .execute()
  return rows as Correction[]
}

/** All that people said of a report, of its day of publication and of whose it is; each the first entry first. */
export async function everyOf(
  db: Db,
  reportId: number,
): Promise<{ readonly days: readonly Correction[]; readonly authorities: readonly AuthorityCorrection[] }> {
  const rows = await db.selectFrom('corrections').selectAll().where('report_id', '=', reportId).orderBy('id').execute()
  return {
    days: rows.filter(({ kind }) => kind === 'published-on') as Correction[],
    authorities: rows.filter(({ kind }) => kind === 'authority') as AuthorityCorrection[],
  }
}

export type NewCorrection = {
  readonly reportId: number
  /** The day as read, which it stands beside. */
  readonly before: StandingDay | null
  /** The day of publication; null: as read again. */
  readonly after: { readonly date: string } | null
  readonly note: string
  /** Address of what proves it. */
  readonly evidence: string | null
  readonly by: Actor
  /** How many entries the person saw. */
  readonly expected: number
}

/** Records what a person says of the day of publication. False, and nothing is written, where somebody else was quicker. */
export async function record(db: Db, { reportId, before, after, note, evidence, by, expected }: NewCorrection): Promise<boolean> {
  return await alone(db, 'corrections', async (trx) => {
    if ((await ofReport(trx, reportId)).length !== expected) return false
    await trx
      .insertInto('corrections')
      .values({
        report_id: reportId,
        kind: 'published-on',
        before: before && toJson(before),
        after: after && toJson(after),
        note,
        evidence,
        corrected_by: by.name,
        corrected_by_account: by.account,
      })
      .execute()
    return true
  })
}

/** The days that hold of the reports of a district and year; `before`: as it was known at that moment. */
export async function daysOf(
  db: Db,
  { district, year, before }: { readonly district: string; readonly year: number; readonly before: string },
): Promise<Map<number, { readonly date: string; readonly by: string }>> {
  const { rows } = await sql<{ reportId: number; date: string | null; by: string }>`
    SELECT DISTINCT ON (c.report_id) c.report_id AS "reportId", c.after ->> 'date' AS date, c.corrected_by AS by
    FROM corrections c JOIN reports r ON r.id = c.report_id JOIN authorities a ON a.id = r.authority_id
    WHERE c.kind = 'published-on' AND a.district_id = ${district} AND r.year = ${year} AND c.corrected_at < ${before}::timestamptz
    ORDER BY c.report_id, c.id DESC`.execute(db)
  return new Map(rows.flatMap(({ reportId, date, by }) => (date === null ? [] : [[reportId, { date, by }]])))
}
