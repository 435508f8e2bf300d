import { type Routes, sentWith } from '../../crawlers/serve.ts'
import { reportBody } from './report-body.ts'

export type JxEntry = {
  /** As the data give it. */
  readonly href: string
  readonly path: string
  readonly title: string
  readonly day: string
  readonly year: number | null
}

export const JX_COLUMN = '/slqjyj/col/col42150/index.html'
export const JX_STATIC = '/slqjyj/nb/index.html'
const SITE = 'slqjyj'
const CHANNEL = 'col42150'
const NAME = '示例区教育局'

/** Some addresses are whole paths, some are meant from `<base href>`, one has a line break in it. */
export const JX_ENTRIES: readonly JxEntry[] = [2025, 2024, 2023, 2022].flatMap((year, n): JxEntry[] => {
  const paths = [`/${SITE}/202601/t_715862${n}.html`, `/${SITE}/art/1985${n}0117.html`]
  return [
    {
      href: n % 2 === 0 ? paths[0]! : `202601/t_715862${n}.html`,
      path: paths[0]!,
      title: `${NAME}${year}年政府信息公开工作年度报告`,
      day: `${year + 1}-01-2${n}`,
      year,
    },
    { href: `\r\n\t${paths[1]}`, path: paths[1]!, title: `教育局工作动态第${n}期`, day: `${year}-08-1${n}`, year: null },
  ]
})

const DIALOG = `<script>$('a').click(function () { if (this.href.indexOf('/${SITE}') == -1) { Dialog({ title: '跳转提示' }); return false } })</script>`

function page(main: string): string {
  return `<!DOCTYPE html><html><head><base href="/${SITE}/"><meta charset="utf-8"><meta name="ColumnName" content="政府信息公开年报"><title>政府信息公开年报</title>
<script src="commonfiles/handlebars.min.js"></script></head><body><ul class="menu"><li><a href="zn/index.html">指南</a></li></ul>
${main}
${DIALOG}</body></html>`
}

export type JxTraps = {
  /** Whether each result wraps its paper in `source`. */
  readonly isWrapped: boolean
  /** Whether the parameters stand in the call itself and not in a variable. */
  readonly isInline?: boolean
}

export function jxRoutes({ isWrapped, isInline = false }: JxTraps): Routes {
  const parameters = `{ current: 1, unitid: '380055', webSiteCode: ['${SITE}'], channelCode: ['${CHANNEL}'], dataBefore: '', perPage: '5',
  notReturnContent: false, showMode: 'normal', titleMax: '34', templateContainerId: 'div380055', }`
  const call = isInline ? `loadPageData(${parameters}, '380055')` : `var params = ${parameters};\nloadPageData(params, '380055')`
  return {
    [JX_COLUMN]:
      page(`<div id="380055"></div><script id="div380055" type="text/x-handlebars-template"><ul class='List_list'>{{#each data}}<li>
<a href='{{pcUrl}}' title='{{title}}'>{{title}}</a><span>{{formatDate pubDate 'YYYY'}}</span></li>{{/each}}</ul></script>
<script>${call}</script>`),
    '/queryList': async (request) => {
      const asked = new URLSearchParams(await sentWith(request))
      const isMeant = request.method === 'POST' && asked.get('webSiteCode[]') === SITE && asked.get('channelCode[]') === CHANNEL
      const size = Number(asked.get('pageSize'))
      const from = (Number(asked.get('current')) - 1) * size
      const shown = isMeant ? JX_ENTRIES.slice(from, from + size) : []
      const results = shown.map((entry) => (isWrapped ? { source: sourceOf(entry) } : sourceOf(entry)))
      const data = { total: isMeant ? JX_ENTRIES.length : 0, results }
      return { body: JSON.stringify({ code: 200, data }), headers: { 'content-type': 'application/json' } }
    },
    ...articles(),
  }
}

function sourceOf({ href, title, day }: JxEntry): object {
  return { title, pubDate: Date.parse(`${day}T09:00:00+08:00`), urls: JSON.stringify({ pc: href }), content: '' }
}

function articles(): Routes {
  const reports = JX_ENTRIES.filter(({ year }) => year !== null)
  const pages = reports.map(({ path, title, year }) => {
    const body = `<h1>${title}</h1><div class="jgzn_content">${reportBody(NAME, year ?? 2025)}</div>`
    return [path, page(`${body}<p>附件：<a href="files/nb${year}.pdf">${title}.pdf</a></p>`)] as const
  })
  const file = { body: '%PDF-1.4 …', headers: { 'content-type': 'application/pdf' } }
  return {
    ...Object.fromEntries(pages),
    ...Object.fromEntries(reports.map(({ year }) => [`/${SITE}/files/nb${year}.pdf`, file])),
  }
}

/** A list on disk whose links a click would not follow: one has a line break in it, one is on another host, one opens by script. */
export function dialogRoutes(otherHost: string): Routes {
  const [first, , second, , third] = JX_ENTRIES
  return {
    ...articles(),
    [JX_STATIC]: page(`<ul class="list"><li><a href="202601/
	t_7158620.html" target="_blank">${first!.title}</a><span>${first!.day}</span></li>
<li><a href="http://${otherHost}/${SITE}/202601/t_7158629.html">${second!.title}</a><span>${second!.day}</span></li>
<li><a href="javascript:void(0)" onclick="window.open('202601/t_7158622.html')">${third!.title}</a><span>${third!.day}</span></li></ul>`),
  }
}
