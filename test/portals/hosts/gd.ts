import type { Routes } from '../../crawlers/serve.ts'
import { escapeMarkup } from '../../generate/layouts/markup.ts'
import { reportBody } from './report-body.ts'

/** An article of the catalogue; `year`: of the report that it holds, null for what is none. */
export type GdArticle = {
  readonly id: number
  readonly title: string
  readonly name: string
  /** China's day of publication. */
  readonly day: string
  readonly year: number | null
}

const SID = '755041'
export const CATALOGUE = '/gkmlpt/index'
export const TOWN_CATALOGUE = '/zlhz/gkmlpt/index'
export const PAGES = '/zwgk/xxgkndbg/'
/** The node of reports, that of the departments' reports, and one whose papers lie on another system. */
export const NODES = { reports: 9401, other: 9402, elsewhere: 9403 }

/** Reports of two bodies for five years. */
export const REPORTS: readonly GdArticle[] = [2025, 2024, 2023, 2022, 2021].flatMap((year, index) => [
  {
    id: 4680100 + index,
    title: `示例区财政局${year}年政府信息公开工作年度报告`,
    name: '示例区财政局',
    day: `${year + 1}-01-16`,
    year,
  },
  { id: 4680200 + index, title: `${year}年政府信息公开工作年度报告`, name: '柳河镇人民政府', day: `${year + 1}-01-09`, year },
])
/** So many papers that are no reports stand beside them that one page does not hold all. */
export const PAPERS: readonly GdArticle[] = Array.from({ length: 150 }, (_, n) => ({
  id: 4700000 + n,
  title: `第${n + 1}期信息公开工作动态`,
  name: '示例区财政局',
  day: `20${10 + (n % 10)}-03-01`,
  year: null,
}))

export type GdTraps = {
  /** From page 2 on the endpoint answers 404. */
  readonly onePage?: boolean
  /** The parameter that names the page is not looked at. */
  readonly samePage?: boolean
  /** How many articles the node claims beyond those it can list. */
  readonly phantoms?: number
}

function pathOf({ id }: GdArticle, folder: string): string {
  return `${folder}/gkmlpt/content/${String(id).slice(0, 1)}/${String(id).slice(0, 4)}/post_${id}.html`
}

/** A page for a browser: everything stands in `_CONFIG`, written as a script and not as JSON. */
function application(config: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开目录</title><script>
// 页面配置
window._CONFIG = {
  SID: '${SID}', SERVICE_AREA_ID: 37,
  ${config},
}
</script></head><body><div id="app"></div><script src="/gkmlpt/static/app.js"></script></body></html>`
}

/** HTML in a string of a script, as PHP writes it. */
function inScript(html: string): string {
  return JSON.stringify(html)
    .replace(/\//g, '\\/')
    .replace(/[<>&\u0080-\uffff]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function articlePage({ id, title, name, year }: GdArticle): string {
  const body = year === null ? '<p>动态一则。</p>' : reportBody(name, year)
  const detail = `{"id":${id},"title":${inScript(title)},"publisher":${inScript(name)},"content":${inScript(body)}}`
  return application(`DETAIL: ${detail}, TREE: []`)
}

/** The catalogue of a site in `folder`: its application, its endpoint, 100 articles a page, and its articles. */
export function catalogueRoutes(
  articles: readonly GdArticle[],
  { folder = '', ...traps }: GdTraps & { readonly folder?: string } = {},
): Routes {
  const count = articles.length + (traps.phantoms ?? 0)
  const tree = [
    { id: 9300, name: '政府信息公开指南', post_count: 1, jump_url: '', children: [] },
    {
      id: 9400,
      name: '法定主动公开内容',
      post_count: 0,
      jump_url: '',
      children: [
        { id: NODES.other, name: '政府网站年度工作报表', post_count: 3, jump_url: '', children: [] },
        { id: NODES.reports, name: '政府信息公开年报', post_count: count, jump_url: '', children: [] },
      ],
    },
  ]
  const answer = (request: { url?: string | undefined }) => {
    const asked = new URL(request.url ?? '', 'http://gd.test').searchParams
    const page = Math.max(1, Number(asked.get('page')))
    if (asked.get('sid') !== SID || (traps.onePage && page > 1)) return { status: 404, body: '{"message":"404 Not Found"}' }
    const from = traps.samePage ? 0 : (page - 1) * 100
    const shown = articles.slice(from, from + 100)
    const body = {
      classify: { id: NODES.reports, name: '政府信息公开年报', post_count: count },
      articles: shown.map((each) => recordOf(each, folder)),
    }
    return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  }
  return {
    [`${folder}${CATALOGUE}`]: application(`TREE: ${JSON.stringify(tree)}`),
    [`${folder}/gkmlpt/api/all/${NODES.reports}`]: answer,
    ...Object.fromEntries(articles.filter(({ year }) => year !== null).map((each) => [pathOf(each, folder), articlePage(each)])),
  }
}

function recordOf(article: GdArticle, folder: string): object {
  const second = Date.parse(`${article.day}T00:30:00+08:00`) / 1_000
  return {
    id: article.id,
    title: article.title,
    publisher: article.name,
    identifier: `00693974/2026-${article.id}`,
    document_number: '',
    date: second - 86_400 * 3,
    created_at: second + 60,
    display_publish_time: second,
    first_publish_time: second,
    url: pathOf(article, folder),
    post_url: '',
    is_expired: 0,
    attachment: [],
  }
}

/** A catalogue whose node leads to the pages of the portal. */
export function jumpingRoutes(): Routes {
  const tree = [{ id: NODES.elsewhere, name: '政府信息公开年度报告', post_count: 8, jump_url: PAGES, children: [] }]
  return { [CATALOGUE]: application(`TREE: ${JSON.stringify(tree)}`), ...pageRoutes() }
}

/** The same reports as pages of the portal, four rows a page, each with a twin for phones; a row leads to an account elsewhere. */
export function pageRoutes(): Routes {
  const named = REPORTS.filter(({ name }) => name === '示例区财政局').map((each) => ({
    href: `./content/post_${each.id}.html`,
    ...each,
  }))
  const twins = named.slice(0, 2).map((each) => ({ ...each, href: `./content/mpost_${each.id}.html` }))
  const picture = {
    href: 'https://mp.weixin.qq.com/s/Zx81',
    title: '一图读懂示例区财政局2025年政府信息公开工作年度报告',
    day: '2026-01-20',
  }
  const all = [...named.slice(0, 2), picture, ...twins, ...named.slice(2)]
  const pages = [all.slice(0, 4), all.slice(4)]
  const list = (index: number) => `<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开年度报告</title>
<script>window.NFCMS_SITE_ID = '755001'</script></head><body><ul class="nav"><li><a href="/zwgk/">政务公开</a></li></ul>
<ul class="news_list">${pages[index]!.map(({ href, title, day }) => `<li><a href="${href}" title="${escapeMarkup(title)}">${title}</a><span>${day}</span></li>`).join('')}</ul>
<div class="page">${index === 0 ? '<a class="next" href="index_2.html">下一页</a>' : '<a href="index.html">上一页</a>'}</div></body></html>`
  const article = ({
    title,
    name,
    year,
    id,
  }: GdArticle) => `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title>
<meta name="ArticleTitle" content="${title}"><script>window.NFCMS_POST_ID = '${id}'</script></head><body><h1>${title}</h1>
<div class="news_cont_d_wrap">${year === null ? '' : reportBody(name, year)}</div></body></html>`
  return {
    [PAGES]: list(0),
    [`${PAGES}index_2.html`]: list(1),
    ...Object.fromEntries(
      REPORTS.flatMap((each) => [
        [`${PAGES}content/post_${each.id}.html`, article(each)],
        [`${PAGES}content/mpost_${each.id}.html`, article(each)],
      ]),
    ),
  }
}
