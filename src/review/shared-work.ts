const KEEP_MS = 60_000

/** What was made, and when it was asked for: it may be newer than that, and is never older. */
export type Shared<Result> = { readonly result: Result; readonly at: Date }

/**
 * Makes what takes long once for all who ask for the same within a minute, and one thing after the other, so that it never takes the machine from
 * those who work. Whoever shows it says when it was made. Keeps at most so many results; a failure is told to those who waited, and not kept.
 */
export function sharedWork<Result>({ mostKept }: { readonly mostKept: number }) {
  const kept = new Map<string, { readonly at: Date; readonly result: Promise<Result> }>()
  let last: Promise<unknown> = Promise.resolve()
  return async (key: string, work: () => Promise<Result>): Promise<Shared<Result>> => {
    let known = kept.get(key)
    if (known === undefined || Date.now() - known.at.getTime() > KEEP_MS) {
      const result = last.then(work)
      last = result.catch(() => undefined)
      known = { at: new Date(), result }
      if (kept.size >= mostKept) kept.clear()
      kept.set(key, known)
      result.catch(() => kept.delete(key))
    }
    return { result: await known.result, at: known.at }
  }
}
