/** Property modifiers (sprm) that matter for reading, [MS-DOC] 2.6. Their operands are visited as bytes. */
export type Visit = (modifier: number, operand: Buffer) => void

export const DEFINE_TABLE = 0xd608
const OLD_DEFINE_TABLE = 0xd606
const CHANGE_TABS = 0xc615
/** Modifiers that styles hold as well as paragraphs and characters. */
export const OUTLINE = 0x2640
export const SHIFT = 0x2a48

/** Visits the modifiers of a list; what is cut off at its end is left out. */
export function visitModifiers(list: Buffer, visit: Visit): void {
  let at = 0
  while (at + 2 < list.length) {
    const modifier = list.readUInt16LE(at)
    const size = operandSize(modifier, list, at + 2)
    if (at + 2 + size > list.length) return
    visit(modifier, list.subarray(at + 2, at + 2 + size))
    at += 2 + size
  }
}

function operandSize(modifier: number, list: Buffer, at: number): number {
  const kind = modifier >> 13
  if (kind < 2) return 1
  if (kind === 3) return 4
  if (kind === 7) return 3
  if (kind !== 6) return 2
  if (modifier === DEFINE_TABLE || modifier === OLD_DEFINE_TABLE)
    return at + 1 < list.length ? list.readUInt16LE(at) + 1 : list.length
  const length = list[at]!
  if (modifier !== CHANGE_TABS || length < 255) return length + 1
  const removed = list[at + 1] ?? 0
  const added = list[at + 2 + removed * 4] ?? 0
  return 3 + removed * 4 + added * 3
}
