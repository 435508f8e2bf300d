import { AUTHORITY_KIND_TITLES } from '../model/authority.ts'
import type { TriedColumn, TriedEntry, TriedPortal } from '../model/tried-portal.ts'

const SHOWN = 10
const JUDGEMENTS = { candidate: '年报 report', foreign: '他机关 foreign', 'not-report': '非年报 not a report' } as const

/** What a look at a page found, for people. `isKnown`: a district was named, so that authorities are told apart. */
export function triedText(tried: TriedPortal, { isKnown }: { readonly isKnown: boolean }): string {
  const { links, bodies, isFollowed, columns, problems, next, requests } = tried
  const lines = [
    `页面 page: ${tried.url}${tried.siteName === null ? '' : ` (${tried.siteName})`}`,
    ...(links.length === 0 ? [] : [`链接到的年报栏目 columns linked: ${links.length}`]),
    ...links.map(({ words, url }) => `  ${words}  ${url}`),
    ...(bodies.length === 0 ? [] : [`列出的机关 bodies listed: ${bodies.length} (--authorities 可登记 registers them)`]),
    ...bodies.map(
      ({ name, kind, group, url }) =>
        `  ${name} [${AUTHORITY_KIND_TITLES[kind].zh}?]${group === null ? '' : ` ${group}`}  ${url}`,
    ),
    ...(isFollowed ? ['本页没有年报，以下为上述栏目 the page shows no report; its columns do:'] : []),
    ...columns.flatMap(columnLines),
    ...problems.map(({ code, message, url }) => `问题 problem: ${code}: ${message} (${url})`),
    `夜间抓取还将请求 a nightly run would also ask: 文章 articles ${next.articles.length}, 列表页 list pages ${pagesLeft(tried)}`,
    ...next.articles.slice(0, SHOWN).map((url) => `  ${url}`),
    ...(isKnown
      ? []
      : ['未指定地区，未核对机关 no district is given, so names were not compared; add --district ID or --portals FILE']),
    `本次请求 requests: ${requests}`,
  ]
  return `${lines.join('\n')}\n`
}

function columnLines({ url, family, entries, declared, pages }: TriedColumn): string[] {
  const counted = [
    `${entries.length}`,
    ...(declared === null ? [] : [`网站称共 the portal counts ${declared}`]),
    ...(pages === null ? [] : [`共 ${pages} 页 pages`]),
  ]
  return [
    `栏目 column: ${url}`,
    `  平台 family: ${family ?? '未识别 none recognised'}; 首页条目 entries on the first page: ${counted.join('; ')}`,
    ...entries.slice(0, SHOWN).map((entry, e) => `  ${String(e + 1).padStart(2)}. ${entryLine(entry)}`),
    ...(entries.length > SHOWN ? [`      … ${entries.length - SHOWN} more`] : []),
  ]
}

function entryLine({ judgement, title, reason, date, dateInUrl, url }: TriedEntry): string {
  const dates = [...(date === null ? [] : [`列表 list ${date}`]), ...(dateInUrl === null ? [] : [`网址 url ${dateInUrl}`])]
  return `[${JUDGEMENTS[judgement]}] ${title}${reason === null ? '' : ` — ${reason}`}; 日期 dates: ${dates.join(', ') || '无 none'}; ${url}`
}

/** Pages after the first where their number is told, else those whose addresses are. */
function pagesLeft({ columns, next }: TriedPortal): string {
  const told = columns.flatMap(({ pages }) => (pages === null ? [] : [pages - 1])).reduce((sum, pages) => sum + pages, 0)
  return told >= next.pages.length ? String(told) : `${next.pages.length}+`
}
