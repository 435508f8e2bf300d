import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Report } from '../src/model/report.ts'
import * as cells from './cells.ts'
import type { Db } from './connect.ts'
import { contentHashOf } from './content-hash.ts'
import { toJson } from './json.ts'
import type { Database, ReportVersionRow } from './tables.ts'
import { inTransaction, lockFiler } from './transaction.ts'

export type Reading = {
  readonly captureId: number
  /** The authority's id, or `name:<printed name>`. */
  readonly filer: string
  readonly authorityId: string | null
  readonly authorityName: string
  readonly districtId: string | null
  readonly year: number
  /** Version of the reader. */
  readonly reader: string
  readonly report: Report
}

export type StoredVersion = {
  readonly reportId: number
  /** The version that the capture was read as. */
  readonly versionId: number
  /** `unchanged`: nothing is to be checked again, because what the report says is known, or because another address has precedence. */
  readonly isNew: 'new-report' | 'new-version' | 'unchanged'
}

/**
 * Stores what was read from a capture, and marks it as done. Content that is known makes no version. Other content at the address of the
 * current version is a correction and becomes current; so does content of a new address when the old one is no longer seen. While both
 * addresses are there, the one that could be read better stays, else the one that its list dates later: a correction beside what it
 * corrects; of an article and its attachment the article. All in one transaction.
 */
export async function store(db: Db, reading: Reading): Promise<StoredVersion> {
  const fresh = { hash: contentHashOf(reading.report), numbersRead: numbersIn(reading.report) }
  const first = await insertVersion(db, reading, { ...fresh, reportId: null, isCurrent: true })
  if (first !== null) return { ...first, isNew: 'new-report' }
  return inTransaction(db, async (trx) => {
    await lockFiler(trx, reading.filer)
    const report = await findOrMakeReport(trx, reading)
    const known = await knownVersions(trx, report.id, report.current_version_id, reading.captureId)
    const judgement = judge(known, fresh)
    if (judgement.kind === 'known') {
      await markAsReport(trx, reading, report.id, judgement.versionId)
      return { reportId: report.id, versionId: judgement.versionId, isNew: 'unchanged' }
    }
    const isCurrent = judgement.kind === 'current'
    const stored = await insertVersion(trx, reading, { ...fresh, reportId: report.id, isCurrent })
    if (stored === null) throw new Error(`Report ${report.id} got no version.`)
    return { ...stored, isNew: !isCurrent ? 'unchanged' : known.length === 0 ? 'new-report' : 'new-version' }
  })
}

type Fresh = { readonly hash: string; readonly numbersRead: number }

type KnownVersion = {
  readonly id: number
  readonly isCurrent: boolean
  readonly content_hash: string
  readonly numbers_read: number
  /** The version and the new capture come from the same address, or from addresses that said the same until now. */
  readonly sameAddress: boolean
  /** One is an attachment of the other, or both of one article. */
  readonly sameArticle: boolean
  /** The version's address is still seen with these bytes: not replaced by the new one. */
  readonly stillThere: boolean
  /** The list of the new capture dates it later than that of the version's. */
  readonly isOutdated: boolean
}

async function findOrMakeReport(trx: Transaction<Database>, reading: Reading) {
  return trx
    .insertInto('reports')
    .values({
      filer: reading.filer,
      authority_id: reading.authorityId,
      authority_name: reading.authorityName,
      district_id: reading.districtId,
      year: reading.year,
    })
    .onConflict((conflict) =>
      conflict.columns(['filer', 'year']).doUpdateSet((set) => ({
        authority_name: set.ref('excluded.authority_name'),
        district_id: set.fn.coalesce('excluded.district_id', 'reports.district_id'),
      })),
    )
    .returning(['id', 'current_version_id'])
    .executeTakeFirstOrThrow()
}

/** The versions of the report, the newest first. */
async function knownVersions(trx: Transaction<Database>, reportId: number, currentId: number | null, captureId: number) {
  if (currentId === null) return []
  const { rows } = await sql<KnownVersion>`
    SELECT v.id, v.id = ${currentId} AS "isCurrent", v.content_hash, v.numbers_read,
      c.url = n.url OR EXISTS (
        SELECT FROM captures twin WHERE twin.version_id = v.id AND md5(twin.url) = md5(n.url) AND twin.url = n.url
          AND n.attachment_of IS NULL AND twin.id <> n.id) AS "sameAddress",
      coalesce(n.attachment_of = c.url OR c.attachment_of = n.url OR c.attachment_of = n.attachment_of, false) AND c.url <> n.url
        AS "sameArticle",
      c.last_run_id >= n.last_run_id AS "stillThere", coalesce(${listDate('c')} < ${listDate('n')}, false) AS "isOutdated"
    FROM report_versions v JOIN captures c ON c.id = v.capture_id, captures n
    WHERE v.report_id = ${reportId} AND n.id = ${captureId}
    ORDER BY v.version DESC`.execute(trx)
  return rows
}

/** The day that the list prints for a capture; null where it prints none. */
function listDate(capture: 'c' | 'n') {
  return sql<
    string | null
  >`(SELECT max(d ->> 'date') FROM jsonb_array_elements(${sql.ref(`${capture}.dates`)}) d WHERE d ->> 'from' = 'list')`
}

type Judgement =
  | { readonly kind: 'known'; readonly versionId: number }
  | { readonly kind: 'current' }
  | { readonly kind: 'beside' }

function judge(known: readonly KnownVersion[], fresh: Fresh): Judgement {
  const current = known.find(({ isCurrent }) => isCurrent)
  if (!current) return { kind: 'current' }
  const same = known.filter(({ content_hash }) => content_hash === fresh.hash)
  if (same.includes(current)) return { kind: 'known', versionId: current.id }
  const [older] = same
  // A withdrawn correction is a change again; an older text at another address is not.
  if (older && !current.sameAddress) return { kind: 'known', versionId: older.id }
  const readsBetter = fresh.numbersRead > current.numbers_read
  const isLater = current.isOutdated && fresh.numbersRead === current.numbers_read
  const replaces = current.sameArticle ? readsBetter : current.sameAddress || !current.stillThere || readsBetter || isLater
  return { kind: replaces ? 'current' : 'beside' }
}

function numbersIn({ cells }: Report): number {
  return Object.values(cells).filter(({ kind }) => kind === 'number').length
}

/**
 * Writes a version with its cells, marks the capture, and makes the version the current one where it is to be (`store_version`, of the
 * migration `storing`): of the report with this id, or, where that is null, of a new report; null where there is the report already.
 */
async function insertVersion(
  db: Db,
  { report, ...reading }: Reading,
  { reportId, isCurrent, ...fresh }: Fresh & { readonly reportId: number | null; readonly isCurrent: boolean },
): Promise<{ reportId: number; versionId: number } | null> {
  const about = {
    capture_id: reading.captureId,
    filer: reading.filer,
    authority_id: reading.authorityId,
    authority_name: reading.authorityName,
    district_id: reading.districtId,
    year: reading.year,
    content_hash: fresh.hash,
    numbers_read: fresh.numbersRead,
    reader: reading.reader,
  }
  const { rows } = await sql<{ reportId: number; versionId: number }>`
    SELECT stored_report AS "reportId", stored_version AS "versionId"
    FROM store_version(${toJson(about)}, ${toJson(report)}, ${reportId}, ${isCurrent})`.execute(db)
  return rows[0] ?? null
}

/** Marks the capture as this version. The dates that the document names count as evidence even where it makes none. */
async function markAsReport(trx: Transaction<Database>, reading: Reading, reportId: number, versionId: number): Promise<void> {
  await sql`
    UPDATE captures c SET state = 'report', reason = NULL, message = NULL, report_id = ${reportId}, version_id = ${versionId},
      dates = (SELECT coalesce(jsonb_agg(DISTINCT d), '[]')
        FROM jsonb_array_elements(c.dates || ${toJson(reading.report.dates)}::jsonb) d)
    WHERE c.id = ${reading.captureId}`.execute(trx)
}

/** A stored version as it was read; null when there is none. */
export async function load(db: Db, versionId: number): Promise<Report | null> {
  return (await loadAll(db, [versionId])).get(versionId) ?? null
}

/** Stored versions as they were read, by their ids; those that there are not are left out. */
export async function loadAll(db: Db, versionIds: readonly number[]): Promise<Map<number, Report>> {
  if (versionIds.length === 0) return new Map()
  const [documents, rows] = await Promise.all([
    db.selectFrom('report_versions').select(['id', 'document', 'edition']).where('id', 'in', versionIds).execute(),
    cells.rowsOf(db, versionIds),
  ])
  const cellsOf = Map.groupBy(rows, (row) => row.version_id)
  return new Map(
    documents.map(({ id, document, edition }) => [id, { ...document, cells: cells.asPrinted(cellsOf.get(id) ?? [], edition) }]),
  )
}

/** Everything that a check of a version needs, and whose report it is. */
export type VersionToCheck = {
  readonly reportId: number
  readonly versionId: number
  readonly filer: string
  readonly authorityId: string | null
  readonly authorityName: string
  readonly districtId: string | null
  readonly year: number
  /** False when a newer version has taken its place: there is nothing to check. */
  readonly isCurrent: boolean
  readonly report: Report
  readonly prior: { readonly versionId: number; readonly report: Report } | null
}

export async function loadForCheck(db: Db, versionId: number): Promise<VersionToCheck | null> {
  const about = await db
    .selectFrom('report_versions as v')
    .innerJoin('reports as r', 'r.id', 'v.report_id')
    .select([
      'r.id as reportId',
      'v.id as versionId',
      'r.filer',
      'r.authority_id as authorityId',
      'r.authority_name as authorityName',
    ])
    .select(['r.district_id as districtId', 'r.year', 'r.current_version_id'])
    .where('v.id', '=', versionId)
    .executeTakeFirst()
  const report = about && (await load(db, versionId))
  if (!about || !report) return null
  const { current_version_id, ...rest } = about
  return { ...rest, isCurrent: current_version_id === versionId, report, prior: await priorYearOf(db, about) }
}

/** The current version of the report that the same filer made one year earlier. */
async function priorYearOf(
  db: Db,
  { filer, year }: { filer: string; year: number },
): Promise<{ versionId: number; report: Report } | null> {
  const versionId = await currentVersionId(db, filer, year - 1)
  const report = versionId === null ? null : await load(db, versionId)
  return versionId !== null && report ? { versionId, report } : null
}

/** The current version of the report of a filer and year; null where there is none. */
export async function currentVersionId(db: Db, filer: string, year: number): Promise<number | null> {
  const row = await db
    .selectFrom('reports')
    .select('current_version_id')
    .where('filer', '=', filer)
    .where('year', '=', year)
    .executeTakeFirst()
  return row?.current_version_id ?? null
}

/** A version that was checked beside the given version of the year before. */
export type CheckedVersion = {
  readonly filer: string
  readonly versionId: number
  readonly priorVersionId: number | null
  readonly ruleSet: string
  /** What is kept of its text to find those like it. */
  readonly sketch: Uint8Array
}

/** Notes that a version was checked. False, and nothing is noted, when it or the one beside it is no longer the current one: then the newer one is to be checked. */
export function markAsChecked({ filer, versionId, priorVersionId, ruleSet, sketch }: CheckedVersion): RawBuilder<boolean> {
  return sql`mark_checked(${filer}, ${versionId}, ${priorVersionId}, ${ruleSet}, ${Buffer.from(sketch)})`
}

export type VersionSummary = Pick<
  ReportVersionRow,
  'id' | 'version' | 'sha256' | 'title' | 'extracted_at' | 'checked_at' | 'reader'
> & {
  readonly url: string
  /** When its document was first seen at its address. */
  readonly firstSeenAt: Date
  readonly isCurrent: boolean
}

/** All versions of a report, the newest first. */
export async function versionsOf(db: Db, reportId: number): Promise<VersionSummary[]> {
  const rows = await db
    .selectFrom('report_versions as v')
    .innerJoin('captures as c', 'c.id', 'v.capture_id')
    .innerJoin('reports as r', 'r.id', 'v.report_id')
    .select(['v.id', 'v.version', 'v.sha256', 'v.title', 'v.extracted_at', 'v.checked_at', 'v.reader'])
    .select(['c.url', 'c.first_seen_at as firstSeenAt', 'r.current_version_id'])
    .where('v.report_id', '=', reportId)
    .orderBy('v.version', 'desc')
    .execute()
  return rows.map(({ current_version_id, ...row }) => ({ ...row, isCurrent: row.id === current_version_id }))
}
