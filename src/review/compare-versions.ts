import type { Claim, Report } from '../model/report.ts'
import { type CellKey, cellKeysOf } from '../model/template.ts'
import { sameCell } from './report-tables.ts'

/** Sentences of a section that only one of two versions has, in their order. */
type ChangedSection = {
  readonly number: number
  readonly title: string
  readonly removed: readonly string[]
  readonly added: readonly string[]
}

export type Changes = {
  readonly cells: readonly CellKey[]
  readonly sections: readonly ChangedSection[]
  readonly claims: { readonly removed: readonly Claim[]; readonly added: readonly Claim[] }
}

/** What a later version says otherwise than an earlier one: its cells, its sentences and the figures in them. */
export function compareVersions(earlier: Report, later: Report): Changes {
  const keys = new Set([
    ...cellKeysOf(later.edition ?? '2021'),
    ...Object.keys(earlier.cells),
    ...Object.keys(later.cells),
  ] as CellKey[])
  const cells = [...keys].filter((key) => !sameCell(earlier.cells[key], later.cells[key]))
  const numbers = [...new Set([...earlier.sections, ...later.sections].map(({ number }) => number))].sort((a, b) => a - b)
  const sections = numbers.flatMap((number) => changedSection(earlier, later, number))
  const said = ({ kind, value, text }: Claim) => `${kind} ${value} ${text}`
  return {
    cells,
    sections,
    claims: {
      removed: without(earlier.claims, later.claims, said),
      added: without(later.claims, earlier.claims, said),
    },
  }
}

function changedSection(earlier: Report, later: Report, number: number): ChangedSection[] {
  const of = (report: Report) => report.sections.filter((section) => section.number === number)
  const sentences = (report: Report) => of(report).flatMap(({ text }) => sentencesOf(text))
  const plain = (sentence: string) => sentence.normalize('NFKC').replace(/\s/g, '')
  const removed = without(sentences(earlier), sentences(later), plain)
  const added = without(sentences(later), sentences(earlier), plain)
  if (removed.length === 0 && added.length === 0) return []
  return [{ number, title: (of(later)[0] ?? of(earlier)[0])?.title ?? '', removed, added }]
}

function sentencesOf(text: string): string[] {
  return (text.match(/[^。！？；\n]+[。！？；]?/g) ?? []).map((sentence) => sentence.trim()).filter((sentence) => sentence !== '')
}

/** Items that the others lack; one that stands twice and there once is there once too few. */
function without<T>(items: readonly T[], others: readonly T[], nameOf: (item: T) => string): T[] {
  const left = new Map<string, number>()
  for (const other of others) left.set(nameOf(other), (left.get(nameOf(other)) ?? 0) + 1)
  return items.filter((item) => {
    const count = left.get(nameOf(item)) ?? 0
    left.set(nameOf(item), count - 1)
    return count <= 0
  })
}

/** Why there is a later version: the reader reads the same bytes otherwise, the same address says something else, or another address does. */
export type Cause = 'read-again' | 'corrected' | 'other-address'

export function causeOf(
  earlier: { readonly sha256: string; readonly url: string },
  later: { readonly sha256: string; readonly url: string },
): Cause {
  if (earlier.sha256 === later.sha256) return 'read-again'
  return earlier.url === later.url ? 'corrected' : 'other-address'
}
