import type { PortalFamily } from './family.ts'
import { readTrsPaging } from './trs-paging.ts'

// 动易. Rows show days without a year and titles without their ends, so most articles are opened to tell what they are.
export const siteweaver = {
  id: 'siteweaver',
  delivery: 'static',
  recognise: ({ url, html }) =>
    /\/Category_\d+\/(?:Index(?:_\d+)?\.aspx)?$/i.test(url.pathname) || /href\s*=\s*["']?[^"'>]*\/Item\/\d+\.aspx/i.test(html),
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: '.date, td:last-child, span, b, em, i',
    article: /\/Item\/\d+\.aspx$|\/UploadFiles\/.*\.(?:pdf|docx?|wps|ofd)$/i,
  },
  nextPage: { by: 'address', read: readTrsPaging },
  article: {
    title: 'h1, h2, .title, .infotitle, .article-title',
    body: '#fontzoom, #zoom, #content, .conTxt, .content, .article',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily
