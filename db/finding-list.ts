import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { AuthorityLevel } from '../src/model/authority.ts'
import { type FindingStatus, OPEN, STATUSES } from '../src/model/decision.ts'
import type { Family, Severity, Verdict } from '../src/model/finding.ts'
import type { Actor, Reach } from '../src/model/role.ts'
import { isAt } from './authority-level.ts'
import type { Db } from './connect.ts'
import { STANDS } from './decisions.ts'
import type { FindingRow } from './tables.ts'

export type FindingFilter = {
  readonly district?: string | undefined
  readonly authority?: string | undefined
  /** Level of the authority: its own or, where none is registered, that of its kind. */
  readonly level?: AuthorityLevel | undefined
  readonly year?: number | undefined
  readonly family?: Family | undefined
  readonly rule?: string | undefined
  readonly severity?: Severity | undefined
  readonly verdict?: Verdict | undefined
  readonly status?: FindingStatus | undefined
  /** Only what stands against an authority, decided or not. */
  readonly state?: 'open' | undefined
  /** A name or a login, or somebody's account; `UNASSIGNED` for those that are nobody's work. */
  readonly assignee?: string | Actor | undefined
  /** What is still to be rectified, and was to be before today, or is within a week. */
  readonly due?: 'overdue' | 'soon' | undefined
  /** Only what waits for a second person. */
  readonly approval?: 'waiting' | undefined
  /** Found since a day of China, or since a run began. */
  readonly since?: { readonly day: string } | { readonly run: number } | undefined
  /** Only what somebody acted on in the week of China, from Monday on, that a day is in; what was taken back does not count. */
  readonly worked?: string | undefined
  /** Each word has to be in the authority's name, the rule's or, where the list is narrowed to a district or less, what is said or quoted. */
  readonly words?: readonly SearchWord[] | undefined
  /** Only of these districts; null: of all, and of none. */
  readonly reach?: Reach
}

/** A word, and the rules that it stands for; `authorities`: those with it in their names, null where they are too many to be told apart by it. */
export type SearchWord = {
  readonly text: string
  readonly rules: readonly string[]
  readonly authorities?: readonly string[] | null
}

export const UNASSIGNED = '-'

/** Column of each filter that compares for equality. */
const EQUAL = {
  district: 'district_id',
  authority: 'authority_id',
  year: 'year',
  family: 'family',
  rule: 'rule',
  severity: 'severity',
  verdict: 'verdict',
  status: 'status',
} as const satisfies Partial<Record<keyof FindingFilter, keyof FindingRow>>

/** Weights of a severity, by which the indexes are ordered. */
const WEIGHTS: Readonly<Record<Severity, readonly [number, number]>> = { info: [2, 3], warning: [4, 5], error: [6, 7] }

/** The day in China. */
const TODAY = sql`(now() AT TIME ZONE 'Asia/Shanghai')::date`

/** The conditions of a filter; none for one that asks nothing. */
function conditions(filter: FindingFilter): RawBuilder<SqlBool>[] {
  const { level, severity, state, assignee, due, approval, since, worked, words = [], reach = null } = filter
  const all: RawBuilder<SqlBool>[] = Object.entries(EQUAL).flatMap(([name, column]) => {
    const value = filter[name as keyof typeof EQUAL]
    return value === undefined ? [] : [sql<SqlBool>`${sql.ref(column)} = ${value}`]
  })
  if (severity !== undefined) all.push(sql`weight BETWEEN ${sql.lit(WEIGHTS[severity][0])} AND ${sql.lit(WEIGHTS[severity][1])}`)
  if (level !== undefined) all.push(sql`authority_id IN (SELECT a.id FROM authorities a WHERE ${isAt(level)})`)
  if (state !== undefined) all.push(sql`status = ANY(${OPEN}::text[])`)
  if (assignee !== undefined) all.push(isWorkOf(assignee))
  if (due !== undefined)
    all.push(sql`status = 'notified'`, due === 'overdue' ? sql`due_on < ${TODAY}` : sql`due_on BETWEEN ${TODAY} AND ${TODAY} + 7`)
  if (approval !== undefined) all.push(sql`proposal IS NOT NULL`)
  if (since !== undefined)
    all.push(
      'run' in since
        ? sql`opened_at >= (SELECT started_at FROM runs WHERE id = ${since.run}::int)`
        : sql`opened_at >= ${since.day}::timestamp AT TIME ZONE 'Asia/Shanghai'`,
    )
  if (worked !== undefined) all.push(wasActedOn(worked))
  if (reach !== null) all.push(sql`district_id = ANY(${reach}::text[])`)
  const searchesTexts = isNarrow(filter)
  for (const word of words) all.push(holds(word, searchesTexts))
  return all
}

function wasActedOn(day: string): RawBuilder<SqlBool> {
  const monday = (weeksLater: number) =>
    sql`(date_trunc('week', ${day}::timestamp) + make_interval(weeks => ${sql.lit(weeksLater)})) AT TIME ZONE 'Asia/Shanghai'`
  return sql`id IN (SELECT d.finding_id FROM decisions d WHERE d.decided_at >= ${monday(0)} AND d.decided_at < ${monday(1)} AND ${STANDS})`
}

/** By the account, so that a person who is called otherwise now still finds it; by the name where only that is known. */
function isWorkOf(assignee: string | Actor): RawBuilder<SqlBool> {
  if (assignee === UNASSIGNED) return sql`assignee IS NULL`
  if (typeof assignee === 'string')
    return sql`(assignee = ${assignee} OR assignee_account = (SELECT id FROM accounts WHERE login = ${assignee.toLowerCase()}))`
  const { name, account } = assignee
  return account === null
    ? sql`assignee = ${name}`
    : sql`(assignee_account = ${account} OR (assignee_account IS NULL AND assignee = ${name}))`
}

/** Whether a filter leaves few enough findings that their texts can be searched one by one. */
export function isNarrow({ district, authority, reach = null }: FindingFilter): boolean {
  return district !== undefined || authority !== undefined || reach !== null
}

function holds({ text, rules, authorities = null }: SearchWord, searchesTexts: boolean): RawBuilder<SqlBool> {
  const pattern = likeness(text)
  const named =
    authorities === null
      ? sql`authority_name ILIKE ${pattern}`
      : sql`authority_id = ANY(${authorities}::text[]) OR (authority_id IS NULL AND authority_name ILIKE ${pattern})`
  const said = sql`authority_name ILIKE ${pattern} OR message ILIKE ${pattern} OR message_en ILIKE ${pattern} OR quote ILIKE ${pattern}`
  return sql`(${named} OR rule = ANY(${rules}::text[])${searchesTexts ? sql` OR ${said}` : sql``})`
}

function likeness(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

/** Authorities that a word may stand for; one that stands for more is found soon wherever one looks. */
const MOST_AUTHORITIES = 2_000

/** The filter with the authorities that its words stand for, so that their findings are looked up and not looked for. */
export async function withAuthorities(db: Db, filter: FindingFilter): Promise<FindingFilter> {
  const isKnown = filter.words?.every(({ authorities }) => authorities !== undefined) ?? true
  if (filter.words === undefined || isKnown || isNarrow(filter)) return filter
  const words = await Promise.all(
    filter.words.map(async (word) => {
      const pattern = likeness(word.text)
      const { rows } = await sql<{ id: string }>`SELECT id FROM authorities
        WHERE name ILIKE ${pattern} OR array_to_string(aliases, ' ') ILIKE ${pattern} LIMIT ${sql.lit(MOST_AUTHORITIES + 1)}`.execute(
        db,
      )
      return { ...word, authorities: rows.length > MOST_AUTHORITIES ? null : rows.map(({ id }) => id) }
    }),
  )
  return { ...filter, words }
}

function where(filter: FindingFilter, more: readonly RawBuilder<SqlBool>[] = []): RawBuilder<unknown> {
  const all = [...conditions(filter), ...more]
  return all.length === 0 ? sql`` : sql`WHERE ${sql.join(all, sql` AND `)}`
}

/** What each order compares, all of it descending. */
const SORTS = {
  /** Severity, then law before policy, then what is due first, then the newest. */
  weight: ['weight', 'urgency', 'id'],
  newest: ['id'],
  due: ['urgency', 'id'],
} as const satisfies Record<string, readonly (keyof FindingRow)[]>

export type Sort = keyof typeof SORTS
export const SORT_NAMES = Object.keys(SORTS) as readonly Sort[]

type Place = Pick<FindingRow, 'weight' | 'urgency' | 'id'>

export type FindingPage = {
  readonly rows: FindingRow[]
  /** Where the next page begins; null on the last one. */
  readonly next: string | null
}

/** A page of the list. `after` is `next` of the page before; anything that is no cursor of ours begins at the first page. */
export async function list(
  db: Db,
  filter: FindingFilter,
  { after = null, limit, sort = 'weight' }: { after?: string | null; limit: number; sort?: Sort },
): Promise<FindingPage> {
  const place = after === null ? null : parseCursor(after, sort)
  const { rows } = await sql<FindingRow>`
    SELECT f.* FROM (${ids(await withAuthorities(db, filter), sort, place, { limit: limit + 1 })}) i JOIN findings f USING (id)
    ORDER BY ${order(sort, 'f.')}`.execute(db)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { rows: rows.slice(0, limit), next: last ? SORTS[sort].map((column) => last[column]).join('-') : null }
}

type Span = { readonly limit: number; readonly backwards?: boolean }

/**
 * The first ids in an order after a place. Without a status the few of each status are merged: every index of the list begins with one, and
 * there are not many.
 */
function ids(filter: FindingFilter, sort: Sort, place: Place | null, span: Span): RawBuilder<unknown> {
  const { limit, backwards = false } = span
  const beyond = place === null ? [] : [isBeyond(sort, place, backwards)]
  const found = (of: FindingFilter, more: readonly RawBuilder<SqlBool>[] = []) => sql`
    SELECT id, weight, urgency FROM findings ${where(of, [...beyond, ...more])} ORDER BY ${order(sort, '', backwards)} LIMIT ${sql.lit(limit)}`
  if (filter.status !== undefined || filter.due !== undefined || sort !== 'weight') return found(filter)
  return sql`SELECT m.* FROM unnest(${filter.state === undefined ? STATUSES : OPEN}::text[]) AS s(status), LATERAL (${found(filter, [sql`status = s.status`])}) m
    ORDER BY ${order(sort, 'm.', backwards)} LIMIT ${sql.lit(limit)}`
}

function isBeyond(sort: Sort, place: Place, backwards: boolean): RawBuilder<SqlBool> {
  const columns = SORTS[sort].map((column) => sql.ref(column))
  const values = SORTS[sort].map((column) => sql`${place[column]}::int`)
  return sql`(${sql.join(columns)}) ${sql.raw(backwards ? '>' : '<')} (${sql.join(values)})`
}

function order(sort: Sort, of: '' | 'f.' | 'm.', backwards = false): RawBuilder<unknown> {
  return sql.join(SORTS[sort].map((column) => sql`${sql.ref(of + column)} ${sql.raw(backwards ? 'ASC' : 'DESC')}`))
}

function parseCursor(text: string, sort: Sort): Place | null {
  const numbers = text.split('-').map(Number)
  const columns = SORTS[sort]
  if (numbers.length !== columns.length || !/^\d{1,9}(?:-\d{1,9}){0,2}$/.test(text)) return null
  return { weight: 0, urgency: 0, id: 0, ...Object.fromEntries(columns.map((column, n) => [column, numbers[n]])) }
}

/** The findings just before and after this one in the list; the finding itself need not be in it any more. */
export async function neighboursOf(
  db: Db,
  filter: FindingFilter,
  here: Place,
  sort: Sort = 'weight',
): Promise<{ previous: number | null; next: number | null }> {
  const resolved = await withAuthorities(db, filter)
  const beside = async (backwards: boolean) =>
    (await sql<{ id: number }>`${ids(resolved, sort, here, { limit: 1, backwards })}`.execute(db)).rows[0]?.id ?? null
  const [next, previous] = await Promise.all([beside(false), beside(true)])
  return { previous, next }
}

/** All that match, up to a number of them, with how many entries their histories have. */
export async function matching(db: Db, filter: FindingFilter, limit: number): Promise<{ id: number; entries: number }[]> {
  const { rows } = await sql<{ id: number; entries: number }>`
    SELECT id, entries FROM findings ${where(await withAuthorities(db, filter))} ORDER BY id LIMIT ${sql.lit(limit)}`.execute(db)
  return rows
}

/** Some findings by their ids, of those districts, to name them. */
export async function named(
  db: Db,
  ids: readonly number[],
  reach: Reach,
): Promise<Pick<FindingRow, 'id' | 'authority_name' | 'year' | 'message' | 'message_en'>[]> {
  const own = where({ reach }, [sql`id = ANY(${ids}::int[])`])
  return (await sql<FindingRow>`SELECT id, authority_name, year, message, message_en FROM findings ${own}`.execute(db)).rows
}

/** For those who count what a list shows. */
export { EQUAL as FILTER_COLUMNS, where as whereFiltered }
