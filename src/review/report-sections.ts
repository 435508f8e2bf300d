import { dateSource } from '../model/date-source.ts'
import type { DateEvidence, Report, Section } from '../model/report.ts'
import { formatDay, formatNumber } from './dates.ts'
import { type Html, html } from './html.ts'
import type { Visitor } from './visitor.ts'
import { CLAIM_TITLES, SCOPE_TITLES } from './words.ts'

export function sectionTitle({ words }: Visitor, section: Section): string {
  return section.number === 0 ? words.preface : `${words.section(section.number)} ${section.title}`
}

export function sectionView(visitor: Visitor, section: Section, quote: string | null): Html {
  const holdsQuote = quote !== null && section.text.includes(quote)
  return html`<details${(holdsQuote || section.number === 1) && html` open`}><summary>${sectionTitle(visitor, section)}</summary>${paragraphs(section.text, quote)}</details>`
}

export function paragraphs(text: string, quote: string | null): Html {
  const [before, ...after] = quote ? text.split(quote) : [text]
  return html`<p>${before}${after.length > 0 && html`<mark>${quote}</mark>${after.join(quote ?? '')}`}</p>`
}

/** What the opening tells: period, scope and contact data, each only where it was read. */
export function about({ words, language }: Visitor, { period, scope, scopeWords, contact }: Report): Html | null {
  const rows = [
    [words.period, period && `${formatDay(period.start, language)} – ${formatDay(period.end, language)}`],
    [words.scope, scope && `${SCOPE_TITLES[scope][language]}（${scopeWords}）`],
    [words.contact, contact && Object.values(contact).filter(Boolean).join(' · ')],
  ].filter(([, value]) => value)
  if (rows.length === 0) return null
  return html`<table class="plain-table"><tbody>${rows.map(([title, value]) => html`<tr><th scope="row">${title}</th><td>${value}</td></tr>`)}</tbody></table>`
}

export function claims(visitor: Visitor, { claims: all }: Report): Html | null {
  const { words, language } = visitor
  if (all.length === 0) return null
  return html`<h2>${words.claims}</h2><table class="plain-table"><thead><tr><th scope="col">${words.claimKind}</th><th scope="col" class="number">${words.claimValue}</th><th scope="col">${words.claimText}</th></tr></thead>
  <tbody>${all.map(
    (claim) =>
      html`<tr><td>${CLAIM_TITLES[claim.kind][language]}${claim.label && html` <span class="soft">${claim.label}</span>`}</td><td class="number">${claim.approximate && '≈ '}${claim.value === null ? '' : formatNumber(claim.value)} ${claim.unit}</td><td>${claim.text}</td></tr>`,
  )}</tbody></table>`
}

export function datesTable({ words, language }: Visitor, dates: readonly DateEvidence[]): Html {
  if (dates.length === 0) return html`<p class="soft">${words.none}</p>`
  return html`<table class="plain-table"><tbody>${dates.map(
    ({ date, from }) => html`<tr><th scope="row">${formatDay(date, language)}</th><td>${dateSource(from, language)}</td></tr>`,
  )}</tbody></table>`
}
