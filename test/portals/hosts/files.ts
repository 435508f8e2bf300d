import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Routes } from '../../crawlers/serve.ts'
import { drawFrom } from '../../generate/draw.ts'
import { DOCX_LAYOUTS } from '../../generate/layouts/docx.ts'
import type { Layout } from '../../generate/layouts/layout.ts'
import { OFD_LAYOUTS } from '../../generate/layouts/ofd.ts'
import { PDF_LAYOUTS } from '../../generate/layouts/pdf.ts'
import { hashOf } from '../district/dice.ts'
import { candidate, type Host, type Listed, passedOver } from './host.ts'
import { madeReport, reportBody } from './report-body.ts'

const FINANCE = '示例区财政局'
const EDUCATION = '示例区教育局'
const TOWN = '柳河镇人民政府'
const report = (name: string, year: number) => `${name}${year}年政府信息公开工作年度报告`

/** An entry, with what its page and its files are read as in the words of the portals reference §9. */
type Filed = Listed & { readonly readAs: string }
const filed = (listed: Listed, readAs: string): Filed => ({ ...listed, readAs })

/** Reports in files, one way after the other. */
const ATTACHED: readonly Filed[] = [
  filed(candidate('/nb/202601/t20260120_1.html', report(FINANCE, 2025), '2026-01-20', 'finance'), 'ok, attachment_only'),
  filed(candidate('/nb/202501/t20250120_2.html', report(FINANCE, 2024), '2025-01-20', 'finance'), 'ok, image_only'),
  filed(candidate('/nb/202401/t20240122_3.html', report(FINANCE, 2023), '2024-01-22', 'finance'), 'ok, attachment_only'),
  filed(candidate('/nb/202301/t20230120_4.html', report(FINANCE, 2022), '2023-01-20', 'finance'), 'ok, attachment_only'),
  filed(candidate('/nb/202601/t20260121_5.html', report(EDUCATION, 2025), '2026-01-21', 'education'), 'ok, attachment_only'),
  filed(candidate('/nb/202501/t20250121_6.html', report(EDUCATION, 2024), '2025-01-21', 'education'), 'ok, attachment_only'),
  filed(candidate('/nb/202401/t20240123_7.html', report(EDUCATION, 2023), '2024-01-23', 'education'), 'ok, attachment_only'),
  filed(candidate('/nb/202601/t20260123_8.html', report(TOWN, 2025), '2026-01-23', 'town'), 'not_report, attachment_only'),
  filed(candidate('/nb/202501/t20250123_9.html', report(TOWN, 2024), '2025-01-23', 'town'), 'attachment_only, needs_human'),
  filed(
    passedOver('not-report', '/nb/202601/t20260106_10.html', '关于报送2025年政府信息公开工作年度报告的通知', '2026-01-06'),
    'not_report',
  ),
]
const [WORD, PICTURES, VIEWER, CLICK, OFD, SCRIPT, WPS, FAKE, UNKNOWN] = ATTACHED as readonly Filed[] as readonly [
  Filed,
  Filed,
  Filed,
  Filed,
  Filed,
  Filed,
  Filed,
  Filed,
  Filed,
  Filed,
]
/** Addresses of entries by what is particular to them. */
export const FILED = {
  word: WORD.href,
  pictures: PICTURES.href,
  viewer: VIEWER.href,
  click: CLICK.href,
  ofd: OFD.href,
  script: SCRIPT.href,
  wps: WPS.href,
  fake: FAKE.href,
  unknown: UNKNOWN.href,
}

/** One page that leads to the reports of many bodies, in files named by initials. */
const SUMMARY = '/hz/202602/t20260210_40.html'
const SUMMARISED: readonly Filed[] = [
  filed(passedOver('not-report', SUMMARY, '示例区2025年政府信息公开工作年度报告汇总', '2026-02-10'), 'not_report'),
  filed(candidate('/hz/slqczj.pdf', report(FINANCE, 2025), '', 'finance'), 'ok'),
  filed(candidate('/hz/lhz.docx', report('柳河镇', 2025), '', 'town'), 'ok'),
]

/** A report as a file of a layout, made when it is asked for. */
function fileOf([layout]: readonly Layout[], name: string, year: number, type = 'application/octet-stream'): Routes[string] {
  return async () => {
    const seed = hashOf(`${name}/${year}/${layout!.name}`)
    return { body: await layout!.render(madeReport(name, year), drawFrom(seed)), headers: { 'content-type': type } }
  }
}

const pictureOf = (page: number): Routes[string] => ({
  body: readFileSync(join(import.meta.dirname, `../../fixtures/pictures/two-pages-${page}.jpg`)),
  headers: { 'content-type': 'image/jpeg' },
})

/** A file of the site, on every page with text. */
const MANUAL = '<div class="help"><a href="/help/使用手册.pdf">无障碍使用手册.pdf</a></div>'

function article({ title, date }: Listed, body: string, after = ''): string {
  return `<html><head><title>${title}</title><meta name="ArticleTitle" content="${title}"></head><body>
<img class="logo" src="/images/logo.png" width="380">${body.includes('<img') ? '' : MANUAL}
<h1>${title}</h1><p>发布日期：${date}　字号：[大 中 小]</p><div class="TRS_Editor">${body}</div>${after}
<p class="code"><img src="/images/ewm.png"></p></body></html>`
}

const listOf = (rows: readonly Listed[]) =>
  `<html><head><title>政府信息公开年报</title></head><body><a class="CurrChnlCls" href="./">政府信息公开年报</a>
<ul class="list">${rows.map(({ href, title, date }) => `<li><a href="${href}">${title}</a><span>${date}</span></li>`).join('')}</ul></body></html>`

const gone =
  '<html><head><title>系统提示</title></head><body><p>文件暂时无法预览，请稍后再试或与网站管理员联系。</p></body></html>'

/** Reports that are not in the text of their pages: attachments, pictures, viewers, clicks, OFD, and files that are not what they are called. */
export const filesHost: Host = {
  columns: [
    { path: '/nb/', authorities: ['finance', 'education', 'town'], truth: ATTACHED },
    { path: '/hz/', authorities: 'all', truth: SUMMARISED },
  ],
  routes: {
    '/nb/': listOf(ATTACHED),
    '/hz/': listOf(SUMMARISED.slice(0, 1)),
    [WORD.href]: article(WORD, '<p>详见附件。</p>', '<p>附件：<a href="./P020260120.docx">年度报告</a></p>'),
    '/nb/202601/P020260120.docx': fileOf(DOCX_LAYOUTS, FINANCE, 2025),
    [PICTURES.href]: article(
      PICTURES,
      '<p align="center"><img src="./W020250120_1.jpg" oldsrc="W1.jpg"></p><p><img src="/images/line.png" width="700" height="8"></p><p><img src="./W020250120_2.jpg"></p>',
    ),
    '/nb/202501/W020250120_1.jpg': pictureOf(1),
    '/nb/202501/W020250120_2.jpg': pictureOf(2),
    [VIEWER.href]: article(
      VIEWER,
      `<iframe src="/pdfjs/web/viewer.html?file=${encodeURIComponent(encodeURIComponent('../../nb/files/2023.pdf'))}" width="100%" height="900"></iframe>`,
    ),
    '/pdfjs/web/viewer.html': '<html><head><title>PDF.js viewer</title></head><body></body></html>',
    '/nb/files/2023.pdf': fileOf(PDF_LAYOUTS, FINANCE, 2023, 'application/pdf'),
    [CLICK.href]: article(
      CLICK,
      `<p><input type="button" value="在线阅读" onclick="window.open('/read/show.html?path=%2Fnb%2Ffiles%2F2022.pdf','_blank')"></p>`,
    ),
    '/read/show.html': '<html><head><title>在线阅读</title></head><body><canvas></canvas></body></html>',
    '/nb/files/2022.pdf': fileOf(PDF_LAYOUTS, FINANCE, 2022, 'application/pdf'),
    [OFD.href]: article(OFD, '<p>详见附件</p>', '<p>附件：<a href="/nb/files/edu2025.ofd">教育局年报.ofd</a></p>'),
    '/nb/files/edu2025.ofd': fileOf(OFD_LAYOUTS, EDUCATION, 2025),
    [SCRIPT.href]: article(SCRIPT, '<div id="show"></div><script>PDFObject.embed("/nb/files/edu2024.pdf", "#show")</script>'),
    '/nb/files/edu2024.pdf': fileOf(PDF_LAYOUTS, EDUCATION, 2024),
    // Written by WPS, and a page for all that.
    [WPS.href]: article(WPS, '<p>详见附件</p>', '<p>附件：<a href="/nb/files/edu2023.wps">教育局2023年年报.wps</a></p>'),
    '/nb/files/edu2023.wps': {
      body: `<html><body>${reportBody(EDUCATION, 2023)}</body></html>`,
      headers: { 'content-type': 'application/octet-stream' },
    },
    [FAKE.href]: article(FAKE, '<p>详见附件</p>', '<p>附件：<a href="/nb/files/town2025.pdf">柳河镇年报.pdf</a></p>'),
    '/nb/files/town2025.pdf': { body: gone, headers: { 'content-type': 'application/pdf' } },
    [UNKNOWN.href]: article(UNKNOWN, '<p>详见附件</p>', '<p>附件：<a href="/nb/files/town2024.doc">柳河镇年报.doc</a></p>'),
    '/nb/files/town2024.doc': {
      body: Buffer.from('3f1a9c02e7b4d8056b'.repeat(64), 'hex'),
      headers: { 'content-type': 'application/msword' },
    },
    [SUMMARY]: article(SUMMARISED[0]!, '<p><a href="/hz/slqczj.pdf">示例区财政局</a>　<a href="/hz/lhz.docx">柳河镇</a></p>'),
    '/hz/slqczj.pdf': fileOf(PDF_LAYOUTS, FINANCE, 2025, 'application/pdf'),
    '/hz/lhz.docx': fileOf(DOCX_LAYOUTS, TOWN, 2025),
  },
}

/** What every entry of a column is read as. */
export const READ_AS: readonly (readonly Filed[])[] = [ATTACHED, SUMMARISED]
