import { escapeMarkup } from '../generate/layouts/markup.ts'

/** The site around its articles: what stands above, beside and below everything. */
export type Frame = {
  readonly siteName: string
  readonly domain: string
  readonly siteCode: string
  readonly css: string
  readonly menu: readonly { readonly text: string; readonly href: string }[]
  readonly organiser: string
  readonly phone: string
}

/** A whole page of a site: head with the usual meta tags, bars, menu, breadcrumb, main part and footer. */
export function framePage(
  frame: Frame,
  {
    title,
    meta,
    trail,
    main,
    scripts = [],
  }: {
    readonly title: string
    readonly meta: readonly (readonly [string, string])[]
    readonly trail: readonly { readonly text: string; readonly href: string | null }[]
    readonly main: string
    readonly scripts?: readonly string[]
  },
): string {
  const tags = [['SiteName', frame.siteName], ['SiteDomain', frame.domain], ['SiteIDCode', frame.siteCode], ...meta]
  const steps = trail.map(({ text, href }) =>
    href === null ? `<span>${text}</span>` : `<a href="${href}" class="CurrChnlCls">${text}</a>`,
  )
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
${tags.map(([name, content]) => `<meta name="${name}" content="${escapeMarkup(content ?? '')}">`).join('\n')}
<link rel="stylesheet" href="${frame.css}">
${scripts.map((source) => `<script src="${source}"></script>`).join('\n')}
</head>
<body>
<div class="bar"><div class="wide"><span>欢迎访问${frame.siteName}</span><span class="tools"><a href="javascript:void(0)">无障碍</a><a href="javascript:void(0)">长者模式</a><a href="javascript:void(0)">登录</a></span></div></div>
<div class="banner"><div class="wide"><h1 class="site">${frame.siteName}</h1><form class="search" action="/search" method="get"><input name="q" placeholder="请输入关键字"><button type="submit">搜索</button></form></div></div>
<div class="menu"><div class="wide"><ul>${frame.menu.map(({ text, href }) => `<li><a href="${href}">${text}</a></li>`).join('')}</ul></div></div>
<div class="wide body">
<div class="trail">当前位置：${steps.join(' &gt; ')}</div>
<div class="columns">
<div class="side"><h2>政府信息公开</h2><ul><li><a href="/zfxxgk/zhinan/">政府信息公开指南</a></li><li><a href="/zfxxgk/zhidu/">政府信息公开制度</a></li><li><a href="/zfxxgk/fdzdgk/">法定主动公开内容</a></li><li class="on"><a href="javascript:void(0)">政府信息公开年报</a></li><li><a href="/zfxxgk/ysqgk/">依申请公开</a></li></ul></div>
<div class="main">
${main}
</div>
</div>
</div>
<div class="footer"><div class="wide">
<p>主办单位：${frame.organiser}　　联系电话：${frame.phone}　　网站标识码：${frame.siteCode}</p>
<p>本站为演示用虚构网站，所载机构、人员和数据均为编造　　<a href="javascript:void(0)">网站地图</a>　<a href="javascript:void(0)">网站纠错</a></p>
</div></div>
</body>
</html>
`
}

/** The tools that stand inside the content box, between title and text. */
export const READER_TOOLS =
  '<span class="tools">字号：<a href="javascript:void(0)">大</a> <a href="javascript:void(0)">中</a> <a href="javascript:void(0)">小</a>　<a href="javascript:window.print()">打印</a>　分享到：<a href="javascript:void(0)">微信</a></span>'

/** What follows the text: neighbours in the column and ways out. */
export function articleFoot(
  previous: { title: string; href: string } | null,
  next: { title: string; href: string } | null,
): string {
  const link = (neighbour: { title: string; href: string } | null) =>
    neighbour ? `<a href="${neighbour.href}">${escapeMarkup(neighbour.title)}</a>` : '没有了'
  return `<div class="foot"><p>上一篇：${link(previous)}</p><p>下一篇：${link(next)}</p><p class="close"><a href="javascript:window.print()">【打印本页】</a><a href="javascript:window.close()">【关闭窗口】</a></p></div>`
}

/** Plain looks of a government portal, in the colour of the site. */
export function styleSheet(colour: string): string {
  return `body{margin:0;font:15px/1.8 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#222;background:#f4f5f7}
a{color:#1a4b84;text-decoration:none}a:hover{text-decoration:underline}
.wide{width:1160px;max-width:calc(100% - 24px);margin:0 auto}
.bar{background:#fff;border-bottom:1px solid #e3e5e8;font-size:13px;color:#777}.bar .wide{display:flex;justify-content:space-between}.bar a{margin-left:14px;color:#777}
.banner{background:${colour};color:#fff}.banner .wide{display:flex;align-items:center;justify-content:space-between;min-height:120px}
.banner .site{font:bold 34px/1.3 "Noto Serif CJK SC",serif;margin:0;letter-spacing:2px}.search input{height:30px;width:210px;border:0;padding:0 8px}.search button{height:32px;border:0;background:#e8c468;padding:0 14px}
.menu{background:#fff;border-bottom:2px solid ${colour}}.menu ul{display:flex;gap:42px;list-style:none;margin:0;padding:0}.menu a{display:block;padding:8px 0;font-weight:bold}
.trail{padding:12px 0;font-size:14px;color:#666}.columns{display:flex;gap:20px;align-items:flex-start}
.side{flex:none;width:210px;background:#fff;border:1px solid #e3e5e8}.side h2{margin:0;padding:10px 16px;font-size:17px;background:${colour};color:#fff}.side ul{list-style:none;margin:0;padding:0}.side li{border-top:1px solid #eef0f2}.side a{display:block;padding:9px 16px}.side .on a{color:${colour};font-weight:bold}
.main{flex:1;min-width:0;background:#fff;border:1px solid #e3e5e8;padding:22px 30px}.main h3.column{margin:0 0 12px;border-bottom:1px solid ${colour};font-size:18px;color:${colour}}
.list{list-style:none;margin:0;padding:0}.list li{display:flex;justify-content:space-between;gap:20px;border-bottom:1px dashed #dfe2e5;padding:7px 0}.list span{color:#888;white-space:nowrap}
table.gl_list{width:100%;border-collapse:collapse}table.gl_list td{padding:5px 4px}.GroupBlankLine{height:10px;border-bottom:1px dashed #dfe2e5}
.pages{margin:18px 0 4px;text-align:center}.pages a,.pages span,.pages button{display:inline-block;margin:0 3px;padding:2px 10px;border:1px solid #d5d9dd;background:#fff;font:inherit}.pages .now{background:${colour};color:#fff}
.article h2{margin:0 0 8px;text-align:center;font-size:24px;line-height:1.5}.article .info{display:flex;justify-content:space-between;border-bottom:1px solid #e3e5e8;padding-bottom:8px;color:#777;font-size:14px}
.article .text{padding:14px 0;overflow-x:auto}.text table{border-collapse:collapse;margin:10px auto;font-size:13px;line-height:1.5}.text td{border:1px solid #555;padding:3px 5px;text-align:center}
table.xxb{width:100%;border-collapse:collapse;margin-bottom:16px;font-size:14px}table.xxb td{border:1px solid #d5d9dd;padding:5px 10px}table.xxb td.k{background:#f4f6f9;width:90px;white-space:nowrap}
.foot{border-top:1px solid #e3e5e8;padding-top:10px;font-size:14px}.foot p{margin:4px 0}.close a{margin-right:12px}
.footer{margin-top:30px;padding:18px 0;background:#e9ebee;color:#666;font-size:14px;text-align:center}
@media(max-width:760px){.columns{flex-direction:column}.side{width:100%}.main{padding:16px;width:100%;box-sizing:border-box}.banner .wide{flex-wrap:wrap;padding:14px 0}.menu ul{gap:18px}}
`
}
