import type { FetchOutcome } from '../model/crawl.ts'
import { wallOf } from './walls.ts'

/** Statuses of firewalls and throttles. 521, 412 and 468 come from Chinese web firewalls; 405 and 403 too, with a page that says so. */
const BLOCKING = new Set([401, 403, 405, 412, 418, 429, 451, 468, 512, 521, 567])

const NOT_THERE =
  /^\s*404\b|404\s*(?:错误|页面|not|error|-)|错误\s*404|页面(?:已|被|已被)?(?:不存在|删除|失效)|找不到(?:您|该|此|页|要|所)|无法找到|(?:页面|内容|网页|文章|信息)不存在|不存在或已(?:被)?删除|not\s*found/i

/** What became of a request, from the status and the page. `text` is null for files that are no pages. */
export function judgeAnswer(status: number, text: string | null): FetchOutcome {
  if (status === 304) return 'unchanged'
  if (status === 404 || status === 410) return 'gone'
  const wall = wallOf(status, text)
  if (wall !== null) return wall === 'captcha' ? 'needs-human' : 'blocked'
  if (BLOCKING.has(status)) return 'blocked'
  if (status !== 200 && status !== 203) return 'later'
  if (text !== null && isNotThere(text)) return 'soft-404'
  return 'ok'
}

function isNotThere(html: string): boolean {
  const title = html.match(/<title[^>]*>([^<]*)/i)?.[1] ?? ''
  if (html.length < 30_000 && NOT_THERE.test(title)) return true
  if (html.length > 12_000) return false
  const shown = html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, '')
  return shown.length < 300 && NOT_THERE.test(shown)
}

/** Whether bytes are a page (HTML, XML, JSON, plain text) rather than a file such as PDF or Word. */
export function isPage(bytes: Uint8Array, contentType: string | null): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).toString('latin1')
  if (/^(?:%PDF|PK\x03\x04|\xD0\xCF\x11\xE0|\{\\rtf|Rar!|7z\xBC\xAF|\x89PNG|\xFF\xD8\xFF|GIF8)/.test(start)) return false
  if (/<(?:!doctype|html|head|body|meta|script|div|table|\?xml)/i.test(start)) return true
  return contentType === null || /text|html|xml|json|javascript/i.test(contentType)
}
