/** Whether all characters of the first stand in the second, in order, as those of a short name stand in the long one: 市发改局, 某市发展和改革局. */
export function isSubsequence(short: string, long: string): boolean {
  let from = 0
  for (const character of short) {
    const at = long.indexOf(character, from)
    if (at < 0) return false
    from = at + 1
  }
  return true
}
