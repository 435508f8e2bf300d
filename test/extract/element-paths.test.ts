import { type CheerioAPI, load } from 'cheerio'
import { describe, expect, test } from 'vitest'
import { elementPaths } from '../../src/extract/element-paths.ts'
import { extractReport } from '../../src/extract/extract-report.ts'
import { decodeText } from '../../src/model/decode-text.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { makeDocument } from '../generate/documents.ts'
import { LAYOUTS } from '../generate/layouts/index.ts'

/** The text of the element at a path, found by another parser; null where there is none. */
function textAt($: CheerioAPI, path: string): string | null {
  const steps = path.split('/').map((step) => /^([a-z\d:]+)\[(\d+)\]$/.exec(step)!)
  const [, name, number] = steps.at(-1)!
  if (steps.length === 1)
    return $(name!)
      .eq(Number(number) - 1)
      .text()
  const table = $('table').eq(Number(steps[0]![2]) - 1)
  const own = table.find('tr').filter((_, row) => $(row).closest('table').is(table))
  const cell = own
    .eq(Number(steps[1]![2]) - 1)
    .children('td, th')
    .eq(Number(number) - 1)
  return cell.is(name!) ? cell.text() : null
}

const squeeze = (text: string) => text.replace(/[\s\u200b-\u200f\ufeff]/g, '')

describe('paths of cells lead back to what is printed', () => {
  // Markup that breaks off or overlaps has no structure that two parsers agree on; scripts and JSON hold theirs in strings.
  const layouts = LAYOUTS.filter(
    ({ name, mayLose }) =>
      /^html-/.test(name) && !mayLose && !/script|json|content|escaped|input|stray|unclosed|missing|malformed/.test(name),
  )
  test.each(layouts)('$name', async (layout) => {
    const { bytes } = await makeDocument(layout, 5, [])
    const extraction = await extractReport({ name: 'report.html', bytes, sha256: sha256Of(bytes) })
    if (extraction.kind !== 'report') throw new Error(extraction.reason.message)
    const $ = load(decodeText(bytes).text, { xml: { xmlMode: false, decodeEntities: true } })
    const wrong = Object.entries(extraction.report.cells).flatMap(([key, { raw, kind, at }]) => {
      if (kind === 'missing') return []
      const text = at?.path === undefined ? null : textAt($, at.path)
      return text !== null && squeeze(text) === squeeze(raw) ? [] : [`${key}: ${at?.path} holds ${text}, not ${raw}`]
    })
    expect(wrong.slice(0, 5)).toEqual([])
  })
})

test.each([
  { name: 'a cell of a nested table', markup: '<table><tr><td><table><tr><td>a<td>*b</table>', path: 'table[2]/tr[1]/td[2]' },
  {
    name: 'rows behind a nested table',
    markup: '<table><tr><td><table><tr><td>a</table><tr><td>a<th>*b',
    path: 'table[1]/tr[2]/th[2]',
  },
  {
    name: 'comments and scripts hold no elements',
    markup: '<!--<table>--><script>"<table><tr>"</script><table><tbody><tr><td>*b</table>',
    path: 'table[1]/tr[1]/td[1]',
  },
  { name: 'a row without a table', markup: '<tr><td>a</td><td>*b</td></tr>', path: 'tr[1]/td[2]' },
  { name: 'other elements', markup: '<div><div>a</div><div class="x">*b</div></div>', path: 'div[3]' },
  { name: 'text behind an end tag is in no element that can be told', markup: '<p>a</p> *b', path: undefined },
])('$name', ({ markup, path }) => {
  const source = markup.replace('*', '')
  const text = markup.indexOf('*')
  expect(elementPaths(source, [text]).get(text)).toBe(path)
  const tag = source.lastIndexOf('<', text)
  if (path !== undefined) expect(elementPaths(source, [tag]).get(tag)).toBe(path)
})
