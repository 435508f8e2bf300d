import { FAMILY_TITLES, SEVERITY_TITLES } from '../model/finding.ts'
import { TABLE_TITLES, type TableName } from '../model/template.ts'
import { RULE_SET, RULES } from './catalogue.ts'
import type { Rule, RuleKind } from './rule.ts'

/** What each kind of rule does, for readers of the documentation. */
const KINDS: Readonly<Record<RuleKind, string>> = {
  'section-present': 'A section has neither a heading nor content of its own.',
  'edition-of-year': 'Table 2 is printed in the form of other years.',
  'table-present': 'No cell of a table was found, its words are not printed, and no picture or attachment may hold it.',
  'table-shape': 'Rows or columns of a table are missing, and what stands around them was read firmly.',
  'table-empty': 'A table holds nothing but blanks and slashes.',
  cell: 'A cell holds something that cannot be a count.',
  'cell-style': 'A cell is readable but oddly written; once for each table.',
  'blank-cells': 'Cells are blank or hold a slash; once for each table.',
  'blank-totals': 'Totals are blank although their parts are filled in; once for the table.',
  'doubtful-reading': 'Cells were read with little confidence. A note on our reading, not on the report.',
  'column-balance': 'Two sums of rows differ in a column of table 3.',
  'row-sum': 'The parts of a row of table 3 do not add up to its total.',
  balance: 'Two sums of cells differ.',
  carry: "A figure differs from the one that last year's report carried over.",
  'opposite-columns': 'Two neighbouring columns fail by opposite amounts.',
  'split-digits': 'A doubtful row adds up if two neighbouring cells are one number.',
  'at-least': 'A figure is less than it must be at least.',
  'nothing-from-nothing': 'Something is reported although all that it could come from is 0.',
  'both-or-neither': 'One of two figures that belong together is 0.',
  jump: "A figure is out of proportion to last year's.",
  'no-power': 'A figure is reported by a body that cannot have any.',
  'all-zero': 'A body whose work it is reports none.',
  'copied-figures': "All figures are last year's.",
  breakdown: 'The listed parts of a total in the text do not add up to it.',
  'text-matches-table': 'A figure of the text is none of the sums of table 3 that it may stand for.',
  'outcomes-add-up': 'The outcomes that a sentence lists do not make what was handled.',
  'text-says-none': 'The text says "none" and the table has some.',
  'text-mentions': 'The text mentions what the table has none of.',
  'all-upheld': 'The text says that all were upheld and the table has others.',
  percentage: 'A percentage fits none of the totals that it may be taken of.',
  deadline: 'No report was found, or it was published after its date.',
  'dates-agree': 'The dates of the report disagree, or it was back-dated.',
}

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
