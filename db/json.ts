/** What JSON escapes and `jsonb` refuses: a zero character, and half of a character that was cut in two. */
const REFUSED = /\\u(?:0000|d[89a-f])/

/** JSON that PostgreSQL takes as `jsonb`: what it refuses becomes U+FFFD, so that one odd character costs no document. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!REFUSED.test(json)) return json
  return JSON.stringify(value, (_key, each) => (typeof each === 'string' ? each.toWellFormed().replaceAll('\0', '\ufffd') : each))
}
