import type { FilingStatus } from '../model/filing.ts'
import type { Finding } from '../model/finding.ts'
import type { RegisteredAuthority } from '../model/portal.ts'
import type { Report } from '../model/report.ts'
import type { RuleSettings } from '../model/rule-settings.ts'
import { districtChecks } from './evaluate/district.ts'
import type { DistrictTerms } from './kinds/district.ts'
import type { Rule, RuleOfKind } from './rule.ts'
import { asSet, ruleSetFor, rulesFor } from './settings.ts'
import type { Comparison } from './similarity/compare-texts.ts'

/** The reports of a district for one year, and how they were filed. */
export type DistrictInput = {
  readonly year: number
  readonly bodies: readonly DistrictBody[]
  /** Pairs of bodies whose texts were compared, since their sketches were alike. */
  readonly alike: readonly AlikeTexts[]
  /** What the district has set otherwise than the catalogue. */
  readonly settings?: RuleSettings
}

export type DistrictBody = {
  readonly authority: Pick<RegisteredAuthority, 'id' | 'name' | 'kind'>
  /** Null where it was not worked out. */
  readonly status: FilingStatus | null
  /** Null where no report of the year is at hand. */
  readonly report: DistrictReport | null
}

/** What the rules on districts need of a report. */
type DistrictReport = Pick<Report, 'edition' | 'scope' | 'cells'>

/** How much of the text of `own` stands in that of `other`; ids of authorities. */
export type AlikeTexts = { readonly own: string; readonly other: string; readonly comparison: Comparison }

/** A finding, and the id of the authority whose report it speaks of. */
export type DistrictFinding = { readonly authority: string; readonly finding: Finding }

/**
 * Judges the reports of a district beside each other: the government's figures against those of its bodies, the texts of all against each
 * other, and who is missing. Pure, as `checkReport` is; in the order of the catalogue.
 */
export function checkDistrict(input: DistrictInput): DistrictFinding[] {
  const { settings = {} } = input
  const ruleSet = ruleSetFor(settings)
  return rulesFor(settings)
    .filter(isDistrictRule)
    .flatMap((rule) => evaluate(input, rule))
    .flatMap(({ authority, outcome }) => {
      const finding = asSet(outcome.finding, settings, ruleSet)
      return finding === null ? [] : [{ authority, finding }]
    })
}

function evaluate<K extends DistrictTerms['kind']>(input: DistrictInput, rule: RuleOfKind<K>) {
  // A rule always meets the check of its own kind, which TypeScript cannot follow through the union.
  return districtChecks[(rule as Rule).kind as K](input, rule as never)
}

function isDistrictRule(rule: Rule): rule is RuleOfKind<DistrictTerms['kind']> {
  return rule.kind in districtChecks
}
