import type { CheerioAPI } from 'cheerio/slim'
import { type Element, type Elements, select } from './dom.ts'
import type { PortalFamily } from './families/family.ts'
import { judgeTitle } from './judge-title.ts'
import { hrefOf } from './read-list.ts'
import { resolveHref } from './resolve-href.ts'

/** A file that an article leads to, with the words of the link. */
export type AttachmentLink = { readonly url: string; readonly text: string }

/** Files that can be a report. The others are fetched only where the page itself holds none. */
const DOCUMENT = /\.(?:pdf|docx?|wps|wpt|ofd|rtf|odt)$/i
const ANY_FILE = /\.(?:pdf|docx?|wps|wpt|ofd|rtf|odt|xlsx?|et|csv|txt|zip|rar|7z)$/i
const FILE_IN_QUERY = /(?:file|filename|url|src)=([^&]+\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar))(?:&|$)/i
/** Parameters by which a viewer is told what to show. */
const SHOWN = /[?&](?:file|src|url|pdf|path|(?:file|pdf)_?(?:url|path|src))=([^&]+)/i
const VIEWER = /viewer|pdfjs|preview/i
/** A page on disk answers the same whatever its query says: the file in it is for a script. */
const PAGE_ON_DISK = /\.s?html?$/i
const IN_A_SCRIPT = /["']([^"'\s<>]+\.(?:pdf|ofd|docx?|wps)(?:\?[^"'\s<>]*)?)["']/gi

/** Pictures that are no page of a report, by their names. */
const FURNITURE = /icon|ico[._-]|logo|banner|qr_?code|ewm|erweima|weixin|wechat|share|print|button|arrow|line\.|dot\./i
const PICTURE = /\.(?:png|jpe?g)$/i
/** A picture that is shown smaller than this, in points of the screen, has no page of text on it. */
const LEAST_SHOWN = 300
/** As many as are read of one document; an article with more is left to a person. */
const MOST_PICTURES = 40

/** The files that an article leads to: by links, in frames and viewers, by what a click would open, or (nothing else) in its scripts. */
export function attachmentsOf(
  $: CheerioAPI,
  body: Element | null,
  base: string,
  family: PortalFamily,
  isShort: boolean,
): readonly AttachmentLink[] {
  const found = new Map<string, string>()
  const keep = (href: string, text: string) => {
    const url = fileAddress(href, base)
    const isFile =
      url !== null && ((isShort ? ANY_FILE : DOCUMENT).test(fileNameIn(url, text)) || (isShort && isDownload(href, text)))
    if (isFile && !found.has(url)) found.set(url, text)
  }
  const places = `${family.article.attachment}, iframe[src], iframe[data-src], embed[src], object[data], [onclick]`
  for (const element of select($, places).toArray()) {
    const link = $(element)
    if (/^(?:iframe|embed|object)$/.test(element.tagName)) {
      keep(link.attr('src') || link.attr('data-src') || link.attr('data') || '', link.attr('title') ?? '')
      continue
    }
    const text = (link.text() || (link.attr('value') ?? '')).replace(/\s+/g, ' ').trim()
    const href = hrefOf(link)
    if (!mayBeFile(href, text) && !isDownload(href, text)) continue
    // Outside of the body stand files of the site too: manuals, plugins, forms.
    if (isWithin(element, body) || /附件/.test(link.parent().text().slice(0, 200)) || judgeTitle(text).judgement === 'candidate')
      keep(href, text)
  }
  if (found.size === 0 && isShort)
    for (const script of $('script:not([src])').toArray())
      for (const [, address = ''] of $(script).text().matchAll(IN_A_SCRIPT)) keep(address, '')
  return [...found].map(([url, text]) => ({ url, text }))
}

/** The pictures that may be the pages of a report which is shown in no other way; none where there are more than are read. */
export function picturesOf($: CheerioAPI, body: Element, base: string): readonly string[] {
  const urls = $(body)
    .find('img')
    .toArray()
    .flatMap((element) => {
      const picture = $(element)
      const url = pictureAddress(picture, base)
      const isFurniture = url === null || FURNITURE.test(new URL(url).pathname.replace(/^.*\//, ''))
      return isFurniture || isShownSmall(picture) ? [] : [url]
    })
  const distinct = [...new Set(urls)]
  return distinct.length > MOST_PICTURES ? [] : distinct
}

/** Where a picture is, also one that a script shows only when it is scrolled to; null for other kinds of pictures. */
export function pictureAddress(picture: Elements, base: string): string | null {
  const addresses = ['data-original', 'data-src', 'src'].map((name) => resolveHref(picture.attr(name) ?? '', base))
  return addresses.find((url) => url !== null && PICTURE.test(new URL(url).pathname)) ?? null
}

function isShownSmall(picture: Elements): boolean {
  const style = picture.attr('style') ?? ''
  return ['width', 'height'].some((side) => {
    const inStyle = style.match(new RegExp(`(?:^|[;\\s])${side}\\s*:\\s*(\\d+)(?:\\.\\d+)?px`, 'i'))?.[1]
    const size = inStyle ?? picture.attr(side)?.match(/^\s*(\d+)(?:px)?\s*$/)?.[1]
    return size !== undefined && Number(size) > 0 && Number(size) < LEAST_SHOWN
  })
}

function mayBeFile(href: string, text: string): boolean {
  return /\.(?:pdf|docx?|wp[st]|ofd|rtf|odt|xlsx?|et|csv|txt|zip|rar|7z)/i.test(href + text)
}

/** A link to a file whose kind neither its address nor its words tell. */
function isDownload(href: string, text: string): boolean {
  return /down(?:load|file)|attach(?:ment)?|fileid/i.test(href) && /下载|附件|年报|年度报告/.test(text)
}

function isWithin(element: Element, body: Element | null): boolean {
  if (body === null) return true
  for (let around: Element['parent'] = element; around !== null; around = around.parent) if (around === body) return true
  return false
}

/** The address of the file itself, also where a viewer page is given it as a parameter. */
function fileAddress(href: string, base: string): string | null {
  const url = resolveHref(href, base)
  const inner = url === null ? undefined : new URL(url).search.match(SHOWN)?.[1]
  if (url === null || inner === undefined) return url
  const once = decoded(inner)
  const address = /%2f|%3a|%2e/i.test(once) ? decoded(once) : once
  const isViewer = VIEWER.test(url) || (PAGE_ON_DISK.test(new URL(url).pathname) && ANY_FILE.test(address.replace(/\?.*$/, '')))
  return isViewer ? resolveHref(address, url) : url
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
