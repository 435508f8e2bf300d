import type { Note, Place } from '../../model/document.ts'
import { type Edition, type Table2Key, TEMPLATES } from '../../model/template.ts'
import { oneLine } from '../label.ts'

/** A heading as printed, and where. */
type PrintedHeading = { readonly text: string; readonly at: Place }

/** Printed headings that say something else than the form's, by their text, with the cells below them. */
export type Meanings = Map<string, { readonly heading: PrintedHeading; readonly keys: Table2Key[] }>

export function addMeaning(meanings: Meanings, heading: PrintedHeading, key: Table2Key): void {
  const text = oneLine(heading.text)
  const known = meanings.get(text)
  if (known) known.keys.push(key)
  else meanings.set(text, { heading, keys: [key] })
}

export function meaningNotes(meanings: Meanings, edition: Edition): Note[] {
  return [...meanings].map(([text, { heading, keys }]) => {
    const official = [...new Set(keys.map((key) => `“${headingOf(key, edition)}”`))].join('、')
    return {
      code: 'column-meaning',
      message: `表二有一栏印作“${text.slice(0, 40)}”，统一格式为${official}，数值照印，请核实口径。`,
      table: 't2',
      cells: keys.map((key) => `t2.${key}` as const),
      at: heading.at,
    }
  })
}

/** Whether a column that the form does not have may hold counts as its own columns do: 上年数, but not 备注 or 同比. */
export function mayHoldCount(heading: string): boolean {
  return !/备注|说明|[同环占]比|比重|增幅/.test(heading)
}

/** Whether the words of headings run on into that of a column which the form does not have: `本年收费金额上年数`. */
export function runsIntoOther(heading: string): boolean {
  return heading.length <= LONGEST_HEADINGS && RUNS_INTO_OTHER.test(heading)
}

/** All headings of a row in one. */
const LONGEST_HEADINGS = 40
const RUNS_INTO_OTHER =
  /^\D*(?:制发|废止|现行有效|处理决定|收费金额|公开总|增减|采购)\D*(?<![比较与])(?:上一?年|去年|前年|同期)(?!度?项目)\D*$/

function headingOf(key: Table2Key, edition: Edition): string {
  return TEMPLATES[edition].t2.find((each) => each.key === key)!.column
}

const MONEY = /(亿|千万|百万|万|千)?\s*元/

/**
 * A note where the heading of the fees names another unit than 万元, or none, or where that of a count names one that is no plain count.
 * The value stays as printed.
 */
export function unitNote(column: string | null, { text, at }: PrintedHeading): Note | null {
  const printed = text.normalize('NFKC').replace(/\s+/g, '')
  const quoted = `“${text.replace(/\s+/g, '').slice(0, 40)}”`
  if (column === 'amount_wan') {
    const unit = MONEY.exec(printed)?.[0] ?? null
    if (unit === '万元') return null
    const message =
      unit === null
        ? `表二${quoted}栏未注明单位，统一格式为万元，数值照印，请核实。`
        : `表二${quoted}栏的单位印作“${unit}”，统一格式为万元，数值照印，请核实。`
    return { code: 'unit-differs', message, table: 't2', cells: ['t2.fee_amount_wan'], ...(unit !== null && { unit }), at }
  }
  const thousands = column === null || column === 'amount' ? null : /[(:](?:单位:?)?([百千万]+[件项])\)?/.exec(printed)
  return thousands
    ? { code: 'unit-differs', message: `表二${quoted}栏的单位印作“${thousands[1]}”，数值照印，请核实。`, table: 't2', at }
    : null
}
