/** What a misspelt word was likely meant to be, and what is known, as the end of a sentence. */
export function suggest(given: string, known: readonly string[]): string {
  if (known.length === 0) return 'none is known'
  const [nearest] = [...new Set(known)].map((name) => ({ name, steps: editSteps(given, name) })).sort((a, b) => a.steps - b.steps)
  const listed = known.length > 12 ? `${known.slice(0, 12).join(', ')} …` : [...new Set(known)].join(', ')
  return nearest !== undefined && nearest.steps <= Math.max(2, nearest.name.length / 3)
    ? `did you mean "${nearest.name}"? (known: ${listed})`
    : `known: ${listed}`
}

/** Levenshtein distance, with letters compared case-blind and "-" as "_". */
function editSteps(a: string, b: string): number {
  const [left, right] = [a, b].map((word) => word.toLowerCase().replaceAll('-', '_')) as [string, string]
  let row = Array.from({ length: right.length + 1 }, (_, i) => i)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1)))
    row = next
  }
  return row[right.length]!
}
