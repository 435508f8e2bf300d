import { z } from 'zod'
import type { FilingStatus } from '../model/filing.ts'
import { FILING_STATUS_TITLES } from '../model/filing.ts'

const COUNT = z.number()
const GROUPS = z.array(
  z.object({
    reason: z.string(),
    count: COUNT,
    items: z.array(z.object({ title: z.string(), url: z.string(), message: z.string().nullable() })),
  }),
)

const SUMMARY = z.object({
  run: z.object({ why: z.array(z.object({ zh: z.string(), en: z.string() })) }),
  portals: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.enum(['waiting', 'running', 'complete', 'partial', 'failed', 'cancelled']),
      requests: COUNT,
      problems: z.array(z.object({ code: z.string(), url: z.string(), message: z.string() })),
    }),
  ),
  pages: z.object({ requests: COUNT, fetched: COUNT, unchanged: COUNT, failed: COUNT }),
  entries: z.object({
    total: COUNT,
    refused: z.array(z.unknown()),
    refusedInAll: COUNT.optional(),
    opened: COUNT,
    unopened: COUNT,
  }),
  documents: z.object({ total: COUNT, ofReports: COUNT }),
  reports: z.object({ new: COUNT, changed: COUNT, unchanged: COUNT, total: COUNT }),
  notReports: GROUPS,
  failed: GROUPS,
  unchecked: z.array(z.object({ title: z.string(), url: z.string() })),
  findings: z.object({
    open: z.object({ error: COUNT, warning: COUNT, info: COUNT }),
    notAssessable: COUNT,
    dismissed: COUNT,
    opened: COUNT,
    closed: COUNT,
  }),
  filings: z.object({ counts: z.partialRecord(z.enum(Object.keys(FILING_STATUS_TITLES) as [FilingStatus]), COUNT) }),
})

export type RunAccount = z.infer<typeof SUMMARY>

/** The parts of a run's account that the pages show; null where it could not be written, or was written in another form. */
export function summaryOf(stored: unknown): RunAccount | null {
  return SUMMARY.safeParse(stored).data ?? null
}

const LISTED = SUMMARY.pick({ run: true, pages: true, reports: true })

/** What the list shows of a run; null while it goes on, too. */
export function listedOf(stored: unknown): z.infer<typeof LISTED> | null {
  return LISTED.safeParse(stored).data ?? null
}

/** Why an account could not be written; null where it was. */
export function accountProblemOf(stored: unknown): string | null {
  return z.object({ problem: z.string() }).safeParse(stored).data?.problem ?? null
}
