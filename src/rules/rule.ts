import type { Family, Severity } from '../model/finding.ts'
import type { ClaimKind } from '../model/report.ts'
import type { CellKey, Edition, Table3Column, Table3Row, TableName } from '../model/template.ts'

type RuleScope = 'cell' | 'row' | 'table' | 'report' | 'cross-year'

/** A cell of this report, or of last year's (`prior:`). */
export type Term = CellKey | `prior:${CellKey}`

/** What one side of a comparison adds up, less what it takes off. */
export type Side = { readonly plus: readonly Term[]; readonly minus?: readonly Term[] }

/** What every rule says of itself. Messages are templates with `{named}` placeholders. */
type RuleHead = {
  readonly id: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly family: Family
  readonly severity: Severity
  readonly scope: RuleScope
  /** Form editions that the rule looks at; left out: any, also reports whose edition is not known. */
  readonly editions?: readonly Edition[]
  readonly basis: string
  readonly zh: string
  readonly en: string
  /** The table whose reading the rule rests on. */
  readonly table?: TableName
  /** Rules that leave this one out when they have fired on the same table. */
  readonly yieldsTo?: readonly string[]
}

type Case = { readonly subject: string; readonly left: Side; readonly right: Side }

/** The kinds of rules. The evaluator knows these and no single rule. */
type RuleTerms =
  // Sections and tables
  | {
      readonly kind: 'section-present'
      readonly sections: readonly { readonly number: number; readonly table?: TableName; readonly content: RegExp }[]
    }
  | {
      readonly kind: 'edition-of-year'
      readonly marks: Readonly<Record<Edition, string>>
      readonly other: { readonly zh: string; readonly en: string }
    }
  | { readonly kind: 'table-present'; readonly tables: readonly TableName[]; readonly heldElsewhere: RegExp }
  | { readonly kind: 'table-shape'; readonly tables: readonly TableName[] }
  | { readonly kind: 'table-empty'; readonly tables: readonly TableName[] }
  // Cells
  | { readonly kind: 'cell'; readonly test: 'not-a-number' | 'negative' | 'not-an-integer' }
  | { readonly kind: 'cell-style'; readonly test: 'remark' | 'digits' }
  | { readonly kind: 'blank-cells'; readonly toleratedAlone: RegExp }
  | { readonly kind: 'blank-totals'; readonly parts: readonly Table3Column[]; readonly total: Table3Column }
  | { readonly kind: 'doubtful-reading'; readonly suppressFrom: number }
  // Sums. A balance or a sum takes part in the localisation of errors.
  | {
      readonly kind: 'column-balance'
      readonly columns: readonly Table3Column[]
      readonly left: readonly Table3Row[]
      readonly right: readonly Table3Row[]
    }
  | { readonly kind: 'row-sum'; readonly parts: readonly Table3Column[]; readonly total: Table3Column }
  | { readonly kind: 'balance'; readonly left: readonly CellKey[]; readonly right: readonly CellKey[] }
  | { readonly kind: 'carry'; readonly left: readonly CellKey[]; readonly prior: readonly CellKey[] }
  | { readonly kind: 'opposite-columns'; readonly of: readonly string[]; readonly columns: readonly Table3Column[] }
  | { readonly kind: 'split-digits'; readonly of: string; readonly columns: readonly Table3Column[] }
  // Comparisons
  | { readonly kind: 'at-least'; readonly cases: readonly Case[]; readonly replaces?: string }
  | {
      readonly kind: 'nothing-from-nothing'
      readonly none: readonly Term[]
      readonly some: readonly Term[]
      readonly fromYear?: number
      readonly replaces?: string
    }
  | { readonly kind: 'both-or-neither'; readonly first: CellKey; readonly second: CellKey }
  | { readonly kind: 'jump'; readonly cell: CellKey; readonly factor: number }
  | { readonly kind: 'no-power'; readonly cells: readonly CellKey[]; readonly without: RegExp; readonly unless: RegExp }
  | { readonly kind: 'all-zero'; readonly cells: readonly CellKey[]; readonly authorities: RegExp }
  | { readonly kind: 'copied-figures'; readonly atLeast: number }
  // Text
  | {
      readonly kind: 'breakdown'
      readonly claims: readonly ClaimKind[]
      readonly parts: 'over' | 'under-closed' | 'under-open'
      /** Parts that may count one item twice. */
      readonly channels: RegExp
    }
  | { readonly kind: 'text-matches-table'; readonly claim: ClaimKind; readonly readings: readonly Reading[] }
  | { readonly kind: 'outcomes-add-up'; readonly total: readonly Table3Row[]; readonly withCarried: readonly Table3Row[] }
  | { readonly kind: 'text-says-none'; readonly claim: ClaimKind; readonly cell: CellKey }
  | { readonly kind: 'text-mentions'; readonly mention: RegExp; readonly cells: readonly CellKey[] }
  | {
      readonly kind: 'all-upheld'
      readonly words: RegExp
      readonly cells: Readonly<Record<'review' | 'lawsuits', readonly CellKey[]>>
    }
  | { readonly kind: 'percentage'; readonly denominators: readonly (readonly Table3Row[])[] }
  // Filing
  | { readonly kind: 'deadline'; readonly strength: 'law' | 'policy'; readonly when: 'not-found' | 'late' | 'either' }
  | { readonly kind: 'dates-agree'; readonly days: number }

/**
 * One way to read a figure of the text: the sum of these rows of table 3, total column. `label` limits it to claims with that label,
 * so that 予以公开 is compared with one group and 不予公开 with another. Numbers beside the words of `besides` may make up what it lacks.
 */
export type Reading = {
  readonly label?: RegExp
  readonly plus: readonly Table3Row[]
  readonly minus?: readonly Table3Row[]
  readonly besides?: RegExp
}

export type Rule = RuleHead & RuleTerms
export type RuleKind = Rule['kind']
export type RuleOfKind<K extends RuleKind> = Extract<Rule, { kind: K }>
