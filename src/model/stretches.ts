/** Of items in a row that are the same in what `keyOf` tells, the first and the last: those between prove nothing more. */
export function endsOfStretches<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const keys = items.map(keyOf)
  return items.filter((_, index) => keys[index] !== keys[index - 1] || keys[index] !== keys[index + 1])
}
