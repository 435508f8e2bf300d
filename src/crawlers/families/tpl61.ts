import { ARTICLE_ADDRESS } from './article-address.ts'
import type { PortalFamily } from './family.ts'
import { readTrsPaging } from './trs-paging.ts'

// The disclosure pages that 国办公开办函〔2019〕61号 asks for, on several systems. Menus of the same form stand before the list, so only
// what stands in the box of the list counts.
export const tpl61 = {
  id: 'tpl61',
  delivery: 'static',
  recognise: ({ html }) => /class\s*=\s*["'][^"'>]*(?:zfxxgk_zdgk|scroll_cont\s+ScrollStyle)/i.test(html),
  list: {
    item: 'li, tr, dd',
    link: '.zfxxgk_zdgkc a[href], .scroll_cont a[href]',
    date: 'td:last-child, b, span, em, i',
    article: ARTICLE_ADDRESS,
  },
  nextPage: { by: 'address', read: readTrsPaging },
  article: {
    title: 'h1, h2, .title, .zfxxgk_zdgktit, .article-title',
    body: '.scroll_cont.ScrollStyle, .TRS_Editor, .TRS_UEDITOR, .trs_editor_view, #zoom, .article, .content',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily
