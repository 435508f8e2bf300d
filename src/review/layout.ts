import { accountWords } from './account-words.ts'
import { assetPath } from './assets.ts'
import { filterQuery, WAITING } from './finding-filters.ts'
import { type Html, html } from './html.ts'
import { listWords } from './list-words.ts'
import { paperWords } from './paper-words.ts'
import type { Route } from './permissions.ts'
import { registryWords } from './registry-words.ts'
import { releaseWords } from './release-words.ts'
import type { Visitor } from './visitor.ts'

type Place = 'overview' | 'findings' | 'reports' | 'filings' | 'papers' | 'portals' | 'registry' | 'releases' | 'runs'

type PageParts = {
  readonly title: string
  /** The part of the site that the page belongs to. */
  readonly current: Place | null
  readonly body: Html
  /** Lets the page use the whole width of a wide screen. */
  readonly wide?: boolean
  /** Whether findings can be chosen on it. */
  readonly chooses?: boolean
  /** Loads the page again every few seconds, while something goes on. */
  readonly reloads?: boolean
}

/**
 * The frame of every page. Its link to `#end` keeps a browser that knows it (Chromium 124 and later) from painting half a page: a table whose columns are as wide as
 * what is in them would jump with each piece that comes.
 */
export function layout(
  visitor: Visitor,
  { title, current, body, wide = false, chooses = false, reloads = false }: PageParts,
): string {
  const { words, language, url } = visitor
  const all: readonly (readonly [Place, string, string, Route?])[] = [
    ['findings', `/findings${filterQuery(WAITING)}`, words.findings],
    ['reports', '/reports', words.reports],
    ['filings', '/filings', words.filings],
    ['papers', '/papers', paperWords(visitor).papers],
    ['portals', '/portals', words.portals],
    ['registry', '/registry', registryWords(visitor).registry],
    ['releases', '/releases', releaseWords(visitor).nav],
    ['runs', '/runs', words.runs, 'GET /runs'],
  ]
  const places = all.filter(([, , , route = 'GET /']) => visitor.may(route))
  const other = language === 'zh' ? 'en' : 'zh'
  const switched = new URLSearchParams(url.search)
  switched.set('lang', other)
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<title>${title} · ${words.product}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${assetPath('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetPath('style.css')}">
<link rel="expect" href="#end" blocking="render">
<script src="${assetPath('keys.js')}" defer></script>${
    chooses &&
    html`
<script src="${assetPath('list.js')}" defer></script>`
  }${
    reloads &&
    html`
<script src="${assetPath('reload.js')}" defer></script>`
  }
</head>
<body${wide && html` class="wide"`}>
<a class="skip" href="#content">${words.skipToContent}</a>
<header class="top">
  <a class="mark" href="/"${current === 'overview' && html` aria-current="page"`}>勾稽<span>${words.productLine}</span></a>
  <nav aria-label="${words.mainMenu}">${places.map(
    ([place, href, label]) => html`<a href="${href}"${place === current && html` aria-current="page"`}>${label}</a>`,
  )}</nav>
  <div class="visitor">${whoView(visitor)}
    <a href="${url.pathname}?${switched.toString()}" hreflang="${other}" lang="${other}">${other === 'en' ? 'English' : '中文'}</a></div>
</header>
${visitor.identity?.via === 'machine' && html`<aside class="machine" aria-label="${accountWords(visitor).notice}">${accountWords(visitor).machineNotice}</aside>`}
<div id="content">${body}</div>
${helpDialog(visitor)}
<div id="end"></div>
</body>
</html>`.toString()
}

/** Who is signed in, and the way out; administrators also have the way to all accounts. */
function whoView(visitor: Visitor): Html | null {
  const { identity, words, url } = visitor
  const own = accountWords(visitor)
  if (identity === null) return url.pathname === '/sign-in' ? null : html`<a href="/sign-in">${own.signIn}</a>`
  if (identity.via !== 'session')
    return html`<span title="${words.decidesAs}">${identity.via === 'machine' ? words.thisMachine : identity.called}</span>`
  return html`${visitor.may('GET /accounts') && html`<a href="/accounts">${own.accounts}</a>`}
    <a href="/account" title="${own.myAccount}">${identity.called}</a>
    <form method="post" action="/sign-out"><button class="plain-button">${own.signOut}</button></form>`
}

function helpDialog(visitor: Visitor): Html {
  const { words } = visitor
  const own = listWords(visitor)
  const keys = [
    ['j', words.keyNext],
    ['k', words.keyPrevious],
    ['Enter', words.keyOpen],
    ['c', words.keyConfirm],
    ['d', words.keyDismiss],
    ['a', own.keyAssign],
    ['x', own.keyChoose],
    ['← ↑ ↓ →', words.keyCells],
    ['/', words.keySearch],
    ['?', words.keyHelp],
  ] as const
  return html`<dialog id="keys" aria-label="${words.keys}"><h2>${words.keys}</h2>
  <dl>${keys.map(([key, meaning]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${meaning}</dd></div>`)}</dl>
  <form method="dialog"><button>${words.close}</button></form></dialog>`
}
