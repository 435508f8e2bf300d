import type { BodyClass } from '../body-class.ts'

/** What the official form asks to be told. `words` shows that it is told. */
type Topic = { readonly zh: string; readonly en: string; readonly words: RegExp }

/** What a report tells, and whether it tells what it must. */
export type ContentTerms =
  | { readonly kind: 'parts-counted'; readonly topics: readonly RegExp[] }
  | {
      readonly kind: 'topics-told'
      /** Numbers of sections; left out: the whole report. */
      readonly sections?: readonly number[]
      readonly topics: readonly Topic[]
      /** Only where at least one of the topics is told. */
      readonly beside?: true
      readonly bodies?: readonly BodyClass[]
    }
  | { readonly kind: 'section-hollow'; readonly section: number; readonly most: number; readonly elsewhere: RegExp }
  | { readonly kind: 'section-length'; readonly section: number; readonly most: number }
  | { readonly kind: 'period-stated'; readonly words: RegExp }
  | {
      readonly kind: 'figures-told'
      readonly section: number
      readonly least: number
      readonly figures: RegExp
      readonly aside: RegExp
    }
  | { readonly kind: 'contact-given'; readonly words: RegExp }
  | { readonly kind: 'contact-of-place'; readonly regions: readonly Region[] }

/** A province: its cities, and how telephone numbers and postcodes of it begin. */
export type Region = {
  readonly name: string
  readonly cities: readonly string[]
  readonly area: RegExp
  readonly postcode: RegExp
}

/** What each of these kinds does, for readers of the documentation. */
export const CONTENT_KINDS = {
  'parts-counted': 'The opening says of how many parts the report consists, and lists another number or says another than six.',
  'topics-told': 'No word tells of something that the form asks for.',
  'section-hollow': 'A section is empty or says next to nothing.',
  'section-length': 'A section has more characters than the limit.',
  'period-stated': 'Nothing says which days the figures cover.',
  'figures-told': 'A section gives no figure beside years, ordinals and numbers of papers.',
  'contact-given': 'Neither an address nor a telephone number is given.',
  'contact-of-place': 'The province is known from the address or the name, and the area code or the postcode is of another one.',
} as const satisfies Readonly<Record<ContentTerms['kind'], string>>
