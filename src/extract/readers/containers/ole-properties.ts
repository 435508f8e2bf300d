import type { OleFile } from './ole.ts'

type Property = { readonly name: string; readonly content: string }

/** Properties by their numbers ([MS-OLEPS]), under the names that DOCX gives them. */
const NAMES: Readonly<Record<number, string>> = {
  2: 'title',
  3: 'subject',
  4: 'creator',
  5: 'keywords',
  6: 'description',
  8: 'lastModifiedBy',
  12: 'created',
  13: 'modified',
  18: 'application',
}
const CODE_PAGE = 1
const TYPE_INT16 = 2
const TYPE_TEXT = 30
const TYPE_WIDE_TEXT = 31
const TYPE_TIME = 64
const MAX_PROPERTIES = 200
/** Times count 100 ns from 1601. */
const EPOCH_1601 = 11_644_473_600_000n

/** Labels of code pages by their numbers; what is not named here is read as the set of simplified Chinese. */
const CODE_PAGES: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  1250: 'windows-1250',
  1251: 'windows-1251',
  1252: 'windows-1252',
  1253: 'windows-1253',
  1254: 'windows-1254',
  1255: 'windows-1255',
  1256: 'windows-1256',
  1257: 'windows-1257',
  1258: 'windows-1258',
  10008: 'gb18030',
  54936: 'gb18030',
  65001: 'utf-8',
}

/** A decoder for a code page of Windows. */
export function decoderOf(codePage: number): TextDecoder {
  return new TextDecoder(CODE_PAGES[codePage] ?? 'gb18030')
}

/** Title, authors and times of an OLE document. Properties that are damaged are left out: the document stands without them. */
export function summaryOf(ole: OleFile): Property[] {
  const stream = ole.stream('\u0005SummaryInformation')
  if (!stream || stream.length < 48) return []
  const section = stream.subarray(stream.readUInt32LE(44))
  if (section.length < 8) return []
  const count = Math.min(section.readUInt32LE(4), MAX_PROPERTIES, Math.floor((section.length - 8) / 8))
  const entries = Array.from({ length: count }, (_, index) => ({
    id: section.readUInt32LE(8 + index * 8),
    value: section.subarray(section.readUInt32LE(12 + index * 8)),
  })).filter(({ value }) => value.length >= 8)
  const page = entries.find(({ id, value }) => id === CODE_PAGE && value.readUInt16LE(0) === TYPE_INT16)
  const decoder = decoderOf(page ? page.value.readUInt16LE(4) : 936)
  return entries.flatMap(({ id, value }) => {
    const name = NAMES[id]
    const content = name && contentOf(value, decoder)
    return content ? [{ name, content }] : []
  })
}

function contentOf(value: Buffer, decoder: TextDecoder): string {
  const type = value.readUInt16LE(0)
  const length = value.readUInt32LE(4)
  if (type === TYPE_TEXT) return untilNull(decoder.decode(value.subarray(8, 8 + length)))
  if (type === TYPE_WIDE_TEXT) return untilNull(value.toString('utf16le', 8, Math.min(value.length, 8 + length * 2)))
  if (type === TYPE_TIME && value.length >= 12) {
    const milliseconds = value.readBigUInt64LE(4) / 10_000n - EPOCH_1601
    // Documents that were never saved have no time or one near 1601.
    return milliseconds > 0n && milliseconds < 4_102_444_800_000n
      ? `${new Date(Number(milliseconds)).toISOString().slice(0, 19)}Z`
      : ''
  }
  return ''
}

function untilNull(text: string): string {
  const end = text.indexOf('\0')
  return (end < 0 ? text : text.slice(0, end)).trim()
}
