import { load } from 'cheerio/slim'
import { readFullDate } from '../dates.ts'
import { select } from '../dom.ts'
import { yearInTitle } from '../judge-title.ts'
import { readArticle } from '../read-article.ts'
import type { FirstSight, ListAnswer, ListPage, ListRequest, PortalFamily } from './family.ts'
import { hanweb } from './hanweb.ts'

const MODULE = /\/module\/xxgk\/xxgkAnnualReport\.jsp$/i

// No list: one page for each body and reporting year, `xxgkAnnualReport.jsp?area=<credit code>&fbtime=<year>`. The years that the district
// looks at are asked one after the other, the latest first. A year without a report answers 200 with an empty frame.
export const hanwebAnnual = {
  ...hanweb,
  id: 'hanweb-annual',
  recognise: ({ url }) => MODULE.test(url.pathname) && /[?&]area=\w/.test(url.search),
  readData: readYear,
} as const satisfies PortalFamily

function readYear({ request, url, text, column, years }: ListAnswer): ListPage {
  const latestFirst = years.toSorted((a, b) => b - a)
  const here = latestFirst.indexOf(Number(new URL(request.url).searchParams.get('fbtime') ?? Number.NaN))
  const next = latestFirst.slice(here + 1, here + 2).map((year) => yearPage(column, year))
  const goesOn = next.length > 0
  if (here < 0) return { rows: [], declared: null, next, goesOn }
  const sight = readArticle(text, url.href, hanwebAnnual)
  const title = sight.title()
  if (title === null || (isEmptyFrame(text) && sight.attachments.length === 0)) return { rows: [], declared: null, next, goesOn }

  const year = latestFirst[here]
  const named = yearInTitle(title)
  const problem =
    named === null || named === year ? null : `the page for ${year} shows "${title}": what it gives for a year is not sure`
  const shown = load(text).root().text()
  const date = readFullDate(shown.match(/发[布文](?:时间|日期)\s*[:：]?([^\n]{0,40})/)?.[1] ?? '')
  return { rows: [{ url: request.url, title, date }], declared: null, next, goesOn, ...(problem === null ? {} : { problem }) }
}

/** Nothing stands where the report would, no text and no picture. */
function isEmptyFrame(html: string): boolean {
  const $ = load(html)
  $('script, style').remove()
  const bodies = select($, hanwebAnnual.article.body)
  const isBlank = bodies.text().replace(/\s+/g, '').length < 20
  return bodies.length > 0 && isBlank && bodies.find('img').length === 0
}

function yearPage({ url }: FirstSight, year: number): ListRequest {
  const page = new URL(url)
  page.searchParams.set('fbtime', String(year))
  return { url: page.href }
}
