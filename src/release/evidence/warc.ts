import { WARC_1_1, WARCRecord, WARCSerializer } from 'warcio'
import { sha256Of } from '../../model/sha256.ts'

/** A header as it was sent, its name in its own letters. */
type Header = readonly [name: string, value: string]

/** One record of a WARC file (ISO 28500:2017), before its digests and length are worked out. */
export type WarcEntry = {
  readonly type: 'warcinfo' | 'request' | 'response' | 'revisit' | 'resource' | 'metadata'
  /** `<urn:uuid:…>`, see `recordIdOf`. */
  readonly id: string
  /** What the record is about; null for `warcinfo`. */
  readonly url: string | null
  /** ISO, to the millisecond. */
  readonly date: string
  readonly contentType?: string
  /** Further fields by their WARC names. */
  readonly fields?: Readonly<Record<string, string>>
  /** First line and headers of an HTTP message. */
  readonly http?: { readonly line: string; readonly headers: readonly Header[] }
  readonly body: Uint8Array
}

/** Names a record by what it holds, so that the same evidence gives the same file: a UUID of version 8 (RFC 9562) made of a hash. */
export function recordIdOf(...what: readonly string[]): string {
  const hash = sha256Of(what.join('\n'))
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16)
  const uuid = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ]
  return `<urn:uuid:${uuid.join('-')}>`
}

/** The bytes of one record: a gzip member of its own, as readers of `.warc.gz` expect. */
export async function packRecord({ type, id, url, date, contentType, fields = {}, http, body }: WarcEntry): Promise<Uint8Array> {
  const record = WARCRecord.create(
    {
      type,
      url: url ?? undefined,
      date,
      warcVersion: WARC_1_1,
      warcHeaders: { 'WARC-Record-ID': id, ...(contentType === undefined ? {} : { 'Content-Type': contentType }) },
      statusline: http?.line,
      httpHeaders: http === undefined ? {} : mergeSameNames(http.headers),
    },
    body.length === 0 ? undefined : [body],
  )
  // After the library has set its own: it knows one kind of revisit only.
  for (const [name, value] of Object.entries(fields)) record.warcHeaders.headers.set(name, value)
  return await WARCSerializer.serialize(record, { gzip: true })
}

/** Lines of one name mean the same as one line with their values after each other (RFC 9110, 5.3). */
function mergeSameNames(headers: readonly Header[]): Record<string, string> {
  const merged = new Map<string, Header>()
  for (const [name, value] of headers) {
    const before = merged.get(name.toLowerCase())
    merged.set(name.toLowerCase(), before ? [before[0], `${before[1]}, ${value}`] : [name, value])
  }
  return Object.fromEntries(merged.values())
}
