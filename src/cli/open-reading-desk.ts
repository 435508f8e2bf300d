import type { OtherReading } from '../extract/explain.ts'
import { openReadingThreads } from '../extract/reading-threads.ts'
import { DOUBTS } from '../extract/tables/doubts.ts'
import { WAYS, WHYS } from '../extract/tables/reading.ts'
import { READER_VERSION } from '../extract/version.ts'
import type { ShownPage } from '../model/shown-page.ts'
import type { ReadingDesk, WayOfReading } from '../review/reading-desk.ts'

/** What was drawn is waited for by a person; more threads would take the memory of the workers beside them. */
const THREADS = 2

/** The pages of so many originals are remembered. */
const MOST_MEASURED = 100

const OUTCOMES = {
  chosen: { zh: '采用', en: 'chosen' },
  completing: { zh: '用于补缺', en: 'completing' },
  rejected: { zh: '未采用', en: 'rejected' },
} as const

/** Reading of files for the review pages, in threads that start when they are needed. */
export function openReadingDesk(): ReadingDesk & { readonly close: () => Promise<void> } {
  const threads = openReadingThreads({ threads: THREADS })
  const measured = new Map<string, readonly ShownPage[]>()
  return {
    measure: async (file) => {
      const known = measured.get(file.sha256)
      if (known) return known
      const pages = await threads.measure(file)
      if (measured.size >= MOST_MEASURED) measured.clear()
      measured.set(file.sha256, pages)
      return pages
    },
    draw: threads.draw,
    close: threads.close,
    readAgain: async (file, key) => {
      const explained = await threads.explain(file)
      const explanation = explained.kind === 'report' ? explained.explanations.get(key) : undefined
      if (!explanation) return null
      const { cell, rowLabel, headings, around, doubts, readings } = explanation
      return {
        reader: READER_VERSION,
        cell,
        rowLabel: rowLabel?.printed ?? null,
        headings,
        around,
        doubts: doubts.map((doubt) => DOUBTS[doubt]),
        ways: readings.map(toWay),
      }
    },
  }
}

function toWay({ way, outcome, why, raw, unreadable, doubts }: OtherReading): WayOfReading {
  return {
    way: WAYS[way],
    raw: unreadable ? null : raw,
    outcome: OUTCOMES[outcome],
    why: WHYS[why],
    doubts: doubts.map((doubt) => DOUBTS[doubt]),
  }
}
