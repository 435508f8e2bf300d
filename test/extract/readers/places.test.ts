import { type CheerioAPI, load } from 'cheerio'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { extractReport } from '../../../src/extract/extract-report.ts'
import type { Cell } from '../../../src/model/report.ts'
import { sha256Of } from '../../../src/model/sha256.ts'
import { makeDocument } from '../../generate/documents.ts'
import { LAYOUTS } from '../../generate/layouts/index.ts'
import type { Layout } from '../../generate/layouts/layout.ts'

const layoutsOf = (format: string) => LAYOUTS.filter((each) => each.format === format && !each.mayLose && !each.isSlow)

async function cellsOf(layout: Layout): Promise<{ readonly bytes: Uint8Array; readonly cells: readonly [string, Cell][] }> {
  const { bytes, fileName } = await makeDocument(layout, 5, [])
  const extraction = await extractReport({ name: fileName ?? 'report', bytes, sha256: sha256Of(bytes) })
  if (extraction.kind !== 'report') throw new Error(extraction.reason.message)
  return { bytes, cells: Object.entries(extraction.report.cells).filter(([, { kind }]) => kind !== 'missing') }
}

const squeeze = (text: string) => text.replace(/\s+/g, '')

/** Cells whose path leads to another text than was read. */
function astray(cells: readonly [string, Cell][], textAt: (path: string) => string | null): string[] {
  return cells.flatMap(([key, { raw, at }]) => {
    const text = at?.path === undefined ? null : textAt(at.path)
    return text !== null && squeeze(text) === squeeze(raw) ? [] : [`${key}: ${at?.path} holds ${text}, not ${raw}`]
  })
}

/** What Word shows of it: neither what was deleted nor what was moved away. */
function shownText($: CheerioAPI, place: ReturnType<CheerioAPI>): string {
  return place
    .find('w\\:t')
    .filter((_, each) => $(each).closest('w\\:del, w\\:moveFrom').length === 0)
    .text()
}

describe('a path in a Word document leads to the cell', () => {
  test.each(layoutsOf('docx'))('$name', async (layout) => {
    const { bytes, cells } = await cellsOf(layout)
    const files = unzipSync(bytes)
    const parts = new Map<string, CheerioAPI>()
    const textAt = (path: string): string | null => {
      const [part, steps] = path.split('#') as [string, string]
      const $ = parts.get(part) ?? load(strFromU8(files[part]!), { xml: true })
      parts.set(part, $)
      let place = $('w\\:body')
      for (const step of steps.split('/')) {
        if (step === 'txbx') {
          place = place.find('w\\:txbxContent').filter((_, each) => $(each).closest('mc\\:Fallback').length === 0)
          continue
        }
        const [, name, number] = /^([a-z]+)\[(\d+)\]$/.exec(step)!
        const own = place
          .find(`w\\:${name}`)
          .filter((_, each) => $(each).parent().closest('w\\:tbl, w\\:tr, w\\:tc, w\\:txbxContent, w\\:body').is(place))
        place = own.eq(Number(number) - 1)
      }
      return place.length === 0 ? null : shownText($, place)
    }
    expect(astray(cells, textAt).slice(0, 4)).toEqual([])
  })
})

describe('a path in a workbook leads to the cell', () => {
  test.each(layoutsOf('xlsx'))('$name', async (layout) => {
    const { bytes, cells } = await cellsOf(layout)
    const files = unzipSync(bytes)
    const part = (name: string) => load(strFromU8(files[name] ?? new Uint8Array()), { xml: true })
    const shared = part('xl/sharedStrings.xml')
    const strings = shared('si')
      .map((_, each) => shared(each).text())
      .get()
    const sheets = new Map<string, CheerioAPI>()
    const textAt = (path: string): string | null => {
      const [name, reference] = path.split('#') as [string, string]
      const $ = sheets.get(name) ?? part(name)
      sheets.set(name, $)
      const cell = $(`c[r="${reference}"]`)
      if (cell.attr('t') === 's') return strings[Number(cell.find('v').text())] ?? null
      return cell.find('is').length > 0 ? cell.find('is').text() : cell.find('v').text()
    }
    expect(astray(cells, textAt).slice(0, 4)).toEqual([])
  })
})

describe('every cell has a place of its own', () => {
  const formats = ['docx', 'doc', 'rtf', 'xlsx', 'xls', 'ofd', 'pdf', 'text', 'html']
  test.each(formats.map((format) => ({ format, layout: layoutsOf(format)[0] })))('$format', async ({ layout }) => {
    const { cells } = await cellsOf(layout!)
    const places = cells.map(
      ([, { at }]) => at?.path ?? (at?.box ? `${at.page} ${at.box.join(' ')}` : at && `${at.start}-${at.end}`),
    )
    expect(places.filter((place) => !place)).toEqual([])
    expect(new Set(places).size).toBe(cells.length)
  })
})
