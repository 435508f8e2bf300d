import type { Cell, Claim, Report } from '../../src/model/report.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { type CellKey, cellKeysOf, SECTION_TITLES, TABLE3_COLUMNS, TEMPLATES } from '../../src/model/template.ts'

/** A page as a portal serves it, and the report that a reader finds in it, every cell with its place in the text. */
export type SamplePage = { readonly bytes: Uint8Array; readonly sha256: string; readonly report: Report }

type PageOptions = {
  readonly authority: string
  readonly year?: number
  /** What the cells print; all others print 0. */
  readonly raw?: Partial<Record<CellKey, string>>
  /** Paragraphs of the first section. */
  readonly paragraphs?: readonly string[]
  /** Markup put before the report, as hostile or careless portals do. */
  readonly extra?: string
  readonly claims?: readonly Claim[]
}

export function samplePage({
  authority,
  year = 2023,
  raw = {},
  paragraphs = [],
  extra = '',
  claims = [],
}: PageOptions): SamplePage {
  const title = `${authority}${year}年政府信息公开工作年度报告`
  const cells = {} as Record<CellKey, Cell>
  let markup = `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head><body>${extra}<h1>${title}</h1>\n`
  const print = (key: CellKey) => {
    const printed = raw[key] ?? '0'
    const start = markup.length
    markup += `<td style="text-align:right">${printed}</td>`
    cells[key] = cellOf(printed, start, markup.length)
  }
  for (const [index, section] of SECTION_TITLES.entries()) {
    markup += `<h2>${'一二三四五六'[index]}、${section}</h2>\n`
    for (const text of index === 0 ? paragraphs : ['本机关无其他情况。']) markup += `<p>　　${text}</p>\n`
    if (index === 1) {
      markup += '<table><tbody>'
      for (const cell of TEMPLATES['2021'].t2) {
        markup += `<tr><td>${cell.row} ${cell.column}</td>`
        print(`t2.${cell.key}`)
        markup += '</tr>\n'
      }
      markup += '</tbody></table>\n'
    }
    if (index === 2) {
      markup += '<table><tbody><tr><td></td>'
      for (const column of TABLE3_COLUMNS) markup += `<td>${column.label}</td>`
      markup += '</tr>\n'
      for (const row of TEMPLATES['2021'].t3) {
        markup += `<tr><td>${row.label}</td>`
        for (const column of TABLE3_COLUMNS) print(`t3.${row.key}.${column.key}`)
        markup += '</tr>\n'
      }
      markup += '</tbody></table>\n'
    }
    if (index === 3) {
      markup += '<table><tbody><tr>'
      for (const cell of TEMPLATES['2021'].t4) print(`t4.${cell.key}`)
      markup += '</tr></tbody></table>\n'
    }
  }
  markup += '</body></html>'
  const bytes = new TextEncoder().encode(markup)
  const sha256 = sha256Of(bytes)
  const report: Report = {
    schema: 'gouji.report/1',
    source: { name: 'content_1.html', sha256, mediaType: 'text/html', bytes: bytes.length },
    authority,
    year,
    edition: '2021',
    title,
    period: null,
    scope: null,
    scopeWords: null,
    contact: null,
    dates: [{ date: `${year + 1}-01-22`, from: 'meta:PubDate' }],
    opening: '',
    sections: SECTION_TITLES.map((section, index) => ({
      number: index + 1,
      title: section,
      text: index === 0 ? paragraphs.join('\n') : '本机关无其他情况。',
    })),
    cells: Object.fromEntries(cellKeysOf('2021').map((key) => [key, cells[key]])),
    claims,
    notes: [{ code: 'blank-cells', message: '表二有 1 处空白。' }],
  }
  return { bytes, sha256, report }
}

function cellOf(raw: string, start: number, end: number): Cell {
  const at = { start, end }
  if (raw === '') return { raw, value: null, kind: 'blank', at, confidence: 1 }
  if (raw === '/') return { raw, value: null, kind: 'slash', at, confidence: 1 }
  return { raw, value: Number(raw), kind: 'number', at, confidence: raw === '7' ? 0.8 : 1 }
}
