import type { Context } from 'hono'
import { z } from 'zod'
import type { ReviewEnv } from './visitor.ts'

/** What the address names does not exist. */
export class NotFound extends Error {}
/** The address or form holds something that is not understood. */
export class BadRequest extends Error {}

export const ROW_ID = z.coerce.number().int().min(1).max(2_147_483_647)
export const REPORT_YEAR = z.coerce.number().int().min(2000).max(2100)
/** A page of a list, counted from 1. */
export const PAGE_NUMBER = z.coerce.number().int().min(1).max(100_000)
export const REGISTRY_ID = z.string().min(1).max(200)
export const SHA256 = z.string().regex(/^[0-9a-f]{64}$/)

/** A part of the path; one that cannot be right leads to the 404 page. */
export function pathPart<T>(c: Context<ReviewEnv>, name: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(c.req.param(name))
  if (!parsed.success) throw new NotFound(`${name} in the path`)
  return parsed.data
}

/** A parameter of the query; absent or empty is null, one that cannot be right leads to the 400 page. */
export function queryPart<T>(c: Context<ReviewEnv>, name: string, schema: z.ZodType<T>): T | null {
  const given = c.req.query(name)
  return given === undefined || given === '' ? null : parsedOrBad(schema, given)
}

export function parsedOrBad<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw new BadRequest(z.prettifyError(parsed.error))
  return parsed.data
}

export function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new NotFound()
  return value
}
