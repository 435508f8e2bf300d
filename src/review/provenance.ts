import type { KeptFetch } from '../../db/evidence.ts'
import type { CaptureRow } from '../../db/tables.ts'
import { formatTime } from './dates.ts'
import { externalLink } from './external-link.ts'
import { type Html, html } from './html.ts'
import type { Visitor } from './visitor.ts'
import { OUTCOME_TITLES, TLS_TITLES } from './words.ts'

/** A document of a report, and the requests of its address. */
export type Provenance = {
  readonly capture: CaptureRow
  readonly bytes: number
  /** Read over a certificate that could not be verified, and never over one that could. */
  readonly isUnverified: boolean
  /** The request that brought these bytes first; null where they came with none of their own (a local file, out of an archive). */
  readonly first: KeptFetch | null
  /** The last one of this address, whatever came of it. */
  readonly last: KeptFetch | null
}

/** How the documents of a report came to us. */
export function provenanceTable(visitor: Visitor, documents: readonly Provenance[]): Html {
  const { words, language } = visitor
  if (documents.length === 0) return html`<p class="soft">${words.none}</p>`
  return html`<table class="plain-table provenance"><tbody>${documents.map(
    ({ capture, bytes, first, last, isUnverified }) => html`
    <tr class="document"><th scope="row">${words.address}</th><td>${/^https?:/.test(capture.url) ? externalLink(capture.url) : capture.url}
      ${capture.attachment_of !== null && html`<br><span class="soft">${words.attachmentOf} ${externalLink(capture.attachment_of)}</span>`}</td></tr>
    <tr><th scope="row">${words.firstFetched}</th><td>${first ? requestLine(visitor, first) : html`${formatTime(capture.first_seen_at, language)} <span class="soft">${words.noRequest}</span>`}</td></tr>
    ${
      first &&
      first.redirects.length > 0 &&
      html`<tr><th scope="row">${words.redirects}</th><td><ol class="way">${first.redirects.map((url) => html`<li>${externalLink(url)}</li>`)}</ol></td></tr>`
    }
    ${last && last.id !== first?.id && html`<tr><th scope="row">${words.lastAsked}</th><td>${requestLine(visitor, last)}</td></tr>`}
    ${first?.tls && html`<tr><th scope="row">${words.connection}</th><td>${isUnverified ? html`<b class="unverified">${TLS_TITLES[first.tls][language]}</b>` : TLS_TITLES[first.tls][language]}</td></tr>`}
    <tr><th scope="row">SHA-256</th><td><code class="hash">${capture.sha256}</code> <span class="soft">${words.bytesOf(bytes)}</span></td></tr>`,
  )}</tbody></table>`
}

function requestLine({ language }: Visitor, { fetchedAt, status, outcome }: KeptFetch): Html {
  return html`${formatTime(fetchedAt, language)} · ${OUTCOME_TITLES[outcome][language]}${status !== null && html` <span class="soft">HTTP ${status}</span>`}`
}
