import { type SqlBool, sql, type Transaction } from 'kysely'
import type { Family, Finding, Severity, Verdict } from '../src/model/finding.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { Database, FindingDecision, FindingRow, FindingScope, FindingState } from './tables.ts'
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

export type FindingFilter = {
  readonly district?: string
  readonly authority?: string
  readonly year?: number
  readonly family?: Family
  readonly rule?: string
  readonly severity?: Severity
  readonly verdict?: Verdict
  readonly state?: FindingState
  readonly decision?: FindingDecision
  readonly reportId?: number
  /** Words that the message, the quoted sentence or the authority's name holds. */
  readonly q?: string
}

/** Column of each filter that compares for equality. */
const EQUAL = {
  district: 'district_id',
  authority: 'authority_id',
  year: 'year',
  family: 'family',
  rule: 'rule',
  severity: 'severity',
  verdict: 'verdict',
  state: 'state',
  decision: 'decision',
  reportId: 'report_id',
} as const satisfies Record<Exclude<keyof FindingFilter, 'q'>, keyof FindingRow>

function filtered(db: Db, filter: FindingFilter) {
  let query = db.selectFrom('findings')
  for (const [name, column] of Object.entries(EQUAL)) {
    const value = filter[name as keyof typeof EQUAL]
    if (value !== undefined) query = query.where(column, '=', value as never)
  }
  for (const word of (filter.q ?? '').split(/\s+/).filter(Boolean)) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(({ or, eb }) =>
      or([
        eb('message', 'ilike', pattern),
        eb('message_en', 'ilike', pattern),
        eb('quote', 'ilike', pattern),
        eb('authority_name', 'ilike', pattern),
        eb('rule', 'ilike', pattern),
      ]),
    )
  }
  return query
}

export type FindingPage = {
  readonly rows: FindingRow[]
  /** Where the next page begins; null on the last one. */
  readonly next: string | null
}

/** Errors first, then warnings, then notes; of each the newest first. `after` is `next` of the page before. */
export async function list(db: Db, filter: FindingFilter, page: { after?: string | null; limit: number }): Promise<FindingPage> {
  const after = page.after ? parseCursor(page.after) : null
  const rows = await filtered(db, filter)
    .selectAll()
    .$if(after !== null, (query) => query.where(sql<SqlBool>`(severity_rank, id) < (${after?.rank}::int, ${after?.id}::int)`))
    .orderBy('severity_rank', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined
  return { rows: rows.slice(0, page.limit), next: last ? `${last.severity_rank}-${last.id}` : null }
}

/** The findings just before and after this one in the list; the finding itself need not be in it any more. */
export async function neighboursOf(
  db: Db,
  filter: FindingFilter,
  { severity_rank, id }: Pick<FindingRow, 'severity_rank' | 'id'>,
): Promise<{ previous: number | null; next: number | null }> {
  const here = sql`(${severity_rank}::int, ${id}::int)`
  const beside = (side: '<' | '>') =>
    filtered(db, filter)
      .select('id')
      .where(sql<SqlBool>`(severity_rank, id) ${sql.raw(side)} ${here}`)
      .orderBy('severity_rank', side === '<' ? 'desc' : 'asc')
      .orderBy('id', side === '<' ? 'desc' : 'asc')
      .limit(1)
      .executeTakeFirst()
  const [next, previous] = await Promise.all([beside('<'), beside('>')])
  return { previous: previous?.id ?? null, next: next?.id ?? null }
}

/** Anything that is no cursor of ours begins at the first page. */
function parseCursor(text: string): { rank: number; id: number } | null {
  const match = /^([123])-(\d{1,9})$/.exec(text)
  return match ? { rank: Number(match[1]), id: Number(match[2]) } : null
}

export async function count(db: Db, filter: FindingFilter): Promise<number> {
  const { count } = await filtered(db, filter)
    .select((counted) => counted.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

const FACETS = ['severity', 'rule', 'family', 'year', 'district', 'authority', 'decision', 'state', 'verdict'] as const
export type Facet = (typeof FACETS)[number]
export type FacetCounts = { readonly [F in Facet]: readonly { readonly value: string; readonly count: number }[] }

/**
 * How many findings each choice of each filter would show beside the other filters that are set, so that a filter's own choice hides no
 * alternative. Most first; values that no finding has are left out.
 */
export async function facets(db: Db, filter: FindingFilter): Promise<FacetCounts> {
  const isSet = (facet: Facet) => filter[facet] !== undefined
  const free = FACETS.filter((facet) => !isSet(facet))
  const counted = await Promise.all([
    countFacets(db, filter, free),
    ...FACETS.filter(isSet).map((facet) => countFacets(db, { ...filter, [facet]: undefined }, [facet])),
  ])
  const rows = counted.flat()
  return Object.fromEntries(
    FACETS.map((facet) => [facet, rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count }))]),
  ) as unknown as FacetCounts
}

async function countFacets(db: Db, filter: FindingFilter, names: readonly Facet[]) {
  if (names.length === 0) return []
  const columns = names.map((name) => sql.ref(EQUAL[name]))
  const ownColumn = names.map((name, index) => sql`WHEN grouping(${sql.ref(EQUAL[name])}) = 0 THEN ${sql.lit(index)}`)
  const rows = await filtered(db, filter)
    .select([
      sql<number>`CASE ${sql.join(ownColumn, sql` `)} END`.as('index'),
      sql<string | null>`coalesce(${sql.join(columns.map((column) => sql`${column}::text`))})`.as('value'),
      sql<number>`count(*)`.as('count'),
    ])
    .groupBy(sql`GROUPING SETS (${sql.join(columns.map((column) => sql`(${column})`))})`)
    .orderBy('count', 'desc')
    .orderBy('value')
    .execute()
  return rows.flatMap(({ index, value, count }) => (value === null ? [] : [{ facet: names[index] as Facet, value, count }]))
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

/** All findings with their last decision, by filer, year, rule and subject; read in portions, so that any number fits into memory. */
export function stream(db: Db): AsyncIterable<ReleasedFinding> {
  return db
    .selectFrom('findings as f')
    .leftJoin('report_versions as v', 'v.id', 'f.version_id')
    .leftJoinLateral(
      (lateral) =>
        lateral.selectFrom('decisions').selectAll().whereRef('finding_id', '=', 'f.id').orderBy('id', 'desc').limit(1).as('d'),
      (join) => join.onTrue(),
    )
    .selectAll('f')
    .select(['v.version', 'd.reason as decision_reason', 'd.note as decision_note', 'd.decided_by', 'd.decided_at'])
    .orderBy('f.filer', (order) => order.collate('C'))
    .orderBy('f.year')
    .orderBy('f.rule', (order) => order.collate('C'))
    .orderBy('f.subject', (order) => order.collate('C'))
    .stream(1_000)
}
