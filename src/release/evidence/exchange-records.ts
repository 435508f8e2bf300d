import type { KeptFetch } from '../../../db/evidence.ts'
import type { Exchange, Header } from '../../model/crawl.ts'
import { recordIdOf, type WarcEntry } from './warc.ts'

/** Where the bytes that a request brought stand in the same file. */
export type Earlier = { readonly url: string; readonly date: string; readonly id: string }

/** What is known of the bytes of a request when its records are made. */
export type Content = {
  readonly bytes: Uint8Array
  /** The record that holds the same bytes already; null where this one is to hold them. */
  readonly earlier: Earlier | null
}

const REVISIT = 'http://netpreserve.org/warc/1.1/revisit'
const NOTHING = new Uint8Array()
/** What describes the bytes on the wire; those that are kept were unpacked. */
const OF_THE_WIRE = /^(?:content-encoding|transfer-encoding|content-length)$/i

/**
 * The records of one address as it was asked for: of each message its answer and the message itself. Redirects and refusals have no body
 * here, since none was kept. `content` is null where the last answer brought nothing that is kept.
 */
export function recordsOf(fetch: KeptFetch, content: Content | null): WarcEntry[] {
  const last = lastAnswered(fetch)
  return fetch.exchanges.flatMap((exchange, index) => {
    const answer = index === last ? answerRecord(fetch, exchange, index, content) : answerRecord(fetch, exchange, index, null)
    const request = requestRecord(fetch, exchange, index, answer)
    return [answer, request].filter((record) => record !== null)
  })
}

/** Place of the message whose answer the request ended with; -1 where none did. */
function lastAnswered({ exchanges, status }: KeptFetch): number {
  return exchanges.findLastIndex(({ answer }) => answer !== null && answer.status === status)
}

/** Id of the record that holds (or refers to) what a request brought; null where nothing came back. */
export function answerIdOf(fetch: KeptFetch): { readonly id: string; readonly date: string; readonly url: string } | null {
  const last = lastAnswered(fetch)
  const exchange = fetch.exchanges[last]
  if (exchange === undefined) return null
  return { id: recordIdOf('answer', String(fetch.id), String(last)), date: isoDate(exchange.at), url: exchange.url }
}

function answerRecord(fetch: KeptFetch, exchange: Exchange, index: number, content: Content | null): WarcEntry | null {
  const { answer, url, at } = exchange
  if (answer === null) return null
  const line = answer.statusLine ?? `HTTP/1.1 ${answer.status} `
  const record = { id: recordIdOf('answer', String(fetch.id), String(index)), url, date: isoDate(at) }
  const address: Record<string, string> = answer.address === null ? {} : { 'WARC-IP-Address': answer.address }
  if (content === null) {
    const isEmpty = answer.headers.some(([name, value]) => /^content-length$/i.test(name) && value.trim() === '0')
    const isCut = answer.status !== 304 && !isEmpty
    const fields = { ...address, ...(isCut ? { 'WARC-Truncated': 'unspecified' } : {}) }
    return { ...record, type: 'response', http: { line, headers: ofKeptBody(answer.headers, 0) }, fields, body: NOTHING }
  }
  const { bytes, earlier } = content
  if (earlier === null)
    return {
      ...record,
      type: 'response',
      http: { line, headers: ofKeptBody(answer.headers, bytes.length) },
      fields: address,
      body: bytes,
    }
  const profile = answer.status === 304 ? 'server-not-modified' : 'identical-payload-digest'
  const fields = {
    ...address,
    'WARC-Profile': `${REVISIT}/${profile}`,
    'WARC-Refers-To': earlier.id,
    'WARC-Refers-To-Target-URI': earlier.url,
    'WARC-Refers-To-Date': earlier.date,
    'WARC-Payload-Digest': `sha256:${fetch.sha256}`,
  }
  return { ...record, type: 'revisit', http: { line, headers: answer.headers }, fields, body: NOTHING }
}

function requestRecord(fetch: KeptFetch, exchange: Exchange, index: number, answer: WarcEntry | null): WarcEntry | null {
  const { sent, method, url, at, body } = exchange
  if (sent === null) return null
  const { pathname, search } = new URL(url)
  const isCut = body === null && sent.some(([name, value]) => /^content-length$/i.test(name) && value !== '0')
  return {
    type: 'request',
    id: recordIdOf('request', String(fetch.id), String(index)),
    url,
    date: isoDate(at),
    http: { line: `${method} ${pathname}${search} HTTP/1.1`, headers: sent },
    fields: {
      ...(answer === null ? {} : { 'WARC-Concurrent-To': answer.id }),
      ...(isCut ? { 'WARC-Truncated': 'unspecified' } : {}),
    },
    body: body === null ? NOTHING : Buffer.from(body),
  }
}

/** Headers that describe other bytes than those kept would mislead who reads the file; their names then say that they are of the original. */
function ofKeptBody(headers: readonly Header[], length: number): Header[] {
  return headers.map(([name, value]): Header => {
    const isTrue = /^content-length$/i.test(name) && value.trim() === String(length)
    return OF_THE_WIRE.test(name) && !isTrue ? [`X-Archive-Orig-${name}`, value] : [name, value]
  })
}

function isoDate(at: string): string {
  return new Date(at).toISOString()
}
