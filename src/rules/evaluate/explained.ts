import { evaluateRule } from './checks.ts'
import type { Outcome } from './outcome.ts'
import type { View } from './view.ts'

/** The failures among outcomes that are none any more once something else is supposed. */
export function vanishing(supposed: View, outcomes: readonly Outcome[]): Set<Outcome> {
  const failures = outcomes.filter(({ finding }) => finding.verdict === 'fail')
  const left = new Map<string, number>()
  for (const rule of new Set(failures.map((outcome) => outcome.rule)))
    for (const outcome of evaluateRule(supposed, rule)) left.set(nameOf(outcome), (left.get(nameOf(outcome)) ?? 0) + 1)
  return new Set(
    failures.filter((outcome) => {
      const count = left.get(nameOf(outcome)) ?? 0
      left.set(nameOf(outcome), count - 1)
      return count <= 0
    }),
  )
}

function nameOf({ finding: { rule, verdict, subject, quote } }: Outcome): string {
  return `${rule} ${verdict} ${subject} ${quote ?? ''}`
}
