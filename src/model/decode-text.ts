/** Text and the character set it was decoded with. */
export type DecodedText = { readonly text: string; readonly charset: string }

/** How many bytes are searched for a `<meta charset>`; browsers stop at 1,024, portals with long comments need more. */
const META_WINDOW = 8192

/** Labels of Chinese encodings; all of the first kind are subsets of GB18030, as which they are decoded. */
const GB_LABELS = new Set([
  'gb2312',
  'gb_2312',
  'gb_2312-80',
  'gbk',
  'x-gbk',
  'gb18030',
  'cp936',
  'ms936',
  'chinese',
  'euc-cn',
  'hz-gb-2312',
])
const BIG5_LABELS = new Set(['big5', 'big5-hkscs', 'cn-big5', 'x-x-big5'])
const UTF8_LABELS = new Set(['utf-8', 'utf8', 'unicode-1-1-utf-8'])

/** A text that decodes as UTF-8 with fewer bad sequences than this share is UTF-8 with a few damaged bytes, not GB18030. */
const TOLERABLE_DAMAGE = 0.02

/**
 * Decodes the bytes of a page or text file: byte order mark, else strict UTF-8, else the set that the page (`<meta>`) or the response
 * header names, else GB18030. Labels are evidence only: a set that does not fit the bytes is passed over, Latin sets always are,
 * since error pages and old servers claim them for Chinese text. Offsets into the returned text count from after a byte order mark.
 */
export function decodeText(bytes: Uint8Array, headerCharset?: string): DecodedText {
  const { text, charset } = byEvidence(bytes, headerCharset)
  // Zeros between characters are slips of old servers, which browsers pass over. Bytes are searched faster than characters.
  return { text: bytes.includes(0) ? text.replaceAll('\0', '') : text, charset }
}

function byEvidence(bytes: Uint8Array, headerCharset: string | undefined): DecodedText {
  const marked = byteOrderMark(bytes)
  if (marked) return { text: decode(bytes, marked), charset: marked }

  const utf8 = decodeStrictly(bytes)
  if (utf8 !== null) return { text: utf8, charset: 'utf-8' }

  const wide = guessUtf16(bytes)
  if (wide) return { text: decode(bytes, wide), charset: wide }

  for (const label of [metaCharset(bytes), headerCharset]) {
    const charset = normaliseLabel(label)
    if (charset === 'utf-8') {
      const text = decode(bytes, 'utf-8')
      if (damage(text) < TOLERABLE_DAMAGE) return { text, charset }
    } else if (charset) {
      return { text: decode(bytes, charset), charset }
    }
  }

  const gb = decode(bytes, 'gb18030')
  const lossy = decode(bytes, 'utf-8')
  return damage(lossy) < Math.min(damage(gb), TOLERABLE_DAMAGE)
    ? { text: lossy, charset: 'utf-8' }
    : { text: gb, charset: 'gb18030' }
}

function decode(bytes: Uint8Array, charset: string): string {
  return new TextDecoder(charset).decode(bytes)
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/** Strict UTF-8, allowing one character cut off at the very end, as a broken transfer leaves it. */
function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cutOffTail(bytes)))
  } catch {
    return null
  }
}

function cutOffTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? back : 0
    }
  }
  return 0
}

/** UTF-16 without a mark: the high bytes of ASCII characters are zero, which no other text encoding has. */
function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes.length < 8 || bytes.length % 2 === 1) return null
  const window = Math.min(bytes.length, 4096)
  const zeros = [0, 0]
  for (let i = 0; i < window; i++) if (bytes[i] === 0) zeros[i % 2]!++
  const [even, odd] = zeros as [number, number]
  if (odd > window / 20 && odd > even * 4) return 'utf-16le'
  if (even > window / 20 && even > odd * 4) return 'utf-16be'
  return null
}

function metaCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, META_WINDOW))
  return (
    /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ??
    /<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]+)/i.exec(head)?.[1]
  )
}

function normaliseLabel(label: string | undefined): string | null {
  const name = label?.trim().toLowerCase() ?? ''
  if (GB_LABELS.has(name)) return 'gb18030'
  if (BIG5_LABELS.has(name)) return 'big5'
  if (UTF8_LABELS.has(name)) return 'utf-8'
  return null
}

/** Share of replacement characters among the characters beyond ASCII. */
function damage(text: string): number {
  let bad = 0
  let wide = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) wide++
    if (code === 0xfffd) bad++
  }
  return wide === 0 ? 0 : bad / wide
}
