/** Lets pieces of work go on side by side, or one alone: it waits for those before it, and those after it wait for its end. */
export type SideBySide = {
  readonly beside: <Result>(work: () => Promise<Result>) => Promise<Result>
  readonly alone: <Result>(work: () => Promise<Result>) => Promise<Result>
}

export function workSideBySide(): SideBySide {
  let lastAlone: Promise<unknown> = Promise.resolve()
  const going = new Set<Promise<unknown>>()
  const kept = <Result>(work: Promise<Result>): Promise<Result> => {
    const over = work.catch(() => undefined)
    going.add(over)
    over.then(() => going.delete(over))
    return work
  }
  return {
    beside: (work) => kept(lastAlone.then(work)),
    alone: (work) => {
      const result = kept(Promise.all(going).then(work))
      lastAlone = result.catch(() => undefined)
      return result
    },
  }
}
