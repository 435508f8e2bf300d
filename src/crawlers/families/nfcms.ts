import type { FirstSight, PortalFamily } from './family.ts'
import type { Paging } from './paging.ts'
import { readTrsPaging } from './trs-paging.ts'

// The number in `post_2868283.html` is no date; `mpost_` is the page for phones. Lists also lead to pictures on `zcjdpt?id=` and to
// accounts on mp.weixin.qq.com: where one of these carries a report, opening it fails, and says why.
export const nfcms = {
  id: 'nfcms',
  delivery: 'static',
  recognise: ({ html }) => /\bNFCMS_(?:SITE|POST)_ID\b|\/content\/m?post_\d+\.html/.test(html),
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: 'td:last-child, span, b, em, i, .date, .time',
    article: /\/m?post_\d+\.html?$|\/zcjdpt\/?$|^\/s(?:\/|$)|\.(?:pdf|docx?|wps|ofd)$/i,
  },
  nextPage: { by: 'address', read: readNfcmsPaging },
  article: {
    title: 'h1, h2, h3, .title, .article-title',
    body: '.news_cont_d_wrap, .tyxxy_main, .xl_main, #zoomcon, .article-content, .zw, .content',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily

/** `index_2.html` is the second page; its address is given by a link, or follows from the number of pages. */
function readNfcmsPaging(sight: FirstSight): Paging {
  const told = readTrsPaging(sight)
  return told.kind === 'numbered' ? { ...told, addresses: [(page) => `index_${page}.html`] } : told
}
