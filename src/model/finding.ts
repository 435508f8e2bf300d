import type { CellKey } from './template.ts'

export type Severity = 'error' | 'warning' | 'info'
export type Verdict = 'pass' | 'fail' | 'not-assessable'

/** The defect families that officers use: late, inaccurate, incomplete, copied or perfunctory. */
export type Family = 'late' | 'inaccurate' | 'incomplete' | 'copied'

export const FAMILY_TITLES: Readonly<Record<Family, { zh: string; en: string }>> = {
  late: { zh: '不按时发布', en: 'late' },
  inaccurate: { zh: '不准确', en: 'inaccurate' },
  incomplete: { zh: '不全面', en: 'incomplete' },
  copied: { zh: '雷同或敷衍', en: 'copied or perfunctory' },
}

export const SEVERITY_TITLES: Readonly<Record<Severity, { zh: string; en: string }>> = {
  error: { zh: '错误', en: 'error' },
  warning: { zh: '疑似', en: 'suspected' },
  info: { zh: '提示', en: 'note' },
}

/** A change that would make the failing identities hold: a proposal, never a correction. */
export type Repair = {
  /** Null where the figure stands in the text. */
  readonly cell: CellKey | null
  /** What a figure of the text counts, as printed; left out for cells. */
  readonly label?: string
  readonly from: number | null
  readonly to: number
  readonly reason: string
  /** Changes of one option belong together; other options are as likely instead. Counted from 0. */
  readonly option: number
}

/** The options of a repair: in each the changes that belong together. */
export function repairOptions(repair: readonly Repair[]): readonly (readonly Repair[])[] {
  return [...Map.groupBy(repair, ({ option }) => option).values()]
}

/** A passage of the text that also stands in another report, as each of them prints it. */
export type SharedPassage = { readonly own: string; readonly other: string }

/**
 * What one rule says of one report and its cells. Only failures and things that could not be assessed are kept; a pass leaves nothing.
 * `left`, `right` and `difference` (= left − right) are null where the rule compares no numbers.
 */
export type Finding = {
  readonly rule: string
  /** Version of the rule set, and of what the district has set otherwise: `2`, `2+1f0c33a9`. */
  readonly ruleSet: string
  readonly family: Family
  readonly severity: Severity
  readonly verdict: Verdict
  /** Chinese, in the officers' words. */
  readonly message: string
  readonly messageEn: string
  readonly cells: readonly CellKey[]
  /** The sentence or row as printed. */
  readonly quote: string | null
  readonly left: number | null
  readonly right: number | null
  readonly difference: number | null
  readonly basis: string
  readonly repair: readonly Repair[]
  /** For texts that are too much alike: the longest passages they share. */
  readonly passages?: readonly SharedPassage[]
  /** Tells findings of one rule on one report apart and stays the same when the report is checked again: `column:total`, `row:granted`. */
  readonly subject: string
}
