import type { ListAnswer, ListPage, ListRequest, PortalFamily } from './family.ts'
import { hanweb } from './hanweb.ts'
import { printedCount } from './paging.ts'
import { readRecords } from './records.ts'

const CALL = /loadDynamic\s*\(\s*["']([^"']*\/module\/xxgk\/(?:search|tree)\.jsp\?[^"']*)["']/
const SEARCH = '/module/xxgk/search.jsp'

// The public-information module (政府信息公开目录): the page loads its rows, 索引号, title and day, by script. `area` is the credit code
// of the body; `infotypeId` the node of the catalogue.
export const hanwebCatalogue = {
  ...hanweb,
  id: 'hanweb-catalogue',
  recognise: ({ html }) => CALL.test(html),
  readData: readCatalogue,
} as const satisfies PortalFamily

function readCatalogue({ request, url, text, column }: ListAnswer): ListPage | null {
  const asked = new URL(request.url)
  if (!asked.pathname.endsWith(SEARCH)) {
    const call = text.match(CALL)?.[1]
    return call === undefined ? null : { rows: [], declared: null, next: [search(new URL(call, url), column.url, 1)] }
  }
  const page = Number(asked.searchParams.get('currpage'))
  const rows = readRecords(text, url.href, hanwebCatalogue)
  const shown = text.replace(/<[^>]*>|&nbsp;|\s+/g, '')
  const pages = Number(shown.match(/共(\d+)页/)?.[1] ?? shown.match(/\d+\/(\d+)页/)?.[1] ?? Number.NaN)
  const goesOn = page < pages
  const isOver = rows.length === 0 || (!goesOn && !Number.isNaN(pages))
  return { rows, declared: printedCount(shown), next: isOver ? [] : [search(asked, column.url, page + 1)], goesOn }
}

function search(call: URL, column: URL, page: number): ListRequest {
  const asked = new URL(SEARCH, call)
  for (const name of ['infotypeId', 'vc_title', 'vc_number', 'area'])
    asked.searchParams.set(name, call.searchParams.get(name) ?? '')
  asked.searchParams.set('currpage', String(page))
  const body = new URLSearchParams({
    jdid: call.searchParams.get('jdid') ?? '1',
    divid: call.searchParams.get('divid') ?? 'divlist',
  })
  return {
    url: asked.href,
    post: { body: body.toString(), contentType: 'application/x-www-form-urlencoded; charset=UTF-8' },
    headers: { referer: column.href, 'x-requested-with': 'XMLHttpRequest' },
  }
}
