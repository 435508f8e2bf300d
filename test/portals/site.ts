/** One address of a sample host. */
export type Resource = {
  readonly body: Uint8Array
  readonly contentType: string
  /** When the page was last written (ISO time), where the host says so. */
  readonly lastModified: string | null
  /** Name under which a browser saves it. */
  readonly saveAs?: string
}

/** All addresses of a host, by path and query. */
export type Site = ReadonlyMap<string, Resource>

/** A text resource, encoded as UTF-8. */
export function textResource(text: string, contentType: string, lastModified: string | null = null): Resource {
  return { body: new TextEncoder().encode(text), contentType: `${contentType}; charset=utf-8`, lastModified }
}

/** A page, `day` and `clock` in China's time. */
export function page(html: string, written: { readonly day: string; readonly clock: string } | null): Resource {
  return textResource(html, 'text/html', written && `${written.day}T${written.clock}:00+08:00`)
}
