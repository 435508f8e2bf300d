import { OLE_SIGNATURE } from './containers/ole.ts'

/** What the first bytes of a file say it is. `text` is everything that may be text; its reader decides further. */
export type FileFormat =
  | { readonly kind: 'pdf' | 'zip' | 'gzip' | 'ole' | 'rtf' | 'word-xml' | 'text' | 'picture' }
  | { readonly kind: 'unsupported'; readonly name: string; readonly advice: string }
  | { readonly kind: 'unknown' }

const AS_DOCX = 'save it as DOCX, PDF or HTML'
const AS_TEXT_PDF = 'save it as PNG or JPEG, or give the document as DOCX, HTML or PDF'
/** Pictures that are read by recognition: PNG and JPEG. */
const PICTURES = ['89504e470d0a1a0a', 'ffd8ff']
const UNPACK = 'unpack it and give the documents inside'

/** Formats that are told by their first bytes and not read. */
const SIGNATURES: readonly { readonly magic: string; readonly name: string; readonly advice: string }[] = [
  { magic: '47494638', name: 'a GIF picture', advice: AS_TEXT_PDF },
  { magic: '49492a00', name: 'a TIFF picture', advice: AS_TEXT_PDF },
  { magic: '4d4d002a', name: 'a TIFF picture', advice: AS_TEXT_PDF },
  { magic: '526172211a07', name: 'a RAR archive', advice: UNPACK },
  { magic: '377abcaf271c', name: 'a 7z archive', advice: UNPACK },
]

/** Tells a file's format by its bytes; the name plays no part. */
export function formatOf(bytes: Uint8Array): FileFormat {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024))
  const hex = head.subarray(0, 16).toString('hex')
  // An archive may begin with a PDF that is stored as it is.
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506') || hex.startsWith('504b0708')) return { kind: 'zip' }
  if (hex.startsWith('1f8b08')) return { kind: 'gzip' }
  if (PICTURES.some((magic) => hex.startsWith(magic))) return { kind: 'picture' }
  if (hex.startsWith(OLE_SIGNATURE)) return { kind: 'ole' }
  if (head.toString('latin1', 0, 16).startsWith('{\\rtf')) return { kind: 'rtf' }
  if (head.includes('%PDF-')) return { kind: 'pdf' }
  if (head.toString('latin1', 257, 262) === 'ustar') return { kind: 'unsupported', name: 'a TAR archive', advice: UNPACK }
  if (hex.startsWith('424d') && head.length > 30 && head.readUInt32LE(6) === 0) {
    return { kind: 'unsupported', name: 'a BMP picture', advice: AS_TEXT_PDF }
  }
  if (hex.startsWith('52494646') && head.subarray(8, 12).toString('latin1') === 'WEBP') {
    return { kind: 'unsupported', name: 'a WebP picture', advice: AS_TEXT_PDF }
  }
  const signature = SIGNATURES.find(({ magic }) => hex.startsWith(magic))
  if (signature) return { kind: 'unsupported', name: signature.name, advice: signature.advice }
  return textFormat(bytes, head)
}

/** XML and MIME dialects of Word that look like text. */
function textFormat(bytes: Uint8Array, head: Buffer): FileFormat {
  const start = head.toString('latin1')
  if (/<\?mso-application\b|<w:wordDocument\b|<pkg:package\b/.test(start)) {
    return { kind: 'word-xml' }
  }
  if (/^\s*MIME-Version:/i.test(start) || /^(?:[\w-]+:[^\n]*\r?\n)+[\s\S]*multipart\/related/i.test(start)) {
    return { kind: 'unsupported', name: 'a web archive (MHTML)', advice: AS_DOCX }
  }
  return looksBinary(bytes) ? { kind: 'unknown' } : { kind: 'text' }
}

/** Control characters that no text file has, unless it is UTF-16. */
function looksBinary(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return false
  const window = Math.min(bytes.length, 65_536)
  let control = 0
  let zeros = 0
  for (let i = 0; i < window; i++) {
    const byte = bytes[i]!
    if (byte >= 0x20) continue
    if (byte === 0) zeros++
    else if (byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 11 && byte !== 27) control++
  }
  return control > window / 100 || (zeros > 0 && zeros < window / 20 && zeros > window / 1000) || zeros > window * 0.6
}
