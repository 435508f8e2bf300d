import { load } from 'cheerio/slim'
import type { Elements } from './dom.ts'
import { namesReport } from './judge-title.ts'
import { baseOf, hrefOf, type ListRow } from './read-list.ts'
import { resolveHref } from './resolve-href.ts'

const SUMMARY = /[（(【]?(?:汇总|合集|目录|列表|一览)(?:表)?[）)】]?/

/** A file or a page of its own; a folder or an index is a site or a column. */
const FILE = /\/(?!index|list)[^/]+\.\w+$/i

/** Whether a title is that of a page which leads to the reports of many bodies and holds none itself, such as 2025年政府信息公开年报汇总. */
export function isSummaryTitle(title: string): boolean {
  return SUMMARY.test(title) && namesReport(title.replace(SUMMARY, ''))
}

/**
 * The reports that a summary page leads to. A link says whose report it is, often by the name alone (the file is called `qjp.pdf`): the
 * title of the row is that name and what the summary says of all of them.
 */
export function readSummary(html: string, pageUrl: string, title: string, isBody: (name: string) => boolean): readonly ListRow[] {
  const $ = load(html)
  const base = baseOf($, pageUrl)
  const paper = title.replace(SUMMARY, '').replace(/^.*?(?=20\d\d年|政府信息公开|政务公开|信息公开)/, '')
  const rows = $('a[href]')
    .toArray()
    .flatMap((element) => {
      const link = $(element) as Elements
      const text = link.text().replace(/\s+/g, '')
      const url = resolveHref(hrefOf(link), base)
      const isArticle = url !== null && url !== pageUrl && FILE.test(new URL(url).pathname)
      return isArticle && (isBody(text) || namesReport(text))
        ? [{ url, title: namesReport(text) ? text : `${text}${paper}`, date: null }]
        : []
    })
  return [...new Map(rows.map((row) => [row.url, row])).values()]
}
