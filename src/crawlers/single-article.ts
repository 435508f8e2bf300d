import type { ColumnProgress } from './column-progress.ts'
import type { Article, CrawlState } from './crawl-state.ts'
import type { PortalFamily } from './families/family.ts'
import type { Answer } from './fetcher.ts'
import { yearInTitle } from './judge-title.ts'
import { readArticle } from './read-article.ts'

/** A column whose list appears only in a browser, with its page as it was fetched. */
export type DrawnList = { readonly column: ColumnProgress; readonly family: PortalFamily; readonly page: Answer }

/** Words of a report's beginning, so that a list with a heading like a report's is not taken for one. */
const REPORTING = /报告|条例|总体情况|统计期限|截至/

/** The report that a column shows in place of its list; null where the page is no report. */
export function addSingleArticle({ column, family, page }: DrawnList, state: CrawlState): readonly Article[] | null {
  const sight = readArticle(page.text ?? '', page.finalUrl, family)
  const title = sight.title()
  // The column itself is called 政府信息公开年报; a report names its year and says something.
  const saysSomething = sight.attachments.length > 0 || (!sight.isShort && REPORTING.test(sight.opening))
  if (title === null || !state.isCandidate(title) || yearInTitle(title) === null || !saysSomething) return null
  const articles = state.addRows(column, [{ url: page.url, title, date: null }]) ?? []
  for (const article of articles) article.answer = page
  column.end()
  return articles
}
