import { createHash } from 'node:crypto'
import { escapeMarkup } from '../generate/layouts/markup.ts'
import { type Article, clockOf, serialOf } from './district/articles.ts'
import { articleFoot, type Frame, framePage, READER_TOOLS } from './page-furniture.ts'
import { renderReport } from './render-report.ts'
import { page, type Resource, textResource } from './site.ts'

/** One agency's column on the platform: its path holds the site and the channel, whose id may contain a dot. */
export type Channel = { readonly path: string; readonly agency: string; readonly pageSize: number }

/** A channel whose list a script fetches and draws, with its articles, which the server writes out whole. */
export function gongkaiChannel(frame: Frame, channel: Channel, articles: readonly Article[]): [string, Resource][] {
  const newestFirst = articles.toSorted((a, b) => b.date.localeCompare(a.date) || a.title.localeCompare(b.title))
  const pageCount = Math.max(1, Math.ceil(newestFirst.length / channel.pageSize))
  const answers = Array.from({ length: pageCount }, (_, index): [string, Resource] => {
    const shown = newestFirst.slice(index * channel.pageSize, (index + 1) * channel.pageSize)
    const answer = {
      total: newestFirst.length,
      pages: pageCount,
      page: index + 1,
      rows: shown.map((article) => ({ doc: documentName(article), title: article.title, day: article.date })),
    }
    return [
      `/gongkai/listing?channel=${channelId(channel)}&page=${index + 1}`,
      textResource(JSON.stringify(answer), 'application/json'),
    ]
  })
  const list = page(channelPage(frame, channel), null)
  const documents = newestFirst.map((article, index): [string, Resource] => [
    `${channel.path}${documentName(article)}`,
    page(documentPage(frame, channel, article, newestFirst[index - 1] ?? null, newestFirst[index + 1] ?? null), null),
  ])
  return [[channel.path, list], ...answers, ...documents]
}

/** The script of every channel page: draws the rows of one page, and the next one when 下一页 is pressed. */
export const LIST_SCRIPT = textResource(
  `(function () {
  var list = document.getElementById('rows')
  var count = document.getElementById('count')
  var back = document.getElementById('back')
  var next = document.getElementById('next')
  var channel = list.getAttribute('data-channel')
  var current = 1
  function draw(answer) {
    current = answer.page
    list.textContent = ''
    answer.rows.forEach(function (row) {
      var item = document.createElement('li')
      var link = document.createElement('a')
      link.href = location.pathname + row.doc
      link.title = row.title
      link.target = '_blank'
      link.textContent = row.title
      var day = document.createElement('span')
      day.textContent = row.day
      item.append(link, day)
      list.append(item)
    })
    count.textContent = '共' + answer.total + '条　第' + answer.page + '/' + answer.pages + '页'
    back.disabled = answer.page <= 1
    next.disabled = answer.page >= answer.pages
  }
  function show(page) {
    next.disabled = back.disabled = true
    fetch('/gongkai/listing?channel=' + encodeURIComponent(channel) + '&page=' + page)
      .then(function (response) { return response.json() })
      .then(draw)
  }
  back.addEventListener('click', function () { show(current - 1) })
  next.addEventListener('click', function () { show(current + 1) })
  show(1)
})()
`,
  'application/javascript',
)

function channelId({ path }: Channel): string {
  return (
    path
      .split('/')
      .at(-2)
      ?.replace(/^channel_/, '') ?? ''
  )
}

/** 24 hex digits, of which the first eight are the second in which the draft was made: here, the morning of the page date. */
function documentName(article: Article): string {
  const second = Math.floor(Date.parse(`${article.date}T08:30:00+08:00`) / 1000)
  const rest = createHash('sha256').update(`${article.column}${article.title}`).digest('hex').slice(0, 16)
  return `doc_${second.toString(16).padStart(8, '0')}${rest}.html`
}

function channelPage(frame: Frame, channel: Channel): string {
  return framePage(frame, {
    title: `政府信息公开年度报告-${channel.agency}`,
    meta: [
      ['ColumnName', '政府信息公开年度报告'],
      ['ColumnType', '信息公开年报'],
      ['ColumnDescription', ''],
      ['ColumnKeywords', ''],
    ],
    trail: [
      { text: '首页', href: '/gongkai/' },
      { text: channel.agency, href: null },
      { text: '政府信息公开年度报告', href: null },
    ],
    main: `<h3 class="column">${channel.agency} · 政府信息公开年度报告</h3>
<ul class="list" id="rows" data-channel="${channelId(channel)}"></ul>
<div class="pages"><button id="back" type="button" disabled>上一页</button><button id="next" type="button" disabled>下一页</button><span id="count"></span></div>
<script src="/gongkai/js/list.js"></script>`,
  })
}

function documentPage(frame: Frame, channel: Channel, article: Article, previous: Article | null, next: Article | null): string {
  const { paper } = article
  if (paper.kind === 'attached-report') throw new Error(`${article.title}: this sample host carries no attachments.`)
  const body =
    paper.kind === 'report'
      ? renderReport(paper.report, paper.signedOn)
      : paper.paragraphs.map((text) => `<p>${escapeMarkup(text)}</p>`).join('\n')
  const neighbour = (each: Article | null) => each && { title: each.title, href: documentName(each) }
  const title = escapeMarkup(article.title)
  const main = `<table class="xxb"><tbody>
<tr><td class="k">标　　题</td><td colspan="3">${title}</td></tr>
<tr><td class="k">索 引 号</td><td>990100${String(serialOf(article)).slice(-4)}/${article.date.slice(0, 4)}-${serialOf(article)}</td><td class="k">文　　号</td><td>无文号</td></tr>
<tr><td class="k">发文日期</td><td>${article.date}</td><td class="k">发布机构</td><td>${article.source}</td></tr>
</tbody></table>
<div class="article">
<h2>${title}</h2>
<div class="info"><span>发布日期：${article.date}</span>${READER_TOOLS}</div>
<div class="tabs" hidden>正文内容区域请使用tab按钮切换浏览</div>
<div class="text" id="content">
${body}
</div>
${articleFoot(neighbour(previous), neighbour(next))}
</div>`
  return framePage(frame, {
    title: `${article.title}-${channel.agency}`,
    meta: [
      ['ArticleTitle', article.title],
      ['PubDate', `${article.date} ${clockOf(article)}`],
      ['ContentSource', article.source],
      ['ColumnName', '政府信息公开年度报告'],
      ['ColumnType', '信息公开年报'],
    ],
    trail: [
      { text: '首页', href: '/gongkai/' },
      { text: channel.agency, href: null },
      { text: '政府信息公开年度报告', href: './' },
    ],
    main,
  })
}
