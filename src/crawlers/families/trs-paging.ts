import { load } from 'cheerio/slim'
import type { FirstSight } from './family.ts'
import { nextHref } from './next-link.ts'
import { type Paging, printedCount } from './paging.ts'

/**
 * Reads how a TRS list goes on: from a call of `createPageHTML` or `createPage` in one of its forms, from variables such as
 * `countPage`, from a printed 共X页, or from a link 下一页. Only what a browser would run or show counts; comments do not.
 */
export function readTrsPaging({ url, html }: FirstSight): Paging {
  const $ = load(html)
  const script = $('script:not([src])')
    .toArray()
    .map((element) => $(element).text())
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
  $('script, style').remove()
  const shown = $.root().text().replace(/\s+/g, '')
  const declared =
    firstNumber(script, /\b(?:countnum|recordCount|totalRecord|totalCount|total_?num)\s*=\s*["']?(\d+)/i) ?? printedCount(shown)

  const called = pagingCall(script, url)
  if (called !== null) return numbered(called.pages, called.addresses, called.declared ?? declared)

  const pages =
    firstNumber(script, /\b(?:countPage|pageCount|totalPages?|pagination_script_config\.total|maxPage)\s*=\s*["']?(\d+)/i) ??
    firstNumber(shown, /共(\d+)页/)
  if (pages !== null) {
    const written = script.match(/["'](?:[^"'\n]*href=\\?["']?)?([\w-]+)_\\?["']\s*\+[^;\n]*?\.?(s?html?)\b/i)
    const { name, extension } = fileOf(url)
    const base = firstNumber(script, /\bcurrentPage\s*=\s*["']?(\d+)/i)
    return numbered(pages, addressesOf(written?.[1] ?? name, written?.[2] ?? extension, base), declared)
  }

  const href = nextHref($)
  return href === null ? { kind: 'single', declared } : { kind: 'next', href, declared }
}

type Call = {
  readonly pages: number
  readonly addresses: readonly ((page: number) => string)[]
  readonly declared: number | null
}

/** `(120, 0, "index", "html")`, the same with a record count at the end, `(records, pages, current, …)`, or an element id first. */
function pagingCall(script: string, url: URL): Call | null {
  for (const match of script.matchAll(/\bcreatePage(?:HTML)?\s*\(([^()]*)\)/g)) {
    const args = (match[1] ?? '').split(',').map((arg) => arg.trim())
    const start = args.findIndex((arg) => /^\d+$/.test(arg))
    if (start < 0 || start > 1 || (start === 1 && !isText(args[0]))) continue
    const numbers = args.slice(start).map((arg) => (/^\d+$/.test(arg) ? Number(arg) : null))
    const leading = numbers.indexOf(null)
    const run = numbers.slice(0, leading < 0 ? numbers.length : leading) as number[]
    if (run.length < 2 && leading >= 0 && run.length !== 1) continue
    const [records, pages, current] = run.length >= 3 ? [run[0]!, run[1]!, run[2]!] : [null, run[0]!, run[1] ?? null]
    const words = args
      .filter(isText)
      .slice(start === 1 ? 1 : 0)
      .map((arg) => arg.slice(1, -1))
    const file = fileOf(url)
    const name = words[0] || file.name
    const extension = words[1]?.replace(/^\./, '') || file.extension
    const last = numbers.length > run.length ? numbers[numbers.length - 1] : null
    return { pages, addresses: addressesOf(name, extension, current), declared: records ?? last ?? null }
  }
  return null
}

/** `current` is the number that the first page gives itself: counting starts there. Unknown: both are tried. */
function addressesOf(name: string, extension: string, current: number | null): ((page: number) => string)[] {
  const from = (first: number) => (page: number) => `${name}_${page - 1 + first}.${extension}`
  if (current === 0 || current === 1) return [from(current)]
  return [from(0), from(1)]
}

function numbered(pages: number, addresses: readonly ((page: number) => string)[], declared: number | null): Paging {
  return pages > 1 ? { kind: 'numbered', pages, addresses, declared } : { kind: 'single', declared }
}

function fileOf(url: URL): { name: string; extension: string } {
  const file = url.pathname.split('/').at(-1) ?? ''
  const match = file.match(/^([\w-]+?)(?:_\d+)?\.(\w+)$/)
  return match ? { name: match[1]!, extension: match[2]! } : { name: 'index', extension: 'html' }
}

function isText(arg: string | undefined): arg is string {
  return arg !== undefined && /^(["']).*\1$/.test(arg)
}

function firstNumber(text: string, pattern: RegExp): number | null {
  const match = text.match(pattern)
  return match ? Number(match[1]) : null
}
