import { type CheerioAPI, load } from 'cheerio/slim'
import { type AttachmentLink, attachmentsOf, picturesOf } from './article-files.ts'
import { type Element, type Elements, select } from './dom.ts'
import type { PortalFamily } from './families/family.ts'
import { judgeTitle } from './judge-title.ts'
import { baseOf } from './read-list.ts'

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
  /** Where the body shows pictures and hardly any text, and no file holds the report: their addresses, in the order of the page. */
  readonly pictures: readonly string[]
}

/** A body with less text than this holds no report, only a hint at the attachment. */
const SHORT_BODY = 600
const SHOWN_BESIDE_TEXT = 'img, iframe, embed, object, script, [onclick]'
const UNSEEN = new Set(['script', 'style', 'noscript', 'select'])

/** Reads title, publisher, opening and attachments of an article page. */
export function readArticle(html: string, pageUrl: string, family: PortalFamily): ArticleSight {
  const $ = load(family.article.asShown?.(html) ?? html)
  const body = bodyOf($, family)
  const isShort = body.text.length < SHORT_BODY || /(?:详见|见|请查看|请下载)(?:文末|下方)?附件/.test(body.text)
  const base = baseOf($, pageUrl)
  const attachments = attachmentsOf($, body.element, base, family, isShort)
  return {
    title: () => titleOf($, family),
    publisher: () => publisherOf($),
    opening: body.text.slice(0, 400),
    isShort,
    attachments,
    pictures: isShort && attachments.length === 0 && body.element !== null ? picturesOf($, body.element, base) : [],
  }
}

/** The body selector may meet banners and menus as well: the element with the most text is the body; without any text, that with the most pictures. */
function bodyOf($: CheerioAPI, family: PortalFamily): { readonly element: Element | null; readonly text: string } {
  const bodies = select($, family.article.body)
    .toArray()
    .map((element) => ({ element, text: shownText([element]), shown: $(element).find(SHOWN_BESIDE_TEXT).length }))
    .filter(({ text, shown }) => text !== '' || shown > 0)
    .sort((a, b) => b.text.length - a.text.length || b.shown - a.shown)
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
