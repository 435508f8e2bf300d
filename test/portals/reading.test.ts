import { beforeAll, describe, expect, test } from 'vitest'
import { extractReport } from '../../src/extract/extract-report.ts'
import { KINDS_WITHOUT_LEGAL_DATE } from '../../src/model/deadline.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { RegisteredAuthority } from '../../src/model/portal.ts'
import type { Report } from '../../src/model/report.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { assessFiling } from '../../src/rules/filing/assess-filing.ts'
import { checkFiling } from '../../src/rules/filing/check-filing.ts'
import { type Article, articlesOf, FOREIGN, LOOK_ALIKES } from './district/articles.ts'
import { AUTHORITIES, type SampleAuthority, YEARS } from './district/authorities.ts'
import { EXPECTED } from './district/expected.ts'
import type { SampleReport } from './district/sample-report.ts'
import { SEEDS } from './district/seeds.ts'
import { sampleSites } from './sites.ts'

type Night = 1 | 2
type PrintedReport = Article & { readonly printed: SampleReport }

const sites = { 1: sampleSites(1), 2: sampleSites(2) }

/** The bytes that hold a report: its page, or the file beside it. */
function fileOf(article: Article, night: Night): { name: string; bytes: Uint8Array; sha256: string } {
  const title = `<meta name="ArticleTitle" content="${article.title}">`
  for (const [path, { body, saveAs }] of sites[night][article.host]) {
    const isIt =
      article.paper.kind === 'attached-report'
        ? saveAs === article.paper.fileName
        : new TextDecoder().decode(body).includes(title)
    if (isIt) return { name: path, bytes: body, sha256: sha256Of(body) }
  }
  throw new Error(`The sample has no page of ${article.title}.`)
}

function reportsOf(night: Night): PrintedReport[] {
  return articlesOf(night).flatMap((article) =>
    article.paper.kind === 'other' ? [] : [{ ...article, printed: article.paper.report }],
  )
}

const keyOf = ({ printed }: PrintedReport) => `${printed.authority.id}/${printed.year}`
const read: Record<Night, Map<string, Report>> = { 1: new Map(), 2: new Map() }

beforeAll(async () => {
  for (const night of [1, 2] as const)
    for (const article of reportsOf(night)) {
      const extraction = await extractReport(fileOf(article, night))
      if (extraction.kind === 'report') read[night].set(keyOf(article), extraction.report)
    }
})

describe('every report of the sample is read as printed', () => {
  test.each(reportsOf(1).map((article) => ({ title: article.title, article })))('$title', ({ article }) => {
    const report = read[1].get(keyOf(article))
    const { authority, year, edition, leaveOut, cells } = article.printed
    expect(report).toMatchObject({ authority: authority.name, year, edition })
    expect(report?.sections.map(({ number }) => number)).toEqual(
      [1, 2, 3, 4, 5, 6].filter((number) => !leaveOut.sections.has(number)),
    )
    const printed = [...cells].map(([key, text]) => {
      const [table, row] = key.split('.') as ['t2' | 't3' | 't4', string]
      return [key, leaveOut.tables.has(table) || leaveOut.rows.has(row) ? '' : text]
    })
    expect([...cells.keys()].map((key) => [key, report?.cells[key]?.raw.trim() ?? null])).toEqual(printed)
    const unsure = Object.entries(report?.cells ?? {}).filter(([, cell]) => cell?.kind === 'number' && cell.confidence < 0.9)
    expect(unsure.map(([key]) => key)).toEqual([])
  })
})

test.each(LOOK_ALIKES.filter(({ told }) => told === 'by content'))('no report by its content: $title', async ({ title }) => {
  const article = articlesOf(1).find((each) => each.title === title)!
  expect(await extractReport(fileOf(article, 1))).toMatchObject({
    kind: 'not-report',
    reason: { code: EXPECTED[1].refusedByContent.find((each) => each.title === title)?.reason },
  })
})

describe('a check finds what is seeded and nothing else', () => {
  const cases = ([1, 2] as const).flatMap((night) =>
    reportsOf(night).map((article) => ({ night, title: article.title, article })),
  )
  test.each(cases)('night $night: $title', ({ night, article }) => {
    const { authority, year } = article.printed
    const expected = SEEDS.filter(
      (seed) => seed.authority === authority.id && seed.year === year && !(night === 2 && seed.correctedOnNight2),
    ).flatMap((seed) => Object.entries(seed.expected).flatMap(([rule, count]) => Array<string>(count).fill(rule)))
    const report = read[night].get(keyOf(article))!
    const findings = checkReport({ report, prior: read[night].get(`${authority.id}/${year - 1}`) ?? null })
    const ruleOf = ({ rule }: Finding) => rule
    expect(
      findings
        .filter(({ verdict }) => verdict === 'fail')
        .map(ruleOf)
        .toSorted(),
    ).toEqual(expected.toSorted())
    const isFirst = authority.id === FOREIGN.id || year === YEARS[0]
    expect(findings.filter(({ verdict }) => verdict === 'not-assessable').map(ruleOf)).toEqual(isFirst ? ['YR-01'] : [])
  })

  test('the swapped digits are named as the likely slip', () => {
    const findings = checkReport({ report: read[1].get('yl-shizhengfu/2024')!, prior: read[1].get('yl-shizhengfu/2023')! })
    expect(findings.find(({ rule }) => rule === 'T3-03')?.repair[0]).toMatchObject({ cell: 't3.granted.total', from: 65, to: 56 })
  })
})

describe('filing is judged as expected', () => {
  const LOCAL_DUE = { kinds: KINDS_WITHOUT_LEGAL_DATE, years: null, publish: '02-10', submit: null, basis: '本地工作要求' }
  const NIGHTS = { 1: '2026-11-23', 2: '2026-11-24' } as const
  const registered = ({ id, name, kind, aliases }: SampleAuthority): RegisteredAuthority => ({
    id,
    district: 'yunlan',
    name,
    kind,
    aliases,
    since: null,
    level: null,
    formerNames: [],
    until: null,
    successor: null,
    submitted: {},
    exempt: {},
  })
  const shown = ([1, 2] as const).map((night) => new Map(reportsOf(night).map((article) => [keyOf(article), article])))

  test.each([1, 2] as const)('night %i', (night) => {
    const judged = AUTHORITIES.flatMap((authority) =>
      YEARS.map((year) => {
        const key = `${authority.id}/${year}`
        const seenOn = ([1, 2] as const).find((each) => each <= night && shown[each - 1]!.has(key))
        const article = seenOn && shown[seenOn - 1]!.get(key)
        const input = {
          authority: registered(authority),
          year,
          successor: null,
          settings: { deadlines: [LOCAL_DUE], holidays: [], rules: {} },
          unread: [],
          asOf: NIGHTS[night],
          report: article
            ? {
                firstSeenOn: NIGHTS[seenOn],
                dates: [
                  { date: article.date, from: 'list' },
                  ...(authority.host === 'gongkai' ? [] : [{ date: article.urlDate, from: 'url' }]),
                ],
                changes: [],
                dead: null,
              }
            : null,
          columns: [{ url: authority.column, annual: true }],
          readings: ([1, 2] as const)
            .filter((each) => each <= night)
            .map((each) => ({
              columnUrl: authority.column,
              readAt: `${NIGHTS[each]}T02:10:00+08:00`,
              complete: true,
              found: shown[each - 1]!.has(key),
            })),
        }
        const assessment = assessFiling(input)
        return {
          authority: authority.id,
          year,
          assessment,
          rules: checkFiling(input, assessment).map(({ rule, severity }) => `${rule} ${severity}`),
        }
      }),
    )
    const counts: Record<string, number> = {}
    for (const { assessment } of judged) counts[assessment.status] = (counts[assessment.status] ?? 0) + 1
    expect(counts).toEqual(EXPECTED[night].filings)
    const named = (status: string) =>
      judged.flatMap(({ authority, year, assessment }) => (assessment.status === status ? [{ authority, year }] : []))
    expect(named('not-found')).toEqual(EXPECTED[night].missing)
    expect(named('late-doubtful')).toEqual(EXPECTED[night].backdated)
    const late = judged.filter(({ assessment }) => assessment.status === 'late')
    expect(
      late.map(({ authority, year, assessment }) => ({
        authority,
        year,
        daysLate: assessment.daysLate,
        strength: assessment.deadline.strength,
      })),
    ).toEqual(EXPECTED[night].late)
    const rules = EXPECTED[night].findings.flatMap(({ rule, severity, count }) =>
      rule.startsWith('TIME') ? Array<string>(count).fill(`${rule} ${severity}`) : [],
    )
    expect(judged.flatMap((each) => each.rules).toSorted()).toEqual(rules.toSorted())
  })
})
