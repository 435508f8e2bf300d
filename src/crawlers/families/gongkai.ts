import type { PortalFamily } from './family.ts'

// Ids of columns may hold a dot (`channel_c_5f9f…_n_1605684496.6246`): a path is never split at one.
// The id of an article starts with the second its draft was made; that is no publication date.
export const gongkai = {
  id: 'gongkai',
  delivery: 'script',
  recognise: ({ url, html }) =>
    /\/channel_[^/]+\/?(?:$|index)/.test(url.pathname) || /\/gongkai\/[^"']*\/doc_[0-9a-f]{24}/.test(html),
  list: {
    item: 'li, tr, dd',
    link: 'a[href*="/doc_"]',
    date: 'td:last-child, span, b, em, i, .date, .time',
    article: /\/doc_[0-9a-f]{24}\.html?$/,
  },
  nextPage: { by: 'click', words: /^(?:下一?页|后一页|next)$/i },
  article: {
    title: 'h1, h2, .title, .article-title',
    body: '.article-content, .article, .content, #zoom',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily
