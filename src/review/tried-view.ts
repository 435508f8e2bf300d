import { AUTHORITY_KIND_TITLES } from '../model/authority.ts'
import type { TriedColumn, TriedEntry, TriedPortal } from '../model/tried-portal.ts'
import { crawlSentence } from './crawl-sentence.ts'
import { formatNumber } from './dates.ts'
import { externalLink } from './external-link.ts'
import { type Html, html } from './html.ts'
import { problemTitle } from './portal-list.ts'
import { JUDGEMENT_TITLES, portalPageWords } from './portal-page-words.ts'
import type { Visitor } from './visitor.ts'

const SHOWN = 10

/** What a look at a page found: as `gouji portals try` tells it. */
export function triedView(visitor: Visitor, tried: TriedPortal): Html {
  const words = portalPageWords(visitor)
  const { siteName, links, bodies, isFollowed, columns, problems, next, requests } = tried
  return html`${siteName && html`<p>${words.siteName} <b>${siteName}</b></p>`}
  ${
    problems.length > 0 &&
    html`<ul class="problems">${problems.map(({ code, message, url }) => html`<li><b>${problemTitle(code, visitor.language)}</b> <code>${code}</code> ${crawlSentence(message, visitor.language)} <span class="soft address">${externalLink(url)}</span></li>`)}</ul>`
  }
  ${links.length > 0 && html`<h2>${words.linksFound}</h2><ul>${links.map((link) => html`<li>${link.words} <span class="address">${externalLink(link.url)}</span></li>`)}</ul>`}
  ${
    bodies.length > 0 &&
    html`<h2>${words.bodiesListed} <span class="soft">${bodies.length}</span></h2><p class="soft">${words.bodiesHint}</p><ul>${bodies.map((body) => html`<li>${body.name} <span class="soft">${AUTHORITY_KIND_TITLES[body.kind][visitor.language]}?</span> <span class="address">${externalLink(body.url)}</span></li>`)}</ul>`
  }
  ${isFollowed && html`<p class="notice">${words.isFollowed}</p>`}
  ${columns.map((column) => columnView(visitor, column))}
  <h2>${words.wouldAsk}</h2><p>${words.articlesOf(formatNumber(next.articles.length))}${visitor.language === 'zh' ? '，' : ', '}${words.pagesOf(pagesLeft(tried))}</p>
  <ul>${next.articles.slice(0, SHOWN).map((url) => html`<li class="address">${externalLink(url)}</li>`)}</ul>
  <p class="soft">${words.requestsMade(requests)}</p>`
}

function columnView(visitor: Visitor, { url, family, entries, declared, pages }: TriedColumn): Html {
  const words = portalPageWords(visitor)
  return html`<section><h2>${visitor.words.columns} <span class="address">${externalLink(url)}</span></h2>
  <p class="soft">${words.family} ${family ?? words.notRecognised} · ${words.firstPage(entries.length)}${declared !== null && ` · ${words.declared(declared)}`}${pages !== null && ` · ${words.pages(pages)}`}</p>
  ${
    entries.length > 0 &&
    html`<table class="board stacked tried"><thead><tr><th scope="col">${words.judgement}</th><th scope="col">${visitor.words.title}</th><th scope="col">${words.date}</th></tr></thead>
    <tbody>${entries.slice(0, SHOWN).map((entry) => entryRow(visitor, entry))}</tbody></table>`
  }
  ${entries.length > SHOWN && html`<p class="soft">${words.moreEntries(entries.length - SHOWN)}</p>`}</section>`
}

function entryRow(visitor: Visitor, { judgement, title, reason, date, dateInUrl, url }: TriedEntry): Html {
  const words = portalPageWords(visitor)
  const mark = { candidate: 'on-time', foreign: 'late-doubtful', 'not-report': 'exempt' }[judgement]
  return html`<tr><td><span class="status ${mark}">${JUDGEMENT_TITLES[judgement][visitor.language]}</span></td>
    <td class="whole">${title} ${reason && html`<span class="soft">${crawlSentence(reason, visitor.language)}</span>`} <div class="address">${externalLink(url)}</div></td>
    <td class="whole soft">${date && html`${words.inList} ${date} `}${dateInUrl && html`${words.inUrl} ${dateInUrl}`}</td></tr>`
}

/** Pages after the first where their number is told, else those whose addresses are. */
function pagesLeft({ columns, next }: TriedPortal): string {
  const told = columns.flatMap(({ pages }) => (pages === null ? [] : [pages - 1])).reduce((sum, pages) => sum + pages, 0)
  return told >= next.pages.length ? String(told) : `${next.pages.length}+`
}
