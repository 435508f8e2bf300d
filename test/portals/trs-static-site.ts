import { escapeMarkup } from '../generate/layouts/markup.ts'
import { type Article, clockOf, type Paper, serialOf } from './district/articles.ts'
import { articleFoot, type Frame, framePage, READER_TOOLS } from './page-furniture.ts'
import { renderDocx } from './render-docx.ts'
import { piecesOf, renderReport } from './render-report.ts'
import { page, type Resource, textResource } from './site.ts'

/** How one column of a static site lists its articles. */
export type StaticColumn = {
  readonly path: string
  readonly name: string
  readonly pageSize: number
  readonly shape: 'list' | 'table'
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** Columns and articles of a site whose pages are written to disk: `index.html`, `index_1.html`, `202601/t20260120_1234567.html`. */
export function staticColumn(frame: Frame, column: StaticColumn, articles: readonly Article[]): [string, Resource][] {
  const newestFirst = articles.toSorted((a, b) => b.date.localeCompare(a.date) || a.title.localeCompare(b.title))
  const pageCount = Math.max(1, Math.ceil(newestFirst.length / column.pageSize))
  const lists = Array.from({ length: pageCount }, (_, index): [string, Resource] => {
    const shown = newestFirst.slice(index * column.pageSize, (index + 1) * column.pageSize)
    const newest = shown[0]
    const html = listPage(frame, column, shown, { index, pageCount })
    return [listPath(column, index), page(html, newest ? { day: newest.date, clock: '18:00' } : null)]
  })
  const [first] = lists
  const pages = newestFirst.flatMap((article, index) =>
    articlePages(frame, column, article, newestFirst[index - 1] ?? null, newestFirst[index + 1] ?? null),
  )
  return [...(first ? [[column.path, first[1]] as [string, Resource]] : []), ...lists, ...pages]
}

/** The script that writes the page numbers under a list. */
export const PAGER_SCRIPT = textResource(
  `function createPageHTML(count, current, name, extension) {
  function address(n) { return n === 0 ? name + '.' + extension : name + '_' + n + '.' + extension }
  function link(n, text) { return '<a href="' + address(n) + '">' + text + '</a>' }
  var out = ''
  if (current > 0) out += link(0, '首页') + link(current - 1, '上一页')
  for (var n = 0; n < count; n++) out += n === current ? '<span class="now">' + (n + 1) + '</span>' : link(n, n + 1)
  if (current < count - 1) out += link(current + 1, '下一页') + link(count - 1, '尾页')
  document.write(out)
}
`,
  'application/javascript',
  '2022-05-10T09:00:00+08:00',
)

function listPath({ path }: StaticColumn, index: number): string {
  return index === 0 ? `${path}index.html` : `${path}index_${index}.html`
}

function listPage(
  frame: Frame,
  column: StaticColumn,
  shown: readonly Article[],
  { index, pageCount }: { index: number; pageCount: number },
): string {
  const rows = column.shape === 'list' ? plainList(shown) : classicTable(shown)
  return framePage(frame, {
    title: `${column.name}_${frame.siteName}`,
    meta: [
      ['ColumnName', column.name],
      ['ColumnType', '信息公开年报'],
      ['ColumnDescription', `${frame.siteName}${column.name}栏目`],
      ['ColumnKeywords', '政府信息公开,年度报告'],
    ],
    trail: [
      { text: '首页', href: '/' },
      { text: '政府信息公开', href: '/zfxxgk/' },
      { text: column.name, href: null },
    ],
    scripts: ['/js/page.js'],
    main: `<h3 class="column">${column.name}</h3>\n${rows}\n<div class="pages"><script>createPageHTML(${pageCount}, ${index}, "index", "html");</script></div>`,
  })
}

function plainList(articles: readonly Article[]): string {
  const items = articles.map(
    (article) =>
      `<li><a href="./${filePath(article)}" title="${escapeMarkup(article.title)}" target="_blank">${escapeMarkup(shortened(article.title))}</a><span>${article.date}</span></li>`,
  )
  return `<ul class="list">\n${items.join('\n')}\n</ul>`
}

/** Three cells a row (mark, title, date), and a blank row after every five. */
function classicTable(articles: readonly Article[]): string {
  const rows = articles.flatMap((article, index) => [
    `<TR><TD width="14">·</TD><TD><A href="./${filePath(article)}" target="_blank">${escapeMarkup(article.title)}</A></TD><TD width="100" align="right">${article.date}</TD></TR>`,
    ...(index % 5 === 4 ? ['<TR><TD class="GroupBlankLine" colspan="3">&nbsp;</TD></TR>'] : []),
  ])
  return `<table class="gl_list"><tbody>\n${rows.join('\n')}\n</tbody></table>`
}

function shortened(title: string): string {
  return title.length > 34 ? `${title.slice(0, 32)}…` : title
}

function filePath(article: Article): string {
  const day = article.urlDate.replaceAll('-', '')
  return `${day.slice(0, 6)}/t${day}_${serialOf(article)}.html`
}

function articlePages(
  frame: Frame,
  column: StaticColumn,
  article: Article,
  previous: Article | null,
  next: Article | null,
): [string, Resource][] {
  const clock = clockOf(article)
  const { html, files } = paperHtml(article, article.paper)
  const neighbour = (each: Article | null) => each && { title: each.title, href: `../${filePath(each)}` }
  const main = `<div class="article">
<h2>${escapeMarkup(article.title)}</h2>
<div class="info"><span>发布时间：${article.date} ${clock}　来源：${article.source}　浏览次数：-</span>${READER_TOOLS}</div>
<div class="text TRS_Editor" id="zoom">
${html}
</div>
${articleFoot(neighbour(previous), neighbour(next))}
</div>`
  const whole = framePage(frame, {
    title: `${article.title}_${frame.siteName}`,
    meta: [
      ['ArticleTitle', article.title],
      ['PubDate', `${article.date} ${clock}`],
      ['ContentSource', article.source],
      ['ColumnName', column.name],
      ['ColumnType', '信息公开年报'],
    ],
    trail: [
      { text: '首页', href: '/' },
      { text: '政府信息公开', href: '/zfxxgk/' },
      { text: column.name, href: '../' },
      { text: '正文', href: null },
    ],
    main,
  })
  return [[`${column.path}${filePath(article)}`, page(whole, { day: article.date, clock })], ...files]
}

function paperHtml(article: Article, paper: Paper): { html: string; files: [string, Resource][] } {
  if (paper.kind === 'report') return { html: renderReport(paper.report, paper.signedOn), files: [] }
  if (paper.kind === 'other') {
    const rows = paper.rows.map((row) => `<tr>${row.map((text) => `<td>${escapeMarkup(text)}</td>`).join('')}</tr>`)
    const table = rows.length > 0 ? `\n<table border="1"><tbody>${rows.join('')}</tbody></table>` : ''
    return { html: `${paper.paragraphs.map((text) => `<p>${escapeMarkup(text)}</p>`).join('\n')}${table}`, files: [] }
  }
  const path = `/files/download/${article.urlDate.replaceAll('-', '')}/${serialOf(article)}.docx`
  const file: Resource = {
    body: renderDocx(piecesOf(paper.report, paper.signedOn), paper.report.title),
    contentType: DOCX,
    lastModified: `${article.date}T${clockOf(article)}:00+08:00`,
    saveAs: paper.fileName,
  }
  return {
    html: `<p>${escapeMarkup(article.title)}详见附件。</p>\n<p>附件：<a href="${path}">${escapeMarkup(paper.fileName)}</a></p>`,
    files: [[path, file]],
  }
}
