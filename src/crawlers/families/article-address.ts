/** Files that may be listed in place of articles. */
const FILE = '\\.(?:pdf|docx?|wps|ofd)$'
const PAGE = 's?html?|jhtml|aspx?|jspx?|php|do|action'

/**
 * What the path of an article looks like where the system is not known: a number or an id in its last part, or after a word such as
 * `show`. Folders, `index` and `list` pages are none.
 */
export const ARTICLE_ADDRESS = new RegExp(
  [
    `/(?!index|list|col\\d|channel)(?:[^/]*\\d{3,}[^/]*|\\w*[0-9a-f-]{16,})\\.(?:${PAGE})$`,
    `/(?:show|content|detail|view|article|info|item|news|cid)/[\\w/-]*\\d+(?:\\.(?:${PAGE}))?$`,
    `/(?:article|show|detail|view|content|info)\\w*\\.(?:${PAGE})$`,
    '/\\d{14,}/index\\.s?html?$',
    FILE,
  ].join('|'),
  'i',
)
