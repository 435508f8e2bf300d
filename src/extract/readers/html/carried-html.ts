import { decodeEntities, type MappedText, MappedTextBuilder } from '../text/mapped-text.ts'
import { scriptStrings } from './script-strings.ts'

const MARKUP = /<\/?(?:p|div|table|tr|td|th|br|span|h[1-6]|section|ul|li)\b[^<>]{0,2000}>/i
const ESCAPED_MARKUP = /&lt;\/?(?:p|div|table|tr|td|th|br|span|h[1-6]|section|ul|li)\b/i
/** Elements whose content a browser does not read as part of the page. */
const CARRIER = /<(script|textarea|noscript|template|xmp)\b([^>]{0,2000})>|\ssrcdoc\s*=\s*(["'])/gi
const TEMPLATE_TYPE = /type\s*=\s*["']?text\/(?:html|template|x-[\w-]+|plain)/i

/**
 * Markup that a page carries in its scripts (strings, templates), text fields, `noscript` or `srcdoc`, with places in the page; nothing
 * where there is none. Only a script would show it, so the caller asks where the page itself shows no table.
 */
export function carriedHtml(page: string): MappedText[] {
  const found: MappedText[] = []
  for (let next = 0; ; ) {
    CARRIER.lastIndex = next
    const carrier = CARRIER.exec(page)
    if (!carrier) return found
    const [opening, name, attributes, quote] = carrier
    const from = carrier.index + opening.length
    const to = quote === undefined ? endOf(page, name!, from) : endOr(page.indexOf(quote, from), page.length)
    found.push(...carriedBy(page, { from, to }, name?.toLowerCase() === 'script' && !TEMPLATE_TYPE.test(attributes ?? '')))
    next = Math.max(from, to)
  }
}

type Span = { readonly from: number; readonly to: number }

function carriedBy(page: string, { from, to }: Span, isScript: boolean): MappedText[] {
  if (isScript) return markupOf(scriptStrings(page, from, to))
  const whole = new MappedTextBuilder()
  whole.add(page.slice(from, to), from)
  return markupOf([whole.finish(to)])
}

/** The markup in the strings of JSON, which answers of portals give instead of a page. */
export function markupInJson(source: string): MappedText[] {
  return markupOf(scriptStrings(source, 0, source.length, true))
}

/** The strings that hold markup, joined: scripts write a page in parts. Escaped markup is taken as markup. */
function markupOf(strings: Iterable<MappedText>): MappedText[] {
  const parts: MappedText[] = []
  for (const string of strings) {
    if (MARKUP.test(string.text)) parts.push(string)
    else if (ESCAPED_MARKUP.test(string.text)) parts.push(decodeEntities(string))
  }
  return parts.length < 2 ? parts : [joined(parts)]
}

function joined(parts: readonly MappedText[]): MappedText {
  const offsets: number[] = []
  for (const part of parts) for (let at = 0; at < part.text.length; at += 1) offsets.push(part.offsets[at]!)
  return { text: parts.map(({ text }) => text).join(''), offsets: Uint32Array.from([...offsets, parts.at(-1)!.offsets.at(-1)!]) }
}

function endOf(page: string, name: string, from: number): number {
  const end = new RegExp(`</${name}\\b`, 'gi')
  end.lastIndex = from
  return end.exec(page)?.index ?? page.length
}

function endOr(found: number, to: number): number {
  return found < 0 ? to : found
}
