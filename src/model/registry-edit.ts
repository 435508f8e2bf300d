import type { Registry } from './portal.ts'

/** The entry of a district that a form shows; null where it is to be added. */
export type EditTarget =
  | { readonly kind: 'authority'; readonly id: string | null }
  | { readonly kind: 'portal'; readonly id: string | null }
  | { readonly kind: 'column'; readonly portal: string; readonly url: string | null }

/** What stands in the fields of a form, by the headings of the registry's tables; several values stand one a line. */
export type Fields = Readonly<Record<string, string>>

/** What is wrong with a field; null where it is something else of the district. */
export type FieldProblem = { readonly field: string | null; readonly zh: string; readonly en: string }

/** A district as it would be registered, or everything that is wrong with it. */
export type Edited =
  | { readonly registry: Registry; readonly problems: null }
  | { readonly registry: null; readonly problems: readonly FieldProblem[] }
