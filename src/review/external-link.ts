import { type Html, html, type Piece } from './html.ts'

/** A link to a portal, opened apart and without telling it where the visitor comes from; other addresses stay text. */
export function externalLink(address: string, label?: Piece): Html {
  if (!/^https?:\/\//.test(address)) return html`${label ?? address}`
  return html`<a href="${address}" target="_blank" rel="noreferrer noopener">${label ?? address}</a>`
}
