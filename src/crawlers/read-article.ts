import { type CheerioAPI, load } from 'cheerio/slim'
import { type Element, type Elements, select } from './dom.ts'
import type { PortalFamily } from './families/family.ts'
import { judgeTitle } from './judge-title.ts'
import { baseOf, hrefOf } from './read-list.ts'
import { resolveHref } from './resolve-href.ts'

/** What the crawler needs to know of an article; reading the report itself is extraction's work. */
export type ArticleSight = {
  readonly title: string | null
  /** 发布机构 or 来源 as printed. */
  readonly publisher: string | null
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

/** Reads title, publisher, opening and attachments of an article page. */
export function readArticle(html: string, pageUrl: string, family: PortalFamily): ArticleSight {
  const $ = load(html)
  const base = baseOf($, pageUrl)
  $('style, noscript, select').remove()
  const body = bodyOf($, family)
  const text = textOf(body)
  const isShort = text.length < SHORT_BODY || /(?:详见|见|请查看|请下载)(?:文末|下方)?附件/.test(text)
  return {
    title: titleOf($, family),
    publisher: publisherOf($),
    opening: text.slice(0, 400),
    isShort,
    attachments: attachmentsOf($, body, base, family, isShort),
  }
}

/** The body selector may meet banners and menus as well: the element with the most text is the body. */
function bodyOf($: CheerioAPI, family: PortalFamily): Elements {
  const found = select($, family.article.body)
    .toArray()
    .map((element) => ({ element, length: textOf($(element)).length }))
    .sort((a, b) => b.length - a.length)[0]
  if (found && found.length > 0) return $(found.element)
  return $('body').length > 0 ? $('body') : $.root().children()
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
  const label = /^(?:发布机构|所属机构|公开机构|发文机关|发布单位|信息来源|来源)$/
  const inTable = labelled($, label)
  if (inTable !== null) return inTable
  const meta = $('meta[name="ContentSource"]').attr('content')?.trim()
  if (meta) return meta
  const line = $('body')
    .text()
    .match(/(?:发布机构|所属机构|信息来源|来源)\s*[:：]\s*([\p{Script=Han}（）()]{2,30})/u)
  return line?.[1] ?? null
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
  body: Elements,
  base: string,
  family: PortalFamily,
  isShort: boolean,
): readonly AttachmentLink[] {
  const found = new Map<string, string>()
  const keep = (href: string | undefined, text: string) => {
    const url = href === undefined ? null : fileAddress(href, base)
    const name = url === null ? '' : fileNameIn(url, text)
    if (url !== null && (isShort ? ANY_FILE : DOCUMENT).test(name) && !found.has(url)) found.set(url, text)
  }
  const inBody = (element: Element) => $(element).closest(body).length > 0
  for (const link of select($, family.article.attachment).toArray()) {
    const text = $(link).text().replace(/\s+/g, ' ').trim()
    // Outside of the body stand files of the site too: manuals, plugins, forms.
    const belongs =
      inBody(link) || /附件/.test($(link).parent().text().slice(0, 200)) || judgeTitle(text).judgement === 'candidate'
    if (belongs) keep(hrefOf($(link)), text)
  }
  for (const frame of $('iframe[src], embed[src], object[data]').toArray())
    keep($(frame).attr('src') ?? $(frame).attr('data'), $(frame).attr('title') ?? '')
  return [...found].map(([url, text]) => ({ url, text }))
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

function textOf(element: Elements): string {
  const clone = element.clone()
  clone.find('script').remove()
  return clone.text().replace(/\s+/g, '')
}
