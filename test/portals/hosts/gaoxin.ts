import type { Routes } from '../../crawlers/serve.ts'
import { escapeMarkup } from '../../generate/layouts/markup.ts'
import { hashOf } from '../district/dice.ts'
import { candidate, type Host, type Listed, passedOver } from './host.ts'
import { reportBody } from './report-body.ts'

/** A channel of the platform: an agency's site and the list of its reports. */
type Channel = {
  readonly authority: string
  readonly name: string
  readonly path: string
  /** 发布机构 as its pages print it; without one the cell is empty. */
  readonly publisher: (year: number) => string
  /** Reports for these years. */
  readonly years: readonly number[]
  /** The page of the channel asks for its counter again and again. */
  readonly polls?: boolean
  /** The channel is its only article. */
  readonly isArticle?: boolean
}

const ZONE = '示例高新区'
const YEARS = [2025, 2024, 2023]
const RENAMED = { authority: 'fgj', now: `${ZONE}发展改革局`, before: `${ZONE}经济发展局`, lastYear: 2023 }

/** The name under which a body reported on a year. */
function nameIn({ authority, name }: Pick<Channel, 'authority' | 'name'>, year: number): string {
  return authority === RENAMED.authority && year <= RENAMED.lastYear ? RENAMED.before : name
}

/** Ids of channels are hex digits, or parts with dots in them. */
const CHANNELS: readonly Channel[] = [
  // Renamed; its address still tells the old name, and its pages name the publisher of their time.
  {
    authority: RENAMED.authority,
    name: RENAMED.now,
    path: '/gongkai/site_gxqjjfzj/channel_6094b50358d659735c4300a1/',
    publisher: (year) => (year <= RENAMED.lastYear ? RENAMED.before : RENAMED.now),
    years: YEARS,
  },
  {
    authority: 'jsj',
    name: `${ZONE}建设局`,
    path: '/gongkai/site_gxqjsj/channel_c_5f9f6c84b9dfe9bfb0a8c8a1_n_1605684496.6246/',
    publisher: () => '高新区建设局',
    years: YEARS,
  },
  {
    authority: 'czj',
    name: `${ZONE}财政金融局`,
    path: '/gongkai/site_gxqczjrj/channel_6076a2501887a377796b00a3/',
    publisher: () => ZONE,
    years: YEARS,
    polls: true,
  },
  {
    authority: 'gxj',
    name: `${ZONE}工业信息化和商务局`,
    path: '/gongkai/site_gxqkjgyhxxhj/channel_c_5f9f6c84b9dfe9bfb0a8c8a4_n_1605684501.1817/',
    publisher: () => '',
    years: YEARS,
  },
  {
    authority: 'spj',
    name: `${ZONE}行政审批服务局`,
    path: '/gongkai/site_gxqxzspfwj/channel_6076a2531887a377796b00a5/',
    publisher: () => `${ZONE}行政审批服务局`,
    years: YEARS,
  },
  {
    authority: 'shiqiao',
    name: '石桥镇人民政府',
    path: '/gongkai/site_gxqsqz/channel_6076a26b1887a377796b00a6/',
    publisher: () => '石桥镇',
    years: YEARS,
  },
  {
    authority: 'gwh',
    name: `${ZONE}管理委员会办公室`,
    path: '/gongkai/site_gxqgwhbgs/channel_6076a26c1887a377796b00a7/',
    publisher: () => '高新区管委会办公室',
    years: [2025],
    isArticle: true,
  },
  {
    authority: 'wjzx',
    name: `${ZONE}卫生健康事业中心`,
    path: '/gongkai/site_gxqwsjksyzx/channel_6076a26d1887a377796b00a8/',
    publisher: () => '高新区卫生健康事业中心',
    years: [2025, 2023],
  },
]
/** The column of the system before this one, with its own copies of old reports. */
const TWIN = '/col/col61469/index.html'
const PER_PAGE = 5

const titleOf = (name: string, year: number) => `${name}${year}年政府信息公开工作年度报告`

/** Hex digits, of which the first eight are the second in which the draft was made. */
function documentPath({ path }: Channel, draftedOn: string, title: string): string {
  const second = Math.floor(Date.parse(`${draftedOn}T09:12:00+08:00`) / 1_000).toString(16)
  const rest = [1, 2].map((n) => (hashOf(`${n}/${path}/${title}`) >>> 0).toString(16).padStart(8, '0')).join('')
  return `${path}doc_${second.padStart(8, '0')}${rest}.html`
}

/** A draft is made before its day of publication, or after the day that is printed. */
function draftedOn(channel: Channel, year: number): string {
  return channel.authority === 'jsj' ? `${year + 1}-01-30` : `${year + 1}-01-13`
}

const dayOf = (year: number) => `${year + 1}-01-19`

function reportsOf(channel: Channel): readonly Listed[] {
  return channel.years.map((year) => {
    const title = titleOf(nameIn(channel, year), year)
    const href = channel.isArticle ? channel.path : documentPath(channel, draftedOn(channel, year), title)
    return candidate(href, title, channel.isArticle ? '' : dayOf(year), channel.authority)
  })
}

/** Published again at a new address, the first one left where it was. */
function correctedOf(channel: Channel): readonly Listed[] {
  if (channel.authority !== 'spj') return []
  const title = `${titleOf(channel.name, 2025)}（更正）`
  return [candidate(documentPath(channel, '2026-02-10', title), title, '2026-02-10', channel.authority)]
}

function othersOf(channel: Channel): readonly Listed[] {
  if (channel.isArticle) return []
  const paper = (title: string, day: string) => passedOver('not-report', documentPath(channel, day, title), title, day)
  return [
    paper(`关于做好${channel.name}2025年政府信息公开工作年度报告编制工作的通知`, '2026-01-04'),
    paper(`一图读懂${channel.name}2024年政府信息公开工作年度报告`, '2025-02-06'),
  ]
}

function entriesOf(channel: Channel): readonly Listed[] {
  const all = [...correctedOf(channel), ...reportsOf(channel), ...othersOf(channel)]
  return all.toSorted((a, b) => b.date.localeCompare(a.date))
}

const WITH_TWIN = CHANNELS.find(({ authority }) => authority === 'jsj')!
const TWINS: readonly Listed[] = [2025, 2024].map((year) =>
  candidate(`/art/${year + 1}/1/19/art_61469_${year}.html`, titleOf(WITH_TWIN.name, year), dayOf(year), WITH_TWIN.authority),
)

function framed(title: string, main: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${escapeMarkup(title)}</title><meta name="ColumnType" content="信息公开年报">
<script src="/gongkai/js/list.js"></script></head><body><ul class="side"><li><a href="/gongkai/site_gxq/">${ZONE}</a></li><li><a href="/gongkai/zhinan/">政府信息公开指南</a></li></ul>
${main}<p class="foot">本站为演示用虚构网站</p></body></html>`
}

function channelPage(channel: Channel): string {
  const list = `<h3>${channel.name} · 政府信息公开年报</h3><ul id="rows" data-channel="${idOf(channel)}"></ul><a id="next">下一页</a>`
  return framed(`政府信息公开年报-${channel.name}`, `${list}${channel.polls === true ? '<i id="polls"></i>' : ''}`)
}

const idOf = ({ path }: Channel) => path.split('/').at(-2)!.replace('channel_', '')

const SCRIPT = `var page = 0
function more() {
  var list = document.getElementById('rows')
  if (list === null) return
  page++
  fetch('/gongkai/rows?channel=' + encodeURIComponent(list.getAttribute('data-channel')) + '&page=' + page)
    .then(function (response) { return response.json() })
    .then(function (answer) {
      list.innerHTML = answer.rows.map(function (row) {
        return '<li><a target="_blank" href="' + location.pathname + row.doc + '" title="' + row.title + '">' + row.title + '</a><span>' + row.day + '</span></li>'
      }).join('')
      if (page >= answer.pages) document.getElementById('next').className = 'disabled'
    })
}
document.addEventListener('DOMContentLoaded', function () {
  more()
  var next = document.getElementById('next')
  if (next !== null) next.addEventListener('click', more)
  if (document.getElementById('polls') !== null) setInterval(function () { fetch('http://counter.example.com/hit') }, 200)
})`

function rowsOf(channel: Channel): Routes {
  const entries = entriesOf(channel)
  const pages = Math.ceil(entries.length / PER_PAGE)
  return Object.fromEntries(
    Array.from({ length: pages }, (_, index) => {
      const shown = entries.slice(index * PER_PAGE, (index + 1) * PER_PAGE)
      const rows = shown.map(({ href, title, date }) => ({ doc: href.slice(channel.path.length), title, day: date }))
      const address = `/gongkai/rows?channel=${encodeURIComponent(idOf(channel))}&page=${index + 1}`
      const headers = { 'content-type': 'application/json' }
      return [address, { body: JSON.stringify({ total: entries.length, pages, rows }), headers }]
    }),
  )
}

function article({ title, date }: Listed, publisher: string, body: string): string {
  const shown = escapeMarkup(title)
  return framed(
    title,
    `<table class="xxb"><tr><td>标　　题</td><td>${shown}</td></tr><tr><td>索 引 号</td><td>234234234234444444/2026-206221</td><td>文　　号</td><td>无文号</td></tr>
<tr><td>发文日期</td><td>${date}</td><td>发布机构</td><td>${publisher}</td></tr></table>
<div class="article"><h2>${shown}</h2><p>发布日期：${date}　字号：大 中 小　打印</p>${body}</div>`,
  )
}

function articlesOf(channel: Channel, isCorrected: boolean): Routes {
  const reports = reportsOf(channel).map((listed, n): [string, string] => {
    const year = channel.years[n]!
    const body = reportBody(nameIn(channel, year), year, { corrected: isCorrected, lasting: channel.name })
    return [listed.href, article({ ...listed, date: dayOf(year) }, channel.publisher(year), body)]
  })
  const corrected = correctedOf(channel).map((listed): [string, string] => [
    listed.href,
    article(listed, channel.publisher(2025), reportBody(channel.name, 2025, { corrected: true })),
  ])
  return Object.fromEntries([...reports, ...corrected])
}

/** The old system: its column as a static list, its articles with bodies of their own. */
function twinRoutes(isCorrected: boolean): Routes {
  const rows = TWINS.map(
    ({ href, title, date }) => `<li><a href="${href}" title="${title}">${title}</a><span>${date}</span></li>`,
  )
  return {
    [TWIN]: `<html><head><title>政府信息公开年报</title></head><body><div class="box"><ul class="list">${rows.join('')}</ul></div></body></html>`,
    ...Object.fromEntries(
      TWINS.map((listed, n) => [
        listed.href,
        `<html><head><title>${listed.title}</title></head><body><h1>${listed.title}</h1><div id="zoom">${reportBody(WITH_TWIN.name, 2025 - n, { corrected: isCorrected })}</div></body></html>`,
      ]),
    ),
  }
}

/** The bodies of the zone, as they are to be registered. */
export const GAOXIN_AUTHORITIES = CHANNELS.map(({ authority, name }) => ({
  id: authority,
  name,
  kind: authority === 'shiqiao' ? ('township' as const) : ('gov_department' as const),
  former_names: authority === RENAMED.authority ? [{ name: RENAMED.before, until: RENAMED.lastYear }] : [],
}))
export const GAOXIN_DISTRICT = ZONE

/** gongkai: lists that a script draws, articles that the server writes. `corrected`: reports at their old addresses with right figures. */
export function gaoxinHost({ corrected = false } = {}): Host {
  const columns = CHANNELS.map((channel) => ({
    path: channel.path,
    authorities: [channel.authority],
    truth: entriesOf(channel),
  }))
  return {
    columns: [...columns, { path: TWIN, authorities: [WITH_TWIN.authority], truth: TWINS }],
    routes: {
      '/gongkai/js/list.js': SCRIPT,
      ...Object.assign({}, ...CHANNELS.map(rowsOf)),
      ...Object.fromEntries(CHANNELS.filter(({ isArticle }) => !isArticle).map((each) => [each.path, channelPage(each)])),
      ...Object.assign({}, ...CHANNELS.map((each) => articlesOf(each, corrected))),
      ...twinRoutes(corrected),
    },
  }
}
