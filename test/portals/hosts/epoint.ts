import { type Routes, sentWith } from '../../crawlers/serve.ts'
import { reportBody } from './report-body.ts'

export type EpointEntry = {
  readonly href: string
  readonly title: string
  readonly day: string
  readonly category: string
  /** Of the report that the article holds; null for what is none. */
  readonly year: number | null
}

export const EPOINT_COLUMN = '/dynamic/zwgk/govInfoPub.html?categorynum=003006&deptcode=CZJ01'
const SITE = '7eb5f7f1-9041-43ad-8e13-8fcb82ea831a'
const NAME = '示例区财政局'
const REPORTS = '政府信息公开年报'

function entry(n: number, title: string, day: string, category: string, year: number | null = null): EpointEntry {
  const href = `/003/003006/${day.replaceAll('-', '')}/0b7c1d2e-33aa-4f50-9a61-${String(n).padStart(12, '0')}.html`
  return { href, title, day, category, year }
}

/** Twenty-three papers of the asked and of another category, five of them reports. */
export const EPOINT_ENTRIES: readonly EpointEntry[] = [
  ...[2025, 2024, 2023, 2022, 2021].map((year, n) =>
    entry(n, `${NAME}${year}年政府信息公开工作年度报告`, `${year + 1}-01-20`, REPORTS, year),
  ),
  ...Array.from({ length: 18 }, (_, n) =>
    entry(100 + n, `第${n + 1}号采购公告`, `201${n % 9}-06-0${1 + (n % 9)}`, n < 12 ? '政府采购' : REPORTS),
  ),
]

export type EpointTraps = {
  /** `plain`: JSON; `twice`: JSON in a string of JSON; `inside`: `custom` is a string. */
  readonly wrapping: 'plain' | 'twice' | 'inside'
  /** Questions are looked for under `params`. */
  readonly underParams?: boolean
  /** Where the page includes the script that names the site; left out: it includes none. */
  readonly script?: string
}

export function epointRoutes({ wrapping, underParams, script }: EpointTraps): Routes {
  const include = script === undefined ? '' : `<script src="${script}"></script>`
  return {
    '/dynamic/zwgk/govInfoPub.html': `<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="ColumnName" content="${REPORTS}"><title>${REPORTS}</title>
${include}</head><body><div class="ewb-right"><ul id="rows"><script type="text/x-template"><li class="ewb-right-item"><a href="<?=el.infourl?>"><?=el.title?></a></li></script></ul></div></body></html>`,
    [new URL(script ?? '/js/webBuilderCommon.js', 'http://epoint.test').pathname]:
      `var siteInfo={"projectName":"/EWB-FRONT","siteGuid":"${SITE}",\n'pageSize': 15};\nfunction go() { window.location.href = "/index.html" }`,
    '/EWB-FRONT/rest/lightfrontaction/getgovinfolist': async (request) =>
      answer(await sentWith(request), { wrapping, underParams }),
    ...Object.fromEntries(EPOINT_ENTRIES.filter(({ year }) => year !== null).map((each) => [each.href, article(each)])),
  }
}

function answer(sent: string, { wrapping, underParams }: EpointTraps) {
  const whole = JSON.parse(sent) as Record<string, unknown>
  const asked = (underParams ? whole['params'] : whole) as Record<string, unknown> | undefined
  const isMeant = asked?.['siteGuid'] === SITE && asked['categorynum'] === '003006' && asked['deptcode'] === 'CZJ01'
  const size = Number(asked?.['pageSize'])
  const from = Number(asked?.['pageIndex']) * size
  const shown = isMeant ? EPOINT_ENTRIES.slice(from, from + size) : []
  const data = shown.map(({ href, title, day, category }) => ({
    title: `${title.slice(0, 10)}…`,
    realtitle: title,
    infourl: href,
    infodate: day,
    categoryname: category,
  }))
  const custom = { total: isMeant ? EPOINT_ENTRIES.length : 0, data }
  const text = JSON.stringify({ custom: wrapping === 'inside' ? JSON.stringify(custom) : custom, status: { code: '200' } })
  return { body: wrapping === 'twice' ? JSON.stringify(text) : text, headers: { 'content-type': 'text/json;charset=UTF-8' } }
}

function article({ title, day, year }: EpointEntry): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body><h2>${title}</h2>
<p>信息时间：${day}　字号：大 中 小</p><div class="ewb-zoom">${year === null ? '' : reportBody(NAME, year)}</div></body></html>`
}
