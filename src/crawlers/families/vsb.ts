import type { PortalFamily } from './family.ts'
import { readLinkedPaging } from './next-link.ts'

// 博达. Pages are numbered down: page 2 of 9 is `ndbg/8.htm`, and every new page shifts all numbers. Only the link 下页 is followed.
// Files stand behind the text as 附件【name.pdf】 with an address that does not end like a file.
export const vsb = {
  id: 'vsb',
  delivery: 'static',
  recognise: ({ html }) => /Visual SiteBuilder|_sitegray|v_news_content|\bvsb_content/.test(html),
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: 'td:last-child, span, b, em, i, .date, .time',
    article: /\/info\/\d+\/\d+\.s?html?$|\/content\.jsp$|\.(?:pdf|docx?|wps|ofd)$/i,
  },
  nextPage: { by: 'address', read: readLinkedPaging },
  article: {
    title: '.ar_tit h3, .ar_tit h2, h4[align="center"], h1, h2, h3, .title',
    body: '[id^="vsb_content"], .v_news_content',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily
