import { type RawBuilder, sql } from 'kysely'
import type { Finding } from '../src/model/finding.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import { type CheckedVersion, markAsChecked } from './report-versions.ts'
import type { FindingRow, FindingScope } from './tables.ts'

export type FindingWithFingerprint = Finding & { readonly fingerprint: string }

/** What was checked. `scope` says which findings the check covers; the others are left alone. */
export type Checked = {
  readonly scope: FindingScope
  readonly filer: string
  readonly authorityId: string | null
  readonly authorityName: string
  readonly districtId: string | null
  readonly year: number
  readonly reportId: number | null
  readonly versionId: number | null
}

export type Reconciled = { readonly opened: number; readonly kept: number; readonly closed: number; readonly reopened: number }

const NOTHING: Reconciled = { opened: 0, kept: 0, closed: 0, reopened: 0 }

/**
 * Findings are matched by fingerprint: new ones open, known ones are brought up to date and keep their decisions, gone ones close, closed
 * ones that are back open again. A check of a version that is no longer current changes nothing. Twice changes nothing, either.
 */
export async function reconcile(db: Db, checked: Checked, findings: readonly FindingWithFingerprint[]): Promise<Reconciled> {
  return (await evaluate(db, reconciliation(checked, findings))) ?? NOTHING
}

/**
 * Notes that a version was checked and reconciles what was found, in one transaction. Null, and nothing changes, when it or the version beside
 * it is no longer the current one: then the newer one is to be checked.
 */
export async function recordCheck(
  db: Db,
  version: CheckedVersion,
  checked: Checked,
  findings: readonly FindingWithFingerprint[],
): Promise<Reconciled | null> {
  return await evaluate(db, sql`CASE WHEN ${markAsChecked(version)} THEN ${reconciliation(checked, findings)} END`)
}

async function evaluate<Value>(db: Db, value: RawBuilder<Value>): Promise<Value> {
  const { rows } = await sql<{ value: Value }>`SELECT ${value} AS value`.execute(db)
  return (rows[0] as { value: Value }).value
}

/** `reconcile_findings`, of the migration `storing`, closes and writes the rows; null where the version is no longer the current one. */
function reconciliation(checked: Checked, findings: readonly FindingWithFingerprint[]): RawBuilder<Reconciled | null> {
  assertDistinct(findings)
  const { scope, filer, year, authorityId, authorityName, districtId, reportId, versionId } = checked
  const whose = {
    scope,
    filer,
    year,
    authority_id: authorityId,
    authority_name: authorityName,
    district_id: districtId,
    report_id: reportId,
    version_id: versionId,
  }
  return sql`reconcile_findings(${toJson(whose)}, ${toJson(findings.map(toRow))})`
}

function toRow({ messageEn, left, right, ruleSet, passages = [], ...same }: FindingWithFingerprint) {
  return { ...same, message_en: messageEn, left_value: left, right_value: right, rule_set: ruleSet, passages }
}

function assertDistinct(findings: readonly FindingWithFingerprint[]): void {
  const seen = new Set<string>()
  for (const { fingerprint, rule, subject } of findings) {
    if (seen.has(fingerprint)) throw new Error(`Two findings of rule ${rule} have the same subject "${subject}".`)
    seen.add(fingerprint)
  }
}

/**
 * Filings, and comparisons in the district, with open findings whose authority is no longer registered: nobody expects its report any more.
 */
export async function filingsGivenUp(db: Db, { district, year }: { district: string; year: number }): Promise<Checked[]> {
  return db
    .selectFrom('findings as f')
    .innerJoin('authorities as a', 'a.id', 'f.authority_id')
    .select(['f.scope', 'f.filer', 'f.authority_id as authorityId', 'f.authority_name as authorityName'])
    .select(['f.district_id as districtId', 'f.year', 'f.report_id as reportId', 'f.version_id as versionId'])
    .where('f.scope', 'in', ['filing', 'district'])
    .where('f.state', '=', 'open')
    .where('f.year', '=', year)
    .where('a.district_id', '=', district)
    .where('a.retired_at', 'is not', null)
    .execute()
}

export async function get(db: Db, id: number): Promise<FindingRow | null> {
  return (await db.selectFrom('findings').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** Open findings of a report, its filing included, in the order of lists. */
export async function ofReport(db: Db, reportId: number): Promise<FindingRow[]> {
  return db
    .selectFrom('findings')
    .selectAll()
    .where('report_id', '=', reportId)
    .orderBy('state', 'desc')
    .orderBy('severity_rank', 'desc')
    .orderBy('id', 'desc')
    .execute()
}
