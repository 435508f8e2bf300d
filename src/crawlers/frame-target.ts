import { load } from 'cheerio/slim'
import type { Elements } from './dom.ts'
import { registrableDomain } from './registrable-domain.ts'
import { resolveHref } from './resolve-href.ts'

/** A frame narrower or lower than this holds a weather report, a counter or a banner. */
const LEAST_WIDTH = 480
const LEAST_HEIGHT = 240
const MAIN = /main|content|list|right|frame|con$/i

/** The address of the frame that fills the main column of a page; null where no frame of a host that `isOurs` is so large. */
export function frameTarget(html: string, pageUrl: string, isOurs: (url: string) => boolean): string | null {
  if (!/<i?frame\b/i.test(html)) return null
  const $ = load(html)
  const frames = $('iframe[src], frame[src]')
    .toArray()
    .flatMap((element) => {
      const frame = $(element) as Elements
      const url = resolveHref(frame.attr('src') ?? '', pageUrl)
      const area = areaOf(frame)
      return url !== null && url !== pageUrl && isOurs(url) && area > 0 ? [{ url, area }] : []
    })
    .sort((a, b) => b.area - a.area)
  return frames[0]?.url ?? null
}

/** The host of the frame that fills a page, where it belongs to the same site and is not registered; else null. */
export function strangeFrameHost(html: string, pageUrl: string, isRegistered: (url: string) => boolean): string | null {
  const domain = registrableDomain(new URL(pageUrl))
  const isOfTheSite = (url: string) => !isRegistered(url) && registrableDomain(new URL(url)) === domain
  const frame = frameTarget(html, pageUrl, isOfTheSite)
  return frame === null ? null : new URL(frame).host
}

/** The room that a frame takes as far as its attributes tell, in square pixels; 0 where it is too small to hold a list. */
function areaOf(frame: Elements): number {
  const style = frame.attr('style') ?? ''
  if (/display\s*:\s*none|visibility\s*:\s*hidden/i.test(style)) return 0
  const width = pixels(frame.attr('width') ?? style.match(/(?:^|[;\s])width\s*:\s*([^;]+)/i)?.[1], 1_000)
  const height = pixels(frame.attr('height') ?? style.match(/(?:^|[;\s])(?:min-)?height\s*:\s*([^;]+)/i)?.[1], 800)
  const isNamed = MAIN.test(`${frame.attr('id') ?? ''} ${frame.attr('name') ?? ''}`)
  if (width === null && height === null && !isNamed) return 0
  const [across, down] = [width ?? LEAST_WIDTH, height ?? LEAST_HEIGHT]
  return across < LEAST_WIDTH || down < LEAST_HEIGHT ? 0 : across * down
}

/** A length in pixels; a share is one of `whole`. Null where none is given. */
function pixels(length: string | undefined, whole: number): number | null {
  const [, number, unit] = length?.trim().match(/^(\d+(?:\.\d+)?)\s*(%|px|vh|vw)?/i) ?? []
  if (number === undefined) return null
  return unit === '%' || /^v/i.test(unit ?? '') ? (Number(number) / 100) * whole : Number(number)
}
