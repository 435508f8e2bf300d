import type { CellKey, Edition, TableName } from '../../src/model/template.ts'
import { AUTHORITIES, type MadeAuthority } from './authorities.ts'
import type { Draw } from './draw.ts'
import { drawFigures, type Figures, SCALES, type Scale } from './figures.ts'
import { layOutTable } from './form-tables.ts'
import { writeNarrative, writeOpening } from './narrative.ts'
import type { PrintedPiece, PrintedReport } from './printed.ts'
import type { Quirk } from './quirks/quirk.ts'

export type ReportOptions = {
  readonly edition?: Edition
  readonly scale?: Scale
  readonly year?: number
  readonly authority?: MadeAuthority
  /** Last year's figures of the same body. */
  readonly before?: ReadonlyMap<CellKey, number>
  /** The mixed form: edition of 2021, （六）其他处理 as one row. */
  readonly otherAll?: boolean
  /** Figures that the author got wrong by so much, in the tables as in the text. */
  readonly wrong?: ReadonlyMap<CellKey, number>
  /** False: the author mistyped a few figures, so some sums are off; the truth is what is printed. */
  readonly consistent?: boolean
  /** Applied in this order. */
  readonly quirks?: readonly Quirk[]
}

const NUMBERS = '一二三四五六'
const TABLE_OF_SECTION: Readonly<Record<number, TableName>> = { 2: 't2', 3: 't3', 4: 't4' }

/** Draws one report: figures, text and tables, and what a reader must find in it. */
export function makeReport(draw: Draw, options: ReportOptions = {}): PrintedReport {
  const edition = options.edition ?? (draw.chance(0.75) ? '2021' : '2019')
  const drawnYear = edition === '2021' ? 2021 + draw.int(4) : 2019 + draw.int(1)
  const year = options.year ?? drawnYear
  const drawnAuthority = draw.pick(AUTHORITIES)
  const authority = options.authority ?? drawnAuthority
  const scale = options.scale ?? draw.pick(SCALES)
  const otherAll = options.otherAll ?? (edition === '2019' || draw.chance(0.05))
  const figures = drawFigures(draw, { edition, scale, otherAll, ...(options.before && { before: options.before }) })
  for (const [key, by] of options.wrong ?? []) figures.set(key, (figures.get(key) ?? 0) + by)
  const voice = { authority, year, edition, figures }
  const opening = writeOpening(voice, draw)
  const { sections, claims } = writeNarrative(voice, draw)
  if (options.consistent === false) mistype(figures, draw)

  const title = draw.pick([
    `${authority.name}${year}年政府信息公开工作年度报告`,
    `${authority.name}${year}年度政府信息公开工作年度报告`,
    `${year}年${authority.name}政府信息公开工作年度报告`,
  ])
  const signedOn = draw.chance(0.4) ? `${year + 1}-0${1 + draw.int(2)}-${10 + draw.int(18)}` : null
  const cells = new Map([...figures].map(([key, value]) => [key, { raw: String(value), value }] as const))
  const pieces: PrintedPiece[] = [
    { kind: 'title', text: title },
    { kind: 'text', text: opening.text },
  ]
  for (const section of sections) {
    pieces.push({ kind: 'heading', text: `${NUMBERS[section.number - 1]}、${section.title}` })
    for (const text of section.paragraphs) pieces.push({ kind: 'text', text })
    const table = TABLE_OF_SECTION[section.number]
    if (!table) continue
    const value = (key: CellKey) => cells.get(key)?.raw ?? ''
    pieces.push({ kind: 'table', table: layOutTable(table, { edition, otherAll }, value) })
  }
  if (signedOn !== null)
    pieces.push({ kind: 'signature', text: authority.name }, { kind: 'signature', text: dayInWords(signedOn) })

  const report: PrintedReport = {
    pieces,
    truth: {
      authority: authority.name,
      year,
      edition,
      title,
      period: opening.period,
      scope: opening.scope,
      contact: opening.contact,
      signedOn,
      sections: sections.map(({ number, title: heading, paragraphs }) => ({
        number,
        title: heading,
        text: paragraphs.join('\n'),
      })),
      cells,
      claims,
    },
  }
  return (options.quirks ?? []).reduce((printed, quirk) => quirk.apply(printed, draw), report)
}

/** A few figures of tables 3 and 4 as an author mistypes them. */
function mistype(figures: Figures, draw: Draw): void {
  const keys = [...figures.keys()].filter((key) => !key.startsWith('t2.'))
  for (let left = 1 + draw.int(3); left > 0; left -= 1) {
    const key = draw.pick(keys)
    figures.set(key, (figures.get(key) ?? 0) + 1 + draw.int(20))
  }
}

function dayInWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
