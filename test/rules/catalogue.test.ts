import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RULES, ruleById } from '../../src/rules/catalogue.ts'
import { describeRules } from '../../src/rules/describe-rules.ts'

test('every rule has an id of its own and is found by it', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length)
  for (const rule of RULES) expect(ruleById(rule.id)).toBe(rule)
})

test('each family of defects has a rule', () => {
  expect(new Set(RULES.map(({ family }) => family))).toEqual(new Set(['late', 'inaccurate', 'incomplete', 'copied']))
})

test('rules yield to, build on and replace rules that exist', () => {
  const named = RULES.flatMap((rule) => [
    ...(rule.yieldsTo ?? []),
    ...('replaces' in rule && rule.replaces ? [rule.replaces] : []),
    ...('of' in rule ? [rule.of].flat() : []),
  ])
  for (const id of named) expect(ruleById(id), id).toBeDefined()
})

test('messages speak as officers do: errors state, warnings and suspicions ask', () => {
  for (const { id, severity, zh } of RULES) {
    expect(zh, id).toMatch(/。$/)
    if (severity === 'error') expect(zh, id).not.toContain('请核实')
  }
})

test('docs/rules.md is what the rules say: run `node scripts/write-rules-doc.ts`', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8')).toBe(describeRules())
})
