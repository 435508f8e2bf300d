import type { BodyClass } from '../body-class.ts'

/** A part of the text: title and headings, the opening (0) or the text of a section. */
export type Part = 'headings' | number

/** Words that give a slip away. The whole match is quoted, or its group `told`. */
export type Pattern = {
  readonly find: RegExp
  /** Silent where the sentence has one of these words. */
  readonly unless?: RegExp
  /** Only where the sentence has one of these words. */
  readonly beside?: RegExp
  /** Bodies that do not speak so; left out: none does. */
  readonly bodies?: readonly BodyClass[]
  /** Silent within 《》 and “”. */
  readonly unquoted?: true
  /** So many characters on either side are quoted with it. */
  readonly around?: number
}

/** Words that stand wrongly: stale, foreign, misspelt. */
export type WordingTerms =
  | { readonly kind: 'words-found'; readonly parts: readonly Part[]; readonly patterns: readonly Pattern[] }
  | {
      readonly kind: 'year-told'
      readonly parts: readonly Part[]
      /** Each has a group `year`. */
      readonly patterns: readonly RegExp[]
      /** Which years are wrong, less the report year. */
      readonly wrong: { readonly from: number; readonly to: number }
      readonly unless: RegExp
    }
  | { readonly kind: 'period-of-year'; readonly stated: RegExp; readonly founded: RegExp }
  | { readonly kind: 'title-year' }
  | { readonly kind: 'other-body'; readonly editors: readonly RegExp[]; readonly subjects: RegExp }
  | { readonly kind: 'typing-slips'; readonly patterns: readonly Pattern[] }
  | { readonly kind: 'private-data'; readonly data: readonly PrivateDatum[] }
  | { readonly kind: 'name-registered' }

/** Something private: how it looks, and how many of its first and last characters may be shown. */
export type PrivateDatum = {
  readonly find: RegExp
  readonly shown: readonly [first: number, last: number]
  readonly check?: 'identity-number'
  /** In place of the message of the rule. */
  readonly other?: { readonly zh: string; readonly en: string }
}

/** What each of these kinds does, for readers of the documentation. */
export const WORDING_KINDS = {
  'words-found': 'Words stand in the text that do not belong there.',
  'year-told': 'A sentence on the work of the year names another year.',
  'period-of-year': 'The days that the figures are said to cover are not those of the report year.',
  'title-year': 'The opening calls the report that of another year than the title.',
  'other-body': 'Another body is said to have drawn up the report or to have done the work.',
  'typing-slips': 'A heading lost a character or is numbered twice; a word is doubled.',
  'private-data': 'The text holds a datum of a person. It is never shown in full.',
  'name-registered': 'The report carries another name than the registry.',
} as const satisfies Readonly<Record<WordingTerms['kind'], string>>
