import type { Finding, Severity } from '../model/finding.ts'
import type { RuleSettings } from '../model/rule-settings.ts'
import { sha256Of } from '../model/sha256.ts'
import { RULE_SET, RULES, ruleById } from './catalogue.ts'
import type { Judgement } from './evaluate/outcome.ts'
import type { Rule } from './rule.ts'

/** The rules as a district has set them: those switched off left out, those off by default only where it names a severity. */
export function rulesFor(settings: RuleSettings): readonly Rule[] {
  if (Object.keys(settings).length === 0) return ON_BY_DEFAULT
  return RULES.flatMap((rule) => {
    const { severity, most } = settings[rule.id] ?? {}
    if (severity === 'off' || (rule.off && severity === undefined)) return []
    const { off, ...on } = rule
    return [most !== undefined && 'most' in on ? { ...on, most } : (on as Rule)]
  })
}

const ON_BY_DEFAULT = RULES.filter(({ off }) => !off)

/** Names the rule set and what the district has set otherwise: `2`, or `2+` and eight digits that differ with the settings. */
export function ruleSetFor(settings: RuleSettings): string {
  const changed = Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (changed.length === 0) return RULE_SET
  const text = changed.map(([id, { severity, most }]) => `${id} ${severity ?? ''} ${most ?? ''}`).join('\n')
  return `${RULE_SET}+${sha256Of(new TextEncoder().encode(text)).slice(0, 8)}`
}

const RANK: Readonly<Record<Severity, number>> = { info: 1, warning: 2, error: 3 }

/**
 * A finding as the district wants it; null where it has switched the rule off. A severity that the case itself has lowered, because of a
 * doubtful reading or a scope that differs, is not raised again.
 */
export function asSet(finding: Judgement, settings: RuleSettings, ruleSet: string): Finding | null {
  const rule = ruleById(finding.rule)
  const severity = settings[finding.rule]?.severity
  if (severity === 'off') return null
  if (severity === undefined || rule === undefined || finding.verdict !== 'fail') return { ...finding, ruleSet }
  const isLowered = RANK[finding.severity] < RANK[rule.severity]
  return { ...finding, ruleSet, severity: isLowered && RANK[finding.severity] < RANK[severity] ? finding.severity : severity }
}

/** Ids of settings that no rule has. */
export function unknownRules(settings: RuleSettings): string[] {
  return Object.keys(settings).filter((id) => ruleById(id) === undefined)
}
