import type { PortalFamily } from './family.ts'
import { readTrsPaging } from './trs-paging.ts'

// The number in the address is the day a page was made or made again; the date in the list is nearer to the publication.
export const trsStatic = {
  id: 'trs-static',
  delivery: 'static',
  recognise: ({ html }) =>
    /href\s*=\s*["']?(?:[^"'\s>]*\/)?t\d{8}_\d+(?:_\w+)?\.s?html?/i.test(html) ||
    /createPageHTML|TRS_Editor|CurrChnlCls/.test(html),
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: 'td:last-child, span, b, em, i, .date, .time',
    article: /\/t\d{8}_\d+(?:_\w+)?\.s?html?$|\.(?:pdf|docx?|wps|ofd)$/i,
  },
  nextPage: { by: 'address', read: readTrsPaging },
  article: {
    title: 'h1, h2, .title, .xl_title, .article-title',
    body: '.TRS_Editor, .TRS_UEDITOR, .trs_editor_view, .TRS_PreAppend, .trs_paper_default, .Custom_UnionStyle, #zoom, #Zoom, .Article_zw, .details-main, .article, .content',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily
