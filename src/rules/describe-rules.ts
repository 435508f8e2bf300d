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
    'zeros make it true; else it is not assessable, as it is when a cell could not be read. Failing sums that one change of a cell would',
    'repair are one finding, with that change as its proposal. Findings that rest on cells read with little confidence are warnings at most.',
    '',
    '| rule | severity | says that |',
    '|---|---|---|',
    ...rows,
    '',
    ...RULES.flatMap(describeRule),
  ].join('\n')}`
}

function describeRule(rule: Rule): string[] {
  const { id, title, family, severity, scope, editions, basis, zh, en, table, yieldsTo = [], kind } = rule
  const facts = [
    `${SEVERITY_TITLES[severity].zh} (${severity})`,
    `${FAMILY_TITLES[family].zh} (${family})`,
    `scope: ${scope}`,
    `kind: \`${kind}\``,
    ...(table === undefined ? [] : [`table: ${tableName(table)}`]),
    ...(editions === undefined ? [] : [`form: ${editions.join(', ')}`]),
  ]
  return [
    `## ${id}`,
    '',
    `**${title.zh}** – ${title.en}`,
    '',
    `${facts.join(' · ')}`,
    '',
    `Fires when: ${KINDS[kind]}${terms(rule)}`,
    '',
    `> ${zh}`,
    '>',
    `> ${en}`,
    '',
    `依据：${basis}`,
    '',
    ...(yieldsTo.length === 0 ? [] : [`Left out where one of ${yieldsTo.join(', ')} has fired on the same table.`, '']),
  ]
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
