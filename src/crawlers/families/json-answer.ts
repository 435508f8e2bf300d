/** What stands at a path in a JSON answer; undefined where the answer is no JSON or holds nothing there. */
export function fieldOf(text: string, ...path: readonly string[]): unknown {
  try {
    return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
