import { load } from 'cheerio/slim'
import { resolveHref } from '../resolve-href.ts'
import { isEntry, parseData } from './data-rows.ts'
import { readDatastores } from './datastore.ts'
import type { FirstSight, ListAnswer, ListPage, ListRequest, PortalFamily } from './family.ts'
import { hanweb } from './hanweb.ts'
import { readRecords } from './records.ts'

const ENDPOINT = '/messageController/getMessage.do'
/** How many records are asked for at once. Some sites answer with nothing, or not at all, where it is more than they like. */
const AT_ONCE = [50, 20, 10]
/** A first screen with fewer rows is the whole list, where nothing tells how many there are. */
const SHORTEST_SCREEN = 10

// The first rows stand in a hidden element, the others come as XML in JSON in a call. Where that endpoint is gone, the first rows are
// all that can be had, and the list is not read wholly.
export const truecms = {
  ...hanweb,
  id: 'truecms',
  recognise: ({ html }) => /id\s*=\s*["']?initData\b/.test(html) || html.includes(ENDPOINT),
  readData: readMessages,
  list: { ...hanweb.list, article: /\.html?$|\.(?:pdf|docx?|wps|ofd)$/i },
} as const satisfies PortalFamily

function readMessages({ request, url, text, column }: ListAnswer): ListPage | null {
  const asked = new URL(request.url)
  const isFirst = !asked.pathname.endsWith(ENDPOINT)
  const data = isFirst ? initialData(text) : messagesIn(text)
  if (data === null)
    return isFirst ? null : { rows: [], declared: null, next: [], problem: 'the list endpoint answers with no list' }
  const [unit] = readDatastores(data)
  const records = unit?.records.map((record) => `<div>${record}</div>`).join('\n') ?? data
  const rows = readRecords(records, url.href, truecms)
  const declared = unit?.total ?? (isFirst ? totalIn(text) : null)
  const got = unit?.records.length ?? rows.length
  const read = got + (isFirst ? 0 : Number(asked.searchParams.get('startrecord')) - 1)
  const fewest = isFirst ? SHORTEST_SCREEN : Number(asked.searchParams.get('perpage'))
  const isOver = declared === null ? got < fewest : read >= declared
  const next = isOver || got === 0 ? [] : messagesAfter(read, column)
  const problem = !isOver && got > 0 && next.length === 0 ? 'the list does not say where its further entries are' : null
  return { rows, declared, next, goesOn: !isOver, ...(problem === null ? {} : { problem }) }
}

/** The count that the script of the page holds. */
function totalIn(html: string): number | null {
  const total = html.match(/<totalrecord>(\d+)<\/totalrecord>|\btotalRecords?["']?\s*[:=]\s*["']?(\d+)/)
  return total ? Number(total[1] ?? total[2]) : null
}

/** The hidden element's content: a block of records, or the entries themselves. */
function initialData(html: string): string | null {
  const block = html.match(/id\s*=\s*["']?initData\b[^>]*>\s*(<datastore[\s\S]*?<\/datastore>)/)?.[1]
  if (block !== undefined) return block
  const hidden = load(html)('#initData')
  const text = hidden.text()
  return hidden.length === 0 ? null : text.includes('<') ? text : hidden.html()
}

/** `jQuery123({"result":"<datastore>…"})` */
function messagesIn(text: string): string | null {
  const answer = parseData(text)
  const result = isEntry(answer) ? answer['result'] : null
  return typeof result === 'string' ? result : null
}

function messagesAfter(read: number, { url, html }: FirstSight): readonly ListRequest[] {
  const call = html.match(/["']([^"']*\/messageController\/getMessage\.do[^"']*)["']/)?.[1]
  const endpoint = call === undefined ? null : resolveHref(call, url.href)
  if (endpoint === null) return []
  const told = (name: string) => html.match(new RegExp(`\\b${name}["']?\\s*[:=]\\s*["']([^"']*)["']`))?.[1]
  return AT_ONCE.map((size) => {
    const asked = new URL(endpoint)
    const parameters = { startrecord: read + 1, endrecord: read + size, perpage: size, callback: 'list' }
    for (const name of ['contentTemplate', 'columnId'])
      if (!asked.searchParams.get(name)) asked.searchParams.set(name, told(name) ?? '')
    for (const [name, value] of Object.entries(parameters)) asked.searchParams.set(name, String(value))
    return { url: asked.href, headers: { referer: url.href, 'x-requested-with': 'XMLHttpRequest' } }
  })
}
