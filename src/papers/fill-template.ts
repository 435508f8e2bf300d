import { type CheerioAPI, load } from 'cheerio/slim'
import { strFromU8, unzipSync } from 'fflate'
import { SetupError } from '../model/setup-error.ts'
import { packDocx } from './docx.ts'
import { escapeXml } from './xlsx-values.ts'

/** What a template is filled with: words, and lists whose parts are filled in one after the other. */
export type TemplateData = { readonly [name: string]: string | readonly TemplateData[] }

type Node = NonNullable<ReturnType<CheerioAPI['root']>[0]>['children'][number]

const PLACEHOLDER = /\{\{\s*([^{}#/][^{}]*?)\s*\}\}/g
const BLOCK = /^\s*\{\{\s*([#/])\s*([^{}]+?)\s*\}\}\s*$/

/**
 * Fills a Word template: `{{单位}}` stands for words, and what stands between the paragraphs (or rows of a table) `{{#问题}}` and `{{/问题}}` is repeated for each part of
 * a list. Word may have cut a placeholder into pieces; it takes the look of its first piece. The look of the template stays as it is.
 * @throws SetupError for a placeholder that there is nothing for, a block that is not closed, or a file that is no Word document
 */
export function fillTemplate(template: Uint8Array, data: TemplateData, name: string): Uint8Array {
  const parts = unpacked(template, name)
  const filled = Object.entries(parts).map(([path, bytes]) => [
    path,
    /^word\/(?:document|header\d*|footer\d*)\.xml$/.test(path) ? fillXml(strFromU8(bytes), data, name) : bytes,
  ])
  return packDocx(Object.fromEntries(filled))
}

function unpacked(template: Uint8Array, name: string): Readonly<Record<string, Uint8Array>> {
  try {
    const parts = unzipSync(template)
    if ('word/document.xml' in parts) return parts
  } catch (cause) {
    throw new SetupError(`${name} is no Word document (.docx). Save it as such, or remove it.`, { cause })
  }
  throw new SetupError(`${name} is no Word document (.docx). Save it as such, or remove it.`)
}

function fillXml(xml: string, data: TemplateData, name: string): string {
  // What is escaped in the template stays as it is written there, and so do its Chinese signs.
  const $ = load(xml, { xml: { decodeEntities: false } })
  const scopes = [data]
  for (const container of $('w\\:body, w\\:hdr, w\\:ftr').toArray()) fillChildren($, container, scopes, name)
  return $.xml()
}

type Scopes = readonly TemplateData[]

/** Fills what a container holds, in its order. Blocks of paragraphs, or of rows of a table, are repeated, and their markers go. */
function fillChildren($: CheerioAPI, container: Node, scopes: Scopes, name: string): void {
  const children = $(container).children().toArray()
  for (let at = 0; at < children.length; at++) {
    const child = children[at]!
    const block = BLOCK.exec(textOf($, child))
    if (block === null || !mayMark(child)) {
      if (tagOf(child) === 'w:p') fillParagraph($, child, scopes, name)
      else fillChildren($, child, scopes, name)
      continue
    }
    const [, sign, list = ''] = block
    const end = sign === '#' ? children.findIndex((other, place) => place > at && closes($, other, list)) : -1
    if (end < 0)
      throw new SetupError(
        `${name}: {{${sign}${list}}} has no counterpart in a paragraph or row of its own. Correct the template.`,
      )
    const repeated = children.slice(at + 1, end)
    for (const part of listOf(list, scopes, name)) {
      const holder = $('<w:holder/>')
      for (const node of repeated) holder.append($(node).clone())
      fillChildren($, holder.get(0)!, [part, ...scopes], name)
      for (const node of holder.children().toArray()) $(child).before(node)
    }
    for (const node of children.slice(at, end + 1)) $(node).remove()
    at = end
  }
}

function tagOf(node: Node): string {
  return 'name' in node ? node.name : ''
}

function mayMark(node: Node): boolean {
  return ['w:p', 'w:tr'].includes(tagOf(node))
}

function closes($: CheerioAPI, node: Node, list: string): boolean {
  const found = mayMark(node) ? BLOCK.exec(textOf($, node)) : null
  return found?.[1] === '/' && found[2] === list
}

function textOf($: CheerioAPI, node: Node): string {
  return $(node).find('w\\:t').text()
}

function fillParagraph($: CheerioAPI, paragraph: Node, scopes: Scopes, name: string): void {
  const pieces = $(paragraph).find('w\\:t').toArray()
  const texts = pieces.map((piece) => $(piece).text())
  const whole = texts.join('')
  for (const match of [...whole.matchAll(PLACEHOLDER)].toReversed()) {
    const words = wordsOf(match[1]!, scopes, name)
    replaceAcross(texts, match.index, match.index + match[0].length, words)
  }
  if (/\{\{|\}\}/.test(whole.replace(PLACEHOLDER, '')))
    throw new SetupError(`${name}: "${whole.slice(0, 60)}" has a placeholder that is not closed. Correct the template.`)
  for (const [index, piece] of pieces.entries()) $(piece).attr('xml:space', 'preserve').text(texts[index]!)
}

/** Puts words in the place of a stretch of text that may lie in several pieces: into the first of them. */
function replaceAcross(texts: string[], from: number, to: number, words: string): void {
  let offset = 0
  let isFirst = true
  for (const [index, text] of texts.entries()) {
    const [start, end] = [Math.max(from - offset, 0), Math.min(to - offset, text.length)]
    offset += text.length
    if (start >= end) continue
    texts[index] = text.slice(0, start) + (isFirst ? words : '') + text.slice(end)
    isFirst = false
  }
}

/** The words for a placeholder, as XML and in one line. */
function wordsOf(placeholder: string, scopes: Scopes, name: string): string {
  const value = valueNamed(placeholder, scopes, name)
  if (typeof value !== 'string')
    throw new SetupError(`${name}: {{${placeholder}}} is a list; write {{#${placeholder}}} … {{/${placeholder}}}.`)
  const oneLine = value.replace(/\s*[\n\r\t]\s*/g, ' ').replace(/[\u0000-\u001f\ufffe\uffff]/g, '')
  return escapeXml(oneLine)
}

function listOf(placeholder: string, scopes: Scopes, name: string): readonly TemplateData[] {
  const value = valueNamed(placeholder, scopes, name)
  if (typeof value === 'string') throw new SetupError(`${name}: {{#${placeholder}}} is no list; write {{${placeholder}}}.`)
  return value
}

function valueNamed(placeholder: string, scopes: Scopes, name: string): string | readonly TemplateData[] {
  const scope = scopes.find((data) => Object.hasOwn(data, placeholder))
  if (scope) return scope[placeholder]!
  const known = scopes.flatMap((data) => Object.keys(data)).map((each) => `{{${each}}}`)
  throw new SetupError(`${name}: there is nothing for {{${placeholder}}}; there is ${known.join(' ')}. Correct the template.`)
}
