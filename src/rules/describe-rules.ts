import { FAMILY_TITLES, SEVERITY_TITLES } from '../model/finding.ts'
import { TABLE_TITLES, type TableName } from '../model/template.ts'
import { RULE_SET, RULES } from './catalogue.ts'
import { KINDS, type Rule } from './rule.ts'

/** `docs/rules.md`: every rule as its entry says it. */
export function describeRules(): string {
  const rows = RULES.map(
    (rule) =>
      `| [${rule.id}](#${rule.id.toLowerCase()}) | ${SEVERITY_TITLES[rule.severity].zh} ${rule.severity} | ${rule.title.zh} |`,
  )
  return `${[
    '# Rules',
    '',
    `Written by \`node scripts/write-rules-doc.ts\` from \`src/rules/catalogue\`; rule set ${RULE_SET}, ${RULES.length} rules. Do not edit.`,
    '',
    'A blank cell is some number that is not known, 0 or more. A sum fails when no filling of its blanks can make it true; it passes when',
    'zeros make it true; else it is not assessable, as it is when a cell could not be read. Of failing sums the smallest and likeliest set',
    'of changes that makes all hold is looked for: each change is one finding, with that change as its proposal; errors that offset each other',
    'are one, equally likely changes its options, and beyond three of them it says that nobody can tell. A figure of the text that one change',
    'would make fit is told once. Findings that rest on cells read with little confidence are warnings at most.',
    '',
    '| rule | severity | says that |',
    '|---|---|---|',
    ...rows,
    '',
    ...RULES.flatMap(describeRule),
  ].join('\n')}`
}

/** What an entry says of its rule, codes as in findings; null for what it does not say. */
export function factsOf(rule: Rule) {
  const { id, title, family, severity, scope, editions, years, off, basis, zh, en, example, table, yieldsTo, kind } = rule
  return {
    id,
    title,
    severity,
    family,
    scope,
    kind,
    table: table ?? null,
    editions: editions ?? null,
    years: years ?? null,
    isOff: off === true,
    does: `${KINDS[kind]}${terms(rule)}`,
    messageZh: zh,
    messageEn: en,
    example: example ?? null,
    basis,
    yieldsTo: yieldsTo ?? [],
  }
}

function describeRule(rule: Rule): string[] {
  const { id, title, severity, family, scope, kind, table, editions, years, isOff, does, ...rest } = factsOf(rule)
  const { messageZh, messageEn, example, basis, yieldsTo } = rest
  const facts = [
    `${SEVERITY_TITLES[severity].zh} (${severity})`,
    `${FAMILY_TITLES[family].zh} (${family})`,
    `scope: ${scope}`,
    `kind: \`${kind}\``,
    ...(table === null ? [] : [`table: ${tableName(table)}`]),
    ...(editions === null ? [] : [`form: ${editions.join(', ')}`]),
    ...(years === null ? [] : [`report years: ${yearsIn(years)}`]),
    ...(isOff ? ['off unless a district switches it on'] : []),
  ]
  return [
    `## ${id}`,
    '',
    `**${title.zh}** – ${title.en}`,
    '',
    `${facts.join(' · ')}`,
    '',
    `Fires when: ${does}`,
    '',
    `> ${messageZh}`,
    '>',
    `> ${messageEn}`,
    '',
    ...(example === null ? [] : [`示例：${example}`, '']),
    `依据：${basis}`,
    '',
    ...(yieldsTo.length === 0 ? [] : [`Left out where one of ${yieldsTo.join(', ')} has fired on the same table.`, '']),
  ]
}

/** `2021–`, `–2018`. */
export function yearsIn({ from, to }: NonNullable<Rule['years']>): string {
  return `${from ?? ''}–${to ?? ''}`
}

function tableName(table: TableName): string {
  return `${table} ${TABLE_TITLES[table]}`
}

/** The sums of a rule, where it is made of sums. */
function terms(rule: Rule): string {
  const join = (each: readonly string[]) => each.map((term) => `\`${term}\``).join(' + ')
  switch (rule.kind) {
    case 'column-balance':
      return ` ${join(rule.left)} = ${join(rule.right)}, for each column.`
    case 'row-sum':
      return ` ${join(rule.parts)} = \`${rule.total}\`, for each row.`
    case 'balance':
      return ` ${join(rule.left)} = ${join(rule.right)}.`
    case 'carry':
      return ` ${join(rule.left)} = last year's ${join(rule.prior)}.`
    case 'text-matches-table':
      return ` Sums that fit: ${rule.readings.map(({ label, plus, minus = [] }) => `${label ? `${label.source}: ` : ''}${join(plus)}${minus.length > 0 ? ` − ${join(minus)}` : ''}`).join('; ')}.`
    default:
      return ''
  }
}
