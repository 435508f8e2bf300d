import { type CheerioAPI, load } from 'cheerio'
import { strFromU8, unzipSync } from 'fflate'
import { openOle } from '../../../src/extract/readers/containers/ole.ts'
import { PartsReader, readString, recordsFrom, sharedStrings, textFormOf } from '../../../src/extract/readers/sheets/biff.ts'
import type { Place } from '../../../src/model/document.ts'

/** The text at a path of an XLSX. */
export function textInXlsx(bytes: Uint8Array): (place: Place) => string | null {
  const files = unzipSync(bytes)
  const part = (name: string) => load(strFromU8(files[name] ?? new Uint8Array()), { xml: true })
  const shared = part('xl/sharedStrings.xml')
  const strings = shared('si')
    .map((_, each) => shared(each).text())
    .get()
  const sheets = new Map<string, CheerioAPI>()
  return ({ path }) => {
    const [name, reference] = (path ?? '').split('#') as [string, string | undefined]
    if (reference === undefined) return null
    const $ = sheets.get(name) ?? part(name)
    sheets.set(name, $)
    const cell = $(`c[r="${reference}"]`)
    if (cell.attr('t') === 's') return strings[Number(cell.find('v').text())] ?? null
    return cell.find('is').length > 0 ? cell.find('is').text() : cell.find('v').text()
  }
}

/** The text or number at a path of an XLS; a cell that is not written is blank. */
export function textInXls(bytes: Uint8Array): (place: Place) => string | null {
  const stream = openOle(bytes, 'report').stream('Workbook')!
  const workbook = [...recordsFrom(stream, 0)]
  const form = textFormOf(0x0600, null)
  const strings = workbook.flatMap((record) => (record.type === 0x00fc ? sharedStrings(record, new Map()) : []))
  const sheets = new Map(
    workbook.flatMap(({ type, parts }) => {
      if (type !== 0x0085) return []
      const cells = cellsFrom(stream, parts[0]!.readUInt32LE(0), strings)
      return [[readString(new PartsReader(parts, 6), form, 1), cells] as const]
    }),
  )
  return ({ path }) => {
    const [, name, letters, row] = /^Workbook\/(.*)#([A-Z]+)(\d+)$/.exec(path ?? '') ?? []
    const cells = name === undefined ? undefined : sheets.get(name)
    if (!cells || letters === undefined) return null
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
    return cells.get(`${Number(row) - 1} ${column}`) ?? ''
  }
}

function cellsFrom(stream: Buffer, at: number, strings: readonly string[]): ReadonlyMap<string, string> {
  const cells = new Map<string, string>()
  let formula = ''
  for (const { type, parts } of recordsFrom(stream, at)) {
    const [head] = parts as [Buffer]
    const place = head.length >= 4 ? `${head.readUInt16LE(0)} ${head.readUInt16LE(2)}` : ''
    if (type === 0x00fd) cells.set(place, strings[head.readUInt32LE(6)]!)
    else if (type === 0x0203) cells.set(place, String(head.readDoubleLE(6)))
    else if (type === 0x027e) cells.set(place, String(head.readInt32LE(6) >> 2))
    else if (type === 0x0006 && head.readUInt16LE(12) !== 0xffff) cells.set(place, String(head.readDoubleLE(6)))
    else if (type === 0x0006) formula = place
    else if (type === 0x0207) cells.set(formula, readString(new PartsReader(parts), textFormOf(0x0600, null), 2))
    else if (type === 0x00bd)
      for (let index = 0; 4 + (index + 1) * 6 <= head.length - 2; index++)
        cells.set(`${head.readUInt16LE(0)} ${head.readUInt16LE(2) + index}`, String(head.readInt32LE(4 + index * 6 + 2) >> 2))
  }
  return cells
}
