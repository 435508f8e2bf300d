import { type Html, html } from './html.ts'

/** A link to a portal, opened apart and without telling it where the visitor comes from; of a local file only its name is told. */
export function externalLink(address: string): Html {
  if (/^https?:\/\//.test(address)) return html`<a href="${address}" target="_blank" rel="noreferrer noopener">${address}</a>`
  return html`<span>${URL.canParse(address) ? fileNameOf(new URL(address)) : address}</span>`
}

function fileNameOf({ pathname }: URL): string {
  const name = pathname.split('/').at(-1) ?? pathname
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
