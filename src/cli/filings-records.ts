import { stringify } from 'csv-stringify/sync'
import type { AssessedFiling } from '../jobs/assess-filings.ts'
import { FILING_STATUS_TITLES } from '../model/filing.ts'
import { lastCompleteReading } from '../rules/filing/absence.ts'
import { rankDates } from '../rules/filing/date-evidence.ts'
import type { Board } from './filings.ts'

/** One JSON object a line for each authority, with all evidence. */
export function filingsJson(boards: readonly Board[]): string {
  return boards.flatMap((board) => board.filings.map((filing) => `${JSON.stringify(recordOf(board, filing))}\n`)).join('')
}

function recordOf({ district, year, asOf }: Board, { input, assessment, findings }: AssessedFiling) {
  const { authority, successor, report, columns, readings, unread } = input
  const { status, reason, deadline, dayOff, publishedOn, publishedFrom, daysLate, backdated } = assessment
  const { id, name, kind, level } = authority
  return {
    schema: 'gouji.filing/1',
    district: district.id,
    authority: { id, name, kind, level, successor },
    year,
    asOf,
    status,
    reason,
    due: deadline.date,
    strength: deadline.strength,
    basis: deadline.basis,
    dayOff,
    publishedOn,
    publishedFrom,
    daysLate,
    backdated,
    firstSeenOn: report?.firstSeenOn ?? null,
    dates: rankDates(report?.dates ?? []),
    changes: report?.changes ?? [],
    dead: report?.dead ?? null,
    search: { columns, readings, unread },
    findings,
  }
}

type Column = { readonly name: string; readonly from: (board: Board, filing: AssessedFiling) => string | number | null }

const COLUMNS: readonly Column[] = [
  { name: 'district', from: ({ district }) => district.id },
  { name: 'authority_id', from: (_, { input }) => input.authority.id },
  { name: 'authority_name', from: (_, { input }) => input.authority.name },
  { name: 'kind', from: (_, { input }) => input.authority.kind },
  { name: 'level', from: (_, { input }) => input.authority.level },
  { name: 'year', from: ({ year }) => year },
  { name: 'as_of', from: ({ asOf }) => asOf },
  { name: 'status', from: (_, { assessment }) => assessment.status },
  { name: 'status_zh', from: (_, { assessment }) => FILING_STATUS_TITLES[assessment.status].zh },
  { name: 'reason_zh', from: (_, { assessment }) => assessment.reason?.zh ?? null },
  { name: 'due', from: (_, { assessment }) => assessment.deadline.date },
  { name: 'strength', from: (_, { assessment }) => assessment.deadline.strength },
  { name: 'basis', from: (_, { assessment }) => assessment.deadline.basis },
  { name: 'day_off_zh', from: (_, { assessment }) => assessment.dayOff?.zh ?? null },
  { name: 'published_on', from: (_, { assessment }) => assessment.publishedOn },
  { name: 'published_from', from: (_, { assessment }) => assessment.publishedFrom },
  { name: 'first_seen_on', from: (_, { input }) => input.report?.firstSeenOn ?? null },
  { name: 'days_late', from: (_, { assessment }) => assessment.daysLate },
  { name: 'backdated', from: (_, { assessment }) => String(assessment.backdated) },
  { name: 'last_complete_reading', from: (_, { input }) => lastCompleteReading(input.readings) },
  { name: 'rules', from: (_, { findings }) => findings.map(({ rule }) => rule).join(' ') },
]

/** The boards as one table, one line an authority. */
export function filingsCsv(boards: readonly Board[]): string {
  const rows = boards.flatMap((board) => board.filings.map((filing) => COLUMNS.map(({ from }) => from(board, filing))))
  return stringify(rows, { header: true, columns: COLUMNS.map(({ name }) => name) })
}
