import { html } from './html-style.ts'
import type { Layout } from './layout.ts'

/** Pages that no validator passes and that browsers show well. */
export const MALFORMED_HTML_LAYOUTS: readonly Layout[] = [
  html('html-unclosed-cells', { after: (page) => page.replaceAll('</td>', '').replaceAll('</tr>', '') }),
  html('html-unclosed-paragraphs', { after: (page) => page.replaceAll('</p>', '') }),
  html('html-stray-row-ends', {
    after: (page, draw) => page.replaceAll('</tr>', () => draw.pick(['</tr>', '</tr></tr>', '', '</td></tr>', '</tr>\n'])),
  }),
  html('html-no-spans', { cell: (_, content) => `<td>${content}</td>` }),
  html('html-row-spans-lost', { after: (page) => page.replaceAll(/ rowspan="\d+"/g, '') }),
  html('html-column-spans-lost', { after: (page) => page.replaceAll(/ colspan="\d+"/g, '') }),
  html('html-no-row-tags', { row: (cells) => `<tr>${cells.join('')}`, table: (rows) => `<table>${rows.join('')}</table>` }),
  html('html-upper-case', {
    after: (page) =>
      page.replaceAll(
        /<(\/?)(table|tbody|tr|td|p|h1|h2)\b/g,
        (_, slash: string, name: string) => `<${slash}${name.toUpperCase()}`,
      ),
  }),
  html('html-unquoted-attributes', { after: (page) => page.replaceAll(/(colspan|rowspan)="(\d+)"/g, '$1=$2') }),
  html('html-comments-inside', { content: ({ text }) => `<!-- ${text} 99 -->${text}<!--[if !mso]>&nbsp;<![endif]-->` }),
  html('html-broken-comment', {
    after: (page) => page.replace('<body>', '<body><!-- <ul><!-- 旧菜单 --><li>2019年年报</li></ul> -->'),
  }),
  html('html-hidden-rows', {
    table: (rows) => `<table>${rows.join('\n')}<tr style="display:none"><td>规章</td><td>9</td><td>9</td><td>9</td></tr></table>`,
  }),
]
