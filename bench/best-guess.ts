import type { Report } from '../src/model/report.ts'
import type { CellKey } from '../src/model/template.ts'
import { figureAt, type Place, type Slip, type SlipKind } from './slips.ts'

/**
 * How often the best guess would be right by the sum alone that the figure stands in, where every figure is as likely to be mistaken as
 * any other: the share that the likeliest figure has of all that a slip of this kind explains. 1 where the figure is in no lone sum.
 */
export function bestGuess({ report, wrong }: Slip, kind: SlipKind): number {
  const [[place]] = [...wrong] as [[Place, unknown]]
  const sum = loneSumOf(report, place)
  if (sum === null || kind === 'neighbour') return 1
  const [total, ...parts] = [sum.total, ...sum.parts].map((each) => figureAt(report, each) ?? 0) as [number, ...number[]]
  const over = parts.reduce((all, part) => all + part, 0) - total
  const chances = [chanceOf(kind, total + over, total), ...parts.map((part) => chanceOf(kind, part - over, part))]
  return Math.max(...chances) / chances.reduce((all, each) => all + each, 0)
}

/** The sum that nothing else crosses: a row of table 4, or a list of the text. */
function loneSumOf({ claims }: Report, place: Place): { readonly total: Place; readonly parts: readonly Place[] } | null {
  if (typeof place === 'string') {
    const group = /^t4\.([a-z]+)_/.exec(place)?.[1]
    if (group === undefined) return null
    const cell = (result: string) => `t4.${group}_${result}` as CellKey
    return { total: cell('total'), parts: ['upheld', 'corrected', 'other', 'pending'].map(cell) }
  }
  const total = claims[place]?.kind === 'part' ? claims[place].of : place
  if (total === null || total === undefined || claims[total]?.kind !== 'disclosed_total') return null
  return { total, parts: claims.flatMap(({ kind, of }, index) => (kind === 'part' && of === total ? [index] : [])) }
}

/** How likely a slip of a kind, at any place of `was`, makes `is` of it. */
function chanceOf(kind: Exclude<SlipKind, 'neighbour'>, was: number, is: number): number {
  if (was < 0) return 0
  const [meant, written] = [String(was), String(is)]
  const places = kind === 'swapped' ? meant.length - 1 : meant.length
  let ways = 0
  for (let place = 0; place < places; place += 1) if (isSlip(kind, meant, written, place)) ways += 1
  return ways / Math.max(1, places)
}

function isSlip(kind: Exclude<SlipKind, 'neighbour'>, meant: string, written: string, place: number): boolean {
  const [before, after] = [meant.slice(0, place), meant.slice(place + 1)]
  switch (kind) {
    case 'digit':
      return (
        written.length === meant.length && written !== meant && written.startsWith(before) && written.slice(place + 1) === after
      )
    case 'lost':
      return written === before + after
    case 'doubled':
      return written === `${before}${meant[place]}${meant[place]}${after}`
    case 'swapped':
      return written === `${before}${after[0]}${meant[place]}${after.slice(1)}`
  }
}
