import { type CheerioAPI, load } from 'cheerio/slim'
import { dateInUrl, readFullDate, readMonthAndDay } from './dates.ts'
import { type Element, type Elements, findFirst, select } from './dom.ts'
import type { PortalFamily } from './families/family.ts'
import { isCut, yearInTitle } from './judge-title.ts'
import { resolveHref } from './resolve-href.ts'
import { writeOutScripts } from './written-by-script.ts'

export type ListRow = {
  readonly url: string
  readonly title: string
  /** As printed beside the link; the address is not asked here. */
  readonly date: string | null
  /** Whom the list names as publisher beside the title, where it does. */
  readonly publisher?: string
}

export type ListOnPage = {
  readonly rows: readonly ListRow[]
  /** Where the list stands in the page, so that the next pages are read at the same place. */
  readonly place: string | null
}

/**
 * `by`: what shows that it leads to an article, its address or, where that is no folder, a report's title with a day beside it.
 * `dated`: a day stands beside it, or it names a report.
 */
type Row = { readonly row: ListRow | null; readonly by: 'address' | 'title' | null; readonly dated: boolean }

/**
 * Finds the list of a page among its menus and side boxes: the group of rows of which at least half lead to an article and carry
 * a date (or a title that `isCandidate`), best by candidates, then by length. `place` of an earlier page is preferred.
 * Rows of the list that lead to some other address are part of it where a day stands beside them or they name a report: an article may
 * be anywhere. What else stands between them are menus and pagers.
 */
export function readList(
  html: string,
  pageUrl: string,
  family: PortalFamily,
  isCandidate: (title: string) => boolean,
  place: string | null = null,
): ListOnPage {
  const $ = load(html)
  writeOutScripts($)
  const base = baseOf($, pageUrl)
  const groups = new Map<string, Row[]>()
  const seen = new Set<Element>()
  // Beside the links that the family knows, the others at the same place.
  for (const links of new Set([family.list.link, 'a[href]']))
    for (const link of select($, links).toArray()) {
      const closest = $(link).closest(family.list.item) as Elements
      const item = closest.length > 0 ? closest : $(link).parent()
      const element = item.get(0)
      if (!element || seen.has(element)) continue
      seen.add(element)
      const key = placeOf($, item)
      const rows = groups.get(key) ?? []
      if (links === family.list.link || rows.length > 0)
        groups.set(key, [...rows, readAnyRow($, item, base, { family, isCandidate })])
    }

  const lists = [...groups]
    .map(([key, rows]) => {
      const articles = rows.flatMap(({ row, by }) => (row !== null && by !== null ? [row] : []))
      const dated = rows.filter((row) => row.by !== null && row.dated).length
      const candidates = articles.filter(({ title }) => isCandidate(title) || mayBeReport(title)).length
      const isVouchedFor = family.list.needsReport !== true || candidates > 0 || key === place
      const isList = articles.length > 0 && dated * 2 >= rows.length && isVouchedFor
      const found = rows.flatMap((each) => (each.row !== null && (each.by !== null || each.dated) ? [each.row] : []))
      // Of a system whose addresses are others, the list is that of another system.
      const isOwn = family.list.needsReport === true || key === place || rows.some(({ by }) => by === 'address')
      return { key, found, isList, isOwn, score: candidates * 1_000 + dated }
    })
    .filter(({ isList }) => isList)
    .sort((a, b) => b.score - a.score)
  const best = lists.find(({ key }) => key === place) ?? lists[0]
  return best?.isOwn ? { rows: best.found, place: best.key } : { rows: [], place: null }
}

/** What an item of a list says, wherever it leads. */
function readAnyRow(
  $: CheerioAPI,
  item: Elements,
  base: string,
  { family, isCandidate }: { readonly family: PortalFamily; readonly isCandidate: (title: string) => boolean },
): Row {
  const article = readRow($, item, base, family)
  const row = article ?? readRow($, item, base, { ...family, list: { ...family.list, article: ANY_ADDRESS } })
  if (row === null) return { row, by: null, dated: false }
  const hasDay = row.date !== null || showsDay($, item, family)
  const namesReport = isReport(row.title, isCandidate)
  const isFolder = FOLDER.test(new URL(row.url).pathname)
  const by = article !== null ? 'address' : hasDay && namesReport && !isFolder ? 'title' : null
  return { row, by, dated: hasDay || namesReport }
}

const ANY_ADDRESS = /^/
const FOLDER = /\/(?:(?:index|list|col|channel)[^/]*)?$/i

/** 政府信息公开年报 and its like lead to a column: a report without a day beside it names its year. */
function isReport(title: string, isCandidate: (title: string) => boolean): boolean {
  return isCandidate(title) && (title.length > 12 || yearInTitle(title) !== null)
}

/** A title of which only the beginning is shown. */
function mayBeReport(title: string): boolean {
  return isCut(title) && /(?:信息|政务)公开/.test(title)
}

/** A day without its year marks a row of a list as well, though no date can be told from it. */
function showsDay($: CheerioAPI, item: Elements, family: PortalFamily): boolean {
  return item
    .find(family.list.date)
    .toArray()
    .some((element) => readMonthAndDay($(element).text()) !== null)
}

/** The address that relative links of a page are meant from. */
export function baseOf($: CheerioAPI, pageUrl: string): string {
  const base = findFirst($, 'base', 'href')
  return (base === null ? null : resolveHref(base.attribs['href'] ?? '', pageUrl)) ?? pageUrl
}

/** What an item of a list says; null where it leads to no article. */
export function readRow($: CheerioAPI, item: Elements, base: string, family: PortalFamily): ListRow | null {
  const links = item
    .find('a[href]')
    .toArray()
    .flatMap((link) => {
      const url = resolveHref(hrefOf($(link)), base)
      return url !== null && family.list.article.test(new URL(url).pathname) ? [{ url, title: titleOf($(link)), link }] : []
    })
    .sort((a, b) => b.title.length - a.title.length)
  const [main] = links
  if (main === undefined || main.title === '') return null
  return { url: main.url, title: main.title, date: dateOfRow($, item, main.link, main.url, family) }
}

/** The address of a link; where script opens it, the address that the script names. */
export function hrefOf(link: Elements): string {
  const href = link.attr('href')?.trim() ?? ''
  if (href !== '' && !/^(?:#|javascript:)/i.test(href)) return href
  const script = `${href};${link.attr('onclick') ?? ''}`
  return script.match(/["']([^"']+\.(?:s?html?|jsp|aspx|pdf|docx?|wps|ofd)(?:\?[^"']*)?)["']/i)?.[1] ?? href
}

function titleOf(link: Elements): string {
  const attribute = tidy(link.attr('title') ?? '')
  const own = link.clone()
  own.find('script, style').remove()
  own.find('span, em, i, b').each((_, part) => {
    const text = link.find(part.tagName).length === 0 ? '' : own.find(part).text()
    if (readFullDate(text) !== null && text.trim().length < 16) own.find(part).remove()
  })
  const text = tidy(own.text())
  return attribute !== '' && (isCut(text) || text === '' || attribute.length >= text.length) && !/^https?:/.test(attribute)
    ? attribute
    : text
}

function dateOfRow($: CheerioAPI, item: Elements, link: Element, url: string, family: PortalFamily): string | null {
  const beside = item
    .find(family.list.date)
    .toArray()
    .filter((element) => $(element).find('a').length === 0)
    .map((element) => $(element).text())
  const around = item.clone()
  around.find('a').remove()
  const texts = [...beside, around.text(), item.next('dd, span').text()]
  for (const text of texts) {
    const date = readFullDate(text)
    if (date !== null) return date
  }
  for (const text of texts) {
    const day = readMonthAndDay(text)
    if (day !== null) return withYear(day, $, item, url)
  }
  return readFullDate($(link).find('span, em, i, b').text())
}

/** Completes `01-29` by the heading of its group, or by the address where that carries the same day; else it stays unknown. */
function withYear(day: { month: number; day: number }, $: CheerioAPI, item: Elements, url: string): string | null {
  const ending = `-${String(day.month).padStart(2, '0')}-${String(day.day).padStart(2, '0')}`
  const inUrl = dateInUrl(url)
  if (inUrl?.endsWith(ending)) return inUrl
  for (const around of [
    item,
    ...item
      .parents()
      .toArray()
      .slice(0, 3)
      .map((element) => $(element)),
  ]) {
    for (const before of around.prevAll().toArray()) {
      const year = tidy($(before).text()).match(/^(20\d\d)年?(?:度)?$/)?.[1]
      if (year !== undefined) return `${year}${ending}`
    }
  }
  return null
}

/** The way from the body to a row, without the row: rows of one list share it even when every five stand in a block of their own. */
function placeOf($: CheerioAPI, item: Elements): string {
  return item
    .parents()
    .toArray()
    .reverse()
    .map((element) => {
      const { id, class: classes } = element.attribs
      return `${element.tagName}${id ? `#${id}` : ''}${classes ? `.${$(element).attr('class')?.trim().split(/\s+/).join('.')}` : ''}`
    })
    .join('>')
}

function tidy(text: string): string {
  return text
    .replace(/[\s\u200B\uFEFF\u3000\u00A0]+/g, ' ')
    .replace(/^[·•▪■◆●\-\s]+/, '')
    .trim()
}
