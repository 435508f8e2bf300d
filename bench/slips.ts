import type { Claim, Report } from '../src/model/report.ts'
import { APPLICANT_COLUMNS, type CellKey } from '../src/model/template.ts'
import type { Draw } from '../test/generate/draw.ts'

/** How an author gets a figure wrong. */
export const SLIP_KINDS = ['digit', 'lost', 'doubled', 'swapped', 'neighbour'] as const
export type SlipKind = (typeof SLIP_KINDS)[number]

/** A figure of a report: a cell, or a claim by its place in `Report.claims`. */
export type Place = CellKey | number

/** A report with one slip: which figures are wrong now, and what they were. */
export type Slip = { readonly report: Report; readonly wrong: ReadonlyMap<Place, { readonly was: number; readonly is: number }> }

/** Makes one slip of a kind in a figure; null where the figure allows none, such as swapped digits in 7. */
export function slipIn(draw: Draw, report: Report, place: Place, kind: SlipKind): Slip | null {
  if (kind === 'neighbour') return typeof place === 'number' ? null : moveToNeighbour(draw, report, place)
  const was = figureAt(report, place)
  if (was === null || !Number.isInteger(was) || was < 0) return null
  const is = WRONG[kind](draw, String(was))
  if (is === null || Number(is) === was) return null
  return { report: withFigure(report, place, Number(is)), wrong: new Map([[place, { was, is: Number(is) }]]) }
}

const WRONG: Readonly<Record<Exclude<SlipKind, 'neighbour'>, (draw: Draw, written: string) => string | null>> = {
  digit: (draw, written) => {
    const place = draw.int(written.length - 1)
    const digit = (Number(written[place]) + 1 + draw.int(8)) % 10
    return readable(`${written.slice(0, place)}${digit}${written.slice(place + 1)}`)
  },
  lost: (draw, written) => {
    const place = draw.int(written.length - 1)
    return written.length < 2 ? null : readable(written.slice(0, place) + written.slice(place + 1))
  },
  doubled: (draw, written) => {
    const place = draw.int(written.length - 1)
    return written === '0' ? null : written.slice(0, place + 1) + written.slice(place)
  },
  swapped: (draw, written) => {
    if (written.length < 2) return null
    const place = draw.int(written.length - 2)
    return readable(`${written.slice(0, place)}${written[place + 1]}${written[place]}${written.slice(place + 2)}`)
  },
}

/** Nobody writes a number with a leading zero. */
function readable(written: string): string | null {
  return written.length > 1 && written.startsWith('0') ? null : written
}

function moveToNeighbour(draw: Draw, report: Report, place: CellKey): Slip | null {
  const [table, row, column] = place.split('.')
  const index = (APPLICANT_COLUMNS as readonly string[]).indexOf(column ?? '')
  const beside = APPLICANT_COLUMNS[index + (draw.chance(0.5) ? 1 : -1)]
  if (table !== 't3' || index === -1 || beside === undefined) return null
  const other = `t3.${row}.${beside}` as CellKey
  const was = figureAt(report, place)
  if (!was || figureAt(report, other) !== 0) return null
  return {
    report: withFigure(withFigure(report, place, 0), other, was),
    wrong: new Map([
      [place, { was, is: 0 }],
      [other, { was: 0, is: was }],
    ]),
  }
}

export function figureAt({ cells, claims }: Report, place: Place): number | null {
  return (typeof place === 'number' ? claims[place]?.value : cells[place]?.value) ?? null
}

/** The report with another number in a cell, or in a claim and its sentence. */
function withFigure(report: Report, place: Place, value: number): Report {
  if (typeof place !== 'number') {
    const cell = report.cells[place]!
    return { ...report, cells: { ...report.cells, [place]: { ...cell, raw: String(value), value } } }
  }
  const wrong = report.claims[place]!
  const reworded = withNumber(wrong.text, wrong.value!, orderOf(report, wrong), value)
  const claims = report.claims.map((claim): Claim => {
    if (claim.text !== wrong.text) return claim
    return { ...claim, text: reworded, value: isOneFigure(claim, wrong) ? value : claim.value }
  })
  return { ...report, claims }
}

/** A part with parts of its own is two claims and one printed number. */
function isOneFigure(one: Claim, other: Claim): boolean {
  return one === other || (one.figureAt !== undefined && JSON.stringify(one.figureAt) === JSON.stringify(other.figureAt))
}

/** How many numbers that read the same stand before it in its sentence. */
function orderOf({ claims }: Report, wrong: Claim): number {
  const alike = claims.filter(({ text, value }) => text === wrong.text && value === wrong.value)
  return alike.slice(0, alike.indexOf(wrong)).filter((each, order) => !isOneFigure(each, wrong) && isFirst(alike, order)).length
}

function isFirst(claims: readonly Claim[], order: number): boolean {
  return claims.findIndex((each) => isOneFigure(each, claims[order]!)) === order
}

function withNumber(text: string, was: number, order: number, value: number): string {
  let seen = 0
  return text.replace(new RegExp(`(?<!\\d)${was}(?!\\d)`, 'g'), (written) => (seen++ === order ? String(value) : written))
}
