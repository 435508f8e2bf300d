import { cellRules } from './catalogue/cell.ts'
import { contactRules } from './catalogue/contact.ts'
import { contentRules } from './catalogue/content.ts'
import { crossingRules } from './catalogue/crossing.ts'
import { districtRules } from './catalogue/district.ts'
import { formatRules } from './catalogue/format.ts'
import { narrativeRules } from './catalogue/narrative.ts'
import { plausibilityRules } from './catalogue/plausibility.ts'
import { similarRules } from './catalogue/similar.ts'
import { table2Rules } from './catalogue/table2.ts'
import { table3Rules } from './catalogue/table3.ts'
import { table4Rules } from './catalogue/table4.ts'
import { timeRules } from './catalogue/time.ts'
import { wordingRules } from './catalogue/wording.ts'
import { yearRules } from './catalogue/year.ts'
import type { Rule } from './rule.ts'

/** Version of the rule set: changes whenever a rule is added, dropped or judges otherwise. */
export const RULE_SET = '2'

/** Every rule, in the order of the catalogue. */
export const RULES: readonly Rule[] = [
  ...[...formatRules, ...contentRules].toSorted((a, b) => a.id.localeCompare(b.id)),
  ...cellRules,
  ...table2Rules,
  ...table3Rules,
  ...table4Rules,
  ...crossingRules,
  ...narrativeRules,
  ...yearRules,
  ...similarRules,
  ...districtRules,
  ...timeRules,
  ...wordingRules,
  ...plausibilityRules,
  ...contactRules,
]

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]))

/** The rule with this id; undefined where no rule of this set has it. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id)
}
