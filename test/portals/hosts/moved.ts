import { articlePage, listPage, type Routes } from '../../crawlers/serve.ts'
import { candidate, type Host, type Listed } from './host.ts'
import { reportBody } from './report-body.ts'

const NAME = '示例区教育局'
export const MOVED_COLUMN = '/zfxxgk/nb/'

const REPORTS: readonly Listed[] = [2025, 2024, 2023].map((year) =>
  candidate(
    `${MOVED_COLUMN}t${year + 1}0118_${year}.html`,
    `${NAME}${year}年政府信息公开工作年度报告`,
    `${year + 1}-01-18`,
    'education',
  ),
)

/** The old host of a body: every address leads to the home page, which tells where the site is now. */
export function movedRoutes(newHost: string): Routes {
  const home = `<html><head><title>${NAME}</title></head><body><p>本网站已整体迁移，请访问<a href="http://${newHost}/">新网站</a>（<a href="http://${newHost}${MOVED_COLUMN}">政府信息公开年报</a>）。</p></body></html>`
  const routes: Routes = { '/': home, '/robots.txt': { status: 404, body: '<html><title>404</title></html>' } }
  return new Proxy(routes, {
    get: (target, path) => target[String(path)] ?? { status: 302, headers: { location: '/' } },
  })
}

/** Where it moved to. */
export const newHost: Host = {
  columns: [{ path: MOVED_COLUMN, authorities: ['education'], truth: REPORTS }],
  routes: {
    [MOVED_COLUMN]: listPage(REPORTS.map(({ href, title, date }) => [href, title, date])),
    ...Object.fromEntries(REPORTS.map(({ href, title }, n) => [href, articlePage(title, reportBody(NAME, 2025 - n))])),
  },
}
