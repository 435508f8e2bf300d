import { ARTICLE_ADDRESS } from './article-address.ts'
import type { PortalFamily } from './family.ts'
import { readTrsPaging } from './trs-paging.ts'

// Takes what no other family recognises. The way a list is delivered is all that is known: the group of links with days, addresses of
// articles and titles of reports is read, and nothing where no title names a report.
export const generic = {
  id: 'generic',
  delivery: 'static',
  recognise: () => true,
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: 'td:last-child, td, span, b, em, i, time, .date, .time',
    article: ARTICLE_ADDRESS,
    needsReport: true,
  },
  nextPage: { by: 'address', read: readTrsPaging },
  article: {
    title: 'h1, h2, h3, .title, .article-title, .content-title',
    body: '#zoom, #content, .article-content, .article, .content, .con, .text, .main-txt, .detail, article',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily

/** The same for a page that shows no list before its scripts have run. */
export const drawnGeneric = {
  ...generic,
  delivery: 'script',
  nextPage: { by: 'click', words: /^(?:下一?页|后一?页|next|>|›|»)$/i },
} as const satisfies PortalFamily
