import { load } from 'cheerio'
import { decodeText } from '../../../src/model/decode-text.ts'
import type { Place } from '../../../src/model/document.ts'

/** The text at offsets of a page, text or JSON file: without markup, entities and the escapes of strings. */
export function textAtOffsets(bytes: Uint8Array): (place: Place) => string | null {
  const { text } = decodeText(bytes)
  return ({ start, end }) => {
    if (start === undefined || end === undefined || start > end || end > text.length) return null
    return withoutMarkup(unescapeString(text.slice(start, end)))
  }
}

/** A part of a string of JSON or a script as it is meant; other text stays as it is. */
function unescapeString(part: string): string {
  return part.replace(/\\u([0-9a-f]{4})|\\([nrt"'/\\])/gi, (_, code?: string, sign?: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : ({ n: '\n', r: '', t: '\t' }[sign!] ?? sign!),
  )
}

/** Markup may itself be written with entities, as feeds do. Fields show their values. */
function withoutMarkup(part: string): string {
  if (!/[<&]/.test(part)) return part
  // A cell outside of a table is no element to a parser.
  const $ = load(part.replace(/<(\/?)(?:td|th)\b/gi, '<$1span'), null, false)
  $('input').each((_, field) => {
    $(field).replaceWith($(field).attr('value') ?? '')
  })
  const text = $.root().text()
  return /<\/?[a-z]/i.test(text) ? withoutMarkup(text) : text
}
