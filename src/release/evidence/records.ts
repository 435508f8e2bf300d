import type { SnapshotStore } from '../../../db/snapshot-store.ts'
import type { Evidence } from './collect.ts'
import { describeEvidence, lacksOf } from './describe.ts'
import { answerIdOf, type Earlier, recordsOf } from './exchange-records.ts'
import { recordIdOf, type WarcEntry } from './warc.ts'

/** The moment that the file stands for: of the newest thing in it, so that the same evidence gives the same file. */
export function momentOf({ fetches, captures, readings, versions, filing }: Evidence): string {
  const times = [
    ...fetches.map(({ fetchedAt }) => fetchedAt),
    ...captures.map(({ last_seen_at }) => last_seen_at),
    ...readings.kept.map(({ readAt }) => readAt),
    ...versions.map(({ extracted_at }) => extracted_at),
    ...(filing === null ? [] : [filing.computed_at]),
  ]
  return new Date(Math.max(0, ...times.map((time) => time.getTime()))).toISOString()
}

export function titleOf({ authority, year, report }: Evidence): string {
  return `${authority.name} ${year}年政府信息公开工作年度报告：采集证据${report === null ? '（未发现报告）' : ''}`
}

/**
 * The records of a file: what it is, what is known, every request with its answer, and documents that came with no request of their own
 * (out of an archive, from a local file, drawn by a browser). The bytes of each snapshot stand there once. @throws SnapshotMissing, SnapshotDamaged
 */
export async function* recordsOfEvidence(evidence: Evidence, snapshots: SnapshotStore): AsyncGenerator<WarcEntry> {
  const moment = momentOf(evidence)
  yield warcInfo(evidence, moment)
  yield metadata(evidence, moment)
  const held = new Map<string, Earlier>()
  for (const fetch of evidence.fetches) {
    const { sha256, status } = fetch
    const answer = answerIdOf(fetch)
    if (sha256 === null || answer === null) {
      yield* recordsOf(fetch, null)
      continue
    }
    if (status === 304 && !held.has(sha256)) {
      const { id, url } = answer
      const date = evidence.snapshots.get(sha256)?.first_seen_at.toISOString() ?? moment
      const resource = await resourceOf(evidence, snapshots, { key: id, url, date, sha256 })
      held.set(sha256, { url, date, id: resource.id })
      yield resource
    }
    const earlier = held.get(sha256) ?? null
    yield* recordsOf(fetch, { bytes: earlier === null ? await snapshots.get(sha256) : new Uint8Array(), earlier })
    if (earlier === null) held.set(sha256, answer)
  }
  for (const { url, sha256, first_seen_at } of evidence.captures) {
    const isFetched = evidence.fetches.some((fetch) => fetch.url === url && fetch.sha256 === sha256)
    if (!isFetched)
      yield await resourceOf(evidence, snapshots, { key: `${url} ${sha256}`, url, date: first_seen_at.toISOString(), sha256 })
  }
}

type Held = { readonly key: string; readonly url: string; readonly date: string; readonly sha256: string }

async function resourceOf(evidence: Evidence, snapshots: SnapshotStore, { key, url, date, sha256 }: Held): Promise<WarcEntry> {
  const contentType = evidence.snapshots.get(sha256)?.media_type ?? 'application/octet-stream'
  return { type: 'resource', id: recordIdOf('resource', key), url, date, contentType, body: await snapshots.get(sha256) }
}

function warcInfo(evidence: Evidence, date: string): WarcEntry {
  const fields = [
    ['software', 'Gouji'],
    ['format', 'WARC File Format 1.1'],
    ['conformsTo', 'http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/'],
    ['description', titleOf(evidence)],
    ...lacksOf(evidence).map((sentence) => ['description', sentence]),
  ]
  const body = Buffer.from(fields.map(([name, value]) => `${name}: ${value}\r\n`).join(''))
  return { type: 'warcinfo', id: recordIdOf('warcinfo', subjectOf(evidence), date), url: null, date, body }
}

function metadata(evidence: Evidence, date: string): WarcEntry {
  const subject = subjectOf(evidence)
  return {
    type: 'metadata',
    id: recordIdOf('metadata', subject, date),
    url: `urn:gouji:${subject}`,
    date,
    contentType: 'application/json',
    body: Buffer.from(evidenceJson(evidence)),
  }
}

export function evidenceJson(evidence: Evidence): string {
  return `${JSON.stringify(describeEvidence(evidence), null, 2)}\n`
}

function subjectOf({ report, authority, year }: Evidence): string {
  return report === null ? `authority:${authority.id}:${year}` : `report:${report.id}`
}
