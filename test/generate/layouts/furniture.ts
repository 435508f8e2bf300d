import type { PrintedReport } from '../printed.ts'
import { escapeMarkup } from './markup.ts'

/** A whole page of a portal: bars, menus, information table and tools around the text, neighbours and footer below it. */
export function portalPage(body: string, { truth }: PrintedReport): string {
  const title = escapeMarkup(truth.title)
  const published = `${truth.year + 1}-01-26`
  return `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="SiteName" content="青禾县人民政府"><meta name="ColumnName" content="政府信息公开年报"><meta name="ColumnType" content="信息公开年报">
<meta name="ArticleTitle" content="${title}"><meta name="PubDate" content="${published} 10:12"><meta name="ContentSource" content="">
<title>${title}_政府信息公开年报_青禾县人民政府</title>
<script>var hits = 0; document.write('<p>浏览次数：' + hits + '</p>')</script><style>.TRS_Editor td{font-size:12px}</style>
</head><body>
<div class="top"><a href="javascript:void(0)">无障碍</a><a href="#">长者模式</a><span>今天是${truth.year + 2}年11月23日 星期一</span></div>
<ul class="menu"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/zmhd/">政民互动</a></li></ul>
<div class="side"><ul><li><a>政府信息公开指南</a></li><li><a>政府信息公开制度</a></li><li><a>法定主动公开内容</a></li><li><a>政府信息公开年报</a></li><li><a>依申请公开</a></li></ul></div>
<div class="trail">当前位置：<a href="/">首页</a> &gt; <a href="/zfxxgk/">政府信息公开</a> &gt; <a href="/zfxxgk/ndbg/">政府信息公开年报</a></div>
<table class="xxb"><tr><td>索&nbsp;&nbsp;引&nbsp;&nbsp;号：</td><td>000014348/${truth.year + 1}-00017</td><td>发布机构：</td><td>${truth.authority}</td></tr>
<tr><td>名　　称：</td><td colspan="3">${title}</td></tr><tr><td>文　　号：</td><td>无</td><td>发布日期：</td><td>${published}</td></tr></table>
<div class="info"><span>发布时间：${published} 10:12</span><span>来源：${truth.authority}</span><span>浏览次数：-</span><span>字号：【<a>大</a> <a>中</a> <a>小</a>】</span><a>打印</a><a>分享</a></div>
<div id="zoom" class="TRS_Editor">
${body}
</div>
<div class="foot"><p>上一篇：<a href="t2.html">${truth.authority}${truth.year - 1}年政府信息公开工作年度报告</a></p><p>下一篇：没有了</p><p><a>【关闭】</a></p></div>
<div class="footer"><p>主办单位：青禾县人民政府办公室　版权所有　网站标识码：1304000009</p><p><a>网站地图</a> 备案号：示ICP备05000001号</p></div>
</body></html>`
}
