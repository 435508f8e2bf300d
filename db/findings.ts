import { sql, type Transaction } from 'kysely'
import type { Finding } from '../src/model/finding.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { Database, FindingRow, FindingScope, FindingState } from './tables.ts'
import { inTransaction, lockFiler } from './transaction.ts'

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

/**
 * Findings are matched by fingerprint: new ones open, known ones are brought up to date and keep their decisions, gone ones close, closed
 * ones that are back open again. A check of a version that is no longer current changes nothing. Twice changes nothing, either.
 */
export async function reconcile(db: Db, checked: Checked, findings: readonly FindingWithFingerprint[]): Promise<Reconciled> {
  assertDistinct(findings)
  return inTransaction(db, async (trx) => {
    await lockFiler(trx, checked.filer)
    const { known, closed } = await write(trx, checked, findings)
    if (known === null) return { opened: 0, kept: 0, closed: 0, reopened: 0 }
    const states = new Map(known.map(({ fingerprint, state }) => [fingerprint, state]))
    const count = (state: FindingState | undefined) =>
      findings.filter(({ fingerprint }) => states.get(fingerprint) === state).length
    return { opened: count(undefined), kept: count('open'), reopened: count('closed'), closed }
  })
}

function assertDistinct(findings: readonly FindingWithFingerprint[]): void {
  const seen = new Set<string>()
  for (const { fingerprint, rule, subject } of findings) {
    if (seen.has(fingerprint)) throw new Error(`Two findings of rule ${rule} have the same subject "${subject}".`)
    seen.add(fingerprint)
  }
}

/** What a check may change of a finding; all else of it stays as it was opened, or is the reviewers'. */
const CHECKED = [
  'authority_id',
  'authority_name',
  'district_id',
  'report_id',
  'version_id',
  'family',
  'severity',
  'verdict',
  'message',
  'message_en',
  'cells',
  'quote',
  'left_value',
  'right_value',
  'difference',
  'basis',
  'repair',
  'passages',
  'rule_set',
] as const

/** Columns that a check writes, with their types. */
const WRITTEN = {
  fingerprint: 'text',
  rule: 'text',
  family: 'text',
  severity: 'text',
  verdict: 'text',
  message: 'text',
  message_en: 'text',
  cells: 'text[]',
  quote: 'text',
  left_value: 'float8',
  right_value: 'float8',
  difference: 'float8',
  basis: 'text',
  repair: 'jsonb',
  passages: 'jsonb',
  rule_set: 'text',
  subject: 'text',
} as const satisfies Partial<Record<keyof FindingRow, string>>

function writtenOf(finding: FindingWithFingerprint): Readonly<Record<keyof typeof WRITTEN, unknown>> {
  const { messageEn, left, right, ruleSet, passages = [], ...same } = finding
  return { ...same, message_en: messageEn, left_value: left, right_value: right, rule_set: ruleSet, passages }
}

type Written = {
  /** The findings before; null where the version is no longer the current one, so that nothing was written. */
  readonly known: readonly { readonly fingerprint: string; readonly state: FindingState }[] | null
  readonly closed: number
}

/**
 * Writes what a check found and closes what it did not find again, in one statement. A finding is resolved by a correction when other bytes
 * than those it was found in no longer show it.
 */
async function write(
  trx: Transaction<Database>,
  checked: Checked,
  findings: readonly FindingWithFingerprint[],
): Promise<Written> {
  const { scope, filer, year, reportId, versionId } = checked
  const names = Object.keys(WRITTEN)
  const columns = (table: string, of: readonly string[]) => sql.join(of.map((column) => sql.ref(`${table}.${column}`)))
  const whose = {
    filer,
    year,
    scope,
    authority_id: checked.authorityId,
    authority_name: checked.authorityName,
    district_id: checked.districtId,
    report_id: reportId,
    version_id: versionId,
  }
  const { rows } = await sql<Written>`
    WITH
      given AS (
        SELECT * FROM jsonb_to_recordset(${toJson(findings.map(writtenOf))}::jsonb)
          AS g(${sql.join(Object.entries(WRITTEN).map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`))})
      ),
      judged AS (
        SELECT ${scope} = 'report' AND EXISTS (
          SELECT FROM reports WHERE id = ${reportId}::int AND current_version_id IS DISTINCT FROM ${versionId}::int
        ) AS outdated
      ),
      known AS (SELECT fingerprint, state FROM findings WHERE filer = ${filer} AND year = ${year} AND scope = ${scope}),
      written AS (
        INSERT INTO findings (${sql.join([...Object.keys(whose), ...names, 'state'].map((name) => sql.ref(name)))})
        SELECT w.*, ${columns('given', names)}, 'open'
        FROM given, judged, jsonb_to_record(${toJson(whose)}::jsonb)
          AS w(filer text, year int, scope text, authority_id text, authority_name text, district_id text, report_id int, version_id int)
        WHERE NOT judged.outdated
        ON CONFLICT (fingerprint) DO UPDATE SET
          ${sql.join(CHECKED.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))},
          state = 'open', closed_at = NULL, closed_reason = NULL, closed_by_version_id = NULL, updated_at = now()
        WHERE findings.state = 'closed' OR (${columns('findings', CHECKED)}) IS DISTINCT FROM (${columns('excluded', CHECKED)})
      ),
      closed AS (
        UPDATE findings f SET state = 'closed', closed_at = now(), updated_at = now(), closed_by_version_id = ${versionId}::int,
          closed_reason = CASE
            WHEN (SELECT sha256 FROM report_versions WHERE id = ${versionId}::int) IS DISTINCT FROM
              (SELECT sha256 FROM report_versions WHERE id = f.version_id) AND ${versionId}::int IS NOT NULL
            THEN 'resolved-by-correction' ELSE 'no-longer-found' END
        FROM judged
        WHERE NOT judged.outdated AND f.filer = ${filer} AND f.year = ${year} AND f.scope = ${scope} AND f.state = 'open'
          AND f.fingerprint NOT IN (SELECT fingerprint FROM given)
        RETURNING f.id
      )
    SELECT (SELECT count(*) FROM closed) AS closed,
      CASE WHEN judged.outdated THEN NULL ELSE
        (SELECT coalesce(json_agg(json_build_object('fingerprint', fingerprint, 'state', state)), '[]') FROM known) END AS known
    FROM judged`.execute(trx)
  return rows[0] as Written
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

export type ReleasedFinding = FindingRow & {
  /** Number of the version that it was found in. */
  readonly version: number | null
  readonly decision_reason: string | null
  readonly decision_note: string | null
  readonly decided_by: string | null
  readonly decided_at: Date | null
}

/**
 * All findings with their last decision, by filer, year, rule and subject; read in portions, so that any number fits into memory. What was
 * misread by us is no finding about anybody.
 */
export function stream(db: Db): AsyncIterable<ReleasedFinding> {
  return db
    .selectFrom('findings as f')
    .leftJoin('report_versions as v', 'v.id', 'f.version_id')
    .leftJoinLateral(
      (lateral) =>
        lateral
          .selectFrom('decisions')
          .selectAll()
          .whereRef('finding_id', '=', 'f.id')
          .where('act', 'not in', ['assign', 'unassign', 'comment'])
          .orderBy('id', 'desc')
          .limit(1)
          .as('d'),
      (join) => join.onTrue(),
    )
    .selectAll('f')
    .where('f.decision', '<>', 'misread')
    .select(['v.version', 'd.reason as decision_reason', 'd.note as decision_note', 'd.decided_by', 'd.decided_at'])
    .orderBy('f.filer', (order) => order.collate('C'))
    .orderBy('f.year')
    .orderBy('f.rule', (order) => order.collate('C'))
    .orderBy('f.subject', (order) => order.collate('C'))
    .stream(1_000)
}
