import { load } from 'cheerio/slim'
import { resolveHref } from '../resolve-href.ts'
import { readDatastores } from './datastore.ts'
import type { FirstSight, ListAnswer, ListPage, ListRequest, PortalFamily } from './family.ts'
import { hanweb } from './hanweb.ts'
import { fieldOf } from './json-answer.ts'
import { readRecords } from './records.ts'

const ENDPOINT = '/messageController/getMessage.do'
/** More records asked for at once bring none at all. */
const AT_ONCE = 50

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
  const declared = unit?.total ?? null
  const got = unit?.records.length ?? rows.length
  const read = got + (isFirst ? 0 : Number(asked.searchParams.get('startrecord')) - 1)
  const isOver = declared === null ? got === 0 : read >= declared
  const next = isOver || got === 0 ? [] : messagesAfter(read, column)
  const problem = !isOver && got > 0 && next.length === 0 ? 'the list does not say where its further entries are' : null
  return { rows, declared, next, goesOn: !isOver, ...(problem === null ? {} : { problem }) }
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
  const json = text.match(/^\s*[\w$.]+\s*\(([\s\S]*)\)\s*;?\s*$/)?.[1] ?? text
  const result = fieldOf(json, 'result')
  return typeof result === 'string' ? result : null
}

function messagesAfter(read: number, { url, html }: FirstSight): readonly ListRequest[] {
  const call = html.match(/["']([^"']*\/messageController\/getMessage\.do[^"']*)["']/)?.[1]
  const endpoint = call === undefined ? null : resolveHref(call, url.href)
  if (endpoint === null) return []
  const asked = new URL(endpoint)
  const told = (name: string) =>
    asked.searchParams.get(name) || (html.match(new RegExp(`\\b${name}["']?\\s*[:=]\\s*["']([^"']*)["']`))?.[1] ?? '')
  const parameters = {
    startrecord: read + 1,
    endrecord: read + AT_ONCE,
    perpage: AT_ONCE,
    contentTemplate: told('contentTemplate'),
    columnId: told('columnId'),
    callback: 'list',
  }
  for (const [name, value] of Object.entries(parameters)) asked.searchParams.set(name, String(value))
  return [{ url: asked.href, headers: { referer: url.href, 'x-requested-with': 'XMLHttpRequest' } }]
}
