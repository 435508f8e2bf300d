import type { Context } from 'hono'
import { sha256Of } from '../../model/sha256.ts'
import { type CsvValue, csvOf } from '../csv.ts'
import type { ReviewEnv } from '../visitor.ts'

/** Answers with JSON that is named by its hash; who has it already is told so, and gets nothing. */
export function answerJson(c: Context<ReviewEnv>, value: unknown): Response {
  return answer(c, `${JSON.stringify(value)}\n`, 'application/json; charset=utf-8')
}

/** Answers with the items as a table, its columns in the order of `columns`. */
export function answerCsv(c: Context<ReviewEnv>, items: readonly object[], columns: readonly string[]): Response {
  const rows = items.map((item) => columns.map((column) => fieldOf((item as Readonly<Record<string, unknown>>)[column])))
  return answer(c, csvOf([columns, ...rows]), 'text/csv; charset=utf-8')
}

/** A blank field is null: nothing is known. Lists of words stand beside each other, whatever is deeper is JSON. */
function fieldOf(value: unknown): CsvValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'string') return value
  if (Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number')) return value.join(' ')
  return JSON.stringify(value)
}

function answer(c: Context<ReviewEnv>, body: string, mediaType: string): Response {
  const etag = `"${sha256Of(body).slice(0, 32)}"`
  const headers = { ETag: etag, 'Cache-Control': 'private, no-cache', Vary: 'Authorization, Cookie' }
  if (c.req.method === 'GET' && isKnown(c.req.header('If-None-Match'), etag)) return c.body(null, 304, headers)
  return c.body(body, 200, { ...headers, 'Content-Type': mediaType })
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const known = ifNoneMatch.split(',').map((each) => each.trim().replace(/^W\//, ''))
  return known.includes('*') || known.includes(etag)
}
