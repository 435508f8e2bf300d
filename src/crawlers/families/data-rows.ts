import { load } from 'cheerio/slim'
import { dayOf } from '../../model/day.ts'
import { readFullDate } from '../dates.ts'
import { judgeTitle } from '../judge-title.ts'
import type { ListRow } from '../read-list.ts'
import { resolveHref } from '../resolve-href.ts'
import type { ListPage } from './family.ts'
import type { Literal } from './read-literal.ts'

/** An object of a data answer. */
export type Entry = { readonly [key: string]: Literal }

/** How often an answer is JSON in a string in JSON. */
const MAX_WRAPPINGS = 3
const SHANGHAI_MS = 8 * 3_600_000
/** Numbers from here on count milliseconds, below seconds (since 1970). */
const MILLISECONDS_FROM = 1e11

/** The data of an answer in JSON or JSONP, also where it stands as a string in JSON once more; null for anything else. */
export function parseData(text: string): Literal {
  const plain = text.trim().replace(/;$/, '')
  const inside = plain.match(/^[\w$.]+\s*\(([\s\S]*)\)$/)?.[1] ?? plain
  return /^["[{]/.test(inside) ? unwrap(inside) : null
}

/** A value that may stand as JSON in a string. */
export function unwrap(value: Literal | undefined): Literal {
  let inner: Literal = value ?? null
  for (let n = 0; n < MAX_WRAPPINGS && typeof inner === 'string' && /^\s*["[{]/.test(inner); n++) {
    try {
      inner = JSON.parse(inner) as Literal
    } catch {
      return n === 0 ? null : inner
    }
  }
  return inner
}

export function isEntry(value: Literal | undefined): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What stands under a key, where it is an object; an empty one where it is not. */
export function entryAt(entry: Literal, key: string): Entry {
  const value = isEntry(entry) ? unwrap(entry[key]) : null
  return isEntry(value) ? value : {}
}

/** The objects of the first of these keys that holds an array. */
export function entriesAt(entry: Entry, ...keys: readonly string[]): readonly Entry[] {
  for (const key of keys) {
    const value = unwrap(entry[key])
    if (Array.isArray(value)) return (value as readonly Literal[]).filter(isEntry)
  }
  return []
}

/** The first of these keys that says something. */
export function textAt(entry: Entry, ...keys: readonly string[]): string {
  for (const key of keys) {
    const value = entry[key]
    if (typeof value === 'number') return String(value)
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  return ''
}

/** A count, also one written as text. */
export function countAt(entry: Entry, ...keys: readonly string[]): number | null {
  const text = textAt(entry, ...keys)
  return /^\d+$/.test(text) ? Number(text) : null
}

/** Text that may hold marks such as `<em>` and entities. */
export function withoutMarks(text: string): string {
  const shown = /[<&]/.test(text) ? load(`<body>${text}</body>`)('body').text() : text
  return shown.replace(/[\s\u200B\uFEFF]+/g, ' ').trim()
}

/** The day in China of a time given in seconds or milliseconds, or printed; null where it is neither. */
export function dayOfTime(value: string): string | null {
  const printed = readFullDate(value) ?? compactDay(value)
  if (printed !== null || !/^\d{9,13}$/.test(value)) return printed
  const number = Number(value)
  return new Date((number < MILLISECONDS_FROM ? number * 1_000 : number) + SHANGHAI_MS).toISOString().slice(0, 10)
}

function compactDay(value: string): string | null {
  const match = value.match(/^(20\d\d)(\d\d)(\d\d)(?:\d{6})?$/)
  return match ? dayOf(match[1], match[2], match[3]) : null
}

/** What the data of a list say of one entry; empty where they say nothing. */
export type RowData = { readonly url: string; readonly title: string; readonly time: string; readonly publisher?: string }

/** The rows of a list from its data. `base`: what addresses are meant from. A report without an address is a problem of the list. */
export function rowsOf(data: readonly RowData[], base: string): Pick<ListPage, 'rows' | 'problem'> {
  const read = data.map((each) => ({ title: withoutMarks(each.title), row: rowOf(each, base) }))
  const rows = read.flatMap(({ row }) => (row === null ? [] : [row]))
  const lost = read.find(({ title, row }) => row === null && judgeTitle(title).judgement === 'candidate')
  return lost === undefined ? { rows } : { rows, problem: `the list gives no address of "${lost.title}"` }
}

function rowOf({ url, title, time, publisher = '' }: RowData, base: string): ListRow | null {
  const address = url === '' ? null : resolveHref(url, base)
  const shown = withoutMarks(title)
  if (address === null || shown === '') return null
  const named = withoutMarks(publisher)
  return { url: address, title: shown, date: dayOfTime(time), ...(named !== '' && { publisher: named }) }
}

/** The text of all scripts in a page. */
export function scriptsOf(html: string): string {
  const $ = load(html)
  return $('script:not([src])')
    .toArray()
    .map((element) => $(element).text())
    .join('\n')
}
