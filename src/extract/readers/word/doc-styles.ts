import type { Shift } from '../shifted-digits.ts'
import type { DocFile } from './doc-file.ts'
import { OUTLINE, SHIFT, visitModifiers } from './doc-modifiers.ts'

const STYLES = 1
const PARAGRAPH_STYLE = 1
const CHARACTER_STYLE = 2

/** A style as written; null leaves a property to the style that it is based on. `level` 0 says that it is no heading. */
type Style = {
  readonly kind: number
  readonly base: number
  readonly level: number | null
  /** A code of `shiftOf`. */
  readonly shift: number | null
}

/** Heading levels by the index of a style: the built-in headings, styles with an outline level, and those based on them. */
export function headingLevels(doc: DocFile): ReadonlyMap<number, number> {
  return fromStyles(doc, (style) => (style.kind === PARAGRAPH_STYLE ? style.level : null))
}

/** Codes of `shiftOf` for the styles of characters that raise or lower their text, by index. */
export function characterShifts(doc: DocFile): ReadonlyMap<number, number> {
  return fromStyles(doc, (style) => (style.kind === CHARACTER_STYLE ? style.shift : null))
}

/** 1 raises, 2 lowers, 0 stands on the line ([MS-DOC] sprmCIss). */
export function shiftOf(code: number | undefined): Shift | null {
  return code === 1 ? 'raised' : code === 2 ? 'lowered' : null
}

/** A property of each style that has it, of its own or from those it is based on; 0 says that it has not. */
function fromStyles(doc: DocFile, read: (style: Style) => number | null): ReadonlyMap<number, number> {
  const styles = writtenStyles(doc.structure(STYLES))
  const found = new Map<number, number>()
  styles.forEach((_, index) => {
    const seen = new Set<number>()
    for (let each = index; styles[each] && !seen.has(each); each = styles[each]!.base) {
      seen.add(each)
      const value = read(styles[each]!)
      if (value === null) continue
      if (value !== 0) found.set(index, value)
      return
    }
  })
  return found
}

function writtenStyles(sheet: Buffer): Style[] {
  if (sheet.length < 6) return []
  const headerLength = sheet.readUInt16LE(0)
  const count = sheet.readUInt16LE(2)
  const fixedLength = sheet.readUInt16LE(4)
  const styles: Style[] = []
  let at = 2 + headerLength
  for (let index = 0; index < count && at + 2 <= sheet.length; index++) {
    const length = sheet.readUInt16LE(at)
    styles.push(styleOf(sheet.subarray(at + 2, at + 2 + length), fixedLength))
    at += 2 + length + (length % 2)
  }
  return styles
}

function styleOf(style: Buffer, fixedLength: number): Style {
  if (style.length < 6) return { kind: 0, base: 0xfff, level: null, shift: null }
  const builtIn = style.readUInt16LE(0) & 0xfff
  const kind = style.readUInt16LE(2) & 0xf
  const base = style.readUInt16LE(2) >> 4
  let level: number | null = kind === PARAGRAPH_STYLE && builtIn >= 1 && builtIn <= 9 ? builtIn : null
  let shift: number | null = null
  // A list of modifiers stands behind the name; that of a paragraph begins with the number of the style.
  const nameAt = fixedLength
  const listAt = nameAt + 2 <= style.length ? nameAt + 2 + style.readUInt16LE(nameAt) * 2 + 2 : style.length
  if (listAt + 2 <= style.length) {
    const from = listAt + 2 + (kind === PARAGRAPH_STYLE ? 2 : 0)
    visitModifiers(style.subarray(from, listAt + 2 + style.readUInt16LE(listAt)), (modifier, operand) => {
      if (modifier === OUTLINE) level = operand[0]! < 9 ? operand[0]! + 1 : 0
      if (modifier === SHIFT) shift = operand[0]!
    })
  }
  return { kind, base, level, shift }
}
