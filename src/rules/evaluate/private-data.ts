import type { PrivateDatum } from '../kinds/wording.ts'
import type { RuleOfKind } from '../rule.ts'
import { failureOf, type Outcome } from './outcome.ts'
import type { View } from './view.ts'
import { wordsOf } from './words.ts'

/** Private data in the text. Neither message nor quote repeats one. */
export function checkPrivateData(view: View, rule: RuleOfKind<'private-data'>): Outcome[] {
  const { whole } = wordsOf(view.report)
  return rule.data.flatMap((datum, index) => {
    const found = new Set((whole.match(datum.find) ?? []).filter((text) => datum.check === undefined || isIdentityNumber(text)))
    const said = datum.other ? { ...rule, ...datum.other } : rule
    return [...found].map((text) => {
      const masked = mask(text, datum.shown)
      return failureOf(view, said, { subject: `datum:${index}`, values: { text: masked }, quote: masked })
    })
  })
}

function mask(text: string, [first, last]: PrivateDatum['shown']): string {
  const name = text.split('@')
  if (name.length === 2) return `${text.slice(0, first)}***@${name[1]}`
  return text.slice(0, first) + '*'.repeat(Math.max(3, text.length - first - last)) + text.slice(text.length - last)
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_DIGITS = '10X98765432'

/** Whether the last of 18 characters is the check digit of the others (GB 11643-1999). */
function isIdentityNumber(text: string): boolean {
  const sum = WEIGHTS.reduce((all, weight, index) => all + weight * Number(text[index]), 0)
  return CHECK_DIGITS[sum % 11] === text.at(-1)?.toUpperCase()
}
