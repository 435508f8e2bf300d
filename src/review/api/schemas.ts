import { z } from 'zod'
import { REGISTRY_ID, ROW_ID } from '../request.ts'

/** Schemas that the document names and refers to. */
export const NAMED = z.registry<{ readonly id: string }>()

/** Gives a schema its name in the document. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  NAMED.add(schema, { id })
  return schema
}

export const ID = z.int().min(1)
export const COUNT = z.int().min(0)
export const YEAR = z.int()
export const TIME = z.iso.datetime().describe('UTC')
export const DAY = z.iso.date()

/** One page of a list. */
export function pageOf<Row extends z.ZodObject>(name: string, row: Row) {
  return named(
    name,
    z.object({ items: z.array(row), next: z.string().nullable().describe('`after` of the next page; null on the last one') }),
  )
}

export const BY_ID = z.object({ id: ROW_ID })
export const BY_NAME = z.object({ id: REGISTRY_ID })

export const FORMAT = z
  .enum(['json', 'csv'])
  .default('json')
  .describe('csv: the items as a table, UTF-8 with its mark; the next page is in the header Link')

/** How a list is paged. */
export function paging({ usual, most }: { readonly usual: number; readonly most: number }) {
  return {
    after: z.string().min(1).max(500).optional().describe('`next` of the page before'),
    limit: z.coerce.number().int().min(1).max(most).default(usual).describe(`items on a page, ${most} at most`),
  }
}
