import type { Block } from '../../../model/document.ts'
import { placeBack } from '../text/mapped-text.ts'
import { readText } from '../text/text.ts'
import { markupInJson } from './carried-html.ts'
import { type HtmlContent, readHtml } from './html.ts'
import { scriptStrings } from './script-strings.ts'

const LONGEST_NAME = 40
const LONGEST_FIELD = 200
/** A string as long as this may be a report without markup. */
const LEAST_TEXT = 500

/** Whether a text is JSON, or a script that hands JSON to a function, as interfaces of portals answer. */
export function isJson(text: string): boolean {
  return /^[\s\ufeff]*(?:[\w$.]{1,60}\s*\(\s*)?(?:\{\s*"|\[\s*(?:\{\s*"|"))/.test(text.slice(0, 4096))
}

/** Reads the page that a portal's interface carries in JSON: the markup in its strings, else its long texts. Short fields are kept as meta. */
export function readJson(text: string): HtmlContent {
  const fields = fieldsOf(text)
  const title = fields.find(({ name }) => /^(?:article_?)?title$/i.test(name))?.content ?? null
  const pages = markupInJson(text).map((found) => placeBack(readHtml(found.text), found.offsets))
  const blocks: readonly Block[] = pages.length > 0 ? pages.flatMap((page) => page.blocks) : textsOf(text)
  return {
    title,
    meta: fields,
    blocks,
    attachments: pages.flatMap(({ attachments }) => attachments),
    notes: pages.flatMap(({ notes }) => notes),
  }
}

function textsOf(source: string): Block[] {
  const blocks: Block[] = []
  for (const { text, offsets } of scriptStrings(source, 0, source.length, true))
    if (text.length >= LEAST_TEXT) blocks.push(...placeBack({ blocks: readText(text), attachments: [] }, offsets).blocks)
  return blocks
}

/** Names and short values, in order; what a list of articles repeats is kept as often. */
function fieldsOf(source: string): { name: string; content: string }[] {
  const fields: { name: string; content: string }[] = []
  let name: string | null = null
  for (const { text, offsets } of scriptStrings(source, 0, source.length, true)) {
    const end = offsets.at(-1)! + 1
    if (/^\s*:/.test(source.slice(end, end + 20))) name = text.length <= LONGEST_NAME ? text : null
    else {
      if (name !== null && text !== '' && text.length <= LONGEST_FIELD && !/[<>]/.test(text)) fields.push({ name, content: text })
      name = null
    }
  }
  return fields
}
