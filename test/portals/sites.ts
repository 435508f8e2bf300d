import { articlesOf } from './district/articles.ts'
import { AUTHORITIES, type HostName } from './district/authorities.ts'
import type { Night } from './district/sample-report.ts'
import { gongkaiChannel, LIST_SCRIPT } from './gongkai-site.ts'
import { type Frame, styleSheet } from './page-furniture.ts'
import { type Resource, type Site, textResource } from './site.ts'
import { PAGER_SCRIPT, type StaticColumn, staticColumn } from './trs-static-site.ts'

const MENU = [
  { text: '首页', href: '/' },
  { text: '要闻动态', href: '/ywdt/' },
  { text: '政务公开', href: '/zfxxgk/' },
  { text: '政务服务', href: '/zwfw/' },
  { text: '互动交流', href: '/hdjl/' },
]

const FRAMES: Readonly<Record<HostName, Frame>> = {
  main: {
    siteName: '云岚市人民政府',
    domain: 'www.yunlan.example',
    siteCode: '9901000001',
    css: '/css/site.css',
    menu: MENU,
    organiser: '云岚市人民政府办公室',
    phone: '0100-5550100',
  },
  gongkai: {
    siteName: '云岚市政府信息公开平台',
    domain: 'gongkai.yunlan.example',
    siteCode: '9901000002',
    css: '/gongkai/css/site.css',
    menu: MENU,
    organiser: '云岚市大数据中心',
    phone: '0100-5550190',
  },
  townships: {
    siteName: '云岚市镇街信息公开网',
    domain: 'zhenjie.yunlan.example',
    siteCode: '9901000003',
    css: '/css/site.css',
    menu: MENU,
    organiser: '云岚市政务公开服务中心',
    phone: '0100-5550195',
  },
}

/** The columns of the two static sites, and how each lists its articles. */
export const STATIC_COLUMNS: Readonly<Record<'main' | 'townships', readonly StaticColumn[]>> = {
  main: [
    { path: '/zwgk/zfxxgknb/szf/', name: '市政府及办公室年报', pageSize: 20, shape: 'table' },
    { path: '/zwgk/zfxxgknb/szbm/', name: '市政府部门年报', pageSize: 8, shape: 'list' },
    { path: '/bm/sjj/zfxxgknb/', name: '政府信息公开年报', pageSize: 20, shape: 'list' },
    { path: '/bm/tjj/zfxxgknb/', name: '政府信息公开年报', pageSize: 20, shape: 'list' },
    { path: '/bm/wlj/zfxxgknb/', name: '政府信息公开年报', pageSize: 20, shape: 'table' },
  ],
  townships: [{ path: '/xxgk/nianbao/', name: '镇街政府信息公开年报', pageSize: 10, shape: 'list' }],
}

/** Every address of the three sample hosts on a night. */
export function sampleSites(night: Night): Readonly<Record<HostName, Site>> {
  const articles = articlesOf(night)
  const inColumn = (host: HostName, column: string) => articles.filter((each) => each.host === host && each.column === column)
  const statics = (host: 'main' | 'townships') =>
    STATIC_COLUMNS[host].flatMap((column) => staticColumn(FRAMES[host], column, inColumn(host, column.path)))
  const channels = AUTHORITIES.filter((each) => each.host === 'gongkai').flatMap(({ name, column }) =>
    gongkaiChannel(FRAMES.gongkai, { path: column, agency: name, pageSize: 2 }, inColumn('gongkai', column)),
  )
  return {
    main: siteOf([
      ...statics('main'),
      ['/css/site.css', textResource(styleSheet('#a5281f'), 'text/css')],
      ['/js/page.js', PAGER_SCRIPT],
      ['/robots.txt', textResource('User-agent: *\nDisallow: /search\n', 'text/plain')],
    ]),
    gongkai: siteOf([
      ...channels,
      ['/gongkai/css/site.css', textResource(styleSheet('#17508c'), 'text/css')],
      ['/gongkai/js/list.js', LIST_SCRIPT],
    ]),
    townships: siteOf([
      ...statics('townships'),
      ['/css/site.css', textResource(styleSheet('#2d6a4b'), 'text/css')],
      ['/js/page.js', PAGER_SCRIPT],
      ['/robots.txt', textResource('User-agent: *\nCrawl-delay: 0.1\nDisallow: /search\n', 'text/plain')],
    ]),
  }
}

function siteOf(resources: readonly (readonly [string, Resource])[]): Site {
  const site = new Map<string, Resource>()
  for (const [path, resource] of resources) {
    if (site.has(path)) throw new Error(`Two sample pages have the address ${path}.`)
    site.set(path, resource)
  }
  return site
}
