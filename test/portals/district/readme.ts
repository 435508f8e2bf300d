import { BACKDATED, FOREIGN, LATE, LOOK_ALIKES, MISSING, MOVED_ADDRESS } from './articles.ts'
import { sampleAuthority } from './authorities.ts'
import { SEEDS } from './seeds.ts'

type Row = readonly [who: string, year: string, what: string, rule: string]

const PAPERS = {
  'by title': 'its title tells it',
  'by content': 'only its content tells it',
} as const

const DAY_OFF = 'The day by which it was due, 31 January 2026, is a Saturday.'

/** The tables of README.md, from the data: what is seeded where, and what must come of it. */
export function seedTables(): string {
  const named = ({ authority, year }: { authority: string; year: number }, what: string, rule: string): Row => [
    sampleAuthority(authority).name,
    String(year),
    what,
    rule,
  ]
  const defects = SEEDS.toSorted((a, b) => ruleNames(a.expected).localeCompare(ruleNames(b.expected), 'en')).map((seed) =>
    named(
      seed,
      `${seed.what}${seed.correctedOnNight2 ? ' **Corrected on night 2** under the same address, without a word of it: then YR-12.' : ''}`,
      ruleNames(seed.expected),
    ),
  )
  const filing: Row[] = [
    named(MISSING, `Never published. ${DAY_OFF}`, 'TIME-01, TIME-06; AGG-09 of the city'),
    ...LATE.map((late) =>
      named(late, `Late: published on ${late.date}.`, late.rule === 'TIME-02' ? `${late.rule}, TIME-06` : late.rule),
    ),
    named(
      BACKDATED,
      `Back-dated: absent on night 1, there on night 2 with the page date ${BACKDATED.date}.`,
      'TIME-01 on night 1; TIME-07 as a warning on night 2; TIME-06 on both',
    ),
    named(
      MOVED_ADDRESS,
      `In time by its page date ${MOVED_ADDRESS.date}, but its address says ${MOVED_ADDRESS.urlDate}.`,
      'TIME-07',
    ),
  ]
  const district: Row[] = [
    ['云岚市人民政府', 'all', 'Its text does not say whether its figures count those of the departments.', 'AGG-06 in each year'],
  ]
  const others: Row[] = [
    ...LOOK_ALIKES.map(({ title, source, date, told }): Row => [source, date, `${title}: ${PAPERS[told]}`, 'no report']),
    [FOREIGN.name, 'yearly', 'A report of another city in the column of the townships.', 'foreign, no report of the district'],
  ]
  return [
    table(['authority', 'year', 'what is wrong', 'found by'], defects),
    table(['authority', 'year', 'what is special', 'found by'], [...filing, ...district]),
    table(['source', 'published', 'paper', 'taken for'], others),
  ].join('\n\n')
}

function ruleNames(expected: Readonly<Record<string, number>>): string {
  return Object.entries(expected)
    .map(([rule, count]) => (count === 1 ? rule : `${rule} (${count})`))
    .join(', ')
}

function table(head: readonly string[], rows: readonly Row[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
