import type { Context } from 'hono'
import type { Language } from './language.ts'
import { WORDS, type Words } from './words.ts'

export type ReviewEnv = { Variables: { language: Language; officer: string } }

/** Who looks at a page, in which language, and at which address. */
export type Visitor = {
  readonly language: Language
  readonly words: Words
  /** The name that decisions are recorded under. */
  readonly officer: string
  readonly url: URL
}

/** In which language something is shown. */
export type Reader = Pick<Visitor, 'language' | 'words'>

export function visitorOf(c: Context<ReviewEnv>): Visitor {
  const language = c.get('language')
  return { language, words: WORDS[language], officer: c.get('officer'), url: new URL(c.req.url) }
}

/** Name under which decisions are recorded where no key is set and only this machine can connect. */
export const LOCAL_OFFICER = '本机'

export function officerName(name: string, { words }: Visitor): string {
  return name === LOCAL_OFFICER ? words.thisMachine : name
}
