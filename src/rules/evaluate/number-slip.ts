/** What a mistake in writing a number looks like, for officers, and how unlikely it is: 1 for the plainest. */
export type Slip = { readonly reason: string; readonly cost: number }

/** A change that looks like no slip. */
export const NO_SLIP = 8

/**
 * Names the slip that turns `to` into `from`: digits swapped, one lost, doubled or mistaken, a sum not filled in. Null when the two have
 * nothing in common. A slip that few other numbers could come from costs less: digits can be swapped in few ways, mistaken in many.
 */
export function slipOf(from: number, to: number, isSum: boolean): Slip | null {
  const written = String(from)
  const meant = String(to)
  if (from === 0 && isSum) return { reason: '总计未填写', cost: 2 }
  if (isSwap(written, meant)) return { reason: '数字颠倒', cost: 1 }
  if (lacksOne(written, meant))
    return isDoubled(written, meant) ? { reason: '数字重复', cost: 2 } : { reason: '多写一位数字', cost: 2 }
  if (from === 0) return { reason: '应填未填', cost: to < 10 ? 3 : 5 }
  if (lacksOne(meant, written)) return { reason: '漏写一位数字', cost: 3 }
  if (written.length === meant.length && differences(written, meant) === 1) return { reason: '一位数字有误', cost: 3 }
  return null
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length || a === b || a.length < 2) return false
  if (a === [...b].toReversed().join('')) return true
  const places = [...a].flatMap((digit, index) => (digit === b[index] ? [] : [index]))
  const [first, second] = places
  if (places.length !== 2 || first === undefined || second !== first + 1) return false
  return a[first] === b[second] && a[second] === b[first]
}

/** Whether `short` is `long` with one digit left out. */
function lacksOne(long: string, short: string): boolean {
  if (long.length !== short.length + 1) return false
  return [...long].some((_, index) => long.slice(0, index) + long.slice(index + 1) === short)
}

function isDoubled(long: string, short: string): boolean {
  return [...long].some((digit, index) => digit === long[index - 1] && long.slice(0, index) + long.slice(index + 1) === short)
}

function differences(a: string, b: string): number {
  return [...a].filter((digit, index) => digit !== b[index]).length
}
