import type { ListAnswer, ListPage, ListRequest, PortalFamily } from './family.ts'
import { hanweb } from './hanweb.ts'
import { printedCount } from './paging.ts'
import { readRecords } from './records.ts'

const CALL = /["']([^"']*\/module\/xxgk\/(?:search|tree)\.jsp\?[^"']*\barea=\w[^"']*)["']/
const SEARCH = '/module/xxgk/search.jsp'

// The public-information module (政府信息公开目录): the page loads its rows, 索引号, title and day, by script. `area` is the credit code
// of the body; `infotypeId` the node of the catalogue.
export const hanwebCatalogue = {
  ...hanweb,
  id: 'hanweb-catalogue',
  recognise: ({ html }) => CALL.test(html) && !html.includes('<datastore'),
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
  const told = (name: string) => call.searchParams.get(name) ?? ''
  const query = new URLSearchParams({
    infotypeId: told('infotypeId'),
    vc_title: '',
    vc_number: '',
    area: told('area'),
    jdid: told('jdid') || '1',
    divid: told('divid') || `div${column.pathname.match(/\/col\/col(\w+)\//)?.[1] ?? 'list'}`,
    currpage: String(page),
  })
  return {
    url: `${new URL(SEARCH, call).href}?${query}`,
    post: { body: query.toString(), contentType: 'application/x-www-form-urlencoded; charset=UTF-8' },
    headers: { referer: column.href, 'x-requested-with': 'XMLHttpRequest' },
  }
}
