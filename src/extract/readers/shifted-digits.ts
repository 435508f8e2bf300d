/** How text stands to its line: marks of footnotes are raised, indices of formulas lowered. */
export type Shift = 'raised' | 'lowered'

/** A part [from, to) of a line that does not stand on it. */
export type ShiftedPart = { readonly from: number; readonly to: number; readonly shift: Shift }

/** Text of one style; `shift` is null for text on the line. */
export type ShiftedRun = { readonly text: string; readonly shift: Shift | null }

const DIGITS = { raised: '⁰¹²³⁴⁵⁶⁷⁸⁹', lowered: '₀₁₂₃₄₅₆₇₈₉' } as const
/** `[1]` and `（1）` stand apart from a number as they are. */
const BRACKETED = /^\s*[[［〔【(（]/

/**
 * Writes the digits of raised and lowered parts as such, so that they never join the number beside them: 12 with the footnote 1 is `12¹`, not
 * 121. Where all that a line prints is raised or lowered, it only looks smaller and stays as it is. The length of the text stays the same.
 */
export function markShifted(text: string, parts: readonly ShiftedPart[]): string {
  if (parts.length === 0 || !standsOnLine(text, parts)) return text
  let marked = ''
  let end = 0
  for (const { from, to, shift } of joinNeighbours(parts)) {
    const part = text.slice(from, to)
    marked += text.slice(end, from) + (BRACKETED.test(part) ? part : shiftDigits(part, shift))
    end = to
  }
  return marked + text.slice(end)
}

/** The text of runs, with raised and lowered digits marked as such. */
export function joinShifted(runs: readonly ShiftedRun[]): string {
  const parts: ShiftedPart[] = []
  let text = ''
  for (const run of runs) {
    if (run.shift !== null) parts.push({ from: text.length, to: text.length + run.text.length, shift: run.shift })
    text += run.text
  }
  return markShifted(text, parts)
}

function shiftDigits(text: string, shift: Shift): string {
  return text.replace(/[0-9０-９]/g, (digit) => DIGITS[shift][Number(digit.normalize('NFKC'))]!)
}

/** Whether anything is printed outside of the parts. */
function standsOnLine(text: string, parts: readonly ShiftedPart[]): boolean {
  let end = 0
  for (const { from, to } of parts) {
    if (text.slice(end, from).trim() !== '') return true
    end = to
  }
  return text.slice(end).trim() !== ''
}

/** Parts that follow each other as one, since programs cut a text into runs where they please. */
function joinNeighbours(parts: readonly ShiftedPart[]): ShiftedPart[] {
  const joined: ShiftedPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (last && last.to === part.from && last.shift === part.shift) joined[joined.length - 1] = { ...last, to: part.to }
    else joined.push(part)
  }
  return joined
}
