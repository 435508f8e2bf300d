import type { Capture, CrawlProblem, FetchOutcome, ListEntry, PortalCrawl } from '../model/crawl.ts'
import { said } from '../model/crawl-words.ts'
import type { Portal, Registry } from '../model/portal.ts'
import type { DateEvidence } from '../model/report.ts'
import { ColumnProgress } from './column-progress.ts'
import { dateInUrl, dateOfHeader, dayOfDraft } from './dates.ts'
import type { PortalFamily } from './families/family.ts'
import type { Answer } from './fetcher.ts'
import { type Circle, type EntryJudgement, judgeArticle, judgeListTitle, judgeRow } from './judge-entry.ts'
import { yearInTitle } from './judge-title.ts'
import { matchAuthority } from './match-authority.ts'
import type { ArticleSight } from './read-article.ts'
import type { ListRow } from './read-list.ts'

/** A report found in a list, and what came of opening it. The same article may stand in several columns. */
export type Article = {
  readonly url: string
  /** What all addresses of this article have in common. */
  readonly identity: string
  readonly places: { readonly column: ColumnProgress; readonly row: ListRow; verdict: EntryJudgement }[]
  answer: Answer | null
  readonly files: Answer[]
  /** Addresses of pictures that may be the pages of its report, in order. */
  pictures: readonly string[]
  /** Those of them that were had, by address. */
  readonly picturesHad: Map<string, Answer>
}

/** Everything that one crawl of one portal has found so far. */
export class CrawlState {
  readonly columns: readonly ColumnProgress[]
  readonly #portal: Portal
  readonly #circle: Circle
  readonly #years: readonly number[]
  readonly #articles = new Map<string, Article>()
  readonly #problems = new Map<string, CrawlProblem>()

  constructor(portal: Portal, registry: Registry) {
    const district = registry.districts.find(({ id }) => id === portal.district)
    this.#portal = portal
    this.#circle = {
      district: district?.name ?? '',
      authorities: registry.authorities.filter((authority) => authority.district === portal.district),
    }
    this.#years = district?.years ?? []
    this.columns = portal.columns.map((column) => new ColumnProgress(column))
  }

  /** Reporting years that the district looks at. */
  get years(): readonly number[] {
    return this.#years
  }

  readonly isCandidate = (title: string): boolean => judgeListTitle(title, this.#circle).judgement === 'candidate'

  /** Judges the rows of a page and gives the articles to open that were not known before; null when the page repeats an earlier one. */
  addRows(column: ColumnProgress, rows: readonly ListRow[], from: 'page' | 'summary' = 'page'): readonly Article[] | null {
    const titles = rows.map(({ title }) => title)
    const judged = rows.map((row) => {
      const verdict = judgeRow(row.title, titles, column.column, this.#circle)
      const entry: ListEntry = { ...row, judgement: verdict.judgement, reason: verdict.reason }
      return { row, verdict, entry }
    })
    const entries = judged.map(({ entry }) => entry)
    const fresh = from === 'page' ? column.addPage(entries) : column.addEntries(entries)
    if (fresh === null) return null
    return judged
      .filter(({ entry, verdict }) => fresh.includes(entry) && verdict.judgement === 'candidate')
      .flatMap(({ row, verdict }) => {
        const identity = column.identityOf(row.url)
        const known = this.#articles.get(identity)
        known?.places.push({ column, row, verdict })
        if (known) return []
        const article: Article = {
          url: row.url,
          identity,
          places: [{ column, row, verdict }],
          answer: null,
          files: [],
          pictures: [],
          picturesHad: new Map(),
        }
        this.#articles.set(identity, article)
        return [article]
      })
  }

  /** Whether words are the name of a registered body, and nothing else. */
  readonly isBody = (name: string): boolean =>
    name !== '' && matchAuthority(name, this.#circle.district, this.#circle.authorities).kind === 'registered'

  /** Names of the place that the portal is of. */
  get places(): readonly string[] {
    const { district, authorities } = this.#circle
    const own = authorities.filter(({ kind }) => kind === 'township' || kind === 'subdistrict' || kind === 'dev_zone')
    return [district, this.#portal.name, ...own.map(({ name }) => name)]
  }

  get articles(): readonly Article[] {
    return [...this.#articles.values()]
  }

  article(identity: string): Article | undefined {
    return this.#articles.get(identity)
  }

  /** Judges an opened article for every place it stands in; false when it turns out to be nobody's report here. */
  judge(article: Article, sight: ArticleSight, page: string): boolean {
    for (const place of article.places) {
      place.verdict = judgeArticle(place.row, sight, place.column.column, this.#circle, page)
      if (place.verdict.judgement !== 'candidate')
        place.column.judge(article.url, place.verdict.judgement, place.verdict.reason ?? said('not-a-report'))
    }
    return article.places.some(({ verdict }) => verdict.judgement === 'candidate')
  }

  problem(code: CrawlProblem['code'], url: string, message: string, more: Pick<CrawlProblem, 'kept' | 'suggests'> = {}): void {
    // What is not asked of a host that was given up is one problem, not one for each address.
    const key = message.startsWith('not asked') ? message : `${code} ${url} ${message}`
    if (!this.#problems.has(key)) this.#problems.set(key, { code, url, message, ...more })
  }

  columnFailed(
    column: ColumnProgress,
    code: CrawlProblem['code'],
    message: string,
    url: string = column.column.url,
    kept: NonNullable<CrawlProblem['kept']> = [],
  ): void {
    this.problem(code, url, message, kept.length > 0 ? { kept } : {})
    column.trouble(message)
  }

  /**
   * An article or its file could not be had. That leaves the column incomplete when it may work later, or when the entry may be the
   * report of a year that filing is assessed for: a listed report that we could not open is no evidence of absence.
   */
  articleFailed(article: Article, answer: Answer, isNeeded: boolean): void {
    const title = article.places[0]?.row.title ?? article.url
    const message = answer.error?.startsWith('not asked') ? answer.error : said('not-opened', title, answer.error ?? '')
    this.problem(answer.outcome, answer.url, message)
    const year = yearInTitle(title)
    const mayWorkLater: readonly FetchOutcome[] = ['later', 'blocked', 'needs-human']
    if (isNeeded && (mayWorkLater.includes(answer.outcome) || year === null || this.#years.includes(year)))
      for (const { column } of article.places) column.trouble(message)
  }

  result(requests: number, away: readonly string[]): PortalCrawl {
    const families = this.columns.flatMap(({ family }) => (family ? [family.id] : []))
    const readings = this.columns.map((column) => column.toReading())
    return {
      portal: this.#portal.id,
      family: this.#portal.family ?? families[0] ?? null,
      requests,
      readings,
      captures: [...this.#articles.values()].flatMap(capturesOf),
      problems: [...this.#problems.values()],
      away,
    }
  }
}

function capturesOf(article: Article): Capture[] {
  const candidates = article.places.filter(({ verdict }) => verdict.judgement === 'candidate')
  const place = candidates.find(({ verdict }) => verdict.authority !== null) ?? candidates[0]
  if (place === undefined || article.answer?.sha256 == null) return []
  const { column, row, verdict } = place
  const common = { columnUrl: column.column.url, listTitle: row.title, authority: verdict.authority }
  const onTheWay = [
    evidence(row.date, 'list'),
    evidence(dateInUrl(article.url), 'url'),
    evidence(dayOfDraft(article.url), 'draft'),
  ]
  return [
    {
      ...common,
      url: article.url,
      sha256: article.answer.sha256,
      dates: [...onTheWay, modified(article.answer)].flat(),
      attachmentOf: null,
    },
    ...article.files.flatMap((file) =>
      file.sha256 === null
        ? []
        : [
            {
              ...common,
              url: file.url,
              sha256: file.sha256,
              dates: [...onTheWay, modified(file)].flat(),
              attachmentOf: article.url,
            },
          ],
    ),
  ]
}

function modified(answer: Answer): DateEvidence[] {
  return evidence(dateOfHeader(answer.lastModified), 'header:Last-Modified')
}

function evidence(date: string | null, from: string): DateEvidence[] {
  return date === null ? [] : [{ date, from }]
}

/** The family that reads a column: the portal's own, else the one that recognises the page. */
export function familyOf(portal: Portal, families: readonly PortalFamily[], url: URL, html: string): PortalFamily | null {
  return families.find(({ id }) => id === portal.family) ?? families.find(({ recognise }) => recognise({ url, html })) ?? null
}
