import { stripVTControlCharacters, styleText } from 'node:util'
import { FAMILY_TITLES, SEVERITY_TITLES, type Severity } from '../model/finding.ts'
import { SetupError } from '../model/setup-error.ts'
import { RULE_SET, RULES, ruleById } from '../rules/catalogue.ts'
import { factsOf, yearsIn } from '../rules/describe-rules.ts'
import type { Rule } from '../rules/rule.ts'

const COLOURS = { error: 'red', warning: 'yellow', info: 'gray' } as const satisfies Record<Severity, string>

/** `gouji rules [ID]`: the whole catalogue, a line each, or everything about one rule. Status 2 where no rule has the id. */
export function run(id: string | undefined, { format }: { readonly format: 'text' | 'json' }): void {
  const rules = id === undefined ? RULES : [find(id)]
  if (format === 'json') process.stdout.write(`${JSON.stringify({ ruleSet: RULE_SET, rules: rules.map(factsOf) }, null, 2)}\n`)
  else process.stdout.write(id === undefined ? listing() : explanation(find(id)))
}

function find(id: string): Rule {
  const rule = ruleById(id.toUpperCase())
  if (rule) return rule
  const family = RULES.filter((each) => each.id.startsWith(id.toUpperCase().replace(/-.*$/, '-'))).map((each) => each.id)
  const near = family.length > 0 ? `; ${family[0]} … ${family.at(-1)} exist` : ''
  throw new SetupError(`there is no rule ${stripVTControlCharacters(id)}${near}; gouji rules lists them`)
}

function listing(): string {
  const lines = RULES.map(({ id, severity, family, title, off }) => {
    const word = styleText(COLOURS[severity], SEVERITY_TITLES[severity].zh)
    const rest = styleText('gray', `${FAMILY_TITLES[family].zh}${off ? '，默认未启用' : ''}`)
    return `${id.padEnd(8)} ${word}  ${title.zh}  ${rest}`
  })
  return `${lines.join('\n')}\n\n${RULES.length} rules, rule set ${RULE_SET}. gouji rules ID explains one.\n`
}

function explanation(rule: Rule): string {
  const { id, severity, title } = rule
  const { family, scope, editions, years, does, basis, messageZh, messageEn, example, yieldsTo } = factsOf(rule)
  const rows: readonly (readonly [string, string | null])[] = [
    ['类别 family', `${FAMILY_TITLES[family].zh} ${family}`],
    [
      '范围 scope',
      [scope, editions && `form ${editions.join(', ')}`, years && `years ${yearsIn(years)}`].filter(Boolean).join(' · '),
    ],
    ['何时提示 fires', does],
    ['提示语 says', `${messageZh}\n${messageEn}`],
    ['示例 example', example],
    ['依据 basis', basis],
    ['让位 yields to', yieldsTo.join(', ')],
  ]
  const printed = rows.flatMap(([name, text]) => (text ? [`${styleText('bold', name)}\n${indent(text)}`] : []))
  const head = `${styleText(['bold', COLOURS[severity]], `${id} ${SEVERITY_TITLES[severity].zh} ${severity}`)}  ${title.zh}\n${title.en}`
  return `${head}\n\n${printed.join('\n')}\n`
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
