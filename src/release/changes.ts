import { join } from 'node:path'
import type { Db } from '../../db/connect.ts'
import { changesSince, type ReportChange } from '../../db/releases.ts'
import type { ReleasedTable, ReleaseFile, ReleaseSelection } from '../model/release.ts'
import { openOutput } from './formats/output.ts'
import { type Standings, standingsJson, standingsSince, standingsText } from './standing-changes.ts'
import type { Titled } from './table.ts'

type Kind = ReportChange['change']

const KINDS: readonly Kind[] = ['added', 'corrected', 'reread', 'withdrawn']

const TITLES: Readonly<Record<Kind, Titled>> = {
  added: { zh: '新增', en: 'added' },
  corrected: { zh: '机关已更正（内容不同的另一份文件）', en: 'corrected by the authority (other bytes that say something else)' },
  reread: { zh: '重新读取（同一份文件，读取程序更好）', en: 're-read (the same bytes, by a better reader)' },
  withdrawn: { zh: '不再列入', en: 'withdrawn' },
}

const CLAIM_TITLES: Readonly<Record<'gone' | 'new', Titled>> = {
  gone: { zh: '文中不再有', en: 'no longer said' },
  new: { zh: '文中新有', en: 'newly said' },
}

export type ChangesOf = {
  readonly version: string
  readonly previous: {
    readonly version: string
    readonly tables: readonly ReleasedTable[]
    readonly standings_kept: boolean
  } | null
  readonly selection: ReleaseSelection
  readonly tables: readonly ReleasedTable[]
}

type Count = { reports: number; cells: number; claims: number }

/** How many reports changed in each way, and how many of their cells and claims. */
type Counts = Readonly<Record<Kind, Readonly<Count>>>

/**
 * Writes what differs from the release before, with counts and lists, for people (`CHANGES.md`) and programs (`CHANGES.json`). Reports with
 * their cells and claims, findings and filings are compared one by one, the other tables by their numbers of rows.
 */
export async function writeChanges(db: Db, folder: string, of: ChangesOf): Promise<readonly ReleaseFile[]> {
  const read = () => (of.previous === null ? [] : changesSince(db, of.previous.version, of.selection))
  const differences: Differences = { counts: await countOf(read()), read, standings: await standingsOf(db, of) }
  return [
    await writeLines(folder, 'CHANGES.md', textLines(of, differences)),
    await writeLines(folder, 'CHANGES.json', jsonLines(of, differences)),
  ]
}

/** Of findings and filings; null where the release before does not say how they stood, so that they cannot be compared. */
async function standingsOf(db: Db, { previous, selection }: ChangesOf): Promise<readonly Standings[] | null> {
  if (previous === null) return []
  if (!previous.standings_kept) return null
  return [
    await standingsSince(db, 'finding', previous.version, selection),
    await standingsSince(db, 'filing', previous.version, selection),
  ]
}

type Differences = {
  readonly counts: Counts
  readonly read: () => Changes
  readonly standings: readonly Standings[] | null
}

type Changes = Iterable<ReportChange> | AsyncIterable<ReportChange>

async function countOf(changes: Changes): Promise<Counts> {
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, { reports: 0, cells: 0, claims: 0 }])) as Record<Kind, Count>
  for await (const { change, cells, claims } of changes) {
    counts[change].reports += 1
    counts[change].cells += cells.length
    counts[change].claims += claims.length
  }
  return counts
}

async function* jsonLines(of: ChangesOf, { counts, read, standings }: Differences): AsyncGenerator<string> {
  const byTable = standings && Object.fromEntries(standings.map(({ about, counts: each }) => [`${about}s`, each]))
  const head = {
    version: of.version,
    previous: of.previous?.version ?? null,
    counts,
    ...(of.previous !== null && { standings: byTable }),
    tables: tableCounts(of),
  }
  yield `${JSON.stringify(head).slice(0, -1)},\n"reports":[`
  let before = '\n'
  for await (const change of read()) {
    yield before + JSON.stringify(change)
    before = ',\n'
  }
  yield '\n]'
  for (const each of standings ?? []) {
    yield ',\n'
    yield* standingsJson(each)
  }
  yield '}\n'
}

async function* textLines(of: ChangesOf, { counts, read, standings }: Differences): AsyncGenerator<string> {
  yield `# ${of.version}\n\n`
  if (of.previous === null) {
    yield '这一范围的第一个版本。The first release of its selection.\n'
    return
  }
  yield `与 ${of.previous.version} 相比。Compared with ${of.previous.version}.\n\n`
  yield '| 年报 reports | 份数 number | 单元格 cells | 文中数据 claims |\n|---|---:|---:|---:|\n'
  for (const kind of KINDS) {
    const { reports, cells, claims } = counts[kind]
    yield `| ${TITLES[kind].zh} ${TITLES[kind].en} | ${reports} | ${cells} | ${claims} |\n`
  }
  yield '\n| 表 table | 原有行数 rows before | 现有行数 rows now |\n|---|---:|---:|\n'
  for (const { name, before, now } of tableCounts(of)) yield `| \`${name}\` | ${before ?? ''} | ${now ?? ''} |\n`
  for (const kind of KINDS) {
    if (counts[kind].reports === 0) continue
    yield `\n## ${TITLES[kind].zh} ${TITLES[kind].en}\n\n`
    for await (const change of read()) if (change.change === kind) yield changeText(change)
  }
  if (standings === null)
    yield `\n## 问题与发布情况 findings and filings\n\n${of.previous.version} 没有记录问题和发布情况当时的状态，无法逐条比较。${of.previous.version} did not keep how findings and filings stood: they cannot be compared.\n`
  for (const each of standings ?? []) yield* standingsText(each)
}

function changeText({
  year,
  filer,
  authority_name,
  url,
  cells,
  claims,
  from_version,
  to_version,
  from_reader,
  to_reader,
}: ReportChange): string {
  const versions = from_version !== null && to_version !== null ? ` ${from_version} → ${to_version}` : ''
  const readers =
    from_reader !== null && to_reader !== null && from_reader !== to_reader ? ` reader ${from_reader} → ${to_reader}` : ''
  const lines = cells.map(
    ({ key, before, after }) =>
      `  - \`${key}\`: ${before === null ? '—' : quoted(before.raw)} → ${after === null ? '—' : quoted(after.raw)}\n`,
  )
  const said = claims.map(
    ({ change, kind, text }) => `  - ${CLAIM_TITLES[change].zh} ${CLAIM_TITLES[change].en} \`${kind}\`: ${quoted(text)}\n`,
  )
  return `- ${year} ${authority_name} (\`${filer}\`)${versions}${readers} <${url}>\n${lines.join('')}${said.join('')}`
}

function quoted(raw: string): string {
  return raw === '' ? '空白 blank' : `“${raw.replaceAll(/\s+/g, ' ')}”`
}

function tableCounts({ previous, tables }: ChangesOf) {
  const names = [...new Set([...tables, ...(previous?.tables ?? [])].map(({ name }) => name))]
  const rowsIn = (list: readonly ReleasedTable[] | undefined, name: string) =>
    list?.find((table) => table.name === name)?.rows ?? null
  return names.map((name) => ({ name, before: rowsIn(previous?.tables, name), now: rowsIn(tables, name) }))
}

/** Writes a file about the release, text by text. */
export async function writeLines(
  folder: string,
  path: string,
  texts: Iterable<string> | AsyncIterable<string>,
): Promise<ReleaseFile> {
  const output = await openOutput(join(folder, path))
  try {
    for await (const text of texts) await output.write(text)
    return { path, table: null, rows: null, ...(await output.close()) }
  } catch (error) {
    await output.abandon()
    throw error
  }
}
