import type { Routes } from '../../crawlers/serve.ts'
import { reportBody } from './report-body.ts'

export const COLUMN = '/col/col1229/index.html'
const ENDPOINT = '/api-gateway/jpaas-publish-server/front/page/build/unit'
const DOWNLOAD = '/api-gateway/jpaas-web-server/front/document/download'

export type JpaasEntry = { readonly href: string; readonly title: string; readonly date: string }

/** A year in the path that is not the year of the report. */
export const LYING_FOLDER: JpaasEntry = {
  href: '/zfxxgk/2024n/art/2026/art_5d3c000000000000000000000000a001.html',
  title: '示例区财政局2025年政府信息公开工作年度报告',
  date: '2026-01-21',
}
/** No body in its title, another one in its table, and its own in the first sentence. */
export const CONTRADICTORY: JpaasEntry = {
  href: '/zfxxgk/art/2026/art_5d3c000000000000000000000000a002.html',
  title: '2025年政府信息公开工作年度报告',
  date: '2026-01-22',
}
/** A notice of one sentence, with the report in its file. */
export const WITH_FILE: JpaasEntry = {
  href: '/zfxxgk/art/2026/art_5d3c000000000000000000000000a003.html',
  title: '示例区教育局2025年政府信息公开工作年度报告',
  date: '2026-01-23',
}

export function jpaasEntries(others: number): JpaasEntry[] {
  const papers = Array.from({ length: others }, (_, n) => ({
    href: `/zwgk/art/2025/art_00000000000000000000000000${String(n).padStart(6, '0')}.html`,
    title: `第${n + 1}期公报`,
    date: `2025-0${1 + (n % 9)}-1${n % 10}`,
  }))
  return [WITH_FILE, CONTRADICTORY, ...papers, LYING_FOLDER]
}

const UNITS = [
  ['顶部导航', 'a1'],
  ['当前位置', 'a2'],
  ['栏目-列表', 'a3'],
] as const

const columnPage = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>年报</title></head><body>${UNITS.map(
  ([tag, tpl]) =>
    `<div><script parseType="bulidstatic" url="${ENDPOINT}" queryData="{'webId':'1','pageId':'1229','parseType':'bulidstatic','pageType':'column','tagId':'${tag}','tplSetId':'${tpl}'}"></script></div>`,
).join('\n')}</body></html>`

export type FileTraps = {
  /** So many requests for the file are refused, whatever their link. */
  readonly refused?: number
  /** How often the article must have been opened for the link that it names to be good. */
  readonly worksFrom?: number
  /** What a dead link answers. */
  readonly expired?: 'gone' | 'page'
  /** The link is gone from the article when that is opened again. */
  readonly unlinked?: boolean
  /** What the link gives. */
  readonly file?: Uint8Array
}

/** The unit of the list as the gateway builds it. Only `paramJson` turns the page; past the end the HTML is empty. */
export function jpaasHost(entries: readonly JpaasEntry[], traps: FileTraps & { readonly ignoresPages?: boolean } = {}): Routes {
  const rows = 15
  let opened = 0
  let refusals = 0
  return {
    [COLUMN]: columnPage,
    [ENDPOINT]: (request) => {
      if (!request.headers['user-agent'] || !request.headers.referer) return { status: 403, body: '<title>403</title>' }
      const asked = new URL(request.url ?? '', 'http://jpaas.test').searchParams
      if (asked.get('tagId') !== '栏目-列表') return json('<ul><li><a href="/">首页</a></li></ul>')
      const told = JSON.parse(asked.get('paramJson') ?? '{}') as { pageNo?: number; pageSize?: number }
      const [page, size] = [traps.ignoresPages ? 1 : (told.pageNo ?? 1), told.pageSize ?? rows]
      const shown = entries.slice((page - 1) * size, page * size)
      return json(shown.length === 0 ? '' : listOf(shown, rows, entries.length))
    },
    [LYING_FOLDER.href]: articlePage(LYING_FOLDER, '示例区财政局', reportBody('示例区财政局', 2025)),
    [CONTRADICTORY.href]: articlePage(CONTRADICTORY, '示例区教育局', reportBody('示例区财政局', 2025)),
    [WITH_FILE.href]: () => {
      const link = `<a href="${DOWNLOAD}?fileUrl=token${++opened}&fileName=%E5%B9%B4%E6%8A%A5.pdf">教育局年报.pdf</a>`
      const isUnlinked = traps.unlinked === true && opened > 1
      return articlePage(WITH_FILE, '示例区教育局', `<p>现将报告予以公布，详见附件。</p><p>附件：${isUnlinked ? '' : link}</p>`)
    },
    [DOWNLOAD]: (request) => {
      if (refusals++ < (traps.refused ?? 0)) return { status: 403, body: '<title>403</title>' }
      const token = Number(request.url?.match(/fileUrl=token(\d+)/)?.[1])
      if (token < (traps.worksFrom ?? 1))
        return traps.expired === 'page'
          ? { body: '{"success":false,"message":"下载链接已过期"}', headers: { 'content-type': 'application/json' } }
          : { status: 404, body: '<title>404</title>' }
      return { body: traps.file ?? '%PDF-1.4 年报', headers: { 'content-type': 'application/pdf' } }
    },
  }
}

function listOf(entries: readonly JpaasEntry[], rows: number, count: number): string {
  const items = entries.map(
    ({ href, title, date }) =>
      `<li class="clearfix"><a href="${href}" title="${title}">${title.slice(0, 9)}…</a><b>${date}</b></li>`,
  )
  return `<ul class="common_list_ul">${items.join('')}</ul><table class="pagination" rows="${rows}" count="${count}"><tr><td><a href="?pageNo=2">2</a></td></tr></table>`
}

function json(html: string): { readonly body: string; readonly headers: Readonly<Record<string, string>> } {
  return {
    body: JSON.stringify({ success: true, data: { html } }),
    headers: { 'content-type': 'application/json; charset=utf-8' },
  }
}

function articlePage({ title, date }: JpaasEntry, publisher: string, body: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body><table>
<tr><td>索引号</td><td>1/2026-1</td><td>发布机构</td><td>${publisher}</td></tr><tr><td>发文日期</td><td>${date}</td><td>时效</td><td>有效</td></tr></table>
<h1>${title}</h1><div id="zoom" class="bt-content">${body}</div></body></html>`
}
