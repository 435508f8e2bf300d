import type { Claim } from '../../model/report.ts'
import type { CellKey } from '../../model/template.ts'
import type { CellsReading } from '../kinds/narrative.ts'
import type { RuleOfKind } from '../rule.ts'
import { meantValue } from './apart.ts'
import { scopeFits } from './claim-scope.ts'
import { failureOf, LOWER, type Outcome } from './outcome.ts'
import { cellAt, claimsOf, standingOf, sumOfClaims, type View, valueAt } from './view.ts'

/** Numbers of the text against the sums of cells that they may be; where one of several fits, the others speak of something else. */
export function checkTextMatchesCells(view: View, rule: RuleOfKind<'text-matches-cells'>): Outcome[] {
  return rule.cases.flatMap((reading) => {
    const claims = claimsOf(view, reading.claim).filter(
      ({ value, approximate, label }) =>
        value !== null && !approximate && (reading.label === null ? label === null : reading.label.test(label ?? '')),
    )
    const told = reading.sums.map((cells) => sumOfMeant(view, cells))
    const [first] = told
    if (claims.length === 0 || told.includes(null) || first === undefined || first === null) return []
    const sums = reading.label === null ? wholeOnes(told, partsNamed(view, rule, reading)) : told
    if (claims.some(({ value }) => sums.includes(value)) || addUpTo(claims, sums)) return []
    const compared = isGovernment(view) ? claims.filter(({ text }) => !rule.notOfGovernments?.test(text)) : claims
    const claim = compared.find((each) => scopeFits(view, each)) ?? compared[0]
    if (!claim) return []
    const cells = [...new Set(reading.sums.flat())]
    return [
      failureOf(view, rule, {
        subject: `claim:${reading.text}`,
        values: { text: reading.text, a: claim.value!, b: first },
        cells,
        quote: claim.text,
        left: claim.value,
        right: first,
        severity: isCertain(view, claim, reading) ? rule.severity : LOWER[rule.severity],
      }),
    ]
  })
}

/**
 * What a number without a name of its own may be: all, or one part that is told without its name – unless the parts are told by name
 * as well, or there are none of that part.
 */
function wholeOnes([all, ...parts]: readonly (number | null)[], named: number): (number | null)[] {
  return [all!, ...(named > 1 ? [] : parts.filter((part) => part !== 0))]
}

/** How many of the parts of a reading the text gives by name. */
function partsNamed(view: View, { cases }: RuleOfKind<'text-matches-cells'>, { claim: kind }: CellsReading): number {
  const parts = cases.filter(({ claim, label }) => claim === kind && label !== null)
  return parts.filter((part) => claimsOf(view, kind).some(({ label }) => part.label!.test(label ?? ''))).length
}

/** A government, or its office, which may file for it. */
function isGovernment({ body, report }: View): boolean {
  return /政府/.test(body.name ?? report.authority ?? '')
}

function isCertain(view: View, claim: Claim, { about }: CellsReading): boolean {
  return scopeFits(view, claim) && (about === undefined || about.test(claim.text))
}

/** Whether several numbers make one of the sums: 县政府印发3件，办公室印发2件. */
function addUpTo(claims: readonly Claim[], sums: readonly (number | null)[]): boolean {
  return claims.length > 1 && sums.includes(sumOfClaims(claims))
}

/** Null where a cell is blank, was not read, or stands under a heading of another meaning. */
function sumOfMeant(view: View, cells: readonly CellKey[]): number | null {
  let sum = 0
  for (const cell of cells) {
    const value = meantValue(view, cell)
    if (value !== null) sum += value
    else if (!cell.startsWith('t3.') || !view.blanksAreZero || standingOf(cellAt(view, cell)) !== 'blank') return null
  }
  return sum
}

/** 全部办结 beside applications that go on to the next year. */
export function checkTextSaysAll(view: View, rule: RuleOfKind<'text-says-all'>): Outcome[] {
  const said = claimsOf(view, rule.claim)
  const claim = said.find((each) => scopeFits(view, each)) ?? said[0]
  const left = valueAt(view, rule.left)
  if (!claim || left === null || left <= 0) return []
  // A report that also tells what is left means those that were due.
  const isTold = claimsOf(view, rule.told).some(({ value }) => value === left)
  const severity = isTold || !scopeFits(view, claim) ? LOWER[rule.severity] : rule.severity
  return [
    failureOf(view, rule, {
      subject: `claim:${rule.claim}`,
      values: { b: left },
      cells: [rule.left],
      quote: claim.text,
      left: 0,
      right: left,
      severity,
    }),
  ]
}
