import { type CheerioAPI, load } from 'cheerio/slim'
import { type Element, type Elements, select } from './dom.ts'
import type { PortalFamily } from './families/family.ts'
import { judgeTitle } from './judge-title.ts'
import { baseOf, hrefOf } from './read-list.ts'
import { resolveHref } from './resolve-href.ts'

/** What the crawler needs to know of an article; reading the report itself is extraction's work. Looked up when asked for. */
export type ArticleSight = {
  readonly title: () => string | null
  /** 发布机构 or 来源 as printed. */
  readonly publisher: () => string | null
  /** The first words of the body. */
  readonly opening: string
  /** The body is too short for a report, or points to an attachment. */
  readonly isShort: boolean
  readonly attachments: readonly AttachmentLink[]
}

type AttachmentLink = { readonly url: string; readonly text: string }

/** Files that can be a report. The others are fetched only where the page itself holds none. */
const DOCUMENT = /\.(?:pdf|docx?|wps|wpt|ofd|rtf|odt)$/i
const ANY_FILE = /\.(?:pdf|docx?|wps|wpt|ofd|rtf|odt|xlsx?|et|csv|txt|zip|rar|7z)$/i
const FILE_IN_QUERY = /(?:file|filename|url|src)=([^&]+\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar))(?:&|$)/i
/** A body with less text than this holds no report, only a hint at the attachment. */
const SHORT_BODY = 600
const UNSEEN = new Set(['script', 'style', 'noscript', 'select'])

/** Reads title, publisher, opening and attachments of an article page. */
export function readArticle(html: string, pageUrl: string, family: PortalFamily): ArticleSight {
  const $ = load(family.article.asShown?.(html) ?? html)
  const body = bodyOf($, family)
  const isShort = body.text.length < SHORT_BODY || /(?:详见|见|请查看|请下载)(?:文末|下方)?附件/.test(body.text)
  return {
    title: () => titleOf($, family),
    publisher: () => publisherOf($),
    opening: body.text.slice(0, 400),
    isShort,
    attachments: attachmentsOf($, body.element, baseOf($, pageUrl), family, isShort),
  }
}

/** The body selector may meet banners and menus as well: the element with the most text is the body. */
function bodyOf($: CheerioAPI, family: PortalFamily): { readonly element: Element | null; readonly text: string } {
  const bodies = select($, family.article.body)
    .toArray()
    .map((element) => ({ element, text: shownText([element]) }))
    .filter(({ text }) => text !== '')
    .sort((a, b) => b.text.length - a.text.length)
  return bodies[0] ?? { element: null, text: shownText($.root().children().toArray()) }
}

function titleOf($: CheerioAPI, family: PortalFamily): string | null {
  const titles = [
    ...['ArticleTitle', 'articletitle'].map((name) => $(`meta[name="${name}"]`).attr('content') ?? ''),
    ...select($, family.article.title)
      .toArray()
      .map((element) => $(element).text()),
    labelled($, /^(?:标题|名称)$/) ?? '',
    $('title')
      .first()
      .text()
      .split(/[_|]|-(?=[^-]*$)/)[0] ?? '',
  ]
    .map((title) => title.replace(/\s+/g, ' ').trim())
    .filter((title) => title !== '' && title.length < 200)
  return titles.find((title) => judgeTitle(title).judgement === 'candidate') ?? titles[0] ?? null
}

function publisherOf($: CheerioAPI): string | null {
  const inTable = labelled($, /^(?:发布机构|所属机构|公开机构|发文机关|发布单位|信息来源|来源)$/)
  if (inTable !== null) return inTable
  const meta = $('meta[name="ContentSource"]').attr('content')?.trim()
  if (meta) return meta
  const line = $.root()
    .text()
    .match(/(?:发布机构|所属机构|信息来源|来源)\s*[:：]\s*([\p{Script=Han}（）()]{2,30})/u)
  return line?.[1] ?? bodyInTrail($)
}

/** The body that a breadcrumb names before its column: 首页 > 政府信息公开 > 示例区财政局 > 政府信息公开年报. */
function bodyInTrail($: CheerioAPI): string | null {
  const trail = $.root()
    .text()
    .match(/政府信息公开\s*[>＞»›]+\s*([\p{Script=Han}（）()]{2,30})\s*[>＞»›]+\s*政府信息公开(?:工作)?年(?:度)?报/u)
  return trail?.[1] ?? null
}

/** The value beside a label of the information table; labels are padded with blanks. */
function labelled($: CheerioAPI, label: RegExp): string | null {
  for (const element of $('th, td, dt, strong, b').toArray()) {
    const name = $(element)
      .text()
      .replace(/[\s　:：【】[\]]+/g, '')
    if (!label.test(name)) continue
    const next = $(element).next('td, dd').text() || ($(element).parent().text().split(/[:：]/)[1] ?? '')
    const value = next.replace(/\s+/g, ' ').trim()
    if (value !== '' && value.length < 80) return value
  }
  return null
}

function attachmentsOf(
  $: CheerioAPI,
  body: Element | null,
  base: string,
  family: PortalFamily,
  isShort: boolean,
): readonly AttachmentLink[] {
  const found = new Map<string, string>()
  const keep = (href: string, text: string) => {
    const url = fileAddress(href, base)
    const name = url === null ? '' : fileNameIn(url, text)
    if (url !== null && (isShort ? ANY_FILE : DOCUMENT).test(name) && !found.has(url)) found.set(url, text)
  }
  for (const element of select($, `${family.article.attachment}, iframe[src], embed[src], object[data]`).toArray()) {
    const link = $(element)
    if (element.tagName !== 'a') {
      keep(link.attr('src') ?? link.attr('data') ?? '', link.attr('title') ?? '')
      continue
    }
    const text = link.text().replace(/\s+/g, ' ').trim()
    const href = hrefOf(link)
    if (!mayBeFile(href, text)) continue
    // Outside of the body stand files of the site too: manuals, plugins, forms.
    if (isWithin(element, body) || /附件/.test(link.parent().text().slice(0, 200)) || judgeTitle(text).judgement === 'candidate')
      keep(href, text)
  }
  return [...found].map(([url, text]) => ({ url, text }))
}

function mayBeFile(href: string, text: string): boolean {
  return /\.(?:pdf|docx?|wp[st]|ofd|rtf|odt|xlsx?|et|csv|txt|zip|rar|7z)/i.test(href + text)
}

function isWithin(element: Element, body: Element | null): boolean {
  if (body === null) return true
  for (let around: Element['parent'] = element; around !== null; around = around.parent) if (around === body) return true
  return false
}

/** The address of the file itself, also where a viewer page is given it as a parameter. */
function fileAddress(href: string, base: string): string | null {
  const url = resolveHref(href, base)
  const inner = url === null ? undefined : new URL(url).search.match(/[?&](?:file|src)=([^&]+)/i)?.[1]
  if (url === null || inner === undefined || !/viewer|pdfjs|preview/i.test(url)) return url
  const once = decoded(inner)
  return resolveHref(/%2f|%3a/i.test(once) ? decoded(once) : once, url)
}

/** A parameter with its escapes undone; as it stands where they are of another encoding than UTF-8. */
function decoded(parameter: string): string {
  try {
    return decodeURIComponent(parameter)
  } catch {
    return parameter
  }
}

function fileNameIn(url: string, text: string): string {
  const { pathname, search } = new URL(url)
  if (ANY_FILE.test(pathname)) return pathname
  const inQuery = search.match(FILE_IN_QUERY)?.[1]
  return inQuery ?? text.replace(/[\s】」)）\]]+$/, '')
}

/** The text of elements without blanks and without what a reader does not see. Walked by hand: pages may nest very deep. */
function shownText(elements: readonly Element[]): string {
  const texts: string[] = []
  const waiting: Elements[0]['children'] = [...elements].reverse()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'text') texts.push(node.data)
    else if ('children' in node && !('name' in node && UNSEEN.has(node.name)))
      for (let i = node.children.length - 1; i >= 0; i--) waiting.push(node.children[i]!)
  }
  return texts.join('').replace(/\s+/g, '')
}
