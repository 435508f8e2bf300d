import { shiftNamed } from '../containers/office-package.ts'
import { walkXml } from '../containers/xml.ts'
import type { Shift } from '../shifted-digits.ts'

/** What a paragraph, or a part of one, gets from its style. */
export type TextStyle = {
  /** 1 for `heading 1`; null for body text. */
  readonly level: number | null
  /** The list that its paragraphs are numbered in. */
  readonly list: string | null
  readonly listLevel: number | null
  /** Whether it raises or lowers its text. */
  readonly shift: Shift | null
}

type WrittenStyle = {
  level: number | null
  base: string | null
  list: string | null
  listLevel: number | null
  shift: Shift | 'none' | null
}

/** Reads `word/styles.xml`: styles by id, each with what it has from the styles that it is based on. */
export function readTextStyles(source: string, partName: string): ReadonlyMap<string, TextStyle> {
  const written = readWrittenStyles(source, partName)
  const styles = new Map<string, TextStyle>()
  for (const id of written.keys()) {
    const chain = chainOf(written, id)
    const first = <Value>(read: (style: WrittenStyle) => Value | null): Value | null =>
      chain.map(read).find((value) => value !== null) ?? null
    const shift = first((style) => style.shift)
    styles.set(id, {
      level: first((style) => style.level) || null,
      list: first((style) => style.list),
      listLevel: first((style) => style.listLevel),
      shift: shift === 'none' ? null : shift,
    })
  }
  return styles
}

/** More styles than this one upon the other are made to keep a reader busy. */
const MAX_CHAIN = 50

/** A style and those it is based on; a circle ends where it began. */
function chainOf(styles: ReadonlyMap<string, WrittenStyle>, id: string): WrittenStyle[] {
  const seen = new Set<string>()
  const chain: WrittenStyle[] = []
  for (let at: string | null = id; at !== null && !seen.has(at) && seen.size < MAX_CHAIN; at = styles.get(at)?.base ?? null) {
    seen.add(at)
    const style = styles.get(at)
    if (style) chain.push(style)
  }
  return chain
}

function readWrittenStyles(source: string, partName: string): ReadonlyMap<string, WrittenStyle> {
  const styles = new Map<string, WrittenStyle>()
  if (source === '') return styles
  let style: WrittenStyle | null = null
  walkXml(source, partName, {
    open(name, attributes) {
      const value = attributes['val'] ?? ''
      if (name === 'style') {
        style = { level: null, base: null, list: null, listLevel: null, shift: null }
        styles.set(attributes['styleId'] ?? '', style)
      }
      if (!style) return
      if (name === 'name') style.level ??= levelOfName(value)
      if (name === 'outlineLvl') style.level = levelOf(value) ?? 0
      if (name === 'basedOn') style.base = value
      if (name === 'numId') style.list = value
      if (name === 'ilvl') style.listLevel = Number(value) || 0
      if (name === 'vertAlign') style.shift = shiftNamed(value) ?? 'none'
    },
    close(name) {
      if (name === 'style') style = null
    },
    text() {},
  })
  return styles
}

function levelOfName(name: string): number | null {
  const found = /^(?:heading|标题)\s*([1-9])$/i.exec(name.trim())
  return found ? Number(found[1]) : null
}

/** Outline levels count from 0; 9 is body text. */
export function levelOf(outline: string): number | null {
  return /^[0-8]$/.test(outline) ? Number(outline) + 1 : null
}
