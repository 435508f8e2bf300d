import type { Note } from '../model/document.ts'
import type { DateEvidence, Extraction, Report } from '../model/report.ts'
import type { Attribution } from './attribute.ts'

/** Whose report of which year: authority id, or `name:<printed name>` for one that is not registered. */
type Filer = {
  readonly filer: string
  readonly authorityId: string | null
  readonly authorityName: string
  readonly districtId: string | null
}

/** What a document is taken for, with the reason where it is no report. */
export type Judgement =
  | { readonly kind: 'report'; readonly filer: Filer; readonly year: number; readonly report: Report }
  | { readonly kind: 'not-report'; readonly reason: string; readonly message: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string }

/** Joins what a document says with where it was found. Dates of the way to it are added to its own; nothing is overwritten. */
export function judgeDocument(
  extraction: Extraction,
  attribution: Attribution,
  found: { readonly listTitle: string | null; readonly district: string | null; readonly dates: readonly DateEvidence[] },
): Judgement {
  if (extraction.kind === 'not-report')
    return { kind: 'not-report', reason: extraction.reason.code, message: extraction.reason.message }
  if (attribution.kind === 'foreign') return { kind: 'not-report', reason: 'foreign', message: attribution.message }
  if (attribution.kind === 'unknown') return { kind: 'failed', reason: 'authority-unknown', message: attribution.message }

  const { report } = extraction
  const listed = yearIn(found.listTitle)
  const year = report.year ?? listed
  if (year === null) return { kind: 'failed', reason: 'year-unknown', message: '标题、正文和列表均未写明报告年度。' }
  const notes: Note[] = [
    ...report.notes,
    ...(report.year === null
      ? [{ code: 'year-from-list', message: `报告正文未写明年度，按列表标题记为 ${year} 年，请核对。` }]
      : []),
    ...(report.year !== null && listed !== null && listed !== report.year
      ? [
          {
            code: 'year-differs-from-list',
            message: `列表标题为${listed}年，报告写明为${report.year}年，按报告记为${report.year}年，请核对。`,
          },
        ]
      : []),
    ...attribution.notes,
  ]
  return {
    kind: 'report',
    filer: filerOf(attribution, found.district),
    year,
    report: { ...report, year, notes, dates: merged(report.dates, found.dates) },
  }
}

function filerOf(attribution: Extract<Attribution, { kind: 'registered' | 'unregistered' }>, foundIn: string | null): Filer {
  if (attribution.kind === 'unregistered')
    return { filer: `name:${attribution.name}`, authorityId: null, authorityName: attribution.name, districtId: foundIn }
  const { id, name, district } = attribution.authority
  return { filer: id, authorityId: id, authorityName: name, districtId: district }
}

function yearIn(title: string | null): number | null {
  const years = new Set([...(title ?? '').normalize('NFKC').matchAll(/(?<!\d)(20\d{2})\s*年/g)].map(([, year]) => Number(year)))
  return years.size === 1 ? [...years][0]! : null
}

function merged(own: readonly DateEvidence[], way: readonly DateEvidence[]): DateEvidence[] {
  const known = new Set(own.map(({ date, from }) => `${date} ${from}`))
  return [...own, ...way.filter(({ date, from }) => !known.has(`${date} ${from}`))]
}
