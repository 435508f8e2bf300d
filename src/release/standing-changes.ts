import type { Db } from '../../db/connect.ts'
import { type StandingChange, standingChanges } from '../../db/release-standings.ts'
import type { KeptStanding, ReleaseSelection, StandingOf } from '../model/release.ts'
import type { Titled } from './table.ts'

/** How a finding or filing of one release stands in the next. One that is closed or decided on may have changed in more than that. */
type StandingChangeKind = 'added' | 'closed' | 'reopened' | 'decided' | 'changed' | 'withdrawn'

const TITLES: Readonly<Record<StandingChangeKind, Titled>> = {
  added: { zh: '新增', en: 'added' },
  closed: { zh: '不再存在', en: 'closed' },
  reopened: { zh: '再次出现', en: 'found again' },
  decided: { zh: '复核结论有变', en: 'decided otherwise' },
  changed: { zh: '内容有变', en: 'changed' },
  withdrawn: { zh: '不再列入', en: 'withdrawn' },
}

const KINDS: Readonly<Record<StandingOf, readonly StandingChangeKind[]>> = {
  finding: ['added', 'closed', 'reopened', 'decided', 'changed', 'withdrawn'],
  filing: ['added', 'changed', 'withdrawn'],
}

const NAMES: Readonly<Record<StandingOf, Titled>> = {
  finding: { zh: '问题', en: 'findings' },
  filing: { zh: '发布情况', en: 'filings' },
}

/** Changes that the text for people lists of each; `CHANGES.json` lists all. */
export const CHANGES_LISTED = 1000

/** What became of the findings or of the filings since `previous`. */
export type Standings = {
  readonly about: StandingOf
  readonly counts: Readonly<Partial<Record<StandingChangeKind, number>>>
  /** Reads them from the database, by year, authority and key. */
  readonly read: () => AsyncIterable<StandingChange>
}

export async function standingsSince(
  db: Db,
  about: StandingOf,
  previous: string,
  selection: ReleaseSelection,
): Promise<Standings> {
  const read = () => standingChanges(db, about, previous, selection)
  const counts: Partial<Record<StandingChangeKind, number>> = Object.fromEntries(KINDS[about].map((kind) => [kind, 0]))
  for await (const change of read()) counts[kindOf(change)] = (counts[kindOf(change)] ?? 0) + 1
  return { about, counts, read }
}

function kindOf({ before, after }: StandingChange): StandingChangeKind {
  if (before === null) return 'added'
  if (after === null) return 'withdrawn'
  if (before.open !== after.open) return after.open === true ? 'reopened' : 'closed'
  const isDecided = before.decision !== after.decision || before.decision_reason !== after.decision_reason
  return isDecided ? 'decided' : 'changed'
}

/** One list of `CHANGES.json`: each change with its key and, of what differs, how it stood and stands. */
export async function* standingsJson({ about, read }: Standings): AsyncGenerator<string> {
  yield `"${about}s":[`
  let separator = '\n'
  for await (const change of read()) {
    const { year, filer, authority_name, rule, subject, before, after } = change
    const key = about === 'finding' ? { year, filer, authority_name, rule, subject } : { year, authority: filer, authority_name }
    const names = differing(change)
    yield `${separator}${JSON.stringify({ change: kindOf(change), ...key, before: picked(before, names), after: picked(after, names) })}`
    separator = ',\n'
  }
  yield '\n]'
}

/** How many changed in each way, as rows of a table, and the first of them by line. */
export async function* standingsText({ about, counts, read }: Standings): AsyncGenerator<string> {
  const { zh, en } = NAMES[about]
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  yield `\n## ${zh} ${en}\n\n| 变化 change | 条数 number |\n|---|---:|\n`
  for (const kind of KINDS[about]) yield `| ${TITLES[kind].zh} ${TITLES[kind].en} | ${counts[kind] ?? 0} |\n`
  if (all === 0) return
  yield '\n'
  let listed = 0
  for await (const change of read()) {
    yield changeLine(change)
    listed += 1
    if (listed === CHANGES_LISTED) break
  }
  if (all > listed) yield `\n另有 ${all - listed} 条，见 CHANGES.json。${all - listed} more are in CHANGES.json.\n`
}

function changeLine(change: StandingChange): string {
  const { year, filer, authority_name, rule, subject, before, after } = change
  const { zh, en } = TITLES[kindOf(change)]
  const key = rule === '' ? '' : ` ${rule} \`${subject}\``
  const standing = (side: KeptStanding | null, name: string) => valueText(side?.[name] ?? null)
  const texts =
    before !== null && after !== null
      ? differing(change).map((name) => `\`${name}\` ${standing(before, name)} → ${standing(after, name)}`)
      : ['status', 'message'].flatMap((name) => {
          const stood = before ?? after
          return stood?.[name] === undefined ? [] : [standing(stood, name)]
        })
  return `- ${year} ${authority_name} (\`${filer}\`)${key} ${zh} ${en}: ${texts.join('; ')}\n`
}

function valueText(value: KeptStanding[string]): string {
  if (value === null || value === undefined) return '—'
  return typeof value === 'string' ? `“${value.replaceAll(/\s+/g, ' ')}”` : String(value)
}

/** The names of what differs, in the order of bytes: what is stored has none of its own. */
function differing({ before, after }: StandingChange): readonly string[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort()
  return names.filter((name) => before === null || after === null || before[name] !== after[name])
}

function picked(standing: KeptStanding | null, names: readonly string[]): KeptStanding | null {
  return standing && Object.fromEntries(names.map((name) => [name, standing[name] ?? null]))
}
