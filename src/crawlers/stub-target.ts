/** A page below this size may be nothing but a hint to another one. */
const STUB_LENGTH = 2_000

/** Where a stub page sends its reader by script or by a refresh tag; null for an ordinary page, and for data and scripts. */
export function stubTarget(html: string): string | null {
  if (html.length > STUB_LENGTH || !/^[\s\uFEFF]*</.test(html)) return null
  const refresh = html.match(/<meta[^>]+http-equiv\s*=\s*["']?refresh["']?[^>]*?url\s*=\s*["']?([^"'>\s]+)/i)?.[1]
  const script = html.match(/\blocation(?:\.href)?\s*(?:=|\.replace\s*\(|\.assign\s*\()\s*["']([^"']+)["']/i)?.[1]
  return refresh ?? script ?? null
}
