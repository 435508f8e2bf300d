import type { Routes } from '../../crawlers/serve.ts'
import { articleRoutes, type HanwebEntry } from './hanweb.ts'

export const COLUMN = '/zfxxgk/nb/index.html'
const ENDPOINT = '/truecms/messageController/getMessage.do'
const SHOWN = 59

/** A hidden element with the first rows, and an endpoint that answers with XML in JSON in a call – or is gone. */
export function truecmsHost(entries: readonly HanwebEntry[], endpoint: 'works' | 'gone', limit = 50): Routes {
  const works: Routes = {
    [ENDPOINT]: (request) => {
      const asked = new URL(request.url ?? '', 'http://truecms.test').searchParams
      const [first, last] = [Number(asked.get('startrecord')), Number(asked.get('endrecord'))]
      const isMeant = asked.get('columnId') === 'c20401' && asked.get('contentTemplate') === 'li_title_date'
      const tooMany = Number(asked.get('perpage')) > limit || last - first >= limit
      if (tooMany && limit < 50) return { status: 404, body: '<title>404</title>' }
      const shown = !isMeant || tooMany ? [] : entries.slice(first - 1, last)
      const answer = JSON.stringify({ result: block(shown, entries.length) })
      return { body: `${asked.get('callback')}(${answer});`, headers: { 'content-type': 'application/javascript' } }
    },
  }
  return { [COLUMN]: columnPage(entries), ...articleRoutes(entries), ...(endpoint === 'works' ? works : {}) }
}

function columnPage(entries: readonly HanwebEntry[]): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开年报</title></head><body>
<ul class="menu"><li><a href="/zn/">指南</a></li></ul>
<div id="initData" style="display:none">${block(entries.slice(0, SHOWN), entries.length)}</div><ul id="list"></ul>
<script>var columnId = 'c20401', contentTemplate = "li_title_date";
loadPage({ url: '${ENDPOINT}', perpage: 10 })</script></body></html>`
}

function block(entries: readonly HanwebEntry[], total: number): string {
  const records = entries.map(
    ({ href, title, date }) =>
      `<record><![CDATA[<li><a href="${href}" title="${title}">${title}</a><span>${date}</span></li>]]></record>`,
  )
  return `<datastore><totalrecord>${total}</totalrecord><recordset>${records.join('')}</recordset></datastore>`
}
