import type { BoardRow } from '../../db/filings.ts'
import { AUTHORITY_KINDS, AUTHORITY_LEVELS, type AuthorityKind, type AuthorityLevel, levelOfKind } from '../model/authority.ts'
import { daysBetween, shanghaiDay } from '../rules/filing/date-evidence.ts'
import { BOARD_STATUSES, type BoardStatus } from './filing-words.ts'

/** What the readings of columns after the due date prove of a report that was not found. */
export type Proof =
  | { readonly kind: 'seen'; readonly day: string }
  /** Every column that was read was read to its end; the newest such day. */
  | { readonly kind: 'whole'; readonly day: string }
  /** Some columns were read to their end, others in part only. */
  | { readonly kind: 'some-whole'; readonly day: string }
  | { readonly kind: 'partial'; readonly day: string }
  | { readonly kind: 'none' }

/** How a day lies to the due date: of publication where there is one, else today. */
export type Distance = { readonly of: 'publication' | 'today'; readonly days: number }

/** An authority on the board, with what is worked out for showing it. */
export type BoardLine = Omit<BoardRow, 'status' | 'level'> & {
  readonly status: BoardStatus
  readonly level: AuthorityLevel | null
  /** Null where nothing is due. */
  readonly distance: Distance | null
  /** Null where nothing is to be proven: exempt, not due, not worked out. */
  readonly proof: Proof | null
}

/** `today` as YYYY-MM-DD in Asia/Shanghai. */
export function toBoardLine(row: BoardRow, today: string): BoardLine {
  const status = row.status ?? 'not-computed'
  return {
    ...row,
    status,
    level: row.level ?? levelOfKind(row.kind),
    distance: distanceOf(row, today),
    proof: proofOf(row),
  }
}

function distanceOf({ status, due, publishedOn }: BoardRow, today: string): Distance | null {
  if (due === null || status === null || status === 'exempt') return null
  return publishedOn === null
    ? { of: 'today', days: daysBetween(due, today) }
    : { of: 'publication', days: daysBetween(due, publishedOn) }
}

/** The status says whether absence is proven: `not-found` means that every registered column was read to its end. */
function proofOf({ status, due, evidence }: BoardRow): Proof | null {
  if (status === null || status === 'exempt' || status === 'not-due' || due === null || evidence === null) return null
  const seen = evidence.dates.find(({ from }) => from === 'first-seen')
  if (seen) return { kind: 'seen', day: seen.date }
  const readings = evidence.readings
    .map(({ readAt, ...reading }) => ({ ...reading, day: shanghaiDay(readAt) }))
    .filter(({ day }) => day > due)
  const newest = (days: readonly { readonly day: string }[]) =>
    days
      .map(({ day }) => day)
      .toSorted()
      .at(-1)
  const whole = newest(readings.filter(({ complete }) => complete))
  if (whole !== undefined) return { kind: status === 'not-found' ? 'whole' : 'some-whole', day: whole }
  const partial = newest(readings)
  return partial === undefined ? { kind: 'none' } : { kind: 'partial', day: partial }
}

export const SORTS = ['status', 'name', 'level', 'due', 'published', 'days', 'findings'] as const
export type Sort = (typeof SORTS)[number]
export type Order = { readonly by: Sort; readonly descending: boolean }

type Value = string | number | null

const SORT_VALUES: Readonly<Record<Sort, (line: BoardLine) => Value>> = {
  status: ({ status }) => BOARD_STATUSES.indexOf(status),
  name: ({ authorityName }) => authorityName,
  level: ({ level, kind }) => rankOfGroup(level, kind),
  due: ({ due, status }) => (status === 'exempt' ? null : due),
  published: ({ publishedOn }) => publishedOn,
  days: ({ distance }) => distance?.days ?? null,
  findings: ({ findings }) => findings,
}

/** Sorted by one column; what has no value there stands last in either direction, and what is equal by name. */
export function sortLines(lines: readonly BoardLine[], { by, descending }: Order): readonly BoardLine[] {
  const read = SORT_VALUES[by]
  return lines.toSorted((a, b) => {
    const [x, y] = [read(a), read(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null) || byName(a, b)
    return (descending ? -1 : 1) * compare(x, y) || byName(a, b)
  })
}

const NAMES = new Intl.Collator('zh-CN')

function byName(a: BoardLine, b: BoardLine): number {
  return NAMES.compare(a.authorityName, b.authorityName) || compare(a.authorityId, b.authorityId)
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return NAMES.compare(String(a), String(b))
}

function rankOfGroup(level: AuthorityLevel | null, kind: AuthorityKind): number {
  const rank = level === null ? AUTHORITY_LEVELS.length : AUTHORITY_LEVELS.indexOf(level)
  return rank * AUTHORITY_KINDS.length + AUTHORITY_KINDS.indexOf(kind)
}

export type StatusCounts = Readonly<Record<BoardStatus, number>>

export function countStatuses(lines: readonly { readonly status: BoardStatus }[]): StatusCounts {
  const counts = Object.fromEntries(BOARD_STATUSES.map((status) => [status, 0])) as Record<BoardStatus, number>
  for (const { status } of lines) counts[status] += 1
  return counts
}

/** Statuses that say whether a report came in time: the denominator of the on-time rate. */
const JUDGED = ['on-time', 'late', 'late-doubtful', 'not-found'] as const satisfies readonly BoardStatus[]

/** On time of those judged, 0 to 1; null where none is judged. */
export function onTimeShare(counts: Partial<StatusCounts>): number | null {
  const judged = JUDGED.reduce((sum, status) => sum + (counts[status] ?? 0), 0)
  return judged === 0 ? null : (counts['on-time'] ?? 0) / judged
}

export type KindGroup = {
  readonly level: AuthorityLevel | null
  readonly kind: AuthorityKind
  readonly lines: readonly BoardLine[]
  readonly counts: StatusCounts
}

/** The lines by level and kind, the highest level first. */
export function groupByKind(lines: readonly BoardLine[]): readonly KindGroup[] {
  const groups = Map.groupBy(lines, ({ level, kind }) => rankOfGroup(level, kind))
  return [...groups]
    .toSorted(([a], [b]) => a - b)
    .map(([, own]) => ({ level: own[0]!.level, kind: own[0]!.kind, lines: own, counts: countStatuses(own) }))
}
