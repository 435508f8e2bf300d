import { expect, TestRunner } from 'vitest'

/** What can become of an entry, a page or a column (portals reference §9); `missing`: the report of a body and year is proved not to be there. */
const OUTCOMES = [
  'ok',
  'partial',
  'foreign',
  'not_report',
  'duplicate',
  'attachment_only',
  'image_only',
  'text_damaged',
  'moved',
  'gone',
  'soft_404',
  'blocked',
  'robots',
  'later',
  'needs_human',
  'missing',
] as const

export type Outcome = (typeof OUTCOMES)[number]

/** What a test of a nasty case expected and saw, both as `4 foreign, 6 not_report, missing`. */
export type ToldOutcome = { readonly expected: string; readonly seen: string }

declare module 'vitest' {
  interface TaskMeta {
    outcomes?: ToldOutcome[]
  }
}

/** Compares what was seen with what the test expects, and keeps both for `npm run nasty`. Told last: a test that failed before has told nothing. */
export function tellOutcome(expected: string, seen: readonly Outcome[]): void {
  const told: ToldOutcome = { expected, seen: tallyOf(seen) }
  const { meta } = TestRunner.getCurrentTest()!
  meta.outcomes = [...(meta.outcomes ?? []), told]
  expect(told.seen).toBe(expected)
}

/** Each outcome once, in the order of the reference, with its number where that is not 1. */
function tallyOf(seen: readonly Outcome[]): string {
  const counted = OUTCOMES.map((outcome) => ({ outcome, times: seen.filter((each) => each === outcome).length }))
  return counted.flatMap(({ outcome, times }) => (times === 0 ? [] : times === 1 ? outcome : `${times} ${outcome}`)).join(', ')
}
