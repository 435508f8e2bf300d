import { z } from 'zod'

const SUMMARY = z.object({
  run: z.object({ why: z.array(z.object({ zh: z.string(), en: z.string() })) }),
  pages: z.object({ requests: z.number() }),
  reports: z.object({ new: z.number(), changed: z.number(), unchanged: z.number(), total: z.number() }),
})

/** The parts of a stored run summary that the pages show; null while the run is on, or where it was written in another form. */
export function summaryOf(stored: unknown): z.infer<typeof SUMMARY> | null {
  return SUMMARY.safeParse(stored).data ?? null
}
