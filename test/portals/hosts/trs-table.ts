import type { Routes } from '../../crawlers/serve.ts'
import { candidate, type Host, type Listed, passedOver } from './host.ts'
import { reportBody } from './report-body.ts'

const report = (name: string, year: number) => `${name}${year}年政府信息公开工作年度报告`

/** A column of an office with ten papers, none of them its own report. */
const STRAYED: readonly Listed[] = [
  passedOver('foreign', '/xxgk/nb/202601/t20260128_110.html', report('青禾市', 2025), '2026-01-28'),
  passedOver('not-report', '/xxgk/nb/202601/t20260120_109.html', '示范片区召开2025年度总结大会', '2026-01-20'),
  passedOver('foreign', '/xxgk/nb/202601/t20260118_108.html', report('青禾市人民政府办公室', 2025), '2026-01-18'),
  passedOver('not-report', '/xxgk/nb/202512/t20251212_107.html', '示范片区开展目标责任制考核', '2025-12-12'),
  passedOver('foreign', '/xxgk/nb/202501/t20250130_106.html', '青禾市2024年政府信息公开年度报告', '2025-01-30'),
  passedOver('foreign', '/xxgk/nb/202501/t20250129_105.html', report('东岭省', 2024), '2025-01-29'),
  passedOver('not-report', '/xxgk/nb/202411/t20241102_104.html', '示范片区部署冬季绿化', '2024-03-26'),
  passedOver('not-report', '/xxgk/nb/202411/t20241101_103.html', '示范片区：沙地变果园', '2024-01-05'),
  passedOver('not-report', '/xxgk/nb/202405/t20240525_102.html', '一图读懂示范片区2023年重点工作', '2024-03-22'),
  passedOver('not-report', '/xxgk/nb/202402/t20240205_101.html', '再见2023，你好2024！', '2024-01-07'),
]

const finance = report('示例区财政局', 2025)
/** Twelve papers of a body in two published pages, though the pager counts 6348 records. */
const OWN: readonly Listed[] = [
  candidate('/czj/nb/202601/t20260123_212.html', finance, '2026-01-06', 'finance'),
  candidate('/czj/nb/202501/t20250120_211.html', report('示例区财政局', 2024), '2025-01-20', 'finance'),
  ...Array.from({ length: 10 }, (_, n) =>
    passedOver(
      'not-report',
      `/czj/nb/202312/t202312${20 - n}_2${String(n).padStart(2, '0')}.html`,
      `财政工作简讯第${n + 1}期`,
      `2023-12-${20 - n}`,
    ),
  ),
]

const SCRIPTED: readonly Listed[] = [
  candidate('/sx/nb/202601/t20260121_301.html', report('示例区教育局', 2025), '2026-01-21', 'education'),
  passedOver('not-report', '/sx/nb/202601/t20260111_300.html', '示例区教育局2026年春季学期工作要点', '2026-01-11'),
]
const WRITTEN: readonly Listed[] = [
  candidate('/wh/nb/202601/t20260122_401.html', report('示例区教育局', 2025), '2026-01-22', 'education'),
  candidate('/wh/nb/202501/t20250122_400.html', report('示例区教育局', 2024), '2025-01-22', 'education'),
]
const DIRECTORY: readonly Listed[] = [
  candidate('/ogi/202601/t20260124_501.html', report('柳河镇人民政府', 2025), '2026-01-24', 'town'),
]

/** Three cells a row in capitals, a blank row after every five, and the pager that writes its links by itself. */
function tablePage(rows: readonly Listed[], pager: string): string {
  const cells = rows.map(
    ({ href, title, date }, n) =>
      `<TR vAlign=top><TD width=25><IMG src="/images/ico.jpg"></TD><TD width=550><A href="${href}">${title}</A></TD><TD>\n\t${date}\n</TD></TR>${n % 5 === 4 ? '<TR><TD class=GroupBlankLine colSpan=3></TD></TR><tr></tr>' : ''}`,
  )
  return framed(`<table class="gl_list"><tbody>${cells.join('')}</tbody></table><div class="page">${pager}</div>`)
}

function framed(main: string): string {
  return `<html><head><title>信息公开年报</title></head><body>
<div class="TRS_Editor"><embed src="/images/W020190119606990532110.swf" width="1014" height="282"></div>
<table class="gl_left"><tr><td><a href="../zn/">信息公开指南</a></td></tr><tr><td><a href="../zd/">信息公开制度</a></td></tr><tr><td><a href="./">信息公开年报</a></td></tr></table>
<a href="./" class="CurrChnlCls">信息公开年报</a>${main}</body></html>`
}

const inlinePager = (pages: number, records: number) => `<script>
var countnum= ${records};
var currentPage = 0;//所在页从0开始
var nextPage = currentPage+1
var countPage = ${pages}//共多少页
document.write("<a href=\\"index."+"html\\">首页</a>");
for(var i=1;i<countPage;i++) document.write("<a href=\\"index"+"_" + i + "."+"html\\">"+(i+1)+"</a>");
if(countPage>1&&currentPage!=(countPage-1)) document.write("<a href=\\"index"+"_" + nextPage + "."+"html\\">下一页</a>");
</script>`

/** The first editor box holds a banner; the body's own has a style block, and headings that get their numbers from it. */
function article({ title, date }: Listed, body: string): string {
  return `<html><head><title>${title}</title><meta name="ArticleTitle" content="${title}"></head><body>
<div class="top">2019年12月3日 星期二<div class="TRS_Editor"><embed src="/images/banner.swf"></div></div>
<h2>${title}</h2><div class="info">发布日期：${date} 09:10　来源：示例区财政局　字号：[大 中 小]　浏览次数：</div>
<div class="TRS_Editor"><style type="text/css">.TRS_Editor P{line-height:1.5}ol.gj{list-style:cjk-ideographic}</style>${body}</div>
</body></html>`
}

/** Headings whose numbers only their style shows. */
function withoutNumbers(body: string): string {
  return body.replace(/(<h2[^>]*>)[一二三四五六]、/g, '$1')
}

const articles = (entries: readonly Listed[], name: string, years: readonly number[]): Routes =>
  Object.fromEntries(
    entries
      .filter(({ judgement }) => judgement === 'candidate')
      .map((each, n) => [each.href, article(each, reportBody(name, years[n]!))]),
  )

/** Reports in TRS tables: strays, blank rows, a pager that counts more than is published, titles and rows written by script. */
export const trsTable: Host = {
  columns: [
    { path: '/xxgk/nb/', authorities: ['office'], truth: STRAYED },
    { path: '/czj/nb/', authorities: ['finance'], truth: OWN },
    { path: '/sx/nb/', authorities: ['education'], truth: SCRIPTED },
    { path: '/wh/nb/', authorities: ['education'], truth: WRITTEN },
    { path: '/ogi/', authorities: 'all', truth: DIRECTORY },
  ],
  routes: {
    '/xxgk/nb/': tablePage(STRAYED, inlinePager(1, 10)),
    '/czj/nb/': tablePage(OWN.slice(0, 8), inlinePager(56, 6348)),
    '/czj/nb/index_1.html': tablePage(OWN.slice(8), inlinePager(56, 6348)),
    '/sx/nb/': framed(
      `<table class="gkml_tabfr">${SCRIPTED.map(
        ({ href, title, date }) =>
          `<tr><td><a href="${href}"><script>var str="${title}";\nif(str.length>20) document.write(str.substring(0,20)+"…"); else document.write(str);</script></a></td><td>${date}</td></tr>`,
      ).join('')}</table>`,
    ),
    '/wh/nb/': framed(
      `<div class="list"><script>document.writeln("<ul>");\n${WRITTEN.map(
        ({ href, title, date }) =>
          `document.writeln("<li><a href=\\"${href}\\" title='${title}'>${title.slice(0, 8)}…<\\/a>" + "<span>${date}</span></li>");`,
      ).join('\n')}\ndocument.writeln("</ul>");</script></div>`,
    ),
    '/ogi/': framed(
      `<div id="ogi-list">${DIRECTORY.map(({ href, title, date }) => `<dl><dd><a href="${href}">${title}</a></dd><dd>${date}</dd></dl>`).join('')}<dl><dd>本年度未制定</dd></dl><dl><dd><a href="#">暂无</a></dd></dl></div>`,
    ),
    ...articles(OWN, '示例区财政局', [2025, 2024]),
    [OWN[0]!.href]: article(OWN[0]!, withoutNumbers(reportBody('示例区财政局', 2025))),
    ...articles(SCRIPTED, '示例区教育局', [2025]),
    ...articles(WRITTEN, '示例区教育局', [2025, 2024]),
    ...articles(DIRECTORY, '柳河镇人民政府', [2025]),
  },
}
