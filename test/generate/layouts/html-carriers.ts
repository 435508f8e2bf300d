import { cutTable } from '../divide-tables.ts'
import type { Draw } from '../draw.ts'
import type { PrintedPiece, PrintedReport } from '../printed.ts'
import { encodeGb18030 } from './gb18030.ts'
import { CLEAN, html, renderBody, renderPage, renderTable } from './html-style.ts'
import type { Layout } from './layout.ts'
import { escapeMarkup } from './markup.ts'

/** Most rows of a table on a page of a flip book. */
const ROWS_OF_A_PAGE = 12

/** A flip book: pages one behind the other, each with its number, tables cut where a page is full. */
function flipBook(report: PrintedReport, draw: Draw): string {
  const pages: string[][] = [[]]
  for (const piece of report.pieces)
    for (const part of onPages(piece)) {
      if (part.kind === 'table' && pages.at(-1)!.length > 0) pages.push([])
      const page = pages.at(-1)!
      page.push(part.kind === 'table' ? renderTable(part.table, draw, CLEAN) : CLEAN.line(part.kind, part.text))
      if (page.join('').length > 1500) pages.push([])
    }
  const body = pages.map(
    (page, index) =>
      `<div class="page" data-page="${index + 1}">\n${page.join('\n')}\n<div class="page-number">— ${index + 1} —</div></div>`,
  )
  return CLEAN.page(`<div id="flipbook">${body.join('\n')}</div><div class="flip-tools"><a>上一页</a><a>下一页</a></div>`, report)
}

function onPages(piece: PrintedPiece): PrintedPiece[] {
  if (piece.kind !== 'table' || piece.table.rows.length <= ROWS_OF_A_PAGE + 2) return [piece]
  const [first, rest] = cutTable(piece.table, ROWS_OF_A_PAGE)
  return [{ kind: 'table', table: first }, ...onPages({ kind: 'table', table: rest })]
}

/** The same report twice, as pages carry it for computers and for telephones. */
function twice(report: PrintedReport, draw: Draw): string {
  const body = renderBody(report, draw, CLEAN)
  return CLEAN.page(`<div class="pc">${body}</div><div class="mobile" style="display:none">${body}</div>`, report)
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function carried(
  name: string,
  format: Layout['format'],
  write: (report: PrintedReport, draw: Draw) => string | Uint8Array,
  fileName: string,
): Layout {
  return {
    name,
    format,
    fileName,
    render: (report, draw) => {
      const written = write(report, draw)
      return typeof written === 'string' ? bytesOf(written) : written
    },
  }
}

/** HTML inside something else, in parts, or in other character sets. */
export const CARRIED_HTML_LAYOUTS: readonly Layout[] = [
  carried('html-fragment', 'html', (report, draw) => renderBody(report, draw, CLEAN), 'fragment.html'),
  carried('html-flip-book', 'html', flipBook, 'https://www.qinghe.example/book/1/index.html'),
  carried('html-mobile-twin', 'html', twice, 'https://www.qinghe.example/t20240126_1.html'),
  carried(
    'html-gbk',
    'html',
    (report, draw) => encodeGb18030(renderPage(report, draw, CLEAN).replace('charset="utf-8"', 'charset="gb2312"')),
    'https://www.qinghe.example/show.asp?id=1',
  ),
  carried('html-gbk-unlabelled', 'html', (report, draw) => encodeGb18030(renderBody(report, draw, CLEAN)), 'show.html'),
  carried(
    'html-utf16',
    'html',
    (report, draw) => new Uint8Array(Buffer.from(`\ufeff${renderPage(report, draw, CLEAN)}`, 'utf16le')),
    'saved.htm',
  ),
  carried(
    'json-content',
    'json',
    (report, draw) =>
      JSON.stringify({
        code: 200,
        msg: 'success',
        data: {
          id: 7158622,
          title: report.truth.title,
          publishTime: `${report.truth.year + 1}-01-26 10:12:00`,
          content: renderBody(report, draw, CLEAN),
        },
      }),
    'https://www.qinghe.example/api/article/7158622',
  ),
  carried(
    'json-escaped-content',
    'json',
    (report, draw) =>
      JSON.stringify(
        { articles: [{ title: report.truth.title, display: 1, content: escapeMarkup(renderBody(report, draw, CLEAN)) }] },
        null,
        2,
      ),
    'https://www.qinghe.example/api/list?id=9',
  ),
  carried(
    'html-in-script',
    'html',
    (report, draw) => {
      const content = JSON.stringify(renderBody(report, draw, CLEAN)).replaceAll('</', '<\\/')
      return CLEAN.page(
        `<div id="content"></div><script>\nvar content = ${content};\ndocument.getElementById('content').innerHTML = content;\n</script>`,
        report,
      )
    },
    'https://www.qinghe.example/t20240126_2.html',
  ),
  html('html-inputs', {
    content: ({ text, key }) => (key ? `<input type="text" readonly value="${escapeMarkup(text)}">` : escapeMarkup(text)),
  }),
]
