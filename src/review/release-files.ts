import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import { releaseOf } from './release-page.ts'
import { found, NotFound } from './request.ts'
import type { ReviewEnv } from './visitor.ts'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  cff: 'text/yaml; charset=utf-8',
}

/** A file of a release, or a part of it (RFC 9110, one range of bytes): so that a download can go on, and a program reads what it needs. */
export function releaseFile(db: Db, folder: string): Handler<ReviewEnv> {
  return async (c) => {
    const release = await releaseOf(c, db)
    const asked = decodeURIComponent(c.req.path.split('/files/').slice(1).join('/files/'))
    // Only what is recorded is served: no address leads anywhere else.
    const file = found(release.files.find(({ path }) => path === asked))
    const path = join(folder, release.version, file.path)
    await access(path).catch((cause) => {
      throw new NotFound('the file is not on this machine', { cause })
    })
    const etag = `"${file.sha256}"`
    const headers: Record<string, string> = {
      'Content-Type': MEDIA_TYPES[file.path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${release.version}-${file.path.replaceAll('/', '-')}`)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Accept-Ranges': 'bytes',
      ETag: etag,
    }
    if (c.req.header('If-None-Match') === etag) return c.body(null, 304, headers)
    const condition = c.req.header('If-Range')
    const range = condition === undefined || condition === etag ? rangeOf(c.req.header('Range'), file.bytes) : null
    if (range === 'outside') return c.body(null, 416, { ...headers, 'Content-Range': `bytes */${file.bytes}` })
    const { first, last } = range ?? { first: 0, last: file.bytes - 1 }
    headers['Content-Length'] = String(last - first + 1)
    if (range !== null) headers['Content-Range'] = `bytes ${first}-${last}/${file.bytes}`
    const content = Readable.toWeb(createReadStream(path, { start: first, end: last })) as ReadableStream
    return c.body(content, range === null ? 200 : 206, headers)
  }
}

type Range = { readonly first: number; readonly last: number }

/** The range that a header asks for; null for the whole file: without a header, or with one that is not understood or names several. */
export function rangeOf(header: string | undefined, bytes: number): Range | 'outside' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return null
  const first = from === '' ? Math.max(0, bytes - Number(to)) : Number(from)
  const last = from === '' || to === '' ? bytes - 1 : Math.min(bytes - 1, Number(to))
  if (from !== '' && to !== '' && Number(to) < Number(from)) return null
  return first > last ? 'outside' : { first, last }
}
