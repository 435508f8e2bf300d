import type { CaptureRow } from '../../../db/tables.ts'
import type { Evidence } from './collect.ts'
import { answerIdOf } from './exchange-records.ts'

/** What the file lacks, or holds in another form than it came. */
const ALWAYS_LACKS = [
  'Cookies were not kept, neither sent nor received; nor what Node adds to a request on how the connection is kept.',
  'Bodies were unpacked when they came. Headers that describe the packed bytes are named X-Archive-Orig-…; lines of one name are joined by commas.',
  'Bodies of redirects and of refusals were not kept; their records are marked WARC-Truncated.',
] as const

/**
 * What is known of a report, or of where it was looked for, in the form that goes along with the records: dates with their sources, versions,
 * readings of the columns, and every request with the record that holds its answer.
 */
export function describeEvidence(evidence: Evidence) {
  const { authority, year, report, filing, versions, readings, lists, fetches } = evidence
  const columnUrls = new Map(readings.kept.map(({ columnId, columnUrl }) => [columnId, columnUrl]))
  return {
    schema: 'gouji.evidence/1',
    authority: { id: authority.id, name: authority.name, district: authority.districtId },
    year,
    report: report && { id: report.id, title: report.title, edition: report.edition, firstSeenAt: report.firstSeenAt },
    filing: filing && {
      status: filing.status,
      due: filing.due,
      strength: filing.strength,
      basis: filing.basis,
      publishedOn: filing.published_on,
      publishedFrom: filing.published_from,
      daysLate: filing.days_late,
      backdated: filing.backdated,
      computedAt: filing.computed_at,
    },
    documents: evidence.captures.map((capture) => describeCapture(capture, evidence, columnUrls)),
    versions: versions.toReversed().map(({ version, sha256, title, url, extracted_at, isCurrent }) => ({
      version,
      sha256,
      title,
      url,
      readAt: extracted_at,
      isCurrent,
    })),
    readings: readings.kept.map((reading) => ({
      portal: reading.portal,
      column: reading.columnUrl,
      readAt: reading.readAt,
      complete: reading.complete,
      pages: reading.pages,
      entries: reading.entries,
      declared: reading.declared,
      problem: reading.problem,
      listsReport: report === null ? null : reading.found,
      list: reading.listSha256,
      requests: fetches.filter((fetch) => isOf(fetch, reading)).map(({ id }) => id),
    })),
    readingsInAll: readings.total,
    lists: Object.fromEntries(lists.map(({ sha256, entries }) => [sha256, entries])),
    requests: fetches.map((fetch) => ({
      id: fetch.id,
      url: fetch.url,
      finalUrl: fetch.finalUrl,
      redirects: fetch.redirects,
      column: columnUrls.get(fetch.columnId ?? 0) ?? null,
      status: fetch.status,
      outcome: fetch.outcome,
      fetchedAt: fetch.fetchedAt,
      durationMs: fetch.durationMs,
      tls: fetch.tls,
      challenge: fetch.challenge,
      sha256: fetch.sha256,
      error: fetch.error,
      failedMessages: fetch.exchanges.filter(({ answer }) => answer === null).map(({ url, at, error }) => ({ url, at, error })),
      record: answerIdOf(fetch)?.id ?? null,
    })),
    requestsCountedOnly: evidence.counted,
    lacks: lacksOf(evidence),
  }
}

function isOf(fetch: { portalCrawlId: number; columnId: number | null }, reading: { portalCrawlId: number; columnId: number }) {
  return fetch.portalCrawlId === reading.portalCrawlId && fetch.columnId === reading.columnId
}

function describeCapture(capture: CaptureRow, { snapshots, versions }: Evidence, columnUrls: ReadonlyMap<number, string>) {
  const snapshot = snapshots.get(capture.sha256)
  return {
    url: capture.url,
    attachmentOf: capture.attachment_of,
    sha256: capture.sha256,
    bytes: snapshot?.bytes ?? null,
    mediaType: snapshot?.media_type ?? null,
    tlsUnverified: snapshot?.tls_unverified ?? null,
    listTitle: capture.list_title,
    column: columnUrls.get(capture.column_id ?? 0) ?? null,
    dates: capture.dates,
    firstSeenAt: capture.first_seen_at,
    lastSeenAt: capture.last_seen_at,
    state: capture.state,
    reason: capture.reason,
    version: versions.find(({ id }) => id === capture.version_id)?.version ?? null,
  }
}

/** Sentences on what this file lacks. */
export function lacksOf({ readings, fetches, counted }: Evidence): string[] {
  const old = fetches.filter(({ exchanges }) => exchanges.some(({ sent }) => sent === null)).length
  const untied = readings.kept.filter((reading) => reading.pages > 0 && !fetches.some((fetch) => isOf(fetch, reading))).length
  const between = readings.total - readings.kept.length
  return [
    ...ALWAYS_LACKS,
    ...(old > 0
      ? [`Of ${old} requests neither what was sent nor the status line was kept, only some headers of the answer.`]
      : []),
    ...(untied > 0 ? [`Of ${untied} readings it was not kept which requests were their pages.`] : []),
    ...(counted > 0 ? [`${counted} requests that got the same page as the ones before and after them are counted only.`] : []),
    ...(between > 0 ? [`${between} readings that say the same as the ones before and after them are counted only.`] : []),
  ]
}
