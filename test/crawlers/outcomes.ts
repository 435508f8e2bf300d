import { identityOf } from '../../src/crawlers/resolve-href.ts'
import { extractReport } from '../../src/extract/extract-report.ts'
import { attribute } from '../../src/jobs/attribute.ts'
import { type Judgement, judgeDocument } from '../../src/jobs/judge-document.ts'
import type { Capture, ColumnReading, CrawlProblem, ListEntry, PortalCrawl } from '../../src/model/crawl.ts'
import { GiveUp } from '../../src/model/give-up.ts'
import type { Registry } from '../../src/model/portal.ts'
import { assessFiling } from '../../src/rules/filing/assess-filing.ts'
import type { Outcome } from '../nasty.ts'

/** A crawl and what its documents are read as, each when it is asked for. */
export type Night = {
  readonly crawl: PortalCrawl
  readonly registry: Registry
  readonly judge: (capture: Capture) => Promise<Judgement>
}

/** What the product says, in the words of the portals reference §9. This is the only place where one is told by the other. */
const OF_PROBLEMS: Readonly<Record<CrawlProblem['code'], Outcome>> = {
  ok: 'ok',
  unchanged: 'ok',
  gone: 'gone',
  'soft-404': 'soft_404',
  blocked: 'blocked',
  robots: 'robots',
  later: 'later',
  moved: 'moved',
  'found-elsewhere': 'moved',
  'much-less': 'partial',
  'needs-human': 'needs_human',
  'refused-host': 'needs_human',
  'too-large': 'needs_human',
  'browser-missing': 'needs_human',
  'empty-column': 'needs_human',
}
const OF_DOCUMENTS: Readonly<Record<string, Outcome>> = {
  foreign: 'foreign',
  'attachment-only': 'attachment_only',
  'pictures-only': 'image_only',
}

/** Reads the documents of a crawl as the extract job does. */
export function nightOf(crawl: PortalCrawl, registry: Registry, snapshots: ReadonlyMap<string, Uint8Array>): Night {
  const judgements = new Map<Capture, Promise<Judgement>>()
  const judge = (capture: Capture) => {
    const judgement = judgements.get(capture) ?? judgeCapture(capture, registry, snapshots.get(capture.sha256)!)
    judgements.set(capture, judgement)
    return judgement
  }
  return { crawl, registry, judge }
}

async function judgeCapture(capture: Capture, { authorities, districts }: Registry, bytes: Uint8Array): Promise<Judgement> {
  const { url, sha256, listTitle, dates } = capture
  const extraction = await extractReport({ name: url, bytes, sha256 }).catch((error: unknown) => {
    if (error instanceof GiveUp) return error
    throw error
  })
  if (extraction instanceof GiveUp) {
    const kind = extraction.reason === 'not-a-report' ? 'not-report' : 'failed'
    return { kind, reason: extraction.reason, message: extraction.detail }
  }
  const report = extraction.kind === 'report' ? extraction.report : null
  const attribution = attribute(
    {
      printed: report?.authority ?? null,
      title: report?.title ?? null,
      year: report?.year ?? null,
      listTitle,
      column: authorities.find(({ id }) => id === capture.authority) ?? null,
      fromColumn: true,
    },
    authorities,
    districts,
  )
  return judgeDocument(extraction, attribution, { listTitle, district: districts[0]?.id ?? null, dates })
}

/** What became of the entries of a column, their pages and their files. */
export async function outcomesIn(night: Night, column = 0): Promise<Outcome[]> {
  return (await Promise.all(night.crawl.readings[column]!.entries.map((entry) => outcomesOfEntry(night, entry)))).flat()
}

/** The same of the entries at these paths (with what follows `?`), in whatever column. */
export async function outcomesAt(night: Night, ...paths: readonly string[]): Promise<Outcome[]> {
  const entries = night.crawl.readings.flatMap((reading) => reading.entries)
  const at = (path: string) => {
    const entry = entries.find(({ url }) => new URL(url).pathname + new URL(url).search === path)
    if (entry === undefined) throw new Error(`no column lists ${path}`)
    return outcomesOfEntry(night, entry)
  }
  return (await Promise.all(paths.map(at))).flat()
}

async function outcomesOfEntry({ crawl, judge }: Night, entry: ListEntry): Promise<Outcome[]> {
  if (entry.judgement === 'foreign') return ['foreign']
  if (entry.judgement === 'not-report') return [/in another form/.test(entry.reason ?? '') ? 'duplicate' : 'not_report']
  const documents = crawl.captures.filter(({ url, attachmentOf }) => url === entry.url || attachmentOf === entry.url)
  if (documents.length > 0) return await Promise.all(documents.map(async (capture) => outcomeOfDocument(await judge(capture))))
  const problem = crawl.problems.find(({ url }) => url === entry.url)
  if (problem !== undefined) return [OF_PROBLEMS[problem.code]]
  const isTwin = crawl.captures.some(({ url }) => identityOf(url) === identityOf(entry.url))
  if (isTwin) return ['duplicate']
  throw new Error(`nothing tells what became of "${entry.title}" (${entry.url})`)
}

function outcomeOfDocument(judgement: Judgement): Outcome {
  if (judgement.kind === 'failed') return 'needs_human'
  if (judgement.kind === 'not-report') return OF_DOCUMENTS[judgement.reason] ?? 'not_report'
  return judgement.report.notes.some(({ code }) => code === 'text-damaged') ? 'text_damaged' : 'ok'
}

/** What a crawl tells that went wrong, each once. */
export function outcomesOfProblems({ problems }: Pick<PortalCrawl, 'problems'>): Outcome[] {
  return [...new Set(problems.map(({ code }) => OF_PROBLEMS[code]))]
}

/** Whether columns were read to their ends: `partial` where something of one is known, and nothing where none of it is. */
export function outcomesOfColumns(readings: readonly ColumnReading[]): Outcome[] {
  return readings.flatMap(({ complete, entries }) => (complete ? ['ok'] : entries.length > 0 ? ['partial'] : []))
}

/** What the filing of a body for a year comes to after the crawl, on a day when all reports are due. */
export async function outcomeOfYear(night: Night, authority: string, year: number): Promise<Outcome> {
  const { crawl, registry, judge } = night
  const judged = await Promise.all(crawl.captures.map(async (capture) => ({ capture, judgement: await judge(capture) })))
  const own = judged.flatMap(({ capture, judgement }) =>
    judgement.kind === 'report' && judgement.filer.authorityId === authority && judgement.year === year
      ? [{ capture, report: judgement.report }]
      : [],
  )
  const listed = new Set(own.flatMap(({ capture }) => [capture.url, capture.attachmentOf ?? '']))
  const columns = registry.portals[0]!.columns.filter(
    (column) => column.authorities === 'all' || column.authorities.includes(authority),
  )
  const today = `${year + 1}-06-01`
  const { status, reason } = assessFiling({
    authority: registry.authorities.find(({ id }) => id === authority)!,
    successor: null,
    year,
    settings: registry.districts[0]!,
    asOf: today,
    report: own[0] ? { firstSeenOn: today, dates: own.flatMap(({ report }) => report.dates), changes: [], dead: null } : null,
    columns: columns.map(({ url, annual = true }) => ({ url, annual })),
    readings: crawl.readings
      .filter(({ columnUrl }) => columns.some(({ url }) => url === columnUrl))
      .map(({ columnUrl, complete, entries }) => ({
        columnUrl,
        readAt: `${today}T03:00:00+08:00`,
        complete,
        found: entries.some(({ url }) => listed.has(url)),
      })),
    unread: judged.flatMap(({ capture: { url, listTitle }, judgement }) =>
      judgement.kind === 'report' ? [] : [{ url, title: listTitle }],
    ),
  })
  if (status === 'not-found') return 'missing'
  if (status === 'not-assessable') return 'needs_human'
  if (own.length === 0) throw new Error(`the filing is ${status}: ${reason?.en}`)
  return 'ok'
}
