import { isSubsequence } from '../../model/subsequence.ts'
import type { Body } from '../body.ts'
import { type BodyClass, classOf } from '../body-class.ts'
import { isOneBody } from '../body-names.ts'
import type { RuleOfKind } from '../rule.ts'
import { failureOf, LOWER, type Outcome } from './outcome.ts'
import type { View } from './view.ts'
import { quoteOf, sentenceAt, textOf, wordsOf } from './words.ts'

/** A body named where this one should be. `isSure`: same work in another place, which no superior or partner has. */
type Other = { readonly name: string; readonly sentence: string; readonly isSure: boolean }

/**
 * Bodies that are said to have drawn up this report, or to have done its work. An office may draw it up for a government, a superior body
 * may be praised, and a body may have had another name: only the same office of another place is an error.
 */
export function checkOtherBody(view: View, rule: RuleOfKind<'other-body'>): Outcome[] {
  const { body } = view
  const own = classOf(body)
  if (body.name === null || own === null) return []
  const words = wordsOf(view.report)
  const told = [
    ...rule.editors.flatMap((pattern) => namesIn(words.opening, pattern)),
    ...namesIn(textOf(words, [1, 5]), rule.subjects),
  ]
  const others = told.flatMap(({ name, sentence }) => otherOf(name, sentence, { body, own }) ?? [])
  const [first] = others.toSorted((a, b) => Number(b.isSure) - Number(a.isSure))
  if (!first) return []
  const severity = first.isSure ? rule.severity : LOWER[rule.severity]
  return [
    failureOf(view, rule, {
      subject: `body:${first.name}`,
      values: { text: first.name },
      quote: quoteOf(first.sentence),
      severity,
    }),
  ]
}

function namesIn(text: string, pattern: RegExp): { readonly name: string; readonly sentence: string }[] {
  return [...text.matchAll(pattern)].map((match) => {
    const name = match.groups!['name']!
    return { name, sentence: sentenceAt(text, match.index + match[0].indexOf(name)) }
  })
}

function otherOf(name: string, sentence: string, { body, own }: { readonly body: Body; readonly own: BodyClass }): Other | null {
  const other = placeAndOffice(name)
  if (other === null || classOf({ name }) !== own) return null
  if ([body.name!, ...body.aliases].some((each) => isOneBody(each, name) || each.includes(name) || name.includes(each)))
    return null
  const mine = placeAndOffice(body.name!)
  if (mine === null) return null
  // 市水务局 may lead 某县水务局, and 某市…分局 belongs to 某市…局.
  if (isSubsequence(other.place, mine.place) || isSubsequence(mine.place, other.place))
    return other.office === mine.office || sharesWords(other.office, mine.office) ? null : { name, sentence, isSure: false }
  if (other.level !== mine.level) return null
  return { name, sentence, isSure: other.office === mine.office }
}

/** Former names of a body keep some of its words: 卫生和计划生育局, 卫生健康委员会. */
function sharesWords(a: string, b: string): boolean {
  for (let index = 0; index + 2 <= a.length - 1; index += 1) if (b.includes(a.slice(index, index + 2))) return true
  return false
}

/** `某市青禾县` and `水务局`, with the level that the place ends in; null where a name has no place of its own. */
function placeAndOffice(name: string): { readonly place: string; readonly level: string; readonly office: string } | null {
  const groups = PLACE_AND_OFFICE.exec(name)?.groups
  if (!groups || groups['place']!.length < 3) return null
  return { place: groups['place']!, level: groups['level']!, office: groups['office']! }
}

const PLACE_AND_OFFICE =
  /^(?<place>\p{Script=Han}{2,}?(?<level>市(?!场)|[省州盟县区旗镇乡]|街道))(?<office>(?:(?!市(?!场)|[省县区]).){0,20})$/u
