import { type Selectable, sql } from 'kysely'
import type { ReportFiler } from '../src/model/correction.ts'
import type { Actor } from '../src/model/role.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import { alone } from './locks.ts'
import type { CorrectionTable } from './tables.ts'
import { lockFiler } from './transaction.ts'

/** An entry: to whom the report was read as belonging, and to whom it does; null: as read again. */
export type AuthorityCorrection = Omit<Selectable<CorrectionTable>, 'before' | 'after'> & {
  readonly before: ReportFiler
  readonly after: ReportFiler | null
}

/** What people said of whose report it is, the first entry first. */
export async function ofReport(db: Db, reportId: number): Promise<AuthorityCorrection[]> {
  const rows = await db
    .selectFrom('corrections')
    .selectAll()
    .where('report_id', '=', reportId)
    .where('kind', '=', 'authority')
    .orderBy('id')
    .execute()
  return rows as AuthorityCorrection[]
}

type Fingerprint = (of: {
  readonly filer: string
  readonly year: number
  readonly rule: string
  readonly subject: string
}) => string

export type NewAuthority = {
  readonly reportId: number
  /** Null: whose it was read as. */
  readonly after: ReportFiler | null
  readonly note: string
  /** Address of what proves it. */
  readonly evidence: string | null
  readonly by: Actor
  /** How many entries the person saw. */
  readonly expected: number
  /** Names findings across checks: see `fingerprintOf`. */
  readonly fingerprintOf: Fingerprint
}

/** `report`: of that authority and year there is this report already. */
export type Moved =
  | { readonly kind: 'moved'; readonly from: ReportFiler; readonly to: ReportFiler; readonly year: number }
  | { readonly kind: 'changed-meanwhile' }
  | { readonly kind: 'taken'; readonly report: number }

/**
 * Records whose report it is, and gives it to them with its versions and the findings in it, whose decisions stay. It is to be checked again beside
 * the reports that it now stands with; findings on filing and in the district stay with whom they speak of.
 */
export async function move(db: Db, moved: NewAuthority): Promise<Moved> {
  const { reportId, after, note, evidence, by, expected, fingerprintOf } = moved
  return await alone(db, 'corrections', async (trx) => {
    const history = await ofReport(trx, reportId)
    if (history.length !== expected) return { kind: 'changed-meanwhile' }
    const report = await trx.selectFrom('reports').selectAll().where('id', '=', reportId).executeTakeFirstOrThrow()
    const from = filerOf(report)
    const read = history[0]?.before ?? from
    const to = after ?? read
    for (const filer of [from.filer, to.filer].toSorted()) await lockFiler(trx, filer)
    const other = await trx
      .selectFrom('reports')
      .select('id')
      .where('filer', '=', to.filer)
      .where('year', '=', report.year)
      .where('id', '<>', reportId)
      .executeTakeFirst()
    if (other !== undefined) return { kind: 'taken', report: other.id }

    const row = { filer: to.filer, authority_id: to.authorityId, authority_name: to.authorityName, district_id: to.districtId }
    await trx.updateTable('reports').set(row).where('id', '=', reportId).execute()
    const findings = await trx
      .selectFrom('findings')
      .select(['id', 'rule', 'subject', 'year'])
      .where('report_id', '=', reportId)
      .where('scope', '=', 'report')
      .execute()
    for (const { id, ...subject } of findings) {
      const fingerprint = fingerprintOf({ filer: to.filer, ...subject })
      await trx
        .updateTable('findings')
        .set({ ...row, fingerprint })
        .where('id', '=', id)
        .execute()
    }
    await trx
      .updateTable('findings')
      .set({ report_id: null, version_id: null })
      .where('report_id', '=', reportId)
      .where('scope', '<>', 'report')
      .execute()
    // Each is compared with the year before it: its own, and the ones after it of both.
    await sql`
      UPDATE report_versions SET checked_at = NULL WHERE id IN (
        SELECT current_version_id FROM reports
        WHERE id = ${reportId} OR (filer IN (${from.filer}, ${to.filer}) AND year = ${report.year + 1}))`.execute(trx)
    await trx
      .insertInto('corrections')
      .values({
        report_id: reportId,
        kind: 'authority',
        before: toJson(read),
        after: after && toJson(after),
        note,
        evidence,
        corrected_by: by.name,
        corrected_by_account: by.account,
      })
      .execute()
    return { kind: 'moved', from, to, year: report.year }
  })
}

function filerOf(report: {
  filer: string
  authority_id: string | null
  authority_name: string
  district_id: string | null
}): ReportFiler {
  return {
    filer: report.filer,
    authorityId: report.authority_id,
    authorityName: report.authority_name,
    districtId: report.district_id,
  }
}

/**
 * Whose a document is that comes from an address of a report that a person gave to another authority, as long as it is read as whose that report
 * was read as; null where nobody said anything.
 */
export async function filerFor(
  db: Db,
  { captureId, filer, year }: { readonly captureId: number; readonly filer: string; readonly year: number },
): Promise<ReportFiler | null> {
  const { rows } = await sql<{ after: ReportFiler | null }>`
    SELECT DISTINCT ON (k.report_id) k.after
    FROM corrections k JOIN reports r ON r.id = k.report_id
      JOIN captures c ON c.report_id = r.id JOIN captures n ON n.id = ${captureId}
    WHERE k.kind = 'authority' AND k.before ->> 'filer' = ${filer} AND r.year = ${year}
      AND (c.url IN (n.url, n.attachment_of) OR c.attachment_of IN (n.url, n.attachment_of))
    ORDER BY k.report_id, k.id DESC`.execute(db)
  return rows.find(({ after }) => after !== null)?.after ?? null
}
