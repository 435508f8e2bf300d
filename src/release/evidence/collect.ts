import type { Db } from '../../../db/connect.ts'
import * as kept from '../../../db/evidence.ts'
import * as filings from '../../../db/filings.ts'
import * as registry from '../../../db/registry.ts'
import * as reportVersions from '../../../db/report-versions.ts'
import * as reports from '../../../db/reports.ts'
import type { CaptureRow, FilingRow } from '../../../db/tables.ts'
import type { ListEntry } from '../../model/crawl.ts'
import { SetupError } from '../../model/setup-error.ts'
import { endsOfStretches } from '../../model/stretches.ts'

/** What evidence is asked for: of a report, or of an authority and year, whose report may not have been found. */
export type Subject = { readonly report: number } | { readonly authority: string; readonly year: number }

/** There is no such report or authority, or nothing was read for it. */
export class NoEvidence extends SetupError {}

/** Everything stored of how a report came to us, or of where it was looked for. */
export type Evidence = {
  readonly authority: { readonly id: string | null; readonly name: string; readonly districtId: string | null }
  readonly year: number
  /** Null where none was found. */
  readonly report: reports.ReportSummary | null
  readonly filing: FilingRow | null
  readonly versions: readonly reportVersions.VersionSummary[]
  readonly captures: readonly CaptureRow[]
  readonly readings: kept.KeptReadings
  readonly lists: readonly { readonly sha256: string; readonly entries: readonly ListEntry[] }[]
  /** In the order in which they were made. Of those of a document that got the same page in a row only the first and the last. */
  readonly fetches: readonly kept.KeptFetch[]
  /** Requests between those, whether there are records of them or not: retention may have deleted them. */
  readonly counted: number
  readonly snapshots: ReadonlyMap<string, kept.KeptSnapshot>
}

/** Collects the evidence as it stood at one moment. @throws NoEvidence */
export async function collectEvidence(db: Db, subject: Subject): Promise<Evidence> {
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => collect(trx, subject))
}

async function collect(db: Db, subject: Subject): Promise<Evidence> {
  const { authority, year, report } = await subjectOf(db, subject)
  const captures = report === null ? [] : await kept.capturesOf(db, report.id)
  const addresses = addressesOf(captures)
  const columnIds = [...new Set(captures.flatMap(({ column_id }) => column_id ?? []))]
  const { id, districtId } = authority
  const owner = id === null || districtId === null ? null : { id, districtId }
  const readings = await kept.readingsOf(db, { columnIds, authority: owner, year, addresses })
  if (report === null && readings.total === 0)
    throw new NoEvidence(
      `${authority.name}, ${year}: no report was found, and no column that lists its reports was read since that year ended; crawl its portal first (gouji crawl).`,
    )
  const { fetches, counted } = await fetchesOf(db, addresses, readings.kept)
  const hashes = [...fetches, ...captures].flatMap(({ sha256 }) => sha256 ?? [])
  const [filing, versions, lists, snapshots] = await Promise.all([
    id === null ? null : filings.get(db, id, year),
    report === null ? [] : reportVersions.versionsOf(db, report.id),
    kept.listsOf(db, [...new Set(readings.kept.map(({ listSha256 }) => listSha256))]),
    kept.snapshotsOf(db, [...new Set(hashes)]),
  ])
  const snapshotOf = new Map(snapshots.map((snapshot) => [snapshot.sha256, snapshot]))
  return { authority, year, report, filing, versions, captures, readings, lists, fetches, counted, snapshots: snapshotOf }
}

async function subjectOf(db: Db, subject: Subject): Promise<Pick<Evidence, 'authority' | 'year' | 'report'>> {
  const reportId = 'report' in subject ? subject.report : await kept.reportIdOf(db, subject.authority, subject.year)
  const report = reportId === null ? null : await reports.get(db, reportId)
  if (report !== null) {
    const { authorityId, authorityName, districtId, year } = report
    return { authority: { id: authorityId, name: authorityName, districtId }, year, report }
  }
  if ('report' in subject)
    throw new NoEvidence(`There is no report ${subject.report}; its number stands in the address of its page (/reports/NUMBER).`)
  const { authority: id, year } = subject
  const authority = await registry.authorityOf(db, id)
  if (authority === null)
    throw new NoEvidence(`There is no authority "${id}"; gouji registry export prints those that are registered.`)
  return { authority: { id, name: authority.name, districtId: authority.district }, year, report: null }
}

/** Addresses that were asked for the documents of a report: one in an archive came with the archive, a local file with nothing. */
function addressesOf(captures: readonly CaptureRow[]): string[] {
  const urls = captures.flatMap(({ url, attachment_of }) => [url, ...(attachment_of === null ? [] : [attachment_of])])
  return [...new Set(urls.flatMap((url) => [url, url.replace(/#.*$/, '')]))].filter((url) => /^https?:/.test(url))
}

/** Requests of the documents and of the lists, with those that first brought what others found unchanged. */
async function fetchesOf(
  db: Db,
  addresses: readonly string[],
  readings: readonly kept.KeptReading[],
): Promise<Pick<Evidence, 'fetches' | 'counted'>> {
  const ofDocuments = await kept.fetchesOf(db, addresses)
  const fetches = [...withoutRepeated(ofDocuments), ...(await kept.fetchesOfReadings(db, readings))]
  const unchanged = fetches.flatMap(({ url, sha256, outcome }) =>
    outcome === 'unchanged' && sha256 !== null ? [{ url, sha256 }] : [],
  )
  const all = [...fetches, ...(await kept.firstFetchesOf(db, unchanged))]
  const shown = new Map(all.map((fetch) => [fetch.id, fetch]))
  const made = ofDocuments.reduce((sum, { repeated }) => sum + 1 + repeated, 0)
  const counted = made - ofDocuments.filter(({ id }) => shown.has(id)).length
  return { fetches: [...shown.values()].sort((a, b) => a.id - b.id), counted }
}

/**
 * Of requests of an address that got the same page in a row the first and the last: those between prove nothing more, and retention may have
 * deleted their records. Whatever else came back is told each time.
 */
function withoutRepeated(fetches: readonly kept.KeptFetch[]): kept.KeptFetch[] {
  const answerOf = ({ id, outcome, sha256, finalUrl, redirects, tls, challenge }: kept.KeptFetch) =>
    sha256 !== null && (outcome === 'ok' || outcome === 'unchanged')
      ? JSON.stringify([sha256, finalUrl, redirects, tls, challenge])
      : String(id)
  return [...Map.groupBy(fetches, ({ url }) => url).values()].flatMap((ofAddress) => endsOfStretches(ofAddress, answerOf))
}
