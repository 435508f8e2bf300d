/** Text as it may stand in HTML, XML or an attribute. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** The span attributes of a table cell. */
export function spanAttributes({ columns, rows }: { readonly columns: number; readonly rows: number }): string {
  return `${columns > 1 ? ` colspan="${columns}"` : ''}${rows > 1 ? ` rowspan="${rows}"` : ''}`
}
