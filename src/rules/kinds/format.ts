import type { Edition, TableName } from '../../model/template.ts'

/** The form, its sections and tables. */
export type FormatTerms =
  | {
      readonly kind: 'section-present'
      readonly sections: readonly { readonly number: number; readonly table?: TableName; readonly content: RegExp }[]
    }
  | { readonly kind: 'section-titles'; readonly variants: Readonly<Record<number, RegExp>> }
  | { readonly kind: 'section-order' }
  | {
      readonly kind: 'edition-of-year'
      readonly marks: Readonly<Record<Edition, string>>
      readonly other: { readonly zh: string; readonly en: string }
    }
  | { readonly kind: 'table-present'; readonly tables: readonly TableName[]; readonly heldElsewhere: RegExp }
  | { readonly kind: 'table-shape'; readonly tables: readonly TableName[] }
  | { readonly kind: 'table-empty'; readonly tables: readonly TableName[] }
  | {
      readonly kind: 'table-noted'
      /** Notes of the reading that tell it. */
      readonly notes: readonly string[]
      /** Notes after which nobody can tell. */
      readonly unless: readonly string[]
    }
  | { readonly kind: 'title-form'; readonly needs: readonly RegExp[] }

/** What each of these kinds does, for readers of the documentation. */
export const FORMAT_KINDS = {
  'section-present': 'A section has neither a heading nor content of its own.',
  'section-titles': 'A heading is neither the official one nor one of the wordings in common use.',
  'section-order': 'The sections stand in another order.',
  'edition-of-year': 'Table 2 is printed in the form of other years.',
  'table-present': 'No cell of a table was found, its words are not printed, and no picture or attachment may hold it.',
  'table-shape': 'Rows or columns of a table are missing, and what stands around them was read firmly.',
  'table-empty': 'A table holds nothing but blanks and slashes.',
  'table-noted': 'The reading noted it of a table.',
  'title-form': 'The title lacks the name of the body or words of the official title.',
} as const satisfies Readonly<Record<FormatTerms['kind'], string>>
