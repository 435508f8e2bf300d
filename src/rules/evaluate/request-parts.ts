import type { Claim } from '../../model/report.ts'
import type { RuleOfKind } from '../rule.ts'
import { failureOf, LOWER, type Outcome } from './outcome.ts'
import { sumOfClaims, type View, valueAt } from './view.ts'

/** Applications by channel, or by applicant, against the number that the sentence says they are parts of. */
export function checkRequestParts(view: View, rule: RuleOfKind<'request-parts'>): Outcome[] {
  const { claims } = view.report
  const listed = Map.groupBy(
    claims,
    (claim, index) => claim.of ?? (rule.claims.includes(claim.kind) ? totalBefore(claims, index) : null),
  )
  return claims.flatMap((total, index) =>
    rule.claims.flatMap((kind) => {
      const parts = (listed.get(index) ?? []).filter((part) => part.kind === kind && part.value !== null)
      if (total.value === null || total.approximate || parts.length < 2 || parts.some(({ approximate }) => approximate)) return []
      const sums = [sumOfClaims(parts), sumOfClaims(withoutInner(parts))]
      // A sentence of its own may list what was new, or all that there was to handle.
      const isApart = parts[0]!.of === null
      const totals = isApart
        ? [total.value, ...claims.filter(isReceived).map(({ value }) => value), ...handled(view)]
        : [total.value]
      if (sums.some((each) => totals.includes(each))) return []
      const sum = sums[1]!
      const isShort = sum < total.value
      const { text } = parts[0]!
      if (isShort && (OPEN.test(text) || isMadeUp({ ...total, text }, parts))) return []
      // Companies, people and other ways may be named in words that are not read.
      const isNamedTwice = new Set(parts.map(({ label }) => label)).size < parts.length
      const severity = isApart || isShort || isNamedTwice ? LOWER[rule.severity] : rule.severity
      return [
        failureOf(view, rule, {
          subject: `list:${kind}`,
          values: { a: sum, b: total.value },
          quote: text,
          left: sum,
          right: total.value,
          severity,
        }),
      ]
    }),
  )
}

/** The total of a list that is a sentence of its own, behind the one with the total: 其中网络申请8件，信函申请2件. */
function totalBefore(claims: readonly Claim[], index: number): number | null {
  const { text, kind } = claims[index]!
  if (!/^\s*(?:其中|按|从)/.test(text)) return null
  const first = claims.findIndex((claim) => claim.text === text && claim.kind === kind)
  const place = claims.slice(0, first).findLastIndex((claim) => claim.of === null && isReceived(claim))
  return place === -1 ? null : place
}

/** New applications, all that there was to handle, and all that was answered, by table 3. */
function handled(view: View): (number | null)[] {
  const [fresh, carried, answered] = (['new_received', 'carried_in', 'result_total'] as const).map((row) =>
    valueAt(view, `t3.${row}.total`),
  )
  return [fresh!, fresh === null || carried === null ? null : fresh! + carried!, answered!]
}

function isReceived({ kind }: Claim): boolean {
  return kind === 'received' || kind === 'new_received'
}

/** The list names only some. */
const OPEN = /等|主要|其余|其[他它]|包括但/

/** A part that those right behind it add up to holds them: 网上申请10件（平台8件、邮箱2件）. */
function withoutInner(parts: readonly Claim[]): readonly Claim[] {
  const kept: Claim[] = []
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at]!
    kept.push(part)
    let sum = 0
    for (let next = at + 1; next < parts.length; next += 1) {
      sum += parts[next]!.value!
      if (sum === part.value && next > at + 1) {
        at = next
        break
      }
    }
  }
  return kept
}

/** Whether another number of the sentence, or two of them, are what is lacking: a way in words of its own. */
function isMadeUp({ text, value }: Claim, parts: readonly Claim[]): boolean {
  const known = [value!, ...parts.map((part) => part.value!)]
  const numbers = (text.replace(/[,，](?=\d{3})/g, '').match(/\d+/g) ?? []).map(Number)
  for (const each of known) if (numbers.includes(each)) numbers.splice(numbers.indexOf(each), 1)
  const lacking = value! - sumOfClaims(parts)
  return numbers.some((first, at) => first === lacking || numbers.slice(at + 1).some((second) => first + second === lacking))
}
